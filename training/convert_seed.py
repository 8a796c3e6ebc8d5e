"""Convert the first 3,520 hand-written sentences to the corpus format.

The seed file knows fifteen classes: its YIELD covers CONCEDE and RETREAT. The split below was made by reading all 246
of them against the codebook's rule (said, decreed or announced is CONCEDE; done is RETREAT).

    python training/convert_seed.py /work/shared/corpus-seed/sentences.jsonl training/corpus/seed.jsonl
"""

import json
import sys
from pathlib import Path

# Line numbers (from 0) of the YIELD sentences that are CONCEDE; all other YIELD sentences are RETREAT.
# fmt: off
CONCEDE = {
    335, 349, 374, 393, 416, 424, 441, 445, 449, 456, 464, 467, 488, 490, 498, 501, 508, 525, 550, 558, 570, 577,
    584, 588, 599, 604, 613, 619, 629, 1201, 1220, 1230, 1240, 1261, 1275, 1279, 1579, 1581, 1583, 1587, 1589,
    1590, 1592, 1593, 1595, 1596, 1598, 1899, 1900, 1906, 1907, 1908, 1910, 1914, 1915, 1916, 1917, 1949, 2019,
    2049, 2064, 2129, 2144, 2238, 2538, 2539, 2541, 2544, 2546, 2547, 2550, 2553, 2555, 2556, 2557, 2662, 2768,
    2773, 2874, 2875, 2877, 2906, 2916, 2922, 2939, 2954, 2960, 2978, 3014, 3042, 3085, 3091, 3111, 3498, 3499,
    3502, 3503, 3504, 3506, 3508, 3509, 3511, 3513, 3515, 3517, 3519,
}
# fmt: on


def main(source: Path, target: Path) -> None:
    """Write the converted sentences."""
    used: set[int] = set()
    with target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            kind = row["root"]
            if kind == "YIELD":
                kind = "CONCEDE" if number in CONCEDE else "RETREAT"
                used.add(number)
            new = {
                "marked": row["marked"],
                "type": kind,
                "mode": None,
                "status": None,
                "polarity": None,
                "certainty": None,
                "speaker": None,
                "cue": None,
                "set": row["set"],
            }
            out.write(json.dumps(new, ensure_ascii=False) + "\n")
    if not used >= CONCEDE:
        raise SystemExit(f"not YIELD: {sorted(CONCEDE - used)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""How often the coder's type changes when only the names change (the fairness figure of the model alone).

    PYTHONPATH=src python training/swapcheck.py FILE.jsonl [...]

Each file has rows with a `marked` sentence (ours, or a bench set's gold rows). Both actors are replaced by two
countries, and the best of the sixteen types is compared with that of the pair turned round.
"""

import json
import sys
from pathlib import Path

import numpy as np

from common import unmark
from standoff.resources.coder import Coder, MarkedText, load_coder

PAIRS = [("The United States", "Russia"), ("Israel", "Iran"), ("India", "Pakistan"), ("China", "Fiji")]


def put(marked: str, source: str, target: str) -> MarkedText:
    """Write other names into the marks."""
    text, spans = unmark(marked)
    for key, name in sorted((("s", source), ("t", target)), key=lambda item: -spans.get(item[0], (0, 0))[0]):
        if key in spans:
            start, end = spans[key]
            text = text[:start] + name + text[end:]
            shift = len(name) - (end - start)
            spans = {k: (a + shift, b + shift) if a > start else (a, b) for k, (a, b) in spans.items()}
            spans[key] = (start, start + len(name))
    return text, spans.get("s"), spans.get("t")


def best(coder: Coder, texts: list[MarkedText]) -> np.ndarray:
    """The best of the sixteen types."""
    return np.array(coder.classify(texts))[:, :-1].argmax(-1)


def main() -> None:
    """Compare and print."""
    coder = load_coder()
    for name in sys.argv[1:]:
        lines = Path(name).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line)["marked"] for line in lines]
        rows = [row for row in rows if "<s>" in row and "<t>" in row][:1200]
        for one, two in PAIRS:
            here = best(coder, [put(row, one, two) for row in rows])
            there = best(coder, [put(row, two, one) for row in rows])
            print(f"{name} {one} / {two}: same type in {(here == there).mean():.4f} of {len(rows)}")


if __name__ == "__main__":
    main()

"""Turn the event lexicon's own examples into corpus sentences: `example` with its type, `counter` as NONE.

    python training/convert_lexicon.py src/standoff/resources/lexicons/events training/corpus/lexicon.jsonl

Run with spaCy and Standoff's parser model installed: the counters carry no marks, so their first noun phrase stands as
source and, where there is one, their last as target.
"""

import csv
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any


def mark_example(example: str) -> str | None:
    """Rewrite [S:..], [T:..] and {..} as our marks; where two sides are sources, the second stands as target."""
    sides = re.findall(r"\[([ST]):([^\]]*)\]", example)
    if not any(side == "S" for side, _ in sides):
        return None
    mutual = not any(side == "T" for side, _ in sides)
    text, sources = example, 0
    for side, name in sides:
        mark = "t" if side == "T" else "s"
        if side == "S":
            sources += 1
            mark = "t" if mutual and sources == 2 else "s"
        text = text.replace(f"[{side}:{name}]", f"<{mark}>{name}</{mark}>", 1)
    return re.sub(r"\{([^}]*)\}", r"<e>\1</e>", text)


def mark_counter(parsed: Any) -> str | None:
    """Mark the first noun phrase as source; the last as target in two of three sentences."""
    chunks = list(parsed.noun_chunks)
    if not chunks:
        return None
    text = str(parsed.text)
    first, last = chunks[0], chunks[-1]
    if len(chunks) > 1 and int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3:
        text = text[: last.start_char] + f"<t>{last.text}</t>" + text[last.end_char :]
    return text[: first.start_char] + f"<s>{first.text}</s>" + text[first.end_char :]


def main(folder: Path, out: Path) -> None:
    """Convert all tables."""
    import spacy

    from standoff.resources.language_model import default_model_folder

    parser = spacy.load(default_model_folder(), exclude=["ner"])
    made: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for entry in csv.DictReader(lines):
                marked = mark_example(entry["example"] or "")
                if marked:
                    made.setdefault(marked, entry["type"])
                for text in (entry["counter"] or "").split("|"):
                    counter = mark_counter(parser(text.strip())) if text.strip() else None
                    if counter:
                        made.setdefault(counter, "NONE")
    with out.open("w", encoding="utf-8") as lines:
        for marked, kind in made.items():
            row = {
                "marked": marked,
                "type": kind,
                "mode": None,
                "status": None,
                "polarity": None,
                "certainty": None,
                "speaker": None,
                "cue": None,
                "set": "lexicon",
            }
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

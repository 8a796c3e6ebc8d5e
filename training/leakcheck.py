"""Prove that no sentence of our corpus shares eight words in a row with anything in a bench folder.

    python training/leakcheck.py /work/shared/bench training/corpus/*.jsonl
    python training/leakcheck.py /work/shared/bench training/corpus/*.jsonl --remove

Every file below the folder is read as text, whatever its form: JSON escapes are undone, every string of a JSON value is
taken by itself, and a file of one token a line (CoNLL) is read along its columns as well as along its lines. Words are
compared without case and punctuation. Exit status 1 where anything is shared.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

SIZE = 8
WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Words, lower case."""
    return WORD.findall(text.lower())


def strings_of(value: object) -> Iterator[str]:
    """All texts in a JSON value; a list of short texts is also read as one text (tokens)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            yield " ".join(value)
        for part in value:
            yield from strings_of(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_of(part)


def texts_of(name: str, raw: bytes) -> Iterator[str]:
    """The texts of one file."""
    if name.endswith(".gz"):
        yield from texts_of(name[:-3], gzip.decompress(raw))
        return
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for part in archive.namelist():
                yield from texts_of(part, archive.read(part))
        return
    text = raw.decode("utf-8", errors="replace")
    if name.endswith((".json", ".jsonl", ".ndjson")):
        for piece in [text] if name.endswith(".json") else text.splitlines():
            try:
                yield from strings_of(json.loads(piece))
            except json.JSONDecodeError:
                yield piece
        return
    yield re.sub(r"<[^>]*>", " ", text)
    if name.endswith((".conll", ".conllu", ".tsv", ".iob", ".bio", ".tab")):
        rows = [line.split("\t") for line in text.splitlines()]
        for column in range(min(6, max((len(row) for row in rows), default=0))):
            yield " ".join(row[column] for row in rows if len(row) > column)


def main() -> int:
    """Compare and report; 1 where something is shared."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=Path)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--remove", action="store_true", help="take the sentences out of the corpus files")
    args = parser.parse_args()
    ours: dict[tuple[str, ...], list[tuple[Path, int]]] = {}
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in args.corpus}
    count = 0
    for path, rows in lines.items():
        for number, line in enumerate(rows):
            try:
                row = json.loads(line)
                marked = row["text"] if "text" in row else row["marked"]
            except (json.JSONDecodeError, KeyError):
                continue
            count += 1
            words = words_of(re.sub(r"</?[ste]>", "", marked))
            for first in range(len(words) - SIZE + 1):
                ours.setdefault(tuple(words[first : first + SIZE]), []).append((path, number))
    firsts = {gram[0] for gram in ours}
    shared: dict[tuple[Path, int], set[str]] = {}
    files = texts = 0
    for file in sorted(args.bench.rglob("*")):
        if not file.is_file():
            continue
        files += 1
        for text in texts_of(file.name, file.read_bytes()):
            texts += 1
            words = words_of(text)
            for first in range(len(words) - SIZE + 1):
                if words[first] in firsts:
                    for place in ours.get(tuple(words[first : first + SIZE]), ()):
                        shared.setdefault(place, set()).add(
                            f"{file.relative_to(args.bench)}: {' '.join(words[first : first + SIZE])}"
                        )
    for (path, number), why in sorted(shared.items(), key=str):
        print(f"{path}:{number + 1}: {sorted(why)[0]}")
    print(
        f"{count} sentences, {len(ours)} different {SIZE}-grams of ours; {files} files, {texts} texts in the bench "
        f"folder; {len(shared)} sentences share one"
    )
    if args.remove and shared:
        for path, rows in lines.items():
            kept = [line for number, line in enumerate(rows) if (path, number) not in shared]
            if len(kept) < len(rows):
                path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return 0
    return 1 if shared else 0


if __name__ == "__main__":
    sys.exit(main())

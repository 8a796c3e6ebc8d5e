"""Whether the reading depends on who acts: `python -m benchmarks.fairness [FILE] [--json] [--out FILE]`.

States are exchanged in sentences (name, adjective, people, capital together), and the coding is compared: the share of
sentences whose types, and whose types and statuses, stay the same, and whose sides move with the names. FILE is JSONL
with a field `text`; by default the examples of the event lexicon are used.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reading import all_stages, read_views
from benchmarks.renaming import State, all_states, exchange, word_map
from benchmarks.rows import Row, emit, layout, read_rows, to_json, write_json
from standoff.resources.event_lexicon import COLUMNS, event_files
from standoff.resources.tables import read_rows as read_table
from standoff.store.records import ActorRecord, event_records

SWAPS = (
    ("United States", "Russia"),
    ("Israel", "Iran"),
    ("India", "Pakistan"),
    ("Fiji", "China"),
    ("North Korea", "Japan"),
)
"""Pairs of states put in the place of a sentence's own two, in both directions."""

_MARKS = re.compile(r"\[[ST]:|[\]{}]")

Triple = tuple[tuple[str, ...], str, tuple[str, ...]]
"""Countries of the sources, type, countries of the targets."""
Coding = tuple[Counter[str], Counter[tuple[str, str]], Counter[Triple]]
"""Types, types with statuses, and types with countries, of one sentence."""
Variant = tuple[str, dict[str, str]]
"""A text with its states exchanged, and the codes that stand for one another."""


def lexicon_examples() -> Iterator[str]:
    """Give the event lexicon's examples without their marks."""
    for path in event_files():
        for row in read_table(path, COLUMNS):
            yield _MARKS.sub("", row["example"])


def states_in(text: str) -> list[State]:
    """Give the states that a text names, in the order in which it does."""
    owners = {form: state for state in all_states().values() for form in state.forms()}
    names = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, owners), key=len, reverse=True)) + r")(?!\w)")
    return list(dict.fromkeys(owners[match[1]] for match in names.finditer(text)))


def variants(text: str) -> list[Variant]:
    """Give a text with its first one or two states exchanged for each pair; none where it names no state."""
    named = states_in(text)[:2]
    if not named:
        return []
    made: dict[str, dict[str, str]] = {}
    for pair in SWAPS:
        for first, second in (pair, pair[::-1]):
            new = [all_states()[first], all_states()[second]][: len(named)]
            codes = {old.code: state.code for old, state in zip(named, new, strict=True)}
            made.setdefault(exchange(text, word_map(named, new)), codes)
    return [(variant, codes) for variant, codes in made.items() if variant != text]


def code(texts: Sequence[str]) -> list[Coding]:
    """Code sentences, each on its own."""
    rows: list[Row] = [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    made = []
    for _, view in read_views(rows, all_stages(), date_field=None):
        records = event_records(view)
        types = Counter(record.type.value for record in records)
        statuses = Counter((r.type.value, r.status.value if r.status else "") for r in records)
        made.append((types, statuses, Counter((_codes(r.sources), r.type.value, _codes(r.targets)) for r in records)))
    return made


def _codes(side: Sequence[ActorRecord]) -> tuple[str, ...]:
    return tuple(sorted(actor.country or "" for actor in side))


def moved(triples: Counter[Triple], codes: Mapping[str, str]) -> Counter[Triple]:
    """Give triples with their countries exchanged."""
    made: Counter[Triple] = Counter()
    for (sources, kind, targets), count in triples.items():
        new = [tuple(sorted(codes.get(code, code) for code in side)) for side in (sources, targets)]
        made[new[0], kind, new[1]] += count
    return made


def measure(texts: Sequence[str]) -> dict[str, Any]:
    """Compare each sentence's coding with that of its variants."""
    groups = [(text, found) for text in texts if (found := variants(text))]
    flat = [sentence for text, found in groups for sentence in (text, *(variant for variant, _ in found))]
    codings = iter(code(flat))
    same_types = same_all = same_sides = total = stable = 0
    changed: Counter[str] = Counter()
    for text, found in groups:
        own = next(codings)
        others = [next(codings) for _ in found]
        agree = [other[0] == own[0] for other in others]
        total += len(others)
        same_types += sum(agree)
        same_all += sum(other[:2] == own[:2] for other in others)
        same_sides += sum(other[2] == moved(own[2], codes) for other, (_, codes) in zip(others, found, strict=True))
        stable += all(other[:2] == own[:2] for other in others)
        if not all(agree):
            changed[text] += len(agree) - sum(agree)
    return {
        "sentences": len(groups),
        "variants": total,
        "same_types": round(same_types / total, 4) if total else None,
        "same_types_and_statuses": round(same_all / total, 4) if total else None,
        "same_triples": round(same_sides / total, 4) if total else None,
        "sentences_that_never_change": round(stable / len(groups), 4) if groups else None,
        "most_changed": dict(changed.most_common(10)),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fairness", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="JSONL with a field `text`")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--out", type=Path, help="write the JSON to a file too")
    options = parser.parse_args(argv)
    texts = [row["text"] for row in read_rows(options.file)] if options.file else list(lexicon_examples())
    found = measure(texts)
    if options.out:
        write_json(options.out, found)
    emit(to_json(found) if options.json else layout(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes the parts of the documentation that follow from code and data.

Run `python docs/generate.py` after a change of a layer, the codebook or anything that changes the example's brief. It
writes `layers.md` from the row types in `core/layers.py`, `codebook.md` from `codebooks/plover.yml`, and the excerpts
of the example's brief in `README.md` and `tutorial.md`. An excerpt is a fenced block after a comment that chooses its
lines:

    <!-- excerpt
    HEAD: words of a line | words of another
    WHAT HAPPENED: words of a line
    -->

`tests/test_docs.py` compares what it would write with what is there.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from standoff import api
from standoff.core import vocabulary
from standoff.core.document import Document
from standoff.core.layers import LAYERS, Argument
from standoff.resources.tables import read_yaml
from standoff.run.pipeline import build_stages
from standoff.run.settings import Settings
from standoff.store import records

DOCS = Path(__file__).parent
ROOT = DOCS.parent
WITH_EXCERPTS = (ROOT / "README.md", DOCS / "tutorial.md")
NOTICE = "<!-- Written by docs/generate.py; edit its sources instead. -->"
OMITTED = "  ..."
WIDTH = 80
EXCERPT = re.compile(r"<!-- excerpt\n(?P<choice>.*?)-->\n\n?```text\n(?P<body>.*?)```", re.DOTALL)
MARKED = re.compile(r"\[([ST]):([^\]]*)\]")
PLAIN_TYPES = {str: "text", int: "integer", float: "number", bool: "true or false"}
JOINED = (
    records.EventRecord,
    records.ActorRecord,
    records.SpeakerRecord,
    records.TimeRecord,
    records.PlaceRecord,
    records.FigureRecord,
    records.Span,
)

# -- layers ---------------------------------------------------------------------------------------


def render_layers() -> str:
    """Write `layers.md`."""
    parts = [NOTICE, "# Layers and records", _layers_opening(), "## Stages", *_stages(), "## Layers"]
    for name, row_type in LAYERS.items():
        parts += [f"### {name}", _first_line(row_type), _fields(row_type)]
    parts += ["### Argument", "One side of a row of `events`: not a layer, but a part of one.", _fields(Argument)]
    parts += ["## Event records", "What `standoff code` prints: the layers joined into one record per event."]
    for record_type in JOINED:
        parts += [f"### {record_type.__name__}", _first_line(record_type), _fields(record_type)]
    parts += ["## Reports", "What `standoff schema document` describes.", "### Document", _first_line(Document)]
    parts += [_fields(Document), "## Vocabulary", "The values that the fields above may take."]
    for kind in _enums():
        values = ", ".join(f"`{item.value}`" for item in kind)
        parts += [f"### {kind.__name__}", f"{_first_line(kind)} {values}."]
    return "\n\n".join(parts) + "\n"


def _layers_opening() -> str:
    return (
        "A layer is a table of rows about one report. `standoff annotate LAYER FILE` prints any of them, a JSON\n"
        "object per row, with `doc_id` (the report) and `text` (the words from `start` to `end`) before the fields\n"
        "listed here. Offsets are Unicode code points into the frozen text, half-open. Fields that are positions\n"
        "refer to rows of another layer of the same report, counted from 0. `standoff schema LAYER` gives the same\n"
        "as JSON Schema. A layer is null for a report on which its stage failed, and empty where it found nothing."
    )


def _stages() -> Iterator[str]:
    yield "The stages run in this order. Each makes its layers once and changes no other."
    rows = [(stage.name, _codes(stage.needs), _codes(stage.makes)) for stage in build_stages(Settings())]
    yield _table(("stage", "needs", "makes"), rows)


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "the text"


def _fields(row_type: Any) -> str:
    hints = typing.get_type_hints(row_type, include_extras=True)
    rows = []
    for field in dataclasses.fields(row_type):
        kind, nullable, meaning = _describe(hints[field.name])
        rows.append((f"`{field.name}`", kind, "yes" if nullable else "", meaning))
    return _table(("field", "type", "null", "meaning"), rows)


def _describe(hint: Any, meaning: str = "") -> tuple[str, bool, str]:
    """Give type, whether it may be null, and meaning of a field's annotation."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        found = next((part.description for part in arguments[1:] if isinstance(part, Meta)), None)
        return _describe(arguments[0], found or meaning)
    if origin in (types.UnionType, typing.Union):
        inner = next(part for part in arguments if part is not types.NoneType)
        return _describe(inner, meaning)[0], True, meaning
    if origin is list:
        return f"list of {_describe(arguments[0])[0]}", False, meaning
    if hint in PLAIN_TYPES:
        return PLAIN_TYPES[hint], False, meaning
    return f"[{hint.__name__}](#{hint.__name__.lower()})", False, meaning


def _enums() -> list[type[Enum]]:
    found = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, Enum)]
    return [kind for kind in found if kind.__module__ == vocabulary.__name__]


def _first_line(documented: Any) -> str:
    return (documented.__doc__ or "").strip().splitlines()[0]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# -- codebook -------------------------------------------------------------------------------------


def render_codebook() -> str:
    """Write `codebook.md`."""
    book = read_yaml("codebooks/plover.yml")
    parts = [NOTICE, "# Codebook: the sixteen event types", _codebook_opening(book), "## Overview", _overview(book)]
    parts += ["## Departures", "Where the manual leaves room or contradicts itself, this is what Standoff does."]
    parts += [_bullets(book["departures"]), "## Future acts", *_future_acts(book), "## Types"]
    for entry in book["types"]:
        parts += _type_entry(book, entry)
    parts += ["## Neighbouring types", "How to tell two types apart, and whether the rule is the manual's or ours."]
    for entry in book["confusions"]:
        examples = [f"{example['text']} **{example['type']}**" for example in entry["examples"]]
        rule = f"{entry['rule']} (Rule: {'the manual' if entry['basis'] == 'manual' else entry['basis']}.)"
        parts += [f"### {' or '.join(entry['pair'])}", rule, _bullets(examples)]
    return "\n\n".join(parts) + "\n"


def _codebook_opening(book: Any) -> str:
    source = book["source"]
    return (
        f"Codebook version {book['version']}. The rules are those of *{source['title']}*\n"
        f"({source['publisher']}, {source['year']}, {source['licence']}, <{source['url']}>).\n{source['use']}\n"
        "All countries, groups and happenings in the examples are invented. In examples the words of the **act** are\n"
        "bold, and the sides carry their role after them: *source* for who acts, *target* for who is acted on."
    )


def _overview(book: Any) -> str:
    rows = []
    for entry in book["types"]:
        modes = ", ".join(f"`{mode['code']}`" for mode in entry["modes"])
        quad = f"{book['quads'][entry['quad']]} {book['quad_labels'][entry['quad']].lower()}"
        link = f"[{entry['code']}](#{entry['code'].lower()})"
        rows.append((link, entry["label"], quad, f"{entry['intensity']:+.1f}", modes))
    return _table(("type", "in the brief", "quad class", "intensity", "modes"), rows)


def _future_acts(book: Any) -> Iterator[str]:
    yield _flat(book["status"]["note"])
    statuses = " or ".join(f"`{status}`" for status in book["status"]["future_statuses"])
    yield f"The map, for acts with the status {statuses}; `standoff classify` applies it:"
    yield _table(("type", "under PLOVER's convention"), list(book["status"]["plover_convention"]["future"].items()))


def _type_entry(book: Any, entry: Any) -> Iterator[str]:
    yield f"### {entry['code']}"
    yield f"**{entry['label']}.** {_flat(entry['definition'])}"
    target = "required" if entry["recipient_required"] else "not required"
    yield _bullets(
        [
            f"source: {entry['roles']['source']}",
            f"target: {entry['roles']['target']} (In the manual a target is {target}.)",
            f"quad class: {book['quad_labels'][entry['quad']].lower()}; intensity {entry['intensity']:+.1f}",
            f"CAMEO roots: {', '.join(entry['cameo_roots'])}",
        ]
    )
    if entry["modes"]:
        yield "Modes:"
        yield _bullets([f"`{mode['code']}`: {mode['label']}" for mode in entry["modes"]])
    yield "Covers:"
    yield _bullets(entry["covers"])
    yield "Belongs elsewhere:"
    yield _bullets(entry["excludes"])
    yield "Examples:"
    yield _bullets([_show_example(example) for example in entry["examples"]])


def _show_example(example: str) -> str:
    sides = {"S": "source", "T": "target"}
    named = MARKED.sub(lambda match: f"{match[2]} (*{sides[match[1]]}*)", example)
    return named.replace("{", "**").replace("}", "**")


def _bullets(items: list[str]) -> str:
    return "\n".join(f"- {_flat(item)}" for item in items)


def _flat(text: str) -> str:
    return " ".join(text.split())


# -- excerpts -------------------------------------------------------------------------------------


def example_brief() -> str:
    """Give the brief of the example case, as the terminal shows it."""
    paths, actors = api.example_inputs()
    return api.brief(api.read(*paths, actors=actors)).to_text(WIDTH, whole=True)


def fill_excerpts(page: str, brief: str) -> str:
    """Fill the excerpts of a page.

    Args:
        page: Markdown.
        brief: the brief that is excerpted.

    Raises:
        LookupError: the brief has no such section or line.
    """

    def fill(match: re.Match[str]) -> str:
        head, _, _ = match[0].partition("```text\n")
        return f"{head}```text\n{cut_excerpt(match['choice'], brief)}```"

    return EXCERPT.sub(fill, page)


def cut_excerpt(choice: str, brief: str) -> str:
    """Cut the chosen lines out of a brief; what is left out between them is marked."""
    sections = _sections(brief)
    made: list[str] = []
    for line in filter(None, choice.splitlines()):
        title, _, wanted = line.partition(": ")
        heading = next((name for name in sections if name.startswith(title)), None)
        if heading is None:
            raise LookupError(f"the brief has no section {title!r}; it has {', '.join(sections)}")
        made += [*([""] if made else []), heading] if heading != "HEAD" else []
        made += _choose(sections[heading], [words.strip() for words in wanted.split(" | ")])
    return "\n".join(made) + "\n"


def _sections(brief: str) -> dict[str, list[list[str]]]:
    """Give the entries of every section by its heading; an entry is a list of lines."""
    found: dict[str, list[list[str]]] = {"HEAD": []}
    for line in brief.splitlines():
        if line.isupper() and not line.startswith(" "):
            found[line] = []
            continue
        entries = next(reversed(found.values()))
        indent = len(line) - len(line.lstrip())
        starts = indent <= 2 or (next(reversed(found)) == "POSITIONS" and indent == 4)
        if line and (starts or not entries):
            entries.append([line])
        elif line:
            entries[-1].append(line)
    return found


def _choose(entries: list[list[str]], wanted: list[str]) -> list[str]:
    """Choose the entries that hold some words, with the line of the actor over a position."""
    chosen: set[int] = set()
    for words in wanted:
        at = next((n for n, entry in enumerate(entries) if words in _flat(" ".join(entry))), None)
        if at is None:
            raise LookupError(f"no line of the brief holds {words!r}; choose other words in the excerpt's comment")
        chosen.add(at)
        if entries[at][0].startswith("    ") and at:
            chosen.add(max(n for n in range(at) if not entries[n][0].startswith("    ")))
    made: list[str] = []
    for n, entry in enumerate(entries):
        if n in chosen:
            made += entry
        elif made[-1:] != [OMITTED]:
            made.append(OMITTED)
    return made


def render_all() -> dict[Path, str]:
    """Give every generated file with what it should hold."""
    brief = example_brief()
    made = {path: fill_excerpts(path.read_text(encoding="utf-8"), brief) for path in WITH_EXCERPTS}
    return made | {DOCS / "layers.md": render_layers(), DOCS / "codebook.md": render_codebook()}


if __name__ == "__main__":
    for written, content in render_all().items():
        written.write_text(content, encoding="utf-8")

"""The documentation is true: what is generated is up to date, what is shown runs, what is linked exists."""

import contextlib
import importlib.util
import inspect
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from cyclopts import App

import standoff
from standoff.cli import app
from standoff.core.vocabulary import Status

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README, TUTORIAL = ROOT / "README.md", DOCS / "tutorial.md"
EXAMPLES = ROOT / "src/standoff/resources/examples/README.md"
PAGES = sorted(
    [
        README,
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "benchmarks/README.md",
        EXAMPLES,
        *DOCS.glob("*.md"),
    ]
)
RENEW = "run: python docs/generate.py"
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```$(?:\n\n^```output\n(?P<output>.*?)^```$)?", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
STATUS_ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+\.) \| ([A-Z]+) \|$", re.MULTILINE)


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("standoff_docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks() -> list[tuple[str, str, str | None]]:
    return [
        (f"{page.name}:{read(page)[: match.start()].count(chr(10)) + 1}", match["code"], match["output"])
        for page in (README, TUTORIAL)
        for match in BLOCK.finditer(read(page))
    ]


def slugs(page: Path) -> set[str]:
    """Give the anchors that a page's headings have on the usual hosts."""
    titles = HEADING.findall(FENCED.sub("", read(page)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_layers_page_is_up_to_date() -> None:
    assert read(DOCS / "layers.md") == load_generator().render_layers(), RENEW


def test_codebook_page_is_up_to_date() -> None:
    assert read(DOCS / "codebook.md") == load_generator().render_codebook(), RENEW


def test_excerpts_are_real_output() -> None:
    generator = load_generator()
    brief = generator.example_brief()
    for page in (README, TUTORIAL):
        assert generator.EXCERPT.search(read(page)), f"no excerpt in {page.name}"
        assert read(page) == generator.fill_excerpts(read(page), brief), RENEW


def test_an_excerpt_names_what_it_does_not_find() -> None:
    generator = load_generator()
    brief = "STANDOFF  brief of 1 report\n\nFIGURES\n  2 dead [1.1]\n  3 ships [1.2]\n"
    assert generator.cut_excerpt("FIGURES: 3 ships", brief) == "FIGURES\n  ...\n  3 ships [1.2]\n"
    with pytest.raises(LookupError, match="4 ships"):
        generator.cut_excerpt("FIGURES: 4 ships", brief)
    with pytest.raises(LookupError, match="CLAIMS"):
        generator.cut_excerpt("CLAIMS: 3 ships", brief)


def commands(within: App = app, before: str = "") -> list[str]:
    """Give the words of every command, those of groups of commands among them."""
    found: list[str] = []
    for name in within:
        if not name.startswith("-"):
            words = f"{before} {name}".strip()
            found += [words] if within[name].default_command else commands(within[name], words)
    return found


def found_command(words: str) -> App:
    """Give a command by its words."""
    found = app
    for word in words.split():
        found = found[word]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_and_option_is_documented(command: str) -> None:
    told = "".join(read(page) for page in (README, *DOCS.glob("*.md")))
    assert f"standoff {command}" in told
    options = inspect.signature(found_command(command).default_command).parameters.values()
    for option in options:
        if option.kind is inspect.Parameter.KEYWORD_ONLY:
            assert f"--{option.name.replace('_', '-')}" in told, f"{command} --{option.name}"


@pytest.mark.parametrize(("place", "code", "output"), blocks(), ids=[place for place, _, _ in blocks()])
def test_python_blocks_run(
    place: str, code: str, output: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, place, "exec"), {"__name__": "__main__"})
    if output is not None:
        assert printed.getvalue() == output


def test_status_table_is_true() -> None:
    rows = STATUS_ROW.findall(read(TUTORIAL))
    assert {status for status, _, _ in rows} == {status.value for status in Status}
    for status, sentence, event_type in rows:
        events = standoff.code(standoff.read_text(sentence, published="2031-03-01"))
        found = [(event["type"], event["status"]) for event in events]
        assert (event_type, status) in found, f"{sentence!r} gives {found}"


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_resolve(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", read(page))):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name} links to {link}"
        if anchor and target.suffix == ".md":
            assert anchor in slugs(target), f"{page.name} links to {link}; {target.name} has no such heading"

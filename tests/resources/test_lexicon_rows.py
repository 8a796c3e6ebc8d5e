"""Every row of the event lexicon is its own test: its example fires, its counter-example does not.

A row that does not compile, or whose marks are wrong, fails at once. A row that the coder does not read as it says
counts against its file's floor, because the small parser misreads some plain sentences. See the failing rows with
`python -m tests.resources.lexicon_report [FILE...]`.
"""

import pytest

from standoff.resources.event_lexicon import event_files
from tests.resources.lexicon_report import FileReport, Marked, read_marks, read_row, report_file

# Share of a file's rows that must pass. Each floor is the share reached on 2026-11-22 with en_core_web_sm 3.8.0, less
# one row, rounded down to two digits. Raise a floor when rows or coder get better; lower one only with a reason in the
# changelog. A new file needs a floor here.
FLOORS = {
    "accuse": 0.96,
    "agree": 0.94,
    "aid": 0.93,
    "assault": 0.98,
    "coerce": 0.97,
    "concede": 0.98,
    "consult": 0.95,
    "cooperate": 0.95,
    "mobilize": 0.96,
    "protest": 0.97,
    "reject": 0.92,
    "request": 0.93,
    "retreat": 0.97,
    "sanction": 0.98,
    "support": 0.96,
    "threaten": 0.93,
}

SHOWN = 30
"""How many failing rows a failing test prints."""


def stem_of(path: str) -> str:
    """Name a lexicon file by its stem."""
    return path.rsplit("/", 1)[-1].removesuffix(".csv")


def shown(lines: tuple[str, ...]) -> str:
    """Write the first failing rows, a line each."""
    more = [f"... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])


def report_of(path: str) -> FileReport:
    """Try a file's rows; the work is done once per run."""
    return report_file(path)


def test_every_file_has_a_floor() -> None:
    assert {stem_of(path) for path in event_files()} == set(FLOORS)


@pytest.mark.parametrize("path", event_files(), ids=stem_of)
def test_rows_are_well_formed(path: str) -> None:
    report = report_of(path)
    assert report.size, f"{path} has no rows"
    assert not report.malformed, shown(report.malformed)


@pytest.mark.parametrize("path", event_files(), ids=stem_of)
def test_rows_fire_in_their_example_only(path: str) -> None:
    report = report_of(path)
    floor = FLOORS[stem_of(path)]
    assert report.share >= floor, f"{report.share:.3f} of the rows pass, the floor is {floor}:\n{shown(report.failed)}"


def test_marks_are_read() -> None:
    made = read_marks("[S:Norway and Ghana] {met} in [T:Oslo].")
    assert made == Marked("Norway and Ghana met in Oslo.", (17, 20), ((0, 16),), ((24, 28),))


def test_marks_may_nest() -> None:
    made = read_marks("{the [S:Norwegian] strike} stunned Oslo.")
    assert made.text == "the Norwegian strike stunned Oslo."
    assert (made.trigger, made.sources) == ((0, 20), ((4, 13),))


@pytest.mark.parametrize(
    "example",
    [
        "No trigger at all.",
        "Two {triggers} {here}.",
        "[S:Norway {met} Ghana.",
        "Norway] {met} Ghana.",
        "[Norway] {met} Ghana.",
        "[S:] {met} Ghana.",
        "[S:Norway {met] Ghana}.",
    ],
)
def test_wrong_marks_are_refused(example: str) -> None:
    with pytest.raises(ValueError, match=r"mark|bracket|trigger|clos"):
        read_marks(example)


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "no-such-mode"},
        {"type": "NO_SUCH_TYPE"},
        {"pos": "adverb"},
        {"frame": "obj=@no_such_class"},
        {"source": "-"},
        {"counter": "A {marked} counter."},
        {"counter": ""},
    ],
)
def test_malformed_rows_are_refused(change: dict[str, str]) -> None:
    row = {
        "lemma": "meet",
        "pos": "verb",
        "frame": "",
        "type": "CONSULT",
        "mode": "",
        "source": "subj",
        "target": "obj",
        "example": "[S:Norway] {met} [T:Ghana].",
        "counter": "The roads meet at the bridge.",
    }
    read_row(row, "made up:2")
    with pytest.raises(Exception, match=r".") as caught:
        read_row(row | change, "made up:2")
    assert type(caught.value).__name__ in {"ValueError", "ResourceError"}

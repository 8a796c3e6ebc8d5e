"""Who published a report and when, as the first lines of its own text say."""

from collections.abc import Iterator
from dataclasses import dataclass

from standoff.read.byline import Byline, read_byline, read_station
from standoff.read.dates import is_chronology
from standoff.read.opening import read_opening

LINES_READ = 8
"""How many lines with words are looked at."""
HEADLINES_READ = 3
"""How many of them may be headlines."""
HEADLINE_CHARACTERS = 160
"""A longer line is prose (code points)."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a text says of its own making."""

    published: str | None = None
    author: str | None = None
    outlet: str | None = None
    body_start: int = 0


def _first_lines(text: str) -> Iterator[tuple[int, str]]:
    """Give offset and content of the first lines that have something on them."""
    start = given = 0
    while start < len(text) and given < LINES_READ:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if line.strip():
            yield start, line
            given += 1
        start = end + 1


class _Scan:
    """The state of one reading of the first lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Byline] = []
        self.headlines = 0
        self.body_start = 0

    def take(self, line: Byline, end: int) -> None:
        """Note a by-line; while no headline came before, the report begins after it."""
        if line.bare and is_chronology(self.text):
            line = Byline(dated=True)
        self.lines.append(line)
        if not self.headlines:
            self.body_start = end

    def follows_date(self, start: int) -> bool:
        """Tell whether a line stands right under a dated one that is itself below a headline."""
        below = bool(self.headlines and self.lines and self.lines[-1].dated)
        return below and self.text[start - 2 : start] != "\n\n"

    def first(self, name: str) -> str | None:
        """Give the first value that a line has."""
        return next((value for value in (getattr(line, name) for line in self.lines) if value), None)

    def close(self) -> Dateline:
        """Give what was found; a text that is all by-line begins at its start."""
        rest = self.text[self.body_start :]
        start = self.body_start + len(rest) - len(rest.lstrip())
        return Dateline(
            published=self.first("published") or self.first("updated"),
            author=self.first("author"),
            outlet=self.first("outlet"),
            body_start=start if rest.strip() and self.body_start else 0,
        )


def find_dateline(text: str) -> Dateline:
    """Find date, author and outlet in the first lines of a text.

    Args:
        text: cleaned; offsets are code points of it.

    Returns:
        What is stated there (dates in ISO), and where the report begins: after a by-line or dateline that stands
        first, otherwise 0. A date in running prose, without a year or readable in two ways is not taken.
    """
    scan = _Scan(text)
    lines = list(_first_lines(text))
    for position, (start, line) in enumerate(lines):
        end = start + len(line)
        opening = read_opening(line)
        if opening:
            scan.take(Byline(opening.published, None, None, opening.outlet), start + opening.length)
            break
        found = read_byline(line)
        if found and found.alone and not scan.lines and position == 0 and not _dated_next(lines):
            found = None
        if found is None and scan.follows_date(start):
            author = read_station(line)
            found = Byline(author=author) if author else None
        if found is not None:
            scan.take(found, end)
            continue
        scan.headlines += 1
        if scan.headlines > HEADLINES_READ or len(line) > HEADLINE_CHARACTERS or line.rstrip().endswith("."):
            break
    return scan.close()


def _dated_next(lines: list[tuple[int, str]]) -> bool:
    """Tell whether the second line is a by-line with a date or an author."""
    second = read_byline(lines[1][1]) if len(lines) > 1 else None
    return second is not None and (second.dated or second.author is not None)

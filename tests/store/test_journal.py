"""The journal: only added to, a cut line is left out, a changed one is noticed."""

from pathlib import Path

import pytest

from standoff.core.errors import CaseError
from standoff.store.journal import Journal

AT = "2031-05-07T12:00:00Z"


def journal(folder: Path, lines: int) -> Journal:
    made = Journal(folder / "journal.jsonl")
    for n in range(lines):
        made.append("confirm", at=AT, who="ada", targets=[f"d{n}:0:4"], quoted=["they"])
    return made


def test_a_line_that_was_cut_off_is_left_out_and_replaced(tmp_path: Path) -> None:
    made = journal(tmp_path, 2)
    made.path.write_bytes(made.path.read_bytes()[:-5])
    assert [row.number for row in made.read()] == [1]
    made.append("undo", at=AT, who="ben", undoes=1)
    assert [(row.number, row.who) for row in made.read()] == [(1, "ada"), (2, "ben")]


@pytest.mark.parametrize("damage", [(b"ada", b"eve"), (b"d1:0:4", b"d1:0:5"), (b'"number":2', b'"number":3')])
def test_a_changed_line_is_noticed(tmp_path: Path, damage: tuple[bytes, bytes]) -> None:
    made = journal(tmp_path, 3)
    made.path.write_bytes(made.path.read_bytes().replace(*damage, 1))
    with pytest.raises(CaseError, match=r"damaged in line \d; .*restore it from a copy"):
        made.read()


def test_a_missing_line_is_noticed(tmp_path: Path) -> None:
    made = journal(tmp_path, 3)
    first, _, third = made.path.read_bytes().splitlines(keepends=True)
    made.path.write_bytes(first + third)
    with pytest.raises(CaseError, match="damaged in line 2"):
        made.read()

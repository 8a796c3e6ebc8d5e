"""Event tables that others coded, read as acts."""

from pathlib import Path

import pytest

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.priming import plover_type, read_primer

GDELT_ROW = ["7", "20310105", *[""] * 5, "XVA", *[""] * 9, "XKE", *[""] * 8, "190", *[""] * 31]
TABLES = {
    "plain": "date,actor,other,type\n2031-01-05,XVA,XKE,ASSAULT\n2031-01-06,XVA,,AID\nsoon,XVA,XKE,AID\n",
    "ICEWS": "Event ID\tEvent Date\tSource Country\tCAMEO Code\tTarget Country\n7\t2031-01-05\tXVA\t190\tXKE\n",
    "POLECAT": "Event ID,Event Date,Event Type,Actor Country,Recipient Country\n7,2031-01-05,ASSAULT,XVA,XKE\n",
    "GDELT": "\t".join(GDELT_ROW) + "\n",
}


@pytest.mark.parametrize("form", TABLES)
def test_published_tables_are_told_by_their_columns(form: str, tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text(TABLES[form], encoding="utf-8")
    primer = read_primer(path)
    assert primer.form == form
    (found,) = primer.acts
    assert (str(found.day), found.type, found.pairs) == ("2031-01-05", EventType.ASSAULT, [("XVA", "XKE")])
    assert found.happened
    if form == "plain":
        assert primer.left_out == {"a side is missing": 1, "no readable day": 1}


def test_country_names_become_codes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("date,actor,other,type\n2031-01-05,Albania,Afghanistan,040\n", encoding="utf-8")
    assert read_primer(path).acts[0].pairs == [("ALB", "AFG")]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ASSAULT", EventType.ASSAULT), ("assault", EventType.ASSAULT), ("190", EventType.ASSAULT),
        ("042", EventType.CONSULT), ("42", EventType.CONSULT), ("4", EventType.CONSULT), ("14", EventType.PROTEST),
        ("081", EventType.CONCEDE), ("087", EventType.RETREAT), ("1056", EventType.REQUEST), ("010", None), ("", None),
        ("rumour", None),
    ],
)  # fmt: skip
def test_codes_become_types(code: str, kind: EventType | None) -> None:
    assert plover_type(code) is kind


@pytest.mark.parametrize(
    ("text", "words"),
    [("a,b\n1,2\n", "columns"), ("", "columns"), ("date,actor,other,type\n", "no row")],
)
def test_a_table_that_cannot_be_read_says_why(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        read_primer(path)
    with pytest.raises(SettingsError, match="cannot read"):
        read_primer(tmp_path / "none.csv")

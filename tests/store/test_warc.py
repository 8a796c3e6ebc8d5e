"""Raw bytes: what goes into a segment comes out, in every WARC reader, and a cut tail is cut off."""

from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from standoff.core.errors import CaseError
from standoff.core.fetched import Fetched
from standoff.store import warc
from standoff.store.warc import Segments

AT = "2031-05-07T12:00:00Z"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def thing(n: int = 1, raw: bytes = b"some words") -> Fetched:
    return Fetched(
        f"https://example.org/{n}?a=ä b", f"page {n}", raw, "text/html; charset=utf-8", title="Tür\r\nX-Bad: 1"
    )


@given(st.binary(max_size=200), TEXTS, st.none() | TEXTS, st.lists(TEXTS, max_size=2))
def test_any_thing_comes_back(raw: bytes, name: str, title: str | None, via: list[str]) -> None:
    fetched = Fetched("a/b", name, raw, "text/plain", AT, 3, None, None, title, None, None, tuple(via))
    data = warc.encode_record(fetched, AT)
    import gzip

    assert warc.decode_record(gzip.decompress(data), Path("x"), 0, len(data)).fetched == fetched
    assert data == warc.encode_record(fetched, AT)


def test_other_readers_can_read_it(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    for n in range(3):
        segments.append(thing(n, b"page %d" % n), AT)
    segments.close()
    with (tmp_path / "000001.warc.gz").open("rb") as stream:
        records = [(r.record_type, r.headers["WARC-Target-URI"], r.reader.read()) for r in ArchiveIterator(stream)]
    assert [raw for _, _, raw in records] == [b"page 0", b"page 1", b"page 2"]
    assert records[0][:2] == (WarcRecordType.resource, "https://example.org/0?a=%C3%A4%20b")


@pytest.mark.parametrize("left", [1, 10, 60, 200])
def test_a_cut_tail_is_cut_off_and_the_next_record_stands_in_its_place(tmp_path: Path, left: int) -> None:
    segments = Segments(tmp_path)
    first, second = segments.append(thing(1), AT), segments.append(thing(2), AT)
    segments.close()
    path = tmp_path / first.segment
    path.write_bytes(path.read_bytes()[: second.start + left])
    assert Segments(tmp_path).heal(first.segment, 0) == left
    again = Segments(tmp_path)
    again.append(thing(3), AT)
    again.close()
    assert [raw.fetched.name for raw in again.read(first.segment)] == ["page 1", "page 3"]
    assert again.read_one(first.segment, second.start).fetched == thing(3)
    assert not list(tmp_path.glob("*damaged*"))


def test_a_full_segment_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "SEGMENT_BYTES", 500)
    segments = Segments(tmp_path)
    names = [segments.append(thing(n), AT).segment for n in range(3)]
    segments.close()
    assert names == ["000001.warc.gz", "000002.warc.gz", "000003.warc.gz"] or len(set(names)) > 1
    assert segments.names() == sorted(set(names))


def test_a_foreign_warc_file_is_refused(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    segments.append(thing(), AT)
    segments.close()
    path = tmp_path / "000001.warc.gz"
    import gzip

    path.write_bytes(
        gzip.compress(gzip.decompress(path.read_bytes()).replace(b"WARC-JSON-Metadata", b"WARC-Xxxx-Metadata"))
    )
    with pytest.raises(CaseError, match="keep other WARC files elsewhere"):
        list(segments.read("000001.warc.gz"))

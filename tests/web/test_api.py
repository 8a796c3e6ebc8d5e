"""The web API: what it answers, by the page, filtered, as of a day, and who may ask."""

import asyncio
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow.parquet
import pytest

from standoff.core.vocabulary import Basis, Sector
from standoff.web.app import build_app, load_strings
from standoff.web.exports import _cell
from standoff.web.guard import App
from standoff.web.shown import MemoryCase
from tests.web.app_case import example_case

HOST = "127.0.0.1:8350"


@dataclass(frozen=True)
class Answer:
    """What the app answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


def ask(app: App, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes = b"",
        **query: Any) -> Answer:  # fmt: skip
    """Put one request to an ASGI app, without a server."""
    given = {"host": HOST} | dict(headers or {})
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": quote(path).encode(), "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8350),
        "query_string": urlencode(query, doseq=True).encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in given.items()],
    }  # fmt: skip
    sent: list[Any] = []
    incoming = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def run() -> None:
        done = asyncio.Event()

        async def receive() -> Any:
            for message in incoming:
                return message
            await done.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                done.set()

        await app(scope, receive, send)

    asyncio.run(run())
    start = next(m for m in sent if m["type"] == "http.response.start")
    whole = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return Answer(start["status"], {n.decode(): v.decode() for n, v in start["headers"]}, whole)


@pytest.fixture(scope="module")
def case() -> MemoryCase:
    return example_case()


@pytest.fixture(scope="module")
def app(case: MemoryCase) -> App:
    return build_app(case, hosts=[HOST])


def test_pages_join_to_the_whole_list(app: App) -> None:
    whole = ask(app, "/api/events", limit=500).json
    ids: list[str] = []
    cursor = None
    while True:
        page = ask(app, "/api/events", limit=7, **({"cursor": cursor} if cursor else {})).json
        ids += [row["event_id"] for row in page["items"]]
        assert page["total"] == whole["total"]
        cursor = page["next"]
        if cursor is None:
            break
    assert ids == [row["event_id"] for row in whole["items"]]
    assert len(set(ids)) == whole["total"] > 50
    days = [row["day"] for row in whole["items"]]
    assert days == sorted(days)


def test_newest_first_is_the_list_backwards(app: App) -> None:
    forth = ask(app, "/api/events", limit=500).json["items"]
    back = ask(app, "/api/events", limit=500, newest="true").json["items"]
    assert [row["event_id"] for row in back] == [row["event_id"] for row in reversed(forth)]


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({"actor": "XVA"}, lambda row: "XVA" in json.dumps([row["who"], row["whom"]])),
        ({"whom": "XVA"}, lambda row: "XVA" in json.dumps(row["whom"])),
        ({"type": ["THREATEN", "REQUEST"]}, lambda row: row["type"] in {"THREATEN", "REQUEST"}),
        ({"status": "planned"}, lambda row: row["status"] == "planned"),
        ({"quad": 4}, lambda row: row["quad"] == 4),
        ({"outlet": "North Wire"}, lambda row: row["cite"]["outlet"] == "North Wire"),
        ({"since": "2031-03-20", "until": "2031-03-25"}, lambda row: row["day"] <= "2031-03-25"),
        ({"q": "BATTALION"}, lambda row: "battalion" in row["words"].lower()),
    ],
)
def test_filters(app: App, given: dict[str, Any], holds: Any) -> None:
    found = ask(app, "/api/events", limit=500, **given).json
    assert 0 < found["total"] < ask(app, "/api/events").json["total"]
    assert all(holds(row) for row in found["items"])


def test_as_of_leaves_out_what_was_known_later(app: App) -> None:
    found = ask(app, "/api/reports", as_of="2031-03-17", limit=500).json["items"]
    assert found
    assert all(head["published"] <= "2031-03-17" for head in found)
    later = ask(app, "/api/events", as_of="2031-03-17", limit=500).json["items"]
    assert {row["cite"]["doc_id"] for row in later} <= {head["doc_id"] for head in found}


def test_a_report_is_given_word_for_word(app: App, case: MemoryCase) -> None:
    for view in case.views:
        reading = ask(app, f"/api/reports/{view.doc.doc_id}").json
        assert "".join(text for block in reading["blocks"] for _, text, _ in block["pieces"]) == view.text
        for block in reading["blocks"]:
            for start, text, marks in block["pieces"]:
                assert view.text[start : start + len(text)] == text
                spans = [reading["marks"][n] for n in marks]
                assert all(mark["start"] <= start and start + len(text) <= mark["end"] for mark in spans)


def test_every_event_leads_to_its_words(app: App, case: MemoryCase) -> None:
    texts = {view.doc.doc_id: view.text for view in case.views}
    for row in ask(app, "/api/events", limit=500).json["items"]:
        cite = row["cite"]
        assert texts[cite["doc_id"]][cite["start"] : cite["end"]] == row["trigger_words"]


def test_a_claim_and_its_evidence(app: App) -> None:
    first = ask(app, "/api/claims", order="origins", limit=5).json["items"][0]
    tree = ask(app, f"/api/claims/{first['claim_id']}").json
    assert tree["claim"] == first
    assert len(tree["mentions"]) >= first["mentions"]
    assert {one["origin_id"] for one in tree["mentions"]} <= {origin["origin_id"] for origin in tree["origins"]}


def test_a_claim_without_a_coded_act_is_listed_with_its_words(app: App, case: MemoryCase) -> None:
    made = case.catalogue(None).sql("select count(*), count(event_id) from claims").fetchall()[0]
    assert made[0] > made[1], "the example holds no denial in other words any more"
    found = ask(app, "/api/claims", limit=500).json
    assert found["total"] == made[0] == ask(app, "/api/overview").json["counts"]["claims"]
    said = next(claim for claim in found["items"] if ":said " in claim["event"]["event_id"])
    tree = ask(app, f"/api/claims/{said['claim_id']}").json
    cite = tree["mentions"][0]["event"]["cite"]
    text = next(view.text for view in case.views if view.doc.doc_id == cite["doc_id"])
    assert text[cite["start"] : cite["end"]] in tree["mentions"][0]["event"]["words"]
    assert tree["mentions"][0]["event"]["speakers"][0]["kind"] == "denies"


@pytest.mark.parametrize(
    ("group", "codes"), [("sector", Sector), ("basis", Basis), ("unit", ("day", "week", "month", "year"))]
)
def test_every_code_has_its_words(group: str, codes: Any) -> None:
    assert {code for code in codes if f"{group}.{code}" not in load_strings()} == set()


def test_search_leads_to_the_words(app: App, case: MemoryCase) -> None:
    texts = {view.doc.doc_id: view.text for view in case.views}
    found = ask(app, "/api/search", q="orlen ships").json
    assert len(found["items"]) == found["total"] > 0
    passages = [passage for hit in found["items"] for passage in hit["passages"]]
    assert passages
    for passage in passages:
        cite, runs = passage["cite"], passage["runs"]
        told = texts[cite["doc_id"]]
        lit = [run["text"] for run in runs if run["hit"]]
        assert told[cite["start"] : cite["end"]] == lit[0]
        assert {word.lower() for word in lit} <= {"orlen", "ship", "ships", "shipping", "shipped"}
        assert "".join(run["text"] for run in runs) in told


def test_search_comes_by_the_page_and_as_of_a_day(app: App) -> None:
    whole = ask(app, "/api/search", q="valdora").json
    first = ask(app, "/api/search", q="valdora", limit=2).json
    second = ask(app, "/api/search", q="valdora", limit=2, cursor=first["next"]).json
    joined = [hit["report"]["doc_id"] for hit in (*first["items"], *second["items"])]
    assert joined == [hit["report"]["doc_id"] for hit in whole["items"]][:4]
    then = ask(app, "/api/search", q="valdora", as_of="2031-03-20").json
    assert 0 < then["total"] < whole["total"]
    assert all(hit["report"]["known"] <= "2031-03-20" for hit in then["items"])
    assert ask(app, "/api/search", q='"valdora', limit=2).status == 400
    assert ask(app, "/api/search", q="valdora", cursor="WyJ4Il0").status == 400


def test_issues_and_overview(app: App) -> None:
    assert ask(app, "/api/issues").json["items"][0]["input"] == "notes.docx"
    overview = ask(app, "/api/overview").json
    assert overview["counts"]["reports"] == 16
    assert {"XVA", "XKE"} <= {actor["key"] for actor in overview["actors"]}


def test_the_same_state_is_answered_304(case: MemoryCase) -> None:
    app = build_app(case, hosts=[HOST])
    tag = ask(app, "/api/events").headers["etag"]
    assert ask(app, "/api/events", headers={"if-none-match": tag}).status == 304
    case.number += 1
    assert ask(app, "/api/state").json["state"]
    assert ask(app, "/api/events", headers={"if-none-match": tag}).status == 200
    case.number -= 1


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/api/events", {"as_of": "yesterday"}, 400),
        ("/api/events", {"type": "WAR"}, 400),
        ("/api/events", {"limit": "0"}, 400),
        ("/api/events", {"limit": "100000"}, 400),
        ("/api/events", {"cursor": "nonsense"}, 400),
        ("/api/events", {"cursor": "WyIyMDMxLTAyLTMwIiwgIngiXQ"}, 400),
        ("/api/reports/none", {}, 404),
        ("/api/reports/none", {"at": "5"}, 400),
        ("/api/claims/none", {}, 404),
        ("/api/nothing", {}, 404),
        ("/nothing", {}, 404),
        ("/files/app/../../api.py", {}, 404),
        ("/files/app/%2e%2e/%2e%2e/api.py", {}, 404),
        ("/files/vendor/../app.py", {}, 404),
    ],
)
def test_wrong_questions_are_told_so(app: App, path: str, query: dict[str, str], status: int) -> None:
    answer = ask(app, path, **query)
    assert answer.status == status
    assert b"Traceback" not in answer.body


def test_sql_in_a_filter_is_only_words(app: App) -> None:
    for name in ("actor", "outlet", "report", "q"):
        answer = ask(app, "/api/events", **{name: "x' or 1=1; drop table lines; --"})
        assert answer.status == 200
        assert answer.json["total"] == 0
    assert ask(app, "/api/events").json["total"] > 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 403),
        ({"host": "127.0.0.1:9999"}, 403),
        ({"host": ""}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"http://{HOST}"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_hosts_and_origins(app: App, headers: dict[str, str], status: int) -> None:
    answer = ask(app, "/api/events", headers=headers)
    assert answer.status == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_token_by_header_by_cookie_and_once_by_address(case: MemoryCase) -> None:
    token = "a-token-of-our-own-1234"
    app = build_app(case, hosts=[HOST], token=token)
    assert ask(app, "/").status == 401
    assert ask(app, "/files/app/app.css").status == 401
    assert ask(app, "/api/state", headers={"authorization": "Bearer wrong"}).status == 401
    assert ask(app, "/api/state", headers={"authorization": f"Bearer {token}"}).status == 200
    answer = ask(app, "/claims", token=token, q="x y")
    assert answer.status == 303
    assert answer.headers["location"] == "/claims?q=x+y"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert ask(app, "/", headers={"cookie": cookie.split(";")[0]}).status == 200
    assert ask(app, "//evil.example/", token=token).headers["location"] == "/evil.example/"


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("timeline", {}),
        ("timeline", {"actor": "XVA", "since": "2031-03-01", "until": "2031-04-30"}),
        ("map", {}),
        ("map", {"type": "CONSULT", "q": "in"}),
        ("positions", {"kind": "demands"}),
        ("positions", {"state": "open", "actor": "XVA"}),
        ("figures", {"rivals": "true"}),
        ("figures", {"actor": "XVA"}),
        ("agenda", {"outcome": "open"}),
        ("network", {}),
        ("network", {"actor": "XVA", "since": "2031-03-20"}),
        ("holders", {}),
        ("claims", {"contested": "true", "order": "contested"}),
    ],
)
def test_the_picture_answers(app: App, path: str, given: dict[str, Any]) -> None:
    found = ask(app, f"/api/{path}", **given)
    assert found.status == 200
    body = found.json
    assert body if isinstance(body, list) else body["state"]


def test_lanes_count_what_the_list_holds(app: App) -> None:
    window = {"since": "2031-03-01", "until": "2031-04-30"}
    found = ask(app, "/api/timeline", lanes=20, **window).json
    for lane in found["lanes"]:
        listed = ask(app, "/api/events", actor=lane["key"], **window).json["total"]
        assert sum(lane["key"] in keys for keys in found["parts"].values()) == listed


def test_figures_keep_their_bounds_and_words(app: App, case: MemoryCase) -> None:
    texts = {view.doc.doc_id: view.text for view in case.views}
    for series in ask(app, "/api/figures", limit=500).json["items"]:
        assert series["lines"] == len(series["values"])
        for line in series["values"]:
            cite = line["cite"]
            assert texts[cite["doc_id"]][cite["start"] : cite["end"]] in line["words"]


@pytest.mark.parametrize("name", ["events", "claims", "positions", "figures", "agenda", "ties", "places", "reports",
                                  "issues"])  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_export_holds_every_row(app: App, name: str, form: str) -> None:
    answer = ask(app, f"/api/export/{name}.{form}")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = {"csv": read_csv, "jsonl": read_jsonl, "parquet": read_parquet}[form](answer.body)
    lists = {"events": "events", "claims": "claims", "positions": "positions", "agenda": "agenda", "reports": "reports"}
    if name in lists:
        assert rows == ask(app, f"/api/{lists[name]}").json["total"]
    assert rows > 0


def read_csv(body: bytes) -> int:
    return len(list(csv.DictReader(io.StringIO(body.decode()))))


def read_jsonl(body: bytes) -> int:
    return len([json.loads(line) for line in body.splitlines()])


def read_parquet(body: bytes) -> int:
    return int(pyarrow.parquet.read_table(io.BytesIO(body)).num_rows)


def test_export_is_filtered_and_geographic(app: App) -> None:
    all_places = ask(app, "/api/export/places.geojson").json
    assert all_places["type"] == "FeatureCollection"
    assert all(
        feature["geometry"] is None or feature["properties"]["precision_km"] for feature in all_places["features"]
    )
    some = ask(app, "/api/export/events.jsonl", type="THREATEN").body.splitlines()
    assert {json.loads(line)["type"] for line in some} == {"THREATEN"}
    assert ask(app, "/api/export/claims.geojson").status == 400
    assert ask(app, "/api/export/nothing.csv").status == 400
    assert ask(app, "/api/export/events.exe").status == 404


def test_a_cell_that_would_be_run_is_marked_as_text() -> None:
    assert _cell("=HYPERLINK('x')") == "'=HYPERLINK('x')"
    assert _cell(["@SUM(A1)", "b"]) == "'@SUM(A1); b"
    assert _cell("plain") == "plain"
    assert _cell(-4.5) == "-4.5"


def judge(app: App, **given: Any) -> Answer:
    body = json.dumps(given).encode()
    headers = {"content-type": "application/json", "origin": f"http://{HOST}"}
    return ask(app, "/api/judgements", method="POST", headers=headers, body=body)


def test_a_judgement_is_made_shown_and_undone(case: MemoryCase) -> None:
    judged = replace(case, lines=[], clock=lambda: "2031-05-07T09:30:00Z")
    app = build_app(judged, hosts=[HOST])
    claim = ask(app, "/api/claims").json["items"][0]
    cite = claim["event"]["cite"]
    anchor = {name: cite[name] for name in ("doc_id", "start", "end")}
    made = judge(app, action="confirm", who="N. Ilvess", anchors=[anchor], note="seen at the quay")
    assert made.status == 201
    row = made.json["items"][0]
    assert (row["number"], row["who"], row["at"], row["counts"]) == (1, "N. Ilvess", "2031-05-07T09:30:00Z", True)
    assert row["anchors"][0]["words"] == claim["event"]["trigger_words"]
    assert ask(app, f"/api/claims/{claim['claim_id']}").json["claim"]["state"] == "confirmed"
    assert judge(app, action="undo", who="N. Ilvess", undoes=1).status == 201
    assert [one["counts"] for one in ask(app, "/api/judgements").json["items"]] == [False, False]
    assert ask(app, f"/api/claims/{claim['claim_id']}").json["claim"]["state"] == claim["state"]


@pytest.mark.parametrize(
    "given",
    [
        {"action": "confirm", "who": "A", "anchors": []},
        {"action": "confirm", "who": "", "anchors": []},
        {"action": "confirm", "who": "A", "anchors": [{"doc_id": "none", "start": 0, "end": 4}]},
        {"action": "undo", "who": "A", "undoes": 99},
        {"action": "grade_source", "who": "A", "source": "x", "value": "G"},
        {"action": "burn", "who": "A"},
        {"action": "confirm", "who": "A", "sql": "drop"},
    ],
)
def test_a_wrong_judgement_is_refused(app: App, case: MemoryCase, given: dict[str, Any]) -> None:
    answer = judge(app, **given)
    assert answer.status == 400
    assert answer.json["error"]
    assert case.lines == []


def test_another_site_cannot_judge(app: App, case: MemoryCase) -> None:
    body = b'{"action":"undo","who":"x","undoes":1}'
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        sent = {"content-type": "application/json", **headers}
        assert ask(app, "/api/judgements", method="POST", headers=sent, body=body).status == 403
    plain = {"content-type": "text/plain", "origin": f"http://{HOST}"}
    assert ask(app, "/api/judgements", method="POST", headers=plain, body=body).status in {400, 415}
    assert case.lines == []


def test_the_brief_leads_and_says_what_changed(app: App, case: MemoryCase) -> None:
    texts = {view.doc.doc_id: view.text for view in case.views}
    found = ask(app, "/api/briefing").json
    assert len(found["key"]) > 3
    for line in (*found["key"], *found["questions"]):
        for cite in line["cites"]:
            assert 0 <= cite["start"] < cite["end"] <= len(texts[cite["doc_id"]])
    changes = ask(app, "/api/changes", since="2031-03-25").json
    assert changes["reports"] > 0
    assert changes["total"] >= len(changes["changes"]) > 0
    assert ask(app, "/api/changes", since="2031-03-25", as_of="2031-03-20").status == 400
    page = ask(app, "/api/export/brief.html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert b"<html" in page.body

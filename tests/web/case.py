"""A small brief made by hand: an invented quarrel over a strait, in two reports, without a model."""

from html.parser import HTMLParser

from standoff.core.document import Document, DocumentView, text_digest
from standoff.core.issues import Issue
from standoff.core.layers import Sentence
from standoff.core.vocabulary import ValueBasis
from standoff.picture.brief import Brief, ClaimLine, ReportHead
from standoff.picture.lines import Line, Mark
from standoff.picture.network import Tie
from standoff.picture.position_lines import ActorPositions, Position

FIRST = (
    "Orlen Wire, 3 May\n\n"
    "🚢🚢 Valdora moved 30 ships 🇳🇴 into the Strait of Orlen on Friday. Kestria's ministry said the ships "
    "“blocked” two ferries & a tug.\n\n"
    "Valdora denies that any ferry was stopped. The two sides are to meet in Bergen after 9 May."
)
SECOND = (
    "Kestria demands that Valdora withdraw its ships. “We shall not wait,” its premier said.\n\n"
    + "The harbour was quiet at noon. " * 40
    + "\n\nWill anyone still believe in the meeting? The whole affair looks staged."
)


def make_view(
    doc_id: str, text: str, *, url: str | None = None, name: str | None = None, body: int = 0
) -> DocumentView:
    """Make a document with a sentence per full stop or question mark, by plain counting."""
    doc = Document(
        doc_id, name or f"{doc_id}.txt", None, url, None, "Orlen Wire", "N. Ilvess", "2031-05-03", ValueBasis.STATED,
        "en", text, body, text_digest(text),
    )  # fmt: skip
    return DocumentView(doc, {"sentences": [Sentence(a, b, "test/1") for a, b in cut(text, body)]})


def cut(text: str, body: int = 0) -> list[tuple[int, int]]:
    """Cut a text after full stops and question marks, and at line ends."""
    found = []
    start = body
    for at in range(body, len(text)):
        if text[at] in ".?\n" or at == len(text) - 1:
            words = text[start : at + 1]
            first = start + len(words) - len(words.lstrip())
            if words.strip():
                found.append((first, first + len(words.strip())))
            start = at + 1
    return found


def mark_of(number: int, view: DocumentView, words: str) -> Mark:
    """Mark words by finding them."""
    start = view.text.index(words)
    sentence = max(n for n, row in enumerate(view.rows("sentences"), start=1) if row.start <= start)
    return Mark(number, sentence, view.doc.doc_id, start, start + len(words))


def line_of(marks: list[Mark], words: str, *, what: str = "Move or ready forces", **given: str | None) -> Line:
    """Make a line."""
    return Line(
        given.get("when"), given.get("who"), given.get("whom"), what, words, given.get("note"), marks, events=[]
    )


def head_of(number: int, view: DocumentView, title: str | None = None, copy_of: int | None = None) -> ReportHead:
    """Make the head of a report."""
    doc = view.doc
    return ReportHead(number, doc.doc_id, doc.name, title, doc.outlet, doc.author, doc.published, copy_of)


EMPTY = Brief([], [], [], [], [], [], [], [], [], [])


def make_case() -> tuple[Brief, list[DocumentView]]:
    """Make the case, with a line of every sort in it."""
    one = make_view("aaaa", FIRST, url="https://wire.example.org/orlen?a=1&b=2", body=FIRST.index("🚢"))
    two = make_view("bbbb", SECOND)

    def told(view: DocumentView, words: str, what: str = "Move or ready forces", **given: str | None) -> Line:
        return line_of([mark_of(1 if view is one else 2, view, words)], words, what=what, **given)

    ships = told(one, "🚢🚢 Valdora moved 30 ships 🇳🇴 into the Strait of Orlen", when="2031-05-02", who="Valdora (XVA)")
    claim = told(one, "the ships “blocked” two ferries & a tug", who="Valdora (XVA)", note="according to Kestria")
    denial = told(one, "any ferry was stopped", note="denied by Valdora")
    meeting = told(one, "The two sides are to meet in Bergen", "Meet", when="2031-05-09..", who="Valdora, Kestria")
    demand = told(two, "Valdora withdraw its ships", "Ask or demand", who="Kestria (XKE)", whom="Valdora (XVA)")
    brief = Brief(
        reports=[head_of(1, one, "Ships in the strait"), head_of(2, two, copy_of=1)],
        timeline=[ships],
        agenda=[meeting],
        positions=[ActorPositions("Kestria (XKE)", [Position("demands", demand)])],
        figures=[told(one, "30 ships", "30 ships")],
        claims=[ClaimLine(claim, ["Kestria"], 2, [denial])],
        questions=[told(two, "Will anyone still believe in the meeting?", "question")],
        assessments=[told(two, "looks staged", "assessment", note="cue: “looks”")],
        network=[Tie("XVA", "XKE", 1, 3, -4.25), Tie("XKE", "XVA", 2, 0, 3.0)],
        issues=[Issue("scan.pdf", "read", "not a text", "a PDF", "give it as text", fatal=True)],
    )
    return brief, [two, one]


class Page(HTMLParser):
    """What a page holds: tags with their attributes, and the text of every element that has an id or goes on."""

    VOID = frozenset({"meta", "input", "link", "br", "img", "path", "rect", "circle"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self.bodies: list[str] = []
        self._stack: list[tuple[str, str, bool]] = []
        self.feed(html)
        self.close()
        assert not self._stack, f"left open: {self._stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("class") == "text":
            self.bodies.append("")
        if tag not in self.VOID:
            self._stack.append((tag, given.get("id") or given.get("data-of", ""), given.get("class") == "text"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened, _, _ = self._stack.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        for name in {name for _, name, _ in self._stack if name}:
            self.texts[name] = self.texts.get(name, "") + data
        if any(body for _, _, body in self._stack):
            self.bodies[-1] += data

    def named(self, tag: str) -> list[dict[str, str]]:
        """Give the attributes of all tags of a name."""
        return [given for found, given in self.tags if found == tag]


def body_text(page: Page, at: int) -> str:
    """Give a report's text as the page holds it, without the template's own line ends around it."""
    return page.bodies[at].removeprefix("\n").removesuffix("\n")

"""Names of places in a text, found without a trained recogniser.

Every run of capitalised words is looked up; whether the name that is found is meant as a place, is decided by a sum of
signs: the preposition before it, the region behind it, how it is coordinated, whether the report uses the word in a
person's name, how many people live there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from standoff.annotate.actors import CALENDAR, is_place_use
from standoff.annotate.casing import readable_text
from standoff.annotate.place_candidates import Namer, load_place_words, prior_of
from standoff.annotate.place_resolution import find_container
from standoff.annotate.syntax import Syntax, build_syntax
from standoff.core.document import DocumentView
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Match
from standoff.resources.place_names import fold_name
from standoff.resources.roles import load_roles

LONGEST = 6
"""Most tokens of a name that is looked up."""
ENOUGH = 1.0
"""Sum of signs from which on a name is a place."""
PRIOR_ZERO, PER_POWER = 4.5, 0.5
"""A place of 30,000 people has no weight by its size, one ten times as large half a point."""
OTHER_SPELLING = 0.5
"""A name other than the main one counts that much less."""
SIGNS = {
    "locative": 1.5,
    "directional": 0.8,
    "place_noun": 1.5,
    "container": 2.5,
    "listed": 1.0,
    "words": 0.8,
    "home": 1.2,
    "struck": 1.8,
    "noun": -1.5,
    "untagged": -0.3,
    "first": -0.4,
    "speaks": -1.5,
    "lower": -2.0,
    "surname": -3.0,
    "within": -3.0,
}
"""What each sign adds."""
WELL_KNOWN = 6.5
"""A name of such a prior (a region, a city of a million) is no person's name because of what stands behind it once."""
AT_A_PLACE = 0.4
"""So much less a surname elsewhere counts after "in" or "near"."""
ECHO = 0.5
"""A name that is clear by that much in one sentence counts in the others too, if nothing there speaks against it."""


class PlaceUse(StrEnum):
    """What the name of a place does in its sentence."""

    PLACE = "place"
    ACTOR = "actor"
    MODIFIER = "modifier"


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place's name in the text; `first` and `last` are tokens."""

    start: int
    end: int
    first: int
    last: int
    use: PlaceUse
    state: Match | None = None
    """The name of a country or capital, where the gazetteer of actors knows it."""


@cache
def _common_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give words for offices, words of bodies' names, and all words that are no name by themselves."""
    words = load_place_words()
    roles = [(phrase[0], role.kind) for phrase, role in load_roles().phrases.items() if len(phrase) == 1]
    offices = frozenset(word for word, kind in roles if kind == "office")
    bodies = frozenset(word for word, kind in roles if kind == "body") | words["body"].keys() | words["after"].keys()
    plain = frozenset(word for use in ("body", "side", "title", "after", "noun") for word in words[use])
    return offices, bodies, plain


class _Finder:
    def __init__(self, view: DocumentView, namer: Namer) -> None:
        self.syntax: Syntax = view.derive(build_syntax)
        self.text = readable_text(view, namer.gazetteer)
        self.namer = namer
        self.words = load_place_words()
        self.offices, self.bodies, self.nouns = _common_words()
        self.starts = {token.start: i for i, token in enumerate(self.syntax.tokens)}
        self.ends = {token.end: i for i, token in enumerate(self.syntax.tokens)}
        self.capital = [self.text[t.start].isupper() for t in self.syntax.tokens]
        self.roots = {i for i in range(len(self.syntax.tokens)) if self._begins(i)}
        self.states: dict[int, Match] = {}
        self.barred: set[int] = set()
        self.peoples: set[int] = set()
        for match in namer.gazetteer.find(self.text):
            self._lay(match)
        self.surnames: set[str] = set()
        self.plain = {
            w for w, t in zip(self.syntax.words, self.syntax.tokens, strict=True) if self.text[t.start].islower()
        }

    def _begins(self, i: int) -> bool:
        return i == 0 or self.syntax.words[i - 1] in {".", "!", "?", '"', "“", "”", ":", "\n"}

    def _lay(self, match: Match) -> None:
        first, last = self.starts.get(match.start), self.ends.get(match.end)
        if first is None or last is None:
            return
        name = match.name
        if name.place:
            self.states[first] = match
        elif name.adjective or name.kind is ActorKind.PEOPLE:
            self.peoples.add(first)
        else:
            self.barred.update(range(first, last + 1))

    # -- candidates -------------------------------------------------------------------------------

    def spans(self) -> Iterable[tuple[int, int]]:
        """Give the longest names that a table knows, as first and last token."""
        i, size = 0, len(self.syntax.tokens)
        while i < size:
            last = self._longest(i) if self.capital[i] and i not in self.barred else None
            if last is not None:
                yield i, last
                i = last
            i += 1

    def _longest(self, i: int) -> int | None:
        tokens, size = self.syntax.tokens, len(self.syntax.tokens)
        state = self.states.get(i)
        ends = []
        for j in range(i, min(i + LONGEST, size)):
            if j in self.barred or (j > i and not self._continues(j)):
                break
            if self.capital[j]:
                ends.append(j)
        for j in reversed(ends):
            if state is not None and tokens[j].end <= state.end:
                return self.ends[state.end]
            if self._is_name(i, j):
                return j
        return None

    def _is_name(self, i: int, j: int) -> bool:
        surface = self.text[self.syntax.tokens[i].start : self.syntax.tokens[j].end]
        key = fold_name(surface)
        if i == j and (key in self.nouns or key in CALENDAR or i in self.peoples):
            return False
        if len(key) <= 2 and not ("." in surface or (surface.isupper() and i and self.syntax.words[i - 1] == ",")):
            return False
        if key == "the":
            return False
        return bool(self.namer.table.named(key))

    def _continues(self, j: int) -> bool:
        tokens = self.syntax.tokens
        if "\n" in self.text[tokens[j - 1].end : tokens[j].start]:
            return False
        return self.capital[j] or self.syntax.words[j] in self.words["joint"]

    # -- signs ------------------------------------------------------------------------------------

    def joins_left(self, i: int) -> bool:
        """Tell whether the word before belongs to the same name (Michael Jordan)."""
        if i == 0 or not self.capital[i - 1] or i in self.roots:
            return False
        before, word = self.syntax.tokens[i - 1], self.syntax.words[i - 1]
        if (
            self.text[before.end : self.syntax.tokens[i].start].strip()
            or "\n" in self.text[before.end : self.syntax.tokens[i].start]
        ):
            return False
        if word in self.words["side"] or word in self.words["locative"] or word in self.words["directional"]:
            return False
        return (before.pos == "PROPN" and word not in CALENDAR and before.end - before.start > 1) or word in self.words[
            "title"
        ]

    def behind(self, j: int) -> str:
        """Tell what the capitalised word behind makes of a name: "" (there is none), generic, office, body or name."""
        if j + 1 >= len(self.syntax.tokens) or not self.capital[j + 1] or j + 1 in self.roots:
            return ""
        token, behind = self.syntax.tokens[j], self.syntax.tokens[j + 1]
        word = self.syntax.words[j + 1]
        if self.text[token.end : behind.start] != " " or word in CALENDAR or behind.pos not in {"PROPN", "NOUN", "ADJ"}:
            return ""
        if word in self.words["after"] and not self._leads_on(j + 1):
            return "generic"
        if word in self.offices or word in self.words["title"]:
            return "office"
        return "body" if word in self.bodies else "name"

    def _leads_on(self, j: int) -> bool:
        """Tell whether a generic word is itself followed by more of a name (Illinois Department of Health)."""
        after = self.syntax.words[j + 1] if j + 1 < len(self.syntax.words) else ""
        return after == "of" or (bool(after) and self.capital[j + 1] and self.syntax.tokens[j + 1].pos == "PROPN")

    def score(self, i: int, j: int) -> float:
        """Sum the signs that the words from token i to token j name a place."""
        syntax, tokens = self.syntax, self.syntax.tokens
        if i in self.states:
            return ENOUGH + min(0.0, self.before(i)) / 2
        candidates = self.namer.candidates(self.text[tokens[i].start : tokens[j].end])
        if not candidates:
            return -9
        best = candidates[0]
        score = PER_POWER * (max(best.prior, prior_of(best.place) - OTHER_SPELLING) - PRIOR_ZERO)
        if i < j:
            score += SIGNS["words"]
        elif tokens[i].pos != "PROPN":
            score += SIGNS["noun"] if i in self.roots or syntax.words[i] in self.plain else SIGNS["untagged"]
        elif syntax.words[i] in self.plain:
            score += SIGNS["lower"]
        sign = self.before(i)
        score += sign
        if find_container(self.text, tokens[j].end, self.namer) is not None and self.text[tokens[j].end] == ",":
            score += SIGNS["container"]
        if i in self.roots:
            score += SIGNS["first"]
        if j + 1 < len(tokens) and syntax.lemma(j + 1) in self.words["home"] and not self.capital[j + 1]:
            score += SIGNS["home"]
        head = self.head(i, j)
        if best.prior >= PRIOR_ZERO and self.behind(j) == "office":
            score += SIGNS["home"]
        if self._is_struck(i, head):
            score += SIGNS["struck"]
        if syntax.dep(head) == "nsubj" and syntax.lemma(syntax.head(head)) in self.words["speech"]:
            score += SIGNS["speaks"]
        if i == j and syntax.words[i] in self.surnames:
            score += SIGNS["surname"] * (1 if sign < SIGNS["locative"] else AT_A_PLACE)
        return score

    def _is_struck(self, i: int, head: int) -> bool:
        """Tell whether a name is what is shelled, taken, left; by the tree, or right behind the verb."""
        syntax, verbs = self.syntax, self.words["struck"]
        if syntax.dep(head) in {"dobj", "nsubjpass"} and syntax.lemma(syntax.head(head)) in verbs:
            return True
        return i > 0 and syntax.lemma(i - 1) in verbs and syntax.is_verb(i - 1)

    def before(self, i: int) -> float:
        at = i - 1
        while at >= 0 and self.syntax.words[at] in self.words["between"]:
            at -= 1
        if at < 0:
            return 0.0
        word = self.syntax.words[at]
        if word in self.words["locative"]:
            return SIGNS["locative"]
        if word == "of" and at > 0:
            head = self.syntax.lemma(at - 1)
            if head in self.words["noun"]:
                return SIGNS["place_noun"]
            if self.capital[at - 1] and at - 1 not in self.roots and head not in self.offices:
                return SIGNS["within"]
        return SIGNS["directional"] if word in self.words["directional"] else 0.0

    def is_divided(self, j: int) -> bool:
        """Tell whether a token is the common word of a region or district (Kharkiv region)."""
        kind = self.words["after"].get(self.syntax.words[j], "") if j < len(self.syntax.words) else ""
        return kind.startswith(("region", "district"))

    def key(self, i: int, j: int) -> str:
        """Give the folded name from token i to token j."""
        return fold_name(self.text[self.syntax.tokens[i].start : self.syntax.tokens[j].end])

    def is_short(self, i: int, j: int) -> bool:
        """Tell whether a state's name is written short (the U.S. Army): such a name belongs to nobody."""
        surface = self.text[self.syntax.tokens[i].start : self.syntax.tokens[j].end]
        return i in self.states and surface.isupper()

    def note_person(self, i: int, j: int) -> None:
        """Remember a word that is part of a longer name, as a surname or given name; not one that everybody knows."""
        candidates = self.namer.candidates(self.text[self.syntax.tokens[i].start : self.syntax.tokens[j].end])
        before, after = self.syntax.words[i - 1] if i else "", self.capital[j + 1 : j + 3]
        if before in self.nouns or (all(after) and len(after) == 2):  # part of a body's name
            return
        if i == j and i not in self.states and candidates and candidates[0].prior < WELL_KNOWN:
            self.surnames.add(self.syntax.words[i])

    def head(self, i: int, j: int) -> int:
        for at in range(i, j + 1):
            if not i <= self.syntax.head(at) <= j or self.syntax.head(at) == at:
                return at
        return j


def find_toponyms(view: DocumentView, namer: Namer) -> list[Toponym]:
    """Find the names of places in a parsed text, those too that stand for who acts there.

    Args:
        view: a document with its tokens.
        namer: knows the names.
    """
    finder = _Finder(view, namer)
    scored: list[tuple[int, int, float]] = []
    behind: dict[int, str] = {}
    for i, j in finder.spans():
        behind[i] = finder.behind(j)
        if (i < j or finder.is_short(i, j)) and behind[i] == "name":
            behind[i] = "body"
        if finder.joins_left(i) or behind[i] == "name":
            finder.note_person(i, j)
            scored.append((i, j, -9.0))
        else:
            scored.append((i, j, 0.0))
    scored = [(i, j, finder.score(i, j) if score == 0 else score) for i, j, score in scored]
    sure = {finder.key(i, j) for i, j, score in scored if score >= ENOUGH + ECHO}
    found = []
    for n, (i, j, score) in enumerate(scored):
        total = score + SIGNS["listed"] * _is_listed(finder, scored, n)
        if total >= ENOUGH or (finder.key(i, j) in sure and score > -1):
            found.append(_toponym(finder, i, j, behind[i]))
    return found


def _is_listed(finder: _Finder, scored: Sequence[tuple[int, int, float]], n: int) -> bool:
    """Tell whether a sure place stands beside, with a comma or "and" between."""
    i, j, _ = scored[n]
    for other in (n - 1, n + 1):
        if 0 <= other < len(scored) and scored[other][2] >= ENOUGH:
            first, last, _ = scored[other]
            between = finder.syntax.words[last + 1 : i] if other < n else finder.syntax.words[j + 1 : first]
            if 0 < len(between) <= 3 and set(between) <= {",", "and", "or", "the", "/"}:
                return True
    return False


def _toponym(finder: _Finder, i: int, j: int, behind: str) -> Toponym:
    tokens = finder.syntax.tokens
    use = PlaceUse.MODIFIER if behind in {"office", "body"} else PlaceUse.PLACE
    state = finder.states.get(i)
    located = finder.before(i) >= SIGNS["locative"]
    if behind == "generic" or (not behind and state is None and finder.is_divided(j + 1)):
        j += 1
    if state is not None and not located and not is_place_use(finder.syntax, finder.head(i, j), state.name):
        use = PlaceUse.ACTOR
    return Toponym(tokens[i].start, tokens[j].end, i, j, use, state)

"""Role phrases and names from tables, laid over the tokens of a document."""

from collections.abc import Iterable, Mapping

from standoff.annotate.syntax import Syntax
from standoff.core.vocabulary import ActorKind
from standoff.resources.gazetteer import Match
from standoff.resources.roles import Role, Roles


def find_roles(syntax: Syntax, roles: Roles, named: Mapping[int, Match]) -> tuple[dict[int, Role], set[int]]:
    """Find role phrases, longest first, outside of names that the gazetteer knows.

    Returns:
        The role by the position of its head token, and all token positions that role phrases cover.
    """
    heads: dict[int, Role] = {}
    covered: set[int] = set()
    i, size = 0, len(syntax.tokens)
    while i < size:
        step = 1
        for length in (*roles.lengths.get(syntax.words[i], ()), 1) if i not in named else ():
            role = _role_at(syntax, roles, i, length) if i + length <= size else None
            if role is not None:
                head = phrase_head(syntax, range(i, i + length))
                if syntax.tokens[head].pos in {"NOUN", "PROPN"}:
                    heads[head] = role
                    covered.update(range(i, i + length))
                    step = length
                    break
        i += step
    return heads, covered


def _role_at(syntax: Syntax, roles: Roles, i: int, length: int) -> Role | None:
    words = tuple(syntax.words[i : i + length])
    role = roles.phrases.get((*words[:-1], syntax.lemmas[i + length - 1])) or roles.phrases.get(words)
    if role is None and words[-1].endswith("s") and syntax.tokens[i + length - 1].pos == "PROPN":
        role = roles.phrases.get((*words[:-1], words[-1][:-1]))
    return role


def phrase_head(syntax: Syntax, span: range) -> int:
    """Give the token of a phrase that the others hang on."""
    for i in span:
        if syntax.head(i) not in span or syntax.head(i) == i:
            return i
    return span[-1]


def align_names(syntax: Syntax, found: Iterable[Match]) -> dict[int, Match]:
    """Lay names that begin and end with a token over the tokens."""
    starts = {t.start: i for i, t in enumerate(syntax.tokens)}
    ends = {t.end: i for i, t in enumerate(syntax.tokens)}
    made: dict[int, Match] = {}
    for match in found:
        if syntax.text[max(0, match.start - 5) : match.start].lower().endswith(("pro-", "anti-")):
            continue  # friends and enemies of a country are not that country's
        first, last = starts.get(match.start), ends.get(match.end)
        if first is not None and last is not None:
            made.update(dict.fromkeys(range(first, last + 1), match))
    return made


def drop_namesakes(syntax: Syntax, roles: Roles, named: Mapping[int, Match]) -> dict[int, Match]:
    """Leave out short names that also are a body's common noun where the text ties them to another country.

    "The Senate" is one country's by its short name; "the Senate of Kenya", "Kenya's Senate" and "the Kenyan Senate" are
    not, and go by the role.
    """
    return {i: match for i, match in named.items() if not _is_namesake(syntax, roles, named, i)}


def _is_namesake(syntax: Syntax, roles: Roles, named: Mapping[int, Match], i: int) -> bool:
    name = named[i].name
    if name.kind is not ActorKind.ORGANISATION or tuple(name.surface.lower().split()) not in roles.phrases:
        return False
    head = i
    while named.get(syntax.head(head)) is named[i] and syntax.head(head) != head:
        head = syntax.head(head)
    ties = syntax.prepositions(head)
    owners = [*syntax.kids(head, "poss", "compound", "amod", "nmod"), *ties.get("of", []), *ties.get("in", [])]
    others = (named[owner].name for owner in owners if owner in named and named[owner] is not named[i])
    return any(
        other.kind is not ActorKind.ORGANISATION and other.country not in {None, name.country} for other in others
    )

"""What if: how a change of stakes moves a crisis in a game, as a direction with a range, never as a forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from itertools import product
from math import isfinite

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType
from standoff.outlook.acts import Act
from standoff.outlook.signalling import Stakes, find_equilibria

CAUTION = (
    "This is what the game implies if its stakes are as given, not a forecast: in a trial such games foretold real "
    "crises no better than a plain logit did. Read the direction, and the rate of the reference class beside it."
)
NORMALISED: Mapping[str, float] = {
    "status_quo_a": 0.0,
    "concession_a": 1.0,
    "concession_b": 0.0,
    "back_down_b": 1.0,
}
"""Stakes that only set the scale: the status quo and conceding are worth 0, to get one's way is worth 1."""
STEPS = 3
"""Values tried across each range."""
REFERENCE_DAYS = 30

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Span:
    """Chance of an end before and after the change: lowest and highest over the ranges, and how the change moves it."""

    end: str
    before: Range
    after: Range
    rises: int
    falls: int
    same: int
    """In how many of the settings tried the change raises it, lowers it, or leaves it."""


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """How often a threat by one party was followed by its material conflict towards the other."""

    threats: int
    followed: int
    what: str


@dataclass(frozen=True, slots=True)
class Statics:
    """Comparative statics, with all that must be read beside them."""

    change: str
    spans: tuple[Span, ...]
    settings: int
    manifold: int
    """In how many settings there was more than one equilibrium, before or after; those are left out."""
    reference: ReferenceClass | None
    caution: str = CAUTION


def what_if(ranges: Mapping[str, Range], changes: Mapping[str, float], acts: Sequence[Act] | None = None) -> Statics:
    """Compare the ends of the signalling game before and after a change of its stakes.

    Args:
        ranges: lowest and highest value of `war_a`, `war_b` and `back_down_a`, and of any other stake.
        changes: what is added to which stake.
        acts: acts of a case, for the reference class; None = none given.

    Raises:
        SettingsError: a stake is unknown, a range is missing or upside down, or nothing is left to compare.
    """
    _check(ranges, changes)
    axes = {name: _values(span) for name, span in ({n: (v, v) for n, v in NORMALISED.items()} | dict(ranges)).items()}
    pairs, manifold = list[tuple[dict[str, float], dict[str, float]]](), 0
    for values in product(*axes.values()):
        stakes = Stakes(**dict(zip(axes, values, strict=True)))
        changed = replace(stakes, **{name: getattr(stakes, name) + by for name, by in changes.items()})
        before, after = find_equilibria(stakes), find_equilibria(changed)
        if len(before) == len(after) == 1:
            pairs.append((before[0].ends, after[0].ends))
        else:
            manifold += 1
    if not pairs:
        raise SettingsError("no setting in these ranges has exactly one equilibrium; narrow or move the ranges")
    spans = tuple(_span(end, pairs) for end in pairs[0][0])
    text = ", ".join(f"{name} {by:+g}" for name, by in sorted(changes.items()))
    return Statics(text, spans, len(pairs) + manifold, manifold, None if acts is None else reference_class(acts))


def read_ranges(texts: Sequence[str]) -> dict[str, Range]:
    """Read ranges such as `war_a=-1.5:-0.5`; a single number is a range of itself.

    Raises:
        SettingsError: one is no range of numbers.
    """
    found = {}
    for name, value in _named(texts, "war_a=-1.5:-0.5"):
        low, _, high = value.partition(":")
        found[name] = (_real(name, low), _real(name, high or low))
    return found


def read_changes(texts: Sequence[str]) -> dict[str, float]:
    """Read changes such as `back_down_a=-0.5`.

    Raises:
        SettingsError: one is no number.
    """
    return {name: _real(name, value) for name, value in _named(texts, "back_down_a=-0.5")}


def _named(texts: Sequence[str], example: str) -> list[tuple[str, str]]:
    parts = [text.partition("=") for text in texts]
    wrong = [text for text, (_, sign, _) in zip(texts, parts, strict=True) if not sign]
    if wrong:
        raise SettingsError(f"{wrong[0]!r} names no stake and value; write e.g. {example}")
    return [(name.strip(), value) for name, _, value in parts]


def _real(name: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise SettingsError(f"{name} takes a number; found {text!r}") from error
    if not isfinite(found):
        raise SettingsError(f"{name} takes a finite number; found {text!r}")
    return found


def _check(ranges: Mapping[str, Range], changes: Mapping[str, float]) -> None:
    known = [field.name for field in fields(Stakes)]
    unknown = sorted({*ranges, *changes} - set(known))
    if unknown:
        raise SettingsError(f"no stake is called {', '.join(unknown)}; known: {', '.join(known)}")
    missing = sorted(set(known) - {*ranges, *NORMALISED})
    if missing:
        raise SettingsError(f"give a range for {', '.join(missing)}, e.g. {missing[0]}=-1.5:-0.5")
    if not changes:
        raise SettingsError("say what changes, e.g. back_down_a=-0.5 for a threat that is costlier to take back")
    for name, (low, high) in ranges.items():
        if low > high:
            raise SettingsError(f"the range of {name} is upside down: {low:g}:{high:g}")


def _values(span: Range) -> list[float]:
    low, high = span
    return [low] if low == high else [low + (high - low) * n / (STEPS - 1) for n in range(STEPS)]


def _span(end: str, pairs: Sequence[tuple[dict[str, float], dict[str, float]]]) -> Span:
    before, after = [b[end] for b, _ in pairs], [a[end] for _, a in pairs]
    moves = [round(a - b, 6) for b, a in zip(before, after, strict=True)]
    rises, falls = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    head = (end, (min(before), max(before)), (min(after), max(after)))
    return Span(*head, rises, falls, len(moves) - rises - falls)


def reference_class(acts: Sequence[Act]) -> ReferenceClass:
    """Count threats, and those followed by a material conflict of the same party towards the same other."""
    done = [act for act in acts if act.happened and act.day is not None]
    threats = [(a, b, act) for act in done if act.type is EventType.THREATEN for a, b in act.pairs]
    last = max((act.day for act in done if act.day), default=None)
    over = [t for t in threats if last and t[2].day and t[2].day + timedelta(days=REFERENCE_DAYS) <= last]
    followed = sum(any(_answers(t, act) for act in done) for t in over)
    what = f"threats followed within {REFERENCE_DAYS} days by the same side's material conflict with the same other"
    return ReferenceClass(len(over), followed, what)


def _answers(threat: tuple[str, str, Act], act: Act) -> bool:
    a, b, first = threat
    if act.quad != 4 or act.day is None or first.day is None or (a, b) not in act.pairs:
        return False
    return 0 < (act.day - first.day).days <= REFERENCE_DAYS

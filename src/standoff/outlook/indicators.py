"""Indicators: conditions that a user declares over acts, and what is known of how well they warn.

A TOML file holds them; docs/outlook.md explains its keys. They look at what was known, on the day it became known.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from standoff.core.errors import SettingsError
from standoff.core.vocabulary import EventType, Status
from standoff.resources.tables import read_text

STARTER = "indicators/interstate.toml"


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What acts must be there, or must not, within some days before."""

    types: tuple[EventType, ...] = ()
    modes: tuple[str, ...] = ()
    status: tuple[Status, ...] = (Status.OCCURRED, Status.ONGOING)
    words: tuple[str, ...] = ()
    and_words: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    by: Literal["actor", "other", "either"] = "actor"
    at_least: int = 1
    times_usual: float | None = None
    from_days: int | None = None
    to_days: int = 0
    absent: bool = False

    def __post_init__(self) -> None:
        """Check that it can hold at all.

        Raises:
            ValueError: it asks for nothing, or for less than one act, or its days are the wrong way round.
        """
        if not (self.types or self.words or self.modes):
            raise ValueError("a condition needs types, modes or words")
        if self.at_least < 1:
            raise ValueError(f"at_least is 1 or more; found {self.at_least}")
        if self.from_days is not None and self.from_days <= self.to_days:
            raise ValueError(f"from_days {self.from_days} must lie farther back than to_days {self.to_days}")


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A named sign: all its conditions hold for one scope, in their order where `sequence` says so."""

    id: str
    name: str
    when: tuple[Condition, ...]
    scope: Literal["dyad", "actor", "case"] = "dyad"
    window_days: int = 14
    sequence: bool = False
    easing: bool = False

    def __post_init__(self) -> None:
        """Check that some act can make it fire.

        Raises:
            ValueError: every condition asks for an absence, the window is empty, or a sequence has one step.
        """
        if all(condition.absent for condition in self.when):
            raise ValueError(f"indicator {self.id!r} has no condition that an act could meet")
        if self.window_days < 1:
            raise ValueError(f"indicator {self.id!r}: window_days is 1 or more; found {self.window_days}")
        if self.sequence and sum(not condition.absent for condition in self.when) < 2:
            raise ValueError(f"indicator {self.id!r}: a sequence has two conditions or more")


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an indicator is meant to warn of: acts of some types within some days."""

    types: tuple[EventType, ...] = (EventType.ASSAULT, EventType.COERCE)
    within_days: int = 14


class IndicatorSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of indicators."""

    indicator: tuple[Indicator, ...]
    outcome: Outcome = Outcome()


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of a condition's words, compiled."""

    first: re.Pattern[str] | None
    second: re.Pattern[str] | None

    def found_in(self, text: str) -> bool:
        """Tell whether both kinds of words stand in a text; a kind that is not asked for always does."""
        return all(pattern is None or pattern.search(text) for pattern in (self.first, self.second))


@cache
def compile_words(condition: Condition) -> Words:
    """Compile a condition's words; they match at the beginning of a word, whatever the case."""
    made = [
        re.compile(r"\b(?:" + "|".join(re.escape(word) for word in words) + ")", re.IGNORECASE) if words else None
        for words in (condition.words, condition.and_words)
    ]
    return Words(*made)


def load_indicators(path: str | Path | None = None) -> IndicatorSet:
    """Read a file of indicators; the starter set where none is named.

    Raises:
        SettingsError: it cannot be read, is no TOML, or a key is unknown or has a value that it cannot have.
    """
    try:
        text = read_text(STARTER) if path is None else Path(path).read_text(encoding="utf-8")
        raw: Mapping[str, Any] = tomllib.loads(text)
        found = msgspec.convert(raw, IndicatorSet)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"cannot read the indicators {path}: {error}; docs/outlook.md shows the form") from error
    _check_ids(found.indicator, path)
    return found


def _check_ids(indicators: Sequence[Indicator], path: str | Path | None) -> None:
    ids = [indicator.id for indicator in indicators]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise SettingsError(f"{path}: two indicators are called {', '.join(twice)}; give each an id of its own")

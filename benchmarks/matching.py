"""How long matching takes: `python -m benchmarks.matching [MENTIONS...]`, on mentions of an invented stream.

Every day has its happenings (a type, two parties out of two hundred, a town), each told by one to eight reports over
two days in differing words. Printed are seconds (of this process's CPU, and by the clock), the peak of memory in MB,
and pairwise precision and recall against the happenings that the mentions were made of.
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.rows import emit
from standoff.core.vocabulary import EventType
from standoff.match.happenings import find_happenings
from standoff.match.tellings import Telling

SIZES = (10_000, 30_000)
PARTIES, TOWNS, WORDS, VERBS = 200, 400, 3_000, 6
PER_DAY = 400
"""Mentions to a day."""


def invent(count: int, seed: int = 7) -> tuple[list[Telling], list[int]]:
    """Invent mentions, and say which happening each was made of.

    Args:
        count: how many mentions.
        seed: of the random numbers.
    """
    draw = random.Random(seed)
    made: list[tuple[int, int, Telling]] = []
    happening = 0
    while len(made) < count:
        day = 1 + len(made) // PER_DAY
        for telling in _tell(draw, happening, day, draw.randint(1, 8)):
            made.append((telling.day or 0, happening, telling))
        happening += 1
    made = sorted(made[:count], key=lambda row: row[0])
    return [telling for _, _, telling in made], [number for _, number, _ in made]


def _tell(draw: random.Random, number: int, day: int, times: int) -> Iterator[Telling]:
    kind = draw.choice(list(EventType))
    source, target = (f"P{n:03}" for n in draw.sample(range(PARTIES), 2))
    town = f"town{draw.randrange(TOWNS)}"
    words = [f"w{draw.randrange(WORDS)}" for _ in range(12)]
    for n in range(times):
        verb = f"{kind.value.lower()}{draw.randrange(VERBS)}"
        yield Telling(
            event_id=f"{number}:{n}",
            doc_id=f"d{number}-{n}",
            sentence=0,
            day=day + draw.randint(0, 1),
            type=kind.value,
            trigger=verb,
            stems=frozenset({verb}),
            sources=frozenset({source}),
            targets=frozenset({target}) if draw.random() < 0.7 else frozenset(),
            when=(day, day) if draw.random() < 0.5 else None,
            places=frozenset({town}) if draw.random() < 0.6 else frozenset(),
            spots=(),
            figures=frozenset(),
            real=True,
            story=f"story{number // 3}",
            words=frozenset(draw.sample(words, 7)),
        )


def pairwise(truth: Sequence[int], found: Sequence[str]) -> tuple[float, float]:
    """Give the precision and recall of the pairs put together."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(truth, found, strict=True)))
    return both / max(pairs(Counter(found)), 1), both / max(pairs(Counter(truth)), 1)


def measure(count: int) -> str:
    """Match invented mentions and give a line of figures."""
    tellings, truth = invent(count)
    cpu, clock = time.process_time(), time.perf_counter()
    assigned = find_happenings(tellings).assigned()
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    precision, recall = pairwise(truth, [assigned[telling.event_id] for telling in tellings])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{count:>9} {cpu:>8.1f} {clock:>8.1f} {memory:>7} {precision:>9.4f} {recall:>7.4f}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description="Time the matching of mentions.")
    parser.add_argument("mentions", nargs="*", type=int, default=list(SIZES), help="how many mentions, e.g. 1000000")
    emit(" mentions    cpu_s  clock_s  MB_peak precision  recall\n")
    for count in parser.parse_args(argv).mentions:
        emit(measure(count))
    return 0


if __name__ == "__main__":
    sys.exit(main())

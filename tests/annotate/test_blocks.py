"""Blocks of a text: where a sentence may not go on, and where a line break means nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.annotate.blocks import BLOCK_LIMIT, split_blocks

LONG = "The envoys of both states left the old customs house at dusk and said"
"""A line as long as hard-wrapped ones are."""


def blocks(text: str, body_start: int = 0) -> list[str]:
    return [text[start:end] for start, end in split_blocks(text, body_start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line only.", ["One line only."]),
        ("First paragraph.\n\nSecond paragraph.", ["First paragraph.", "Second paragraph."]),
        ("First.\n \t\nSecond.", ["First.", "Second."]),
        ("First.\n\n\n\nSecond.", ["First.", "Second."]),
        ("Talks fail again\nThe envoys went home.", ["Talks fail again", "The envoys went home."]),
        (f"{LONG}\nnothing to the press.", [f"{LONG}\nnothing to the press."]),
        (f"{LONG}\n  nothing to the press.", [f"{LONG}\n  nothing to the press."]),
        (f"{LONG}\n\nNothing more.", [LONG, "Nothing more."]),
        (f"{LONG} so.\nNo", [f"{LONG} so.", "No"]),
        ("- the bridge\n- the mill", ["- the bridge", "- the mill"]),
        ("   padded   \n\n  twice  ", ["padded", "twice"]),
        ("", []),
        (" \n\n \t", []),
        ("\u200b\ufeff", []),
    ],
)
def test_blocks(text: str, expected: list[str]) -> None:
    assert blocks(text) == expected


def test_three_hard_wrapped_lines_are_one_block() -> None:
    text = f"{LONG}\n{LONG.lower()}\nnothing."
    assert blocks(text) == [text]


def test_what_stands_before_the_body_is_in_no_block() -> None:
    text = "LINDHAVEN, 7 May (North Wire) - The port is open."
    assert blocks(text, text.index("The port")) == ["The port is open."]


def test_an_endless_line_is_cut_at_spaces() -> None:
    found = blocks("word " * (BLOCK_LIMIT // 2))
    assert len(found) > 1
    assert all(len(block) <= BLOCK_LIMIT for block in found)
    assert " ".join("".join(found).split()).replace(" ", "") == "word" * (BLOCK_LIMIT // 2)


@given(st.text(alphabet="aB. \n\t\u200b", max_size=200))
def test_blocks_are_ordered_trimmed_and_lose_no_letter(text: str) -> None:
    spans = split_blocks(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans).replace("\u200b", "") == "".join(text.split()).replace(
        "\u200b", ""
    )

"""Sentences read side by side get the answers that they get one by one."""

import pytest

from standoff.resources.coder import count_threads, load_coder

ASKED = [
    ("Norway expelled two Icelandic diplomats.", [(7, 15)]),
    ("The Kenyan army shelled a village near the Somali border, and its mayor protested.", [(16, 23), (71, 80)]),
    ("The mayor opened a bakery.", []),
    ("Peru will meet Chile in May.", [(10, 14)]),
]


@pytest.mark.parametrize("threads", ["1", "3"])
def test_side_by_side_is_as_one_by_one(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    coder = load_coder()
    assert coder.judge_all(ASKED) == [coder.judge(*item) for item in ASKED]


def test_threads_follow_the_usual_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3,2")
    assert count_threads() == 3
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert count_threads() >= 1

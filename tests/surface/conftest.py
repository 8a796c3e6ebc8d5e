"""The command line, run in this process."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from standoff.cli import main


@dataclass(frozen=True)
class Done:
    """What a command gave."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def standoff(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give a function that runs a command with words and standard input."""

    monkeypatch.setattr("standoff.cli.options.PROGRESS_AFTER_S", 60.0)

    def run(*words: str, stdin: bytes | str = b"") -> Done:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        with pytest.raises(SystemExit) as exit_:
            main(list(words))
        captured = capsys.readouterr()
        status = exit_.value.code
        return Done(status if isinstance(status, int) else int(status is not None), captured.out, captured.err)

    return run

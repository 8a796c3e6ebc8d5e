"""What all tests share: no network, no luck, a plain terminal."""

import socket
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("standoff", deadline=None, derandomize=True)
settings.load_profile("standoff")

LOCAL = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test the default model, 80 columns and no colour, whatever the machine has set."""
    monkeypatch.delenv("STANDOFF_MODEL", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOCAL):
            raise RuntimeError(f"a test tried to reach {address!r}; inject what it needs instead")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)

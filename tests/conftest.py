"""What every test begins with."""

from __future__ import annotations

import pytest

from flake8_testsec.plugin import Plugin
from flake8_testsec.settings import Settings


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of a command that an earlier test ran in this process must not reach the next test."""
    monkeypatch.setattr(Plugin, "settings", Settings())

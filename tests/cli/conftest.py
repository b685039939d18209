"""What tests of the command begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..repositories import OLD, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one commit."""
    made = Repository(tmp_path / "project")
    made.commit({"tests/test_a.py": OLD, ".gitignore": "/ignored/\n"})
    return made

"""A baseline counts what is there, also where only changes are told."""

from __future__ import annotations

import pytest

from ..doors import testsec
from ..repositories import HEAD, OLD, Repository, check, places

pytestmark = pytest.mark.once

MORE = "\n\ndef test_more():\n    pytest.raises(ValueError)\n"
LISTED = "--baseline=.testsec-baseline"


@pytest.fixture
def listed(repository: Repository) -> Repository:
    """One that lists its old finding, and has committed the list."""
    assert testsec(repository.folder, "baseline", "write", "--isolated", "--no-cache").status == 0
    repository.commit()
    return repository


def test_what_is_listed_and_has_not_changed_is_not_stale(listed: Repository) -> None:
    listed.write({"tests/test_a.py": OLD + "\n\nX = 1\n"})
    assert check(listed, HEAD, LISTED, "--fail-on-stale") == (0, "", "")


def test_what_is_listed_is_not_told_where_its_line_has_changed(listed: Repository) -> None:
    listed.write({"tests/test_a.py": OLD.replace("(ValueError)", "(ValueError)  # why?")})
    assert places(check(listed, HEAD, "tests")) == ["tests/test_a.py:5:5: TSE407"]
    assert check(listed, HEAD, LISTED) == (0, "", "")


def test_one_more_than_listed_is_told(listed: Repository) -> None:
    two = OLD.replace("    pytest.raises(ValueError)\n", "    pytest.raises(ValueError)\n" * 2)
    listed.write({"tests/test_a.py": two})
    assert places(check(listed, HEAD, LISTED, "tests")) == ["tests/test_a.py:6:5: TSE407"]

"""What is said of a bare ``raise`` in a helper, if nothing is known of other files."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SOURCE = """
def wait_for(shop):
    try:
        shop.ping()
    except OSError:
        pass
    raise
"""


@pytest.mark.parametrize(("path", "lines"), [("tests/test_shop.py", [7]), ("tests/helpers.py", [])])
def test_a_helper_may_be_called_in_handlers_of_other_files(path: str, lines: list[int]) -> None:
    found = engine.check(SOURCE, path, Settings())
    assert [each.line for each in found if each.code == "TSE425"] == lines

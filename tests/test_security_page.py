"""The page on security promises nothing that no test holds."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("docs/security.md", "docs/reliability.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")

pytestmark = pytest.mark.once


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_is_there(page: str) -> None:
    named = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [path for path, _ in named if not (ROOT / path).is_file()] == []
    assert [(path, name) for path, name in named if name and name not in functions(path)] == []


def test_every_line_of_what_is_never_done_read_and_shown_has_a_test() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    promises = [line for line in rows if not line.startswith(("| Never ", "| Read ", "| Shown "))]
    assert len(promises) > 20
    assert [line for line in promises if not NAMED.search(line)] == []


def test_all_hostile_tests_are_named() -> None:
    """What is held and not told is of no use to who has to decide."""
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/hostile").glob("test_*.py")]
    assert [path for path in files if path not in text] == []


def test_whoever_finds_a_hole_learns_where_to_tell() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "Report a" in text and "docs/security.md" in text
    assert "@" not in text

"""The linter over itself: what it asks of others it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.settings import Settings

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    file.relative_to(ROOT).as_posix()
    for folder in ("flake8_testsec", "tests", "bench")
    for file in (ROOT / folder).rglob("*.py")
    if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("path", FILES)
def test_our_own_code_gives_no_finding(path: str) -> None:
    found = engine.check((ROOT / path).read_bytes(), path, Settings())
    # A rule's examples are texts in its file, and some rules look into texts.
    own = {rule.code for rule in RULES.values() if path == rule.file}
    assert [each for each in found if each.code not in own] == []


def test_the_folders_are_where_this_test_looks_for_them() -> None:
    assert {path.partition("/")[0] for path in FILES} == {"flake8_testsec", "tests", "bench"}

"""A package that the benchmarks review, whose lines are measured where each is tested for what it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..doors import DEFECT
from ..measuring import untracing


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with untracing():
        return (yield)


@pytest.fixture(autouse=True)
def _unmeasured(unmeasured: None) -> None:
    """Nor in processes."""


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A small package."""
    folder = tmp_path / "origin"
    for name in ("shop/__init__.py", "shop/tests/unit/test_a.py", "shop/tests/test_b.py", "test/tests/c.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(DEFECT, encoding="utf-8")
    (folder / "setup.cfg").write_text("[flake8]\nignore = TSE\n", encoding="utf-8")
    (folder / "shop" / "tests" / "python2.py").write_text("print 1\n", encoding="utf-8")
    return folder

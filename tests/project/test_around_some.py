"""A ``with`` around one ``yield`` of several gives nothing back for those outside of it."""

from __future__ import annotations

import pytest

from flake8_testsec.project.regions import undone_by_function
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from ..test_growth import DOUBLING, called

HEAD = "import contextlib, pytest\n@pytest.fixture(autouse=True)\ndef folder(request, tmp_path):\n"
INSIDE = "    if request.param:\n        with contextlib.chdir(tmp_path):\n            yield\n"


@pytest.mark.parametrize(
    ("body", "undone"),
    [
        (INSIDE, True),
        (INSIDE + "    else:\n        yield\n", False),
        (
            "    with contextlib.chdir(tmp_path):\n        if 1:\n            yield\n        yield\n",
            True,
        ),
    ],
)
def test_each_yield_must_be_inside(body: str, undone: bool) -> None:
    """The working directory is as before for all who get something only if each ``yield`` is inside."""
    module = Module.parse(HEAD + body, "tests/conftest.py", Settings())
    tags = set(undone_by_function(module.tree.body[-1], module))  # type: ignore[arg-type]
    assert ("chdir" in "".join(tags) or "cwd" in "".join(tags)) is undone, tags


def work(yields: int) -> int:
    body = "    contextlib.chdir(tmp_path)\n" + "    yield request, [tmp_path]\n" * yields
    module = Module.parse(HEAD + body, "tests/conftest.py", Settings())
    return called(lambda: [*undone_by_function(module.tree.body[-1], module)])  # type: ignore[arg-type]


def test_twice_the_yields_are_about_twice_the_work() -> None:
    work(50)
    assert work(200) / work(100) < DOUBLING

"""What the pytest configuration decides for the two rules about markers of async tests."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

UNMARKED = "async def test_a(): ...\n"
MARKED = "import pytest\n" + "".join(f"@pytest.mark.asyncio\nasync def test_{n}(): ...\n" for n in range(3))


def found(source: str, auto: bool | None, path: str = "tests/test_x.py") -> list[tuple[str, int]]:
    settings = Settings(enable=("TSE518", "TSE519"), asyncio_auto=auto)
    return [(each.code, each.line) for each in engine.check(source, path, settings)]


@pytest.mark.parametrize(("auto", "expected"), [(True, []), (None, []), (False, [("TSE519", 1)])])
def test_without_any_marker_the_configuration_must_be_known(
    auto: bool | None, expected: list[tuple[str, int]]
) -> None:
    assert found(UNMARKED, auto) == expected


@pytest.mark.parametrize(
    ("auto", "expected"), [(True, []), (None, [("TSE518", 8)]), (False, [("TSE518", 8)])]
)
def test_beside_marked_ones_it_must_not_be_known_to_run_all(
    auto: bool | None, expected: list[tuple[str, int]]
) -> None:
    assert found(MARKED + UNMARKED, auto) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/helpers.py", []),
        ("tests/contest.py", []),
        ("test_x.py", [("TSE519", 1)]),
        ("tests\\x_test.py", [("TSE519", 1)]),
        ("shop/tests.py", [("TSE519", 1)]),
    ],
)
def test_only_files_that_are_collected(path: str, expected: list[tuple[str, int]]) -> None:
    assert found(UNMARKED, False, path) == expected

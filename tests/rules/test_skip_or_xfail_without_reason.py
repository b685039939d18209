"""Reasons that comments give, and the option about ``raises=``."""

from __future__ import annotations

import textwrap
from pathlib import Path
from types import MappingProxyType

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings


def found(text: str, **options: bool) -> list[int]:
    given = MappingProxyType({name.replace("_", "-"): value for name, value in options.items()})
    source = "import pytest\n" + textwrap.dedent(text).strip("\n")
    findings = engine.check(source, "tests/test_x.py", Settings(rule_options=given))
    return [each.line - 1 for each in findings if each.code == "TSE503"]


SILENT = {
    "a comment above": "# The printer is out of order.\n@pytest.mark.skip\ndef test_x(): run()",
    "a comment behind": "@pytest.mark.skip  # out of order\ndef test_x(): run()",
    "a comment in the body that says so": "@pytest.mark.skip\ndef test_x():\n    # Fails often.\n    run()",
    "a comment far down that names the marker": (
        "@pytest.mark.xfail\ndef test_x():\n    assert run() == [\n        1,\n"
        "        # xfail because these are returned too\n        # 2,\n    ]"
    ),
    "a condition around it": "P = [pytest.param(p, marks=pytest.mark.xfail) if old(p) else p for p in Q]",
    "a condition above it": (
        "def params():\n    for p in Q:\n        if p in SLOW:\n"
        "            yield pytest.param(p, marks=pytest.mark.skip)"
    ),
    "a comment above the condition": (
        "def test_x(colour):\n    # Red fails, for the printer has no red ink.\n"
        "    if colour == 'red':\n        pytest.xfail()"
    ),
    "a comment set off from the condition": (
        "def test_x(colour):\n    # Red fails, for the printer has no red ink.\n\n"
        "    if colour == 'red':\n        pytest.xfail()"
    ),
    "a test that nobody has written": (
        "class TestX:\n    @pytest.mark.xfail\n    def test_lend(self):\n        raise NotImplementedError"
    ),
    "a test that nobody has begun": "@pytest.mark.xfail\ndef test_lend():\n    assert 0",
    "a class of nothing else": "class TestX:\n"
    + "".join(f"    @pytest.mark.xfail\n    def test_{each}(self): run({each})\n" for each in range(3)),
    "a test about skipping": "@pytest.mark.skip\ndef test_skip(): run()",
    "values with which it must fail": "P = [1, pytest.param(2, marks=pytest.mark.xfail(strict=True))]",
    "a mark that a test makes something with": (
        "def test_lazy():\n    lazy = lazy_value(run, marks=pytest.mark.skip)\n    assert repr(lazy)"
    ),
    "an old version": (
        "from packaging.version import Version as V\ndef test_x(request):\n"
        "    if 'red' in shop.colours and shop.VERSION < V('1.35'):\n"
        "        request.applymarker(pytest.mark.xfail())"
    ),
    "an old Python": (
        "import sys\ndef test_x(request):\n"
        "    if sys.version_info >= (3, 14):\n        request.node.add_marker(pytest.mark.xfail())"
    ),
    "a list with a ticket": (
        "FAILING = [\n    # https://github.com/shop/shop/issues/12\n    'a',\n]\n"
        "def pytest_collection_modifyitems(items):\n    for item in items:\n"
        "        if item.name in FAILING:\n            item.add_marker(pytest.mark.xfail())"
    ),
    "a condition beside an empty reason": "@pytest.mark.skipif(shop.closed, reason='')\ndef test_x(): run()",
    "a raised exception": "import unittest\ndef test_x():\n    raise unittest.SkipTest",
}


@pytest.mark.parametrize("case", SILENT)
def test_this_has_a_reason(case: str) -> None:
    assert found(SILENT[case]) == []


BOUND = "try:\n    import euro\nexcept {}:\n    pytestmark = pytest.mark.skip\n\ndef test_x(): run()\n"


def test_a_mark_that_is_bound_where_an_import_has_failed_has_a_reason() -> None:
    assert found(BOUND.format("(ImportError, OSError)")) == []
    assert found(BOUND.format("Exception")) == [4]


REPORTED = {
    "a test that fails in the end": ("@pytest.mark.xfail\ndef test_lend():\n    run()\n    assert 0", [1]),
    "a mark of parameters that a helper makes": (
        "def params():\n    return [pytest.param(2, marks=pytest.mark.skip)]",
        [2],
    ),
    "a mark below another condition": (
        "def test_x(request):\n    if shop.size < 3:\n        request.applymarker(pytest.mark.xfail())",
        [3],
    ),
    "a mark for all other versions": (
        "import sys\ndef test_x(request):\n    if sys.version_info > (3, 14):\n        run()\n"
        "    else:\n        request.applymarker(pytest.mark.xfail())",
        [6],
    ),
    "a mark that is kept below a version": (
        "import sys\ndef test_x(request):\n    if sys.version_info > (3, 14):\n"
        "        kept = request.applymarker(pytest.mark.xfail())",
        [4],
    ),
    "a mark below no condition": ("def test_x(request):\n    request.applymarker(pytest.mark.xfail())", [2]),
    "nothing but values with which it must fail": (
        "P = [pytest.param(2, marks=pytest.mark.xfail(strict=True))]",
        [1],
    ),
    "a list without a ticket": (
        "FAILING = ['a']\ndef pytest_collection_modifyitems(items):\n    for item in items:\n"
        "        if item.name in FAILING:\n            item.add_marker(pytest.mark.xfail())",
        [5],
    ),
    "a fixed condition": ("@pytest.mark.skipif(True, reason='')\ndef test_x(): run()", [1]),
    "a directive above": ("# pylint: disable=unused\n@pytest.mark.skip\ndef test_x(): run()", [2]),
    "a tag behind": ("@pytest.mark.skip  # TODO\ndef test_x(): run()", [1]),
    "a comment far down that only names it": (
        "@pytest.mark.xfail\ndef test_x():\n    run()\n    # xfail\n    close()",
        [1],
    ),
    "a test that raises after a step": (
        "@pytest.mark.xfail\ndef test_x():\n    run()\n    raise KeyError",
        [1],
    ),
    "a test that is an error": ("@pytest.mark.xfail\ndef test_x():\n    raise KeyError(1)", [1]),
    "a test that raises again": ("@pytest.mark.xfail\ndef test_x():\n    raise", [1]),
    "a class of few": (
        "class TestX:\n    @pytest.mark.xfail\n    def test_1(self): run(1)\n"
        "    @pytest.mark.xfail\n    def test_2(self): run(2)",
        [2, 4],
    ),
    "a reason of blanks": ("@pytest.mark.skip(reason=' ')\nclass TestX: ...", [1]),
    "no reason at all": ("@pytest.mark.skip(reason=None)\nclass TestX: ...", [1]),
}


@pytest.mark.parametrize("case", REPORTED)
def test_this_has_no_reason(case: str) -> None:
    text, expected = REPORTED[case]
    assert found(text) == expected


def test_the_exception_is_a_reason_unless_asked_otherwise() -> None:
    text = "@pytest.mark.xfail(raises=KeyError)\ndef test_x(): run()"
    assert found(text) == []
    assert found(text, xfail_raises_needs_reason=True) == [1]


@pytest.mark.parametrize(
    ("metadata", "expected"), [("", [1, 3]), ("pytest11\nFramework :: Pytest", [3]), ("pytest11", [1, 3])]
)
def test_parameters_are_what_a_plugin_is_tried_on(metadata: str, expected: list[int], tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text(metadata)
    source = (
        "import pytest\nP = pytest.param(1, marks=pytest.mark.skip)\n\n@pytest.mark.skip\ndef test_x(): run()"
    )
    view = Project(str(tmp_path)).view("tests/test_x.py")
    findings = engine.check(source, "tests/test_x.py", Settings(), view)
    assert [each.line - 1 for each in findings if each.code == "TSE503"] == expected

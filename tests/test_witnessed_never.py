"""What never ran although its tests passed, and what pytest never collected: from the run to both doors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from .doors import flake8, lay_out, testsec
from .evidence.runs import of_kind, pytest_run, records, uncovered

EVIDENCE = "--testsec-evidence=evidence.jsonl"
OURS = ("--isolated", "--select=TSE4,TSE5")
TESTS = '''\
import functools
import subprocess
import sys
import threading
import unittest

import pytest


def bad(key="a"):
    raise KeyError(key)


class Called:
    def __init__(self, function):
        self.function = function

    def __call__(self):
        return self.function()


def swallowed(function):
    @functools.wraps(function)
    def wrapper():
        pass

    return wrapper


def test_raises():
    with pytest.raises(KeyError):
        value = bad()
        assert value["b"] == bad
        assert value["c"] == bad


def test_known():
    with pytest.raises(KeyError) as info:
        bad()
        assert info.value.args == ("a",)


def test_handler():
    try:
        text = str(1)
    except ValueError as error:
        assert "a" in str(error)


def test_loop():
    for each in list(""):
        assert each == "a"


def test_silenced():
    for each in list(""):
        assert each == "a"  # noqa: TSE533


@swallowed
def test_swallowed():
    assert bad()


@swallowed
def test_spawned():
    assert bad()


@pytest.mark.parametrize("number", [1, 2], ids=["one", "two"])
def test_rows(number):
    if number == 1:
        assert number + 1 == 2
    else:
        assert number + 1 == 3


def helper(value):
    for each in value:
        assert each == "a"


def test_traced():
    sys.settrace(sys.gettrace())
    for each in list(""):
        assert each == "a"


def test_failing():
    assert bad is None
    assert bad is None


def test_skipped():
    pytest.skip("no")
    assert bad is None


@Called
def test_no_function():
    assert bad is not None


@Called
def test_used():
    assert bad is not None


test_used()


@Called
@pytest.fixture
def test_fixture():
    """Asserts nothing."""


@pytest.fixture
def test_given():
    assert bad is not None


class OrderTest:
    def test_a(self):
        assert str(bad)

    def rejects(self):
        assert str(bad)


class TestMade:
    def __init__(self):
        self.number = 1

    def test_a(self):
        assert self.number == 1


class Contract:
    def test_a(self):
        assert str(bad)


class LateTest(unittest.TestCase if sys.argv == [] else object):
    def test_a(self):
        assert str(bad)


class TestServer:
    def __init__(self):
        self.number = 1

    def test_a(self):
        assert self.number == 1


test_data = [TestServer()]


class TestOff:
    __test__ = False

    def __init__(self):
        self.number = 1

    def test_a(self):
        assert self.number == 1


class MixinTest:
    def test_a(self):
        assert str(bad)


class TestMixed(MixinTest):
    @Called
    def test_method():
        assert bad is not None

    def misses(self):
        assert str(bad)


class TestCase(unittest.TestCase):
    def test_a(self):
        with self.subTest("a"):
            self.assertTrue(str(bad))
'''
CONFTEST = """\
import subprocess
import sys

import pytest


@pytest.fixture(autouse=True)
def spawned(request):
    if request.node.name == "test_spawned":
        subprocess.run([sys.executable, "-c", ""], check=True)
"""
FILES = {"pyproject.toml": "", "tests/test_a.py": TESTS, "conftest.py": CONFTEST}


def line_of(text: str, offset: int = 0) -> int:
    return TESTS[: TESTS.index(text)].count("\n") + 1 + offset


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = lay_out(tmp_path_factory.mktemp("never"), FILES)
    pytest_run(made, EVIDENCE, "--testsec-lines", **uncovered())
    return made


def said(folder: Path, *arguments: str, evidence: str = "evidence.jsonl") -> dict[tuple[int, str], str]:
    done = testsec(
        folder, "check", *OURS, "--no-cache", f"--evidence={evidence}", "--format=json", *arguments, "tests"
    )
    found = json.loads(done.out)["findings"]
    return {(each["line"], each["code"]): each["evidence"] for each in found}


def test_what_is_certain_is_told_and_what_is_known_is_confirmed(folder: Path) -> None:
    assert said(folder) == {
        (line_of('value["b"]'), "TSE403"): "seen at run time",
        (line_of("info.value"), "TSE403"): "seen at run time",
        (line_of("text = str", -1), "TSE408"): "confirmed",
        (line_of("def test_no_function"), "TSE515"): "seen at run time",
        (line_of("class OrderTest"), "TSE522"): "seen at run time",
        (line_of("class TestMade", 1), "TSE523"): "seen at run time",
        (line_of("def test_method"), "TSE515"): "seen at run time",
        (line_of("def misses"), "TSE515"): "confirmed",
    }


def test_the_rest_is_told_if_it_is_asked_for(folder: Path) -> None:
    asked = said(folder, "--testsec-enable=TSE533").keys() - said(folder).keys()
    assert asked == said(folder, "--extend-select=TSE533").keys() - said(folder).keys()
    assert asked == {
        (line_of("def test_loop", 2), "TSE533"),
        (line_of("def test_swallowed", 1), "TSE533"),
    }


SHOP = """\
class Declined(ValueError):
    code = 7


def bad(number):
    raise Declined
"""
CONFIRMED = """\
import pytest
from shop import Declined, bad


def test_a():
    with pytest.raises(Declined) as info:
        bad(1)
        assert info.value.code == 7


def test_b():
    def check():
        assert bad(2)

    with pytest.raises(ValueError):
        bad(2)


def test_c(order=None):
    try:
        int("1")
    except ValueError as error:
        assert str(error)


class OrderTest:
    def test_a(self):
        assert bad.__name__


class TestOrder:
    def __init__(self):
        self.number = 1

    def test_a(self):
        assert self.number == 1
"""


def test_what_rules_know_is_confirmed(tmp_path: Path) -> None:
    lay_out(tmp_path, {"shop.py": SHOP, "conftest.py": "", "tests/test_a.py": CONFIRMED})
    pytest_run(tmp_path, EVIDENCE, "--testsec-lines", **uncovered())
    told = {code: seen for (_, code), seen in said(tmp_path, "--testsec-enable=TSE533").items()}
    codes = ("TSE403", "TSE408", "TSE511", "TSE522", "TSE523")
    assert told == dict.fromkeys(codes, "confirmed")


def test_both_doors_say_the_same(folder: Path) -> None:
    arguments = (*OURS, EVIDENCE, "--testsec-enable=TSE533", "tests")
    told = flake8(folder, *arguments)
    assert told.lines == testsec(folder, "check", "--no-cache", *arguments).lines != []
    assert (
        "TSE403 2 assertions have never run although test_raises passes: "
        "the line above it raises what is expected [seen at run time]"
    ) in told.out


@pytest.mark.parametrize("form", ["full", "github", "sarif", "html", "junit", "gitlab"])
def test_every_form_tells_it(folder: Path, form: str) -> None:
    done = testsec(
        folder, "check", *OURS, "--no-cache", EVIDENCE, "--testsec-enable=TSE533", f"--format={form}", "tests"
    )
    assert "TSE533" in done.out and "seen at run time" in done.out


def test_a_part_of_a_file_says_nothing_of_the_rest(tmp_path: Path) -> None:
    lay_out(tmp_path, FILES)
    pytest_run(tmp_path, EVIDENCE, "--testsec-lines", "tests/test_a.py::TestCase::test_a", **uncovered())
    seen = {each for each, words in said(tmp_path, "--testsec-enable=TSE533").items() if words}
    of_the_file = {(line_of("def test_no_function"), "TSE515"), (line_of("class OrderTest"), "TSE522")}
    assert seen == of_the_file
    pytest_run(tmp_path, EVIDENCE, "--testsec-lines", "-k", "loop", **uncovered())
    seen = {each for each, words in said(tmp_path, "--testsec-enable=TSE533").items() if words}
    assert {each for each in seen if each[1] in ("TSE403", "TSE408", "TSE533")} == {
        (line_of("def test_loop", 2), "TSE533")
    }


def test_workers_tell_the_same(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("xdist", reason="not with every Python")
    lay_out(tmp_path, FILES)
    pytest_run(tmp_path, EVIDENCE, "--testsec-lines", "-pxdist", "-n2", **uncovered())
    assert said(tmp_path, "--testsec-enable=TSE533") == said(folder, "--testsec-enable=TSE533")


def test_a_run_without_lines_tells_what_was_not_collected(tmp_path: Path) -> None:
    lay_out(tmp_path, FILES)
    pytest_run(tmp_path, EVIDENCE)
    told = {code for (_, code), seen in said(tmp_path, "--testsec-enable=TSE533").items() if seen}
    assert told == {"TSE515", "TSE522", "TSE523"}
    assert of_kind(records(tmp_path / "evidence.jsonl"), "collected") != []


def test_what_later_releases_may_say_is_passed_over(folder: Path, tmp_path: Path) -> None:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    later = text.replace('"why": "name"', '"why": "another"')
    assert later != text
    lay_out(tmp_path, {**FILES, "evidence.jsonl": later})
    assert "TSE522" not in {code for _, code in said(tmp_path)}


def test_what_any_run_has_collected_is_not_lost(folder: Path, tmp_path: Path) -> None:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    other = text.replace('"names": ["TestCase"', '"names": ["OrderTest", "TestCase"')
    lay_out(tmp_path, {**FILES, "a.jsonl": text, "b.jsonl": other})
    both = said(tmp_path, evidence="a.jsonl,b.jsonl")
    assert other != text and said(folder).keys() - both.keys() == {(line_of("class OrderTest"), "TSE522")}


def test_files_of_others_are_not_noted(tmp_path: Path) -> None:
    lay_out(tmp_path, {"project/pyproject.toml": "", "test_b.py": "def test_b():\n    pass\n"})
    pytest_run(tmp_path / "project", EVIDENCE, "--rootdir=.", "../test_b.py")
    assert of_kind(records(tmp_path / "project" / "evidence.jsonl"), "collected") == []


def test_nothing_is_told_of_a_file_that_has_changed(folder: Path, tmp_path: Path) -> None:
    text = (folder / "evidence.jsonl").read_text("utf-8")
    lay_out(tmp_path, {**FILES, "tests/test_a.py": f"{TESTS}\n", "evidence.jsonl": text})
    assert {*said(tmp_path, "--testsec-enable=TSE533").values()} == {None}


EXPLAINED: Mapping[str, str] = {"TSE533": "assertion-never-run", "TSE321": "left-behind-by-production"}


@pytest.mark.parametrize(("code", "name"), EXPLAINED.items())
def test_what_no_rule_has_is_explained(tmp_path: Path, code: str, name: str) -> None:
    done = testsec(tmp_path, "explain", code)
    assert (done.status, name in done.out) == (0, True)

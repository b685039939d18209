"""Other modules are read, never imported, and not knowing is an answer."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from flake8_testsec import digests
from flake8_testsec.project.files import LARGEST, Folder, Tree
from flake8_testsec.project.views import MOST, Project

from .folders import lay_out


class Kept:
    """A store in memory that counts."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], object] = {}
        self.puts = 0

    def get(self, space: str, key: str) -> object | None:
        text = self.values.get((space, key))
        return json.loads(text) if isinstance(text, str) else None

    def put(self, space: str, key: str, value: object) -> None:
        self.puts += 1
        self.values[space, key] = json.dumps(value)


def digest(text: str) -> str:
    return digests.digest(text.encode())


BASE = "class Base: pass\n"
FOUND = {
    "beside the root": ("base", "tests/test_a.py", "base.py"),
    "below src": ("shop.base", "tests/test_a.py", "src/shop/base.py"),
    "below lib": ("shop.base", "tests/test_a.py", "lib/shop/base.py"),
    "a package": ("shop", "tests/test_a.py", "shop/__init__.py"),
    "beside a test that is in no package": ("base", "tests/test_a.py", "tests/base.py"),
    "in one of several projects": (
        "shop.test.base",
        "master/shop/test/test_a.py",
        "master/shop/test/base.py",
    ),
    "in one of several projects, below src": ("shop.base", "one/tests/test_a.py", "one/src/shop/base.py"),
    "of a name of the standard library, beside the test": ("random", "tests/test_a.py", "tests/random.py"),
    "in a package of a name of the standard library": ("json.base", "json/test_a.py", "json/base.py"),
    "from outside the root": ("base", "../elsewhere/test_a.py", "base.py"),
    "with Windows separators": ("base", "tests\\test_a.py", "tests/base.py"),
}


@pytest.mark.parametrize("case", FOUND)
def test_where_a_module_is_found(case: str) -> None:
    dotted, path, file = FOUND[case]
    facts = Project(Tree({file: BASE})).view(path).facts(dotted)
    assert facts is not None
    assert facts.path == file


NOT_FOUND = {
    "a name of the standard library at the root": ("random", "tests/test_a.py", {"random.py": BASE}),
    "a name of the standard library in a package": (
        "random",
        "tests/test_a.py",
        {"tests/__init__.py": "", "tests/random.py": BASE},
    ),
    "a module of the test's own package without its name": (
        "base",
        "tests/test_a.py",
        {"tests/__init__.py": "", "tests/base.py": BASE},
    ),
    "nothing": ("base", "tests/test_a.py", {}),
    "no name at all": ("", "tests/test_a.py", {".py": BASE}),
    "a name that climbs": ("...base", "tests/test_a.py", {"base.py": BASE}),
    "a broken file": ("base", "tests/test_a.py", {"base.py": "class ("}),
    "a file with null bytes": ("base", "tests/test_a.py", {"base.py": "\0"}),
    "a file nested too deeply": ("base", "tests/test_a.py", {"base.py": "x = " + "-" * 100_000 + "1"}),
}


@pytest.mark.parametrize("case", NOT_FOUND)
def test_where_no_module_is_found(case: str) -> None:
    dotted, path, texts = NOT_FOUND[case]
    assert Project(Tree(texts)).view(path).facts(dotted) is None


def test_every_file_that_was_looked_for_is_told() -> None:
    view = Project(Tree({"base.py": BASE, "tests/conftest.py": "x = 1\n"})).view("tests/test_a.py")
    assert view.facts("base") is not None
    assert list(view.conftests()) == [view.file("tests/conftest.py")]
    assert {path: value for path, value in view.consulted.items() if value} == {
        "base.py": digest(BASE),
        "tests/conftest.py": digest("x = 1\n"),
    }
    missing = {path for path, value in view.consulted.items() if not value}
    assert {"tests/base.py", "tests/base/__init__.py", "tests/__init__.py", "conftest.py"} <= missing


def test_what_is_in_memory_is_told_too_and_is_never_stale(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path, {"base.py": BASE}))
    first, second = project.view("test_a.py"), project.view("test_b.py")
    assert first.facts("base") is second.facts("base")
    assert second.consulted["base.py"] == digest(BASE)
    (tmp_path / "base.py").write_text("class Other: pass\n")
    third = project.view("test_c.py")
    found = third.facts("base")
    assert found is not None
    assert [each.name for each in found.classes] == ["Other"]
    assert third.consulted["base.py"] == digest("class Other: pass\n")
    (tmp_path / "base.py").unlink()
    assert project.view("test_d.py").facts("base") is None


def test_one_review_sees_one_state_of_a_file(tmp_path: Path) -> None:
    view = Project(lay_out(tmp_path, {"base.py": BASE})).view("test_a.py")
    before = view.facts("base")
    (tmp_path / "base.py").write_text("class Other: pass\n")
    (tmp_path / "other.py").write_text(BASE)
    assert view.facts("base") is before
    assert view.facts("other") is not None


def test_facts_are_kept_in_a_store_by_content_and_path() -> None:
    kept, texts = Kept(), {"base.py": BASE, "other.py": BASE, "broken.py": "class ("}
    for _ in range(2):
        view = Project(Tree(texts), kept).view("test_a.py")
        for name in ("base", "other"):
            found = view.facts(name)
            assert found is not None
            assert found.dotted == name
        assert view.facts("broken") is None
        assert kept.puts == 3
    assert Project(Tree(texts), kept, stamp="another").view("test_a.py").facts("base") is not None
    assert kept.puts == 4


@pytest.mark.parametrize("value", ["[]", "7", '{"a": 1}', '["base.py", "base", 1]'])
def test_a_broken_value_of_a_store_is_worked_out_again(value: str) -> None:
    kept = Kept()
    for _ in range(2):
        found = Project(Tree({"base.py": BASE}), kept).view("test_a.py").facts("base")
        assert found is not None
        assert [each.name for each in found.classes] == ["Base"]
        kept.values = dict.fromkeys(kept.values, value)
    assert kept.puts == 2


def test_odd_encodings_are_read_as_flake8_reads_them(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path, {}))
    (tmp_path / "latin.py").write_bytes(b"# coding: latin-1\nclass Base: pass  # \xe9\n")
    (tmp_path / "wrong.py").write_bytes(b"class Base: pass  # \xe9\n")
    (tmp_path / "mark.py").write_bytes(b"\xef\xbb\xbfclass Base: pass\n")
    view = project.view("test_a.py")
    assert all(view.classes(f"{name}.Base")[0] != "" for name in ("latin", "wrong", "mark"))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    view = Project(lay_out(tmp_path, {"base.py": BASE + "#" * LARGEST})).view("test_a.py")
    assert view.facts("base") is None


def test_a_folder_of_the_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "base.py").mkdir()
    assert Project(lay_out(tmp_path, {})).view("test_a.py").facts("base") is None


def test_a_file_that_must_not_be_read_is_unknown(tmp_path: Path) -> None:
    assert Folder(str(tmp_path)).read("base.py") is None
    assert Folder(str(tmp_path)).stamp("a\0b") is None


def test_a_link_out_of_the_project_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(BASE)
    project = Project(lay_out(tmp_path / "project", {"a.py": ""}))
    (tmp_path / "project" / "base.py").symlink_to(tmp_path / "outside.py")
    view = project.view("test_a.py")
    assert view.facts("base") is None
    assert view.consulted["base.py"] == ""


def test_one_review_reads_no_more_than_so_many_files() -> None:
    view = Project(Tree({f"m{n}.py": BASE for n in range(MOST + 1)})).view("test_a.py")
    answers = [view.facts(f"m{n}") for n in range(MOST + 1)]
    assert all(answers[:MOST])
    assert answers[MOST] is None


RETURNS = {
    "a patch": (
        {"shop.py": "from unittest import mock\ndef make(): return mock.patch('x')\n"},
        "unittest.mock.patch()",
    ),
    "a patch that another function makes": (
        {
            "shop.py": "from more import inner\ndef make(): return inner()\n",
            "more.py": "from unittest import mock\ndef inner(): return mock.patch('x')\n",
        },
        "unittest.mock.patch()",
    ),
    "a patch through a re-export": (
        {
            "shop.py": "from more import make\n",
            "more.py": "from unittest import mock\ndef make(): return mock.patch('x')\n",
        },
        "unittest.mock.patch()",
    ),
    "something of elsewhere": ({"shop.py": "import far\ndef make(): return far.make()\n"}, "far.make()"),
    "something unknown": ({"shop.py": "def make(x): return x\n"}, ""),
    "no such function": ({"shop.py": ""}, ""),
    "no such module": ({}, ""),
    "a function that returns its own": (
        {
            "shop.py": "import more\ndef make(): return more.make()\n",
            "more.py": "import shop\ndef make(): return shop.make()\n",
        },
        "more.make()",
    ),
}


@pytest.mark.parametrize("case", RETURNS)
def test_what_a_function_returns(case: str) -> None:
    texts, expected = RETURNS[case]
    answer = Project(Tree(texts)).view("test_a.py").returns("shop.make")
    assert answer == ({expected} if expected else frozenset())


def test_a_view_imports_and_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    trap = f"open({str(mark)!r}, 'w').close()\nclass Base: pass\n"
    project = Project(
        lay_out(tmp_path, {"tests/random.py": trap, "tests/trap.py": trap, "tests/conftest.py": trap})
    )
    path, modules, folder = list(sys.path), set(sys.modules), os.getcwd()
    view = project.view("tests/test_a.py")
    assert view.classes("random.Base") != ("random.Base",)
    assert view.classes("trap.Base")
    assert len(list(view.conftests())) == 1
    assert (sys.path, set(sys.modules), os.getcwd()) == (path, modules, folder)
    assert not mark.exists()


CONSTANTS = {
    "a literal": ("shop.testing.PASSWORD", True),
    "what is put together from literals": ("shop.testing.LOGIN", True),
    "what another module binds": ("shop.testing.AGAIN", True),
    "by way of a package": ("shop.AGAIN", True),
    "what is assigned twice": ("shop.testing.TWICE", False),
    "what is computed": ("shop.testing.COMPUTED", False),
    "a function": ("shop.testing.function", False),
    "no module of the project": ("stop.testing.PASSWORD", False),
    "a name that is not there": ("shop.testing.NONE", False),
}


@pytest.mark.parametrize("case", CONSTANTS)
def test_constants_of_other_modules(case: str) -> None:
    name, known = CONSTANTS[case]
    files = {
        "shop/__init__.py": "from shop.testing import AGAIN\n",
        "shop/testing.py": (
            "from shop.words import WORD as AGAIN\nPASSWORD = 'let-me-in'\n"
            "LOGIN = dict(a='ann:' + PASSWORD)\n"
            "TWICE = 'a'\nTWICE = 'b'\nCOMPUTED = read()\ndef function(): ...\n"
        ),
        "shop/words.py": "WORD = 'a'\n",
    }
    assert Project(Tree(files)).view("tests/test_a.py").is_constant(name) is known


def test_a_framework_is_known_by_its_public_names_in_its_own_project() -> None:
    files = {
        "django/__init__.py": "",
        "django/test/__init__.py": "from django.test.testcases import TestCase\n",
        "django/test/testcases.py": "import unittest\n\n\nclass TestCase(unittest.TestCase):\n    pass\n",
    }
    assert Project(Tree(files)).view("tests/test_a.py").classes("django.test.TestCase") == (
        "django.test.TestCase",
    )

"""Installed packages are found as Python finds them, and read: never imported, never run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_testsec.project import installed
from flake8_testsec.project.files import Folder, Tree
from flake8_testsec.project.found import Found
from flake8_testsec.project.views import Project, View

from .folders import lay_out

BASE = "import unittest\nclass Base(unittest.TestCase): pass\n"
ACTS = "import pathlib\npathlib.Path('/nowhere/acted').write_text('')\nraise SystemExit\n"
SILENT = {
    "nothing is installed": {},
    "a stub says nothing of what is done": {"lib/__init__.pyi": BASE, "lib/py.typed": ""},
    "a compiled module cannot be read": {"lib.cpython-311-x86_64-linux-gnu.so": "\x7fELF"},
    "a compiled module comes before its source": {"lib.abi3.so": "", "lib.py": BASE},
    "a compiled package": {"lib/__init__.cpython-311.so": "", "lib/__init__.py": BASE},
    "a file with a syntax error": {"lib.py": "class Base(:\n"},
    "a file that says something else": {"lib.py": "class Other: pass\n"},
    "a name that is made at run time": {"lib.py": "def __getattr__(name):\n    return make(name)\n"},
    "a name that is taken from nowhere": {"lib.py": "from elsewhere_too import *\n"},
    "names that lead in a circle": {"lib.py": "from lib2 import Base\n", "lib2.py": "from lib import Base\n"},
    "a template": {"lib.template.py": BASE},
    "a module of a module": {"lib.py": "", "lib/other.py": BASE},
    "nothing but bytes": {"lib.pyc": "\0\0"},
}
FOUND = {
    "a module": {"lib.py": BASE},
    "a package": {"lib/__init__.py": BASE},
    "a package comes before a module": {"lib/__init__.py": BASE, "lib.py": ""},
    "a module comes before a folder alone": {"lib.py": BASE, "lib/other.py": ""},
    "a re-export": {"lib/__init__.py": "from ._base import Base\n", "lib/_base.py": BASE},
    "a star": {"lib/__init__.py": "from lib._base import *\n", "lib/_base.py": BASE},
    "a stub beside the source": {"lib.py": BASE, "lib.pyi": "class Base: ...\n"},
    "another package that is imported": {"lib.py": "from lib2.a import Base\n", "lib2/a.py": BASE},
    "a package that would act": {"lib.py": BASE + ACTS},
}


def view(root: Path, files: dict[str, str], own: dict[str, str] | None = None) -> View:
    lay_out(root / "packages", files or {"other.py": ""})
    return Project(Tree(own or {})).view("test_a.py", [folder(root)])


def folder(root: Path, name: str = "packages") -> str:
    return os.path.realpath(root / name).replace(os.sep, "/")


@pytest.mark.parametrize("case", SILENT)
def test_what_cannot_be_told_keeps_its_name(case: str, tmp_path: Path) -> None:
    asked = view(tmp_path, SILENT[case])
    assert asked.classes("lib.Base") == ("lib.Base",)
    assert Project(Tree({})).view("test_a.py").classes("lib.Base") == ("lib.Base",)


@pytest.mark.parametrize("case", FOUND)
def test_a_class_is_found(case: str, tmp_path: Path) -> None:
    (found,) = view(tmp_path, FOUND[case]).classes("lib.Base")
    assert isinstance(found, Found)
    assert (found.class_.bases, os.path.isabs(found.module.path)) == (("unittest.TestCase",), True)


def test_nothing_is_imported_or_written(tmp_path: Path) -> None:
    import sys

    before = {*sys.modules}, [*sys.path]
    view(tmp_path, {"acting_package/__init__.py": ACTS, "acting_package/base.py": BASE}).classes(
        "acting_package.base.Base"
    )
    assert ([*sys.path], "acting_package" in sys.modules) == (before[1], False)
    assert {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*") if each.is_file()} == {
        os.path.join("packages", "acting_package", "__init__.py"),
        os.path.join("packages", "acting_package", "base.py"),
    }


def test_a_namespace_may_lie_in_several_folders(tmp_path: Path) -> None:
    lay_out(tmp_path / "one", {"space/a.py": "", "shut/__init__.py": "", "flat.py": ""})
    lay_out(tmp_path / "two", {"space/b.py": BASE, "shut/b.py": BASE, "flat/b.py": BASE, "late/b.py": ""})
    lay_out(tmp_path / "three", {"late/__init__.py": "", "late/c.py": BASE})
    folders = [folder(tmp_path, each) for each in ("one", "two", "three")]
    asked = Project(Tree({})).view("test_a.py", folders)
    assert isinstance(asked.classes("space.b.Base")[0], Found)
    assert isinstance(asked.classes("late.c.Base")[0], Found)
    assert asked.classes("shut.b.Base") == ("shut.b.Base",)
    assert asked.classes("flat.b.Base") == ("flat.b.Base",)
    assert asked.classes("space.Base") == ("space.Base",)


def test_the_project_comes_before_what_is_installed(tmp_path: Path) -> None:
    asked = view(tmp_path, {"lib.py": BASE, "lib2.py": BASE}, {"lib.py": "", "lib2.py": "class Base(:\n"})
    assert asked.classes("lib.Base") == ("",)
    assert asked.classes("lib2.Base") == ("lib2.Base",)


def test_what_is_installed_does_not_lead_back_into_the_project(tmp_path: Path) -> None:
    asked = view(tmp_path, {"lib.py": "from helpers import Base\n"}, {"helpers.py": BASE})
    assert asked.classes("lib.Base") == ("helpers.Base",)


def test_frameworks_and_the_standard_library_are_not_read(tmp_path: Path) -> None:
    asked = view(tmp_path, {"unittest.py": BASE, "testtools/__init__.py": BASE, "lib.py": BASE})
    assert asked.classes("testtools.Base") == ("testtools.Base",)
    assert asked.classes("unittest.Base") == ("unittest.Base",)
    lay_out(tmp_path / "packages", {"lib.py": "from testtools import Base\n"})
    assert asked.classes("lib.Base") == ("testtools.Base",)


def test_modules_are_handed_on_by_the_names_that_rules_know(tmp_path: Path) -> None:
    files = {"requests/__init__.py": "from .api import get\n", "requests/api.py": "def get(): pass\n"}
    asked = view(tmp_path, files, {"shop.py": "from requests import get\n"})
    assert (asked.meaning("shop.get"), asked.meaning("requests.get")) == ("requests.get", "requests.get")
    assert asked.facts("requests") is None
    assert not [each for each in asked.consulted if "requests" in each and os.path.isabs(each)]


@pytest.mark.parametrize("name", ["lib.env", "shop.env"])
def test_functions_are_read(name: str, tmp_path: Path) -> None:
    code = "import pytest\nfrom unittest import mock\n@pytest.fixture\ndef env(): pass\n"
    code += "def p(): return mock.patch('a')\n"
    asked = view(tmp_path, {"lib.py": code}, {"shop.py": "from lib import env, p\n"})
    found = asked.function(name)
    assert found is not None and found[0].fixture
    assert asked.knows(name)
    assert asked.returns(name.replace("env", "p")) == {"unittest.mock.patch()"}
    assert not asked.knows("lib.nothing") and not asked.knows("lib2.nothing")


@pytest.mark.skipif(os.name != "posix", reason="it needs links")
def test_links_that_lead_out_lead_nowhere(tmp_path: Path) -> None:
    lay_out(tmp_path / "elsewhere", {"lib/__init__.py": BASE, "lib2.py": BASE})
    lay_out(tmp_path / "packages", {"other.py": ""})
    (tmp_path / "packages" / "lib").symlink_to(tmp_path / "elsewhere" / "lib")
    (tmp_path / "packages" / "lib2.py").symlink_to(tmp_path / "elsewhere" / "lib2.py")
    asked = Project(Tree({})).view("test_a.py", [folder(tmp_path)])
    assert asked.classes("lib.Base") == ("lib.Base",)
    assert asked.classes("lib2.Base") == ("lib2.Base",)


def test_what_an_answer_hung_on_is_consulted(tmp_path: Path) -> None:
    asked = view(tmp_path, {"lib.py": BASE})
    asked.classes("lib.Base")
    asked.classes("later.Base")
    assert {os.path.isabs(each) for each in asked.consulted if "?" in each} == {True}
    told = {path: digest for path, digest in asked.consulted.items() if os.path.isabs(path)}
    assert len(told) == 3 and {path: installed.now(path) for path in told} == told
    lay_out(tmp_path / "packages", {"unrelated.py": ""})
    assert {path: installed.now(path) for path in told} == told
    lay_out(tmp_path / "packages", {"later.py": ""})
    assert [path for path in told if installed.now(path) != told[path]] == [f"{folder(tmp_path)}?later"]
    lay_out(tmp_path / "packages", {"lib.py": ""})
    assert installed.now(f"{folder(tmp_path)}/lib.py") != told[f"{folder(tmp_path)}/lib.py"]
    os.remove(tmp_path / "packages" / "lib.py")
    assert installed.now(f"{folder(tmp_path)}/lib.py") == ""


def test_a_folder_is_listed_again_when_it_has_changed(tmp_path: Path) -> None:
    project = Project(Folder(str(tmp_path)))
    folders = [folder(tmp_path), folder(tmp_path, "nowhere")]
    lay_out(tmp_path / "packages", {"other.py": ""})
    assert project.view("test_a.py", folders).classes("lib.Base") == ("lib.Base",)
    lay_out(tmp_path / "packages", {"lib.py": BASE})
    os.utime(tmp_path / "packages", ns=(1, 1))
    assert isinstance(project.view("test_a.py", folders).classes("lib.Base")[0], Found)


def test_the_text_of_a_class_above_can_be_read(tmp_path: Path) -> None:
    asked = view(tmp_path, {"lib.py": BASE})
    assert asked.text(f"{folder(tmp_path)}/lib.py") == BASE


def test_questions_are_asked_of_a_file_under_its_absolute_path(tmp_path: Path) -> None:
    asked, place = view(tmp_path, {"lib.py": BASE}), f"{folder(tmp_path)}/lib.py"
    assert asked.told("path", place, lambda module: module.path) == place
    assert asked.told("other", place, lambda module: module.path, len(BASE) - 1) is None

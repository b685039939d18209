"""What is shared by tests may last as long as it is shared; a line is that of the code which ran."""

from __future__ import annotations

from pathlib import Path

from .runs import leaks, of_kind, watched


def test_who_puts_back_what_an_earlier_test_left_leaves_nothing(tmp_path: Path) -> None:
    text = """\
import os


def test_first():
    os.environ["SHOP"] = "a"


def test_second():
    os.environ["SHOP"] = "b"
    del os.environ["SHOP"]


def test_third():
    os.environ["SHOP"] = "c"
"""
    found = watched(tmp_path, {"test_a.py": text})
    assert [each[:1] for each in leaks(found)] == [("test_first",), ("test_third",)]


def test_what_outlives_its_scope_is_left(tmp_path: Path) -> None:
    text = """\
import os

import pytest


@pytest.fixture(scope="module")
def of_module():
    os.environ["MODULE"] = "1"


@pytest.fixture(scope="session")
def of_session():
    os.environ["SESSION"] = "1"


def test_a(of_module, of_session):
    pass


def test_b():
    pass
"""
    found = watched(tmp_path, {"test_a.py": text})
    scopes = {each["name"]: (each["scope"], each["line"]) for each in of_kind(found, "leak")}
    assert scopes == {"MODULE": ("module", 8), "SESSION": ("session", 13)}


def test_what_an_import_leaves_is_of_the_session(tmp_path: Path) -> None:
    text = 'import os\n\nos.environ["SHOP"] = "1"\n\n\ndef test_a():\n    pass\n'
    found = of_kind(watched(tmp_path, {"test_a.py": text}), "leak")
    assert [(each["test"], each["scope"], each["line"]) for each in found] == [("", "session", 3)]


def test_production_lines_are_told(tmp_path: Path) -> None:
    files = {
        "shop.py": 'import os\n\n\ndef begin():\n    os.environ["SHOP"] = "1"\n',
        "test_a.py": "import shop\n\n\ndef test_a():\n    shop.begin()\n",
    }
    (leak,) = of_kind(watched(tmp_path, files), "leak")
    assert (leak["file"], leak["line"], leak["function"].rpartition(".")[2]) == ("shop.py", 5, "begin")


def test_decorated_and_inherited_tests_have_the_line_of_their_code(tmp_path: Path) -> None:
    text = """\
import functools
from unittest import TestCase, mock


def twice(function):
    @functools.wraps(function)
    def both(*arguments):
        function(*arguments)
        function(*arguments)

    return both


@twice
@mock.patch("os.getcwd")
def test_a(fake):
    pass


class Base:
    def test_b(self):
        pass


class Test(Base, TestCase):
    pass
"""
    found = of_kind(watched(tmp_path, {"test_a.py": text}), "test")
    assert [(each["test"], each["line"]) for each in found] == [
        ("test_a.py::test_a", 14),
        ("test_a.py::Test::test_b", 21),
    ]


def test_items_without_a_function_have_the_line_that_pytest_knows(tmp_path: Path) -> None:
    files = {"test_a.txt": "\nText\n\n>>> 1\n1\n"}
    (found,) = of_kind(watched(tmp_path, files, "test_a.txt"), "test")
    assert (found["file"], found["outcome"]) == ("test_a.txt", "passed")


def test_a_file_that_several_lines_open_is_left_by_the_one_that_dropped_it(tmp_path: Path) -> None:
    text = """\
import shop


def test_a(tmp_path):
    path = str(tmp_path / "a")
    with open(path, "w"):
        pass
    assert open(path).read() == ""
    assert shop.read(open(path)) == ""
    file = open(path)
    file = open(path)
    file.close()
"""
    found = watched(tmp_path, {"test_a.py": text, "shop.py": "def read(file):\n    return file.read()\n"})
    assert {each[3] for each in leaks(found)} == {8, 9, None}


def test_a_named_temporary_file_removes_itself_unless_it_is_told_not_to(tmp_path: Path) -> None:
    text = """\
import tempfile


def test_a():
    test_a.kept = tempfile.NamedTemporaryFile(), tempfile.NamedTemporaryFile(delete=False)


def test_b():
    with tempfile.NamedTemporaryFile(delete=False):
        pass
"""
    found = watched(tmp_path, {"test_a.py": text})
    assert {each[0] for each in leaks(found) if each[1] == "temporary"} == {"test_a", "test_b"}
    text = text.replace(", tempfile.NamedTemporaryFile(delete=False)", "")
    found = watched(tmp_path, {"test_a.py": text})
    assert {each[0] for each in leaks(found) if each[1] == "temporary"} == {"test_b"}

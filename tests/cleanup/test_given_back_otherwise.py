"""What is given back by another name: a number of the system's, the folder above, a helper."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import io, os, pathlib, shutil, socket, tempfile, unittest, zipfile\n"


def found(text: str, *enabled: str) -> list[str]:
    """The codes of the findings in a file of tests."""
    source = HEAD + textwrap.dedent(text).lstrip("\n")
    return [each.code for each in engine.check(source, "tests/test_a.py", Settings(enable=enabled))]


BY_NUMBER = """\
def test_a():
    s = socket.socket()
    s.connect(("localhost", 80))
    {}
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("os.close(s.fileno())", []),
        ("os.fstat(s.fileno())", ["TSE312"]),
        ("s.fileno()", ["TSE312"]),
        ("assert s.fileno", ["TSE312"]),
        ("number = s.fileno()", ["TSE312"]),
        ("number = s.fileno()\n    os.close(number)", []),
        ("number = s.fileno()\n    os.close(other)", ["TSE312"]),
    ],
)
def test_a_socket_is_closed_by_its_number(line: str, expected: list[str]) -> None:
    assert found(BY_NUMBER.format(line)) == expected


KEPT = """\
class TestA(unittest.TestCase):
    def setUp(self):
        null = open("/dev/null")
        self.number = null.fileno()

    def test_a(self):
        assert self.number

    def tearDown(self):
        def closing(number):
            os.{}(number)
        closing(self.number)
"""


@pytest.mark.parametrize(("word", "expected"), [("close", []), ("fstat", ["TSE301"])])
def test_a_helper_closes_the_number_that_is_kept(word: str, expected: list[str]) -> None:
    assert found(KEPT.format(word)) == expected


ABOVE = """\
class TestA(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp()
        self.data = os.path.join(folder, "data")

    def test_a(self):
        assert self.data

    def tearDown(self):
        shutil.rmtree({})
"""


@pytest.mark.parametrize(
    ("removed", "expected"),
    [
        ("os.path.dirname(self.data)", []),
        ("self.data.parent", []),
        ("self.data", ["TSE302"]),
        ("os.path.dirname(self.other)", ["TSE302"]),
    ],
)
def test_the_folder_above_a_kept_path_is_removed(removed: str, expected: list[str]) -> None:
    assert found(ABOVE.format(removed)) == expected


HELPER = """\
class TestA(unittest.TestCase):
    def check(self, one, other):
        for path in {}:
            {}

    def test_a(self):
        number, name = tempfile.mkstemp()
        os.close(number)
        self.check(name, 1)
"""


@pytest.mark.parametrize(
    ("several", "deed", "expected"),
    [
        ("(one, other)", "os.remove(path)", []),
        ("[one, other]", "os.remove(path)", []),
        ("(1, 2)", "os.remove(path)", ["TSE302"]),
        ("shop", "os.remove(path)", ["TSE302"]),
        ("(one, other)", "os.stat(path)", ["TSE302"]),
    ],
)
def test_a_helper_removes_all_that_it_is_given(several: str, deed: str, expected: list[str]) -> None:
    assert found(HELPER.format(several, deed)) == expected


HANDED_OVER = """\
def test_a(loop):
    s = socket.socket()
    loop.given(s)
    {}
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("assert s.fileno() == -1", []),  # of a closed one, too
        ("s.send(b'apple')", ["TSE312"]),
    ],
)
def test_a_number_does_not_show_that_a_socket_is_still_open(line: str, expected: list[str]) -> None:
    assert found(HANDED_OVER.format(line)) == expected

"""What two more readers of ten reviews found false, misleading or missing, kind by kind."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

_CASE = """\
import unittest
from ddt import data, ddt, file_data, idata, named_data, unpack
from parameterized import parameterized, parameterized_class
from absl.testing import parameterized as absl

ROWS = [1, 2]

class TestTill(unittest.TestCase):
"""


@pytest.mark.parametrize(
    ("mark", "parameters", "said"),
    [
        (
            "@data(True, False)",
            "self, up",
            "`up` gets 2 values written here, from `@data`",
        ),
        (
            "@data(*ROWS)",
            "self, up",
            "`up` gets values that are worked out, from `@data`",
        ),
        (
            "@unpack\n    @data((1, 2))",
            "self, up, down",
            "`up` and `down` get 1 value written here, from `@data`",
        ),
        ("@idata(ROWS)", "self, up", "`up` gets the values of `ROWS`, from `@idata`"),
        (
            "@file_data('rows.json')",
            "self, up",
            "`up` gets the values of the file `'rows.json'`, from `@file_data`",
        ),
        (
            "@parameterized.expand([1, 2, 3])",
            "self, up, down=None",
            "get 3 values written here, from `@parameterized.expand`",
        ),
        (
            "@parameterized.expand([1, *ROWS])",
            "self, up",
            "`up` gets values that are worked out, from `@parameterized.expand`",
        ),
        (
            "@parameterized.expand(input=ROWS)",
            "self, *ups",
            "get the values of `ROWS`, from `@parameterized.expand`",
        ),
        (
            "@absl.parameters(1, 2)",
            "self, up",
            "`up` gets 2 values written here, from `@absl.parameters`",
        ),
        (
            "@parameterized.expand([1])\n    @unittest.mock.patch('shop.pay')",
            "self, up, pay",
            "get 1 value written here, from `@parameterized.expand`",
        ),
    ],
)
def test_rows_that_decorators_give(mark: str, parameters: str, said: str) -> None:
    text = f"{_CASE}    {mark}\n    def test_a({parameters}):\n        assert up\n"
    first = 9 + mark.startswith("@unpack")
    found = told(text, "Inputs")
    assert any(each.startswith("Parameter") for each in found)
    assert any(each.replace(" of `test_a`", "").endswith(f"{said} (line {first}).") for each in found)
    assert not any("no test asks" in each or "is not followed:" in each for each in found)


def test_rows_for_a_class() -> None:
    head, _, _ = _CASE.rpartition("class")
    rows = '@parameterized_class(("up",), [(1,), (2,)])\nclass TestTill(unittest.TestCase):\n'
    text = f"{head}{rows}    def test_a(self): ...\n"
    said = "The tests of `TestTill` run once for each of 2 values written here, from `@parameterized_class`"
    assert told(text, "Inputs")[0] == f"{said} (line 8)."
    of_dicts = text.replace('("up",), ', "")
    assert told(of_dicts, "Inputs")[0] == f"{said} (line 8)."
    assert "no test asks" in _nothing(
        f"{head}data(1)\nROWS.data(1)\n\n@idata.known\nclass TestTill(unittest.TestCase): ...\n"
    )


def test_more_rows_than_are_told_one_by_one() -> None:
    tests = "".join(f"    @data(1)\n    def test_{each}(self, up): ...\n" for each in range(8))
    found = told(_CASE + tests, "Inputs")
    assert found[6] == (
        "2 more decorators with rows of parameters, from the first to the last line named (lines 21, 23)."
    )


def _nothing(text: str) -> str:
    aspect = next(each for each in reviewed(text).aspects if each.name == "Inputs")
    assert aspect.facts == ()
    return aspect.nothing


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(shop): ...\n",
        "@cases(1)\ndef test_a(shop): ...\n",
        "import pytest\n@pytest.mark.parametrize('up', [1])\ndef test_a(up, shop): ...\n",
        "class TestA:\n    @cases(1)\n    def test_a(self, shop): ...\n",
        "import unittest\nclass TestA(unittest.TestCase):\n    @cases(1)\n    def test_a(self, shop): ...\n",
        "import unittest\nfrom unittest import mock\nclass TestA(unittest.TestCase):\n"
        "    @cases(1)\n    @mock.patch('a')\n    def test_a(self, a, shop): ...\n",
    ],
)
def test_parameters_that_nobody_is_seen_to_fill(text: str) -> None:
    line = text.count("\n")
    assert f"What fills these parameters of tests is not followed: `shop` (line {line})." in told(
        text, "Inputs"
    )


def test_several_that_nobody_is_seen_to_fill() -> None:
    names = ", ".join(f"a{each}" for each in range(10))
    shown = ", ".join(f"`a{each}`" for each in range(8))
    assert told(f"def test_a({names}): ...\n", "Inputs")[1] == (
        f"What fills these parameters of tests is not followed: {shown} and 2 more, each with the line of "
        "the first (line 1)."
    )


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(shop=1): ...\n",
        "from unittest import mock\n@mock.patch('a')\ndef test_a(shop): ...\n",
        "from unittest import mock\n@mock.patch('a', **{'b.side_effect': 1})\ndef test_a(shop): ...\n",
        "from unittest import mock\n@mock.patch('a')\nclass TestA:\n    def test_a(self, shop): ...\n",
        "class TestA:\n    def test_a(self): ...\n",
        "def helper(shop): ...\n",
    ],
)
def test_no_test_asks(text: str) -> None:
    assert "no test asks for a fixture, or for a parameter that no patch fills." in _nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(tmp_path): ...\n",
        "import pytest\n@pytest.fixture\ndef shop(): ...\ndef test_a(shop): ...\n",
        "import pytest\npytestmark = pytest.mark.parametrize('shop', [1])\ndef test_a(shop): ...\n",
        "import pytest\n@pytest.mark.parametrize(NAMES, [1])\ndef test_a(shop): ...\n",
        "import pytest\n@pytest.mark.parametrize()\ndef test_a(tmp_path): ...\n",
        "from hypothesis import given\n@given(1)\ndef test_a(shop): ...\n",
    ],
)
def test_parameters_that_are_filled(text: str) -> None:
    assert not any("is not followed:" in each for each in told(text, "Inputs"))


def test_marks_in_classes_that_are_called_like_cases() -> None:
    text = """
        import pytest
        from shop import SoupTest
        class TestA(SoupTest):
            @pytest.mark.parametrize("up", [1])
            def test_a(self, up, tmp_path): ...
        class Bits:
            def test(self, bits): ...
    """
    assert "What fills these parameters of tests is not followed: `tmp_path` (line 5)." in told(
        text, "Inputs"
    )


_HOSTS = "all of these hosts are local, private, without a dot or kept for examples and tests"


@pytest.mark.parametrize(
    ("url", "is_said"),
    [
        ("http://example.com/a", True),
        ("http://localhost/a", True),
        ("http://10.0.0.1/a", True),
        ("http://till/a", True),
        ("http://shop.io/a", False),
        ("http://shop!.com/a", False),
    ],
)
def test_what_is_said_of_hosts_that_are_nobodys(url: str, is_said: bool) -> None:
    found = told(f"URL = {url!r}\n", "Hard-coded values")
    assert any(_HOSTS in each for each in found) is is_said
    assert not any("None of these hosts" in each for each in found)


@pytest.mark.parametrize("text", ["10.0.0.1 6 2", " mail.example.", "id 1\\nexample. IN A 10.0.0.1\\n"])
def test_what_is_denied_of_values_is_denied_of_whole_texts(text: str) -> None:
    aspect = next(each for each in reviewed(f'a("{text}")\n').aspects if each.name == "Hard-coded values")
    assert not aspect.facts
    assert "is as a whole" in aspect.nothing
    assert "were looked through for URLs, keys and certificates alone." in aspect.nothing


_CLASSES = """\
from shop import Counter

class Server:
    @classmethod
    def start(cls): ...

class Quick(Server):
    pass

class Other(Counter):
    def stop(self): ...

class First(Counter, Server):
    pass

Plain = Server
[Listed] = [Server]
"""


@pytest.mark.parametrize(
    ("call", "is_other"),
    [
        ("Server().start()", False),
        ("Quick().start()", False),
        ("Other().stop()", False),
        ("First().start()", True),
        ("Other().start()", True),
        ("Plain().start()", False),
        ("Unknown().start()", True),
        ("Listed().start()", False),
        ("Server().start().wait()", True),
        ("Counter().start()", True),
        ("server = Other()\nserver.stop()", False),
        ("server = Other()\nserver.start()", True),
    ],
)
def test_methods_of_classes_of_the_file_are_no_code_of_other_files(call: str, is_other: bool) -> None:
    said = "\n".join(told(f"{_CLASSES}\n{call}\n", "Inputs")) or _nothing(f"{_CLASSES}\n{call}\n")
    assert (f"{call.rpartition(chr(10))[2].replace('_', chr(92) + '_')}" in said) is is_other


def test_a_project_that_is_a_library_of_doubles_is_tested() -> None:
    text = "from responses.compat import merge\nimport respx\n"
    assert told(text, "Doubles and controls", {"responses/compat.py": "", "responses/__init__.py": ""}) == [
        "A library of doubles is imported: `respx` (line 2).",
        "Imported from the project itself, which is called like a library of doubles: `responses.compat` "
        "(line 1).",
    ]


@pytest.mark.parametrize(
    ("base", "body", "is_told"),
    [
        ("unittest.TestCase", "", True),
        ("unittest.IsolatedAsyncioTestCase", "", True),
        ("Base", "", True),
        ("Own", "", False),
        ("Bound", "", False),
        ("twisted.trial.unittest.SynchronousTestCase", "", False),
        ("testtools.TestCase", "", False),
        ("Mixin, unittest.TestCase", "", False),
        ("unittest.TestCase", "    assertEquals = compare\n", False),
        ("unittest.TestCase", "    def assertEquals(self): ...\n", False),
        ("object", "", False),
        ("", "", False),
        ("unittest.TestCase", "    called = lambda self: self.assertEquals(1, 1)\n", True),
    ],
)
def test_whose_methods_are_gone(base: str, body: str, is_told: bool) -> None:
    text = (
        "import testtools, twisted.trial.unittest, unittest\nfrom shop import Mixin\n"
        "class Base(unittest.TestCase): ...\n"
        "class Own(unittest.TestCase):\n    def assertEquals(self): ...\n"
        "class Bound(unittest.TestCase):\n    assertEquals = compare\n"
        f"class TestA({base}):\n{body}    def test_a(self):\n        self.assertEquals(1, 1)\n"
    )
    assert any("unittest no longer has" in each for each in told(text, "Structure")) is is_told


def test_what_a_star_import_brings_is_not_called_unread() -> None:
    nothing = _nothing("from os import *\n")
    assert nothing.endswith("What the star import of the conclusion brings may do so all the same.")
    bugs = next(each.nothing for each in reviewed("from os import *\n").aspects if each.name == "Known bugs")
    assert "star import" not in bugs
    both = _nothing("from os import *\nimport unittest\nclass TestA(Base):\n    def test_a(self): ...\n")
    assert both.endswith("What the conclusion names as not read may do so all the same.")


_READING = """\
import os

class Base:
    def test_host(self):
        return os.environ["HOST"]

    def port(self):
        return os.environ["PORT"]

def test_name(name=os.getenv("NAME")):
    os.environ["NAME"] = os.environ["OTHER"]

def dispatch():
    return 1
"""


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("dispatch", "comes from reads the environment variables `PORT` and `NAME` ({} lines 8, 10)."),
        ("Base", "comes from reads the environment variables `HOST`, `PORT` and `NAME` ({} lines 5, 8, 10)."),
        ("test_name", "reads the environment variables `PORT`, `NAME` and `OTHER` ({} lines 8, 10, 11)."),
    ],
)
def test_what_tests_of_other_files_read(names: str, said: str) -> None:
    found = told(f"from tests.other import {names}\n", "Inputs", {"tests/other.py": _READING})
    assert found[0].endswith(
        said.format("`tests/other.py`").replace("(`tests/other.py`", "(`tests/other.py`")
    )


_YIELDS = (
    ", but its body yields: where nobody asks for more, it stays until the generator is closed or collected"
)


@pytest.mark.parametrize(
    ("head", "body", "more"),
    [
        ("", "yield a", _YIELDS),
        ("", "yield from a", _YIELDS),
        ("", "for each in a:\n            yield each", _YIELDS),
        ("", "return a", ""),
        ("", "def inner():\n            yield a", ""),
        ("@contextmanager\n", "yield a", ""),
        ("@pytest.fixture\n", "yield a", ""),
    ],
)
def test_blocks_of_generators(head: str, body: str, more: str) -> None:
    text = f"import pytest\n{head}def rows():\n    with open('a') as a:\n        {body}\n"
    said = f"A file handle is acquired; the with statement gives it back{more} (line {3 + bool(head)})."
    assert said in told(text, "Resources")


_LATE = ", once `server.serve_forever()` in line {} has returned"


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("server.serve_forever()\nsock.close()", _LATE.format(4)),
        ("if ready:\n    pass\nserver.serve_forever()\nif ready:\n    sock.close()", _LATE.format(6)),
        ("with server:\n    server.serve_forever()\nsock.close()", _LATE.format(5)),
        ("server.serve()\nsock.close()", ""),
        ("start(server.serve_forever)\nsock.close()", ""),
        ("if ready:\n    server.serve_forever()\nelse:\n    sock.close()", ""),
        ("try:\n    server.serve_forever()\nfinally:\n    sock.close()", ""),
        ("sock.close()\nserver.serve_forever()", ""),
    ],
)
def test_what_is_given_back_behind_a_call_that_serves(body: str, more: str) -> None:
    lines = "".join(f"    {each}\n" for each in body.splitlines())
    head = "import socket\ndef serve(server):\n    sock = socket.socket(); server.socket = sock\n"
    found = told(head + lines, "Resources")[0]
    assert "`sock.close()`" in found
    assert found.partition("`sock.close()`")[2].partition(" (")[0].removesuffix(".") == more

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
            "`up` gets 3 values written here, from `@parameterized.expand`",
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
            "`up` gets values that are worked out, from `@absl.parameters`",
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
    assert not any("no test asks" in each or "was not found" in each for each in found)


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
    assert f"What fills these parameters of tests was not found: `shop` (line {line})." in told(
        text, "Inputs"
    )


def test_several_that_nobody_is_seen_to_fill() -> None:
    names = ", ".join(f"a{each}" for each in range(10))
    shown = ", ".join(f"`a{each}`" for each in range(8))
    assert told(f"def test_a({names}): ...\n", "Inputs")[1] == (
        f"What fills these parameters of tests was not found: {shown} and 2 more, each with the line of the "
        "first (line 1)."
    )


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(shop=1): ...\n",
        "from unittest import mock\n@mock.patch('a')\ndef test_a(shop): ...\n",
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
    assert not any("was not found" in each for each in told(text, "Inputs"))


def test_marks_of_pytest_give_cases_of_unittest_nothing() -> None:
    text = """
        import pytest, unittest
        class TestA(unittest.TestCase):
            @pytest.mark.parametrize("up", [1])
            def test_a(self, up): ...
    """
    assert "What fills these parameters of tests was not found: `up` (line 4)." in told(text, "Inputs")


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
    assert "looks as a whole like" in aspect.nothing
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


_LOADING = """\
import os, sys
from collections.abc import Mapping

def load(given, other=1):
    {}

class Loader:
    def __init__(self, given=sys.stdin):
        if isinstance(given, str):
            given = 1
        else:
            self.given = sys.stdin

    def load(self, given):
        if isinstance(given, str):
            open(given)

def far(given):
    load(given)

@kept
def marked(given):
    if isinstance(given, str):
        open("a")
"""
_ONE_KIND = 'if isinstance(given, str):\n        given = open("a")'
_IN_LOOP = 'for each in given:\n        if isinstance(given, str):\n            given = open("a")'
_CALLING = """\
import pytest
from shop import Loader, far, load, marked

{}
def test_a(text, *more):
    {}
"""


def _is_opened(body: str, call: str, mark: str = "") -> bool:
    files = {"shop.py": _LOADING.format(body)}
    found = told(_CALLING.format(mark, call), "Inputs", files)
    return any("which is called here" in each for each in found)


@pytest.mark.parametrize(
    ("body", "call", "is_told"),
    [
        (_ONE_KIND, 'load("a")', True),
        (_ONE_KIND, 'load("a" + "b")', True),
        (_ONE_KIND, 'load(f"a{text}")', True),
        (_ONE_KIND, "load({'a': 1})", False),
        (_ONE_KIND, "load({a: 1 for a in text})", False),
        (_ONE_KIND, "load(given=[1])", False),
        (_ONE_KIND, "load([each for each in text])", False),
        (_ONE_KIND, "load((1, 2))", False),
        (_ONE_KIND, "load(1 + 1)", True),
        (_ONE_KIND, "load(None)", False),
        (_ONE_KIND, "load(text)", True),
        (_ONE_KIND, "load(*[{}])", True),
        (_ONE_KIND, "load(**{'given': {}})", True),
        (_ONE_KIND, "load()", True),
        (_ONE_KIND, "load(make())", True),
        (_ONE_KIND, "rows = {}\n    load(rows)", False),
        (_ONE_KIND, "rows = {}\n    rows = ''\n    load(rows)", True),
        (_ONE_KIND, "far({})", True),
        (_ONE_KIND, "marked({})", True),
        ("given = 1\n    " + _ONE_KIND, "load({})", True),
        (_IN_LOOP, "load({})", True),
        (_IN_LOOP.replace("given = ", ""), "load({})", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, (str, bytes))"), "load({})", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, (str, Mapping))"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, int)"), "load(True)", True),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, str) and other"), "load({})", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, str) or other"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "not isinstance(given, str)"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "not isinstance(given, str)"), "load('')", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(self, str)"), "load('')", True),
        (_ONE_KIND.replace("isinstance(given, str)", "given"), "load('a')", True),
        (_ONE_KIND, 'Loader("a")', False),
        (_ONE_KIND, "Loader(1)", True),
        (_ONE_KIND, "Loader()", True),
        (_ONE_KIND, "Loader(1).load({})", True),
    ],
)
def test_branches_by_types_that_a_call_does_not_give(body: str, call: str, is_told: bool) -> None:
    assert _is_opened(body, call) is is_told


@pytest.mark.parametrize(
    ("mark", "is_told"),
    [
        ('@pytest.mark.parametrize("text", [{}, {}])', False),
        ('@pytest.mark.parametrize("text", [{}, ""])', True),
        ('@pytest.mark.parametrize("text, other", [({}, ""), [{}, ""]])', False),
        ('@pytest.mark.parametrize("other, text", [({}, "")])', True),
        ('@pytest.mark.parametrize("text, other", [pytest.param({}, "", id="a")])', False),
        ('@pytest.mark.parametrize("text, other", [pytest.param({})])', True),
        ('@pytest.mark.parametrize("text, other", [ROW])', True),
        ('@pytest.mark.parametrize("text, other", [({}, *ROW)])', True),
        ('@pytest.mark.parametrize("text", [{}, *ROWS])', True),
        ('@pytest.mark.parametrize("text", ROWS)', True),
        ('@pytest.mark.parametrize("text", [{}], indirect=True)', True),
        ('@pytest.mark.parametrize("text", [{}])\n@pytest.mark.parametrize("text", [{}])', True),
        ('@pytest.mark.parametrize("other", [{}])', True),
        ("@pytest.mark.parametrize()", True),
        ("@pytest.mark.parametrize(NAMES, [{}])", True),
        ("@pytest.mark.slow", True),
    ],
)
def test_branches_by_types_of_parameters(mark: str, is_told: bool) -> None:
    assert _is_opened(_ONE_KIND, "load(text)", mark) is is_told


def test_branches_by_types_of_values_that_are_far() -> None:
    names = "".join(f"    a{each + 1} = a{each}\n" for each in range(12))
    assert _is_opened(_ONE_KIND, f"a0 = {{}}\n{names}    load(a3)") is False
    assert _is_opened(_ONE_KIND, f"a0 = {{}}\n{names}    load(a12)") is True
    assert _is_opened(_ONE_KIND, "for text in {}:\n        load(text)") is True
    assert _is_opened(_ONE_KIND, "[load(text) for text in {}]") is True
    assert _is_opened(_ONE_KIND, "for each in [{}, 1]:\n        load(each)") is False
    assert _is_opened(_ONE_KIND, "for each in [{}, '']:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "for each in [{}, *more]:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "for each, other in [({}, {})]:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "each = {}\n    for each in [1]:\n        load(each)") is True


_ADMITS = "a comment may admit a bug or a workaround"
_UNDONE = "a comment may say that something is not done or not known"
_MENDED = "a comment may speak of a defect that was mended"


@pytest.mark.parametrize(
    ("comment", "word", "kind"),
    [
        ("This code needs to be implemented", "needs to be implemented", _UNDONE),
        ("still has to be fixed", "has to be fixed", _UNDONE),
        ("Hmm, I'm not sure how to do this.", "not sure how", _UNDONE),
        ("not really sure if this holds", "not really sure if", _UNDONE),
        ("No idea why", "No idea why", _UNDONE),
        ("unclear whether", "unclear whether", _UNDONE),
        ("not yet supported", "not yet supported", _UNDONE),
        ("ftp is not implemented yet", "not implemented yet", _UNDONE),
        ("this does not currently work", "does not currently work", _UNDONE),
        ("it doesn't work yet", "doesn't work yet", _UNDONE),
        ("so each of these inputs used to be accepted", "used to be accepted", _MENDED),
        ("This used to raise a TypeError", "used to raise", _MENDED),
        ("Regression test for the till", "Regression test for", _MENDED),
        ("avoid exception in the log", "avoid exception in", _ADMITS),
        ("works around a shop", "works around", _ADMITS),
    ],
)
@pytest.mark.parametrize("begin", ["", "shop.pay()  "])
def test_what_comments_say_of_bugs_in_other_words(begin: str, comment: str, word: str, kind: str) -> None:
    said = f"By its words `{word}`, {kind}: “{comment.removesuffix('.')}” (line 1)."
    assert told(f"{begin}# {comment}\n", "Known bugs") == [said]


@pytest.mark.parametrize(
    "comment",
    [
        "needs to be added to the path",
        "Make sure that it exists",
        "make sure how it ends",
        "is not supported",
        "does not work there",
        "it used to be a list",
        "used to fill the till",
        "linear regression",
        "Avoids permission errors on Windows",
        "should not work without a model",
        "yet to be",
        "has to be resolved before",
        "no idea what foo is",
    ],
)
def test_what_comments_say_of_no_bugs(comment: str) -> None:
    assert told(f"# {comment}\n", "Known bugs") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("This used to crash.", f"By its words `used to crash`, {_MENDED}: “This used to crash”"),
        ("Not sure why.\n\n    not sure how", f"By its words `Not sure why`, {_UNDONE}: “Not sure why”"),
        ("Regression test for bug 7", ""),
        ("Regression tests for tills", ""),
        ("It is a bug", ""),
    ],
)
def test_what_docstrings_say_of_bugs_in_other_words(text: str, said: str) -> None:
    words = "a comment", "a docstring"
    found = told(f'def test_a():\n    """{text}"""\n    pay("used to crash")\n    1\n', "Known bugs")
    assert [each for each in found if "By its words" in each] == (
        [f"{said.replace(*words)} (line 2)."] if said else []
    )


_HELD = """\
import requests
class TestShop:
    session = requests.Session()
    other = requests.Session()
    def test_a(self, url):
        self.other = None
        self.session, self.third = url
        self.fourth = requests.Session()
        self.fifth = requests.Session()
        self.fifth.mount("a", url)
        {}
"""


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("TestShop.session.get('http+unix://localhost')", True),
        ("self.session.post(url)", False),
        ("TestShop.session.post(url)", True),
        ("self.fourth.get(url)", False),
        ("self.fifth.get(url)", True),
        ("self.fifth.get(url, timeout=3)", False),
        ("self.session.get(url, timeout=3)", False),
        ("self.session.get(url, **given)", False),
        ("self.other.get(url)", False),
        ("session.get(url)", False),
        ("requests.get(url)", False),
        ("requests.get(url, proxies=url)", True),
        ("requests.get(url, timeout=url)", False),
    ],
)
def test_requests_that_name_no_limit(call: str, is_told: bool) -> None:
    said = (
        f"Sends a request, or is answered by a double, with no limit of time in the call: `{call}` (line 11)."
    )
    assert (said in told(_HELD.format(call), "Resources")) is is_told


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("self.session.get(url)", True),
        ("self.other.get(url)", False),
        ("self.shelf.get('http+unix://localhost')", True),
        ("self.shelf.get('http+://localhost')", False),
    ],
)
def test_requests_of_sessions_that_attributes_hold(call: str, is_told: bool) -> None:
    said = (
        f"By its name, sends a request, or is answered by a double: `{call.partition('(')[0]}()` (line 11)."
    )
    assert (said in told(_HELD.format(call), "Inputs")) is is_told


def test_requests_without_the_library() -> None:
    text = "class TestShop:\n    session = Session()\n    def test_a(self):\n        self.session.get(url)\n"
    assert not any("request" in each for each in told(text, "Resources"))


_PASSING = """\
import random, time, uuid
from datetime import datetime

def stamp(late=None):
    stored = datetime.now()
    return uuid.uuid4(), stored

def late(when=None):
    if when is None:
        when = time.time()
    return when or random.random()

def far():
    return stamp()

class Till:
    def __init__(self):
        self.at = time.time()
"""


def _passing(text: str) -> list[str]:
    found = told(text, "Inputs", {"shop.py": _PASSING})
    return [each for each in found if "clock is read" in each or "random value" in each]


def test_clock_and_chance_in_functions_of_the_project() -> None:
    text = "from shop import Till, far, late, stamp\n\ndef test_a():\n    assert {}\n"
    assert _passing(text.format("stamp()")) == [
        "In `stamp()`, which is called here: The clock is read: `datetime.now()` (line 4; `shop.py` line 5).",
        "In `stamp()`, which is called here: A random value: `uuid.uuid4()` (line 4; `shop.py` line 6).",
    ]
    assert _passing(text.format("Till()")) == [
        "In `Till()`, which is called here: The clock is read: `time.time()` (line 4; `shop.py` line 18)."
    ]
    assert _passing(text.format("late()")) == []
    assert _passing(text.format("far()")) == []


@pytest.mark.parametrize(
    "more",
    [
        "import freezegun\n",
        "from unittest import mock\n@mock.patch('shop.uuid.uuid4')\n@mock.patch('shop.datetime')\n",
        "from unittest import mock\nNAMES = 'shop.datetime', 'uuid4'\n",
        "import random\nrandom.seed(1)\n",
    ],
)
def test_clock_and_chance_that_may_stand_still(more: str) -> None:
    assert _passing(f"from shop import stamp\n{more}def test_a(*mocks):\n    assert stamp()\n") == []


def test_clock_and_chance_of_which_one_may_stand_still() -> None:
    text = """
        from unittest import mock
        import shop
        @mock.patch.object(shop, "datetime")
        def test_a(now):
            assert shop.stamp()
    """
    assert [each.partition("here: ")[2] for each in _passing(text)] == [
        "A random value: `uuid.uuid4()` (line 5; `shop.py` line 6)."
    ]


_NAMED = {
    "tests/__init__.py": """
        import os
        def data(*names):
            return os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", *names)
        def other(name):
            return name
    """,
    "tests/data/a.json": "{}",
    "tests/data/in/b.json": "{}",
    "data/c.json": "{}",
}


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ('load(data("a.json"))', "tests/data/a.json"),
        ('load(data("in", "b.json"))', "tests/data/in/b.json"),
        ('load(data("../../data/c.json"))', "data/c.json"),
        ('load(data("none.json"))', ""),
        ("load(data(name))", ""),
        ("load(data())", ""),
        ('load(data("a.json", key=1))', ""),
        ("load(data)", ""),
        ('load(other("a.json"))', ""),
    ],
)
def test_files_whose_paths_functions_of_other_files_put_together(call: str, path: str) -> None:
    found = told(f"from tests import data, other\ndef test_a(name):\n    {call}\n", "Inputs", _NAMED)
    said = f"A file of the project is named, whose path `data()` puts together: `{path}` (line 3)."
    assert [each for each in found if "puts together" in each] == ([said] if path else [])


_DIRNAME = "os.path.dirname(__file__)"


@pytest.mark.parametrize(
    ("function", "is_told"),
    [
        (f"def data(name): return os.path.join({_DIRNAME}, 'data', name)", True),
        ("def data(name): return Path(__file__).parent / 'data' / name", True),
        ("def data(name): return str(HERE / 'data' / name)", True),
        ("def data(name): return os.path.join(os.path.realpath(ROOT), 'tests', 'data', name)", True),
        (f"def data(name): return os.path.join({_DIRNAME}, 'other', name)", False),
        (f"def data(name): return os.path.join({_DIRNAME}, FOLDER, name)", False),
        (f"def data(name): return os.path.join({_DIRNAME}, name + '.json')", False),
        (f"def data(name): return os.path.join({_DIRNAME}, 'data', name, name)", False),
        (f"def data(name): return os.path.join({_DIRNAME}, 'data', 'a.json')", False),
        (f"def data(name, other): return os.path.join({_DIRNAME}, 'data', name)", False),
        (f"def data(name, *, other=1): return os.path.join({_DIRNAME}, 'data', name)", False),
        (f"def data(name, **other): return os.path.join({_DIRNAME}, 'data', name)", False),
        (f"@kept\ndef data(name): return os.path.join({_DIRNAME}, 'data', name)", False),
        ("def data(name): return os.path.join(name, 'data', 'a.json')", False),
        ("def data(name): return os.path.dirname(__file__, name)", False),
        ("def data(name): return str(__file__, name)", False),
        ("def data(name): return shop(__file__)", False),
        ("def data(name): return __file__ + name", False),
        ("def data(name): return __file__", False),
        ("def data(name): pass", False),
        ("def data(name): return", False),
        ("def data(name): return DEEP / name", False),
    ],
)
def test_files_whose_paths_functions_here_put_together(function: str, is_told: bool) -> None:
    head = "import os\nfrom pathlib import Path\nHERE = Path(__file__).parent\nROOT = HERE.parent\n"
    deep = f"DEEP = HERE{' / name' * 30}\n"
    text = f"{head}{deep}class Till:\n    def data(self): ...\n{function}\nload(data('a.json'))\n"
    assert any("puts together" in each for each in told(text, "Inputs", _NAMED)) is is_told

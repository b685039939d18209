"""Sentences on what fills, holds, replaces and brings something that were not true of a file."""

from __future__ import annotations

import pytest

from .asking import reviewed, told

_HELD = """\
import other
import requests
class TestShop(Base):
    def setUp(self):
        self.session = requests.Session()
        self.kept: object = requests.Session()
        self.typed: object = None
        self.typed = requests.Session()
        self.pair, self.more = fake(), 3
        self.page = requests.Session()
        self.below = requests.Session()
        self.method = requests.Session()
        self.replaced = requests.Session()
        self.patched = requests.Session()
        self.named = requests.Session()
        self.foreign = requests.Session()
    def more(self):
        self.pair = requests.Session()
        with made() as self.page:
            pass
        setattr(self, "replaced", fake())
        patch("tests.test_shop.TestShop.patched")
        thing.named = fake()
    def method(self):
        pass
    {0}
class TestBelow(TestShop):
    within = requests.Session()
    with made() as within:
        pass
    def setUp(self):
        self.below = fake()
    {1}
class TestElse:
    session = fake()
    {1}
def make(self):
    session = 3
    {1}
def session(): pass
"""
_SAID = "By its name, sends a request, or is answered by a double: `{}.get()` (line {}).".format


@pytest.mark.parametrize(
    ("of", "is_told"),
    [
        ("self.session", True),
        ("self.kept", True),
        ("TestShop.session", True),
        ("self.typed", False),
        ("self.pair", False),
        ("self.page", False),
        ("self.below", False),
        ("self.method", False),
        ("self.replaced", False),
        ("self.patched", False),
        ("self.named", False),
        ("self.foreign", False),
        ("db.session", False),
        ("self.client.session", False),
        ("app.session", False),
        ("other.session", False),
    ],
)
def test_sessions_that_the_same_object_holds(of: str, is_told: bool) -> None:
    text = _HELD.format(f"def test_a(self, app, db): {of}.get(url)", "pass")
    files = {"tests/base.py": "class Base:\n    foreign = 3\n"}
    text = text.replace("import other", "from tests.base import Base")
    assert (_SAID(of, 26) in told(text, "Inputs", files)) is is_told


def test_sessions_of_classes_beside() -> None:
    facts = told(_HELD.format("pass", "def test_a(self): self.session.get(url)"), "Inputs")
    assert _SAID("self.session", "33") in facts
    assert not any("line 36" in each or "line 38" in each for each in facts)
    facts = told(_HELD.format("pass", "def test_a(self): self.within.get(url)"), "Inputs")
    assert not any("self.within" in each for each in facts)


_NOW = """
    import random, time
    def now():
        return time.time()
    def stamp(at=None):
        return time.time()
"""


@pytest.mark.parametrize(
    ("text", "files", "is_told"),
    [
        ("def test_a(): helpers.now()", {}, True),
        (
            "def test_a(monkeypatch):\n    monkeypatch.setattr(helpers, 'now', lambda: 3)\n    helpers.now()",
            {},
            False,
        ),
        ("def test_a():\n    with patch('tests.helpers.now'):\n        helpers.now()", {}, False),
        ("@patch.object(helpers, 'now')\ndef test_a(fake): helpers.now()", {}, False),
        ("def test_a(mocker):\n    mocker.patch.object(helpers, 'now')\n    helpers.now()", {}, False),
        ("def test_a():\n    helpers.now = fake\n    helpers.now()", {}, False),
        ("@patch('tests.test_shop.now')\ndef test_a(fake): now()", {}, False),
        ("@patch('tests.test_shop.stamp')\ndef test_a(fake): now()", {}, True),
        ("def test_a(): now()", {"tests/conftest.py": "from freezegun import freeze_time"}, False),
        ("def test_a(): now()", {"tests/conftest.py": "def a(m): m.setattr('tests.helpers.now', 3)"}, False),
        ("def test_a(): now()", {"tests/conftest.py": "def a(m): m.setattr('tests.helpers.more', 3)"}, True),
        ("def test_a(): now()", {"tests/conftest.py": "NAME = 'now'"}, True),
        (
            "def test_a(): now()",
            {"tests/conftest.py": "from tests.still import *", "tests/still.py": "import time_machine"},
            False,
        ),
        (
            "from tests.still import Still\nclass TestA(Still):\n    def test_a(self): now()",
            {"tests/still.py": "class Still:\n    def setUp(self): freezer.start()"},
            False,
        ),
    ],
)
def test_a_clock_in_a_function_that_may_be_replaced(text: str, files: dict[str, str], is_told: bool) -> None:
    head = "from unittest.mock import patch\nfrom tests import helpers\nfrom tests.helpers import now\n"
    facts = told(f"{head}{text}\n", "Inputs", {"tests/__init__.py": "", "tests/helpers.py": _NOW, **files})
    assert any("The clock is read" in each for each in facts) is is_told


@pytest.mark.parametrize(
    ("helper", "is_told"),
    [
        ("def helper(x): return time.time()", True),
        ("def helper(x): yield time.time()", False),
        ("async def helper(x): return time.time()", False),
        ("def helper(x): return 0 < x < time.time()", False),
        ("def helper(x): return time.time() < x < 3", True),
        ("def helper(x): return x < time.time()", True),
        ("def helper(x):\n    assert x, time.time()", False),
        ("def helper(x):\n    assert time.time(), f'{x[0]}'", True),
        ("def helper(x):\n    assert time.time() > x, f'{x}'", True),
        ("def helper(x):\n    assert x or 3, time.time()", False),
        ("def helper(x):\n    del x[0 < x < time.time()]", False),
    ],
)
def test_a_clock_that_need_not_be_read_when_a_function_is_called(helper: str, is_told: bool) -> None:
    text = "from tests.aid import helper\ndef test_a():\n    helper(1)\n"
    facts = told(text, "Inputs", {"tests/__init__.py": "", "tests/aid.py": f"import time\n{helper}\n"})
    assert any("The clock is read" in each for each in facts) is is_told


@pytest.mark.parametrize(
    ("helper", "when"),
    [
        ("def helper():", ""),
        ("async def helper():", ", once it is awaited"),
        ("@managed\nasync def helper():", ""),
        ("def helper():\n    yield", ", once something goes through what it gives"),
        ("def helper():\n  if x:\n    yield", ", under conditions of its own"),
    ],
)
def test_what_a_generator_or_a_coroutine_does_once_it_runs(helper: str, when: str) -> None:
    text = "from tests.aid import helper\ndef test_a():\n    helper()\n"
    files = {"tests/__init__.py": "", "tests/aid.py": f"import os\n{helper}\n    os.environ['A']\n"}
    said = f"In `helper()`, which is called here{when}: The environment variable `A` is read"
    assert any(each.startswith(said) for each in told(text, "Inputs", files))


_ROWS = """
from absl.testing import parameterized as absl
from parameterized import parameterized
ROWS = [1]
class TestShop(absl.TestCase):
    {}
    def test_a({}): ...
"""


@pytest.mark.parametrize(
    ("mark", "given", "said"),
    [
        (
            "@absl.named_parameters([('a', 1), ('b', 2)])",
            "self, x",
            "`x` of `test_a` gets 2 values written here",
        ),
        (
            "@absl.named_parameters(('a', 1), ('b', 2))",
            "self, x",
            "`x` of `test_a` gets 2 values written here",
        ),
        ("@absl.parameters({'x': 1})", "self, x", "`x` of `test_a` gets 1 value written here"),
        ("@absl.parameters((1, 2))", "self, x", "`x` of `test_a` gets values that are worked out"),
        (
            "@absl.parameters(each for each in y)",
            "self, x",
            "`x` of `test_a` gets values that are worked out",
        ),
        ("@absl.parameters(ROWS)", "self, x", "`x` of `test_a` gets the values of `ROWS`"),
        ("@absl.parameters(*ROWS)", "self, x", "`x` of `test_a` gets values that are worked out"),
        (
            "@staticmethod\n    @parameterized.expand([(1, 2)])",
            "x, y",
            "`x` and `y` of `test_a` get 1 value written here",
        ),
        ("@parameterized.expand([1, 2])", "self, x, y=3", " of `test_a` get 2 values written here"),
        ("@parameterized.expand([1, 2])", "self, x, *y", " of `test_a` get 2 values written here"),
        ("@parameterized.expand([1, 2])", "self, x, *, y", " of `test_a` get 2 values written here"),
        ("@parameterized.expand([1, 2])", "self, x, **y", " of `test_a` get 2 values written here"),
    ],
)
def test_what_rows_fill_and_how_many_they_are(mark: str, given: str, said: str) -> None:
    facts = told(_ROWS.format(mark, given), "Inputs")
    word = "Parameter " if "gets" in said else "Parameters" if said.startswith(" ") else "Parameters "
    assert any(each.startswith(f"{word}{said}, from ") for each in facts)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def test_a(*, value): ...", "`value`"),
        ("def test_a(first, *, other, more=3): ...", "`first` and `other`"),
        ("class TestA:\n    @staticmethod\n    def test_a(value): ...", "`value`"),
        ("class TestA:\n    @classmethod\n    def test_a(cls, value): ...", "`value`"),
    ],
)
def test_parameters_by_name_and_of_static_methods(text: str, names: str) -> None:
    said = f"What fills these parameters of tests is not followed: {names}"
    assert any(each.startswith(said) for each in told(text, "Inputs"))


_INHERITED = """
    import pytest
    class TestBase({}):
        @pytest.fixture
        def thing(self):
            return 1
    class TestMore(TestBase):
        def test_x(self, thing):
            assert thing
"""


@pytest.mark.parametrize(("base", "is_known"), [("", True), ("object", True), ("Elsewhere", False)])
def test_fixtures_that_a_class_of_the_file_hands_down(base: str, is_known: bool) -> None:
    facts = told(_INHERITED.format(base), "Inputs")
    assert any("asks for the fixture `thing`, which this file defines" in each for each in facts) is is_known
    assert any("is not followed: `thing`" in each for each in facts) is not is_known


_JOIN = "import os\nHERE = os.path.dirname(__file__)\n"


@pytest.mark.parametrize(
    ("helper", "given", "is_told"),
    [
        ("return os.path.join(HERE, 'data/sub', name)", "a.txt", True),
        ("return os.path.join(HERE, 'data/sub/', name)", "a.txt", True),
        ("return os.path.join(os.path.dirname(os.path.join(HERE, 'data/sub')), name)", "b.txt", True),
        ("return os.path.join(os.path.dirname(os.path.join(HERE, 'data/sub')), name)", "c.txt", False),
        ("return os.path.join(os.path.dirname(os.path.join(HERE, 'data/')), name)", "c.txt", False),
        ("return os.path.join(os.path.abspath(os.path.join(HERE, '..')), name)", "d.txt", True),
        (
            "return os.path.join(os.path.dirname(os.path.abspath(os.path.join(HERE, '..'))), name)",
            "c.txt",
            False,
        ),
        ("name = f(name)\n    return os.path.join(HERE, name)", "c.txt", False),
        ("return os.path.join(HERE, name)", "c.txt", True),
        ("return os.path.join(HERE, name)", "/c.txt", False),
        ("return os.path.join(HERE, '/data', name)", "b.txt", False),
    ],
)
def test_paths_that_are_surely_put_together(helper: str, given: str, is_told: bool) -> None:
    places = ("tests/data/sub/a.txt", "tests/data/b.txt", "tests/c.txt", "d.txt", "c.txt")
    text = f"{_JOIN}def data(name):\n    {helper}\ndef test_a():\n    load(data({given!r}))\n"
    facts = told(text, "Inputs", dict.fromkeys(places, ""))
    assert any("puts together" in each for each in facts) is is_told


_BROUGHT = {"tests/__init__.py": "", "tests/marks.py": "from unittest import skip\nfrom pytest import *\n"}


@pytest.mark.parametrize(
    ("text", "is_hedged"),
    [
        ("@skip('broken')\ndef test_a(): ...", True),
        ("@mark.skip('broken')\nclass TestA: ...", True),
        ("pytestmark = mark.skip('broken')\ndef test_a(): ...", True),
        ("value = mark\ndef test_a(): ...", False),
        ("class A:\n    @property\n    def test_a(self): ...", False),
        ("import shop\n@shop.sold\ndef test_a(): ...", False),
    ],
)
def test_marks_that_a_star_import_may_bring(text: str, is_hedged: bool) -> None:
    aspects = reviewed(f"from tests.marks import *\n{text}\n", _BROUGHT).aspects
    nothing = next(each.nothing for each in aspects if each.name == "Known bugs")
    assert ("may do so all the same" in nothing) is is_hedged


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('def test_a():\n    """A test."""  # regression test for the login page\n', 1),
        ('class OddError(Exception): "An error."; text = "this is not implemented yet"\n', 0),
        ('def test_a():\n    """A regression test for the login page."""\n', 1),
        ('def test_a():\n    """Ö."""; text = "it used to fail"\n', 0),
        ('def test_a():\n    """A test.\n\n    It used to fail.\n    """; x = 1\n', 1),
        ('def test_a():\n    x = 1\n    "It used to fail."\n', 0),
        ('def test_a():\n    if x:\n        "It used to fail."\n', 0),
        ('def test_a():\n    ("A "\n    # it used to fail\n    "test.")\n', 0),
    ],
)
def test_docstrings_are_read_alone_and_told_once(text: str, number: int) -> None:
    assert sum("By its words" in each for each in told(text, "Known bugs")) == number

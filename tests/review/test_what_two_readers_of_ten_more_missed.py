"""What two more readers of ten reviews missed: words of comments, requests, clocks, files."""

from __future__ import annotations

import pytest

from tests.review.asking import told

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
        self.sixth, self.third = url
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

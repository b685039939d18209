"""One step into other files of the project, and what is said where that is not enough."""

from __future__ import annotations

import pytest

from flake8_testsec.review.markdown import sentence
from tests.review.asking import reviewed, told

HELPERS = """
    import contextlib, os, shutil, subprocess
    import shop.config
    from shop.deep import read_it

    if os.name:
        def run_it():
            return subprocess.run(["ls"])

    @contextlib.contextmanager
    def replaced(loop):
        before = shop.config.loop
        shop.config.loop = loop
        yield
        shop.config.loop = before

    def empty(folder):
        shutil.rmtree(folder), folder.copy()

    def quiet(folder):
        return _far(folder)

    def _far(folder):
        return Shop(folder)

    class Shop:
        def __init__(self, folder):
            self.made = self._make(folder)

        def _make(self, folder):
            os.makedirs(folder)
            return self._make(folder)

    def setting():
        return os.getenv("SHOP_HOST")

    def outer():
        def inner():
            os.mkdir("inner")
        return inner()
"""
DEEP = """
    import configparser

    def read_it(path):
        parser = configparser.ConfigParser()
        parser.read(path)

    print(open("outside"))
"""
FILES = {
    "shop/__init__.py": "",
    "shop/testing.py": HELPERS,
    "shop/deep.py": DEEP,
    "shop/broken.py": "def f(\n",
}


def _only(text: str, aspect: str, begin: str = "In ", files: dict[str, str] = FILES) -> list[str]:
    return [each for each in told(text, aspect, files) if each.startswith(begin)]


def test_what_a_called_function_does() -> None:
    text = """
        from shop.testing import replaced, run_it, setting

        def test_a():
            with replaced(1):
                run_it()
            setting()
    """
    assert _only(text, "Resources") == [
        "In `replaced()`, which is called here: State of the whole process, changed in `replaced()`: "
        "`shop.config.loop`; what was there before is put back, in no finally, at a line named here (line 4; "
        "`shop/testing.py` lines 12, 14)."
    ]
    assert _only(text, "Execution") == [
        "In `run_it()`, which is called here: Starts a process, or hands work to one: "
        "`subprocess.run(['ls'])` (line 5; `shop/testing.py` line 7)."
    ]
    assert _only(text, "Inputs") == [
        "In `setting()`, which is called here: The environment variable `SHOP_HOST` is read (line 6; "
        "`shop/testing.py` line 34)."
    ]


def test_through_re_exports_and_functions_of_the_same_file() -> None:
    text = """
        import shop.testing

        def test_a():
            shop.testing.read_it("a")
            shop.testing.quiet("b")
    """
    assert _only(text, "Inputs") == [
        "In `shop.testing.read_it()`, which is called here: Opened to be read: `path` (line 4; "
        "`shop/deep.py` line 5)."
    ]
    assert _only(text, "Resources", "Through ") == [
        "Through `shop.testing.quiet()`, which is called here and may lead to `Shop._make()` of its "
        "own file, if what it is given here allows it, which is not worked out: "
        "A file or a folder is made, moved or removed: `os.makedirs(folder)` (line 5; `shop/testing.py` line "
        "30)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "from shop.testing import empty\n\ndef test_a():\n    assert empty\n",
        "from shop.testing import empty\n\ndef test_a(empty):\n    empty()\n",
        "def empty(): ...\n\ndef test_a():\n    empty()\n",
        "from shop.broken import f\n\ndef test_a():\n    f()\n",
        "from shop.nowhere import f\n\ndef test_a():\n    f()\n",
        "from shop.testing import nowhere\n\ndef test_a():\n    nowhere()\n",
        "from tests.test_shop import f\n\ndef test_a():\n    f()\n",
        "from os.path import join\n\ndef test_a():\n    join()\n",
    ],
)
def test_what_is_not_called_or_not_of_the_project(text: str) -> None:
    assert not [each for aspect in ("Inputs", "Resources", "Execution") for each in _only(text, aspect)]


def test_fixtures_that_are_asked_for_and_those_that_nobody_asks_for() -> None:
    conftest = """
        import os, pytest

        @pytest.fixture
        def folder():
            os.mkdir("a")

        @pytest.fixture(autouse=True)
        def home(monkeypatch):
            monkeypatch.setenv("HOME", "a")
    """
    text = "def test_a(folder):\n    assert folder\n"
    assert _only(text, "Resources", files={"tests/conftest.py": conftest}) == [
        "In the fixture `folder`, which is asked for here: A file or a folder is made, moved or removed: "
        "`os.mkdir('a')` (line 1; `tests/conftest.py` line 5)."
    ]
    assert _only(text, "Doubles and controls", files={"tests/conftest.py": conftest}) == [
        "In the fixture `home`, which runs for every test here (autouse): Environment variable replaced: "
        "`HOME` by `'a'`, until the fixture monkeypatch undoes that (`tests/conftest.py` line 9)."
    ]


def test_no_more_than_anybody_reads() -> None:
    many = "import os\ndef f():\n" + "".join(f"    os.mkdir('{each}')\n" for each in range(10))
    found = _only("from many import f\ndef test_a():\n    f()\n", "Resources", files={"many.py": many})
    assert len(found) == 9
    assert found[-1] == "In other files that are led to from here, 2 more of this kind (line 3)."
    few = many.rpartition("    os")[0]
    nine = _only("from many import f\ndef test_a():\n    f()\n", "Resources", files={"many.py": few})
    assert len(nine) == 9
    large = many + "#" * 200_000
    assert not _only("from many import f\ndef test_a():\n    f()\n", "Resources", files={"many.py": large})


def test_a_denial_names_what_it_did_not_follow() -> None:
    text = """
        import far, numpy
        from far.shop import Shop, buy, sell

        def test_a():
            assert far.make(Shop()) and buy() and sell().call()() and numpy.array()
    """
    nothing = {each.name: each.nothing for each in reviewed(text).aspects}
    for aspect in ("Inputs", "Resources", "Exceptions", "Doubles and controls", "Execution", "Disclosure"):
        assert nothing[aspect].endswith(
            " Called here, among other such code: far.make(), buy(), sell() and more; "
            "methods of objects: sell().call()."
        )
    assert "called here" not in nothing["Known bugs"] + nothing["Hard-coded values"]
    either = "try:\n    from far import buy\nexcept ImportError:\n    from os import path as buy\nbuy()\n"
    assert reviewed(either).aspects[1].nothing.endswith(" Called here, among other such code: buy().")
    alone = "import far\n\ndef test_a():\n    far.make()\n"
    assert reviewed(alone).aspects[1].nothing.endswith(" Called here, among other such code: far.make().")
    assert "called here" not in reviewed("def test_a(): ...\n").aspects[1].nothing


def test_a_denial_names_methods_and_what_is_inherited() -> None:
    base = """
        class Base:
            def setUp(self):
                self.shop = open_shop()
    """
    text = """
        import io
        from shop.base import Base

        class Own:
            def setUp(self):
                pass

        class TestShop(Base, Own):
            def check(self):
                return self.till.ring()

            def test_a(self, till):
                self.boot()
                self.check()
                self.assertTrue(till.ring().strip())
                io.StringIO().getvalue()
                (till.first or till.second or till.third or till.fourth).sell()

            class TestInner(Base):
                pass
    """
    nothing = reviewed(text, {"shop/base.py": base}).aspects[7].nothing
    assert (
        " Called here, among other such code: methods of objects: self.till.ring(), till.ring() and "
        "….sell(); what is inherited: Base.setUp() and self.boot()." in nothing
    )


def test_what_stands_below_a_skip_is_under_conditions() -> None:
    skips = {
        'if os.name == "nt":\n        pytest.skip()': "under conditions",
        "try:\n        import nt\n    except ImportError:\n        return": "under conditions",
        "try:\n        import nt\n    except ImportError:\n        raise": "",
        "try:\n        import nt\n    except ImportError:\n        pass\n    else:\n        return": "under",
        'if os.name == "nt":\n        print()': "",
        'nt = pytest.importorskip("nt")': "under conditions",
        "if case:\n        self.skipTest()": "under conditions",
    }
    for body, words in skips.items():
        made = f"import os, pytest\n\ndef make(self=None):\n    {body}\n    os.environ['SHOP'] = 'a'\n"
        text = "from made import make\ndef test_a():\n    make()\n"
        found = [each for aspect in reviewed(text, {"made.py": made}).aspects for each in aspect.facts]
        said = [sentence(each) for each in found if "SHOP" in sentence(each) and "`make()`" in sentence(each)]
        assert said and all(("under conditions" in each) is bool(words) for each in said), (body, said)

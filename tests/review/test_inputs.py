"""Inputs: what enters from outside, and where helpers get theirs from."""

from __future__ import annotations

from .asking import told

ASPECT = "Inputs"
INSIDE = (
    "By the names that are known, no call in this file reads a variable of the environment, the command "
    "line, "
    "standard input, a file, the clock or a random value, or sends a request. "
    "What code in other files reads when it is called from here was not followed to its end."
)


def test_nothing_enters_a_test_without_parameters() -> None:
    assert told("def test_a():\n    assert 1\n", ASPECT) == []


def test_what_is_written_is_not_read() -> None:
    text = """
        import os

        def test_a():
            os.environ["A"] = "1"
            open("a", "w").close()
            open("b", "a+")
            open(*names)
            open("c", **options)
            open("d", mode)
            self.argv = sys.argv = 1
            input = 3
            shop.input()
    """
    assert told(text, ASPECT) == []


def test_the_outside() -> None:
    text = """
        import os, sys, requests
        from pathlib import Path

        def test_a():
            os.environ["A"], os.getenv("B"), os.environ.get("A")
            sys.argv[1:], sys.stdin.read(), input()
            open("a").read() + open("a", "rb").read()
            path = Path("b")
            path.read_text()
            read_text()
            requests.get("https://example.org/", timeout=3)
    """
    assert told(text, ASPECT) == [
        "The environment variable `A` is read (line 5).",
        "The environment variable `B` is read (line 5).",
        "Standard input is named: `input` (line 6).",
        "The command line is named: `sys.argv` (line 6).",
        "Standard input is named: `sys.stdin` (line 6).",
        "Opened to be read: `'a'` (line 7).",
        "Opened to be read: `path` (line 9).",
        "A request is sent, or answered by a double: `requests.get('https://example.org/', "
        "timeout=3)` (line 11).",
        "What code in other files reads when it is called from here was not followed to its end. Called "
        "here, among other such code: requests.get().",
    ]


def test_fixtures_are_found_where_they_are_defined() -> None:
    text = """
        import pytest
        from unittest import mock

        @pytest.fixture(name="till")
        def make_till(shop):
            return shop

        @mock.patch("shop.pay")
        def test_a(pay, till, shop, tmp_path, mocker, nobody):
            assert till

        @unknown
        def test_b(what):
            assert what

        class TestCase(unittest.TestCase):
            def test_c(self, never):
                assert never
    """
    files = {
        "tests/conftest.py": "import pytest\n\n@pytest.fixture\ndef shop():\n    return 1\n\ndef "
        "other(): ...\n",
        "conftest.py": "import pytest\n\n@pytest.fixture\ndef shop():\n    return 2\n",
    }
    assert told(text, ASPECT, files) == [
        "2 functions of this file ask for the fixture `shop` (lines 5, 9; `tests/conftest.py` lines 4–5).",
        "1 function of this file asks for the fixture `till`, which this file defines (lines 5–6, 9).",
        "Fixtures that pytest or a well-known plugin brings, each with the line of its first use: `tmp_path` "
        "and `mocker` (line 9).",
        "Asked for by tests whose bodies do not name it: `shop`, `tmp_path`, `mocker` and `nobody`, each "
        "with the "
        "line of the first such test (line 9).",
        "What fills these parameters of tests is not followed: `nobody`, `what` and `never`, each with the "
        "line of the first (lines 9, 13, 17).",
        INSIDE,
    ]


def test_parameters_that_a_mark_gives() -> None:
    text = """
        import pytest

        @pytest.mark.parametrize("a, b", [(1, 2), (3, 4)])
        @pytest.mark.parametrize("c", values())
        @pytest.mark.parametrize("d", [*more])
        @pytest.mark.parametrize("e")
        @parametrize("f", [1])
        def test_a(a, b, c, d): ...
    """
    assert told(text, ASPECT) == [
        "Parameters `a, b` get 2 values written here (line 3).",
        "Parameter `c` gets values that are worked out (line 4).",
        "Parameter `d` gets values that are worked out (line 5).",
        INSIDE,
    ]


def test_many_marks_are_counted() -> None:
    mark = '@pytest.mark.parametrize("a", [1])\n'
    text = "import pytest\n\n" + mark * 8 + "def test_a(a): ...\n"
    assert told(text, ASPECT)[6] == (
        "2 more marks of parameters, from the first to the last line named (lines 9, 10)."
    )


def test_helpers_are_given_what_their_calls_write() -> None:
    text = """
        class TestShop:
            def check(self, order, host, port, more=1):
                assert order

            def test_a(self):
                order = self.make()
                self.check(order, "host1", 80)

            def test_b(self):
                self.check(self.make(), "host1", 443)

            def given(self, a): ...
            def starred(self, *a): ...
            def unpacked(self, a): ...
            def elsewhere(self, a): ...
            @decorated
            def changed(self, a): ...

            def test_c(self):
                self.given(self.other + 1)
                self.starred(1)
                self.unpacked(*values)
                other.elsewhere(1)
                self.changed(1)

        def plain(a): ...

        def test_d():
            plain(make())
    """
    assert told(text, ASPECT) == [
        "Parameter `order` of `check`: both calls here give it what `self.make()` returns (lines 7, 10).",
        "Parameter `host` of `check`: both calls here give it the literal `'host1'` (lines 7, 10).",
        "Parameter `port` of `check`: both calls here give it `80` or `443` (lines 7, 10).",
        "Parameter `a` of `plain`: its only call here gives it what `make()` returns (line 29).",
        f"{INSIDE} Called here, among other such code: methods of objects: other.elsewhere(); what is "
        "inherited: self.make().",
    ]


def test_a_fixture_of_a_class_is_for_its_class_alone() -> None:
    text = """
        import pytest

        class Base:
            @pytest.fixture
            def shop(self):
                return 1

        class TestOrders(Base):
            def test_a(self, shop): ...

        class TestOther:
            @pytest.fixture
            def shop(self):
                return 2

            def test_a(self, shop): ...

        def test_b(shop): ...
    """
    assert told(text, ASPECT) == [
        "1 function of this file asks for the fixture `shop`, which this file defines (lines 5–6, 9).",
        "1 function of this file asks for the fixture `shop`, which this file defines (lines 13–14, 16).",
        "Asked for by tests whose bodies do not name it: `shop` (lines 9, 16, 18).",
        "What fills these parameters of tests is not followed: `shop` (line 18).",
        INSIDE,
    ]


def test_names_that_helpers_are_given() -> None:
    text = """
        import shop

        def check(state, more): ...

        def test_a():
            check(shop.OPEN, 1)
            check(shop.SHUT, local)
    """
    assert told(text, ASPECT) == [
        "Parameter `state` of `check`: both calls here give it `shop.OPEN` or `shop.SHUT` (lines 6, 7).",
        INSIDE,
    ]


def test_many_literals_are_counted_and_names_of_tables_told() -> None:
    text = """
        import pytest

        def check(number): ...

        @pytest.mark.parametrize("n", NUMBERS)
        def test_a(n):
            check(1), check(2), check(3), check(4), check(5)
    """
    assert told(text, ASPECT) == [
        "Parameter `n` gets the values of `NUMBERS` (line 5).",
        "Parameter `number` of `check`: all 5 calls here give it 5 literals written in this file (line 7).",
        INSIDE,
    ]


def test_the_whole_environment() -> None:
    text = """
        import os

        def test_a(shop):
            child = os.environ.copy()
            run(os.environ, env=os.environ)
            run({**os.environ})
            os.environ.update(child)
            shop.environ.copy()
            assert os.environ
    """
    assert told(text, ASPECT)[0] == "The whole environment is taken, by `os.environ` (lines 4, 5, 6)."


def test_a_variable_of_the_environment_by_its_key() -> None:
    text = (
        "import os\n\ndef test_a():\n    assert os.environ['SHOP'] and shop.environ['A'] and os.environ[a]\n"
    )
    assert told(text, ASPECT)[0] == "The environment variable `SHOP` is read (line 4)."
    assert "is read" not in " ".join(told("import os\nos.environ['SHOP'] = '1'\n", ASPECT))


def test_methods_that_open() -> None:
    text = """
        import gzip
        from pathlib import Path

        def test_a(store, path):
            with Path("a").open(encoding="utf-8") as a, Path("b").open("w") as b:
                b.write(a.read())
            path.open(), path.open("rb"), path.open("w"), path.open(mode="ab"), store.open("1.txt")
            gzip.open("c.gz"), gzip.open("d.gz", "w")
            load_fixture("e.json"), pd.read_csv("f.csv"), read_config(), upload_file()
    """
    assert [
        each
        for each in told(text, ASPECT)
        if ("pen" in each or "reads" in each) and "Called here" not in each
    ] == [
        "Opened to be read: `Path('a')` (line 5).",
        "Opened to be read: `'c.gz'` (line 8).",
        "By its name, reads a file: `load_fixture()` (line 9).",
        "By its name, reads a file: `pd.read_csv()` (line 9).",
        "Opens something, by its name, which may be a file that is read: `path.open()` (line 7).",
        "Opens something, by its name, which may be a file that is read: `store.open()` (line 7).",
    ]


def test_fixtures_below_decorators_that_are_not_followed() -> None:
    text = """
        import pytest
        from shop import needs, give

        @pytest.fixture
        def till():
            return 1

        def test_a(till):
            assert till

        @needs("mail")
        def test_b(till, tmp_path, nobody):
            assert till

        class TestC:
            @give("till")
            def test_d(self, till):
                assert till
    """
    assert [each for each in told(text, ASPECT) if "fixture" in each or "Fixture" in each] == [
        "3 functions of this file ask for the fixture `till`, which this file defines; 2 by the name alone, "
        "below a decorator that is not followed (lines 5–6, 8, 12, 17).",
        "Fixtures that pytest or a well-known plugin brings, each with the line of its first use: `tmp_path` "
        "(line 12).",
    ]


def test_fixtures_that_marks_ask_for() -> None:
    text = """
        import pytest

        pytestmark = pytest.mark.usefixtures("till", "mail")

        @pytest.mark.usefixtures(NAME)
        def test_a():
            shop.usefixtures("till")
            assert 1

        @pytest.mark.usefixtures("till")
        def test_b():
            assert 1
    """
    assert told(text, ASPECT)[:3] == [
        "A mark asks for the fixture `till`, which no parameter names there (lines 3, 10).",
        "A mark asks for the fixture `mail`, which no parameter names there (line 3).",
        "A mark asks for the fixture `a name that is worked out`, which no parameter names there (line 5).",
    ]

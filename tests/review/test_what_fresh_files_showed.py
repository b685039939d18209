"""What reviews of fresh files said wrongly, or left out: each kind with its counterpart."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

FLASK = """
    from flask import g

    def test_till(app):
        with app.app_context():
            g.user = "ann"
"""


def test_what_belongs_to_a_context_is_no_state_of_the_process() -> None:
    assert told(FLASK, "Resources") == ["Entered and left by a with statement: `app.app_context()` (line 4)."]
    assert not any("Replaced" in each for each in told(FLASK, "Doubles and controls"))
    other = FLASK.replace("from flask import g", "from shop import g")
    assert any(
        "State of the whole process" in each and "`g.user`" in each for each in told(other, "Resources")
    )


CLIENT = {
    "shop/__init__.py": "",
    "shop/till.py": """
        import subprocess

        class Session:
            def ring(self): pass

        class Till:
            def __aenter__(self): return Session()
            def __enter__(self): return self
            def ring(self): subprocess.run(["true"])

        class Other:
            def __enter__(self): return Session()
            def ring(self): subprocess.run(["true"])
            def close(self): return None

        class Bare:
            def ring(self): subprocess.run(["true"])
    """,
}
ENTERED = """
    from shop.till import Bare, Other, Till

    def test_till():
        with {}() as till:
            till.ring()
"""


@pytest.mark.parametrize(("name", "is_own"), [("Till", True), ("Other", False), ("Bare", False)])
def test_methods_of_what_a_block_gives_are_those_of_the_class_only_if_it_gives_itself(
    name: str, is_own: bool
) -> None:
    found = told(ENTERED.format(name), "Execution", CLIENT)
    assert any(each.startswith("In `till.ring()`") for each in found) is is_own


SERVER = {
    "tests/conftest.py": """
        import pytest

        @pytest.fixture
        def server(request):
            server = make(request.param)
            server.start()
            try:
                yield server
            finally:
                server.stop()

        @pytest.fixture
        def till():
            yield 1
            forget()
    """
}
INDIRECT = """
    import pytest

    @pytest.mark.parametrize("server", [1], {})
    def test_till(server): pass
"""


@pytest.mark.parametrize(
    ("how", "is_fixture"),
    [
        ("indirect=True", True),
        ("indirect=['server']", True),
        ("indirect=[]", False),
        ("indirect=False", False),
        ("ids=str", False),
    ],
)
def test_values_that_go_through_a_fixture_ask_for_it(how: str, is_fixture: bool) -> None:
    text = INDIRECT.format(how)
    asks = "1 function of this file asks for the fixture `server` (line 4; `tests/conftest.py` lines 4–10)."
    assert (asks in told(text, "Inputs", SERVER)) is is_fixture
    starts = "In the fixture `server`, which is asked for here: By its name, starts a server or a service: "
    found = told(text, "Execution", SERVER)
    assert (f"{starts}`server.start()` (line 4; `tests/conftest.py` line 6)." in found) is is_fixture
    ends = "In the fixture `server`, which is asked for here: Behind its yield: `server.stop()` (line 4; "
    assert (f"{ends}`tests/conftest.py` line 10)." in told(text, "Resources", SERVER)) is is_fixture


def test_what_a_fixture_of_another_file_does_behind_its_yield_is_told() -> None:
    found = told("def test_till(till): pass", "Resources", SERVER)
    says = "In the fixture `till`, which is asked for here: Behind its yield: `forget()` "
    assert found == [f"{says}(line 1; `tests/conftest.py` line 15)."]


HOOKS = {
    "tests/conftest.py": """
        import os
        import sys
        import warnings

        os.environ["SHOP"] = "test"
        if sys.platform == "win32":
            warnings.simplefilter("ignore")

        def pytest_configure(config):
            sys.path.insert(0, "src")

        def other():
            sys.path.insert(0, "lib")
    """
}


def test_what_conftest_files_do_at_their_import_and_in_hooks_is_told() -> None:
    assert told("def test_till(): pass", "Resources", HOOKS) == [
        "State of the whole process, changed when that file is imported, under a condition: "
        "`warnings.simplefilter('ignore')` (`tests/conftest.py` line 7).",
        "State of the whole process, changed when that file is imported: "
        "`os.environ['SHOP'] = 'test'` (`tests/conftest.py` line 5).",
        "In the hook `pytest_configure()`, which pytest calls: State of the whole process, changed in "
        "`pytest_configure()`: `sys.path` (`tests/conftest.py` line 10).",
    ]


def test_what_is_given_to_an_expectation_is_no_failure_that_is_checked() -> None:
    text = """
        import unittest

        class TestTill(unittest.TestCase):
            def test_till(self):
                self.assertRaisesRegex(ValueError, "no coin", pay, "invalid name")
                self.assertRaisesRegex(ValueError, NO, pay)
                self.assertRaisesMessage(KeyError, "gone", pay)
                self.assertRaises(KeyError, pay, "an error")
    """
    assert told(text, "Exceptions") == [
        "An exception is expected in 2 places: `ValueError`; what it says is compared with `'no coin'` and "
        "`NO` (lines 5, 6).",
        "An exception is expected in 2 places: `KeyError`; what it says is compared in 1 of these with "
        "`'gone'` (lines 7, 8).",
    ]


def test_texts_of_expected_exceptions_are_told_up_to_four() -> None:
    lines = "".join(f"    with pytest.raises(KeyError, match='m{n}'): pay()\n" for n in (1, 1, 2, 3, 4, 5))
    found = told(f"import pytest\ndef test_till():\n{lines}", "Exceptions")
    assert found[0].startswith(
        "An exception is expected in 6 places: `KeyError`; what it says is compared with "
        "`'m1'`, `'m2'`, `'m3'`, `'m4'` and 1 more ("
    )


def test_of_a_helper_that_is_given_on_it_is_not_said_what_all_calls_give_it() -> None:
    text = """
        import unittest

        class TestTill(unittest.TestCase):
            def pay(self, coin):
                self.till.pay(coin)

            def test_till(self):
                self.pay("penny")
                {}
    """
    known = text.format("self.till.pay")
    given = text.format("self.assertRaises(ValueError, self.pay, None)")
    says = "Parameter `coin` of `pay`: its only call here gives it the literal `'penny'` (line 8)."
    assert says in told(known.replace("self.till.pay", "self.till.ring"), "Inputs")
    assert says not in told(given, "Inputs")
    assert (
        "Helper `pay(coin)`; called by its name in line 8, and named without a call in line 9 (lines 4–5)."
        in told(given, "Structure")
    )


def test_a_function_that_is_only_named_says_where() -> None:
    text = """
        def pay(coin): pass

        @wrapped
        def other(): pass

        def again():
            return [again]

        class Till:
            def pay(self): pass

        def test_till():
            give(pay, other, Till.pay)
    """
    assert "Helper `pay(coin)`; named without a call in line 13 (line 1)." in told(text, "Structure")
    assert "Function `other()` (line 4)." in told(text, "Structure")
    assert "Function `again()` (lines 6–7)." in told(text, "Structure")


STATES = """
    class Shop: pass

    class TestTill:
        @classmethod
        def setup_class(cls):
            cls.till = 1

        def test_till(self, thing):
            self.__class__.count = 1
            type(self).total = 1
            thing.__class__.cookie = None
            type(thing).age = 2
            Shop.open = True
            thing.name = 3
            here.name = 4
            make().name = 5

    def test_other(cls, shop):
        class Inner: pass
        Inner.name = 6
        cls.name = 7
"""


def test_what_is_set_on_classes_is_told() -> None:
    found = [each for each in told(STATES, "Resources") if each.startswith("Set on")]
    assert found == [
        "Set on the class, for all of its tests: `cls.till` (line 6).",
        "Set on the class, for all of its tests: `self.__class__.count` (line 9).",
        "Set on the class, for all of its tests: `type(self).total` (line 10).",
        "Set on a class, for all its objects: `thing.__class__.cookie` (line 11).",
        "Set on a class, for all its objects: `type(thing).age` (line 12).",
        "Set on a class, for all its objects: `Shop.open` (line 13).",
    ]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ('f"could not find {name} here"', "“could not find … here”"),
        ('f"{name}"', "for a reason that is worked out: "),
        ('"no %s" % name', r"“no \%s”"),
        ('"no {}".format(name)', r"“no \{\}”"),
        ('"no " + name', "“no …”"),
        ("name + name", "for a reason that is worked out: `name + name`"),
        ("REASON", "“gone”"),
        ("name", "for a reason that is worked out: `name`"),
    ],
)
def test_where_values_stand_in_the_reason_of_a_skip_a_mark_says_so(reason: str, words: str) -> None:
    text = f"import pytest\nREASON = 'gone'\ndef test_till(name):\n    pytest.skip({reason})\n"
    assert words in told(text, "Known bugs")[0]


def test_a_skip_in_a_handler_hangs_on_the_exception() -> None:
    text = """
        import pytest

        def test_till():
            try:
                start()
            except {}:
                pytest.skip("gone")
    """
    known = told(text.format("OSError"), "Known bugs")[0]
    assert known.startswith("A skip stands in `test_till`, under the condition `except OSError`: “gone”.")
    bare = told(text.format("").replace("except :", "except:"), "Known bugs")[0]
    assert "under the condition `except`" in bare


def test_a_token_in_a_url_is_no_good_news() -> None:
    text = 'def test_till(till):\n    till.get("https://localhost/till{}")\n'
    good = "no literal stands under the name of a secret"
    assert any(good in each for each in told(text.format("?a=b"), "Hard-coded values"))
    assert not any(good in each for each in told(text.format("?token=b"), "Hard-coded values"))


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("shop_admin_instance = Shop()", True),
        ("root_client = Shop()", True),
        ("admin_instance.pay()", True),
        ("admin_page = 1", False),
        ("admin = 1", False),
    ],
)
def test_variables_with_more_rights_are_told(line: str, is_told: bool) -> None:
    text = f"from shop import Shop, admin_instance as other\ndef test_till():\n    {line}\n"
    found = told(text, "Doubles and controls")
    assert any("more rights" in each for each in found) is is_told


def test_a_parameter_and_what_is_imported_are_told_apart() -> None:
    text = "from shop import admin_client\ndef test_till({}):\n    admin_client.get()\n"
    rights = "Used with more rights than others, by its name: `admin_client` (lines 2, 3)."
    assert rights in told(text.format("admin_client"), "Doubles and controls")
    assert rights not in told(text.format(""), "Doubles and controls")


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ('scope="session"', "; it is made once a session ("),
        ('scope="class", params=[1, 2]', "; it is made once a class and has 2 values as parameters ("),
        ("params=VALUES", "; it has parameters that are worked out ("),
        ('scope="function"', " ("),
        ('scope="module", autouse=True', " runs once a module, for every test, asked or not (autouse) ("),
    ],
)
def test_how_long_fixtures_live_is_told(mark: str, said: str) -> None:
    text = f"import pytest\n@pytest.fixture({mark})\ndef till(): pass\n"
    assert told(text, "Structure")[0].startswith(f"Fixture `till`{said}")


def test_a_wait_for_the_end_ends_nothing() -> None:
    text = "async def test_till(till):\n    {}\n"
    assert told(text.format("await till.wait_closed()"), "Resources") == []
    assert told(text.format("await till.close()"), "Resources") != []
    assert reviewed(text).aspects

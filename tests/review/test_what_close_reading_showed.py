"""What a close reading of reviews found untrue, misleading or missing, each kind with what looks like it."""

from __future__ import annotations

import pytest

from .asking import reviewed, told

DOUBLES = "Doubles and controls"


@pytest.mark.parametrize(
    ("call", "is_so"),
    [
        ("expect_codes_in_exception", True),
        ("expecting_failure", True),
        ("assert_error", True),
        ("expect_no_errors", False),
        ("expected_text", False),
    ],
)
def test_blocks_that_expect_a_failure_by_their_names(call: str, is_so: bool) -> None:
    text = f"def test_a({call}):\n    with {call}(1):\n        pay()\n"
    named = f"An exception or a warning is expected, by the name of the call: `{call}(1)` (lines 2–3)."
    assert (named in told(text, "Exceptions")) is is_so


def test_a_test_that_enters_such_a_block_is_not_without_checks() -> None:
    text = "def test_a(expect_error):\n    with expect_error(1):\n        pay()\n"
    assert told(text, "Structure") == [
        "Test `test_a` enters 1 block that expects a failure, by the name; it calls `expect_error()` and "
        "`pay()` (lines 1–3)."
    ]


def test_what_stands_under_the_names_of_secrets_in_a_text_is_not_shown() -> None:
    text = """
        A = \"\"\"
        url: https://pay.example.org/
        password: opensesame
        \"\"\"
        B = "see https://pay.example.org/ with password: opensesame"
        C = "https://pay.example.org/?token=opensesame&sort=1"
    """
    found = "\n".join(told(text, "Hard-coded values"))
    assert "opensesame" not in found
    assert "password: …" in found
    assert "?token=…&sort=1" in found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("monkeypatch.setenv(key, 'a')", "; its name is worked out"),
        ("monkeypatch.setenv('KEY', 'a')", "Environment variable replaced: `KEY` by"),
        ("monkeypatch.setenv(NAME, 'a')", "Environment variable replaced: `SHOP` by"),
        ("monkeypatch.setattr(till, key, 'a')", "Replaced: `getattr(till, key)` by"),
        ("monkeypatch.setattr(till, NAME, 'a')", "Replaced: `till.SHOP` by"),
    ],
)
def test_what_is_replaced_under_a_name_that_is_worked_out(line: str, said: str) -> None:
    text = f"NAME = 'SHOP'\n\ndef test_a(monkeypatch, key, till):\n    {line}\n"
    assert any(said in each for each in told(text, DOUBLES))


@pytest.mark.parametrize(
    ("line", "is_so"),
    [
        ("shop.till = lambda x: 1", True),
        ("shop.till = ring", True),
        ("self.shop.till = ring", True),
        ("shop.till = MagicMock()", True),
        ("shop.till = FakeTill()", True),
        ("shop.till = double", True),
        ("self.till = ring", False),
        ("shop.till = 1", False),
        ("shop.till = shop", False),
        ("shop.till = Ring", False),
        ("shop.till = open(1)", False),
        ("shop['till'] = ring", False),
        ("double.till = ring", False),
        ("shop.side_effect = ring", False),
    ],
)
def test_functions_and_doubles_under_attributes(line: str, is_so: bool) -> None:
    text = (
        "from unittest.mock import MagicMock\n\nclass Ring: ...\n\ndef ring(): ...\n\n"
        f"def test_a(self, shop):\n    double = MagicMock()\n    {line}\n"
    )
    words = f"A function of this file or a double is put under an attribute of an object: `{line}` (line 9)."
    assert (words in told(text, DOUBLES)) is is_so


BASES = """
    class TestShop:
        def test_a(self):
            assert True

    class TestNothing:
        till = 1

    class TestSwitchedOff:
        __test__ = False

        def test_a(self):
            assert True

    class Shop:
        def test_a(self):
            assert True
"""


def test_classes_of_tests_that_are_imported_run_here() -> None:
    text = """
        from tests.base import Shop, TestNothing, TestShop, TestSwitchedOff

        class TestTill(TestShop):
            pass
    """
    found = told(text, "Structure", {"tests/base.py": BASES})
    assert [each for each in found if each.startswith("Tests of other files")] == [
        "Tests of other files that are imported, so pytest runs them here, too: `TestShop` (line 1; "
        "`tests/base.py` line 1)."
    ]


@pytest.mark.parametrize(
    "below", ["del TestShop", "TestShop = None", "class TestShop: ...", "from shop import TestShop"]
)
def test_classes_whose_names_are_given_up_do_not_run_here(below: str) -> None:
    text = f"from tests.base import TestShop\n\nclass TestTill(TestShop):\n    pass\n\n{below}\n"
    found = told(text, "Structure", {"tests/base.py": BASES})
    assert not [each for each in found if each.startswith("Tests of other files")]


def test_keys_with_hyphens_are_names_of_secrets() -> None:
    text = "DATA = {'auth-password': 'a', 'till-number': 'b'}\n"
    assert told(text, "Hard-coded values")[0] == (
        "A literal, not shown here, is given under the name `auth-password` (line 1)."
    )


def test_what_the_file_itself_makes_on_the_disk() -> None:
    text = "import os\n\ndef test_a():\n    os.makedirs('a')\n    os.unlink('a')\n"
    assert told(text, "Resources") == [
        "Deletes from the disk: `os.unlink('a')` (line 5).",
        "A file or a folder is made, moved or removed: `os.makedirs('a')` (line 4).",
    ]


@pytest.mark.parametrize(("end", "number"), [(":", 1), (": pass", 1), (": ...", 1), (": it is", 0)])
def test_classes_in_comments_of_one_line(end: str, number: int) -> None:
    found = told(f"# class TestShop(Base){end}\n", "Known bugs")
    assert len([each for each in found if each.startswith("A class is commented out")]) == number


def test_a_skip_on_what_is_there_under_a_condition() -> None:
    text = """
        import pytest

        if FAST:
            @pytest.mark.skipif(SLOW, reason="slow")
            def test_a():
                assert a
        else:
            @pytest.mark.skip(reason="later")
            class TestShop:
                pass
    """
    conditions = [each.split("condition ")[1].split(":")[0] for each in told(text, "Known bugs")]
    assert conditions == ["`FAST and SLOW`", "`not (FAST)`"]


def test_names_of_tests_are_only_said_to_have_the_word() -> None:
    text = "class TestDummyCommands:\n    pass\n"
    assert told(text, DOUBLES) == [
        "The word of a double stands in the name of a class of tests: `TestDummyCommands` (lines 1–2)."
    ]
    assert reviewed(text).defects == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handler.sleep_func(3)", "By its name, waits without being told"),
        ("snooze(3)", ""),
        ("asyncio.wait_for(ready.wait(), 2)", ""),
        ("ready.wait()", "Waits with no limit of time in the call: `ready.wait()`"),
    ],
)
def test_waits_by_name_and_limits_around_them(line: str, said: str) -> None:
    found = told(f"import asyncio\n\ndef test_a(handler, ready, snooze):\n    {line}\n", "Resources")
    waits = [each for each in found if "waits" in each.lower()]
    assert [said in each for each in waits] == ([True] if said else [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("settings['db']['on'] = True", "Assigned into what is imported, for all of the process: `settings["),
        (
            "delattr(settings.db, 'on')",
            "Set or removed in what is imported, for all of the process: `delattr(",
        ),
        (
            "setattr(settings.db, given, 1)",
            "Set or removed in what is imported, for all of the process: `setattr(",
        ),
        ("setattr(given, 'on', 1)", ""),
        ("given.setattr(settings, 'on', 1)", ""),
        ("given['db']['on'] = True", ""),
    ],
)
def test_what_is_changed_in_what_is_imported(line: str, said: str) -> None:
    text = f"from shop import settings\n\ndef test_a(given):\n    {line}\n"
    found = [each for each in told(text, "Resources") if "what is imported" in each]
    assert [each.startswith(said) for each in found] == ([True] if said else [])
    assert not any("Replaced by an assignment" in each for each in told(text, DOUBLES))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("client.get('https://example.org/')", "By its name, sends a request"),
        ("client.stream('GET', 'wss://example.org/')", "By its name, sends a request"),
        ("client.get('key')", ""),
        ("client.open('name')", ""),
        ("self.request.sendall(b'x')", "By its name, connects to a peer"),
        ("client.connect('localhost', 1883)", "By its name, connects to a peer"),
        ("client.connect((HOST, PORT))", "By its name, connects to a peer"),
        ("client.connect(port=1)", "By its name, connects to a peer"),
        ("signal.connect(ring)", ""),
        ("connect(HOST)", ""),
    ],
)
def test_requests_and_connections_of_objects_that_are_not_known(call: str, said: str) -> None:
    found = [
        each
        for each in told(f"def test_a(self, client, signal):\n    {call}\n", "Inputs")
        if "By its" in each
    ]
    assert [each.startswith(said) for each in found] == ([True] if said else [])


def test_where_a_double_is_put_and_called_by_the_same_test() -> None:
    text = """
        def test_a(shop):
            shop.till = lambda x: 1
            assert shop.till()
    """
    assert told(text, DOUBLES) == [
        "A function of this file or a double is put under an attribute of an object:"
        " `shop.till = lambda x: 1`; who puts it there calls it, too, at a line named here (lines 2, 3)."
    ]
    other = "def test_a(shop):\n    shop.till()\n    shop.till = lambda x: 1\n    other.till()\n"
    assert not any("calls it, too" in each for each in told(other, DOUBLES))


@pytest.mark.parametrize(
    ("given", "number"), [("OSError, msg='x'", 1), ("OSError", 0), ("OSError, pay, msg='x'", 0), ("'x'", 0)]
)
def test_the_text_of_an_expectation_is_compared_with_nothing(given: str, number: int) -> None:
    head = "import unittest\n\nclass T(unittest.TestCase):\n    def test_a(self):\n"
    text = f"{head}        with self.assertRaises({given}): pay()\n"
    text += "        self.assertRaises(OSError, pay, msg='a')\n"
    found = [each for each in told(text, "Exceptions") if each.startswith("The text under msg")]
    assert len(found) == number


FIXTURES = """
    import pytest

    @pytest.fixture
    def till():
        return 1

    @pytest.fixture(name="shop")
    def shop_fixture():
        return 2

    def bell():
        return 3
"""


@pytest.mark.parametrize(
    ("head", "conftest"),
    [
        ("from tests.fixtures import till\n", ""),
        ("from tests.fixtures import *\n", ""),
        ("", "from tests.fixtures import till\n"),
        ("", "from .fixtures import *\n"),
        ("", 'pytest_plugins = ["tests.fixtures"]\n'),
        ("pytest_plugins = 'tests.fixtures'\n", ""),
    ],
)
def test_fixtures_that_are_imported_or_of_plugins(head: str, conftest: str) -> None:
    text = f"{head}def test_a(till):\n    assert till\n"
    files = {"tests/fixtures.py": FIXTURES, "tests/conftest.py": conftest, "tests/__init__.py": ""}
    found = [each for each in told(text, "Inputs", files) if "`till`" in each]
    assert "`tests/fixtures.py` lines 4–5" in found[0]


def test_what_is_imported_and_no_fixture_is_none() -> None:
    text = "from tests.fixtures import bell, gone\n\ndef test_a(bell, gone):\n    assert bell\n"
    files = {"tests/fixtures.py": FIXTURES}
    assert not any("fixtures.py" in each for each in told(text, "Inputs", files))
    assert len(reviewed(text, files).undecided) == 1


def test_methods_of_bases_in_the_same_other_file_are_followed() -> None:
    base = """
        class Root:
            def start_it(self):
                self.server.start()

        class Harness(Root):
            def setUp(self):
                pass

        class Case(Harness, Root):
            def setUp(self):
                super().setUp()
                self.start_it()
                self.nowhere()
    """
    text = "from shop.base import Case\n\nclass TestShop(Case):\n    def test_a(self):\n        assert 1\n"
    assert told(text, "Execution", {"shop/base.py": base}) == [
        "In `Root.start_it()`, to which a set-up or tear-down of a base class leads: By its name, starts a "
        "server or a service: `self.server.start()` (`shop/base.py` line 3)."
    ]


def test_keys_and_certificates_are_told_and_not_shown() -> None:
    text = """
        KEY = '''
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEAvyo2hx1L3ALHeUd
        '''
        HEAD = f"-----BEGIN CERTIFICATE-----{KEY}"
        NOT = "-----BEGIN-----"
    """
    words = "A key or a certificate is written out, by its first line"
    assert told(text, "Hard-coded values") == [
        f"{words}: `-----BEGIN RSA PRIVATE KEY-----` (lines 1–4).",
        f"{words}: `-----BEGIN CERTIFICATE-----` (line 5).",
    ]


def test_a_secret_is_not_shown_as_something_else() -> None:
    text = """
        _SECRET = "1234abcd-1234-abcd-1234-abcd1234adcd"
        SETTINGS = {"SHOP_SECRET": _SECRET, "password": "ann@example.org", "user": "bob@example.org"}
    """
    found = told(text, "Hard-coded values")
    assert not any("1234abcd" in each or "ann@" in each for each in found)
    assert any("bob@example.org" in each for each in found)


def test_urls_of_longer_texts_are_told_one_by_one() -> None:
    long = f"{'x' * 300} <a href='https://pay.example.org/a'>http://shop.com</a>"
    assert told(f'A = b"{long}"\nB = "http://localhost/"\n', "Hard-coded values") == [
        "URL `http://localhost/`: this machine (line 2).",
        "A URL stands in a longer text: `https://pay.example.org/a` (line 1).",
        "A URL stands in a longer text: `http://shop.com` (line 1).",
    ]

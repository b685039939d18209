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
        B = "https://pay.example.org/?token=opensesame&sort=1"
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
        ("shop.till = lambda: 1", True),
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
                assert True
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
        "A name has the word of a double in it, and was not followed to what it stands for: "
        "`TestDummyCommands` (lines 1–2)."
    ]
    assert reviewed(text).defects == ()

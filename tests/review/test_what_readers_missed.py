"""What readers of reviews missed, each kind with what looks like it and is not."""

from __future__ import annotations

import pytest

from .asking import NO_FILES, told


def test_tests_of_other_files_run_where_they_are_imported() -> None:
    files = {
        "tests/base.py": "import a\n\ndef test_one(): ...\n\nasync def test_two(): ...\n\ndef login(): ...\n",
        "tests/test_util.py": "def test_three(): ...\n",
    }
    text = """
        from . import test_util
        from .base import login, test_one, test_two as test_deux, test_gone
        from .base import test_one as test_used
        from far import test_far
        from ... import test_too_far
        if login:
            from .base import test_one as test_perhaps

        test_used()
    """
    assert told(text, "Structure", files) == [
        "Tests of other files that are imported, so pytest runs them here, too: `test_one` and `test_deux` "
        "(line 2; `tests/base.py` lines 3, 5).",
    ]


def test_many_tests_of_another_file() -> None:
    names = [f"test_{number}" for number in range(20)]
    files = {"tests/base.py": "".join(f"def {each}(): ...\n" for each in names)}
    found = told(f"from .base import {', '.join(names)}\n", "Structure", files)
    assert "`test_8`, `test_9` and 10 more (line 1; `tests/base.py` lines 1, 2, " in found[0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("self.account", ["Parameter `account` of `files`: its only call here gives it `self.account`"]),
        ("accounts[0]", []),
    ],
)
def test_parameters_of_helpers_that_are_given_attributes(given: str, words: list[str]) -> None:
    text = f"""
        class TestA:
            def files(self, account): ...

            def test_a(self):
                self.files({given})
    """
    found = told(text, "Inputs")
    assert [each.partition(" (line")[0] for each in found][: len(words)] == words
    assert bool(found) == bool(words)


def test_fixtures_that_fetch() -> None:
    text = """
        async def test_a(jp_fetch, prefetch, fetch):
            await jp_fetch("/api")
            await jp_fetch("/api/me")
            fetch.all()
            other.jp_fetch()
    """
    assert (
        told(text, "Inputs")[0]
        == "2 calls by a client of tests, or of a service, by its name: `jp_fetch` (lines 2, 3)."
    )


def test_one_fixture_that_many_tests_ask_for_by_its_name_alone() -> None:
    text = "".join(f"def test_{number}(shop): ...\n" for number in range(9))
    assert told(text, "Inputs")[-3] == (
        "Asked for by tests whose bodies do not name it: `shop`, by 9 tests, the first 8 named here "
        "(lines 1, 2, 3, 4, 5, 6, 7, 8)."
    )


def test_what_handlers_do_who_fail() -> None:
    text = """
        def test_a(self):
            try:
                run()
            except LockTimeout:
                print(1)
                self.fail("locked")
    """
    assert told(text, "Exceptions") == ["Caught: `LockTimeout`; the handler lets the test fail (lines 4–6)."]


def test_failures_that_are_provoked_by_a_class_called_err() -> None:
    text = """
        def test_a(m):
            m.side_effect = SockErr
            m.side_effect = Serr
    """
    assert [each.partition(";")[0] for each in told(text, "Exceptions")] == [
        "A failure is provoked: `side_effect = SockErr`",
        "A double answers by its side\\_effect, which may raise: `Serr` (line 3).",
    ]


def test_warnings_that_a_marker_has_ignored() -> None:
    text = """
        import pytest, warnings

        pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

        @pytest.mark.filterwarnings("error")
        @shop.filterwarnings("ignore")
        def test_a(): ...
    """
    assert told(text, "Exceptions") == [
        "Warnings are ignored, by a marker: `ignore::DeprecationWarning` (line 3)."
    ]


def test_skips_by_the_name_of_their_module() -> None:
    text = """
        import t.skip

        @t.skip.if_pypy
        @skipping.on_windows()
        @t.marks.slow
        def test_a(): ...
    """
    assert told(text, "Known bugs") == [
        "Skips, or asks for something to run at all, by its name: `t.skip.if_pypy` (line 3).",
        "Skips, or asks for something to run at all, by its name: `skipping.on_windows()` (line 4).",
    ]


@pytest.mark.parametrize("name", ["kill_server", "restart_the_daemon", "terminateProcess", "kill_process"])
def test_what_ends_servers_by_its_name(name: str) -> None:
    assert told(f"def test_a():\n    {name}(1)\n    skill_server()\n", "Execution") == [
        f"By its name, starts or ends something outside of the test's own flow: `{name}()` (line 2)."
    ]


def test_explicit_failures_with_values() -> None:
    text = """
        import pytest

        class TestA(unittest.TestCase):
            def test_a(self, job):
                self.fail("no %s" % self)
                pytest.fail(f"no {self}")
                self.fail("no")
                self.fail()
                job.fail(f"{self}")
    """
    assert told(text, "Disclosure") == ["2 explicit failures put values into their messages (lines 5, 6)."]
    one = "def test_a(self):\n    self.fail(f'{self}')\n"
    assert told(one, "Disclosure") == ["1 explicit failure puts values into its message (line 2)."]
    many = "def test_a(self):\n" + "    self.fail(f'{self}')\n" * 9
    assert told(many, "Disclosure")[0].startswith(
        "9 explicit failures put values into their messages, the first 8 named here (lines 2, 3,"
    )


def test_doubles_that_are_methods_or_stand_in_a_function() -> None:
    text = """
        import pytest

        class TestA:
            def _fake_login(self): ...

            def make_fake_login(self): ...

            def test_mock_login(self):
                def stub(): ...

        def mock(): ...

        def test_fake(): ...

        @pytest.fixture
        def fake_shop(): ...
    """
    assert told(text, "Doubles and controls") == [
        "By its name, a double is defined here: `_fake_login()` (line 4).",
        "By its name, a double is defined here: `stub()` (line 9).",
        "By its name, a double is defined here: `mock()` (line 11).",
    ]


def test_files_that_are_deleted_but_not_to_tidy_up() -> None:
    text = """
        import os
        from os import remove as away

        class TestA:
            def tearDown(self):
                os.unlink("a")

            def test_a(self):
                os.unlink("a")
                away("b")
                items.remove("c")
                try:
                    run()
                finally:
                    os.remove("a")

        os.rmdir("d")
    """
    assert [each for each in told(text, "Resources") if each.startswith("Deletes")] == [
        "Deletes from the disk: `os.unlink('a')` (line 9).",
        "Deletes from the disk: `away('b')` (line 10).",
        "Deletes from the disk: `os.rmdir('d')` (line 17).",
    ]


def test_what_django_rolls_back() -> None:
    text = """
        from django.test import SimpleTestCase, TestCase

        class TestA(TestCase): ...
        class TestB(SimpleTestCase): ...
    """
    words = "What a test writes to the database Django rolls back behind it, by its documentation: "
    assert told(text, "Resources", NO_FILES) == [f"{words}`TestA` (line 3)."]
    many = "from django.test import TestCase\n" + "".join(
        f"class Test{number}(TestCase): ...\n" for number in range(6)
    )
    assert told(many, "Resources") == [
        f"{words}`Test0`, `Test1`, `Test2`, `Test3` and 2 more (lines 2, 3, 4, 5)."
    ]


def test_passwords_that_are_hashed_first() -> None:
    text = """
        def test_a(config):
            config.password = passwd("secrets")
    """
    assert told(text, "Hard-coded values") == [
        "A literal, not shown here, is given under the name `passwd()` (line 2)."
    ]

"""What two readers of eight fresh files found false, misleading or missing."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

DOUBLES = "Doubles and controls"
MOST = 8
"""Calls that print which are told one by one."""


def _nothing(text: str, aspect: str) -> str:
    """What is denied in one aspect, where it has no fact."""
    (found,) = (each for each in reviewed(text).aspects if each.name == aspect)
    assert not found.facts
    return found.nothing


def test_loggers_by_any_name() -> None:
    text = """
        import logging

        lgr = logging.getLogger(__name__)
        hall = Hall()

        def test_a():
            lgr.info("a")
            logging.error("b")
            hall.info("c")
    """
    assert told(text, "Disclosure") == [
        "Written to the output or the log: `logging.error('b')` (line 8).",
        "Written to the output or the log: `lgr.info('a')` (line 7).",
    ]


def test_what_is_called_like_a_logger_and_made_by_the_tested_code() -> None:
    text = """
        import structlog
        from shop import ShopLogger

        log = structlog.get_logger()

        class TestShop:
            shop_logger = ShopLogger()

            def test_a(self, logger):
                try:
                    self.shop_logger.error("a")
                except ValueError:
                    self.shop_logger.exception("b")
                except KeyError:
                    log.info("c")
                get_logger().info("d")
                logger.info("e")
    """
    begin = "By its name, written to the output or the log, if what `ShopLogger()` gives does so: "
    assert told(text, "Disclosure") == [
        f"{begin}`self.shop_logger.error('a')` (line 11).",
        f"{begin}`self.shop_logger.exception('b')` (line 13).",
        "Written to the output or the log: `log.info('c')` (line 15).",
        "Written to the output or the log: `get_logger().info('d')` (line 16).",
        "Written to the output or the log: `logger.info('e')` (line 17).",
    ]
    assert told(text, "Exceptions") == [
        "Caught: `ValueError`; no statement of the handler raises or fails (lines 12–13).",
        "Caught: `KeyError`; the handler only passes, returns, continues, prints or logs (lines 14–15).",
    ]


def test_one_more_call_that_prints() -> None:
    told_one, told_two = (
        told("def test_a():\n" + "".join(f"    print({each})\n" for each in range(number)), "Disclosure")[-1]
        for number in (MOST + 1, MOST + 2)
    )
    assert told_one.startswith("1 more call prints or logs, from the first to the last line named (")
    assert told_two.startswith("2 more calls print or log, from the first to the last line named (")


def test_calls_of_what_is_worked_out_are_others() -> None:
    text = """
        import pytest

        class TestShop(Base):
            def test_a(self, folder):
                run()
                assert (folder / "a").exists()

            def test_b(self):
                run()
                super().test_b()
                "a".join(b"c".split())
                f"{1}".strip()
                make(1).assert_called()

            def test_c(self):
                self.assertRaises(ValueError, shop.pay, 1)
                self.assertRaisesRegex(ValueError, "a", shop.open)
                pytest.raises(ValueError, lambda: 1)
    """
    assert told(text, "Structure")[1:] == [
        "Test `test_a` makes 1 assertion; it calls `run()` and others (lines 4–6).",
        "Test `test_b` makes 1 assertion; it calls `run()` and `make()` (lines 8–13).",
        "Test `test_c` expects 3 exceptions or warnings; it calls `shop.pay()` and `shop.open()` "
        "(lines 15–18).",
    ]


def test_an_address_that_is_a_double_or_nothing() -> None:
    text = """
        from unittest import mock

        def test_a():
            url = mock.Mock()
            ShopClient(url=url)
            ShopClient(url=None)
            ShopClient(host="till")
    """
    assert [each for each in told(text, "Inputs") if "made to talk" in each] == [
        "By its name and the address that it is given, made to talk to a service or a database, or to what "
        "stands in for one: `ShopClient()` (line 7)."
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (
            "if a:\n self.addCleanup(b)",
            "1 call registers clean-ups in `Base.setUp()`, in a branch, a loop or a function of its own",
        ),
        (
            "self.addCleanup(c)\n  if a:\n self.addCleanup(b)",
            "2 calls register clean-ups in `Base.setUp()`, 1 of them in a branch, a loop or a function "
            "of its own",
        ),
        ("self.addCleanup(c)", "1 call registers clean-ups in `Base.setUp()`"),
    ],
)
def test_clean_ups_that_a_base_class_registers_under_a_condition(body: str, what: str) -> None:
    lines = body.replace("\n self", "\n            self").replace("\n  if", "\n        if")
    base = f"import unittest\nclass Base(unittest.TestCase):\n    def setUp(self):\n        {lines}\n"
    text = "from tests.base import Base\nclass TestShop(Base):\n    def test_a(self): run()\n"
    (found,) = told(text, "Resources", {"tests/base.py": base, "tests/__init__.py": ""})
    assert found.startswith(f"In the base class, {what} (")


def test_an_application_that_is_asked_in_the_process() -> None:
    text = """
        from webtest import TestApp

        def test_a(app):
            TestApp(app).get("/")
    """
    assert told(text, "Inputs")[:2] == [
        "A client of tests is made, by its name: `TestApp()` (line 4).",
        "1 call by a client of tests, or of a service, by its name: `TestApp(app)` (line 4).",
    ]


def test_a_class_that_an_assertion_compares_is_handed_to_nobody() -> None:
    text = """
        from shop.testing import DummyTill, FakeTill

        def test_a(self, till):
            self.assertEqual(till.__class__, DummyTill)
            assert isinstance(till, DummyTill)
            till.use(FakeTill)
    """
    assert told(text, DOUBLES) == ["By its name, a double is handed to a call: `FakeTill` (line 6)."]


def test_what_patches_replace_is_no_part_of_the_denial() -> None:
    text = """
        from unittest import mock

        @mock.patch("sys.stdout")
        def test_a(out):
            run()
    """
    assert "no state of the process is seen to be changed, patches apart" in _nothing(text, "Resources")


def test_timing_reads_the_clock_and_runs_code() -> None:
    text = """
        import timeit

        def test_a():
            timeit.repeat(stmt="run()")
    """
    assert told(text, "Inputs") == ["The clock is read: `timeit.repeat()` (line 4)."]
    assert told(text, "Execution") == ["Runs or compiles code: `timeit.repeat(stmt='run()')` (line 4)."]


def test_comments_for_tools_are_no_code() -> None:
    text = """
        def test_a():
            # pylint: disable=no-self-use
            run()

        def test_b():
            # till: open = close()
            run()
    """
    assert told(text, "Known bugs") == [
        "By its look, code is commented out in `test_b`: `till: open = close()` (line 6)."
    ]


def test_functions_of_the_tested_code_that_are_called_after_doubles() -> None:
    text = """
        from shop.till import patched_open, fake_rates
        from tests.helpers import mock_till

        def test_a():
            patched_open()
            mock_till()
            stub_rates()
    """
    assert told(text, DOUBLES) == [
        "By its name, a call makes or sets a double: `mock_till()` (line 6).",
        "By its name, a call makes or sets a double: `stub_rates()` (line 7).",
    ]


def test_words_that_begin_like_doubles() -> None:
    text = "def test_a(shop):\n    shop.STUBBORN = 1\n    assert shop.hammock\n"
    assert "no name of its code has the word fake, mock, stub or dummy in it" in _nothing(text, DOUBLES)
    assert told("def test_a(shop):\n    shop.use_stubs()\n", DOUBLES)


def test_an_import_that_changes_the_process() -> None:
    files = {
        "tests/__init__.py": "import sys\nsys.path.insert(0, '.')\n",
        "tests/context.py": "import sys\nsys.path.insert(0, '..')\nimport shop\n",
        "shop/__init__.py": "import warnings\nwarnings.simplefilter('ignore')\n",
    }
    text = "import shop\nfrom .context import shop as till\n\ndef test_a():\n    assert till\n"
    assert told(text, "Resources", files) == [
        "In a file beside this one, which is imported here: State of the whole process, changed when that "
        "file is imported: `sys.path.insert(0, '..')` (`tests/context.py` line 2)."
    ]


def test_ids_that_tell_of_the_machine() -> None:
    text = "import uuid\n\nNAME = uuid.uuid1()\nOTHER = uuid.uuid4()\n\ndef test_a():\n    run()\n"
    assert told(text, "Inputs")[:2] == [
        "An id is made of this machine's address and the clock: `uuid.uuid1()` (line 3).",
        "A random value: `uuid.uuid4()` (line 4).",
    ]


def test_filters_of_warnings_that_are_taken_away_and_warnings_that_are_kept() -> None:
    text = """
        import warnings
        from shop import resetwarnings

        def test_a():
            warnings.resetwarnings()
            resetwarnings()
            with warnings.catch_warnings(record=True) as found:
                warnings.resetwarnings()
            with warnings.catch_warnings(record=False), open("a"):
                pass
            with warnings.catch_warnings():
                pass
            with open("a"):
                warnings.resetwarnings()
            catch_warnings(record=True)
    """
    where = "in no with statement here that is known to put them back"
    words = f"Takes away all filters of warnings of the process, {where}"
    assert f"{words}: `warnings.resetwarnings()` (lines 5, 14)." in told(text, "Resources")
    words = "Warnings are kept in a list, for the test to look at"
    assert told(text, "Exceptions") == [f"{words}: `warnings.catch_warnings(record=True)` (line 7)."]


def test_the_text_of_a_comparison_is_never_empty() -> None:
    text = """
        def test_a(a, b):
            assert repr(a == b)
            assert repr(a)
            assert text(a == b)
    """
    assert told(text, "Known bugs") == [
        "An assertion asks for the text of a comparison, which is never empty: `assert repr(a == b)` "
        "(line 2)."
    ]


def test_ids_without_hyphens() -> None:
    text = """
        def test_a():
            pay("0123456789abcdef0123456789abcdef")
            pay(shop_id="0123456789abcdef0123456789abcde0")
            pay("01234567890123456789012345678901")
            pay("0123456789abcdef0123456789abcdefa")
    """
    assert told(text, "Hard-coded values") == [
        "By its look an id or a digest, 32 hexadecimal digits that begin so: `01234567…` (line 2).",
        "Given under the name of an id: `shop_id='01234567…'` (line 3).",
    ]


def test_what_deserialises_and_stands_in_a_table() -> None:
    text = """
        from pickle import dumps, loads

        TABLE = {0: (int, dumps, loads)}

        def test_a():
            pack(loads)
            pack([loads])
            other = [eval, print]
    """
    assert told(text, "Execution") == [
        "Given to a call that may run it: `loads` (lines 6, 7).",
        "Stands in a table, from which it may be called: `loads` (line 3).",
        "Stands in a table, from which it may be called: `eval` (line 8).",
    ]


def test_files_that_are_opened_to_be_read_and_written_and_images() -> None:
    text = """
        from shop.lib import Image

        def test_a(path):
            with open(path, "r+b") as file:
                file.read()
            Image.open(path)
            shop.Image.open(path)
            Image.open()
            Door.open(path)
    """
    opens = "Opens something, by its name, which may be a file that is read"
    assert [each for each in told(text, "Inputs") if "read" in each][:4] == [
        "Opened to be read: `path` (line 4).",
        "By its name, reads an image from a file or a stream: `Image.open()` (line 6).",
        f"{opens}: `shop.Image.open()` (line 7).",
        f"{opens}: `Door.open()` (line 9).",
    ]
    assert "Opened to be read and written: `path` (line 4)." in told(text, "Resources")


def test_statements_for_databases() -> None:
    text = """
        def test_a(cursor, shop):
            sql = "DROP TABLE IF EXISTS tills"
            cursor.execute(sql)
            cursor.executemany(
                f"insert into {shop} values (%s)", [])
            cursor.execute("UPDATE tills SET a = 1")
            cursor.execute()
            execute("commit")
            shop.execute("ring")
            shop.execute("update the till")
    """
    words = "By what it is given, sends a statement to a database, or to what stands in for one"
    assert [each for each in told(text, "Inputs") if "statement" in each] == [
        f"{words}: `cursor.execute()` (lines 3, 6).",
        f"{words}: `cursor.executemany()` (lines 4–5).",
    ]


def test_no_fixture_puts_back_what_a_hook_changes_before_all_tests() -> None:
    hook = """
        import pytest
        from shop import till

        def pytest_configure():
            till.PATH = "a"

        @pytest.fixture(autouse=True)
        def path(monkeypatch):
            monkeypatch.setattr(till, "PATH", "b")
    """
    found = told("def test_a():\n    run()\n", "Resources", {"tests/conftest.py": hook, "shop/till.py": ""})
    begin = "In the hook `pytest_configure()`, which pytest calls: State of the whole process, changed in "
    assert found == [f"{begin}`pytest_configure()`: `till.PATH` (`tests/conftest.py` line 5)."]

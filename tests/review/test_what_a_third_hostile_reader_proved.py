"""Sentences that were not true of a file, and work that grew faster than a file."""

from __future__ import annotations

import pytest

from flake8_testsec.review import handlers
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from ..test_growth import DOUBLING, called
from .asking import told


def handled(tests: int) -> int:
    one = "def test_{0}():\n    log = ShopLogger()\n    try: go()\n    except ValueError: log.info('x')\n"
    text = "".join(one.format(each) for each in range(tests))

    def work() -> None:
        module = Module.parse(text, "tests/test_shop.py", Settings())
        assert len([*handlers.facts(module)]) == 1

    return called(work)


def test_twice_the_loggers_are_about_twice_the_work() -> None:
    handled(50)
    assert handled(400) / handled(200) < DOUBLING


LOGGERS = """
    import logging
    import sys
    from logging import getLogger as gl

    log = gl("x")

    class TestShop(Base):
        log = ShopLogger()

        def setUp(self):
            self.stdout = StringIO()
            self.logging = make_logging()
            with ShopLogger() as self.logger:
                run()

        def test_a(self):
            logging.warning("a")
            sys.stdout.write("b")
            log.info("c")
            self.logger.info("i")

        def test_b(self):
            logger = ShopLogger()
            logger.info("d")

        def test_c(self):
            logger = OtherLogger()
            logger.info("d")

        def test_d(self, logger):
            logger.info("d")

    class TestTill(TestShop):
        def test_a(self):
            self.log.info("e")

    class TestDoor(Base):
        def test_a(self):
            self.log.info("f")
            with ShopLogger() as logger:
                logger.info("g")
            if self.door:
                log = ShopLogger()
            else:
                log = OtherLogger()
            log.info("h")
"""


def test_each_logger_is_what_is_bound_to_it_where_it_stands() -> None:
    assert told(LOGGERS, "Disclosure") == [
        "Written to the output or the log: `logging.warning('a')` (line 17).",
        "Written to the output or the log: `sys.stdout.write('b')` (line 18).",
        "Written to the output or the log: `log.info('c')` (line 19).",
        "Written to the output or the log: `self.logger.info('i')` (line 20).",
        "By its name, written to the output or the log, if what `ShopLogger()` gives does so: "
        "`logger.info('d')` (line 24).",
        "By its name, written to the output or the log, if what `OtherLogger()` gives does so: "
        "`logger.info('d')` (line 28).",
        "Written to the output or the log: `logger.info('d')` (line 31).",
        "By its name, written to the output or the log, if what `ShopLogger()` gives does so: "
        "`self.log.info('e')` (line 35).",
        "3 more calls print or log, from the first to the last line named (lines 39, 46).",
    ]
    few = LOGGERS.replace('logging.warning("a")', "run()").replace('sys.stdout.write("b")', "run()")
    few = few.replace('log.info("c")', "run()")
    assert told(few, "Disclosure")[-3:] == [
        "Written to the output or the log: `self.log.info('f')` (line 39).",
        "Written to the output or the log: `logger.info('g')` (line 41).",
        "By its name, written to the output or the log, if what is made here does so: `log.info('h')` "
        "(line 46).",
    ]


def test_an_attribute_of_another_object_or_of_a_class_that_is_its_own_base() -> None:
    text = """
        class TestShop(TestShop):
            def test_a(self, shop):
                shop.log = ShopLogger()
                shop.till.log = ShopLogger()
                self.log.info("a")
    """
    assert told(text, "Disclosure") == ["Written to the output or the log: `self.log.info('a')` (line 5)."]


def test_the_functions_that_ask_for_a_fixture_are_counted_in_one_sentence() -> None:
    files = {"tests/conftest.py": "import pytest\n@pytest.fixture\ndef till():\n    return 1\n"}
    text = "".join(f"def test_{each}(till): run()\n" for each in range(7))
    (found,) = (each for each in told(text, "Inputs", files) if "fixture" in each)
    assert found.startswith("7 functions of this file, the first 6 here, ask for the fixture `till` (")


def test_what_a_block_must_say_is_not_called() -> None:
    text = """
        import pytest

        class TestShop(Base):
            def test_a(self, stack):
                with self.assertRaisesMessage(ValueError, message):
                    run()
                with self.assertWarnsMessage(UserWarning, message), pytest.warns(UserWarning, self.match):
                    run()
                stack.enter_context(self.assertRaisesRegex(ValueError, pattern, text))

            def test_b(self):
                run()
                self.assertRaisesMessage(ValueError, message, shop.pay, 1)
                error = pytest.raises(ValueError, shop.open)
    """
    assert [each.partition(";")[2] for each in told(text, "Structure")[1:]] == [
        " it calls `run()` and `stack.enter_context()` (lines 4–9).",
        " it calls `run()`, `shop.pay()` and `shop.open()` (lines 11–14).",
    ]


def test_what_stands_in_no_table() -> None:
    text = """
        import subprocess, threading
        from typing import Callable, Dict, Tuple

        THREADS: Dict[str, threading.Thread] = {}

        def start(shop: Callable[[threading.Thread], int], *, all: (threading.Thread, int)) -> (
            threading.Thread, int):
            till: (threading.Thread, int)
            assert type(shop) in (threading.Thread, None)
            try:
                old, subprocess.run = subprocess.run, None
                [old, subprocess.run] = [subprocess.run, [None]]
            except (threading.Thread, ValueError):
                run()
            for old, subprocess.call in shop:
                run()

        def test_a():
            {1: exec}[1]("a")
            TABLE, *rest = {1: (1, compile)}, eval
            both = eval, 1
            pair: tuple = eval, 1
    """
    found = [each for each in told(text, "Execution") if "table" in each]
    assert found == [
        "Stands in a table, from which it may be called: `exec` (line 19).",
        "Stands in a table, from which it may be called: `compile` (line 20).",
        "Stands in a table, from which it may be called: `eval` (lines 21, 22).",
    ]


CHANGING = {"tests/__init__.py": "", "tests/changer.py": "import sys\nsys.path.insert(0, '..')\n"}
TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\n    {}\nelse:\n    {}\n"
TRY = "try:\n    {}\nexcept ImportError:\n    {}\nelse:\n    {}\n"
ONE = "from . import changer"
MATCH = "match run():\n    case 1:\n        {}\n"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("from . import changer", ""),
        ("from .changer import *", ""),
        ("from .changer import sys", ""),
        ("from tests import changer", ""),
        ("import tests.changer", ""),
        (f"if run():\n    {ONE}\n{ONE}", ""),
        (f"class A:\n    {ONE}", ""),
        (TYPES.format("pass", ONE), ""),
        (TRY.format(ONE, "pass", "pass"), ""),
        (f"with open(a):\n    {ONE}", ""),
        (TRY.format("import shop", ONE, "pass"), " under a condition"),
        (TRY.format("import shop", "pass", ONE), " under a condition"),
        (f"if run():\n    {ONE}", " under a condition"),
        (f"for each in run():\n    {ONE}", " under a condition"),
        (MATCH.format(ONE), " under a condition"),
    ],
)
def test_an_import_of_a_file_that_changes_the_process(text: str, when: str) -> None:
    found = told(f"{text}\ndef test_a(): run()\n", "Resources", CHANGING)
    assert [each for each in found if "beside" in each] == [
        f"In a file beside this one, which is imported here{when}: State of the whole process, changed when "
        "that file is imported: `sys.path.insert(0, '..')` (`tests/changer.py` line 2)."
    ]


def test_an_import_beside_a_file_of_no_package() -> None:
    files = {"tests/changer.py": CHANGING["tests/changer.py"]}
    (found,) = told("import changer\ndef test_a(): run()\n", "Resources", files)
    assert found.startswith("In a file beside this one, which is imported here: ")


@pytest.mark.parametrize(
    "text",
    [
        TYPES.format(ONE, "pass"),
        TYPES.format("from .changer import sys", "pass"),
        f"CHECKING = False\nif CHECKING:\n    {ONE}",
        f"def never():\n    {ONE}",
        f"async def never():\n    {ONE}",
        "from .missing import changer",
        "import changer.sys",
    ],
)
def test_what_imports_no_file_that_changes_the_process(text: str) -> None:
    assert told(f"{text}\ndef test_a(): run()\n", "Resources", CHANGING) == []


FILTERS = """
    import contextlib, pytest, warnings
    from shop import catch_warnings

    class TestShop(Base):
        def test_a(self, recwarn):
            warnings.resetwarnings()

        def test_b(self):
            with self.assertWarns(UserWarning):
                warnings.resetwarnings()
            with self.assertWarnsRegex(UserWarning, "a"):
                warnings.resetwarnings()
            with self.assertWarnsMessage(UserWarning, "a"), open("a"):
                warnings.resetwarnings()
            with pytest.deprecated_call():
                warnings.resetwarnings()
            with catch_warnings(), self.shop:
                warnings.resetwarnings()
            with self.assertRaises(ValueError):
                warnings.resetwarnings()

        def test_c(self):
            self.enterContext(warnings.catch_warnings())
            warnings.resetwarnings()

        def test_d(self):
            warnings.resetwarnings()
            self.enterContext(warnings.catch_warnings())
            self.enterContext(open("a"))
            self.enterContext()

    warnings.resetwarnings()
"""


def test_blocks_that_put_the_filters_of_warnings_back() -> None:
    words = (
        "Takes away all filters of warnings of the process, in no with statement here that is known to put"
    )
    (found,) = (each for each in told(FILTERS, "Resources") if "filters" in each)
    assert found == f"{words} them back: `warnings.resetwarnings()` (lines 18, 20, 27, 32)."

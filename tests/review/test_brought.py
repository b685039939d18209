"""What a file takes from others, what ends without a check, and what little readers missed."""

from __future__ import annotations

import pytest

from flake8_testsec.review.brought import facts, missing
from flake8_testsec.review.followed import facts as followed_facts
from flake8_testsec.review.undecided import undecided
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tickets
from tests.review.asking import module_of, told


def test_paths_that_hang_on_the_folder() -> None:
    text = """
        def test_a():
            load("tests/shop.yml", "data/shop.json")
            load(to="data/there.json", as_="application/vnd.shop", but="a/b.c d")
            path = "tests/else.yml"
    """
    assert told(text, "Inputs", {"data/there.json": "{}"})[:2] == [
        "By its look, a path from the folder in which the run is started: `tests/shop.yml` (line 2).",
        "By its look, a path from the folder in which the run is started: `data/there.json` (line 3).",
    ]


def test_constants_and_modules_that_are_not_there() -> None:
    text = """
        from shop import CODE, WORD, X, TestA, URL
        from .gone import helper
        from .here import other
        from . import more
        from far import HOST
    """
    files = {"shop.py": "import x\nCODE = 1\nclass URL: ...\nWORD: int = 2\n", "tests/here.py": ""}
    assert told(text, "Inputs", files)[0] == (
        "By their names, constants of another file, unless bound anew: `CODE` and `WORD` "
        "(`shop.py` lines 2, 4)."
    )
    assert told("from shop import CODE as NAME\n", "Inputs", files)[0] == (
        "By their names, constants of another file, unless bound anew: `NAME` (`shop.py` line 2)."
    )
    parts = ["".join(each.parts) for each in undecided(module_of(text, files))]
    assert parts == ["No Python file was found for from .gone import helper, so what it brings was not read."]
    many = ", ".join(f"A{number}" for number in range(9))
    assert (
        "`A7` and 1 more; which line of `shop.py` binds them is not seen."
        in told(f"from shop import {many}\n", "Inputs", files)[0]
    )


WITHOUT = "Ends without an assertion of its own where nothing that stands around one is run: "


@pytest.mark.parametrize(
    ("body", "is_so"),
    [
        ("if a():\n        assert b", True),
        ("for a in b():\n        assert a", True),
        ("if a():\n        assert b\n    else:\n        assert c", False),
        ("if a():\n        assert b\n    assert c", False),
        ("if not a():\n        pytest.skip()\n    for a in b():\n        assert a", False),
        ("if not a():\n        return\n    if c():\n        assert a", False),
    ],
)
def test_a_test_that_can_end_without_a_check(body: str, is_so: bool) -> None:
    found = told(f"def test_a():\n    {body}\n", "Structure")
    assert any(each.startswith(WITHOUT) for each in found) is is_so


def test_many_that_can_end_without_a_check() -> None:
    text = "".join(f"def test_{each}():\n    if a():\n        assert b\n" for each in range(9))
    assert any(each.startswith(WITHOUT) and "`test_7` and 1 more" in each for each in told(text, "Structure"))


def test_a_pattern_that_is_looked_for_as_a_text() -> None:
    text = """
        def test_a(text):
            assert "a.*--b" not in text
            assert "*.py" not in text and "a..." not in text
            assert "a.*--b" in text
            found = "c.*--b" not in text
    """
    assert [each for each in told(text, "Structure") if "regular" in each] == [
        "By its look a regular expression, and looked for letter by letter: `'a.*--b'` (line 2)."
    ]


def test_what_a_file_does_as_a_program() -> None:
    text = "if __name__ == '__main__':\n    run()\nif shop:\n    sell()\n"
    assert "Run as a program, the file does: `run()` (lines 1–2)." in told(text, "Structure")
    assert not any("sell" in each for each in told(text, "Structure"))


def test_the_command_line_where_a_library_takes_it_apart() -> None:
    text = """
        import argparse, click, sys

        @click.option("--shop")
        def test_a():
            argparse.ArgumentParser().parse_args()
            argparse.ArgumentParser().parse_args([])
            shop.option("a")
            sys.exit(1)
            shop.exit(1)
    """
    assert told(text, "Inputs")[:2] == [
        "The command line is taken apart: `argparse.ArgumentParser().parse_args()` (line 5).",
        "The command line is taken apart: `click.option('--shop')` (line 3).",
    ]
    assert told(text, "Exceptions") == ["Ends the program, by SystemExit: `sys.exit(1)` (line 8)."]


def test_exceptions_of_threads() -> None:
    text = """
        import threading

        def run():
            sell()

        def caught():
            try:
                sell()
            except ValueError as error:
                errors.append(error)

        def test_a():
            threading.Thread(target=run).start()
            threading.Thread(target=caught).start()
            threading.Thread().start()
            shop.Thread(target=run)
    """
    assert [each for each in told(text, "Exceptions") if "thread" in each] == [
        "What is raised in `run()` ends its thread alone, and fails no test by itself (lines 3, 13)."
    ]


def test_pipes_that_nobody_holds() -> None:
    text = """
        import os

        def test_a():
            os.popen("ls").read()
            with os.popen("ls") as pipe: ...
            shop.popen("ls").read()
    """
    assert (
        "A pipe to a command is held by no name, so that nothing here closes it: `os.popen('ls')` (line 4)."
    ) in told(text, "Resources")


def test_random_values_without_a_seed() -> None:
    text = "import random\n\ndef test_a():\n    random.random()\n"
    without = "No call in this file sets a seed for these random values."
    assert without in told(text, "Inputs")
    assert without not in told(f"{text}    random.seed(1)\n", "Inputs")
    assert without not in told("import uuid\n\ndef test_a():\n    uuid.uuid4()\n", "Inputs")


@pytest.mark.parametrize("word", ["CESU-8", "UTF-8", "UTF-16", "ISO-8859", "ECMA-262", "SCSU-1", "TIS-620"])
def test_encodings_and_standards_are_no_tickets(word: str) -> None:
    assert tickets.find(f"bytes in {word} here") is None


def test_keys_of_tickets_are() -> None:
    assert tickets.find("waits for CESUR-8") == tickets.Ticket("CESUR-8")


def test_a_module_of_which_no_other_files_are_known() -> None:
    module = Module.parse("from .a import B\nload('tests/a.yml', B)\n", "tests/test_a.py", Settings())
    assert not [*missing(module), *facts(module)]
    assert not [*followed_facts(module, "Inputs")]

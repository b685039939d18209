"""An internal error names type, text and place, and never what the file under review holds."""

from __future__ import annotations

import ast
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import faults
from flake8_testsec.catalogue import RULES

from .doors import DEFECT, lay_out

PACKAGE = os.path.dirname(faults.__file__)
PLACE = re.compile(r" at flake8_testsec/rules/inputs/broken\.py:(\d+)\Z")


def raised(statement: str, **names: object) -> Exception:
    """What a function of ours raises: its name and its texts stand in a file of the package."""
    source = f"def check(value):\n    {statement}\n"
    path = os.path.join(PACKAGE, "rules", "inputs", "broken.py")
    exec(compile(source, path, "exec"), names)
    check = names["check"]
    assert callable(check)
    with pytest.raises(Exception) as caught:
        check(names.get("value"))
    return caught.value


def said(error: Exception) -> str:
    """The text alone."""
    text, line, _ = PLACE.split(faults.described(error))
    assert line == "2"
    return text


SHOWN = {
    "a type that is no key": ("{}[str]", "KeyError: <class 'str'>"),
    "a node that is no key": ("{}[ast.Call]", "KeyError: <class 'ast.Call'>"),
    "a name that is missing": (
        "raise NameError(\"name 'modul' is not defined\")",
        "NameError: name 'modul' is not defined",
    ),
    "an operator": (
        "raise TypeError(\"unsupported operand type(s) for +: 'int' and 'str'\")",
        "TypeError: unsupported operand type(s) for +: 'int' and 'str'",
    ),
    "words of ours": ("raise ValueError(f'no place for {value}')", "ValueError: no place for ..."),
    "small numbers": ("raise ValueError('expected 2, got 12')", "ValueError: expected 2, got 12"),
    "no text": ("raise ValueError", "ValueError"),
    "a text in lines": ("raise ValueError('is not\\n\\n  a string')", "ValueError: is not a string"),
}


@pytest.mark.parametrize(("statement", "text"), SHOWN.values(), ids=SHOWN.keys())
def test_what_is_ours_is_shown(statement: str, text: str) -> None:
    assert said(raised(statement, ast=ast, value="hunter2")) == text


def test_an_attribute_that_a_node_does_not_have_is_named() -> None:
    text = said(raised("value.anything", value=ast.Pass()))
    assert text.startswith("AttributeError: ")
    assert "'Pass'" in text
    assert "'anything'" in text


VALUES = [
    "hunter2",
    "s3cr-et",
    "Straße",
    "sk_live_4eC39HqLyjWD",
    "a b'c\"d",
    "493817",
    "\x1b[31m",
    "$2b$12$",
    "x'is'y",
]
HIDDEN = [
    "{}[value]",
    "{}[value, str]",
    "int(value + '!', 10)",
    "getattr(ast, value)",
    "[].index(value)",
    "'{' + value + '}' + 1 + value",
    "raise ValueError(value)",
    "raise ValueError(repr(value))",
    "raise ValueError(f'no: {value}.')",
    "raise ValueError({value: [value]})",
    "value.encode('ascii').decode('utf-16').x()",
    "raise OSError(2, 'No such file or directory', value)",
    "__import__(value)",
    "ast.parse(value + '(')",
]


@pytest.mark.parametrize("statement", HIDDEN)
@pytest.mark.parametrize("value", VALUES)
def test_what_the_file_holds_is_not(value: str, statement: str) -> None:
    text = said(raised(statement, ast=ast, value=value))
    assert text.isprintable()
    for part in {value, repr(value)[1:-1], *re.findall(r"\w{3,}", value)}:
        assert part not in text


def test_a_text_has_bounds() -> None:
    assert (
        said(raised("raise ValueError('is not a string ' * 100)"))
        == f"ValueError: {'is not a string ' * 12}is not a..."
    )
    assert len(said(raised("raise ValueError(value * 10**6)", value="is "))) < 300


class Mute(Exception):
    def __str__(self) -> str:
        raise ValueError("hunter2")


def test_an_error_without_a_text_is_told_all_the_same() -> None:
    assert said(raised("raise value", value=Mute())) == "Mute"


def test_the_place_is_the_innermost_of_ours() -> None:
    inner = raised("value.at(None)", value=RULES["TSE207"])
    assert re.fullmatch(r"KeyError: 'name' at flake8_testsec/rule\.py:\d+", faults.described(inner))
    beyond = raised("value('no number', 10)", value=int)
    assert faults.described(beyond).endswith(" at flake8_testsec/rules/inputs/broken.py:2")


def test_an_error_that_came_through_nothing_of_ours_has_no_place() -> None:
    assert faults.told(KeyError("hunter2")) == "internal error: KeyError: '...'; please report it"


def test_the_traceback_is_logged_for_who_asks(caplog: pytest.LogCaptureFixture) -> None:
    error = raised("{}[value]", value="hunter2")
    faults.described(error)
    assert caplog.messages == []
    with caplog.at_level(logging.INFO, "flake8.testsec"):
        line = faults.described(error)
    (message,) = caplog.messages
    first, *frames = message.splitlines()
    assert first == line
    assert 'broken.py", line 2, in check' in frames[-1]
    assert "hunter2" not in message


START = """
import multiprocessing, sys
from {door} import main
from flake8_testsec.source.module import Module

def broken(module, node):
    raise RuntimeError("hunter" + str(1 + 1))

Module.names = broken

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    raise SystemExit(main(sys.argv[1:]))
"""
DOORS = {
    "flake8_testsec.cli": ["check", "--no-cache"],
    "flake8.main.cli": ["--select=TSE,E9"],
}
LARGE = "# " + "x" * 60_000 + "\n"
"""Enough in a few files for other processes to be worth their start."""


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("door", DOORS)
def test_every_process_shows_tracebacks_to_who_asks(door: str, method: str, tmp_path: Path) -> None:
    names = [f"tests/test_{number}.py" for number in range(12)]
    lay_out(tmp_path, dict.fromkeys(names, DEFECT + LARGE))
    lay_out(tmp_path, {"start.py": START.format(door=door, method=method)})

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "start.py", *DOORS[door], "--jobs=2", *options, "tests"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)

    silent, loud = run(), run("-v")
    assert silent.stderr == ""
    assert silent.stdout.count(": TSE000 ") == 12
    assert loud.stdout == silent.stdout
    assert loud.stderr.count('start.py", line 7, in broken') == 12
    assert "hunter2" not in silent.stdout + loud.stderr


def test_a_report_in_a_file_is_kept_apart_from_tracebacks(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    lay_out(tmp_path, {"start.py": START.format(door="flake8_testsec.cli", method="fork")})
    command = [sys.executable, "start.py", "check", "-v", "--output-file=report.txt", "tests"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 2
    assert "in broken" in done.stderr
    assert [line.split()[1] for line in (tmp_path / "report.txt").read_text().splitlines()] == ["TSE000"]

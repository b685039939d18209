"""Which Python a line that cannot be parsed was written for: the silent ones first."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flake8_testsec.cli.dialects import PYTHON2, advice, written_for

from ..doors import DEFECT, lay_out, testsec

UNKNOWN = [
    "def f(:",
    "print(x)",
    "print = x y",
    "x = print y",
    "exec(x) y",
    "except ValueError, : ",
    "raise ValueError(x) y",
    "x = '0777' '`a`' <>",
    "x = 0o777 y",
    "x = a.t'",
    "lazy = import x",
    "f(*args for",
    "x = [*y, for",
    "type(x) = 1 2",
    "class C(T]:",
    "# print x",
]
OLD = [
    "print x",
    "    print 'a', b",
    "print >>sys.stderr, x",
    "exec code in scope",
    "raise ValueError, 'a'",
    "except ValueError, e:",
    "    except (IOError, OSError), error:",
    "os.chmod(path, 0755)",
    "x = 10L",
    "x = 0xFFL",
    "x = ur'a'",
    "if a <> b:",
    "x = `y`",
]
NEW = {
    "lazy import json": (3, 15),
    "lazy from json import loads": (3, 15),
    "x = [*y for y in z]": (3, 15),
    "x = {**y for y in z}": (3, 15),
    "x = t'{a}'": (3, 14),
    'x = f(rt"{a}")': (3, 14),
    "except ValueError, TypeError:": (3, 14),
    "    except errors.A, errors.B, C:": (3, 14),
    "class A[T = int]: pass": (3, 13),
    "type A = int": (3, 12),
    "def f[T](x): pass": (3, 12),
    "    async def f[T](x): pass": (3, 12),
    "except* ValueError:": (3, 11),
}


@pytest.mark.parametrize("line", UNKNOWN)
def test_nothing_is_claimed(line: str) -> None:
    assert written_for(line) is None


@pytest.mark.parametrize("line", OLD)
def test_python_2(line: str) -> None:
    assert written_for(line) == PYTHON2


@pytest.mark.parametrize("line", NEW)
def test_newer_pythons(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert written_for(line) == NEW[line]
    monkeypatch.setattr(sys, "version_info", (3, 15, 0))
    assert written_for(line) is None


def test_files_are_counted_by_what_is_to_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    assert list(advice(["print x", "def f(:", "x = t''", "print y", "type A = int"])) == [
        "testsec: 2 files could not be parsed: looks like Python 2; leave it out with --exclude",
        "testsec: 1 file could not be parsed: written for Python 3.12 or newer: run testsec under it",
        "testsec: 1 file could not be parsed: written for Python 3.14 or newer: run testsec under it",
        "testsec: 1 file could not be parsed by Python 3.11, and not reviewed",
    ]


def test_the_command_says_it_once_after_the_findings(tmp_path: Path) -> None:
    files = {"tests/test_a.py": "print 'a'\n", "tests/test_b.py": "print 'b'\n", "tests/test_c.py": DEFECT}
    done = testsec(lay_out(tmp_path, files), "check", "tests")
    assert done.status == 2
    assert [line.split(" ")[1] for line in done.lines] == ["E999", "E999", "TSE407"]
    said = "testsec: 2 files could not be parsed: looks like Python 2; leave it out with --exclude\n"
    assert done.err == said
    assert testsec(tmp_path, "check", "--quiet", "tests").err == ""

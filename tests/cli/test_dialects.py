"""Which Python a file that cannot be parsed was written for: the silent ones first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from flake8_testsec.cli.dialects import BEFORE_ASYNC, PYTHON2, Version, advice, written_for

from ..doors import DEFECT, lay_out, testsec

has_processes = pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly has no processes")

UNKNOWN = {
    "what is parsed": "x = 1\n",
    "nothing": "",
    "a broken definition": "def f(:\n",
    "print as a function": "print(x) y\n",
    "print as a name": "x = print y\n",
    "a call that is cut off": "print f(\n",
    "a call that is cut off above": "f(\nprint x\n",
    "something else in a line that prints": "print x y\n",
    "something else above a number": "x y\nz = 0777\n",
    "prose with a date": "Released on 2020-01-02, see the notes\n",
    "prose with a time": "We met at 10:05\n",
    "prose with a name": "Use `foo` here\n",
    "prose with a quote": "it's t'was\n",
    "a number with zeros": "x = 00 y\n",
    "a magic command": "%matplotlib inline\n!chmod 0777 x\n",
    "a conflict": "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n",
    "a template of a file": "import {{ name }}\n",
    "quotes that do not match": 'x = {"a": \'b"}\n',
    "a star that no Python has": "x = [**y for y in z]\n",
    "a star alone": "x = (*y)\nfor y in z: pass\n",
    "a loop that is cut off": "x = [*y, for\n",
    "a star that is alone in its line": "x = (\n    *y\n)\nfor y in z: pass\n",
    "a long line below": "print x\ny = '" + "y" * 1000 + "'\n",
    "a lower class": "class C(T]: pass\n",
    "a handler without a name": "try: f()\nexcept ValueError, : pass\n",
    "a handler that may be of either": "try: f()\nexcept ValueError, E: pass\n",
    "a null byte": "x = '\0'\n",
    "deep nesting": "x = " + "-" * 100_000 + "1\n",
    "a very long line": "print x" + " " * 1000 + "\n",
    "await that is cut off": "async def f():\n    x = await\n",
}
OLD = {
    "print": "print x\n",
    "print below": "def f():\n    if a:\n        print 'a', b\n",
    "print behind a colon": "if a: print b\n",
    "print over lines": "print 'a' % (\n    x,\n)\n",
    "exec": "exec code in scope\n",
    "raise": "def f():\n    raise ValueError, 'a'\n",
    "raise from a tuple": "raise a[0], a[1], a[2]\n",
    "an octal number": "os.chmod(path, 0755)\n",
    "a long number": "x = 10L\n",
    "a long hexadecimal number": "x = 0xFFL\n",
    "a raw text": "x = ur'a'\n",
    "unequal": "if a <> b: pass\n",
    "a representation": "x = `y`\n",
    "parameters in a tuple": "def f(a, (b, c)): pass\n",
    "parameters of a lambda": "f = lambda (a, b): a\n",
    "a number below a statement": "print x\ny = 0777\n",
}
HANDLERS = {
    "a handler": "try:\n    f()\nexcept ValueError, e:\n    pass\n",
    "a handler of several": "try:\n    f()\nexcept (a.A, B), error:\n    pass\n",
    "a handler that unpacks": "try:\n    f()\nexcept A, (a, b):\n    pass\n",
}
OLDER = {"a name": "async = 1\n", "an argument": "f(async=1)\n", "a method": "asyncio.async(f)\n"}
NEW: dict[str, tuple[Version, str]] = {
    "groups of exceptions": ((3, 11), "try: f()\nexcept* ValueError: pass\n"),
    "a star in an index": ((3, 11), "x: a[*b]\n"),
    "a type alias": ((3, 12), "type A = int\n"),
    "a type alias with parameters": ((3, 12), "type A[T] = list[T]\n"),
    "parameters of a function": ((3, 12), "def f[T](x: list[T]) -> list[T]: pass\n"),
    "parameters of a coroutine": ((3, 12), "async def f[T: (int, str), *Ts](x): pass\n"),
    "parameters of a class": ((3, 12), "class A[T: dict[str, int]](B): pass\n"),
    "the same quotes in an f-string": ((3, 12), "x = f'{a['b']}' + 'c'\n"),
    "a backslash in an f-string": ((3, 12), "x = f\"{'\\n'.join(a)}\"\n"),
    "defaults of a class": ((3, 13), "class A[T = list[int]]: pass\n"),
    "defaults of a function": ((3, 13), "def f[T = int](x): pass\n"),
    "defaults of an alias": ((3, 13), "type A[T = int] = list[T]\n"),
    "a template": ((3, 14), "x = t'{a}'\n"),
    "a raw template": ((3, 14), "x = f(Rt\"{a}\", rT'b')\n"),
    "a template over lines": ((3, 14), "x = f(\n    t'''\n{a}\n''')\n"),
    "handlers of two": ((3, 14), "try:\n    f()\nexcept ValueError, TypeError:\n    pass\n"),
    "handlers of two in modules": ((3, 14), "try:\n    f()\nexcept a.error, b.timeout:\n    pass\n"),
    "handlers of three": ((3, 14), "try:\n    f()\nexcept A, B, C:\n    pass\n"),
    "a lazy import": ((3, 15), "lazy import json\n"),
    "a lazy import of names": ((3, 15), "lazy from json import (\n    loads,\n)\n"),
    "unpacking in a comprehension": ((3, 15), "x = [*y for y in z]\n"),
    "unpacking of calls": ((3, 15), "x = f(*y.g(1) for y in z if y)\n"),
    "unpacking in a set": ((3, 15), "x = {*y for y in z}\n"),
    "unpacking in a dictionary": ((3, 15), "x = {\n    **y\n    for y in z\n}\n"),
    "unpacking in a list over lines": ((3, 15), "x = [\n    *y\n    async for y in z\n]\n"),
    "several at once": ((3, 15), "x = [*t'{a}' for a in b]\n"),
}


def lines(source: str) -> Sequence[str]:
    return source.splitlines(keepends=True)


@pytest.mark.parametrize("case", UNKNOWN)
def test_nothing_is_claimed(case: str) -> None:
    assert written_for(lines(UNKNOWN[case])) is None


@pytest.mark.parametrize("case", OLD)
def test_python_2(case: str) -> None:
    assert written_for(lines(OLD[case])) == PYTHON2


@pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="Python 3.14 takes what follows the comma for a class"
)
@pytest.mark.parametrize("case", HANDLERS)
def test_handlers_of_python_2(case: str) -> None:
    assert written_for(lines(HANDLERS[case])) == PYTHON2


@pytest.mark.parametrize("case", OLDER)
def test_names_that_are_words_now(case: str) -> None:
    assert written_for(lines(OLDER[case])) == BEFORE_ASYNC


@pytest.mark.parametrize("case", NEW)
def test_newer_pythons(case: str) -> None:
    version, source = NEW[case]
    assert written_for(lines(source)) == (version if sys.version_info < version else None)


def test_files_are_counted_by_what_is_to_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    assert list(advice([PYTHON2, None, (3, 14), BEFORE_ASYNC, PYTHON2, (3, 12)])) == [
        "testsec: 2 files could not be parsed: looks like Python 2; leave it out with --exclude",
        "testsec: 1 file could not be parsed: looks like Python 3.6 or older; leave it out with --exclude",
        "testsec: 1 file could not be parsed: written for Python 3.12 or newer: run testsec under it",
        "testsec: 1 file could not be parsed: written for Python 3.14 or newer: run testsec under it",
        "testsec: 1 file could not be parsed by Python 3.11, and not reviewed",
    ]


@has_processes
def test_the_command_says_it_once_after_the_findings(tmp_path: Path) -> None:
    files = {"tests/test_a.py": "print 'a'\n", "tests/test_b.py": "print 'b'\n", "tests/test_c.py": DEFECT}
    done = testsec(lay_out(tmp_path, files), "check", "tests")
    assert done.status == 2
    assert [line.split(" ")[1] for line in done.lines] == ["E999", "E999", "TSE407"]
    said = "testsec: 2 files could not be parsed: looks like Python 2; leave it out with --exclude\n"
    assert done.err == said
    assert testsec(tmp_path, "check", "--jobs=2", "tests").err == said
    assert testsec(tmp_path, "check", "--quiet", "tests").err == ""


@has_processes
def test_of_files_that_cannot_be_read_nothing_is_said(tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", "away.py")
    assert (done.status, done.err) == (2, "")
    assert "E902" in done.out

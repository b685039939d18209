"""No source makes a rule break: the standard library's tests, and every kind of node."""

from __future__ import annotations

import ast
import os
import sys
import sysconfig
import textwrap
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from .all_rules import faults
from .measuring import untraced

FEWEST = 100
"""Some distributions of Python ship only the support modules of its tests."""
PART = 8
"""As many files as a process is given at once."""


def faults_of_file(path: str, name: str) -> list[str]:
    """What goes wrong with a file of the standard library; nothing if Python itself cannot parse it."""
    source = Path(path).read_bytes()
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    try:
        return faults(source, name)
    except Exception as error:  # raised in another process: the file's name must not get lost
        return [f"{path}: {error!r}"]


def faults_of_files(files: list[tuple[str, str]]) -> list[str]:
    """What goes wrong with several, whose lines are measured where each is tested for what it does."""
    return [fault for path, name in files for fault in untraced(faults_of_file, path, name)]


TOP = Path(sysconfig.get_paths()["stdlib"], "test")
LIBRARY = sorted(map(str, TOP.rglob("*.py")))


@pytest.mark.once
@pytest.mark.skipif(len(LIBRARY) < FEWEST, reason=f"NOTHING REVIEWED: no tests of the library in {TOP}")
def test_the_tests_of_the_standard_library() -> None:
    """All of its files, as tests, in one process a processor."""
    # One flat folder, so that none is taken for the input of tests by the name of its folder.
    names = ["tests/" + os.path.relpath(file, TOP).replace(os.sep, "_") for file in LIBRARY]
    files = [*zip(LIBRARY, names, strict=True)]
    assert faults_of_file(*files[0]) == faults_of_files(files[1:2]) == []
    parts = [files[start : start + PART] for start in range(0, len(files), PART)]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        found = list(processes.map(faults_of_files, parts))
    assert len(found) == len(parts)
    assert [fault for each in found for fault in each] == []


def test_a_file_that_python_cannot_parse_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def f(:\n", encoding="utf-8")
    assert faults_of_file(str(tmp_path / "bad.py"), "tests/bad.py") == []


def test_a_fault_in_one_of_several_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("", encoding="utf-8")
    (fault,) = faults_of_files([(__file__, "tests/a.py"), (str(tmp_path / "good.py"), "shop/good.py")])
    assert "AssertionError" in fault


def test_an_exception_in_another_process_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("", encoding="utf-8")
    assert "AssertionError" in faults_of_file(str(tmp_path / "good.py"), "shop/good.py")[0]


NODES = {
    "values": """
        1, "a", b"a", 1.5, 2j, None, True, ..., f"{a!r:>{b}} {c=}"
        [1, *a], (1, 2), {1, 2}, {"a": 1, **b}
        a[1], a[1:2:3], a[1:2, ...], a.b.c
        (walrus := 1)
        lambda a, /, b=1, *c, d, e=2, **f: a
        a if b else c
        """,
    "operators": """
        a + b - c * d / e // f % g @ h ** i << j >> k | l ^ m & n
        -a, +a, ~a, not a
        a and b or c
        a == b != c < d <= e > f >= g is h is not i in j not in k
        """,
    "assignments": """
        a = b = c
        a, (b, *c) = d
        [a, b] = c
        a.b = c[d] = e
        a: int = 1
        a.b: int
        a += 1; a -= 1; a *= 1; a /= 1; a //= 1; a %= 1; a @= 1; a **= 1
        a <<= 1; a >>= 1; a |= 1; a ^= 1; a &= 1
        del a, b.c, d[e]
        """,
    "statements": """
        import os, os.path as path
        from . import a
        from os import path as b, sep
        pass
        assert a, b
        global g
        if a: pass
        elif b: pass
        else: pass
        for a, b in c: break
        else: pass
        while a: continue
        else: pass
        with a, b as c, d as (e, f): pass
        raise a from b
        try: a
        except (A, B) as e: raise
        except: pass
        else: b
        finally: c
        """,
    "definitions": """
        @decorated
        @decorated.more(1)
        class A(B, *C, metaclass=D, **E):
            a: int
            def outer(self, a, /, b: int = 1, *c: str, d, e=2, **f) -> int:
                n = 1
                def inner():
                    nonlocal n
                    return n
                yield
                yield a
                yield from b
                return [a for b in c if d for e in f], {a for b in c}, {a: b for c in d}, (a for b in c)
        """,
    "coroutines": """
        async def a(b, *c):
            await b
            async for d in e: await f
            else: pass
            async with g as h, i: yield
            return [j async for j in k if await l], {j: [m async for m in n] for j in o}
        """,
    "patterns": """
        match a, b:
            case 1 | -1 | 2 + 3j | "a" | None | True: pass
            case [c, *d, _] | (c, d): pass
            case {"a": 1, **rest}: pass
            case A(b, c=1) as e if e: pass
            case B.c: pass
            case f: pass
            case _: pass
        """,
}
if sys.version_info >= (3, 11):
    NODES["groups of exceptions"] = """
        try: a
        except* A as e: b
        except* (B, C): c
        """
if sys.version_info >= (3, 12):
    NODES["parameters of types"] = """
        type A[B, *C, **D] = list[B]
        def f[T: int, *Ts, **P](a: T, *b: *Ts) -> T: return a
        class C[T: (int, str)](B[T]):
            async def f[U](self, a: U) -> T: return a
        """
if sys.version_info >= (3, 14):
    NODES["templates"] = """
        t"{a!r:>{b}} {c}"
        """

PLACES = {
    "at module level": "{}",
    "in a test": "def test_a(self, a, b):\n{}",
    "in an async test": "import pytest\n@pytest.mark.asyncio\nasync def test_a(monkeypatch):\n{}",
    "in a method": "import unittest\nclass TestA(unittest.TestCase):\n  def test_a(self):\n{}",
    "in set-up": "from unittest import TestCase\nclass TestA(TestCase, Mixin):\n  def setUp(self):\n{}",
    "in a fixture": "import pytest\n@pytest.fixture\ndef fix():\n{}\n    yield 1",
    "where an exception is expected": "import pytest\ndef test_a():\n  with pytest.raises(E):\n{}",
    "in a try": "def test_a(self):\n  try:\n{}\n  except Exception as error:\n    pass",
    "in a nested function": "def test_a():\n  def inner():\n{}\n  inner()",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("nodes", NODES)
def test_every_kind_of_node(nodes: str, place: str) -> None:
    text = textwrap.dedent(NODES[nodes])
    inside = text if place == "at module level" else textwrap.indent(text, "    ")
    assert faults(PLACES[place].replace("{}", inside)) == []


DEPRECATED = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Index", "ExtSlice", "slice"}
DEPRECATED |= {"AugLoad", "AugStore", "Param", "Suite"}
OF_OTHER_INPUT = {"Expression", "FunctionType", "Interactive", "TypeIgnore", "type_ignore"}
"""What only ``eval``, the prompt and type comments give."""


def test_no_kind_of_node_is_forgotten() -> None:
    kinds = {
        kind
        for kind in vars(ast).values()
        if isinstance(kind, type)
        and issubclass(kind, ast.AST)
        and kind.__name__ not in DEPRECATED | OF_OTHER_INPUT
    }
    concrete = {kind for kind in kinds if not any(kind in each.__bases__ for each in kinds)}
    seen = {type(node) for text in NODES.values() for node in ast.walk(ast.parse(textwrap.dedent(text)))}
    assert seen == concrete

"""The walk that everything else hangs on, held against the library's own, slower one."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator

import pytest

from flake8_testsec.source.index import children, read

_SHARED = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
_LIBRARY = [
    inspect.getsource(importlib.import_module(name))
    for name in ("ast", "dataclasses", "typing", "asyncio.locks", "unittest.mock", "unittest.case", "tarfile")
]
ODD = """
from __future__ import annotations
import a.b as c, d
from . import *
def f(a, /, b: int = 1, *c, d, e=2, **g) -> None:
    global h, i
    def inner():
        nonlocal b
        yield from (await x for x in y if x)
    return lambda *a, k=b, **d: a
class C(B, metaclass=M):
    x: int
    y: int = 1
match a.b():
    case [1, *_, P(x, y=Q())] | {"a": 1, **rest} as whole if z:
        (walrus := a.b[1:2, ::3])
    case None | a.b | [*tail]:
        del a.b, c[0]
f(*a, *b, k=1, **{**c, "d": f"{a!r:>{b}} {c.d}"})
a.b().c(d)(e).f = g, *h = not -a < b <= c if d and e else {f: g for f, g in h}
with a as (b, c), d: ...
try: assert a, b
except (E, F) as e: raise G from e
else: pass
finally: x @= 1
"""


def _below(node: ast.AST) -> list[ast.AST]:
    return [each for each in ast.iter_child_nodes(node) if not isinstance(each, _SHARED)]


def _naive(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in _below(node):
        yield from _naive(child)


def _word(func: ast.expr) -> str:
    return str(getattr(func, "attr", getattr(func, "id", "")))


@pytest.mark.parametrize("source", [ODD, *_LIBRARY], ids=str.__len__)
def test_a_walk_is_the_library_s_without_what_the_parser_shares(source: str) -> None:
    tree = ast.parse(source)
    nodes = list(_naive(tree))
    index = read(tree)
    for kind in {type(node) for node in nodes}:
        assert index.nodes[kind] == [node for node in nodes if type(node) is kind], kind
    assert sum(map(len, index.nodes.values())) == len(nodes)
    assert index.parents == {child: node for node in nodes for child in _below(node)}
    assert index.words == [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    assert index.called == [_word(node.func) for node in nodes if isinstance(node, ast.Call)]
    names = [node for node in nodes if isinstance(node, ast.Name)]
    assert index.targets == [node for node in names if isinstance(node.ctx, ast.Store)]
    assert all(children(node)[::-1] == _below(node) for node in nodes)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters are syntax of Python 3.12")
def test_type_parameters_and_aliases_are_walked() -> None:
    tree = ast.parse("type A[T: int, *Ts, **P] = list[T]\ndef f[T](): pass\nclass C[T]: pass\n")
    assert sum(map(len, read(tree).nodes.values())) == len(list(_naive(tree)))


def test_what_is_nested_deeply_is_walked() -> None:
    tree = ast.parse("+".join(["a.b()"] * 900))
    assert len(read(tree).called) == 900

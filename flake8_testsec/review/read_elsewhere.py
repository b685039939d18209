"""Variables of the environment that other code of the tests reads from which a file takes something."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact, listed, without_settings
from flake8_testsec.source.calls import argument, spelt, string
from flake8_testsec.source.module import Module, walk

_FOLDER = lazy(r"(?i)(?:^|[/_.])(?:tests?|testing|testutils?|conftest)(?:[/_.]|\Z)")


def facts(module: Module) -> Iterator[Fact]:
    """Files of tests that something is imported from and that read variables of the environment.

    Args:
        module: the module.

    Yields:
        What settings read that a literal names, then what such files read.
    """
    view = view_of(module)
    if view is None:
        return
    yield from _settings(module, view)
    brought: dict[str, list[str]] = defaultdict(list)
    for _, meant in module.scopes.imported():
        dotted, _, name = meant.rpartition(".")
        if dotted and _FOLDER.search(dotted):
            brought[dotted].append(name)
    for dotted, names in sorted(brought.items()):
        path = view.place(dotted)
        if path is not None and path != module.path:
            yield from _readers(sorted(names), path, view.text(path))
        for name in dict.fromkeys(names):
            path = view.place(f"{dotted}.{name}")
            if path is not None and path != module.path:
                yield from _readers([name], path, view.text(path))


def _settings(module: Module, view: View) -> Iterator[Fact]:
    """Settings that are taken from a module that a literal names, as Flask and others do."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"from_object"}):
        text = string(argument(call, 0)) or ""
        if isinstance(call.func, ast.Attribute) and text:
            found[text].append(call)
    for text, calls in found.items():
        words = "Settings are taken from what a literal names: "
        shown = without_settings(text)
        yield fact("settings-from", calls, words, code(shown), ".", subject=shown)
        path = view.place(text) or view.place(text.rpartition(".")[0])
        if path is not None and path != module.path:
            yield from _readers([text], path, view.text(path))


def _readers(names: Sequence[str], path: str, text: str) -> Iterator[Fact]:
    every = _variables(text) if "environ" in text or "getenv" in text else ()
    read = [(name, line) for name, line, of_test in every if not of_test or of_test in names]
    if read:
        variables = [code(each) for each in dict.fromkeys(name for name, _ in read)]
        shown = (
            variables if len(variables) <= _MOST else [*variables[:_MOST], f"{len(variables) - _MOST} more"]
        )
        names = [*dict.fromkeys(names)]
        brings = [code(each) for each in names[:_MOST]]
        some = brings if len(names) <= _MOST else [*brings, f"{len(names) - _MOST} more"]
        parts = ("The file that ", *listed(some), f" {'comes' if len(names) == 1 else 'come'} from reads ")
        of = "the environment variable " if len(variables) == 1 else "the environment variables "
        lines = [Lines(line, line, path) for _, line in read]
        yield fact("environment-elsewhere", lines, *parts, of, *listed(shown), ".", subject=path)


_MOST = 4


@lru_cache(maxsize=64)
def _variables(text: str) -> tuple[tuple[str, int, str], ...]:
    """The variables of the environment that a text reads by literal names, with their lines.

    Where a test does so, the name of its class, or its own, stands behind: an import alone does not run it.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    tests = {line: name for name, spans in _tests(tree) for span in spans for line in span}
    found = ((_variable(each), getattr(each, "lineno", 1)) for each in walk(tree))
    return tuple(dict.fromkeys((name, line, tests.get(line, "")) for name, line in found if name))


def _tests(tree: ast.Module) -> Iterator[tuple[str, Sequence[range]]]:
    """The lines of the tests of a file, by the names of what stands at its top."""
    for each in tree.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            held = each.body if isinstance(each, ast.ClassDef) else [each]
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
            tests = [one for one in held if isinstance(one, kinds) and one.name.startswith("test")]
            yield each.name, [range(one.body[0].lineno, (one.end_lineno or 0) + 1) for one in tests]


def _variable(node: ast.AST) -> str:
    match node:
        case ast.Call(func=func, args=[first, *_]) if spelt(func) in _GETTERS:
            return string(first) or ""
        case ast.Subscript(value=value, slice=key, ctx=ast.Load()) if spelt(value) in (
            "os.environ",
            "environ",
        ):
            return string(key) or ""
        case _:
            return ""


_GETTERS = ("os.environ.get", "environ.get", "os.getenv", "getenv")

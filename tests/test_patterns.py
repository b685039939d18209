"""Patterns that are compiled at their first use do what compiled patterns do, and all of ours are sound."""

from __future__ import annotations

import ast
import copy
import gc
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import flake8_testsec
from flake8_testsec import catalogue, patterns
from flake8_testsec.patterns import lazy

PACKAGE = Path(flake8_testsec.__file__).parent


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns that were compiled, in order."""
    done: list[str] = []
    compile_ = re.compile

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        done.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(patterns.re, "compile", counted)
    return done


def test_nothing_is_compiled_before_the_first_use(compiled: list[str]) -> None:
    pattern = lazy("b+")
    assert pattern.pattern == "b+"
    assert not compiled
    assert pattern.search("abb")
    assert compiled == ["b+"]


def test_a_pattern_is_compiled_once(compiled: list[str]) -> None:
    pattern = lazy("b+")
    assert [pattern.sub("-", "abba"), pattern.sub("-", "b"), pattern.findall("bab")] == [
        "a-a",
        "-",
        ["b", "b"],
    ]
    assert compiled == ["b+"]


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "finditer", "findall", "split"])
@pytest.mark.parametrize("text", ["", "B", "aBb b", "x"])
def test_methods_are_those_of_a_compiled_pattern(method: str, text: str) -> None:
    ours, theirs = lazy("(b)", re.IGNORECASE), re.compile("(b)", re.IGNORECASE)
    assert _plain(getattr(ours, method)(text)) == _plain(getattr(theirs, method)(text))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_copies_are_patterns_too(copied: Callable[[re.Pattern[str]], re.Pattern[str]]) -> None:
    pattern = lazy("b", re.IGNORECASE)
    for _ in range(2):
        again = copied(pattern)
        assert (again.pattern, bool(again.match("B"))) == ("b", True)
        assert pattern.match("B")


def test_substitutions_are_those_of_a_compiled_pattern() -> None:
    pattern = lazy(rb"b", re.IGNORECASE)
    assert (pattern.sub(b"-", b"aBb"), pattern.subn(b"-", b"aBb", 1)) == (b"a--", (b"a-b", 1))


def test_flags_and_groups_are_those_of_a_compiled_pattern() -> None:
    ours, theirs = lazy("(?P<x>b)", re.ASCII), re.compile("(?P<x>b)", re.ASCII)
    assert (ours.flags, ours.groups, ours.groupindex) == (theirs.flags, theirs.groups, theirs.groupindex)


def test_patterns_can_be_keys() -> None:
    first, second = lazy("a"), lazy("b")
    assert {first: 1, second: 2}[second] == 2


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(AttributeError) as caught:
        lazy("a").serach  # type: ignore[attr-defined]  # noqa: B018
    assert caught.value.name == "serach"


def test_a_broken_pattern_is_refused_at_the_first_use() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_every_pattern_of_the_package_compiles() -> None:
    assert catalogue.RULES
    lazies = [each for each in gc.get_objects() if type(each).__module__ == patterns.__name__]
    ours = [each for each in lazies if each.pattern != "("]
    assert len(ours) > 100
    assert all(each.flags is not None for each in ours)


def _plain(result: object) -> object:
    """A result without what differs between equal matches."""
    if isinstance(result, re.Match):
        return (result.span(), result.groups())
    if isinstance(result, list) or result is None:
        return result
    return [(each.span(), each.groups()) for each in result]  # type: ignore[attr-defined]


def test_nothing_is_compiled_at_import() -> None:
    assert _compiling("import re\nX = re.compile('a')\ndef f(): return re.compile('b')") == [2]
    found = {path.name: _compiling(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    assert [name for name, lines in found.items() if lines] == []


def _compiling(source: str) -> list[int]:
    """The lines in which an import compiles a pattern."""
    lines: list[int] = []
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            lines.append(node.lineno)
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return lines

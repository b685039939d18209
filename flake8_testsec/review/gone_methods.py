"""Methods of unittest that newer Pythons no longer have: a test that calls one fails there."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.review.bases import method_of
from flake8_testsec.review.document import Fact, code, counted, fact, listed
from flake8_testsec.source.module import Module

_GONE = frozenset(
    {
        *("assertEquals", "assertNotEquals", "assert_", "assertAlmostEquals", "assertNotAlmostEquals"),
        *("assertRegexpMatches", "assertNotRegexpMatches", "assertRaisesRegexp", "failUnless", "failIf"),
        *("failUnlessEqual", "failIfEqual", "failUnlessRaises", "failUnlessAlmostEqual", "failIfAlmostEqual"),
    }
)
"""The aliases that Python 3.12 has removed (What's New In Python 3.12, Removed, unittest)."""


def facts(module: Module) -> Iterator[Fact]:
    """One fact for all such calls of methods of test cases.

    Args:
        module: the module.

    Yields:
        The fact.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_GONE):
        match call.func:
            case ast.Attribute(value=ast.Name(id="self"), attr=word) if _is_of_case(call, word, module):
                found[word].append(call)
    if found:
        nodes = sorted((each for several in found.values() for each in several), key=_line)
        ends = [nodes[0], nodes[-1]] if len(nodes) > 1 else nodes
        where = ", from the first to the last line named" if len(nodes) > 1 else ""
        words = f"{counted(len(nodes), 'call')} of what unittest no longer has from Python 3.12 on: "
        names = listed([code(each) for each in sorted(found)])
        yield fact("gone-methods", ends, words, *names, f"{where}.", subject=" ".join(sorted(found)))


def _is_of_case(call: ast.Call, word: str, module: Module) -> bool:
    """Whether a method is one of unittest's own class, with no class between that may have one itself."""
    function = module.function(call)
    class_ = module.class_of(function) if function is not None else None
    if class_ is None:
        return False
    line = lineage(class_, module)
    outside = {each for each in line.outside if each != "object"}
    is_own = method_of(word, class_, module) is not None or any(
        word in each.class_.sets for each in line.classes
    )
    return line.complete and bool(outside) and outside <= _OF_UNITTEST and not is_own


_OF_UNITTEST = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
"""Libraries with cases of their own may have kept the methods, as twisted.trial has."""


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)

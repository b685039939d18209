"""Methods of unittest that newer Pythons no longer have: a test that calls one fails there."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.found import Found
from flake8_testsec.project.views import view_of
from flake8_testsec.review.bases import method_of
from flake8_testsec.review.document import Fact, code, counted, fact, listed
from flake8_testsec.source.module import Module, once

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
    """Whether a method is one of unittest's own class, which nothing between and nothing here may bring."""
    function = module.function(call)
    class_ = module.class_of(function) if function is not None else None
    return class_ is not None and _is_plain_case(class_, module) and not _may_have(word, class_, module)


@once
def _is_plain_case(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is of unittest alone, and answers to no names but those of its methods."""
    line = lineage(class_, module)
    outside = {each for each in line.outside if each != "object"}
    is_of_case = line.complete and bool(outside) and outside <= _OF_UNITTEST
    answering = any(method_of(each, class_, module) for each in ("__getattr__", "__getattribute__"))
    return is_of_case and not answering and not any(_is_decorated(each, module) for each in line.classes)


def _is_decorated(found: Found, module: Module) -> bool:
    """Whether a decorator may add to a class, also by what stands before the class in another file."""
    if found.module.path == module.path:
        classes = (each for each in module.nodes(ast.ClassDef) if each.lineno == found.class_.line)
        return any(each.decorator_list for each in classes)
    above = _text(found, module).splitlines()[: found.class_.line - 1][-1:]
    return any(each.strip().startswith(("@", ")")) for each in above)


def _may_have(word: str, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class, what it makes, or unittest itself may be given a method of a name."""
    every = lineage(class_, module).classes
    sets = (name for each in every for name in (*each.class_.sets, *_set_by_hooks(each)))
    far = [_text(each, module) for each in every if each.module.path != module.path]
    return (
        method_of(word, class_, module) is not None
        or word in sets
        or any(not isinstance(each.ctx, ast.Load) for each in module.attributes({word}))
        or module.mentions("setattr")
        or any(each in text for text in far for each in ("setattr", f".{word} ="))
    )


def _set_by_hooks(found: Found) -> Iterator[str]:
    return (name for hook in found.class_.hooks for name in hook.sets)


def _text(found: Found, module: Module) -> str:
    view = view_of(module)
    return "" if view is None else view.text(found.module.path)


_OF_UNITTEST = frozenset({"unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
"""Libraries with cases of their own may have kept the methods, as twisted.trial has."""


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)

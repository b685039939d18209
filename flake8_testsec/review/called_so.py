"""Calls of functions that are named for doubles."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.doubles import is_mock

DOUBLE_CLASS = lazy(r"_*(?:Fake|Mock|Stub|Dummy)[A-Z]\w*\Z|_*[A-Z]\w*(?:Fake|Mock|Stub|Dummy)\Z")
"""How classes of doubles are called."""


def facts(module: Module) -> Iterator[Fact]:
    """Calls of functions that are named for doubles, and are neither classes nor those of known libraries.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    words = [each for each in module.called if each not in _TOLD and _makes_by_name(each)]
    for call in module.calls(words):
        is_made = DOUBLE_CLASS.match(last_word(call.func)) or _is_of_mock(call.func, module)
        begin = _BY_MODULE if _is_of_product(call.func, module) else _BY_NAME
        if not is_made and (begin is _BY_NAME or _PATCHES.match(last_word(call.func))):
            found[begin, f"{spelt(call.func)}()"].append(call)
    for (begin, shown), nodes in found.items():
        parts = (begin, code(shown), ".")
        yield fact("double-called", nodes, *parts, subject=shown)


def _is_of_product(func: ast.expr, module: Module) -> bool:
    """Whether a function was imported from a module that is called neither after tests nor after doubles."""
    names = module.names(func) if isinstance(func, ast.Name) else ()
    return bool(names) and all(
        "." in each and not _FOR_TESTS.search(each.rpartition(".")[0]) for each in names
    )


_FOR_TESTS = lazy(
    r"(?i)(?:\A|[._])(?:tests?|testing|testutils?|testlib|testtools|testcases?|unittests?|pytest|conftest|"
    r"mock(?:s|ed|er|ing|ito)?|httmock|flexmock|fak(?:e|es|er)|stubs?|dumm(?:y|ies)|doubles?|fixtures?|helpers?|support|common)\d*(?:[._]|\Z)"
)
"""Modules that are called after tests or doubles, by a whole word of their names: no ``latest``."""


def _makes_by_name(word: str) -> bool:
    """Whether a function is named for doubles, and does not ask whether there is one."""
    return bool(_CALLED_SO.search(word)) and not _ASKS.match(word)


def _is_of_mock(func: ast.expr, module: Module) -> bool:
    """Whether what is called is of the library of doubles, or is a double itself, whose answer is taken."""
    is_of_library = any(name.startswith("unittest.mock.") for name in module.names(func))
    return is_of_library or is_mock(func, module)


_CALLED_SO = lazy(r"(?:\A|_)(?:mock(?:er|ed)?|stub(?:bed)?|fake|patched)(?:_|\Z)|\A_?patch_\w")
_BY_NAME = "By its name, a call makes or sets a double: "
_BY_MODULE = "By its name alone, a call may patch something, of a module that is not called after tests: "
_PATCHES = lazy(r"_?patch_\w")
_ASKS = lazy(r"_*(?:is|are|was|were|has|have|can|should)_")
_TOLD = frozenset({"reset_mock", "attach_mock", "stub_out", "mock_object", "patch_object", "patch_env"})
"""Calls that are told as what they replace, or replace nothing."""

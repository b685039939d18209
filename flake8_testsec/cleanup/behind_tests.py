"""What a module has run behind its tests: hooks, what fixtures do after they yield, what is registered."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from flake8_testsec.cleanup.borrowers import REGISTRARS
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.empty_tests import handed_to
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook


@once
def run_behind(module: Module) -> Sequence[str]:
    """The text of each function, or part of one, that is run when tests are over."""
    functions: Iterable[ast.FunctionDef] = module.nodes(ast.FunctionDef)
    return [
        *(text for each in functions for text in _text_behind(each, module)),
        *(text for call in module.scopes.calls(frozenset(REGISTRARS)) for text in _registered(call)),
    ]


def _text_behind(function: ast.FunctionDef, module: Module) -> Iterator[str]:
    if is_hook(function) and function.name.lower().startswith("teardown"):
        yield spelt(function)
    elif is_fixture(function, module) and function in module.generators:
        yield spelt(function).partition("yield")[2]
    elif any(last_word(each.func) in REGISTRARS for each in handed_to(function, module)):
        yield spelt(function)


def _registered(call: ast.Call) -> Iterator[str]:
    """The attribute that a registered ``setattr`` sets."""
    match call.args:
        case [ast.Name(id="setattr"), owner, ast.Constant(value=str(word)), _]:
            yield f"{spelt(owner)}.{word}"

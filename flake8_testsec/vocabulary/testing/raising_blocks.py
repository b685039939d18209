"""What stands behind the line that raises, moved out of the block that expects the error."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Sequence
from itertools import chain as chain_of

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.blocks import out_of
from flake8_testsec.fixing.edits import Edits, after, span
from flake8_testsec.fixing.statements import first_blank, is_alone, last_line, placed
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.vocabulary.testing.assertions import (
    MOCK_ASSERTIONS,
    Expectation,
    classes,
    expectation,
)
from flake8_testsec.vocabulary.testing.calls_told import is_outnumbered
from flake8_testsec.vocabulary.testing.doubles import chain, is_mock
from flake8_testsec.vocabulary.testing.left_early import mentions
from flake8_testsec.vocabulary.testing.never_equal import is_class

_KEPT = {"exception", "value", "type", "tb", "typename", "traceback", "match", "exconly", "warnings", "list"}
"""What contexts that expect something are asked for (unittest and pytest)."""
_OF_CONTEXTS = {"errisinstance", "expected", "expected_regex", "getrepr", "group_contains", "obj_name"}
"""What else they have."""


def moved_below(
    dead: list[ast.stmt], block: ast.With | ast.AsyncWith, bound: frozenset[str], module: Module
) -> Edits:
    """The assertions at the end of a block put below it.

    Args:
        dead: the assertions, which are not reached.
        block: the block, which expects an error.
        bound: the names that hold what expects it.
        module: their module.

    Returns:
        Nothing if another context ends with the block, or does not keep the error, or if an assertion can
        not hold there, asks what is no double for its calls, looks elsewhere for what the error says, or asks
        the error for what it has not.
    """
    contexts = [expectation(each.context_expr, module) for each in block.items]
    if any(each is None for each in contexts):
        return ()
    if any(_takes_for_error(each, bound, module) or is_outnumbered(each, module) for each in dead):
        return ()
    if any(_searches_error(each, bound) for each in dead):
        return ()
    if any(_repeats(each, _messages(contexts), bound) for each in dead):
        return ()
    errors = frozenset(each for context in contexts if context for each in classes(context.expected, module))
    if any(_is_not_of(errors, each, bound) for each in dead):
        return ()
    if any(_asks_library(each, module) or _asks_what_is_real(each, module) for each in dead):
        return ()
    keeps = all(each is not None and last_word(each.call.func) != "ExpectedException" for each in contexts)
    if not keeps and any(_mentions(each, bound) for each in dead):
        return ()
    asked, twice = [*_asked_for_error(dead, block, module)], [*_asked_twice(dead, bound, errors)]
    if not all(word for _, word in asked) or (twice and not _are_of_interpreter(errors)):
        return ()
    moved = out_of(dead, block, module)
    held = (edit for name, word in asked for edit in after(name, word, module))
    return (*moved, *held, *_asked_once(twice, module)) if moved else ()


def _is_not_of(errors: frozenset[str], statement: ast.stmt, bound: frozenset[str]) -> bool:
    """Whether an assertion asks for what some errors lack, or for their class in their text."""
    return _asks_what_errors_lack(statement, bound, errors) or (
        _mentions(statement, bound) and _tells_the_class(statement, errors)
    )


def _asked_twice(
    dead: Sequence[ast.stmt], bound: frozenset[str], errors: frozenset[str]
) -> Iterator[ast.Attribute]:
    """Where the error of one framework's context is asked for the word by which the other's holds it, which
    it has not, or is not known to have: ``caught.value.exception``."""
    for node in (node for each in dead for node in within(each)):
        match node:
            case ast.Attribute(value=ast.Attribute(attr="value" | "exception") as held, attr=word):
                is_other = word == "exception" or (word == "value" and _are_of_interpreter(errors))
                if is_other and _is_error(held, bound) and _is_lacking(word, errors):
                    yield node


def _are_of_interpreter(errors: frozenset[str]) -> bool:
    return all(hasattr(builtins, error) for error in errors)


def _is_lacking(word: str, errors: frozenset[str]) -> bool:
    return not any(hasattr(getattr(builtins, each, None), word) for each in errors)


def _asked_once(twice: Sequence[ast.Attribute], module: Module) -> Iterator[Edit]:
    """The error itself, where it was asked for the word of the other framework."""
    for each in twice:
        yield Edit(*span(each.value, module)[2:], *span(each, module)[2:], "")


def _asked_for_error(
    dead: Sequence[ast.stmt], block: ast.With | ast.AsyncWith, module: Module
) -> Iterator[tuple[ast.Name, str]]:
    """Where a context is asked for the text of its error, or for what that has, with the word by which
    holds the error."""
    for item in block.items:
        match item:
            case ast.withitem(context_expr=ast.Call(func=func), optional_vars=ast.Name(id=name)):
                word = _held_by(func, module)
                for node in (node for each in dead for node in within(each)):
                    if isinstance(node, ast.Name) and node.id == name and _means_error(node, module):
                        yield node, word


def _held_by(func: ast.expr, module: Module) -> str:
    """The word by which the context of what is called holds its error; empty where that is not known."""
    names = module.names(func) or frozenset({spelt(func)})
    if names == {"pytest.raises"}:
        return ".value"
    return ".exception" if all(map(_OF_UNITTEST.search, names)) else ""


_OF_UNITTEST = lazy(
    r"\.(assertRaises|failUnlessRaises)\w{0,20}\Z|\A(nose\.tools|numpy\.testing)\.assert_raises\w{0,20}\Z"
)
"""What gives the context of unittest, be it the method or a function made of it."""


def _means_error(name: ast.Name, module: Module) -> bool:
    """Whether the text of something is asked for, ``str(x)``, or what no context has, ``x.args``."""
    match module.parent(name):
        case ast.Call(func=ast.Name(id="str"), args=[_], keywords=[]):
            return True
        case ast.Attribute(attr=word, ctx=ast.Load()):
            return word not in _KEPT | _OF_CONTEXTS
        case _:
            return False


def _is_given_alike(name: ast.Name, module: Module) -> bool:
    """Whether a context is given to a function that is given others below their blocks."""
    call = module.parent(name)
    return isinstance(call, ast.Call) and name in call.args and spelt(call.func) in _given_contexts(module)


@once
def _given_contexts(module: Module) -> frozenset[str]:
    """What is given the context of an expected error below the block that expects it."""
    ends: dict[tuple[ast.AST | None, str], int] = {}
    blocks: Iterator[ast.With | ast.AsyncWith] = chain_of(module.nodes(ast.With), module.nodes(ast.AsyncWith))
    for block in blocks:
        for item in block.items:
            if isinstance(item.optional_vars, ast.Name) and expectation(item.context_expr, module):
                key = module.function(block), item.optional_vars.id
                ends[key] = min(ends.get(key, sys.maxsize), last_line(block))
    words = {word for _, word in ends}
    named = (each for word in words for each in module.named(word))
    below = (each for each in named if each.lineno > ends.get((module.function(each), each.id), sys.maxsize))
    calls = ((module.parent(each), each) for each in below if not _is_in_block(each, module))
    return frozenset(
        spelt(call.func) for call, each in calls if isinstance(call, ast.Call) and each in call.args
    )


def _is_in_block(name: ast.Name, module: Module) -> bool:
    """Whether the innermost ``with`` around a name expects an error."""
    around = module.above(name, ast.With, ast.AsyncWith)
    items = around.items if isinstance(around, (ast.With, ast.AsyncWith)) else ()
    return any(expectation(each.context_expr, module) for each in items)


def deleted(dead: Sequence[ast.stmt], unset: frozenset[str], errors: frozenset[str], module: Module) -> Edits:
    """The end of a block without assertions on what is never set.

    Args:
        dead: the assertions, which are not reached.
        unset: names that are not there when the block is left.
        errors: what is expected.
        module: their module.

    Returns:
        Nothing if one of them looks at something else, shares a line, or has a comment; nor if it asks for
        the status of a program, which the error has.
    """
    if "SystemExit" in errors and any(map(_asks_for_number, dead)):
        return ()
    first, last = first_blank(dead[0], module), last_line(dead[-1])
    if not all(is_alone(each, module) and mentions(each, unset) for each in dead):
        return ()
    if any("#" in module.line(each) for each in range(first - 1, last + 1)):
        return ()
    return (*_unnamed(dead[0], unset, module), Edit(first, 0, last + 1, 0, ""))


def _asks_for_number(statement: ast.stmt) -> bool:
    constants = (each.value for each in within(statement) if isinstance(each, ast.Constant))
    return any(isinstance(each, int) for each in constants)


def _unnamed(first: ast.stmt, unset: frozenset[str], module: Module) -> Edits:
    """No name for what the statement above would give, where only the assertions have read it."""
    block, place = placed(first, module)
    match block[place - 1]:
        case ast.Assign(targets=[ast.Name(id=name) as target], value=value) if name in unset:
            function = module.function(first)
            below = {id(each) for one in block[place:] for each in walk(one)}
            others = (each for each in walk(function or module.tree) if isinstance(each, ast.Name))
            is_read = any(each.id == name and each is not target and id(each) not in below for each in others)
            same = value.lineno == target.lineno
            return (
                (Edit(*span(target, module)[:2], *span(value, module)[:2], ""),)
                if same and not is_read
                else ()
            )
        case _:
            return ()


def _asks_library(statement: ast.stmt, module: Module) -> bool:
    """Whether an assertion of doubles is asked of a module of the standard library, which has none."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=asked, attr=word))) if word in MOCK_ASSERTIONS:
            return bool(module.names(asked) & sys.stdlib_module_names)
        case _:
            return False


def _asks_what_is_real(statement: ast.stmt, module: Module) -> bool:
    """Whether an assertion of doubles is asked of something below an instance that the module makes, where
    nothing puts a double into it."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=asked, attr=word))) if word in MOCK_ASSERTIONS:
            parts = [*chain(asked)]
        case _:
            return False
    made = next((n for n, each in enumerate(parts) if spelt(each) in _instances(module)), 0)
    below = [each.attr for each in parts[:made] if isinstance(each, ast.Attribute)]
    return bool(below) and _replaced(module).isdisjoint(below)


@once
def _instances(module: Module) -> frozenset[str]:
    """The attributes of ``self`` to which only calls of a class are assigned, as text."""
    made: dict[str, bool] = {}
    every: Iterator[ast.Assign] = module.nodes(ast.Assign)
    for assign in every:
        for target in assign.targets:
            if isinstance(target, ast.Attribute) and spelt(target.value) == "self":
                text = spelt(target)
                made[text] = made.get(text, True) and _is_instance(assign.value, module)
    return frozenset(text for text, is_made in made.items() if is_made)


def _is_instance(value: ast.expr, module: Module) -> bool:
    return isinstance(value, ast.Call) and is_class(value.func, module) and not is_mock(value, module)


@once
def _replaced(module: Module) -> frozenset[str]:
    """The attributes that a module assigns, and those that it names in a text, as patches do."""
    attributes = (each.attr for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Store))
    texts = (string(each) or "" for each in module.nodes(ast.Constant))
    return frozenset((*attributes, *(each.rpartition(".")[2] for each in texts)))


def _messages(contexts: Sequence[Expectation | None]) -> Sequence[str]:
    """What the messages of the expected errors must match, as far as it is written there."""
    calls = [each.call for each in contexts if each is not None]
    given = [argument(each, 1, name) for each in calls for name in ("match", "expected_regex")]
    return [text for each in given if (text := string(each))]


def _repeats(statement: ast.stmt, messages: Sequence[str], bound: frozenset[str]) -> bool:
    """Whether an assertion looks elsewhere for a text of the error itself, which the block looks for already:
    what raises an error does not write it into a log."""
    texts = [string(each) or "" for each in within(statement)] if not _mentions(statement, bound) else []
    return any(text and text in message for text in texts for message in messages)


def _mentions(statement: ast.stmt, names: frozenset[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in within(statement))


_ENDS = frozenset({"GeneratorExit", "StopAsyncIteration", "StopIteration"})
"""What the interpreter raises at an end, mostly without a word."""


def _asks_what_errors_lack(statement: ast.stmt, bound: frozenset[str], errors: frozenset[str]) -> bool:
    """Whether an assertion asks for words where an end has none, or for the message of Python 2's errors."""
    asked = [each for each in within(statement) if isinstance(each, ast.Attribute)]
    of_error = [each for each in asked if _is_error(each.value, bound) and not _is_context(each)]
    if errors and errors <= _ENDS:
        is_of_result = bool(of_error) and all(each.attr == "value" for each in of_error)
        return _mentions(statement, bound) and not is_of_result
    asks = any(each.attr == "message" or _is_unknown(each, errors) for each in of_error)
    return asks and _are_of_interpreter(errors)


def _is_unknown(asked: ast.Attribute, errors: frozenset[str]) -> bool:
    """Whether a context is asked for what none of some errors of the interpreter has."""
    return isinstance(asked.value, ast.Name) and _is_lacking(asked.attr, errors)


def _tells_the_class(statement: ast.stmt, errors: frozenset[str]) -> bool:
    """Whether the whole text of an error is to begin with its class, as only tracebacks have it."""
    heads = tuple(f"{each.rpartition('.')[2]}: " for each in errors)
    return any((string(each) or "").startswith(heads) for each in within(statement)) if heads else False


def _is_context(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.attr in _KEPT


def _is_error(node: ast.expr, bound: frozenset[str]) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr="value" | "exception") | ast.Name(id=name):
            return name in bound
        case _:
            return False


def _takes_for_error(statement: ast.stmt, bound: frozenset[str], module: Module) -> bool:
    """Whether a name that holds the context is used as if it were the error, which would fail below, in
    another way than by its text or its attributes."""
    nodes = [*within(statement)]
    asked = {id(each.value) for each in nodes if isinstance(each, ast.Attribute) and each.attr in _KEPT}
    names = (each for each in nodes if isinstance(each, ast.Name) and each.id in bound)
    others = (each for each in names if id(each) not in asked)
    return not all(_means_error(each, module) or _is_given_alike(each, module) for each in others)


def _searches_error(statement: ast.stmt, bound: frozenset[str]) -> bool:
    """Whether something is looked for in the error itself, which is no container, and not in its text."""
    return any(_is_error(each, bound) for node in within(statement) for each in _searched(node))


def _searched(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(ops=operators, comparators=operands):
            pairs = zip(operators, operands, strict=True)
            yield from (operand for each, operand in pairs if isinstance(each, (ast.In, ast.NotIn)))
        case ast.Call(func=func, args=[_, operand, *_]) if last_word(func) in ("assertIn", "assertNotIn"):
            yield operand

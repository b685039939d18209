"""Assertions on an exception that run only if it is raised, and nothing fails if it is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from flake8_testsec.patterns import lazy
from flake8_testsec.project.own_assertions import expected
from flake8_testsec.project.own_users import is_of_one_user
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt, truth
from flake8_testsec.source.module import Module, names_below, once, statements, within
from flake8_testsec.source.raising import divides_by_zero, is_written_to_raise
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    caught,
    expectation,
    is_assertion,
    is_broad,
    is_expecting,
    is_failure,
    is_quiet,
)
from flake8_testsec.vocabulary.testing.awaited_errors import is_by_chance, tolerates_success
from flake8_testsec.vocabulary.testing.performed import is_performed, is_untold
from flake8_testsec.vocabulary.testing.rounds import are_of_several_kinds, asks_case, loops_around, retried
from flake8_testsec.vocabulary.testing.suites import is_test, receivers
from flake8_testsec.vocabulary.testing.swallowing import prose_above

rule = Rule(
    code="TSE408",
    summary="assertions run only if the exception is raised; use pytest.raises/assertRaises",
    roles=Role.TEST,
    cwe=754,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The handler checks the error, but nothing says that there must be one. When the code stops raising, the
    handler is not entered, no assertion is run, and the test passes. A check that has gone missing from
    the code under test goes unnoticed. By name also where the handler gives the error no name.
    """,
    fix="""
    Use ``with pytest.raises(TheError) as caught:`` or ``self.assertRaises``, and check the error below it.
    """,
    fixable="The ``try`` becomes an expectation with the checks below; unsafe: the error may stay away.",
    bad=(
        """
        def test_unknown_scope(parser):
            try:
            ^^^^
                parser.add("x", scope="dog")
            except ValueError as error:
                assert "dog" in str(error)
        """,
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_aborts(self):
                try:
                ^^^^
                    with self.parser.file("x"):
                        self.parser.run()
                except Exception as error:
                    self.assertIsInstance(error, ParseError)

            def test_aborts_early(self):
                try:
                ^^^^
                    self.parser.run()
                except Exception as error:
                    self.assertTrue(isinstance(error, ParseError) and error.line == 1)

            def test_message(self):
                try:
                ^^^^
                    self.parser.parse("x")
                except ParseError as error:
                    text = str(error)
                    print(text)
                    if self.parser.verbose:
                        self.assertIn("line 1", text)
                    self.assertEqual(1, error.line)
        """,
        """
        def check(parser):
            if parser.strict:
                raise ParseError

        def test_what_a_helper_may_raise(parser):
            parser.parse("x").raises(ValueError)
            try:
            ^^^^
                check(parser)
            except ParseError as error:
                assert error.line == 1
        """,
        """
        def test_the_right_one(parser):
            try:
            ^^^^
                parser.parse("x")
            except Exception as error:
                assert type(error) is ParseError
                assert "line 2" not in str(error)
        """,
    ),
    good=(
        """
        import pytest

        def test_unknown_scope(parser):
            try:
                parser.add("x", scope="dog")
            except ValueError as error:
                assert "dog" in str(error)
            else:
                pytest.fail("no error")

        def test_fails_inside(parser):
            try:
                parser.add("x", scope="dog")
                assert False
            except ValueError as error:
                assert "dog" in str(error)
            try:
                parser.add("x", scope="dog")
                raise RuntimeError("no error")
            except ValueError as error:
                assert "dog" in str(error)
            try:
                with pytest.raises(KeyError):
                    parser.add("x", scope="dog")
            except ValueError as error:
                assert "dog" in str(error)
        """,
        """
        def test_closes(parser, is_expected):
            try:
                parser.close()
            except ParseError:
                assert is_expected
        """,
    ),
)
_NEGATIVE = lazy(r"assert(False|Not|IsNot|NotIs)|failIf")
_OPTIONAL = lazy(
    r"\b(may|might|sometimes|optional(ly)?|depend(s|ing)|(?<!self\.)assertRaises|pytest\.raises|acceptable|tolerated"
    r"|(should|must) not (raise|fail|crash)|gracefully|(is|are) (also )?(allowed|fine|ok(ay)?|harmless)"
    r"|(do(es)?n't|do(es)? not) (care|matter)|if so|(older|some) (versions|platforms)"
    r"|(behaviou?rs?|outcomes?|results?) (differs?|var(y|ies)))\b(?! \d)",
    re.IGNORECASE,
)
_UNCERTAIN = lazy(r"\b(either|may|might|sometimes|depend(s|ing)? on|until|var(y|ies)|platforms?)\b")
"""Words of a docstring that say that the error may stay away."""
_RAISES = lazy(r"_*(assert|expect|should)?_?raises(_\w+|[A-Z]\w*)?\Z", re.IGNORECASE)
_ENDS = lazy(r"(fail(s|ed)?|skipTest)\Z")
_ONE_OPERAND = lazy(r"(assert(True|False|IsNone|IsNotNone|_)|failUnless|failIf)\Z")


@rule.on(ast.Try)
def checked_only_if_raised(statement: ast.Try, module: Module) -> Iterator[Hit]:
    """Report a ``try`` whose only handler checks the error, where nothing demands one."""
    match statement:
        case ast.Try(handlers=[ast.ExceptHandler(name=name) as handler], orelse=[]):
            test = module.function(statement)
        case _:
            return
    if test is None or not is_performed(test, module) or retried(statement, module):
        return
    body = ast.Module(statement.body, [])
    if not _is_checking(handler, module) or any(_fails(n, module) for n in within(body)):
        return
    if any(is_written_to_raise(each, module) for each in statement.body) or _is_of_platform(handler):
        return
    if (name and _is_reference(handler, name)) or tolerates_success(statement, module):
        return
    if not all(_is_local(each, module) for each in statements(handler.body)):
        return
    if _is_one_of_many(statement, handler, test, module):
        return
    if (
        not _is_optional(statement, module)
        and not is_of_one_user(handler, module)
        and not _UNCERTAIN.search(ast.get_docstring(test) or "")
        and not _used_later(statement, test, module)
        and not _expected_too(body, test, module)
    ):
        hit = rule.at(statement, related=(Pointer(handler, "entered only if it is raised"),))
        yield hit.fixed(*expected(statement, test, module))


def _is_one_of_many(statement: ast.Try, handler: ast.ExceptHandler, test: Function, module: Module) -> bool:
    """Whether the error may be that of some cases or some callers: of a loop that the handler asks, or that
    somebody has explained, or of a helper that returns something, or that several call and none tells what to
    expect; what depends on the machine is, too."""
    loops = loops_around(statement, module)
    if not loops and is_test(test, module):
        return False
    returns = (each for each in within(test) if isinstance(each, ast.Return) and each.value is not None)
    return (
        asks_case(handler, loops)
        or are_of_several_kinds(loops, module)
        or any(prose_above(loop, module) for loop in loops)
        or any(map(is_by_chance, caught(handler, module)))
        or any(returns)
        or (not is_test(test, module) and is_untold(handler, test, module))
    )


def _is_checking(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a handler checks its error; on request, also one that gives it no name."""
    if handler.name is not None:
        return _checks(handler, handler.name, is_broad(handler, module))
    checked = (each for statement in statements(handler.body) for each in _checked(statement)[0])
    told = any(not isinstance(each, (ast.Name, ast.Constant)) for each in checked)
    return told and module.settings.enables(rule.code) and not is_broad(handler, module)


def _checks(handler: ast.ExceptHandler, name: str, broad: bool) -> bool:
    """Whether an assertion of a handler is about the error; of a broad one: says what the error is."""
    names = {name}
    for statement in statements(handler.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if _mentions(value, names):
                names.add(target)
        operands, positive = _checked(statement)
        if any(_mentions(each, names) for each in operands) and (positive or not broad):
            return True
    return False


def _checked(statement: ast.stmt) -> tuple[list[ast.expr], bool]:
    """What an assertion looks at, its message left out, and whether it says that something is so."""
    match statement:
        case ast.Assert(test=test):
            return [test], _is_positive(test)
        case ast.Expr(value=ast.Call(func=func, args=[first, *rest])) if is_assertion(statement):
            word = last_word(func)
            positive = not _NEGATIVE.match(word)
            if _ONE_OPERAND.match(word):
                return [first], positive and _is_positive(first)
            return [first, *rest[:1]], positive
        case _:
            return [], False


def _is_positive(test: ast.expr) -> bool:
    match test:
        case ast.Compare(ops=ops):
            return not any(isinstance(op, (ast.NotEq, ast.NotIn, ast.IsNot)) for op in ops)
        case ast.BoolOp(values=values):
            return any(map(_is_positive, values))
        case ast.UnaryOp(op=ast.Not()) | ast.Name():
            return False
        case _:
            return True


def _is_reference(handler: ast.ExceptHandler, name: str) -> bool:
    """Whether the error only serves to know what another one shall be: all assertions compare the same of
    both, ``type(other) is type(error)``, ``str(other) == str(error)``."""
    checks = [each for each in statements(handler.body) if is_assertion(each)]
    return all(any(_compares_alike(left, right, name) for left, right in _sides(each)) for each in checks)


def _sides(check: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    match check:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[right])):
            yield from ((left, right), (right, left))
        case ast.Expr(value=ast.Call(func=func, args=[left, right, *_])) if last_word(func) == "assertEqual":
            yield from ((left, right), (right, left))


def _compares_alike(other: ast.expr, own: ast.expr, name: str) -> bool:
    match other, own:
        case ast.Call(func=ast.Name(id=word), args=[ast.Attribute() | ast.Name() as subject]), ast.Call(
            func=ast.Name(id=same), args=[ast.Name(id=error)]
        ):
            return word == same and error == name and not _mentions(subject, {name})
        case _:
            return False


def _is_of_platform(handler: ast.ExceptHandler) -> bool:
    """Whether an assertion allows several error numbers: which error there is, if any, is the platform's."""
    operands = (each for statement in statements(handler.body) for each in _compared(statement))
    return any(
        last_word(left) == "errno"
        and isinstance(right, (ast.Tuple, ast.List, ast.Set))
        and len(right.elts) > 1
        for left, right in operands
    )


def _compared(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    match statement:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.In()], comparators=[right])):
            yield left, right
        case ast.Expr(value=ast.Call(func=func, args=[left, right, *_])) if last_word(func) == "assertIn":
            yield left, right


def _mentions(node: ast.expr, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))


def _fails(node: ast.AST, module: Module) -> bool:
    """Whether a node of the body may end the test another way, or fail it."""
    match node:
        case ast.Return() | ast.Raise():
            return True
        case ast.BinOp():
            return divides_by_zero(node)
        case ast.While(test=test):
            return truth(test) is True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=word)) if _ENDS.match(word):
            return owner in receivers(node, module)  # where there is no such method, that is an error, too
        case ast.Call(func=func) if "pytest.skip" in module.names(func):
            return True
        case ast.stmt():
            return is_expecting(node, module) or is_assertion(node) or is_failure(node, module)
        case _:
            return False


def _is_local(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement of the handler leaves nothing behind by which the test may learn of the error."""
    match statement:
        case ast.Return() | ast.Continue():
            return False
        case ast.Assign(targets=targets):
            return all(isinstance(target, ast.Name) for target in targets)
        case ast.If() | ast.With():
            return True
        case _:
            return is_quiet([statement]) or (is_assertion(statement) and not is_failure(statement, module))


def _is_optional(statement: ast.Try, module: Module) -> bool:
    """Whether a comment in the ``try``, or right above it, says that the error may stay away."""
    said = (each.content for each in module.comments_in(statement.lineno, statement.end_lineno or 0))
    return any(map(_OPTIONAL.search, (prose_above(statement, module), *said)))


def _used_later(statement: ast.Try, test: Function, module: Module) -> bool:
    """Whether a name that the ``try`` binds is read below it."""
    bound = {node.id for node in ast.walk(statement) if _is_name(node, ast.Store)}
    last = _last_read(test, module)
    return any(last.get(name, 0) > (statement.end_lineno or 0) for name in bound)


@once
def _last_read(test: Function, module: Module) -> Mapping[str, int]:
    """In which line each name is read for the last time."""
    every = names_below(test, module).values()
    read = ([each for each in names if isinstance(each.ctx, ast.Load)] for names in every)
    return {names[0].id: max(each.lineno for each in names) for names in read if names}


def _is_name(node: ast.AST, context: type[ast.expr_context]) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, context)


def _expected_too(body: ast.AST, test: Function, module: Module) -> bool:
    """Whether the test expects an exception of the same callable elsewhere."""
    tried = {spelt(node.func) for node in within(body) if isinstance(node, ast.Call)}
    return not tried.isdisjoint(_expected(test, module))


@once
def _expected(test: Function, module: Module) -> frozenset[str]:
    return frozenset(map(spelt, _expecting(test, module)))


def _expecting(test: Function, module: Module) -> Iterator[ast.expr]:
    for node in within(test):
        match node:
            case ast.With() | ast.AsyncWith() if is_expecting(node, module) or _wraps(node):
                yield from (each.func for each in within(node) if isinstance(each, ast.Call))
            case ast.Call(args=[_, func, *_]) if expectation(node, module) or _RAISES.match(
                last_word(node.func)
            ):
                match func:
                    case ast.Lambda(body=ast.Call(func=called)):
                        yield called
                    case _:
                        yield func


def _wraps(statement: ast.With | ast.AsyncWith) -> bool:
    """Whether a ``with`` expects an error by its word, whoever defines it: a project may wrap its own."""
    calls = (each.context_expr for each in statement.items)
    return any(isinstance(each, ast.Call) and _RAISES.match(last_word(each.func)) for each in calls)

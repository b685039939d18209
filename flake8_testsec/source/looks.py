"""First looks: whether a place may be of interest to a rule at all, told before the rule is imported.

A look takes what its check takes and costs next to nothing. It may say yes too often, and never no where the
check would report something; see ``Enrolment``.
"""

from __future__ import annotations

import ast
import posixpath
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from flake8_testsec.rule_options import RESOURCES
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.index import BODIES
from flake8_testsec.source.module import Module
from flake8_testsec.source.roles import is_called_after_tests
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.templates import TEMPLATES

SHORTEST = 20
"""How many characters a text has at least that may be a vendor's token."""

_TEXTS = frozenset({str, bytes})
_CHANGING = (ast.Assign, ast.Delete, ast.Expr)


# Where a node stands.


def is_statement(node: ast.AST, module: Module) -> bool:
    """Whether an expression is a statement by itself."""
    return isinstance(module.parent(node), ast.Expr)


def is_statement_or_assigned(node: ast.AST, module: Module) -> bool:
    """Whether an expression is a statement by itself, or what is assigned."""
    return isinstance(module.parent(node), (ast.Expr, ast.Assign))


def assigns_name(assignment: ast.Assign, module: Module) -> bool:
    """Whether what is assigned is a plain name."""
    return isinstance(assignment.value, ast.Name)


def is_given_url(call: ast.Call, module: Module) -> bool:
    """Whether a call is given something by place that may be an URL: a text, or a name for one."""
    kinds = (ast.BinOp, ast.Constant, ast.JoinedStr, ast.Name)
    return any(isinstance(each, kinds) for each in (*call.args, *(given.value for given in call.keywords)))


def is_outside_with(call: ast.Call, module: Module) -> bool:
    """Whether a call is anything but what a ``with`` begins with, and therefore ends."""
    return not isinstance(module.parent(call), ast.withitem)


def is_stored(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is assigned."""
    return isinstance(attribute.ctx, ast.Store)


def ends_by_a_change(function: Function, module: Module) -> bool:
    """Whether a test ends by an assignment to something or by a call, and not by a check."""
    return "test" in function.name.lower() and isinstance(
        function.body[-1], (ast.Assign, ast.Delete, ast.Expr)
    )


def is_of_call(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is asked of what a call returns."""
    return isinstance(attribute.value, ast.Call)


def has_one_handler(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` has one handler, which does one thing, and no ``finally``."""
    handlers = statement.handlers
    return len(handlers) == 1 and len(handlers[0].body) == 1 and not statement.finalbody


def has_finally(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` has a ``finally``."""
    return bool(statement.finalbody)


def is_decided(statement: ast.If, module: Module) -> bool:
    """Whether the condition of an ``if`` is a constant, or has one among its operands."""
    match statement.test:
        case ast.Constant() | ast.List() | ast.Tuple() | ast.Dict():
            return True
        case ast.BoolOp(values=values):
            return any(isinstance(each, ast.Constant) for each in values)
        case _:
            return False


def is_not_called(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is anything but what is called."""
    parent = module.parent(attribute)
    return not (isinstance(parent, ast.Call) and parent.func is attribute)


def is_within_function(function: Function, module: Module) -> bool:
    """Whether a function stands neither at the top of its module nor directly in a class."""
    return not isinstance(module.parent(function), (ast.Module, ast.ClassDef))


def is_above_others(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement is not the last one of its block."""
    above = module.parents[statement]
    blocks = (getattr(above, name, None) for name in BODIES[type(above)])
    return not any(isinstance(each, list) and each and each[-1] is statement for each in blocks)


def has_own_resources(module: Module) -> bool:
    """Whether the user has added rows to the table of what must be given back."""
    given = module.settings.rule_options.get(RESOURCES.name)
    return isinstance(given, tuple) and any(given)


# What a node holds.


def has_message(statement: ast.Assert, module: Module) -> bool:
    """Whether an ``assert`` has a message."""
    return statement.msg is not None


def raises_nothing(statement: ast.Raise, module: Module) -> bool:
    """Whether a ``raise`` stands alone, and in no handler."""
    return statement.exc is None and module.above(statement, ast.ExceptHandler) is None


def asserts_constant(statement: ast.Assert, module: Module) -> bool:
    """Whether the condition of an ``assert`` is written out."""
    return isinstance(statement.test, ast.Constant)


def asserts_object(statement: ast.Assert, module: Module) -> bool:
    """Whether the condition of an ``assert`` is no comparison, and no call of a method, denied or not."""
    match statement.test:
        case ast.UnaryOp(op=ast.Not(), operand=condition) | condition:
            is_method = isinstance(condition, ast.Call) and isinstance(condition.func, ast.Attribute)
            return not (is_method or isinstance(condition, ast.Compare))


def compares_oddly(statement: ast.Assert, module: Module) -> bool:
    """Whether an ``assert`` may compare what is alike, or hold for every length, or ask for a class."""
    match statement.test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _are_alike(left, right)
        case ast.Compare(left=left, ops=[ast.In()], comparators=[right]):
            return isinstance(right, (ast.List, ast.Tuple))
        case ast.Compare(left=left, ops=[ast.IsNot()]):
            return not isinstance(left, (ast.Name, ast.Attribute, ast.Subscript))
        case ast.Compare(ops=[ast.Gt() | ast.GtE() | ast.Lt() | ast.LtE()]) | ast.Call(args=[_, _]):
            return True
        case _:
            return False


def _are_alike(left: ast.expr, right: ast.expr) -> bool:
    match left, right:
        case ast.Name(id=one), ast.Name(id=other):
            return one == other
        case ast.Attribute(attr=one), ast.Attribute(attr=other):
            return one == other
        case _:
            return type(left) is type(right)


def may_be_test(function: Function, module: Module) -> bool:
    """Whether a function outside classes has not the name of a test, and no other use is made of it."""
    if function.name.startswith("test") or isinstance(module.parent(function), ast.ClassDef):
        return False
    return not any(module.named(function.name))


def has_other_methods(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has methods that are neither tests by their names nor hooks of unittest."""
    names = [each.name for each in class_.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return any(not name.startswith("test") and name not in _HOOKS for name in names)


def sees_to_its_end(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class says what happens when its objects are dropped."""
    return any(isinstance(each, ast.FunctionDef) and each.name == "__del__" for each in class_.body)


def has_several_bases(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has more than one base."""
    return len(class_.bases) > 1


_HOOKS = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown"})


def is_statement_of_coroutine(node: ast.AST, module: Module) -> bool:
    """Whether an expression is a statement by itself, in a coroutine."""
    return is_statement(node, module) and isinstance(module.function(node), ast.AsyncFunctionDef)


def is_given_more(call: ast.Call, module: Module) -> bool:
    """Whether a call is given more than one argument."""
    return len(call.args) + len(call.keywords) > 1


def returns_answer(statement: ast.Return, module: Module) -> bool:
    """Whether a ``return`` may give a truth value away, as a comparison or a call does."""
    return isinstance(statement.value, (ast.Compare, ast.UnaryOp, ast.BoolOp, ast.Tuple, ast.Call))


def is_driven(function: Function, module: Module) -> bool:
    """Whether the body of a function is not run by a mere call: of a coroutine, or of a generator."""
    return isinstance(function, ast.AsyncFunctionDef) or function in module.generators


def ends_idly(function: Function, module: Module) -> bool:
    """Whether the last statement of a function does nothing, or hardly anything."""
    match function.body[-1]:
        case ast.Pass() | ast.Return(value=None | ast.Constant()) | ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case _:
            return False


def suppresses(statement: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a ``with`` begins with ``contextlib.suppress``."""
    calls = (each.context_expr for each in statement.items if isinstance(each.context_expr, ast.Call))
    return any("contextlib.suppress" in module.names(each.func) for each in calls)


# What a module holds.


def opens_outside_with(module: Module) -> bool:
    """Whether a call by a name that ends with ``open`` is anything but what a ``with`` begins with."""
    imported = (meant.rpartition(".")[2] for _, meant in module.scopes.imported())
    words = frozenset(word for word in (*module.called, *imported) if word.endswith("open"))
    return any(is_outside_with(each, module) for each in module.scopes.calls(words))


def makes_objects(module: Module) -> bool:
    """Whether what is called like a class is called, or a method of such, and other modules are known."""
    if module.view is None:
        return False
    if any(word[:1].isupper() for word in module.called):
        return True
    owners = (each.func.value for each in module.nodes(ast.Call) if isinstance(each.func, ast.Attribute))
    return any(last_word(each)[:1].isupper() for each in owners)


def takes_from_tests(module: Module) -> bool:
    """Whether something is imported from another module of the tests, or from one beside this one; in deep
    mode any module may be asked for what it makes."""
    return bool(module.settings.deep) or any(imported_from_tests(module))


def imported_from_tests(module: Module) -> Iterator[str]:
    """The qualified names of what is imported from there; none if nothing is known of other modules."""
    view = module.view
    if view is None:
        return
    folder = posixpath.dirname(module.path.replace("\\", "/"))
    is_package = view.exists(
        posixpath.join(folder, "__init__.py")
    )  # in which nothing is imported by its name
    for meant in dict.fromkeys(name for _, name in module.scopes.imported()):
        top, *further = meant.split(".")
        named = (is_called_after_tests(each, module.settings) for each in (top, *further))
        if top in sys.stdlib_module_names:
            continue
        if any(named) or (not is_package and view.exists(posixpath.join(folder, f"{top}.py"))):
            yield meant


def defines_twice(module: Module) -> bool:
    """Whether two functions or classes have one name."""
    kinds: tuple[type[Function | ast.ClassDef], ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [each.name for each in module.nodes(*kinds)]
    return len(names) > len({*names})


def acts_at_import(module: Module) -> bool:
    """Whether a statement at the top of the module is none that only imports, defines or documents."""
    return any(not isinstance(each, _DEFINING) and not _is_text(each) for each in module.tree.body)


_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def names_alone(module: Module) -> bool:
    """Whether a statement is a mere name or attribute."""
    return any(isinstance(each.value, (ast.Name, ast.Attribute)) for each in module.nodes(ast.Expr))


def names_super_alone(module: Module) -> bool:
    """Whether a statement is ``super()``, or an attribute of it that is not called."""
    return any(_is_super(each.value) for each in module.nodes(ast.Expr))


def _is_super(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id="super")) | ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
        case _:
            return False


def has_keywords(module: Module) -> bool:
    """Whether anything is given by keyword."""
    return any(module.nodes(ast.keyword))


def names_like_mock(module: Module) -> bool:
    """Whether an attribute may be meant for one of a mock: an assertion, a question, a setting."""
    return any(map(_is_like_mock, module.attribute_names))


def gives_like_mock(module: Module) -> bool:
    """The same of what is given by keyword."""
    return any(_is_like_mock(each.arg) for each in module.nodes(ast.keyword) if each.arg)


def _is_like_mock(word: str) -> bool:
    if word[:1] in ("r", "s") and len(word) in _SETTINGS:
        return True
    return word.startswith("as") or any(part in word for part in _QUESTIONS)


_SETTINGS = range(9, 15)
"""Lengths of names that are nearly ``return_value`` or ``side_effect``."""
_QUESTIONS = ("all", "wait", "once", "Once", "_with")


def sets_attributes(module: Module) -> bool:
    """Whether a name, or an attribute, is assigned to an attribute."""
    assigned: Iterator[ast.Assign] = module.nodes(ast.Assign)
    return any(
        isinstance(each.value, (ast.Name, ast.Attribute)) and isinstance(each.targets[0], ast.Attribute)
        for each in assigned
    )


def sets_imported(module: Module) -> bool:
    """Whether an attribute or an entry of something imported is assigned."""
    entries = [each for each in module.nodes(ast.Subscript) if type(each.ctx) is ast.Store]
    return any(_root(each) in module.scopes.imports for each in (*module.attributes_stored, *entries))


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def comments_out_tests(module: Module) -> bool:
    """Whether the head of a test stands in a comment."""
    return any("def test" in line for _, line in module.comment_lines)


def holds_long_words(module: Module) -> bool:
    """Whether a text has a word as long as a token, or is put together of others."""
    if any(module.nodes(ast.JoinedStr, *TEMPLATES)):
        return True
    if any(isinstance(each.op, ast.Add) for each in module.nodes(ast.BinOp)):
        return True
    every: Iterator[ast.Constant] = module.nodes(ast.Constant)
    values: list[Any] = [each.value for each in every]
    return any(_is_long(each.split()) for each in values if type(each) in _TEXTS and len(each) >= SHORTEST)


def _is_long(words: Iterable[str | bytes]) -> bool:
    return any(len(word) >= SHORTEST for word in words)


def is_given_on(node: ast.AST, module: Module) -> bool:
    """Whether something may be made of a display that no assertion compares right here."""
    return not isinstance(module.parent(node), (ast.Compare, ast.Assert, ast.Expr))

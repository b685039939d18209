"""A check wrapped into an inner function of a test, and the function is never called."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import partial

from flake8_testsec.finding import Fix
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import put_after, siblings
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import keyword, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions, holds_check
from flake8_testsec.vocabulary.testing.doubles import PATCH, new_position
from flake8_testsec.vocabulary.testing.handing_on import handed_on
from flake8_testsec.vocabulary.testing.nested_tests import is_like_method, out_of_test
from flake8_testsec.vocabulary.testing.suites import is_test, only_decorated_by

rule = Rule(
    code="TSE511",
    summary="inner function contains assertions but is never used",
    message="inner function {name} holds assertions but is never used, so they never run; {remedy}",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Tests wrap their checks into an inner function to put a patch or a context around them. The wrapping
    alone runs nothing: when the call at the end is forgotten, the test defines a function, passes, and
    looks as if it had checked something.
    """,
    fix="""
    Call the inner function at the end of the test, or move its body and its patches to the test. A test that
    stands one step too far in belongs into the class.
    """,
    fixable="""
    The inner function is called at the end of its block, where its patches give all its arguments; unsafe,
    because its checks have never run and may fail. Methods that stand one step too far in, at the end of the
    test above them, become methods of the class. A plain function in a coroutine may block the loop that
    would answer it: it is handed on as other tests hand on theirs of that name, and else left to a person.
    """,
    bad=(
        """
        from unittest.mock import patch

        def test_order_is_sent():
            @patch("shop.orders.send")
            def _do_test(send):
            ^^^^^^^^^^^^^^^^^^^
                order(1)
                assert send.called
        """,
        """
        import unittest

        class ParserTest(unittest.TestCase):
            def test_rejects(self):
                for text in ("", "("):
                    def check():
                    ^^^^^^^^^^^^
                        with self.assertRaises(ValueError):
                            parse(text)
        """,
        """
        async def test_stream_ends():
            stream = open_stream()

            async def read_all():
            ^^^^^^^^^^^^^^^^^^^^^
                assert await stream.read() == b""
        """,
        # Whatever the decorator makes of it: it calls itself before all else, and would never end.
        """
        from shop import recorded

        def test_tills():
            @recorded("orders")
            def tills():
            ^^^^^^^^^^^^
                yield 1
                assert recorded.is_on
                yield 2
                assert list(tills()) == [1, 2]

        def test_sum():
            def check(order):
            ^^^^^^^^^^^^^^^^^
                for part in order.parts:
                    check(part)
                assert order.total
        """,
    ),
    good=(
        """
        def test_pays(order, gateway):
            def check(receipt):
                assert receipt.ok

            receipt = order.pay(gateway)
            assert receipt.ok
        """,
        """
        from unittest.mock import patch

        def test_order_is_sent():
            @patch("shop.orders.send")
            def _do_test(send):
                order(1)
                assert send.called

            _do_test()
        """,
        """
        from shop import app

        def test_route():
            @app.route("/")
            def index():
                assert app.current

            assert app.get("/").ok
        """,
        """
        def test_visitor():
            class Visitor(NodeVisitor):
                def visit_Name(self, node):
                    assert node.name

            Visitor().visit(parse("a"))

            def visit_Call(node):
                return node
        """,
        """
        def test_timing():
            def check():
                assert price(1)

            assert timeit("check()", globals=locals()) < 1
        """,
        """
        def test_callback_of_the_module():
            global on_order

            def on_order(number):
                assert number == 1

            order(1)

        def helper():
            def check():
                assert False
        """,
        """
        from shop import orders

        def test_handlers():
            @orders.placed
            def paid(number):
                if number > 1:
                    paid(number - 1)
                assert number

            @orders.placed
            def sent(number):
                while number:
                    number = orders.next(number)
                    assert number
                    if number == 5:
                        return
                sent(number)

            @orders.placed
            def returned(number):
                assert number
                orders.later(lambda: returned(number))
                return number or returned(1)

            @orders.placed
            def counted(counted):
                assert counted
                counted(1)

            @orders.placed
            def closed(number):
                assert number
                number.done()
                return None
                closed(1)

            orders.place(1)

        def test_tills():
            @recorded("orders")
            def tills():
                yield 1
                assert list(tills()) == [1, 2]

            assert list(tills())
        """,
    ),
)

_MANY = 1000
_NAMESPACES = frozenset({"locals", "globals", "vars", "dir", "eval", "exec"})


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, look=looks.is_within_function)
def never_called(inner: Function, module: Module) -> Iterator[Hit]:
    """Report a function inside a test that checks something and is not mentioned again."""
    if isinstance(module.parents[inner], (ast.Module, ast.ClassDef)):
        return
    test = module.function(inner)
    if test is None or module.class_of(inner) is not None or not is_test(test, module):
        return
    if not holds_check(inner, module) or not (
        only_decorated_by(inner, module, ("unittest.mock.patch",)) or _never_ends(inner, module)
    ):
        return
    used = _used(test, module)
    if inner.name not in used and not _NAMESPACES & used and not _is_repeated(inner, test, module):
        is_method = is_like_method(inner, test, module)
        hit = rule.at(inner, name=inner.name, remedy="take it out of the test" if is_method else "call it")
        yield hit.fixed_by(partial(_mended, inner, test, module))


def _mended(inner: Function, test: Function, module: Module) -> Fix:
    makes = out_of_test if is_like_method(inner, test, module) else _called
    return Fix(makes(inner, test, module))


def _called(inner: Function, test: Function, module: Module) -> Edits:
    """The call at the end of the block, if the patches give every argument and the end is reached."""
    block = siblings(inner, module)
    waits = isinstance(inner, ast.AsyncFunctionDef)
    ends = isinstance(block[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
    if ends or inner in module.generators or (waits and not isinstance(test, ast.AsyncFunctionDef)):
        return ()
    given = inner.args
    plain = not (given.posonlyargs or given.kwonlyargs or given.vararg or given.kwarg or given.defaults)
    if not plain or len(given.args) != sum(_injects(each, module) for each in inner.decorator_list):
        return ()
    call = f"await {inner.name}()" if waits else f"{inner.name}()"
    if isinstance(test, ast.AsyncFunctionDef) and not waits:
        call = handed_on(inner, test, module)
    if not call:
        return ()
    return put_after(block[-1], ["", call] if block[-1] is inner else [call], module)


def _injects(decorator: ast.expr, module: Module) -> int:
    """How many arguments a patch gives; more than any function has where that is not known."""
    match decorator:
        case ast.Call(func=func) as call:
            position = new_position(call, module)
            if position is not None and not keyword(call, "new"):
                return int(len(call.args) <= position)
            return 0 if position is not None or module.names(func) & {f"{PATCH}.dict"} else _MANY
        case _:
            return _MANY


def _is_repeated(inner: Function, test: Function, module: Module) -> bool:
    """Whether the test itself makes all the assertions of the inner function: then nothing is lost."""
    own = {structure(each) for each in assertions(inner)}
    return bool(own) and own <= _assertions(test, module)


@once
def _assertions(test: Function, module: Module) -> frozenset[str]:
    return frozenset(structure(each) for each in assertions(test))


@once
def _used(test: Function, module: Module) -> frozenset[str]:
    """The names that a test mentions, but for those of functions that only their own bodies mention."""
    inner = {each.name for each in walk(test) if isinstance(each, Function)}
    names = ((name, node) for node in walk(test) for name in _names(node))
    return frozenset(name for name, node in names if name not in inner or not _is_own(name, node, module))


def _is_own(name: str, node: ast.AST, module: Module) -> bool:
    """Whether what mentions a name stands in the body of a function of this name."""
    around: Iterator[Function] = module.around(node, ast.FunctionDef, ast.AsyncFunctionDef)
    return any(each.name == name and _is_in_body(node, each) for each in around)


def _is_in_body(node: ast.AST, function: Function) -> bool:
    return getattr(node, "lineno", 0) >= function.body[0].lineno


def _never_ends(function: Function, module: Module) -> bool:
    """Whether a function calls itself on every way through it, so that nobody can ever have called it."""
    for statement in function.body:
        nodes = walk(statement) if isinstance(statement, _SIMPLE) else ()
        if any(_calls_itself(node, function, module) for node in nodes):
            return True
        if any(isinstance(node, _LEAVING) for node in walk(statement)):
            return False
    return False


_SIMPLE = (ast.Expr, ast.Assign, ast.Assert, ast.Return)
_LEAVING = (ast.Return, ast.Raise)
_PERHAPS = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _calls_itself(node: ast.AST, function: Function, module: Module) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=word) as name) if word == function.name:
            statement = module.above(node, ast.stmt)
            is_certain = module.above(node, *_PERHAPS, ast.stmt) is statement
            return is_certain and module.bindings(name) == (Defined(function),)
        case _:
            return False


def _names(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Name(id=word):
            return (word,)
        case ast.Global(names=names):
            return names
        case _:
            return ()

"""A context manager restores what it changed only if the body of its ``with`` does not raise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TypeGuard

from flake8_testsec.cleanup.before_yield import Before, before_yield, pairs, root
from flake8_testsec.cleanup.calm_bodies import is_entered_by_tests
from flake8_testsec.cleanup.given_owners import calls_in, is_chosen, is_of_given
from flake8_testsec.cleanup.hooks import wrapped_yield
from flake8_testsec.cleanup.needless_finally import is_empty_hook, needs_no_finally
from flake8_testsec.cleanup.restoring_words import KEEPING, RESTORING, TELLING
from flake8_testsec.cleanup.successes import is_for_success
from flake8_testsec.notes import note
from flake8_testsec.patterns import lazy
from flake8_testsec.project import regions
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, names_below, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.secrets.environment import ENVIRON
from flake8_testsec.vocabulary.testing.assertions import is_expecting, suppressed
from flake8_testsec.vocabulary.testing.intercepted_callers import is_intercepted_for_callers
from flake8_testsec.vocabulary.testing.interceptors import NETWORK
from flake8_testsec.vocabulary.testing.suites import methods

rule = Rule(
    code="TSE310",
    summary="code after yield does not run when the body raises; wrap yield in try/finally",
    message="{what} after yield does not run when the body raises; wrap yield in try/finally",
    roles=Role.ANY,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    When the body of the ``with`` raises, and in a test a failing assertion is enough, the exception comes out
    of the ``yield``. What stands below is skipped: the stream stays replaced, the file stays on the disk, the
    server keeps its port, and later tests fail for a reason that is not theirs. (A pytest fixture is another
    matter: pytest runs what follows its ``yield``.) In production code, attributes of the object itself, and
    what a function around holds, are not reported: after an error they are mostly thrown away. Nor is what is
    done before the ``yield`` as well, such as dropping a cache, or what is ended of what a caller has given.
    Where the rule is enabled by name, it also speaks of production code that may end before it restores
    anything, of what a parameter switches on, of what is counted back in a parameter, and of a method of the
    object itself where none was called above, which may as well use what the body has made. Silence for a
    cloud that is simulated wherever the manager is entered, and for what is nothing but memory.
    """,
    fix="""
    Put the ``yield`` into a ``try`` and what undoes the change into its ``finally``, or enter what undoes
    itself in a ``with`` around the ``yield``.
    """,
    fixable="""
    The ``yield``, with what stands before the restoring, goes into ``try``, and the rest into ``finally``;
    safe, but unsafe in production, where another error may hide the first. There is no fix where the
    restoring needs a name bound below, in production what was given, or leaves the function.
    """,
    bad=(
        """
        # file: shop/clock.py
        import contextlib
        import os

        class Clock:
            def __exit__(self, *exc):
                self.zone = None

            @contextlib.contextmanager
            def in_zone(self, name):
                os.environ["TZ"] = self.zone = name
                yield
                ^^^^^
                self.zone = None
                os.environ.pop("TZ")

        @contextlib.contextmanager
        def lock(folder):
            path = folder / "lock"
            path.touch()
            yield
            ^^^^^
            path.unlink()
        """,
        """
        import contextlib

        class Till:
            @contextlib.contextmanager
            def sold(self, order):
                order.open()
                order.number += 1
                yield order
                ^^^^^^^^^^^
                self.close()
        """,
    ),
    good=(
        """
        import contextlib
        @contextlib.asynccontextmanager
        async def lifespan(app):
            await app.pool.open()
            yield
            await app.pool.close()
        """,
        """
        import contextlib
        @contextlib.contextmanager
        def sent(shop):
            shop.send((yield))
            shop.stop()
        """,
        """
        import contextlib
        import io
        @contextlib.contextmanager
        def written(self):
            lines = io.StringIO()
            yield lines
            self.text = lines.getvalue()
            lines.close()
        """,
        """
        import contextlib
        import boto3
        import moto
        @contextlib.contextmanager
        def bucket(name):
            client = boto3.client("s3")
            client.create_bucket(Bucket=name)
            yield
            client.delete_bucket(Bucket=name)
        @moto.mock_aws
        def test_shop(shop):
            with bucket("orders"):
                assert shop.buckets() == 1
        """,
    ),
)

_MANAGERS = frozenset(
    {"contextlib.contextmanager", "contextlib.asynccontextmanager", "contextlib2.contextmanager"}
)
_SHARED = ENVIRON | {"sys.modules", "sys.path"}
_TAKING = frozenset({"clear", "pop", "update"})
_LEAVING = (ast.Return, ast.Raise)
_CHANGING = (ast.Assign, ast.AugAssign, ast.Delete)
_PLAIN = (ast.Attribute, ast.Constant, ast.Dict, ast.List, ast.Name, ast.Set, ast.Subscript, ast.Tuple)
_MOST = 50
_LIFESPAN = lazy(r"life_?(span|cycle)")


@rule.on(ast.Yield)
def unprotected(node: ast.Yield, module: Module) -> Iterator[Hit]:
    """Report a ``yield`` below which something is restored that no ``finally`` protects."""
    statement, function = module.parent(node), module.function(node)
    if not isinstance(statement, (ast.Expr, ast.Assign)) or not _is_manager(function, module):
        return
    if _is_abandoned(function, module):
        return
    below = (each for each in _after(statement, module) if not is_empty_hook(each, function, module))
    after = [each for each in below if not is_for_success(each, function, module)]
    if any(KEEPING.match(_snake(call)) for each in after for call in calls_in(each)):
        return
    before = before_yield(function, statement, module)
    restoring = next((each for each in after if _restores(each, before, module)), None)
    if restoring is None or needs_no_finally(function, module):
        return
    may_be_wanted = (
        _may_be_wanted(after, restoring, module)
        or is_chosen(restoring, function)
        or is_of_given(restoring, function, before, module)
    )
    if may_be_wanted and not module.settings.enables(rule.code):
        return
    if not (_is_released_by_exit(restoring, function, module) or _is_of_stub(restoring, module)):
        related = (Pointer(restoring, "does not run then"),)
        is_safe = module.role is not Role.PRODUCTION
        hit = rule.at(statement, related, what="code" if is_safe else "production code")
        yield hit.fixed(*wrapped_yield(statement, restoring, module), safe=is_safe)


def _may_be_wanted(after: list[ast.stmt], restoring: ast.stmt, module: Module) -> bool:
    """Whether production code may end before it restores anything: the body then tells by what it leaves
    whether what it has written is used, which an error must not bring about."""
    before = takewhile(lambda each: each is not restoring, after)
    return module.role is Role.PRODUCTION and any(
        isinstance(node, ast.Return) for each in before if isinstance(each, ast.If) for node in each.body
    )


def _is_of_stub(restoring: ast.stmt, module: Module) -> bool:
    """Whether what is taken back is in a cloud that is simulated wherever the manager is entered."""
    owners = (each.func.value for each in calls_in(restoring) if isinstance(each.func, ast.Attribute))
    if not any(module.names(each) & _CLOUDS for each in owners):
        return False
    return is_intercepted_for_callers(restoring, module, NETWORK)


_CLOUDS = frozenset({"boto3.client()", "boto3.resource()"})


@once
def _is_abandoned(function: Function, module: Module) -> bool:
    """Whether a manager has more ways through than can be looked at one by one."""
    too_many = sum(isinstance(each, ast.Yield) for each in within(function)) > _MOST
    if too_many:
        note("gave up on %s in %s: it yields too often", function.name, module.path)
    return too_many


def _is_released_by_exit(restoring: ast.stmt, function: Function, module: Module) -> bool:
    """Whether the ``__exit__`` of the class does the same for all that is left over."""
    class_ = module.class_of(function)
    if class_ is None:
        return False
    return not _released(class_, module).isdisjoint(_undone(restoring))


@once
def _released(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """The attributes that the ``__exit__`` of a class names, and what it calls."""
    exits = [each for each in methods(class_) if each.name in ("__exit__", "__aexit__")]
    reached = regions.reached(exits, regions.held(class_, module), module) if exits else ()
    return frozenset(spelt(node) for node in reached if isinstance(node, ast.Attribute))


def _undone(restoring: ast.stmt) -> Iterator[str]:
    """What a statement calls, assigns or deletes, as text."""
    yield from (spelt(call.func) for call in calls_in(restoring))
    for each in getattr(restoring, "targets", ()):
        yield spelt(each)


def _is_manager(function: Function | None, module: Module) -> TypeGuard[Function]:
    if function is None or _is_lifespan(function, module):
        return False
    return any(module.names(decorator) & _MANAGERS for decorator in function.decorator_list)


def _is_lifespan(function: Function, module: Module) -> bool:
    """Whether a web framework runs the function around the life of an application: nothing comes after it."""
    names = {function.name, *(each.arg for each in (*function.args.posonlyargs, *function.args.args))}
    if not isinstance(function, ast.AsyncFunctionDef):
        return False
    if any(map(_LIFESPAN.search, names)):
        return True
    return "app" in names and not is_entered_by_tests(function, module)


def _after(statement: ast.AST, module: Module) -> list[ast.stmt]:
    """What runs after a statement up to the end of its function, but not if an exception passes through."""
    outer = module.parent(statement)
    match outer:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _rest(outer.body, statement)
        case ast.If():
            block = outer.body if statement in outer.body else outer.orelse
        case ast.With() | ast.AsyncWith() if not _swallows(outer, module):
            block = outer.body
        case _:
            return []
    rest = _rest(block, statement)
    return rest if rest and isinstance(rest[-1], _LEAVING) else [*rest, *_after(outer, module)]


def _swallows(statement: ast.With | ast.AsyncWith, module: Module) -> bool:
    return is_expecting(statement, module) or bool(suppressed(statement, module))


def _rest(block: list[ast.stmt], statement: ast.AST) -> list[ast.stmt]:
    """The statements of a block behind one of them."""
    return block[1 + next(n for n, each in enumerate(block) if each is statement) :]


def _restores(statement: ast.stmt, before: Before, module: Module) -> bool:
    """Whether a statement undoes something, or a call one level below it does, or either way of an ``if``."""
    match statement:
        case ast.If() if _puts_back_what_was(statement, before, module):
            return True
        case ast.For() if any(
            _restores_in_loop(each, statement, before, module) for each in _tried(statement)
        ):
            return True
        case ast.Assign():
            return any(_puts_back(target, value, before) for target, value in pairs(statement))
        case ast.AugAssign(target=target):
            return spelt(target) in before.changed and root(target) not in before.own | before.discarded
        case ast.Delete(targets=targets):
            items = (each for each in targets if isinstance(each, (ast.Attribute, ast.Subscript)))
            return any(root(each) not in before.own | before.discarded for each in items)
        case _:
            return any(_releases(call, before, module) for call in _with_awaited(statement))


def _restores_in_loop(statement: ast.stmt, loop: ast.For, before: Before, module: Module) -> bool:
    """Whether a statement in a loop puts something back, or what the loop takes from what was saved."""
    if isinstance(statement, _CHANGING) and _restores(statement, before, module):
        return True
    saved = any(isinstance(each, ast.Name) and each.id in before.saved for each in ast.walk(loop.iter))
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="setattr"), args=[_, _, ast.Name(id=name)])):
            return saved and "setattr" in before.calls and name in names_below(loop.target, module)
        case _:
            return False


def _tried(loop: ast.For) -> Iterator[ast.stmt]:
    """The statements of a loop, and those of a ``try`` in it."""
    for each in loop.body:
        yield from each.body if isinstance(each, ast.Try) else (each,)


def _puts_back_what_was(statement: ast.If, before: Before, module: Module) -> bool:
    """Whether what was saved decides how it is put back: ``if old is None: del x.y``, ``else: x.y = old``."""
    asked = {each.id for each in ast.walk(statement.test) if isinstance(each, ast.Name)}
    plain = (each for each in (*statement.body, *statement.orelse) if isinstance(each, _CHANGING))
    return not asked.isdisjoint(before.saved) and any(_restores(each, before, module) for each in plain)


def _with_awaited(statement: ast.stmt) -> Iterator[ast.Call]:
    """The call that a statement consists of, and what it is given to be awaited."""
    for call in calls_in(statement):
        yield call
        match statement, call.args:
            case ast.Expr(value=ast.Await()), [ast.Call() as awaited]:
                yield awaited


def _puts_back(target: ast.expr, value: ast.expr, before: Before) -> bool:
    if not isinstance(target, (ast.Attribute, ast.Subscript)):
        return False
    if root(target) in before.discarded | before.entered | before.of_test:
        return False
    text, owner = spelt(target), spelt(target.value)
    source = owner if isinstance(target, ast.Subscript) else f"getattr({owner}"
    names = (each.id for each in ast.walk(value) if isinstance(each, ast.Name))
    saved = [before.saved[name] for name in names if name in before.saved]
    if any(_mentions(each, text) or _mentions(each, source) for each in saved):
        return True
    return text in before.changed and isinstance(value, _PLAIN) and root(target) not in before.own


def _mentions(text: str, part: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){re.escape(part)}(?!\w)", text))


def _releases(call: ast.Call, before: Before, module: Module) -> bool:
    if module.role is Role.PRODUCTION and before.calls.get(spelt(call.func)) == spelt(call):
        return False  # what is done at the beginning, too, is made good when that comes again
    if isinstance(call.func, ast.Attribute) and module.names(call.func.value) & _IN_MEMORY:
        return False
    if RESTORING.match(_snake(call)):
        return _owners(call, module).isdisjoint(before.below) and root(call.func) not in before.entered
    match call.func:
        case ast.Attribute(value=owner, attr=word) if word in _TAKING and module.names(owner) & _SHARED:
            return True
        case ast.Attribute(value=owner, attr="join") if module.role is not Role.PRODUCTION:
            return f"{spelt(owner)}.start" in before.calls
        case func:
            earlier = before.calls.get(spelt(func))
            return (
                earlier is not None and not TELLING.match(_snake(call)) and _is_saved(call, earlier, before)
            )


_IN_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()"})
"""What is nothing but memory: to leave it open leaves nothing behind."""


def _owners(call: ast.Call, module: Module) -> set[str]:
    """What a call ends: what a function is given, or what is closed; in tests, anything that it names."""
    first = {each.id for each in call.args[:1] if isinstance(each, ast.Name)}
    if module.role is not Role.PRODUCTION:
        return {root(call.func), *first}
    is_closed = last_word(call.func) in ("aclose", "close")
    return first if isinstance(call.func, ast.Name) else {root(call.func)} if is_closed else set()


def _is_saved(call: ast.Call, earlier: str, before: Before) -> bool:
    """Whether a call that was made before is given a value now that was saved then."""
    match call.args:
        case [*_, ast.Name(id=name)]:
            return name in before.saved and not _mentions(earlier, name)
        case _:
            return False


def _snake(call: ast.Call) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last_word(call.func)).lower().lstrip("_")

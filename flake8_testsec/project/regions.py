"""Which code of a module runs when something ends, and what it gives back there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from flake8_testsec.patterns import lazy
from flake8_testsec.project import presence, resets, undoing, wrappers
from flake8_testsec.project.made_cleanups import MADE, RESULT, maker, returned
from flake8_testsec.project.marks import marked, of_mark
from flake8_testsec.project.own_attributes import NOTHING_HELD, Held, lent, makers, released, releases
from flake8_testsec.project.own_attributes import held as held
from flake8_testsec.project.undoing import ANEW, ENTERERS, TEMPFILE
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_LATER = lazy(
    r"_*(tear_?down|clean_?up|clean|stop|close|shut_?down|reset|restore|remove|delete|undo|revert|"
    r"finali[sz]e|dispose|kill|terminate|destroy|release|disconnect|unload|unpatch|uninstall)"
    r"|_*async_?tear_?down|_*do_?clean|__a?exit__\Z|__del__\Z|\w+_tear_?down\Z|.*_clean_?up\Z",
    re.IGNORECASE,
)
_EARLIER = lazy(r"_*(set_?up|async_?set_?up|before|init|__init__)|.*_setup\Z", re.IGNORECASE)
_HOOKS = lazy(r"(tear_?down(_?(module|function))?|set_?up_?(module|function))\Z", re.IGNORECASE)


def is_later(name: str) -> bool:
    """Whether a function's name says that it ends or gives back something."""
    return _LATER.match(name) is not None


def reached(roots: Iterable[ast.AST], held: Held, module: Module) -> Iterator[ast.AST]:
    """All nodes of some code and of the functions of this module that it mentions, each function once.

    Args:
        roots: where to begin: functions, statements, expressions.
        held: the class around, for ``self.method``.
        module: the module.

    Yields:
        The nodes, those of inner functions too; tests are never entered.
    """
    waiting, seen = list(roots), set[ast.AST]()
    while waiting:
        root = waiting.pop()
        if root in seen:
            continue
        seen.add(root)
        for node in _nodes(root, module):
            yield node
            if type(node) in _MENTIONS:
                waiting += _mentioned(node, held, module)


def _nodes(root: ast.AST, module: Module) -> Iterable[ast.AST]:
    if isinstance(root, Function):
        return chain((root, *walk(root.args)), _below(root, module), *map(walk, root.decorator_list))
    return walk(root)


_MENTIONS = frozenset({ast.Attribute, ast.Name})


def _mentioned(node: ast.AST, held: Held, module: Module) -> Iterator[Function]:
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Load()) if owner in held.owners:
            if name in held.methods and not is_test(held.methods[name], module):
                yield held.methods[name]
        case ast.Name(ctx=ast.Load()):
            for binding in module.bindings(node):
                if isinstance(binding, Defined) and not isinstance(binding.node, ast.ClassDef):
                    yield binding.node


# A class.


def undone_by_class(class_: ast.ClassDef, module: Module) -> Iterator[str]:
    """What a class gives back for each of its tests, by what stands in its own body alone.

    Args:
        class_: the class.
        module: its module.

    Yields:
        Tags, also more than once.
    """
    known = held(class_, module)
    own = [each for each in known.methods.values() if not is_test(each, module)]
    later: list[ast.AST] = [each for each in own if is_later(each.name)]
    for fixture in (each for each in own if is_fixture(each, module)):
        later += _after_yield(fixture, module)
        if is_autouse(fixture):
            yield from undone_by_function(fixture, module)
    yield from _ends(later, known, module)
    yield from _earlier([each for each in own if _EARLIER.match(each.name)], known, module)
    for method in own:
        yield from _anywhere(method, known, module, elsewhere=True)
    yield from of_decorators(class_, module)
    yield from marked(class_.body, module)


def undone_by_test(test: Function, module: Module) -> Iterator[str]:
    """What a function arranges to be given back for itself: registered cleanups, monkeypatch, decorators.

    Args:
        test: the function.
        module: its module.

    Yields:
        Tags.
    """
    class_ = module.class_of(test)
    known = held(class_, module) if class_ is not None else NOTHING_HELD
    yield from of_decorators(test, module)
    yield from _anywhere(test, known, module)


def _ends(roots: Iterable[ast.AST], known: Held, module: Module) -> Iterator[str]:
    """Code that runs at the end."""
    for node in reached(roots, known, module):
        if type(node) in undoing.RESTORING:
            yield from presence.told(undoing.restored(node, module), node, module)
            yield from _entered(node, module)
            yield from _given_by_object(node, known, module)
            yield from released(node, known, module)


def _given_by_object(node: ast.AST, known: Held, module: Module) -> Iterator[str]:
    """The class of an object that is told to give back what it has saved: ``saver.restore()``."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=word) as func) if releases(word):
            names: Iterable[str] = (name.removesuffix(f"().{word}") for name in module.names(func))
        case _:
            return
    match owner:
        case ast.Attribute(value=ast.Name(id=own), attr=name) if own in known.owners:
            made = makers(name, known, module)
            names = (name for each in made for name in qualified(each, module))
    yield from (f"uses:{name}" for name in names if "()" not in name)


def _earlier(roots: Iterable[Function], known: Held, module: Module) -> Iterator[str]:
    """Code that runs before each test: a variable that it sets anew is not handed to the next test."""
    for node in reached(roots, known, module):
        if type(node) in undoing.CHANGING:
            yield from (f"{ANEW}{tag}" for tag in undoing.environment(node, module))
        match node:
            case ast.Attribute(ctx=ast.Store()):
                tags = undoing.restored(node, module)
                yield from (tag if tag == TEMPFILE else f"{ANEW}{tag}" for tag in tags)
            case ast.Call():
                yield from _registered(node, known, module)
                yield from _handed_self(node, known, module)
                if last_word(node.func) == "reload":
                    yield from (f"{ANEW}{tag}" for tag in undoing.called(undoing.use(node), module))
                if not _is_asked_for(node, module) and node not in _around_some(module):
                    yield from undoing.scoped(node, module)
                    yield from _entered(node, module)


@once
def _around_some(module: Module) -> frozenset[ast.expr]:
    """What a ``with`` enters around some ``yield`` of its function, where another one stands outside."""
    found: set[ast.expr] = set()
    for function in module.generators:
        yields = [each for each in within(function) if isinstance(each, (ast.Yield, ast.YieldFrom))]
        around = (above for each in yields for above in module.ancestors(each))
        counted = Counter(above for above in around if isinstance(above, (ast.With, ast.AsyncWith)))
        some = (block for block, inside in counted.items() if inside < len(yields))
        found.update(item.context_expr for block in some for item in block.items)
    return frozenset(found)


def _is_asked_for(call: ast.Call, module: Module) -> bool:
    """Whether something is only done where an environment variable asks for it, as for captured output."""
    if not _asks_environment(module):
        return False
    conditions = (above.test for above in module.ancestors(call) if isinstance(above, ast.If))
    mentions = (node for each in conditions for node in walk(each) if isinstance(node, ast.Attribute))
    return any(module.names(node) & {"os.environ", "os.getenv"} for node in mentions)


@once
def _asks_environment(module: Module) -> bool:
    return module.mentions("environ", "getenv")


def _anywhere(method: Function, known: Held, module: Module, elsewhere: bool = False) -> Iterator[str]:
    """Code of any method: what is registered, patched or handed on there.

    What a ``with`` or a decorator of another method patches is as before when that has ended, and says
    nothing of the tests, unless the method is a context manager itself.
    """
    nodes = _below(method, module)
    kept = frozenset(_with_items(nodes)) if elsewhere and method not in module.generators else frozenset()
    for node in nodes:
        if isinstance(node, ast.Call):
            if node not in kept and not (elsewhere and _is_asked_for(node, module)):
                yield from undoing.scoped(node, module)
                yield from _entered(node, module)
            yield from _registered(node, known, module)
        elif isinstance(node, (ast.Attribute, ast.For)):
            yield from lent(node, known, module)


def _below(function: Function, module: Module) -> Sequence[ast.AST]:
    """The nodes of a function's body at any depth: several questions are asked of each."""
    key = ("cleanup.regions.below", function)
    if key not in module.kept:
        module.kept[key] = [each for statement in function.body for each in walk(statement)]
    known: Sequence[ast.AST] = module.kept[key]
    return known


def _with_items(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        if isinstance(node, (ast.With, ast.AsyncWith)):
            yield from (item.context_expr for item in node.items)


def _registered(call: ast.Call, known: Held, module: Module) -> Sequence[str]:
    """What a call arranges to be given back: several questions are asked of each."""
    made = undoing.registered(call)
    if made is None:
        return ()
    key = ("cleanup.regions.registered", call, id(known.methods))  # which lives as long as its module
    if key not in module.kept:
        roots = (made.func, *made.args, *(each.value for each in call.keywords))
        module.kept[key] = (
            *(*undoing.called(made, module), *_ends(roots, known, module)),
            *_made(maker(call), module),
        )
    tags: Sequence[str] = module.kept[key]
    return tags


def _made(maker: ast.expr | None, module: Module) -> Iterator[str]:
    """What a function gives back whose result is registered; one that nobody knows may give back anything."""
    if maker is not None:
        yield from (f"{MADE}:{name}" for name in qualified(maker, module) or ("",))


def _entered(node: ast.AST, module: Module) -> Iterator[str]:
    """The context managers of the project that an ``enterContext`` and its like see to."""
    match node:
        case ast.Call(func=func, args=[manager, *_]) if last_word(func) in ENTERERS:
            yield from of_manager(manager, module)


def of_manager(manager: ast.expr, module: Module) -> Iterator[str]:
    """What a context manager, a fixture object or a decorator gives back at its end.

    Args:
        manager: the expression that makes it.
        module: its module.

    Yields:
        Tags.
    """
    if isinstance(manager, ast.Call):
        yield from undoing.scoped(manager, module)
        manager = manager.func
    yield from (f"uses:{name.removesuffix('()')}" for name in qualified(manager, module))


def qualified(node: ast.expr, module: Module) -> frozenset[str]:
    """The qualified names of an expression, those of decorated definitions of this module too."""
    match node:
        case ast.Name():
            bindings = module.bindings(node)
            if bindings and all(isinstance(each, Defined) for each in bindings):
                return frozenset({".".join((*module.dotted, node.id))})
    return module.names(node)


def of_decorators(definition: Function | ast.ClassDef, module: Module) -> Iterator[str]:
    """What the decorators of a test or of a class of tests give back."""
    for decorator in definition.decorator_list:
        yield from of_manager(decorator, module)
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield from (f"wraps:{name.removesuffix('()')}" for name in qualified(named, module))
        yield from of_mark(decorator, module)


def _handed_self(call: ast.Call, known: Held, module: Module) -> Iterator[str]:
    """A set-up that gives itself to a function elsewhere, which may register what it likes."""
    if any(isinstance(arg, ast.Name) and arg.id in known.owners for arg in call.args):
        yield from (f"uses:{name}" for name in module.names(call.func) if "()" not in name)


# Functions, and the module.


def undone_by_function(function: Function, module: Module) -> Iterator[str]:
    """What a fixture, a context manager, a decorator or a helper gives back or arranges to.

    Args:
        function: a function.
        module: its module.

    Yields:
        Tags; ``fixture:name`` for each of a fixture's own fixtures.
    """
    ends = [*_after_yield(function, module), *wrappers.after_call(function, module)]
    yield from _ends(ends, NOTHING_HELD, module)
    yield from _earlier([function], NOTHING_HELD, module) if is_fixture(function, module) else ()
    for inner in returned(function, module):
        yield from (f"{RESULT}:{tag}" for tag in _ends([inner], NOTHING_HELD, module))
    for node in _nodes(function, module):
        match node:
            case ast.Call() if node not in _around_some(module):
                yield from undoing.scoped(node, module)
                yield from _entered(node, module)
                yield from _registered(node, NOTHING_HELD, module)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                for item in items:
                    if item.context_expr not in _around_some(module):
                        yield from of_manager(item.context_expr, module)
            case ast.Try(finalbody=[_, *_] as body):
                yield from _ends(body, NOTHING_HELD, module)
    if is_fixture(function, module):
        yield from parameters(function)
    elif resets.ends(function.name) and function not in module.generators:
        yield from _reset(function, module)


def _reset(function: Function, module: Module) -> Iterator[str]:
    """What a function named after resetting or ending sets, with those of the module that it mentions."""
    class_ = module.class_of(function)
    known = held(class_, module) if class_ is not None else NOTHING_HELD
    for each in islice(reached([function], known, module), 1000):  # many may mention the same
        if isinstance(each, Function):
            yield from resets.given_first_values(function.name, each, module)
        yield from undoing.restored(each, module)


def parameters(function: Function) -> Iterator[str]:
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    yield from (f"fixture:{each.arg}" for each in arguments if each.arg not in ("self", "cls", "request"))


def _after_yield(function: Function, module: Module) -> list[ast.AST]:
    """The statements that run after a function's first ``yield``."""
    if function not in module.generators:
        return []
    lines = [node.lineno for node in within(function) if isinstance(node, (ast.Yield, ast.YieldFrom))]
    if not lines:
        return []
    return [node for node in within(function) if isinstance(node, ast.stmt) and node.lineno > min(lines)]


def is_autouse(fixture: Function) -> bool:
    """Whether a fixture is in force without being asked for."""
    for decorator in fixture.decorator_list:
        if isinstance(decorator, ast.Call) and (given := keyword(decorator, "autouse")) is not None:
            return not (isinstance(given.value, ast.Constant) and not given.value.value)
    return False


def undone_by_module(module: Module) -> Iterator[str]:
    """What the hooks and marks of a module give back for each of its tests; autouse fixtures apart.

    Args:
        module: the module.

    Yields:
        Tags.
    """
    own = [each for each in module.tree.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    hooks = [each for each in own if _HOOKS.match(each.name)]
    yield from _ends([each for each in hooks if is_later(each.name)], NOTHING_HELD, module)
    yield from _earlier(hooks, NOTHING_HELD, module)
    yield from marked(module.tree.body, module)
    if module.mentions("stopall") and any(_stops_all(node, module) for node in _named("stopall", module)):
        yield undoing.PATCHERS


def _named(word: str, module: Module) -> Iterator[ast.expr]:
    yield from module.attributes({word})
    yield from (each for each in module.nodes(ast.Name) if each.id == word)


def _stops_all(node: ast.expr, module: Module) -> bool:
    """A ``stopall`` that is registered or stands in code that is not a test."""
    return bool(module.names(node)) and not any(is_test(above, module) for above in module.ancestors(node))

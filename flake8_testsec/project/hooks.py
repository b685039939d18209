"""What set-up and tear-down methods do, as far as it matters to a class that overrides them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project import own_attributes, regions, trees, undoing
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.project.words import Words
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods, without_docstring

NAMES = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown"}) | {
    "setup_method",
    "teardown_method",
    "setup_class",
    "teardown_class",
}
"""The methods that runners call around tests."""

_MAKERS = frozenset(
    {
        "tempfile.mkdtemp",
        "tempfile.mkstemp",
        "tempfile.NamedTemporaryFile",
        "tempfile.TemporaryDirectory",
        "tempfile.TemporaryFile",
        "os.mkdir",
        "os.makedirs",
        "os.remove",
        "os.unlink",
        "os.rmdir",
        "os.close",
        "os.kill",
        "shutil.rmtree",
        "shutil.copytree",
        "subprocess.Popen",
        "open",
    }
)
_VERBS = lazy(
    r"(close|aclose|close_all|kill|terminate|shutdown|server_close|stop|stopall|cleanup|clean_up|quit|disconnect|"
    r"drop_all|drop|rollback|dispose|rmtree|unlink|loseConnection|stopListening|delete_all|unregister|"
    r"uninstall|unpatch|restore|join)\Z"
)
_STARTED = lazy(r"\Aunittest\.mock\.patch(\.\w+)?\(\)\.start\Z")
_SKIPS = frozenset(
    {"unittest.SkipTest", "unittest.case.SkipTest", "pytest.skip", "twisted.trial.unittest.SkipTest"}
)


_STATE = (undoing.PATCHERS, undoing.ENVIRONMENT, undoing.FOLDER)


class HookFacts(NamedTuple):
    """One set-up or tear-down method of one class.

    ``deeds`` are what it acquires or releases, in words that can be compared; ``sets`` and ``reads`` the
    attributes of ``self``, those left out that it looks for by name; ``calls`` the methods of ``self`` that
    its own body calls; ``passes_on`` whether it calls the inherited method (the methods that it calls count
    with it); ``skips`` whether it certainly does nothing
    but skip or fail; ``removes`` the attributes of ``self`` whose paths, or with a slash something below, it
    removes, and an empty word if it does anything beside.
    """

    name: str
    line: int
    deeds: tuple[str, ...]
    sets: tuple[str, ...]
    reads: tuple[str, ...]
    calls: tuple[str, ...]
    passes_on: bool
    skips: bool
    removes: tuple[str, ...] = ()


def hooks(class_: ast.ClassDef, module: Module) -> Iterator[HookFacts]:
    """The set-up and tear-down methods that a class defines itself.

    Args:
        class_: the class.
        module: its module.

    Yields:
        Their facts, in source order.
    """
    known = own_attributes.held(class_, module)
    for method in methods(class_):
        if method.name in NAMES:
            reached = regions.reached([method], known, module)
            nodes = [*_switched_on(reached, class_, known.owners, module)]
            attributes = list(_attributes(nodes, known.owners))
            deeds = [*_deeds(nodes, module)]
            yield HookFacts(
                method.name,
                method.lineno,
                tuple(sorted({each for _, several in deeds for each in several})),
                Words(sorted({each.attr for each in attributes if _is_set(each, module)})),
                tuple(
                    sorted(
                        {each.attr for each in attributes if isinstance(each.ctx, ast.Load)} - _texts(nodes)
                    )
                ),
                tuple(sorted(set(_called(method, known.owners)))),
                any(_calls_inherited(node, method.name, known.owners) for node in nodes),
                _skips(method, module),
                tuple(sorted({trees.removed(node, known.owners, module) for node, _ in deeds})),
            )


def _is_set(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an attribute is bound; ``__dict__`` also where its entries are, or it is cleared."""
    if attribute.attr != "__dict__" or isinstance(attribute.ctx, ast.Store):
        return isinstance(attribute.ctx, ast.Store)
    match module.parent(attribute):
        case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(attr="clear"):
            return True
        case _:
            return False


def _switched_on(
    nodes: Iterable[ast.AST], class_: ast.ClassDef, owners: frozenset[str], module: Module
) -> Iterator[ast.AST]:
    """The nodes but those that run only if an attribute is true that a class sets to ``False``, for good."""
    off = {*_flags(class_, module)}
    skipped: set[ast.AST] = set()
    for node in nodes:
        match node:
            case ast.If(test=ast.Attribute(value=ast.Name(id=owner), attr=name)) if owner in owners:
                if name in off:
                    skipped.update(inner for each in node.body for inner in ast.walk(each))
        if node not in skipped:
            yield node


def _flags(class_: ast.ClassDef, module: Module) -> Iterator[str]:
    """The attributes that the body of a class sets to ``False``, and that none of its methods sets."""
    for statement in class_.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=False)):
                if next(module.stored(name, class_), None) is None:
                    yield name


def _called(method: Function, owners: frozenset[str]) -> Iterator[str]:
    for node in within(method):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)) if owner in owners:
                if name not in REGISTRARS | ENTERERS:
                    yield name


def _attributes(nodes: list[ast.AST], owners: frozenset[str]) -> Iterator[ast.Attribute]:
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=owner)) if owner in owners:
                yield node


def _texts(nodes: list[ast.AST]) -> set[str]:
    return {text for node in nodes if (text := string(node)) is not None}


def _deeds(nodes: list[ast.AST], module: Module) -> Iterator[tuple[ast.AST, Sequence[str]]]:
    """The nodes of a hook that do something, each with all that it does."""
    for node in [each for each in nodes if type(each) in undoing.RESTORING]:
        if deeds := [*_deeds_of(node, module)]:
            yield node, deeds


def _deeds_of(node: ast.AST, module: Module) -> Iterator[str]:
    yield from (tag for tag in undoing.restored(node, module) if tag.startswith(_STATE))
    if isinstance(node, ast.Call):
        yield from _deed(node, module)


_SEEING_TO_IT = REGISTRARS | ENTERERS


def _deed(call: ast.Call, module: Module) -> Iterator[str]:
    names, word = module.names(call.func), last_word(call.func)
    known = names & _MAKERS
    if word in _SEEING_TO_IT:
        yield word
    elif known or any(map(_STARTED.match, names)):
        yield _text(call)
    elif isinstance(call.func, ast.Attribute) and _VERBS.match(word) and not _joins_strings(call):
        yield _text(call.func)


def _text(node: ast.expr) -> str:
    try:
        return ast.unparse(node)
    except RecursionError:
        return last_word(node)


def _joins_strings(call: ast.Call) -> bool:
    """``", ".join(words)`` and ``os.path.join(a, b)``, which wait for nobody."""
    return last_word(call.func) == "join" and bool(call.args)


def _calls_inherited(node: ast.AST, name: str, owners: frozenset[str]) -> bool:
    """``super().setUp()``, ``Base.setUp(self)``, also by ``getattr(super(), ...)``."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=word):
            return word == name and owner not in owners
        case ast.Attribute(attr=word):
            return word == name
        case ast.Call(func=ast.Name(id="getattr"), args=[ast.Call(func=ast.Name(id="super")), *_]):
            return True
        case _:
            return False


def _skips(method: Function, module: Module) -> bool:
    """Whether the first thing that a method does is to skip or to fail, or a decorator skips it."""
    decorators = (
        last_word(each.func if isinstance(each, ast.Call) else each) for each in method.decorator_list
    )
    if any(word.startswith("skip") for word in decorators):
        return True
    match without_docstring(method):
        case [ast.Raise(), *_]:
            return True
        case [ast.Expr(value=ast.Call(func=func)), *_]:
            return last_word(func) == "skipTest" or bool(module.names(func) & _SKIPS)
        case _:
            return False

"""Who, beside a function itself, gives back what it leaves behind: classes, fixtures, hooks, decorators."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup import mixins
from flake8_testsec.cleanup.frameworks import BASES, FIXTURES
from flake8_testsec.cleanup.hosts import hosts
from flake8_testsec.cleanup.lineage import Lineage, lineage
from flake8_testsec.cleanup.tags import Part, Tags
from flake8_testsec.project import regions, resets, undoing
from flake8_testsec.project.facts import ModuleFacts, facts_of
from flake8_testsec.project.holders import installed, plugin
from flake8_testsec.project.made_cleanups import MADE, RESULT
from flake8_testsec.project.undoing import FOLDER, PATCHERS, UNREAD
from flake8_testsec.project.views import Found, View, is_known, is_spoken_of, view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.decorators import is_of_known_package

__all__ = ("Custody", "custody", "given_back", "lineage")


class Custody(NamedTuple):
    """What others give back after a function.

    ``undoes`` holds the tags that `undoing` describes. ``opaque`` says that a base of the class could not be
    read, or that the class is a mixin, so that any class may be around it: whatever a base can give back
    without knowing the test may then be given back. ``adrift`` says that no class of the module takes the
    mixin in, so that nothing is known of the bases beside it.
    """

    undoes: Tags = Tags()
    opaque: bool = False
    adrift: bool = False

    @property
    def folder(self) -> bool:
        """Whether the working directory is restored."""
        return FOLDER in self.undoes


def custody(function: Function, module: Module) -> Custody:
    """What the class and its bases, fixtures, hooks and decorators give back after a function.

    What the function itself does in its body is not looked at, apart from what it registers for later
    (``addCleanup``, ``monkeypatch``, ``mocker``) and from attributes of ``self`` that it hands on.

    Args:
        function: a test, hook, fixture, method or function of the module; what is around an inner function is
            counted with it.
        module: its module; without ``module.view``, bases that are imported make the answer opaque.

    Returns:
        The answer.
    """
    key = ("custody", function)
    if key not in module.kept:
        module.kept[key] = _custody(function, module)
    known: Custody = module.kept[key]
    return known


def _custody(function: Function, module: Module) -> Custody:
    around = [function, *_functions_around(function, module)]
    class_ = module.class_of(around[-1])
    tags: list[_Tag] = []
    for each in around:
        own = (*regions.undone_by_test(each, module), *regions.parameters(each))
        tags += [(tag, facts_of(module)) for tag in own]
    shared = _of_class(class_, module)
    alone = Part(_Expansion(shared.line, module).tags(tags))
    around_it = _of_hosts(class_ if class_ is not None else around[-1], module)
    is_opaque = shared.opaque or around_it.opaque
    return Custody(Tags((*shared.undoes, alone, around_it.undoes)), is_opaque, shared.adrift)


class _Hosts(NamedTuple):
    """What all classes that use a plain class or a function give back, and whether one is not read."""

    undoes: Part
    opaque: bool


@once
def _of_hosts(definition: ast.ClassDef | Function, module: Module) -> _Hosts:
    users = hosts(definition, module)
    given = (tag for tag in _given_by_all(users, module) if not tag.startswith(("self.", "lent:")))
    return _Hosts(Part(given), any(_of_class(each, module).opaque for each in users))


class _Shared(NamedTuple):
    """What all functions of a class have in common, or those of no class."""

    line: Lineage
    undoes: Sequence[Part]
    opaque: bool
    adrift: bool


@once
def _of_class(class_: ast.ClassDef | None, module: Module) -> _Shared:
    line = lineage(class_, module) if class_ is not None else Lineage((), (), True)
    is_mixin = class_ is not None and mixins.is_mixin(line.classes, line.outside, module)
    users = mixins.users(class_, module) if class_ is not None and is_mixin else ()
    undoes = (*_undone_around(line, module), Part(_given_by_all(users, module)))
    is_seen = not is_mixin or (bool(users) and _are_all(users, class_, module))
    return _Shared(line, undoes, not (is_seen and line.complete), is_mixin and not users)


def _are_all(users: Sequence[ast.ClassDef], mixin: ast.ClassDef | None, module: Module) -> bool:
    """Whether a mixin is a base of these classes alone, and of each of them all bases can be read."""
    if mixin is None or is_spoken_of(mixin.name, module):
        return False
    return all(lineage(each, module).complete for each in users)


def _undone_around(line: Lineage, module: Module) -> Iterator[Part]:
    """What a module gives back for all of its classes, and what the classes of one line add to that."""
    everywhere = _everywhere(module)
    own = frozenset().union(*(found.module.fixtures(found.class_.name) for found in line.classes))
    tags = [*_of_lineage(line)]
    if everywhere.asked.isdisjoint(own):
        yield everywhere.undoes
    else:  # the class has fixtures of its own in place of some that others ask for
        tags += _of_module(module)
    yield Part(_Expansion(line, module).tags(tags))


class _Everywhere(NamedTuple):
    """What a module gives back after any function, and the names of the fixtures that this hangs on."""

    undoes: Part
    asked: frozenset[str]


@once
def _everywhere(module: Module) -> _Everywhere:
    expansion = _Expansion(Lineage((), (), True), module)
    return _Everywhere(Part(expansion.tags(_of_module(module))), frozenset(expansion.asked))


def _given_by_all(users: Sequence[ast.ClassDef], module: Module) -> frozenset[str]:
    """What is given back after a mixin's tests by the bases beside it, whichever class they run in."""
    given = [_given_by_line(each, module) for each in users]
    return frozenset.intersection(*given) if given else frozenset()


@once
def _given_by_line(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    line = lineage(class_, module)
    return frozenset(_Expansion(line, module).tags(_of_lineage(line)))


def given_back(manager: ast.expr, module: Module) -> frozenset[str]:
    """What a context manager gives back at its end, as far as the project can be read.

    Args:
        manager: what a ``with`` statement evaluates.
        module: its module.

    Returns:
        Tags.
    """
    tags = [(tag, facts_of(module)) for tag in regions.of_manager(manager, module)]
    tags += _of_method(manager.func if isinstance(manager, ast.Call) else manager, module)
    return frozenset(_Expansion(Lineage((), (), True), module).tags(tags))


def _of_method(func: ast.expr, module: Module) -> Iterator[_Tag]:
    """What ``self.method()`` gives back, whichever class above defines it."""
    match func:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            class_ = module.above(func, ast.ClassDef)
            for found in lineage(class_, module).classes if class_ is not None else ():
                method = found.module.function(f"{found.class_.name}.{name}")
                if method is not None:
                    yield from ((tag, found.module) for tag in method.undoes)
                    return


def _functions_around(function: Function, module: Module) -> Iterator[Function]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    yield from (each for each in module.ancestors(function) if isinstance(each, kinds))


_Tag = tuple[str, ModuleFacts]


@once
def _of_module(module: Module) -> Sequence[_Tag]:
    return tuple(_tags_of_module(module))


def _tags_of_module(module: Module) -> Iterator[_Tag]:
    own, view = facts_of(module), view_of(module)
    yield from ((tag, own) for tag in own.undoes)
    for holder in _holders_of_fixtures(module):
        yield from ((tag, holder) for each in holder.functions if each.autouse for tag in each.undoes)
        is_own = view is None or view.source(holder.path) is not view.packages
        if PATCHERS in holder.undoes and is_own:  # a package does it for its own
            yield PATCHERS, holder


@once
def set_anew_here(module: Module) -> frozenset[str]:
    """What only the fixtures of a module itself set anew before each test: no test of another has it so.

    Args:
        module: the module.

    Returns:
        Tags that begin with ``anew:``.
    """
    own, *others = (_set_anew(each) for each in _holders_of_fixtures(module))
    return own.difference(*others)


def _set_anew(holder: ModuleFacts) -> frozenset[str]:
    fixtures = (each for each in holder.functions if each.fixture)
    return frozenset(tag for each in fixtures for tag in each.undoes if tag.startswith(undoing.ANEW))


@once
def _holders_of_fixtures(module: Module) -> Sequence[ModuleFacts]:
    return tuple(_read_holders(module))


def _read_holders(module: Module) -> Iterator[ModuleFacts]:
    """The modules whose fixtures are in force: this one, the ``conftest.py`` files, and what they take in."""
    view = view_of(module)
    waiting = [facts_of(module), *(view.conftests() if view is not None else ())]
    seen: set[str] = set()
    while waiting:
        holder = waiting.pop(0)
        if holder.path in seen:
            continue
        seen.add(holder.path)
        yield holder
        more = dict.fromkeys((*holder.stars, *holder.plugins, *_imported_modules(holder)))
        found = (plugin(each, holder.path, view) for each in more if view is not None)
        waiting += [each for each in found if each is not None]
    yield from (each for each in installed(view) if each.path not in seen) if view is not None else ()


def _imported_modules(holder: ModuleFacts) -> Iterator[str]:
    """The modules from which fixtures seem to be imported by name."""
    for _, meant in holder.imports:
        owner = meant.rpartition(".")[0]
        if "fixture" in owner or "conftest" in owner:
            yield owner


def _of_lineage(line: Lineage) -> Iterator[_Tag]:
    for found in line.classes:
        yield from ((tag, found.module) for tag in found.class_.undoes)
        if PATCHERS in found.module.undoes:
            yield PATCHERS, found.module
    if line.classes:
        home = line.classes[0].module
        yield from ((tag, home) for name in line.outside for tag in BASES.get(name, ()))


class _Expansion:
    """Tags that name fixtures and functions, replaced by what those give back.

    Args:
        line: the classes around.
        module: the module.
    """

    def __init__(self, line: Lineage, module: Module) -> None:
        self._line = line
        self._module = module
        self.asked: set[str] = set()
        """The names of the fixtures that were looked for."""

    def tags(self, tags: Iterable[_Tag]) -> Iterator[str]:
        """All tags that are left in the end."""
        waiting, seen = list(tags), set[tuple[str, str]]()
        while waiting:
            tag, holder = waiting.pop()
            if (tag, holder.path) in seen:
                continue
            seen.add((tag, holder.path))
            kind, _, name = tag.partition(":")
            if kind == "fixture":
                waiting += self._of_fixture(name, holder)
            elif kind == "asked":
                waiting += self._asked(name, holder)
            elif kind == "wraps":
                waiting += self._wrapped(name, holder)
            elif kind == MADE:
                waiting += self._made(name, holder)
            elif kind == "uses":
                waiting += self._of_use(name, holder)
            elif kind in (resets.OF_OWNER, resets.ALONE, resets.ENDS):
                waiting += self._of_reset(kind, name, holder)
            elif kind != RESULT:
                yield tag

    def _of_fixture(self, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        yield from ((tag, holder) for tag in FIXTURES.get(name, ()))
        for module, asked in self._named(name):
            fixture = module.function(asked)
            if fixture is not None and fixture.fixture:
                yield from ((tag, module) for tag in fixture.undoes if tag != f"fixture:{name}")
                return
        if (found := self._imported(name)) is not None:
            yield from found
            return
        if name not in FIXTURES:
            yield from ((tag, holder) for tag in undoing.hinted(name))

    def _asked(self, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        """A fixture that is wanted for its effect alone: one that cannot be read may give anything back."""
        yield f"fixture:{name}", holder
        if name not in FIXTURES and not self._is_read(name):
            yield UNREAD, holder

    def _wrapped(self, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        """A decorator takes part in the run: one that cannot be read may give anything back."""
        prefix, view = holder.dotted + ".", view_of(self._module)
        is_here = name.startswith(prefix) or is_known(name) or is_of_known_package(name)
        if not is_here and (view is None or not view.knows(name, holder.path)):
            yield UNREAD, holder

    def _made(self, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        """What is registered as the result of a function: of one that cannot be read it may be anything."""
        view = view_of(self._module)
        if name.startswith(f"{holder.dotted}.") or is_known(name):
            return  # what is in the same module was followed there
        if view is not None and (found := view.function(name, holder.path)) is not None:
            given = (tag.partition(":") for tag in found[0].undoes)
            yield from ((tag, found[1]) for kind, _, tag in given if kind == RESULT)
        elif view is None or not view.knows(name, holder.path):
            yield UNREAD, holder

    def _is_read(self, name: str) -> bool:
        found = (module.function(asked) for module, asked in self._named(name))
        return any(each is not None and each.fixture for each in found) or self._imported(name) is not None

    def _named(self, name: str) -> Iterator[tuple[ModuleFacts, str]]:
        self.asked.add(name)
        yield from ((each.module, f"{each.class_.name}.{name}") for each in self._line.classes)
        yield from ((each, name) for each in _holders_of_fixtures(self._module))

    def _imported(self, name: str) -> list[_Tag] | None:
        """A fixture that the module or a ``conftest.py`` imports by its name."""
        view = view_of(self._module)
        for holder in _holders_of_fixtures(self._module) if view is not None else ():
            found = [view.function(meant, holder.path) for meant in holder.meant(name) if view is not None]
            for each in found:
                if each is not None and each[0].fixture:
                    return [(tag, each[1]) for tag in each[0].undoes]
        return None

    def _of_use(self, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        """What a function or class of the project gives back, with those above it; else by its name."""
        prefix, view = holder.dotted + ".", view_of(self._module)
        function = holder.function(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if function is not None:
            yield from ((tag, holder) for tag in function.undoes)
        elif name.startswith(prefix) and (classes := holder.named(name.removeprefix(prefix))):
            yield from self._of_classes([Found(each, holder) for each in classes])
        elif view is not None and (found := view.function(name, holder.path)) is not None:
            yield from ((tag, found[1]) for tag in found[0].undoes)
        else:
            meant = view.classes(name, holder.path) if view is not None else (name,)
            yield from self._of_classes([each for each in meant if isinstance(each, Found)])
            unread = [each for each in meant if isinstance(each, str) and not is_known(each)]
            yield from ((tag, holder) for each in unread for tag in undoing.hinted(each or name))

    def _of_reset(self, kind: str, name: str, holder: ModuleFacts) -> Iterator[_Tag]:
        """What a function resets: if it can be read, what it sets; else by its name."""
        prefix, view = holder.dotted + ".", view_of(self._module)
        if name.startswith(prefix):
            own = holder.function(name.removeprefix(prefix))
            yield from ((tag, holder) for tag in (own.undoes if own is not None else ()))
        elif view is not None and (found := view.function(name, holder.path)) is not None:
            yield from ((tag, found[1]) for tag in found[0].undoes)
        elif view is None or not self._is_of_module(name, holder, view):
            yield from ((tag, holder) for tag in resets.unread(kind, name))

    def _is_of_module(self, name: str, holder: ModuleFacts, view: View) -> bool:
        """Whether a name is one of a module that was read, of which nothing is to be said."""
        owner = name.rpartition(".")[0]
        return view.facts(owner, holder.path) is not None and view.knows(name, holder.path)

    def _of_classes(self, classes: list[Found]) -> Iterator[_Tag]:
        for found in classes:
            own = [tag for tag in found.class_.undoes if not tag.startswith(("self.", "lent:"))]
            yield from ((tag, found.module) for tag in own)
            yield from ((f"uses:{base}", found.module) for base in found.class_.bases if base)

"""What stands between a test and the network or the disk, and where it is in force."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from flake8_testsec.notes import note
from flake8_testsec.patterns import short
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.keys import Single
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.deeds import PATCHING, Deeds, deeds
from flake8_testsec.vocabulary.testing.replaced import is_of_other_module, replaces, target_text
from flake8_testsec.vocabulary.testing.suites import is_fixture, runs_unasked
from flake8_testsec.vocabulary.testing.variables import variables_in, variables_of

_PEERS = r"(requests?|responses?|https?|httpx|aioresponses?|urllib\d?|urlopen|network|api|socket|dns)"
_DISKS = r"(fs|file_?system)"
_MORE = r"_(?!(key|name|secret|token|ur[il])s?\Z).*"


def _standing_in_for(what: str) -> str:
    """A regular expression for names that say that something takes the place of something."""
    return rf"(.*_)?({what}_?(mock|fake|stub)(s|er|ed)?|(mock|fake|stub|patch)(s|er|ed)?_?{what}({_MORE})?)"


class _Interceptor(NamedTuple):
    name: str
    libraries: frozenset[str]
    words: frozenset[str]
    names: re.Pattern[str]
    targets: frozenset[str]
    functions: frozenset[str] = frozenset()
    fixtures: re.Pattern[str] | None = None
    whole: frozenset[str] = frozenset()
    own: bool = False
    variables: frozenset[str] = frozenset()


class Interceptor(Single, _Interceptor):
    """One kind of interception: how it is recognised.

    ``name`` tells it from others; ``libraries`` are those whose use intercepts; ``words`` the last words of
    calls that do; ``names`` those of helpers and decorators; ``targets`` the words of which a patched target
    has one; ``functions`` the qualified names of what is called; ``fixtures`` what tests ask for, if it has
    other names; ``whole`` the qualified names that ``patch`` replaces, where no word is enough; ``own``: the
    test's own call is meant, no other module's; ``variables`` those of the environment that are set anew.
    """

    __slots__ = ()


NETWORK = Interceptor(
    name="network",
    libraries=frozenset(
        {
            "aioresponses",
            "betamax",
            "httmock",
            "httpretty",
            "mocket",
            "moto",
            "pook",
            "pytest_httpx",
            *("requests_mock", "responses", "respx"),
            "vcr",
            "wsgi_intercept",
        }
    ),
    words=frozenset({"block_network", "disable_socket", "use_cassette", "vcr"}),
    names=short(
        rf"({_standing_in_for(_PEERS)}|"
        r"aioresponses|betamax.*|cassette|httpretty|pook|responses|respx|rmock|vcr(_.*)?|socket_disabled)\Z"
    ),
    targets=frozenset(
        {
            "aiohttp",
            "create_connection",
            *("getaddrinfo", "gethostbyname"),
            *("http", "httplib", "httpx"),
            "requests",
            "socket",
            "urllib",
            "urllib2",
            "urllib3",
            "urlopen",
        }
    ),
)
"""What answers requests in the peer's place, or keeps them from leaving."""

FILES = Interceptor(
    name="files",
    libraries=frozenset({"pyfakefs"}),
    words=frozenset({"mock_open", "setUpPyfakefs"}),
    names=short(rf"{_standing_in_for(_DISKS)}\Z"),
    targets=frozenset({"open", "os", "pathlib", "shutil"}),
    fixtures=short(rf"((fs|filesystem)(_.*)?|{_standing_in_for(_DISKS)})\Z"),
)
"""What takes the place of the file system."""

PROCESSES = Interceptor(
    name="processes",
    libraries=frozenset({"pytest_subprocess"}),
    words=frozenset({"MockPopen"}),
    names=short(rf"{_standing_in_for('(popen|process(es)?|subprocess)')}\Z"),
    targets=frozenset({"subprocess", "Popen", "create_subprocess_exec", "create_subprocess_shell"}),
    fixtures=short(rf"(fp|{_standing_in_for('(popen|process(es)?|subprocess)')})\Z"),
)
"""What takes the place of child processes; ``fp`` is the fixture of pytest-subprocess."""

SOCKETS = Interceptor(
    name="sockets",
    libraries=frozenset({"httpretty", "mocket", "pytest_socket"}),
    words=frozenset({"disable_socket"}),
    names=short(rf"({_standing_in_for('sockets?')}|httpretty|mocketize|socket_disabled)\Z"),
    targets=frozenset({"socket"}),
)
"""What takes the place of sockets, and need not be a context."""

_MOST = 100
"""Classes around a node with their bases; of more, an interceptor is taken to be among them."""


def is_intercepted(node: ast.AST, module: Module, by: Interceptor) -> bool:
    """Whether an interceptor is in force where a node stands.

    Args:
        node: any node.
        module: its module.
        by: what to look for.

    Returns:
        ``True`` for one in a test around the node, in its class, or in the hooks and fixtures that run for
        both; also for a patch of the library itself, but not for one of another class.
    """
    inner = module.above(node, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    key = ("interceptors", inner, by)
    if key not in module.kept:
        module.kept[key] = _is_marked(by, module) or _is_around(node, module, by)
    known: bool = module.kept[key]
    return known


class Provided(NamedTuple):
    """What fixtures a module has that bring an interceptor into force, and what each of all asks for."""

    always: bool
    serving: frozenset[str]
    asked: Mapping[str, Sequence[str]]


def provided(module: Module, by: Interceptor) -> Provided:
    """What a module has for the tests of others, without a node of it.

    Args:
        module: a ``conftest.py``, or a plug-in.
        by: what to look for.
    """
    scope = _running(module.tree, module)
    served = _Served((scope.fixtures,), module, by)
    serving = frozenset(name for name, each in scope.fixtures.items() if served.any([each]))
    asked = {each.name: tuple(_parameters(each)) for each in (*scope.always, *scope.fixtures.values())}
    return Provided(served.always(scope), serving, asked)


@once
def _is_marked(by: Interceptor, module: Module) -> bool:
    return any(_intercepts(each, module, by) for each in _marks(module))


def _is_around(node: ast.AST, module: Module, by: Interceptor) -> bool:
    classes = _classes(node, module)
    if len(classes) > _MOST:
        note("gave up on the bases of %s in %s: too many", classes[0].name, module.path)
        return True
    if any(_is_own(each, module, by) for each in classes):
        return True
    scopes = [*(_running(each, module) for each in classes), _running(module.tree, module)]
    functions = [each for each in around(node, module) if isinstance(each, Function)]
    served = _Served(tuple(each.fixtures for each in scopes if each.fixtures), module, by)
    return served.any(functions) or any(served.always(each) for each in scopes)


def _is_own(part: Function | ast.ClassDef, module: Module, by: Interceptor) -> bool:
    """Whether a function or a class brings an interceptor into force, by itself alone."""
    key = ("interceptors.own", part, by)
    if key not in module.kept:
        if isinstance(part, ast.ClassDef):
            marked = any(_intercepts(each, module, by) for each in part.decorator_list)
            module.kept[key] = marked or _inherits(part, module, by)
        else:
            is_set = bool(by.variables) and not by.variables.isdisjoint(variables_of(part, module))
            module.kept[key] = is_set or _does(deeds(part, module), module, by)
    known: bool = module.kept[key]
    return known


def _does(done: Deeds, module: Module, by: Interceptor) -> bool:
    return (
        not (done.words.isdisjoint(by.words) and done.roots.isdisjoint(by.libraries))
        or any(_is_named(word, by.names) for word in done.words)
        or any(_is_given(each, module, by) for each in (done.calls if by.whole else done.patching))
        or any(_is_changed(each, module, by) for each in done.assigned)
    )


@lru_cache(maxsize=4096)
def _is_named(word: str, names: re.Pattern[str]) -> bool:
    return bool(names.match(word))


def _parameters(function: Function) -> Iterator[str]:
    return (each.arg for each in walk(function.args) if isinstance(each, ast.arg))


class _Served:
    """Whether what runs for a function brings an interceptor into force, each fixture being asked once.

    Args:
        fixtures: the fixtures of the classes around, nearest first, and of the module.
        module: the module.
        by: what to look for.
    """

    def __init__(self, fixtures: Sequence[Mapping[str, Function]], module: Module, by: Interceptor) -> None:
        self._fixtures, self._module, self._by = fixtures, module, by
        key = ("interceptors.served", *map(id, fixtures), by)
        self._known: dict[Function, bool] = module.kept.setdefault(key, {})

    def always(self, scope: _Running) -> bool:
        """Whether something does so that runs for each test of a scope."""
        key = ("interceptors.always", id(scope), *map(id, self._fixtures), self._by)
        if key not in self._module.kept:
            self._module.kept[key] = self.any(scope.always)
        known: bool = self._module.kept[key]
        return known

    def any(self, roots: Iterable[Function]) -> bool:
        """Whether one of some functions does so, or a fixture that they ask for."""
        return any(self._of(each) for each in roots)

    def _of(self, root: Function) -> bool:
        askers: dict[Function, Function | None] = {root: None}
        waiting = [root]
        for function in waiting:
            if self._known.get(function) or (function not in self._known and self._is_one(function)):
                self._tell_askers(function, askers)
                return True
            if function not in self._known:
                asked = [each for each in self._asked(function) if each not in askers]
                askers.update(dict.fromkeys(asked, function))
                waiting += asked
        self._known.update(dict.fromkeys(waiting, False))
        return False

    def _is_one(self, function: Function) -> bool:
        """Whether a function does so by itself, or asks for what a library provides."""
        return _is_own(function, self._module, self._by) or any(map(self._is_provided, _parameters(function)))

    def _is_provided(self, name: str) -> bool:
        """Whether a parameter is a fixture that does so, by its name; one of the module speaks for itself."""
        if _is_named(name, self._by.names):
            return True
        fixtures = self._by.fixtures
        return bool(fixtures and fixtures.match(name)) and not any(name in each for each in self._fixtures)

    def _tell_askers(self, function: Function, askers: Mapping[Function, Function | None]) -> None:
        asker: Function | None = function
        while asker is not None:
            self._known[asker] = True
            asker = askers[asker]

    def _asked(self, function: Function) -> Iterator[Function]:
        for each in (*function.args.args, *function.args.kwonlyargs):
            found = (fixtures[each.arg] for fixtures in self._fixtures if each.arg in fixtures)
            yield from (fixture for fixture in islice(found, 1) if fixture is not function)


def around(node: ast.AST, module: Module) -> Iterator[Function | ast.ClassDef]:
    """The functions and classes around a node, from the inside out."""
    kinds: tuple[type[Function | ast.ClassDef], ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return module.around(node, *kinds)


def marks(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    """The decorators of all functions and classes around a node, and what marks the module's tests."""
    for definition in around(node, module):
        yield from definition.decorator_list
    yield from _marks(module)


@once
def _marks(module: Module) -> Sequence[ast.expr]:
    return tuple(_marked(module))


def _marked(module: Module) -> Iterator[ast.expr]:
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=ast.List(elts=elements)):
                yield from elements
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield value


def _classes(node: ast.AST, module: Module) -> list[ast.ClassDef]:
    """The classes around a node with their bases, as far as the module defines them, up to a number."""
    found = {each: None for each in around(node, module) if isinstance(each, ast.ClassDef)}
    waiting = list(found)
    for class_ in waiting:
        if len(waiting) > _MOST:
            break
        names = (base for base in class_.bases if isinstance(base, ast.Name))
        for binding in (binding for name in names for binding in module.bindings(name)):
            if isinstance(binding, Defined) and isinstance(binding.node, ast.ClassDef):
                waiting += [binding.node] if binding.node not in found else []
                found[binding.node] = None
    return waiting


class _Running(NamedTuple):
    """What a class or the module has for its tests: what runs for each of them, and what they may ask for."""

    always: Sequence[Function]
    fixtures: Mapping[str, Function]


@once
def _running(scope: ast.ClassDef | ast.Module, module: Module) -> _Running:
    always: list[Function] = []
    fixtures: dict[str, Function] = {}
    for function in (each for each in scope.body if isinstance(each, Function)):
        if runs_unasked(function):
            always.append(function)
        elif is_fixture(function, module):
            fixtures.setdefault(function.name, function)
    return _Running(always, fixtures)


def _is_changed(target: ast.Attribute, module: Module, by: Interceptor) -> bool:
    """Whether an assignment changes the library itself: an attribute of an object that it made is not it."""
    names = (name for name in module.names(target) if "(" not in name)
    return any(_is_of(name, by) or _stands_for(name, by) for name in names)


def _is_of(name: str, by: Interceptor) -> bool:
    return name.partition(".")[0] in by.targets


def _stands_for(name: str, by: Interceptor) -> bool:
    """Whether an attribute is a function that is called, or the private one that it calls in its module."""
    owner, _, word = name.rpartition(".")
    return f"{owner}.{word.lstrip('_')}" in by.functions


def _inherits(part: ast.AST, module: Module, by: Interceptor) -> bool:
    return isinstance(part, ast.ClassDef) and any(
        name.partition(".")[0] in by.libraries for names in module.bases(part) for name in names
    )


def _intercepts(node: ast.expr, module: Module, by: Interceptor) -> bool:
    """Whether a decorator, or a call, brings an interceptor into force."""
    func = node.func if isinstance(node, ast.Call) else node
    word = last_word(func)
    if (
        word in by.words
        or _is_named(word, by.names)
        or any(name.partition(".")[0] in by.libraries for name in module.names(func))
    ):
        return True
    return isinstance(node, ast.Call) and _is_given(node, module, by)


def _is_given(node: ast.Call, module: Module, by: Interceptor) -> bool:
    """Whether a call is told what to take the place of, or which fixture to use, and that is one."""
    word = last_word(node.func)
    if word == "usefixtures":
        fixtures = by.fixtures or by.names
        return any(fixtures.match(string(each) or "") for each in node.args)
    if by.variables and not by.variables.isdisjoint(variables_in(node, module)):
        return True
    if by.whole:
        return replaces(node, by.whole, module)
    is_patch = word in PATCHING and not (by.own and is_of_other_module(node, module))
    return is_patch and _is_target(node.args[:2], module, by)


def _is_target(args: Iterable[ast.expr], module: Module, by: Interceptor) -> bool:
    """Whether what is patched is the library, or has a name of it."""
    names = (name for arg in args for name in (target_text(arg), *module.names(arg)))
    return any(not by.targets.isdisjoint(name.split(".")) for name in names)

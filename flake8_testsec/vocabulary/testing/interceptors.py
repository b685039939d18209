"""What stands between a test and the network or the disk, and where it is in force."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import spelling
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, methods

_PATCHING = frozenset(
    {"MockPatch", "MockPatchObject", "MonkeyPatch", "object", "patch", "patchobject", "setattr", "stub_out"}
)


_PEERS = r"(requests?|responses?|https?|httpx|aioresponses?|urllib\d?|urlopen|network|api|socket|dns)"


class Interceptor(NamedTuple):
    """One kind of interception: how it is recognised.

    ``libraries`` are those whose use intercepts; ``words`` the last words of calls that do; ``names`` those
    of parameters, helpers and decorators; ``targets`` the words of which a patched target has one.
    """

    libraries: frozenset[str]
    words: frozenset[str]
    names: re.Pattern[str]
    targets: frozenset[str]


NETWORK = Interceptor(
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
            "requests_mock",
            "responses",
            "respx",
            "vcr",
            "wsgi_intercept",
        }
    ),
    words=frozenset({"block_network", "disable_socket", "use_cassette", "vcr"}),
    names=lazy(
        rf"(.*_)?({_PEERS}_?(mock|fake|stub)(s|er|ed)?|(mock|fake|stub|patch)(s|er|ed)?_?{_PEERS}(_.*)?|"
        r"aioresponses|betamax.*|cassette|httpretty|pook|responses|respx|rmock|vcr(_.*)?|socket_disabled)\Z"
    ),
    targets=frozenset(
        {
            "aiohttp",
            "create_connection",
            "getaddrinfo",
            "gethostbyname",
            "http",
            "httplib",
            "httpx",
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
    libraries=frozenset({"pyfakefs"}),
    words=frozenset({"mock_open", "setUpPyfakefs"}),
    names=lazy(r"(fake_?)?(fs|filesystem)(_.*)?\Z"),
    targets=frozenset({"open", "os", "pathlib", "shutil"}),
)
"""What takes the place of the file system."""


def is_intercepted(node: ast.AST, module: Module, by: Interceptor) -> bool:
    """Whether an interceptor is in force where a node stands.

    Args:
        node: any node.
        module: its module.
        by: what to look for.

    Returns:
        ``True`` for one in a test around the node, in its class, or in the hooks and fixtures of both that
        run for it; also for a patch of the library itself. One of another class does not count.
    """
    functions = _functions(node, module)
    parts = [*functions, *_classes(node, module)]
    decorators = [decorator for part in parts for decorator in part.decorator_list]
    if any(_intercepts(each, module, by) for each in (*decorators, *_marks(module))):
        return True
    parameters = (
        each.arg for function in functions for each in ast.walk(function.args) if isinstance(each, ast.arg)
    )
    if any(map(by.names.match, parameters)):
        return True
    return any(_inherits(each, module, by) for each in parts) or any(
        _is_replaced_in(function, module, by) for function in functions
    )


def _is_replaced_in(function: Function, module: Module, by: Interceptor) -> bool:
    key = ("interceptors", function, by)
    if key not in module.kept:
        module.kept[key] = any(_replaces(each, module, by) for each in walk(function))
    known: bool = module.kept[key]
    return known


def around(node: ast.AST, module: Module) -> Iterator[Function | ast.ClassDef]:
    """The functions and classes around a node, from the inside out."""
    for above in module.ancestors(node):
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield above


def marks(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    """The decorators of all functions and classes around a node, and what marks the module's tests."""
    for definition in around(node, module):
        yield from definition.decorator_list
    yield from _marks(module)


def _marks(module: Module) -> Iterator[ast.expr]:
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=ast.List(elts=elements)):
                yield from elements
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
                yield value


def _classes(node: ast.AST, module: Module) -> list[ast.ClassDef]:
    """The classes around a node with their bases, as far as the module defines them."""
    found = [each for each in around(node, module) if isinstance(each, ast.ClassDef)]
    for class_ in found:
        names = (base for base in class_.bases if isinstance(base, ast.Name))
        for binding in (binding for name in names for binding in module.bindings(name)):
            if isinstance(binding, Defined) and isinstance(binding.node, ast.ClassDef):
                found += [binding.node] if binding.node not in found else []
    return found


def _functions(node: ast.AST, module: Module) -> list[Function]:
    """The functions that run for the code around a node: its own, hooks, and the fixtures that they name."""
    found = [each for each in around(node, module) if isinstance(each, Function)]
    scopes = [methods(class_) for class_ in _classes(node, module)]
    scopes.append(each for each in module.tree.body if isinstance(each, Function))
    fixtures: dict[str, Function] = {}
    for function in (each for scope in scopes for each in scope):
        if is_hook(function) or _is_autouse(function):
            found.append(function)
        elif is_fixture(function, module):
            fixtures.setdefault(function.name, function)
    for function in found:
        asked = (each.arg for each in (*function.args.args, *function.args.kwonlyargs))
        found += [fixtures.pop(name) for name in asked if name in fixtures]
    return found


def _is_autouse(function: Function) -> bool:
    return any(
        keyword.arg == "autouse"
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def _replaces(node: ast.AST, module: Module, by: Interceptor) -> bool:
    """Whether a call brings an interceptor into force, or an assignment changes the library itself."""
    match node:
        case ast.Call():
            return _intercepts(node, module, by)
        case ast.Assign(targets=[ast.Attribute() as target]):
            # An attribute of an object that the library has made is not the library.
            names = (name for name in module.names(target) if "(" not in name)
            return any(name.partition(".")[0] in by.targets for name in names)
        case _:
            return False


def _has_target(name: str, by: Interceptor) -> bool:
    return bool({*name.split(".")} & by.targets)


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
        or by.names.match(word)
        or any(name.partition(".")[0] in by.libraries for name in module.names(func))
    ):
        return True
    if not isinstance(node, ast.Call):
        return False
    if word == "usefixtures":
        return any(by.names.match(string(each) or "") for each in node.args)
    return word in _PATCHING and _is_target(node.args[:2], module, by)


def _is_target(args: Iterable[ast.expr], module: Module, by: Interceptor) -> bool:
    """Whether what is patched is the library, or has a name of it."""
    return any(
        _has_target(name, by) for arg in args for name in (string(arg) or spelling(arg), *module.names(arg))
    )

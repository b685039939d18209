"""Secrets that get into the log of the tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import behind, replaced, within
from bench.inject.finders import calls, checks, importing, in_test
from bench.inject.mutation import Mutation, Operator, mutation
from bench.inject.text import Text


def _printed(text: Text, line: str, module: str) -> Iterator[Mutation]:
    """A line at the beginning of tests, as it is put there to look for an error, and forgotten."""
    more = importing(text, module)
    for test in text.tests if more is not None else ():
        if checks(test) and text.stands_alone(test.body[0]):
            yield mutation(text, test, within(text, test, line), *(more or ()))


def _environment(text: Text) -> Iterator[Mutation]:
    return _printed(text, "print(os.environ)", "os")


def _environment_as_dict(text: Text) -> Iterator[Mutation]:
    return _printed(text, 'print(f"environment: {dict(os.environ)}")', "os")


def _environment_of_child(text: Text) -> Iterator[Mutation]:
    return _printed(text, 'subprocess.run(["env"])', "subprocess")


def _wire(text: Text) -> Iterator[Mutation]:
    if text.imported("http.client") or text.imports.get("http") == "http":
        return _printed(text, "http.client.HTTPConnection.debuglevel = 1", "http")
    return iter(())


def _wire_by_logger(text: Text) -> Iterator[Mutation]:
    return _printed(text, 'logging.getLogger("urllib3").setLevel(logging.DEBUG)', "logging")


_SECRETS = (
    "password",
    "passwd",
    "api_key",
    "access_token",
    "auth_token",
    "private_key",
    "secret_key",
    "client_secret",
)


def _secret(text: Text, line: str) -> Iterator[Mutation]:
    """A secret that the test does not make up itself, printed behind the line that fetches it."""
    for each in text.of(ast.Assign):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() | ast.Subscript() as value):
                is_secret = (
                    name.lower().endswith(_SECRETS) and in_test(text, each) and text.stands_alone(each)
                )
                if is_secret and _is_foreign(text, value):
                    yield mutation(text, text.function(each) or each, behind(text, each, line.format(name)))


def _is_foreign(text: Text, value: ast.expr) -> bool:
    """Whether a value comes from outside of the test: its environment, its configuration, a prompt."""
    whole = text.code(value)
    return any(word in whole for word in ("environ", "getenv", "conf", "CONF", "settings", "getpass", "read"))


def _secret_printed(text: Text) -> Iterator[Mutation]:
    return _secret(text, 'print(f"using {{{0}}}")')


def _secret_logged(text: Text) -> Iterator[Mutation]:
    if text.imported("logging"):
        return _secret(text, 'logging.info("using %s", {0})')
    return iter(())


def _key_asserted(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        match call:
            case ast.Call(
                func=ast.Attribute(value=owner, attr="assertEqual" | "assertIsNotNone"), args=[first, *_]
            ):
                if key := _variable(text, first):
                    new = f"{text.code(owner)}.assertIn({key}, os.environ)"
                    yield mutation(text, statement, replaced(text, call, new))


def _key_asserted_plainly(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assert):
        match each.test:
            case ast.Compare(left=left, ops=[ast.Eq()]) if (key := _variable(text, left)) and in_test(
                text, each
            ):
                yield mutation(text, each, replaced(text, each.test, f"{key} in os.environ"))


def _variable(text: Text, node: ast.expr) -> str:
    """The key of a variable of the environment that is read."""
    match node:
        case ast.Subscript(value=value, slice=key) if text.code(value) == "os.environ":
            return text.code(key)
        case ast.Call(func=callee, args=[key, *_]) if text.code(callee) == "os.environ.get":
            return text.code(key)
    return ""


def _headers(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assign):
        match each:
            case ast.Assign(targets=[ast.Name(id="request" | "req" as name)]) if text.stands_alone(each):
                function = text.function(each)
                if in_test(text, each) and function and f"{name}.headers" in text.code(function):
                    yield mutation(text, function, behind(text, each, f"print({name}.headers)"))


_SHOWN = "the log of the tests has every variable, the secrets of CI too"

OPERATORS = (
    Operator("environment-printed", ("TSE803",), _SHOWN, _environment),
    Operator("environment-printed-as-dict", ("TSE803",), _SHOWN, _environment_as_dict),
    Operator("environment-printed-by-child", ("TSE803",), _SHOWN, _environment_of_child, certain=False),
    Operator(
        "wire-debugging", ("TSE805",), "the log has the credentials of each request", _wire, hints=("http",)
    ),
    Operator(
        "wire-debugging-by-logger",
        ("TSE805",),
        "the log has each request",
        _wire_by_logger,
        certain=False,
        hints=("requests", "urllib3"),
    ),
    Operator("secret-printed", ("TSE801",), "the log has the secret", _secret_printed, hints=_SECRETS),
    Operator("secret-logged", ("TSE801",), "the log has the secret", _secret_logged, hints=_SECRETS),
    Operator("key-asserted", ("TSE804",), _SHOWN, _key_asserted, certain=False, hints=("os.environ",)),
    Operator(
        "key-asserted-plainly",
        ("TSE804",),
        _SHOWN,
        _key_asserted_plainly,
        certain=False,
        hints=("os.environ",),
    ),
    Operator(
        "headers-printed",
        ("TSE806",),
        "the log has the credentials",
        _headers,
        certain=False,
        hints=("headers",),
    ),
)

"""Peers that something stands in for: by recordings and libraries of doubles, by their names."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, counted, fact, listed
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant

_MARKS = frozenset(
    {
        *("pytest.mark.vcr", "pytest.mark.default_cassette", "vcr.use_cassette", "vcr.VCR().use_cassette"),
        *("responses.activate", "responses.mock.activate", "responses._recorder.record"),
        *("httpretty.activate", "httpretty.httprettified", "respx.mock", "pook.on", "pook.activate"),
        *("aioresponses.aioresponses", "requests_mock.mock", "requests_mock.Mocker", "mocket.mocketize"),
        *("moto.mock_aws", "httmock.with_httmock", "betamax.use_cassette"),
    }
)
"""Decorators and marks below which requests are answered by recordings or doubles, by their documentation."""
_LIBRARIES = ("responses", "httpretty", "respx", "pook", "mocket")
_ANSWERS = lazy(
    rf"(?:{'|'.join(_LIBRARIES)})\.(?:\w+\.)*(?:add|add_callback|register_uri|upsert|get|post|put|patch|delete|head|"
    r"options|request|route|single_register|_register_uri)\Z"
)
_FIXTURES = ("requests_mock", "httpx_mock", "respx_mock")
_MOST = 8


def facts(module: Module) -> Iterator[Fact]:
    """Marks below which peers are answered, and the answers that are laid down.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_marks(module), "such marks", 4)
    yield from capped(_answers(module), "kinds of answers", 4)
    yield from refusing(module)


def _marks(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for definition in (*functions(module), *module.nodes(ast.ClassDef)):
        for mark in definition.decorator_list:
            func = mark.func if isinstance(mark, ast.Call) else mark
            if module.names(func) & _MARKS:
                found[spelt(func)].append(mark)
    for name, marks in found.items():
        words = "Requests are answered by a recording or a double, by the name of the decorator: "
        yield fact("answered", marks[:_MOST], words, code(f"@{name}"), f"{_times(marks)}.", subject=name)


def _answers(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.nodes(ast.Call) if module.mentions(*_LIBRARIES, *_FIXTURES) else ():
        is_of_fixture = isinstance(call.func, ast.Attribute) and _is_fixture(call.func)
        if is_of_fixture or any(_ANSWERS.match(name) for name in module.names(call.func)):
            found[f"{spelt(call.func)}()"].append(call)
    for name, calls in found.items():
        words = "By its name, lays down what a request is answered with: "
        yield fact("answer", calls[:_MOST], words, code(name), f"{_times(calls)}.", subject=name)


def refusing(module: Module) -> Iterator[Fact]:
    """What has a double raise for every request that no other answer is laid down for, by requests-mock.

    Args:
        module: the module.

    Yields:
        One fact for each such call.
    """
    for call in module.calls({"register_uri", "request"}) if module.mentions("ANY") else ():
        match call:
            case ast.Call(args=[method, url, *_], keywords=words) if last_word(url) == "ANY":
                error = next((spelt(each.value) for each in words if each.arg == "exc"), "")
                if error and (last_word(method) == "ANY" or isinstance(method, ast.Constant)):
                    what = "Every request" if last_word(method) == "ANY" else f"Every {spelt(method)} request"
                    begin = f"{what} that no other answer is laid down for is refused by the double, with "
                    yield fact("refused", [call], begin, code(error), ".", subject=error)


def _is_fixture(func: ast.Attribute) -> bool:
    """Whether a method lays down an answer, of a fixture that is called so by the plugins that bring it."""
    return (
        isinstance(func.value, ast.Name)
        and func.value.id in _FIXTURES
        and func.attr
        in ("register_uri", "get", "post", "put", "patch", "delete", "add_response", "add_exception")
    )


def stand_ins(module: Module) -> Iterator[Fact]:
    """Clocks, settings and networks that are replaced, by the names of what replaces them.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in sorted(module.calls(_REPLACERS), key=lambda each: (each.lineno, each.col_offset)):
        found[spelt(call)].append(call)
    for text, nodes in found.items():
        words = "Replaces what is real, by its name: "
        if text in ("override_settings()", "modify_settings()"):
            words = "Replaces no setting itself, and by its name has what is set meanwhile undone: "
        parts = (words, code(text), *_overridden(nodes[0], module), ".")
        yield fact("stand-in", nodes, *parts, subject=text)


def _overridden(call: ast.AST, module: Module) -> tuple[str, ...]:
    """The settings in a display that a call unpacks."""
    words = call.keywords if isinstance(call, ast.Call) else ()
    displays = (meant(each.value, module) for each in words if each.arg is None)
    keys = [each for one in displays if isinstance(one, ast.Dict) for each in one.keys]
    names = [code(text) for each in keys[:_SETTINGS] if (text := string(each))]
    more = [f"{len(keys) - len(names)} more"] if len(keys) > len(names) else []
    return (", which holds ", *listed([*names, *more])) if names else ()


_SETTINGS = 8
"""Settings that are named."""
_REPLACERS = frozenset(
    {
        *("aioresponses", "RequestsMock"),
        *("freeze_time", "travel", "override_settings", "modify_settings", "override_system_checks"),
        *(
            "requests_mock",
            "HTTMock",
            "use_cassette",
            "MockTransport",
            "ASGITransport",
            "WSGITransport",
            "override_provider",
        ),
    }
)
"""freezegun, time-machine, Django, requests-mock, httmock, vcrpy and httpx, by their documentation."""


def _times(nodes: list[ast.AST]) -> str:
    return f", {counted(len(nodes), 'time')}, the first {_MOST} named" if len(nodes) > _MOST else ""

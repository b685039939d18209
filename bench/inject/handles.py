"""Handles, services and temporary files that are no longer given back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import behind, dropped, replaced, rewritten, unwrapped
from bench.inject.finders import (
    LEAKS,
    PATHS,
    REMOVERS,
    RESOURCES,
    acquired,
    blocks,
    calls,
    checks,
    decorated,
    frees,
    in_test,
    is_followed,
    is_handed_on,
    is_path,
    mentions,
    released,
)
from bench.inject.mutation import Mutation, Operator, mutation
from bench.inject.spared import EXECUTORS, holds_nothing, is_idle_at_the_end, is_reader
from bench.inject.text import Function, Text

_FILES = {name for name, methods in RESOURCES.items() if name.endswith("open")}
_REMOVAL = ("TSE302", "TSE306")


def _with_of(text: Text, names: set[str]) -> Iterator[tuple[ast.With | ast.AsyncWith, ast.Call, str]]:
    """The blocks that enter what a call makes, bound to a name that the body does not close."""
    for with_, item in blocks(text):
        match item:
            case ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name(id=name)):
                is_closed = any(mentions(text, with_, f"{name}.{each}") for each in ("close", "detach"))
                if text.called(call) in names and not is_closed and text.function(with_):
                    yield with_, call, name


def _open_without_with(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, _FILES):
        yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _service_without_with(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, RESOURCES.keys() - _FILES):
        if is_handed_on(text, with_, name) or is_idle_at_the_end(text, with_, call):
            continue
        yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _closed_at_the_end(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, set(RESOURCES)):
        is_spared = text.called(call) in EXECUTORS or is_reader(text, call)
        is_spared = is_spared or is_handed_on(text, with_, name)
        function = text.function(with_)
        is_subject = function is not None and mentions(text, function, f"{name}.closed") > 0
        if checks(with_.body) and in_test(text, with_) and not is_spared and not is_subject:
            release = {"subprocess.Popen": "wait", "http.server.HTTPServer": "server_close"}
            method = release.get(text.called(call), min(RESOURCES[text.called(call)]))
            head = f"{name} = {text.code(call)}"
            yield mutation(text, call, unwrapped(text, with_, head, tail=f"{name}.{method}()"))


def _path_open_without_with(text: Text) -> Iterator[Mutation]:
    for with_, item in blocks(text):
        match item:
            case ast.withitem(
                context_expr=ast.Call(func=ast.Attribute(value=path, attr="open")) as call,
                optional_vars=ast.Name(id=name),
            ) if is_path(text, path, with_) and not mentions(text, with_, f"{name}.close"):
                yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _folder_without_with(text: Text) -> Iterator[Mutation]:
    for with_, item in blocks(text):
        match item:
            case ast.withitem(context_expr=ast.Call(args=[]) as call, optional_vars=ast.Name(id=name)):
                is_folder = text.called(call) == "tempfile.TemporaryDirectory" and not call.keywords
                if is_folder and text.imported("tempfile") and not mentions(text, with_, "shutil.rmtree"):
                    head = f"{name} = {text.imported('tempfile')}.mkdtemp()"
                    yield mutation(text, call, unwrapped(text, with_, head))


def _file_kept(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        function = text.function(call)
        is_kept = isinstance(text.parent(call), ast.Return)  # by whoever gets it
        if text.called(call) == "tempfile.NamedTemporaryFile" and function and not is_kept:
            names = {each.arg for each in call.keywords}
            if not names & {"delete", None, "dir"} and not _removes(text, function):
                inner = text.code(call).rstrip()[:-1].rstrip().rstrip(",")
                more = "delete=False)" if inner.endswith("(") else ", delete=False)"
                yield mutation(text, call, replaced(text, call, inner + more))


def _removes(text: Text, scope: ast.AST) -> bool:
    return any(mentions(text, scope, each) for each in REMOVERS) or ".unlink(" in text.code(scope)


def _cleanups(text: Text) -> Iterator[tuple[ast.Expr, Function, ast.expr, list[ast.expr]]]:
    """What is registered to be called later: the statement, its function, the callee and its arguments."""
    for statement, call in calls(text):
        match call:
            case ast.Call(func=ast.Attribute(attr="addCleanup" | "addfinalizer"), args=[callee, *rest]):
                if function := text.function(statement):
                    yield statement, function, callee, rest


def _close_registered(text: Text) -> Iterator[tuple[ast.Expr, Function, ast.Call, str, str]]:
    """Cleanups that give back what their function has made, if nothing else does."""
    for statement, function, callee, rest in _cleanups(text):
        match callee:
            case ast.Attribute(value=owner, attr=method) if not rest:
                target = text.code(owner)
                made = acquired(text, function, target)
                is_alone = statement in function.body and not _is_returned(text, function, target)
                is_alone = is_alone and _is_only_release(text, statement, target, function)
                if made and is_alone and _is_known_release(text, made, method):
                    yield statement, function, made, target, method


def _is_returned(text: Text, function: Function, target: str) -> bool:
    """Whether a function hands something out."""
    returns = (each for each in ast.walk(function) if isinstance(each, ast.Return) and each.value)
    return any(mentions(text, each, target) for each in returns)


def _is_only_release(text: Text, statement: ast.stmt, target: str, scope: ast.AST) -> bool:
    """Whether nothing else in a scope gives something back, as a call or registered."""
    place: ast.AST = text.class_(statement) or scope if target.startswith("self.") else scope
    inside = [each for each in ast.walk(place) if isinstance(each, ast.Attribute) and each.attr in _ENDS]
    count = sum(text.code(each.value) == target for each in inside)
    return count <= 1 and not mentions(text, place, f"with {target}")


_ENDS = {
    "close",
    "detach",
    "wait",
    "communicate",
    "kill",
    "terminate",
    "shutdown",
    "server_close",
    "join",
    "stop",
}


def _cleanup_of_handle(text: Text) -> Iterator[Mutation]:
    for statement, _, made, _, _ in _close_registered(text):
        yield mutation(text, made, dropped(text, statement))


def _cleanup_at_the_end(text: Text) -> Iterator[Mutation]:
    for statement, function, made, target, method in _close_registered(text):
        last = function.body[-1]
        is_spared = is_reader(text, made) or holds_nothing(text, function, made, target)
        if is_followed(text, function, statement) and text.stands_alone(last) and not is_spared:
            end = behind(text, last, f"{target}.{method}()")
            yield mutation(text, made, dropped(text, statement), end)


def _is_known_release(text: Text, made: ast.Call, method: str) -> bool:
    return text.called(made) in RESOURCES and frees(text, made, method)


def _cleanup_of_path(text: Text) -> Iterator[Mutation]:
    for statement, function, callee, rest in _cleanups(text):
        if text.name(callee) in REMOVERS and rest:
            made = acquired(text, function, text.code(rest[0]))
            scope: ast.AST = text.class_(statement) or function
            if text.called(made) in PATHS and made and _removals(text, scope, text.code(rest[0])) == 1:
                yield mutation(text, made, dropped(text, statement))


def _removals(text: Text, scope: ast.AST, target: str) -> int:
    """How many calls and registrations remove a path, or may: whatever takes it beside a word of removal."""
    found = 0
    for each in ast.walk(scope):
        if isinstance(each, ast.Call) and target in map(text.code, each.args):
            words = f"{text.code(each.func)} {' '.join(map(text.code, each.args))}"
            found += any(
                word in words for word in ("rmtree", "remove", "unlink", "rmdir", "cleanup", "delete")
            )
    return found


def _removal_at_the_end(text: Text) -> Iterator[Mutation]:
    for statement, function, callee, rest in _cleanups(text):
        if text.name(callee) in REMOVERS and rest and is_followed(text, function, statement):
            made, last = acquired(text, function, text.code(rest[0])), function.body[-1]
            if made and text.called(made) in PATHS and text.stands_alone(last):
                line = f"{text.code(callee)}({', '.join(map(text.code, rest))})"
                yield mutation(text, made, dropped(text, statement), behind(text, last, line))


def _close_dropped(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        target, function = released(text, call), text.function(statement)
        if (
            target
            and function
            and function in text.tests
            and not isinstance(text.parent(statement), ast.With)
        ):
            made = acquired(text, function, target) if _is_always(text, function, statement) else None
            is_known = made and _is_known_release(text, made, getattr(call.func, "attr", ""))
            if made and is_known and _is_only_release(text, statement, target, function):
                yield mutation(text, made, dropped(text, statement))


def _is_always(text: Text, function: Function, statement: ast.stmt) -> bool:
    """Whether a release is reached if all goes well, and its absence is not noticed at once."""
    parent = text.parent(statement)
    is_last = isinstance(parent, ast.Try) and statement in parent.finalbody
    return (statement in function.body or is_last) and "returncode" not in text.code(function)


def _descriptor_dropped(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        function = text.function(statement)
        if text.called(call) == "os.close" and function and len(call.args) == 1:
            target = text.code(call.args[0])
            made = acquired(text, function, target)
            if made and text.called(made) == "tempfile.mkstemp" and mentions(text, function, target) == 2:
                yield mutation(text, made, dropped(text, statement))


def _finally_dropped(text: Text) -> Iterator[Mutation]:
    for try_ in text.of(ast.Try):
        match try_:
            case ast.Try(handlers=[], orelse=[], finalbody=[ast.Expr(value=ast.Call() as call) as last]):
                function, target = text.function(try_), released(text, call)
                made = acquired(text, function, target) if function and target else None
                is_plain = text.stands_alone(*try_.body, last)
                if (
                    made
                    and function in text.tests
                    and checks(try_.body)
                    and is_plain
                    and _is_owned(text, made)
                ):
                    yield mutation(text, made, unwrapped(text, try_, tail=text.code(last)))


def _is_owned(text: Text, made: ast.Call) -> bool:
    return text.called(made) in RESOURCES or text.called(made) in PATHS


def _fixtures(text: Text) -> Iterator[tuple[Function, ast.stmt]]:
    """The fixtures of pytest that hand something out, with the statement that does."""
    for function in text.functions:
        if decorated(text, function, "pytest.fixture", "pytest_asyncio.fixture"):
            for each in function.body:
                if isinstance(each, ast.Expr) and isinstance(each.value, ast.Yield):
                    yield function, each


def _fixture_teardown(text: Text) -> Iterator[Mutation]:
    for function, at in _fixtures(text):
        for statement in function.body[function.body.index(at) + 1 :]:
            if isinstance(statement, ast.Expr) and text.stands_alone(statement):
                target = released(text, statement.value)
                made = acquired(text, function, target) if target else None
                if made and _is_owned(text, made) and _is_only_release(text, statement, target, function):
                    yield mutation(text, function, dropped(text, statement))


def _fixture_finally(text: Text) -> Iterator[Mutation]:
    for try_ in text.of(ast.Try):
        match try_:
            case ast.Try(
                handlers=[],
                orelse=[],
                body=[ast.Expr(value=ast.Yield()) as given],
                finalbody=[ast.Expr(value=call) as last],
            ) if function := text.function(try_):
                target = released(text, call)
                made = acquired(text, function, target) if target else None
                is_fixture = decorated(text, function, "pytest.fixture", "pytest_asyncio.fixture")
                if is_fixture and made and _is_owned(text, made) and text.stands_alone(given, last):
                    yield mutation(text, function, rewritten(text, [try_], text.code(given)))


OPERATORS = (
    Operator(
        "open-without-with", LEAKS, "nothing closes the file any more", _open_without_with, hints=("with ",)
    ),
    Operator(
        "path-open-without-with",
        LEAKS,
        "nothing closes the file any more",
        _path_open_without_with,
        hints=(".open(",),
    ),
    Operator(
        "service-without-with",
        LEAKS,
        "nothing closes the socket, ends the process or shuts down the pool any more",
        _service_without_with,
        hints=("Pool", "socket", "Popen", "Server"),
    ),
    Operator(
        "closed-at-the-end",
        LEAKS,
        "a failing assertion skips what gives the handle back",
        _closed_at_the_end,
        hints=("with ",),
    ),
    Operator(
        "folder-without-with",
        _REMOVAL,
        "nothing removes the directory any more",
        _folder_without_with,
        hints=("TemporaryDirectory",),
    ),
    Operator(
        "file-kept",
        _REMOVAL,
        "a temporary file that used to remove itself stays",
        _file_kept,
        hints=("NamedTemporaryFile",),
    ),
    Operator(
        "cleanup-of-handle-dropped",
        LEAKS,
        "nothing gives the handle back any more",
        _cleanup_of_handle,
        hints=("addCleanup", "addfinalizer"),
    ),
    Operator(
        "cleanup-of-handle-at-the-end",
        LEAKS,
        "a failing assertion skips what was registered before",
        _cleanup_at_the_end,
        hints=("addCleanup", "addfinalizer"),
    ),
    Operator(
        "cleanup-of-path-dropped",
        _REMOVAL,
        "nothing removes what the test has made any more",
        _cleanup_of_path,
        hints=("addCleanup", "addfinalizer"),
    ),
    Operator(
        "cleanup-of-path-at-the-end",
        _REMOVAL,
        "a failing assertion skips what was registered before",
        _removal_at_the_end,
        hints=("addCleanup", "addfinalizer"),
    ),
    Operator("close-dropped", LEAKS, "nothing gives the handle back any more", _close_dropped),
    Operator(
        "descriptor-close-dropped",
        ("TSE303",),
        "the descriptor that mkstemp opens stays open",
        _descriptor_dropped,
        hints=("mkstemp",),
    ),
    Operator(
        "finally-dropped",
        (*LEAKS, *_REMOVAL),
        "a failing assertion skips what used to be in the finally",
        _finally_dropped,
        hints=("finally",),
    ),
    Operator(
        "fixture-teardown-dropped",
        (*LEAKS, *_REMOVAL),
        "nobody behind the fixture gives back what it hands out",
        _fixture_teardown,
        hints=("fixture",),
    ),
    Operator(
        "fixture-finally-dropped",
        (*LEAKS, *_REMOVAL),
        "nobody behind the fixture gives back what it hands out",
        _fixture_finally,
        hints=("fixture",),
    ),
)

"""Handles, services and temporary files that are no longer given back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import behind, dropped, replaced, rewritten, unwrapped
from bench.inject.finders import (
    FILES,
    LEAKS,
    PATHS,
    REMOVERS,
    RESOURCES,
    acquired,
    blocks,
    calls,
    checks,
    decorated,
    in_test,
    is_followed,
    is_path,
    is_plain,
    mentions,
    released,
)
from bench.inject.mutation import Mutation, Operator, mutation
from bench.inject.releases import (
    is_known_release,
    is_lost,
    is_only_release,
    is_owned,
    is_release_spared,
    is_returned,
    removals,
    scope_of,
)
from bench.inject.spared import (
    ENDING_WITH_THEIR_OBJECT,
    holds_nothing,
    is_handed_on,
    is_idle_at_the_end,
    is_kept,
    is_replaced,
)
from bench.inject.text import Function, Text

_REMOVAL = ("TSE302", "TSE306")


def _with_of(text: Text, names: set[str]) -> Iterator[tuple[ast.With | ast.AsyncWith, ast.Call, str]]:
    """The blocks that enter what a call makes, bound to a name that the body neither closes nor hands on."""
    for with_, item in blocks(text):
        match item:
            case ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name(id=name)):
                function = text.function(with_)
                if text.called(call) in names and function and not is_replaced(text, function):
                    ends = RESOURCES[text.called(call)] | {"close", "detach"}
                    is_closed = any(mentions(text, with_, f"{name}.{each}") for each in ends)
                    if not is_closed and not is_handed_on(text, with_, name):
                        yield with_, call, name


def _open_without_with(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, FILES):
        yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _service_without_with(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, RESOURCES.keys() - FILES):
        if is_idle_at_the_end(text, with_, call) or holds_nothing(text, with_, call, name):
            continue
        yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _closed_at_the_end(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _with_of(text, RESOURCES.keys() - ENDING_WITH_THEIR_OBJECT):
        is_spared = holds_nothing(text, with_, call, name)
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
                if is_handed_on(text, with_, name):
                    continue
                yield mutation(text, call, unwrapped(text, with_, f"{name} = {text.code(call)}"))


def _folder_without_with(text: Text) -> Iterator[Mutation]:
    for with_, item in blocks(text):
        match item:
            case ast.withitem(context_expr=ast.Call(args=[]) as call, optional_vars=ast.Name(id=name)):
                is_folder = text.called(call) == "tempfile.TemporaryDirectory" and not call.keywords
                is_removed = mentions(text, with_, "shutil.rmtree") or not is_plain(text, with_)
                if is_folder and text.imported("tempfile") and not is_removed:
                    head = f"{name} = {text.imported('tempfile')}.mkdtemp()"
                    yield mutation(text, call, unwrapped(text, with_, head))


def _file_kept(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        function = text.function(call)
        if text.called(call) == "tempfile.NamedTemporaryFile" and function and is_plain(text, call):
            if _is_given_away(text, function, call):
                continue
            names = {each.arg for each in call.keywords}
            if not names & {"delete", None, "dir"} and not _removes(text, function):
                inner = text.code(call).rstrip()[:-1].rstrip().rstrip(",")
                more = "delete=False)" if inner.endswith("(") else ", delete=False)"
                yield mutation(text, call, replaced(text, call, inner + more))


def _is_given_away(text: Text, function: Function, call: ast.Call) -> bool:
    """Whether a function returns what a call makes: whoever gets it may remove it."""
    parent = text.parent(call)
    targets = map(text.code, parent.targets) if isinstance(parent, ast.Assign) else ()
    return isinstance(parent, ast.Return) or any(is_returned(text, function, each) for each in targets)


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
                is_alone = statement in function.body and not is_returned(text, function, target)
                is_alone = is_alone and is_only_release(text, statement, target, function)
                is_alone = is_alone and not is_kept(text, scope_of(text, statement, target), target)
                if made and is_alone and is_known_release(text, made, method):
                    yield statement, function, made, target, method


def _cleanup_of_handle(text: Text) -> Iterator[Mutation]:
    for statement, _, made, _, _ in _close_registered(text):
        yield mutation(text, made, dropped(text, statement))


def _cleanup_at_the_end(text: Text) -> Iterator[Mutation]:
    for statement, function, made, target, method in _close_registered(text):
        last = function.body[-1]
        is_spared = text.called(made) in ENDING_WITH_THEIR_OBJECT
        is_spared = is_spared or holds_nothing(text, function, made, target)
        if is_followed(text, function, statement) and text.stands_alone(last) and not is_spared:
            end = behind(text, last, f"{target}.{method}()")
            yield mutation(text, made, dropped(text, statement), end)


def _cleanup_of_path(text: Text) -> Iterator[Mutation]:
    for statement, function, callee, rest in _cleanups(text):
        if text.name(callee) in REMOVERS and rest:
            made = acquired(text, function, text.code(rest[0]))
            scope: ast.AST = text.class_(statement) or function
            is_alone = is_plain(text, statement) and removals(text, scope, text.code(rest[0])) == 1
            if text.called(made) in PATHS and made and is_alone:
                yield mutation(text, made, dropped(text, statement))


def _removal_at_the_end(text: Text) -> Iterator[Mutation]:
    for statement, function, callee, rest in _cleanups(text):
        if text.name(callee) in REMOVERS and rest and is_followed(text, function, statement):
            made, last = acquired(text, function, text.code(rest[0])), function.body[-1]
            is_alone = is_plain(text, statement) and text.stands_alone(last)
            if made and text.called(made) in PATHS and is_alone:
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
            is_known = made and is_known_release(text, made, getattr(call.func, "attr", ""))
            is_alone = is_known and is_only_release(text, statement, target, function)
            if made and is_alone and not is_release_spared(text, function, statement, made, target):
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
                    and is_lost(text, try_, made, target)
                ):
                    yield mutation(text, made, unwrapped(text, try_, tail=text.code(last)))


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
                is_lasting = function.name != "event_loop"  # which pytest-asyncio closes, too
                is_made = made and is_owned(text, made) and is_lasting
                if is_made and is_only_release(text, statement, target, function):
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
                if is_fixture and made and is_owned(text, made) and text.stands_alone(given, last):
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

"""Patches that stay when their test is over."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import dropped, unwrapped
from bench.inject.finders import PATCHES, acquired, blocks, calls, checks, in_test, is_plain, is_word_free
from bench.inject.mutation import Mutation, Operator, mutation
from bench.inject.text import Text


def _patched(text: Text) -> Iterator[tuple[ast.With | ast.AsyncWith, ast.Call, str]]:
    """The blocks of tests that patch something which outlives the test, and that nothing else stops."""
    for with_, item in blocks(text):
        match item:
            case ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name() | None as bound):
                is_patch = text.called(call) in PATCHES and in_test(text, with_) and _outlives(text, call)
                if is_patch and b"stopall" not in text.data + text.shared and is_plain(text, with_):
                    yield with_, call, f"{bound.id} = " if bound else ""


def _outlives(text: Text, call: ast.Call) -> bool:
    """Whether what is patched is there when the test is over: named by a text, or imported."""
    target = call.args[0] if call.args else None
    while isinstance(target, ast.Attribute):
        target = target.value
    return isinstance(target, ast.Constant) or getattr(target, "id", "") in text.imports


def _started(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _patched(text):
        yield mutation(text, with_, unwrapped(text, with_, f"{name}{text.code(call)}.start()"))


def _started_below(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _patched(text):
        if is_word_free(text, "patcher"):
            head = (f"patcher = {text.code(call)}", f"{name}patcher.start()")
            yield mutation(text, with_, unwrapped(text, with_, *head))


def _stopped_at_the_end(text: Text) -> Iterator[Mutation]:
    for with_, call, name in _patched(text):
        if is_word_free(text, "patcher") and checks(with_.body):
            head = (f"patcher = {text.code(call)}", f"{name}patcher.start()")
            yield mutation(text, with_, unwrapped(text, with_, *head, tail="patcher.stop()"))


def _cleanup_dropped(text: Text) -> Iterator[Mutation]:
    for statement, call in calls(text):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="addCleanup"), args=[ast.Attribute(value=owner, attr="stop")]
            ):
                function, scope = text.function(statement), text.class_(statement)
                made = acquired(text, function, text.code(owner)) if function else None
                whole = text.code(scope) if scope else "stopall"
                is_alone = (
                    is_plain(text, statement)
                    and "stopall" not in whole
                    and whole.count(f"{text.code(owner)}.stop") == 1
                )
                if text.called(made) in PATCHES and is_alone:
                    yield mutation(text, function or statement, dropped(text, statement))


_STAYS = "nothing stops the patcher: later tests get the double"

OPERATORS = (
    Operator("patch-started", ("TSE308",), _STAYS, _started, hints=("patch",)),
    Operator("patch-started-below", ("TSE308",), _STAYS, _started_below, hints=("patch",)),
    Operator(
        "patch-stopped-at-the-end",
        ("TSE307", "TSE308"),
        "a failing assertion skips the stop",
        _stopped_at_the_end,
        hints=("patch",),
    ),
    Operator("cleanup-of-patcher-dropped", ("TSE308",), _STAYS, _cleanup_dropped, hints=("addCleanup",)),
)

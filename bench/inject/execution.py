"""Input that is executed, or builds objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.inject.edits import replaced
from bench.inject.finders import keyword, without
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Text

_RUNNERS = {f"subprocess.{each}" for each in ("run", "call", "check_call", "check_output", "Popen")}


def _loads(text: Text, new: str) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        if (
            text.called(call) == "yaml.safe_load"
            and len(call.args) == 1
            and isinstance(call.func, ast.Attribute)
        ):
            owner = text.code(call.func.value)
            yield mutation(text, call, replaced(text, call, new.format(owner, text.code(call.args[0]))))


def _any_loader(text: Text) -> Iterator[Mutation]:
    return _loads(text, "{0}.load({1}, Loader={0}.Loader)")


def _no_loader(text: Text) -> Iterator[Mutation]:
    return _loads(text, "{0}.load({1})")


def _unsafe(text: Text) -> Iterator[Mutation]:
    return _loads(text, "{0}.unsafe_load({1})")


def _commands(text: Text) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """The calls that run a list of words."""
    for call in text.of(ast.Call):
        match call:
            case ast.Call(args=[ast.List(elts=[_, _, *_] as words), *_]) if text.called(call) in _RUNNERS:
                if not keyword(call, "shell") and text.function(call) and not _is_spread(words):
                    yield call, words


def _is_spread(words: list[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in words)


def _shell(text: Text) -> Iterator[Mutation]:
    for call, words in _commands(text):
        values = [each for each in words if not _is_word(each)]
        if values and all(isinstance(each, (ast.Name, ast.Attribute)) for each in values):
            parts = (
                str(each.value) if isinstance(each, ast.Constant) else f"{{{text.code(each)}}}"
                for each in words
            )
            yield mutation(text, call, _joined(text, call, f'f"{" ".join(parts)}"'))


def _constant_shell(text: Text) -> Iterator[Mutation]:
    for call, words in _commands(text):
        if all(map(_is_word, words)):
            parts = (str(getattr(each, "value", "")) for each in words)
            yield mutation(text, call, _joined(text, call, f'"{" ".join(parts)}"'))


def _is_word(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(word)):
            return not set(word) & set("\"'\\{}\n ")
    return False


def _joined(text: Text, call: ast.Call, command: str) -> Edit:
    rest = without(text, call, call.args[0])
    inner = rest[len(text.code(call.func)) + 1 : -1]
    more = f", {inner}" if inner else ""
    return replaced(text, call, f"{text.code(call.func)}({command}, shell=True{more})")


def _evaluated(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        if (
            (
                text.called(call) in ("ast.literal_eval", "json.loads")
                and len(call.args) == 1
                and not call.keywords
            )
            and text.function(call)
            and not isinstance(call.args[0], ast.Constant)
        ):
            yield mutation(text, call, replaced(text, call.func, "eval"))


def _unfiltered(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        used = keyword(call, "filter")
        if getattr(call.func, "attr", "") in ("extractall", "extract") and used and text.function(call):
            yield mutation(text, call, replaced(text, call, without(text, call, used)))


_BUILDS = "the document can build any object"

OPERATORS = (
    Operator("yaml-any-loader", ("TSE707",), _BUILDS, _any_loader, hints=("safe_load",)),
    Operator("yaml-no-loader", ("TSE707",), _BUILDS, _no_loader, hints=("safe_load",)),
    Operator("yaml-unsafe", ("TSE707",), _BUILDS, _unsafe, hints=("safe_load",)),
    Operator(
        "shell-with-values", ("TSE703", "TSE708"), "the shell reads the values", _shell, hints=("subprocess",)
    ),
    Operator(
        "shell-with-words",
        ("TSE708", "TSE703"),
        "a shell is not needed",
        _constant_shell,
        certain=False,
        hints=("subprocess",),
    ),
    Operator(
        "text-evaluated",
        ("TSE701",),
        "the text can run anything",
        _evaluated,
        certain=False,
        hints=("loads(", "literal_eval"),
    ),
    Operator(
        "archive-unfiltered",
        ("TSE704",),
        "the archive can write anywhere",
        _unfiltered,
        certain=False,
        hints=("extract",),
    ),
)

"""How the release of an obligation is skipped, in the words of a message."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping

from flake8_testsec.cleanup.judgement import Judgement, Verdict
from flake8_testsec.cleanup.takers import handed
from flake8_testsec.rule import Pointer
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion

_WIDEST = 119
"""Characters of a message in which a release is repeated that it has named."""


def skipped(judgement: Judgement, words: str) -> Mapping[str, str]:
    """The words of a message on a release that is skipped.

    Args:
        judgement: one with a release and an exit before it.
        words: what to do, see `remedies.remedy`.

    Returns:
        ``how``: a clause such as ``x.close() on line 9 is skipped when the assertion on line 7 fails``;
        ``remedy``: the words, without the release that the clause has named where the line would be too long.
    """
    release, way = judgement.release, judgement.exit
    assert release is not None and way is not None
    how = f"{_spelt(release)} on line {_line(release)} is skipped {_manner(way, judgement.verdict)}"
    is_long = len(f"{how}; {words}") > _WIDEST and words.startswith(("add ", "move "))
    return {"how": how, "remedy": words.partition("(")[0] if is_long else words}


def witnesses(judgement: Judgement) -> tuple[Pointer, ...]:
    """The related places of a release that can be skipped: the exit, and the release itself."""
    release, way = judgement.release, judgement.exit
    assert release is not None and way is not None
    return Pointer(way, "left here"), Pointer(release, "released here")


def is_only_after_error(judgement: Judgement, module: Module) -> bool:
    """Whether something is released in a handler alone, and whoever it was handed to may do so on other ways.

    Args:
        judgement: one with a release.
        module: its module.
    """
    release, left = judgement.release, judgement.exit
    handler = module.above(release, ast.ExceptHandler, ast.Try) if release is not None else None
    if release is None or left is None or not isinstance(handler, ast.ExceptHandler):
        return False
    if module.above(left, ast.ExceptHandler) is handler:
        return False  # the error is at hand, and the release is on the way out
    function, handle = judgement.obligation.function, judgement.obligation.handle
    if handle is None or _spellings(function, module)[spelt(release)] != 1:
        return False
    places = handed(function, module).get(str(handle), ())
    return bool(handle.owner) or any(module.above(each, ast.ExceptHandler) is not handler for each in places)


@once
def _spellings(function: Function, module: Module) -> Mapping[str, int]:
    """How many calls of a function are spelt alike."""
    return Counter(spelt(each) for each in inside(function, module) if isinstance(each, ast.Call))


def _manner(way: ast.AST, verdict: Verdict) -> str:
    match verdict, way:
        case Verdict.CHECK, ast.Raise():
            return f"by the raise on line {way.lineno}"
        case Verdict.CHECK, ast.Call() if not _is_check(way):
            return f"when line {way.lineno} raises"
        case Verdict.CHECK, _:
            return f"when the assertion on line {_line(way)} fails"
        case Verdict.LEAVE, ast.Return():
            return f"by the return on line {way.lineno}"
        case Verdict.LEAVE, _:
            return f"by the skip on line {_line(way)}"
        case _:
            return f"when line {_line(way)} raises"


def _is_check(call: ast.Call) -> bool:
    """Whether it is the call that fails the test, and not one that a mark expects to fail."""
    return is_assertion(call) or last_word(call.func) == "fail"


def _spelt(release: ast.AST) -> str:
    """The call that releases, without its arguments."""
    func: ast.expr = vars(release)["func"]
    match func:
        case ast.Attribute(value=ast.Name() | ast.Attribute(value=ast.Name(id="self" | "cls"))):
            return f"{spelt(func)}()"
        case _:
            return f"{last_word(func)}()"


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)

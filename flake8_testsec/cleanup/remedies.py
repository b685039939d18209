"""What is told of an obligation that is not met: its smallest mend, and how its release is skipped."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.judgement import Judgement, Verdict
from flake8_testsec.rule import Pointer
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_case


def remedy(obligation: Obligation, module: Module) -> str:
    """What to write instead, in a few words.

    Args:
        obligation: what is not given back.
        module: its module.

    Returns:
        A registered cleanup in a method of a TestCase where the handle is kept; else the row's own word.
    """
    row, handle = obligation.resource, obligation.handle
    class_ = module.class_of(obligation.function)
    if (
        handle is None
        or not handle.name.strip("_")
        or row.awaited
        or class_ is None
        or not is_case(class_, module)
    ):
        return row.remedy
    register = "cls.addClassCleanup" if _is_of_class(obligation.function) else "self.addCleanup"
    if row.release:
        return f"add {register}({handle}.{row.release[0]})"
    path = f"{handle}.name" if _NAMED in row.made_by else f"{handle}"
    return f"add {register}({row.given_to[0]}, {path})"


_NAMED = "tempfile.NamedTemporaryFile"


def _is_of_class(function: Function) -> bool:
    return any(last_word(each) == "classmethod" for each in function.decorator_list)


def skipped(judgement: Judgement) -> str:
    """How the release of something is skipped.

    Args:
        judgement: one with a release and an exit before it.

    Returns:
        A clause such as ``x.close() on line 9 is skipped when the assertion on line 7 fails``.
    """
    release, way = judgement.release, judgement.exit
    assert release is not None and way is not None
    return f"{_spelt(release)} on line {_line(release)} is skipped {_manner(way, judgement.verdict)}"


def witnesses(judgement: Judgement) -> tuple[Pointer, ...]:
    """The related places of a release that can be skipped: the exit, and the release itself."""
    release, way = judgement.release, judgement.exit
    assert release is not None and way is not None
    return Pointer(way, "left here"), Pointer(release, "released here")


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

"""What must stand where a review tells of other files, of inherited tests, and of code that does not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from bench.review_checks import CHECKS, Check, Place
from bench.review_close import CLOSE_CHECKS
from bench.review_endings import ALL_CHECKS as OTHERS
from bench.review_given import GIVEN_CHECKS
from bench.review_named import NAMED_CHECKS
from bench.review_reading import READING_CHECKS
from bench.review_thrown import THROWN_CHECKS
from bench.review_words import WORD_CHECKS

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _heads(place: Place) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that begin on the first line."""
    return [*place.beginning(ast.FunctionDef), *place.beginning(ast.AsyncFunctionDef)]


def _followed(subject: str, place: Place) -> bool:
    """A call, or a parameter, of what is followed; in the other file anything that is code."""
    if place.is_other:
        return any(place.beginning(ast.stmt, ast.expr))
    word = re.split(r"[.(]", subject.strip("`").removesuffix("()"))[-1]
    texts = [ast.unparse(each) for each in place.beginning(ast.Call, ast.arg)]
    return any(word in each or each.startswith(("self.", "cls.")) for each in texts)


def _constant(subject: str, place: Place) -> bool:
    found = (*place.beginning(ast.Assign), *place.beginning(ast.AnnAssign))
    return place.is_other and any(each in place.tree.body for each in found)


def _inherited(subject: str, place: Place) -> bool:
    if not place.is_other and any(each.name == subject for each in place.beginning(ast.ClassDef)):
        return True
    return any(each.name.startswith("test") for each in _heads(place))


def _not_passed_on(subject: str, place: Place) -> bool:
    """Two methods of one name, of which that of the file calls nothing of the name."""
    heads = [each for each in _heads(place) if each.name == subject]
    calls = (each for head in heads for each in ast.walk(head) if isinstance(each, ast.Call))
    return bool(heads) and (place.is_other or not any(f"{subject}(" in ast.unparse(each) for each in calls))


def _replaced(subject: str, place: Place) -> bool:
    named = any(each.name == subject for each in _heads(place))
    bound = any(
        isinstance(one, ast.Name) and one.id == subject
        for each in place.exactly(ast.Assign)
        for one in each.targets
    )
    return named or (bound and not place.is_other)


def _comments(subject: str, place: Place) -> bool:
    """Comments within the named function, or right below it."""
    ends = (place.lines[place.first - 1], place.lines[place.last - 1])
    holders = [
        each
        for each in ast.walk(place.tree)
        if isinstance(each, _FUNCTIONS) and each.name == subject and each.lineno < place.first
    ]
    return bool(holders) and all(each.lstrip().startswith("#") for each in ends)


def _asks(subject: str, place: Place) -> bool:
    return any(
        ast.unparse(each.func).endswith("usefixtures") and subject in [*_texts(each), _WORKED_OUT]
        for each in place.exactly(ast.Call)
    )


_WORKED_OUT = "a name that is worked out"


def _texts(call: ast.Call) -> list[str]:
    return [
        each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def _called(subject: str, place: Place) -> bool:
    return any(f"{ast.unparse(each.func)}()" == subject for each in place.exactly(ast.Call))


def _program(subject: str, place: Place) -> bool:
    return any("__name__" in ast.unparse(each.test) for each in place.exactly(ast.If))


def _in_thread(subject: str, place: Place) -> bool:
    calls = any("target=" in ast.unparse(each) or each.args for each in place.exactly(ast.Call))
    return calls or any(f"{each.name}()".endswith(subject.rpartition(".")[2]) for each in _heads(place))


def _hangs(subject: str, place: Place) -> bool:
    """A test all of whose assertions stand below something."""
    found = [each for each in place.functions if each.name.startswith("test")]
    return any(not any(isinstance(one, ast.Assert) for one in each.body) for each in found)


def _configured(subject: str, place: Place) -> bool:
    words = ("side_effect", "return_value")
    found = (each for each in place.exactly(ast.Attribute) if each.attr in words)
    return any(ast.unparse(each.value) == subject for each in found)


def _side_effect(subject: str, place: Place) -> bool:
    return "side_effect" in place.text or any(
        ast.unparse(each) == subject for each in place.exactly(ast.expr)
    )


def _borrowed(subject: str, place: Place) -> bool:
    return any(isinstance(each.value, ast.Attribute) for each in place.exactly(ast.Assign))


def _ends(subject: str, place: Place) -> bool:
    exits = any(ast.unparse(each) == subject for each in place.exactly(ast.Call))
    return exits or OTHERS["raised"](subject, place)


def _arguments(subject: str, place: Place) -> bool:
    """A call as it is written, or a name."""
    return CHECKS["code"](subject, place) or CHECKS["process"](subject, place)


EVERY_CHECK: Mapping[str, Check] = {
    **OTHERS,
    **NAMED_CHECKS,
    **CLOSE_CHECKS,
    **WORD_CHECKS,
    **READING_CHECKS,
    **GIVEN_CHECKS,
    **THROWN_CHECKS,
    "as-program": _program,
    "borrowed": _borrowed,
    "configured": _configured,
    "constants-elsewhere": _constant,
    "disabled-body": _comments,
    "disabled-code": _comments,
    "double-called": _called,
    "file-by-name": _called,
    "fixture-marked": _asks,
    "followed-doubles": _followed,
    "followed-execution": _followed,
    "followed-inputs": _followed,
    "followed-more": lambda subject, place: any(place.beginning(ast.Call, ast.arg)) or place.is_other,
    "followed-resources": _followed,
    "hook-not-passed-on": _not_passed_on,
    "inherited-test": _inherited,
    "nested-run": _called,
    "opened-by-name": _called,
    "process": _arguments,
    "raised": _ends,
    "raised-in-thread": _in_thread,
    "replaced-test": _replaced,
    "side-effect": _side_effect,
    "beyond": lambda subject, place: False,  # it names no lines
    "unseeded": lambda subject, place: False,  # nor does this
    "without-assertion": _hangs,
}

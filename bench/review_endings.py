"""What must stand where a review says that something is entered, ended or waited for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from bench.review_checks import CHECKS, Check, Place
from bench.review_outside import MORE_CHECKS


def _entered(subject: str, place: Place) -> bool:
    return any(_spelt(each) == subject.removesuffix("…") for each in _items(place))


def _items(place: Place) -> Iterator[ast.expr]:
    """What ``with`` statements enter on exactly these lines."""
    own = [*place.exactly(ast.expr)]
    for block in ast.walk(place.tree):
        if isinstance(block, ast.With | ast.AsyncWith):
            yield from (item.context_expr for item in block.items if item.context_expr in own)


def _spelt(node: ast.expr) -> str:
    inner = node.value if isinstance(node, ast.Await) else node
    return f"{ast.unparse(inner.func)}()" if isinstance(inner, ast.Call) else ast.unparse(inner)


def _finally(subject: str, place: Place) -> bool:
    tries = [each for each in ast.walk(place.tree) if isinstance(each, ast.Try)]
    return any(statement in each.finalbody for each in tries for statement in place.exactly(ast.stmt))


def _behind_yield(subject: str, place: Place) -> bool:
    holders = [
        each
        for each in ast.walk(place.tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == subject
    ]
    return any(
        any(isinstance(node, ast.Yield) for above in holder.body[:number] for node in ast.walk(above))
        and statement in place.exactly(ast.stmt)
        for holder in holders
        for number, statement in enumerate(holder.body)
    )


def _ended(subject: str, place: Place) -> bool:
    return any(f"{ast.unparse(each.func)}()" == subject for each in place.exactly(ast.Call))


def _daemon(subject: str, place: Place) -> bool:
    return any(word.arg == "daemon" for each in place.exactly(ast.Call) for word in each.keywords)


def _global(subject: str, place: Place) -> bool:
    return any(" ".join(each.names) == subject for each in place.exactly(ast.Global))


def _setting(subject: str, place: Place) -> bool:
    stored = (each for each in place.exactly(ast.Attribute) if isinstance(each.ctx, ast.Store))
    return any(ast.unparse(each.value) == subject for each in stored)


def _skip_by_name(subject: str, place: Place) -> bool:
    is_called_so = re.search(r"(?i)skip|requires?_|needs_", place.text) is not None
    return is_called_so and any(ast.unparse(each) == subject for each in place.exactly(ast.expr, ast.Raise))


def _comment_names(subject: str, place: Place) -> bool:
    words = " ".join(place.text.split())
    return "#" in place.text and " ".join(subject.split()) in words


def _raised(subject: str, place: Place) -> bool:
    return any(each.exc is not None and ast.unparse(each.exc) == subject for each in place.exactly(ast.Raise))


def _text_message(subject: str, place: Place) -> bool:
    texts = [each for each in ast.walk(place.tree) if isinstance(each, ast.Constant)]
    return any(place.beginning(ast.Assert, ast.Call)) and any(isinstance(each.value, str) for each in texts)


def _ignored(subject: str, place: Place) -> bool:
    return any("filterwarnings" in ast.unparse(each.func) for each in place.exactly(ast.Call))


def _imported(subject: str, place: Place) -> bool:
    names = {*subject.split()}
    imported = (one.asname or one.name for each in place.exactly(ast.ImportFrom) for one in each.names)
    return (
        place.text.lstrip().startswith(("def ", "async def "))
        if place.is_other
        else bool({*imported} & names)
    )


def _failure_message(subject: str, place: Place) -> bool:
    texts = (ast.JoinedStr, ast.BinOp, ast.Call)
    return any(
        ast.unparse(each.func).endswith("fail") and bool(each.args) and isinstance(each.args[0], texts)
        for each in place.exactly(ast.Call)
    )


def _rolled_back(subject: str, place: Place) -> bool:
    return any(each.bases for each in place.exactly(ast.ClassDef))


ALL_CHECKS: Mapping[str, Check] = {
    **CHECKS,
    **MORE_CHECKS,
    "behind-yield": _behind_yield,
    "class-in-comment": _comment_names,
    "daemon": _daemon,
    "deleted": CHECKS["code"],
    "descriptor": CHECKS["code"],
    "ended": _ended,
    "entered": _entered,
    "failure-message": _failure_message,
    "finally": _finally,
    "global": _global,
    "id": lambda subject, place: any(place.exactly(ast.Constant)),
    "ignored-warning": _ignored,
    "import-or-skip": CHECKS["code"],
    "imported-test": _imported,
    "message-text": _text_message,
    "raised": _raised,
    "returned": lambda subject, place: subject in place.text,
    "rolled-back": _rolled_back,
    "setting": _setting,
    "skip-by-name": _skip_by_name,
    "sleep": CHECKS["code"],
    "stand-in": CHECKS["code"],
    "ticket-in-comment": _comment_names,
    "unlimited": CHECKS["code"],
}

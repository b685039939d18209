"""What must stand where a review tells of commands, folders, answers, and comments behind code."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from bench.review_checks import CHECKS, Check, Place


def _named_host(subject: str, place: Place) -> bool:
    """A text that stands under a name, a key or a parameter in which a word for a host is."""
    held = any(each.value == subject for each in place.within(ast.Constant))
    above = "\n".join(place.lines[max(0, place.first - 12) : place.last])
    parameters = " ".join(each.arg for each in ast.walk(place.tree) if isinstance(each, ast.arg))
    return held and re.search(r"(?i)host|server|addr|peer", f"{above} {parameters}") is not None


def _made_url(subject: str, place: Place) -> bool:
    """A text with ``://`` in it into which something is put, or one that stands in such a text."""
    parts = [each for each in subject.split("…") if each]
    for node in place.within(ast.JoinedStr, ast.Constant, ast.BinOp):
        shown = "".join(
            each.value
            for each in ast.walk(node)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
        if "://" in shown and all(part in shown for part in parts):
            return True
    return False


def _nested_files(subject: str, place: Place) -> bool:
    calls = [ast.unparse(each.func) for each in place.within(ast.Call)]
    return any(re.search(r"(?:^|\.)(?:make|mk|copy_)\w*\Z", each) for each in calls)


def _in_expected(subject: str, place: Place) -> bool:
    """An assertion in the body of a ``with`` statement that expects something."""
    blocks = [each for each in ast.walk(place.tree) if isinstance(each, ast.With | ast.AsyncWith)]
    around = [
        each
        for each in blocks
        if each.body[0].lineno <= place.first <= place.last <= (each.body[-1].end_lineno or 0)
    ]
    heads = " ".join(ast.unparse(item) for each in around for item in each.items)
    return bool(re.search(r"(?i)raises|exception", heads)) and CHECKS["live-assertions"](subject, place)


def _given_by_place(subject: str, place: Place) -> bool:
    """A text, or a name, among the arguments of a call that stands on these lines or around them."""
    holders = [
        each
        for each in ast.walk(place.tree)
        if isinstance(each, ast.Call) and each.lineno <= place.first <= place.last <= (each.end_lineno or 0)
    ]
    given = [one for each in holders for one in each.args]
    return any(isinstance(each, ast.Constant | ast.Name | ast.Attribute) for each in given)


def _folder(subject: str, place: Place) -> bool:
    words = {"listdir", "scandir", "walk", "glob", "iglob", "rglob", "iterdir"}
    funcs = [each.func for each in place.exactly(ast.Call)]
    return any(ast.unparse(each).rpartition(".")[2] in words for each in funcs) and CHECKS["code"](
        subject, place
    )


def _written(subject: str, place: Place) -> bool:
    """A call of something called ``open`` that is given the subject, and a mode to write."""
    for call in place.exactly(ast.Call):
        given = [*call.args, *(each.value for each in call.keywords)]
        modes = [
            each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if ast.unparse(call.func).endswith("open") and any(
            re.fullmatch(r"[abtrwxUz|:+]*[wax+][\w|:+]*", one) for one in modes
        ):
            return True
    return False


def _answered(subject: str, place: Place) -> bool:
    """A decorator that is written so."""
    marks = [one for each in ast.walk(place.tree) for one in vars(each).get("decorator_list", ())]
    shown = [
        ast.unparse(each.func if isinstance(each, ast.Call) else each)
        for each in marks
        if each.lineno == place.first
    ]
    return subject in shown


def _answer(subject: str, place: Place) -> bool:
    return any(
        ast.unparse(each.func) + "()" == f"{subject.removesuffix('()')}()" for each in place.exactly(ast.Call)
    )


def _ticket_in_name(subject: str, place: Place) -> bool:
    return any(each.name in subject.split() and re.search(r"\d", each.name) for each in place.functions)


def _generated(subject: str, place: Place) -> bool:
    return any(ast.unparse(each.func).endswith(subject) for each in place.exactly(ast.Call))


def _behind(subject: str, place: Place) -> bool:
    """A comment with these words, with code before it."""
    before, sign, _ = place.text.partition("#")
    shown, text = " ".join(subject.rstrip("…").split()), " ".join(place.text.split())
    return bool(before.strip() and sign) and all(each in text for each in shown.split("…"))


READING_CHECKS: Mapping[str, Check] = {
    "answer": _answer,
    "answered": _answered,
    "comment-behind": _behind,
    "credential-parameter": _given_by_place,
    "folder": _folder,
    "folder-by-name": _folder,
    "generated": _generated,
    "host-named": _named_host,
    "in-expected": _in_expected,
    "made-url": _made_url,
    "nested-files": _nested_files,
    "not-followed": lambda subject, place: False,  # it names no lines
    "own-command": CHECKS["code"],
    "ticket-in-name": _ticket_in_name,
    "written": _written,
}

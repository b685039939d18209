"""What must stand where a review tells of values by their names, of switches, signals and early ends."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from bench.review_checks import Check, Place


def _call(subject: str, place: Place) -> bool:
    """A call that is written so, or that calls what is written so."""
    wanted = subject.removesuffix("()").partition("…")[0]
    return any(ast.unparse(each).startswith(wanted) for each in place.beginning(ast.Call))


def _named_so(subject: str, place: Place) -> bool:
    is_double = re.search(r"(?i)fake|mock|stub|dummy", subject)
    return bool(is_double) and subject.rpartition(".")[2] in place.text


def _display(subject: str, place: Place) -> bool:
    above = "\n".join(place.lines[max(0, place.first - 12) : place.last])
    return subject in above and any(place.within(ast.Constant))


def _borrowed(subject: str, place: Place) -> bool:
    """The literal, or the name that stands under that of a secret."""
    texts = (each.value for each in place.within(ast.Constant))
    return subject in place.text or any(isinstance(each, (str, bytes)) for each in texts)


def _switch(subject: str, place: Place) -> bool:
    name, _, value = subject.partition(": ")
    return value in place.text if value else name.rpartition(".")[2] in place.text


def _return(subject: str, place: Place) -> bool:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    holders = (each for each in ast.walk(place.tree) if isinstance(each, kinds))
    spans = [(each.lineno, each.end_lineno or 0) for each in holders if each.name == subject]
    around = any(first < place.first <= last for first, last in spans)
    return around and any(place.exactly(ast.Return))


def _around(place: Place) -> str:
    """The statements that hold the lines, with their decorators, but for classes."""
    spans = [
        (
            min([each.lineno, *(one.lineno for one in vars(each).get("decorator_list", ()))]),
            each.end_lineno or 0,
        )
        for each in ast.walk(place.tree)
        if isinstance(each, ast.stmt) and not isinstance(each, ast.ClassDef)
    ]
    texts = (
        "\n".join(place.lines[first - 1 : last]) for first, last in spans if first <= place.first <= last
    )
    return "\n".join(texts)


def _parameters(place: Place) -> str:
    return " ".join(each.arg for each in ast.walk(place.tree) if isinstance(each, ast.arg))


def _port(subject: str, place: Place) -> bool:
    """A number below a name of a port, or given to a parameter that is called so."""
    held = any(str(each.value) == subject for each in place.within(ast.Constant))
    return held and "port" in f"{_around(place)} {_parameters(place)}".lower()


def _credential(subject: str, place: Place) -> bool:
    held = any(isinstance(each.value, (str, bytes)) for each in place.within(ast.Constant))
    return held and subject.removesuffix("()") in f"{_around(place)} {_parameters(place)}"


def _written(subject: str, place: Place) -> bool:
    """Something that is written so, whose secrets are not shown, and which is cut where it is long."""
    parts = [each for each in subject.removesuffix("()").split("…") if each]
    texts = [" ".join(ast.unparse(each).split()) for each in place.within(ast.expr, ast.stmt)]
    return any(all(" ".join(part.split()) in text for part in parts) for text in texts)


NAMED_CHECKS: Mapping[str, Check] = {
    "control-off": _switch,
    "credential": _credential,
    "credential-borrowed": _borrowed,
    "credentials": _display,
    "early-return": _return,
    "environment-by-library": _call,
    "fetching-command": _written,
    "file-by-library": _call,
    "hex": lambda subject, place: subject.removesuffix("…") in place.text,
    "hollow": _written,
    "home": _call,
    "interpreter": _written,
    "logged-in": _written,
    "logger": _written,
    "named-so": _named_so,
    "override": _written,
    "port": _port,
    "request-by-name": _call,
    "signal": _call,
    "ticket-in-mark": _written,
    "trust-anchor": _call,
}

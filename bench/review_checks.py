"""What must stand where a review states a fact, kind by kind: read off the tree by code of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

_N = TypeVar("_N", bound=ast.AST)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Place:
    """Some lines of a file."""

    tree: ast.Module
    lines: list[str]
    first: int
    last: int
    is_other: bool
    """Whether it is another file than the reviewed one."""

    @property
    def text(self) -> str:
        """The lines as they are."""
        return "\n".join(self.lines[self.first - 1 : self.last])

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions that begin and end with these lines."""
        return [*self.exactly(ast.FunctionDef), *self.exactly(ast.AsyncFunctionDef)]

    @property
    def blocks(self) -> list[ast.With | ast.AsyncWith]:
        """The ``with`` statements that begin and end with these lines."""
        return [*self.exactly(ast.With), *self.exactly(ast.AsyncWith)]

    def exactly(self, *kinds: type[_N]) -> Iterator[_N]:
        """The nodes that begin and end with these lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, kinds) and (vars(node).get("lineno"), vars(node).get("end_lineno")) == (
                self.first,
                self.last,
            ):
                yield node

    def within(self, *kinds: type[_N]) -> Iterator[_N]:
        """The nodes that begin and end between these lines."""
        for node in ast.walk(self.tree):
            line, end = vars(node).get("lineno", 0), vars(node).get("end_lineno", 0)
            if isinstance(node, kinds) and self.first <= line <= end <= self.last:
                yield node

    def beginning(self, *kinds: type[_N]) -> Iterator[_N]:
        """The nodes that begin on the first line."""
        for node in ast.walk(self.tree):
            if isinstance(node, kinds) and vars(node).get("lineno") == self.first:
                yield node


Check = Callable[[str, Place], bool]


def _word(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _class(subject: str, place: Place) -> bool:
    if place.is_other:  # a base
        return any(place.beginning(ast.ClassDef))
    return any(each.name == subject for each in place.exactly(ast.ClassDef))


def _class_head(subject: str, place: Place) -> bool:
    return any(each.name == subject for each in place.beginning(ast.ClassDef))


def _function(subject: str, place: Place) -> bool:
    return any(each.name == subject for each in place.functions)


def _test(subject: str, place: Place) -> bool:
    return _function(subject, place) and subject.startswith("test")


def _fixture(subject: str, place: Place) -> bool:
    found = [each for each in place.functions if each.name == subject]
    return any("fixture" in ast.unparse(one) for each in found for one in each.decorator_list)


def _several(subject: str, place: Place) -> bool:
    return sum(1 for _ in place.within(*_DEFINITIONS)) >= int(subject)


def _docstring(subject: str, place: Place) -> bool:
    words = subject.rstrip("…").rstrip(".").split("…")
    texts = (each.value.value for each in place.exactly(ast.Expr) if isinstance(each.value, ast.Constant))
    shown = [_collapsed(each) for each in texts if isinstance(each, str)]
    return any(all(word in each for word in words) for each in shown)


def _ticket(subject: str, place: Place) -> bool:
    texts = (each.value.value for each in place.exactly(ast.Expr) if isinstance(each.value, ast.Constant))
    return any(isinstance(each, str) and subject in _collapsed(each) for each in texts)


def _literal(subject: str, place: Place) -> bool:
    parts = [each for each in re.split("…", subject) if each]
    texts = [each.value for each in place.within(ast.Constant) if isinstance(each.value, (str, bytes))]
    shown = [each if isinstance(each, str) else each.decode("latin-1") for each in texts]
    return any(all(part in each for part in parts) for each in [*shown, "".join(shown)])


def _port(subject: str, place: Place) -> bool:
    return (
        any(str(each.value) == subject for each in place.within(ast.Constant))
        and "port" in place.text.lower()
    )


def _credential(subject: str, place: Place) -> bool:
    return subject in "\n".join(place.lines[max(0, place.first - 12) : place.last]) and any(
        isinstance(each.value, (str, bytes)) for each in place.within(ast.Constant)
    )


def _environment(subject: str, place: Place) -> bool:
    return subject in place.text and ("environ" in place.text or "getenv" in place.text)


def _process(subject: str, place: Place) -> bool:
    return subject.rpartition(".")[2] in place.text


def _read(subject: str, place: Place) -> bool:
    calls = list(place.beginning(ast.Call))
    return any(_word(each.func) in ("open", "read_text", "read_bytes") for each in calls)


def _call(subject: str, place: Place) -> bool:
    """A call that is written as the subject, whose secrets are not shown."""
    parts = [each for each in re.split("…", subject) if each]
    texts = [_collapsed(ast.unparse(each)) for each in place.exactly(ast.Call)]
    return any(all(_collapsed(part) in each for part in parts) for each in texts)


def _call_of(subject: str, place: Place) -> bool:
    return any(ast.unparse(each.func) == subject for each in place.exactly(ast.Call))


def _some_calls(subject: str, place: Place) -> bool:
    return any(place.exactly(ast.Call))


def _asked(subject: str, place: Place) -> bool:
    names = subject.split()
    if any(each.arg in names for each in place.beginning(ast.arg)):
        return True
    found = place.functions
    return any("fixture" in ast.unparse(one) for each in found for one in each.decorator_list)


def _argument(subject: str, place: Place) -> bool:
    function, _, _ = subject.partition(".")
    return any(_word(each.func) == function for each in place.beginning(ast.Call))


def _marks(subject: str, place: Place) -> bool:
    return any(_word(each.func) == "parametrize" for each in place.exactly(ast.Call))


def _expected(subject: str, place: Place) -> bool:
    heads = [ast.unparse(each) for each in place.exactly(ast.Call)]
    heads += [" ".join(map(ast.unparse, each.items)) for each in place.blocks]
    return any(
        re.search(r"(?i)raises|warns|exception|deprecated_call", each) and subject in each for each in heads
    )


def _injected(subject: str, place: Place) -> bool:
    if "side_effect" in "\n".join(place.lines[max(0, place.first - 12) : place.last]):
        return any(_collapsed(ast.unparse(each)) == _collapsed(subject) for each in place.within(ast.expr))
    return _literal(subject, place)


def _failure(subject: str, place: Place) -> bool:
    wanted = ast.literal_eval(subject)
    statements = [*place.exactly(ast.stmt)]
    return any(
        isinstance(node, ast.Constant) and node.value == wanted
        for each in statements
        for node in ast.walk(each)
    )


def _handler(subject: str, place: Place) -> bool:
    return any(place.exactly(ast.ExceptHandler))


def _suppressed(subject: str, place: Place) -> bool:
    return any("suppress" in ast.unparse(item) for each in place.blocks for item in each.items)


def _commented(subject: str, place: Place) -> bool:
    """The lines are comments, and what they hold without the hash signs is the statement."""
    lines = [each.strip() for each in place.text.split("\n")]
    if not all(each.startswith("#") for each in lines):
        return False
    content = [re.sub(r"\A#+ ?", "", each) for each in lines]
    indent = min(len(each) - len(each.lstrip()) for each in content if each.strip())
    text = re.sub(r"\s|[\\'\"(),#]", "", "".join(each[indent:] for each in content))
    return all(re.sub(r"\s|[\\'\"(),#]", "", each) in text for each in subject.split("…"))


def _commented_test(subject: str, place: Place) -> bool:
    return all(each.strip().startswith("#") or not each.strip() for each in place.text.split("\n")) and (
        f"def {subject}" in place.text
    )


def _comment(subject: str, place: Place) -> bool:
    told = _collapsed(" ".join(each.partition("#")[2] for each in place.text.split("\n")))
    return all("#" in each for each in place.text.split("\n")) and all(
        each in told for each in _collapsed(subject)[:40].split("…")
    )


def _skip(subject: str, place: Place) -> bool:
    return "kip" in place.text and any(place.exactly(ast.expr, ast.stmt))


def _may_fail(subject: str, place: Place) -> bool:
    return "xfail" in place.text or "expectedFailure" in place.text


def _assertion(subject: str, place: Place) -> bool:
    if any(place.exactly(ast.Assert)):
        return True
    calls = [
        node for each in place.exactly(ast.Expr) for node in ast.walk(each) if isinstance(node, ast.Call)
    ]
    return any(re.match(r"_?assert|fail", _word(each.func)) for each in calls)


def _replaced(subject: str, place: Place) -> bool:
    word = subject.rstrip("…").rpartition(".")[2].partition("[")[0].strip("'\"")
    calls = [*place.exactly(ast.Call)]
    return any(word in ast.unparse(each) for each in calls)


def _named(subject: str, place: Place) -> bool:
    return subject in place.text


def _defined(subject: str, place: Place) -> bool:
    return any(each.name == subject for each in (*place.exactly(ast.ClassDef), *place.functions))


def _acquired(subject: str, place: Place) -> bool:
    return any(place.within(ast.Call, ast.Delete, ast.Name, ast.Attribute)) or any(place.beginning(ast.Call))


def _state(subject: str, place: Place) -> bool:
    word = re.split(r"[.\[(]", subject.rstrip("…"))
    return any(each and each in place.text for each in word)


def _registered(subject: str, place: Place) -> bool:
    return any(ast.unparse(each.func) == subject for each in place.exactly(ast.Call))


_REGISTRARS = re.compile(
    r"add\w*[Cc]leanup|addfinalizer|useFixture|use_fixture|enter\w*[Cc]ontext|enter_\w*context|callback|push\w*|useContext|add_cleanup|add_finalizer"
)


def _base_registers(subject: str, place: Place) -> bool:
    calls = [*place.exactly(ast.Call)]
    if place.is_other:
        return any(_REGISTRARS.fullmatch(_word(each.func)) for each in calls)
    return any(_word(each.func) == subject for each in calls)


def _base_setup(subject: str, place: Place) -> bool:
    return _base_registers("", place)


def _base_teardown(subject: str, place: Place) -> bool:
    name = subject.rpartition(".")[2].removesuffix("()")
    return any(each.name == name for each in place.functions)


def _message(subject: str, place: Place) -> bool:
    asserts = [each for each in place.beginning(ast.Assert) if each.msg is not None]
    return bool(asserts) or "msg" in "\n".join(place.lines[max(0, place.first - 2) : place.last])


def _captured(subject: str, place: Place) -> bool:
    calls = any(_word(each.func) == subject for each in place.beginning(ast.Call))
    return calls or any(each.arg == subject for each in place.beginning(ast.arg))


def _compared(subject: str, place: Place) -> bool:
    return any(subject in ast.unparse(each) for each in place.exactly(ast.stmt))


def _star(subject: str, place: Place) -> bool:
    return any(each.names[0].name == "*" for each in place.exactly(ast.ImportFrom))


def _mock(subject: str, place: Place) -> bool:
    return any(place.exactly(ast.Call))


def _stands(subject: str, place: Place) -> bool:
    return bool(place.text.strip())


CHECKS: Mapping[str, Check] = {
    "acquired": _acquired,
    "address": _literal,
    "argument": _argument,
    "base-registers": _base_registers,
    "base-setup": _base_setup,
    "base-teardown": _base_teardown,
    "captured": _captured,
    "class": _class,
    "code": _call,
    "command": _call,
    "commands": _some_calls,
    "comment": _comment,
    "compared": _compared,
    "control": _replaced,
    "credential": _credential,
    "disabled-assertion": _commented,
    "docstring": _docstring,
    "double-defined": _defined,
    "download": _call,
    "environment": _environment,
    "expected": _expected,
    "expected-failure": _may_fail,
    "failure-state": _failure,
    "fake-named": _literal,
    "file": _read,
    "fixture": _fixture,
    "fixture-asked": _asked,
    "fixtures": _several,
    "handler": _handler,
    "helper": _function,
    "helpers": _several,
    "hook": _function,
    "host": _literal,
    "import": _call,
    "injected": _injected,
    "inside": _stands,
    "live-assertions": _assertion,
    "load": _call,
    "mail": _literal,
    "message": _message,
    "mock": _mock,
    "more": _stands,
    "more-values": _stands,
    "opaque-base": _class_head,
    "output": _call,
    "outputs": _some_calls,
    "own-folder": _asked,
    "parameter-marks": _marks,
    "parameters": _marks,
    "path": _literal,
    "port": _port,
    "privileged": _named,
    "process": _process,
    "reason": _comment,
    "registered": _registered,
    "replaced": _replaced,
    "replacements": _some_calls,
    "request": _call_of,
    "skip": _skip,
    "star-import": _star,
    "state": _state,
    "summary": _stands,
    "suppressed": _suppressed,
    "test": _test,
    "tests": _several,
    "ticket": _ticket,
    "unknown-fixture": _asked,
    "unpack": _call,
    "url": _literal,
    "uuid": _literal,
}
"""What is checked of each kind of fact: its subject, and one of its places."""

"""The text of ``enrolments.py``, made from the rules and from nothing else."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from flake8_testsec.rule import Enrolment, Role, Rule

_HEAD = '''\
"""What the checks of each rule enrol for, so that the engine knows whom to ask before it imports a rule.

Written by ``python docs/generate.py`` from the rules: code, module, roles, whether it is on by default, and
its checks by name with the fields of their ``Enrolment``, types by name.
"""

from __future__ import annotations

# fmt: off
ENROLMENTS: tuple[
    tuple[str, str, tuple[str, ...], bool, tuple[tuple[str, dict[str, tuple[str, ...]]], ...]], ...
] = (
'''
_ROLES = (Role.TEST, Role.SUPPORT, Role.SETTINGS, Role.PRODUCTION)
_WIDTH = 108

Types = Mapping[tuple[str, str], Collection[str]]
"""The names of the types that a check enrols for, by the rule's code and the check's name."""


def enrolments(rules: Iterable[Rule], old: str = "") -> str:
    """Write the table.

    Args:
        rules: all rules, in order.
        old: the table as it is; types that this Python does not have, and a newer one may, stay in it.

    Returns:
        The text of the module.

    Raises:
        ValueError: a check is not in the module of its rule under its own name.
    """
    before = _types(old)
    lines = (line for rule in rules for line in _row(rule, before))
    return "".join((_HEAD, *(f"{line}\n" for line in lines), ")\n"))


def _types(table: str) -> Types:
    try:
        rows = ast.literal_eval(table.partition("\n] = ")[2] or "()")
    except (SyntaxError, ValueError):  # what a merge has left, say
        return {}
    return {(code, name): fields.get("types", ()) for code, *_, checks in rows for name, fields in checks}


def _row(rule: Rule, before: Types) -> Iterator[str]:
    module = ".".join(rule.module_name.split(".")[-2:])
    roles = tuple(role.name for role in _ROLES if role & rule.roles) if rule.roles != Role.ANY else ("ANY",)
    yield f"    ({rule.code!r}, {module!r}, {roles}, {rule.default}, ("
    for each in rule.enrolments:
        name = each.check.__name__
        if getattr(sys.modules[rule.module_name], name, None) is not each.check:
            raise ValueError(f"{rule.code}: the check {name} is not in {rule.module_name}")
        known = [kind for kind in before.get((rule.code, name), ()) if _is_of_another_python(kind)]
        yield from _check(name, _fields(each, known))
    yield "    )),"


def _fields(enrolment: Enrolment, before: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What an enrolment names, sorted, because some rules name sets; without what is empty."""
    named = {**enrolment._asdict(), "types": (*enrolment.types, *before)}
    del named["check"]
    named["look"] = (enrolment.look,) if enrolment.look is not None else ()
    return {field: tuple(sorted(map(_spelt, values))) for field, values in named.items() if values}


def _is_of_another_python(kind: str) -> bool:
    return "." not in kind and not hasattr(ast, kind)


def _spelt(value: str | type[ast.AST] | Callable[..., bool]) -> str:
    """A word as it is, a type or a look as ``outlines`` finds it."""
    if isinstance(value, str):
        return value
    name = f"{value.__module__}.{value.__name__}"
    return name.removeprefix("ast." if isinstance(value, type) else "flake8_testsec.")


def _check(name: str, fields: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    line = f"        ({name!r}, {fields}),"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"        ({name!r}, {{"
    for field, names in fields.items():
        yield f"            {field!r}: ("
        yield from _packed(names)
        yield "            ),"
    yield "        }),"


def _packed(names: Iterable[str]) -> Iterator[str]:
    line = ""
    for name in names:
        if line and len(line) + len(repr(name)) > _WIDTH - 2:
            yield line
            line = ""
        line += f" {name!r}," if line else f"                {name!r},"
    yield line

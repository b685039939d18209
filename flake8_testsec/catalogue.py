"""All rules: found by looking into the folder ``rules``, each file one rule."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flake8_testsec import rules
from flake8_testsec.finding import FAULT
from flake8_testsec.rule import Rule


def _found() -> Iterator[Rule]:
    prefix = rules.__name__ + "."
    for entry in pkgutil.walk_packages(rules.__path__, prefix):
        if not entry.ispkg:
            rule: Rule = importlib.import_module(entry.name).rule
            yield dataclasses.replace(rule, module_name=entry.name)


def collect(found: Iterator[Rule]) -> Mapping[str, Rule]:
    """Sort rules by code and refuse what would make two of them one.

    Args:
        found: the rules, in any order.

    Returns:
        The rules by code, in order of their codes.

    Raises:
        ValueError: two rules share a code or a name, or one has the code of our own faults; it names the
            files.
    """
    table: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    for rule in sorted(found, key=lambda rule: rule.code):
        if rule.code == FAULT:
            raise ValueError(f"{rule.file} has the code {FAULT}, which is that of our own faults")
        for what, mine, others in (("code", rule.code, table), ("name", rule.name, names)):
            if mine in others:
                raise ValueError(f"{others[mine].file} and {rule.file} have the same {what}, {mine}")
            others[mine] = rule
    return MappingProxyType(table)


RULES: Mapping[str, Rule] = collect(_found())

"""A table from the rules, and findings from a module and a table: one engine behind all doors."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from flake8_testsec.calls import last_word
from flake8_testsec.catalogue import RULES
from flake8_testsec.module import Module
from flake8_testsec.rule import FAULT, Check, Finding, Hit, Place, Related, Role, Rule, Span
from flake8_testsec.settings import Settings

_K = TypeVar("_K")
_TOP = Span(1, 0, 1, 0)


class Entry(NamedTuple):
    """One check with the rule that it belongs to."""

    rule: Rule
    check: Check


class Table(NamedTuple):
    """What to ask in a file of one role: compiled once, so a rule of another role is never met."""

    by_type: Mapping[type[ast.AST], tuple[Entry, ...]]
    by_name: Mapping[str, tuple[Entry, ...]]
    by_method: Mapping[str, tuple[Entry, ...]]
    by_attribute: Mapping[str, tuple[Entry, ...]]
    words: frozenset[str]
    """The last words of the names in ``by_name``: a call of another word need not be resolved."""
    once: tuple[Entry, ...]


def compile_table(rules: Iterable[Rule], role: Role) -> Table:
    """Arrange the checks of all rules that speak in files of a role.

    Args:
        rules: the rules to choose from, all of them wanted.
        role: the role of the file.

    Returns:
        The table.
    """
    every = [
        (Entry(rule, each.check), each) for rule in rules if rule.roles & role for each in rule.enrolments
    ]
    by_name = _grouped((name, entry) for entry, each in every for name in each.names)
    return Table(
        _grouped((kind, entry) for entry, each in every for kind in each.types),
        by_name,
        _grouped((word, entry) for entry, each in every for word in each.methods),
        _grouped((word, entry) for entry, each in every for word in each.attributes),
        frozenset(name.rpartition(".")[2] for name in by_name),
        tuple(entry for entry, each in every if each.of_module),
    )


def _grouped(pairs: Iterable[tuple[_K, Entry]]) -> dict[_K, tuple[Entry, ...]]:
    groups: dict[_K, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        groups[key].append(entry)
    return {key: tuple(entries) for key, entries in groups.items()}


@lru_cache(maxsize=256)
def _table(enable: tuple[str, ...], role: Role) -> Table:
    settings = Settings(enable=enable)
    wanted = (rule for rule in RULES.values() if rule.default or settings.enables(rule.code))
    return compile_table(wanted, role)


def check(source: bytes | str, path: str, settings: Settings) -> list[Finding]:
    """Review one file: a pure function of what it is given.

    Args:
        source: the file's bytes or text.
        path: its path as the project knows it; it is not opened.
        settings: what the user asked for.

    Returns:
        The findings in order of line, column and code; a fault of ours is a finding too.

    Raises:
        SyntaxError: the source is not Python of this interpreter's version.
        ValueError: it holds null bytes (on some versions of Python).
        RecursionError: it is nested too deeply for the parser.
        MemoryError: the same, on some versions of Python.
    """
    return examine(Module.parse(source, path, settings))


def examine(module: Module, table: Table | None = None) -> list[Finding]:
    """Ask all checks of a table about a module.

    Args:
        module: the module.
        table: the checks; those of the module's role and settings if not given.

    Returns:
        The findings in order of line, column and code, each once.
    """
    if table is None:
        table = _table(module.settings.enable, module.role)
    hits = (hit for entry, args in _asked(module, table) for hit in _hits(entry, args))
    return sorted({_finding(hit, module) for hit in hits})


def _asked(module: Module, table: Table) -> Iterator[tuple[Entry, tuple[object, ...]]]:
    for entry in table.once:
        yield entry, (module,)
    for kind, entries in table.by_type.items():
        for node in module.index.get(kind, ()):
            for entry in entries:
                yield entry, (node, module)
    if table.by_attribute:
        yield from _asked_of_attributes(module, table)
    if table.by_method or table.by_name:
        yield from _asked_of_calls(module, table)


def _asked_of_attributes(module: Module, table: Table) -> Iterator[tuple[Entry, tuple[object, ...]]]:
    for attribute in module.nodes(ast.Attribute):
        for entry in table.by_attribute.get(attribute.attr, ()):
            yield entry, (attribute, module)


def _asked_of_calls(module: Module, table: Table) -> Iterator[tuple[Entry, tuple[object, ...]]]:
    words = table.words | _aliases(module, table.words)
    for call in module.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute):
            for entry in table.by_method.get(call.func.attr, ()):
                yield entry, (call, module)
        if _may_be_meant(call.func, words):
            yield from ((entry, (call, module)) for entry in _called(call, module, table))


def _called(call: ast.Call, module: Module, table: Table) -> Iterable[Entry]:
    try:
        names = module.names(call.func)
    except Exception as error:  # a fault of ours must become a finding, and the other calls be asked
        return (_broken(error),)
    return dict.fromkeys(entry for name in sorted(names) for entry in table.by_name.get(name, ()))


def _may_be_meant(func: ast.expr, words: frozenset[str]) -> bool:
    """Whether a call's last word is in the table, or hides what it calls."""
    match func:
        case ast.Attribute(attr=word) | ast.Name(id=word):
            return word in words
        case _:
            return isinstance(func, (ast.IfExp, ast.BoolOp, ast.NamedExpr))


def _aliases(module: Module, words: frozenset[str]) -> frozenset[str]:
    """The names under which this module may call what has one of these last words."""
    return frozenset(
        name for name, meant in (*_renamed(module), *_assigned(module)) if last_word(meant) in words
    )


def _renamed(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for alias in module.nodes(ast.alias):
        if alias.asname:
            yield alias.asname, ast.Name(alias.name.rpartition(".")[2])


def _assigned(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.nodes(ast.Assign):
        if isinstance(node.value, (ast.Name, ast.Attribute, ast.IfExp, ast.BoolOp)):
            yield from (
                (target.id, meant)
                for target in node.targets
                if isinstance(target, ast.Name)
                for meant in _alternatives(node.value)
            )


def _alternatives(value: ast.expr) -> Iterable[ast.expr]:
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            return (body, orelse)
        case ast.BoolOp(values=values):
            return values
        case _:
            return (value,)


def _hits(entry: Entry, args: tuple[object, ...]) -> Iterator[Hit]:
    try:
        yield from entry.check(*args)
    except Exception as error:  # a rule that breaks must not take the others with it, nor be silent
        place = args[0] if isinstance(args[0], ast.AST) else _TOP
        yield _fault(entry.rule.code, error, place)


def _fault(code: str, error: Exception, place: Place) -> Hit:
    text = f"internal error in {code}: {type(error).__name__}; please report it"
    return Hit(FAULT, text, place)


def _broken(error: Exception) -> Entry:
    def check(node: ast.AST, module: Module) -> Iterator[Hit]:
        yield _fault("the resolution of names", error, node)

    return Entry(next(iter(RULES.values())), check)


def _finding(hit: Hit, module: Module) -> Finding:
    span = module.position(hit.place)
    related = tuple(Related(*module.position(each.place), each.message) for each in hit.related)
    return Finding(span.line, span.column, hit.code, hit.message, span.end_line, span.end_column, related)

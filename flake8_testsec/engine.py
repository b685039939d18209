"""A table from the rules, and findings from a module and a table: one engine behind all doors."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flake8_testsec.finding import FAULT, NO_FIX, Finding, Fix, Related
from flake8_testsec.outlines import Outline, Unavailable, imported, wanted
from flake8_testsec.rule import Check, Hit, Look, Place, Role, Rule, Span
from flake8_testsec.settings import Settings
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module

if TYPE_CHECKING:
    from flake8_testsec.project.views import View

_K = TypeVar("_K")
_TOP = Span(1, 0, 1, 0)
_HURTS_WHERE_IT_RUNS = ("TSE2", "TSE3", "TSE4", "TSE509", "TSE516", "TSE520", "TSE7", "TSE8")
"""Rules and families that have nothing to say of code that never runs: no harm comes of what it would do."""


class Entry(NamedTuple):
    """One check with the code of its rule, and that of which its files have one; see ``Enrolment``."""

    code: str
    check: Check
    hints: tuple[str, ...] = ()
    calls: frozenset[str] = frozenset()
    holds: tuple[type[ast.AST], ...] = ()
    look: Look | None = None


class Table(NamedTuple):
    """What to ask in a file of one role: compiled once, so a rule of another role is never met."""

    by_type: Mapping[type[ast.AST], tuple[Entry, ...]]
    by_name: Mapping[str, tuple[Entry, ...]]
    by_method: Mapping[str, tuple[Entry, ...]]
    by_attribute: Mapping[str, tuple[Entry, ...]]
    words: frozenset[str]
    """The last words of the names in ``by_name``: a call of another word need not be resolved."""
    once: tuple[Entry, ...]


def compile_table(rules: Iterable[Rule | Outline], role: Role) -> Table:
    """Arrange the checks of all rules that speak in files of a role.

    Args:
        rules: the rules to choose from, all of them wanted.
        role: the role of the file.

    Returns:
        The table.
    """
    every = [
        (Entry(rule.code, each.check, each.hints, frozenset(each.calls), each.holds, each.look), each)
        for rule in rules
        if rule.roles & role
        for each in rule.enrolments
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
    return compile_table(wanted(Settings(enable=enable)), role)


def load(settings: Settings) -> None:
    """Import all that reviews need, for who is about to start processes that have what this one has.

    Args:
        settings: what the user asked for; a rule that cannot be imported is told where it is asked.
    """
    for outline in wanted(settings):
        outline.load()


def check(
    source: bytes | str, path: str, settings: Settings, view: View | None = None, fixes: bool = False
) -> list[Finding]:
    """Review one file: a pure function of what it is given, and of the other files that ``view`` reads.

    Args:
        source: the file's bytes or text.
        path: its path as the project knows it; it is not opened.
        settings: what the user asked for.
        view: the other modules of the project as this one sees them; without it nothing is known of them.
        fixes: whether the findings shall carry their fixes.

    Returns:
        The findings in order of line, column and code; a fault of ours is a finding too.

    Raises:
        SyntaxError: the source is not Python of this interpreter's version.
        ValueError: it holds null bytes (on some versions of Python).
        RecursionError: it is nested too deeply for the parser.
        MemoryError: the same, on some versions of Python.
    """
    return examine(Module.parse(source, path, settings, view), fixes=fixes)


def examine(module: Module, table: Table | None = None, fixes: bool = False) -> list[Finding]:
    """Ask all checks of a table about a module.

    Args:
        module: the module.
        table: the checks; those of the module's role and settings if not given.
        fixes: whether the findings shall carry their fixes, which takes longer.

    Returns:
        The findings in order of line, column and code, each once.
    """
    if table is None:
        table = _table(module.settings.enable, module.role)
    hits = _hits(_asked(module, table), module)
    if not fixes:
        return sorted({_finding(hit, NO_FIX, module) for hit in hits})
    findings = [_finding(hit, hit.fix, module) for hit in _with_fixes(hits, module)]
    if any(each.fix.edits for each in findings):
        findings = _with_leftovers(findings, module)
    return sorted({each._replace(fix=NO_FIX): each for each in reversed(findings)}.values())


_Asked = tuple[Entry, Iterable[ast.AST | None]]
"""A check and the nodes it is asked about; ``None`` stands for the module as a whole."""


def _asked(module: Module, table: Table) -> Iterator[_Asked]:
    mentioned = cache(module.mentions)
    known: dict[int, bool] = {}

    def may_find(entry: Entry) -> bool:
        if id(entry) not in known:
            known[id(entry)] = _may_find(entry, module, mentioned)
        return known[id(entry)]

    yield from ((entry, _WHOLE) for entry in table.once if _may_find(entry, module, mentioned))
    for kind in table.by_type.keys() & module.index.keys():
        nodes = module.index[kind]
        for entry in table.by_type[kind] if nodes else ():
            if _may_find(entry, module, mentioned):
                yield entry, nodes
    for attribute in module.attributes(table.by_attribute.keys()):
        yield from ((entry, (attribute,)) for entry in table.by_attribute[attribute.attr])
    for call in module.calls(table.by_method.keys()):
        if isinstance(call.func, ast.Attribute):
            yield from ((entry, (call,)) for entry in table.by_method[call.func.attr])
    for call in _resolvable(module, table):
        yield from ((entry, (call,)) for entry in filter(may_find, _called(call, module, table)))


_WHOLE = (None,)


def _may_find(entry: Entry, module: Module, mentioned: Callable[[str], bool]) -> bool:
    """Whether a file has anything of what every file has in which the check can report something."""
    _, _, hints, calls, holds, _ = entry
    if not (hints or calls or holds) or any(map(module.index.get, holds)) or any(map(mentioned, hints)):
        return True
    try:
        return bool(calls) and any(module.scopes.calls(calls))
    except Exception:  # the check will say what is broken
        return True


def _resolvable(module: Module, table: Table) -> Iterator[ast.Call]:
    """The calls whose names may be in the table: by their last word, or because they hide what they call."""
    hiding = (ast.IfExp, ast.BoolOp, ast.NamedExpr)
    for call in module.calls({"", *table.words, *_aliases(module, table.words)}) if table.by_name else ():
        if last_word(call.func) or isinstance(call.func, hiding):
            yield call


def _called(call: ast.Call, module: Module, table: Table) -> Iterable[Entry]:
    try:
        names = module.names(call.func)
    except Exception as error:  # a fault of ours must become a finding, and the other calls be asked
        return (_broken(error),)
    found = [entries for name in names if (entries := table.by_name.get(name))]
    return dict.fromkeys(chain.from_iterable(found)) if len(found) > 1 else chain.from_iterable(found)


def _aliases(module: Module, words: frozenset[str]) -> frozenset[str]:
    """The names under which this module may call what has one of these last words."""
    return frozenset(name for name, word in (*_renamed(module), *_assigned(module)) if word in words)


def _renamed(module: Module) -> Iterator[tuple[str, str]]:
    for alias in module.nodes(ast.alias):
        if alias.asname:
            yield alias.asname, alias.name.rpartition(".")[2]


def _assigned(module: Module) -> Iterator[tuple[str, str]]:
    for node in [each for each in module.nodes(ast.Assign) if type(each.value) in _RENAMING]:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        yield from ((name, last_word(meant)) for name in names for meant in _alternatives(node.value))


_RENAMING = frozenset({ast.Name, ast.Attribute, ast.IfExp, ast.BoolOp})


def _alternatives(value: ast.expr) -> Iterable[ast.expr]:
    match value:
        case ast.IfExp(body=body, orelse=orelse):
            return (body, orelse)
        case ast.BoolOp(values=values):
            return values
        case _:
            return (value,)


def _hits(asked: Iterable[_Asked], module: Module) -> Iterator[Hit]:
    for entry, nodes in asked:
        look, check = imported(entry.look), imported(entry.check)
        for node in nodes:
            try:
                given = (module,) if node is None else (node, module)
                if look is None or look(*given):
                    for hit in check(*given):
                        if not is_idle(hit, module):
                            yield hit
            except Unavailable as error:  # said once a file, not at every node that would have been looked at
                yield _fault(entry.code, error.__cause__ or error, _TOP)
            except Exception as error:  # a rule that breaks must not take the others with it, nor be silent
                yield _fault(entry.code, error, node or _TOP)


def is_idle(hit: Hit, module: Module) -> bool:
    """Whether a hit is about what code does that nothing can execute; of such families it is no finding.

    Args:
        hit: what a check said.
        module: the module.

    Returns:
        ``False`` for all hits of families that speak of what is written, whether it runs or not.
    """
    place = hit.place
    if isinstance(place, Span) or not hit.code.startswith(_HURTS_WHERE_IT_RUNS):
        return False
    from flake8_testsec.project.idle import does_nothing  # few files have such a hit

    return does_nothing(place, hit, module)


def _fault(code: str, error: BaseException, place: Place) -> Hit:
    from flake8_testsec.faults import told  # there should be no use for it

    return Hit(FAULT, told(error, code), place)


def _broken(error: Exception) -> Entry:
    def check(node: ast.AST, module: Module) -> Iterator[Hit]:
        yield _fault("the resolution of names", error, node)

    return Entry(FAULT, check)


def _with_fixes(hits: Iterable[Hit], module: Module) -> Iterator[Hit]:
    from flake8_testsec.project.house_rules import takes  # few ask for fixes

    for hit in hits:
        try:
            fix = hit.makes_fix() if hit.makes_fix is not None else hit.fix
            yield hit._replace(fix=fix if takes(fix, module) else NO_FIX)
        except Exception as error:  # what is wrong is still wrong
            yield from (hit, _fault(hit.code, error, hit.place))


def _with_leftovers(findings: list[Finding], module: Module) -> list[Finding]:
    from flake8_testsec.project.leftovers import leftovers  # few ask for fixes

    try:
        found = leftovers([each.fix for each in findings], module)
        return [each._replace(fix=fix) for each, fix in zip(findings, found, strict=True)]
    except Exception as error:  # an import that nobody needs does no harm
        fault = _fault("the imports that fixes leave", error, module.tree)
        return [*findings, _finding(fault, fault.fix, module)]


def _finding(hit: Hit, fix: Fix, module: Module) -> Finding:
    span = module.position(hit.place)
    related = tuple(Related(*module.position(each.place), each.message) for each in hit.related)
    return Finding(
        span.line, span.column, hit.code, hit.message, span.end_line, span.end_column, related, fix
    )

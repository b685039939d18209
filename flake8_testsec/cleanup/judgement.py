"""Whether what was acquired is given back on every way out of its function."""

from __future__ import annotations

import ast
import enum
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup import exits, resources
from flake8_testsec.cleanup.acquisition import Obligation, held
from flake8_testsec.cleanup.attempts import is_expected_to_raise
from flake8_testsec.cleanup.children import ends_with_process
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.daemons import serves_for_ever, serves_session
from flake8_testsec.cleanup.existing import is_for_others
from flake8_testsec.cleanup.exits import Held
from flake8_testsec.cleanup.final_releases import is_on_the_way, is_released_on_error
from flake8_testsec.cleanup.flow import Abandoned, Way, place
from flake8_testsec.cleanup.handing_on import as_returned, is_made_for_caller, substitute
from flake8_testsec.cleanup.holders import ends_here
from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.cleanup.mentions import Use
from flake8_testsec.cleanup.paths import REMOVING
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.cleanup.self_closing import may_close_itself
from flake8_testsec.cleanup.uses import DEEPEST, fates_of, handles_of, use_of
from flake8_testsec.notes import note
from flake8_testsec.project.reaping import CHILDREN
from flake8_testsec.project.undoing import UNREAD
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run
from flake8_testsec.vocabulary.testing.interceptors import is_intercepted
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_collected, is_fixture, is_hook, is_test


class Verdict(enum.Enum):
    """What can be said of an obligation that is not always met."""

    NEVER = "on no path"
    UNSET = "not if there was nothing before"
    CHECK = "not if an assertion fails"
    LEAVE = "not if the function is left before"
    CALL = "not if a call raises"


class Judgement(NamedTuple):
    """An obligation that is not met on every way; the skipped release and the exit before it, if any."""

    obligation: Obligation
    verdict: Verdict
    release: ast.AST | None = None
    exit: ast.AST | None = None


def never_released(found: Iterable[Judgement], code: str, module: Module) -> Iterator[Judgement]:
    """Those that a rule shall say are never released.

    Args:
        found: judgements.
        code: the rule, which must be asked for by name to speak of what its row spares.
        module: the module.
    """
    enabled = module.settings.enables(code)
    for each in found:
        row = each.obligation.resource
        if each.verdict is not Verdict.NEVER or row.code != code or may_close_itself(each.obligation, module):
            continue
        if enabled or not (row.unread or is_spared(row, module)):
            yield each


def is_spared(row: Resource, module: Module) -> bool:
    """Whether it hardly matters that something is left open, or a module belongs to the project that is the
    library itself, whose tests may have reasons to."""
    view = view_of(module) if row.library else None
    return bool(row.spared) or (view is not None and view.facts(row.library) is not None)


Among = Callable[[Module], Iterable[ast.Call]]


class _Case:
    """One obligation before it is judged.

    ``callers`` are those to whom the handle is returned; ``ways`` are the ways out on which it is held.
    """

    def __init__(self, held: Held) -> None:
        self.held = held
        self.callers: Sequence[_Case] | None = None
        self.ways: Mapping[Way, ast.AST] = {}

    @property
    def uses(self) -> frozenset[Use]:
        """Everything that becomes of the handle."""
        return frozenset[Use]().union(*(each.uses for each in self.held.fates))


def judgements(
    call: ast.Call, module: Module, rows: Sequence[Resource] | None = None, among: Among | None = None
) -> tuple[Judgement, ...]:
    """What is not given back of what a call acquires.

    Args:
        call: a call inside a function.
        module: its module.
        rows: what it acquires, where that is not for its name to tell.
        among: the calls of a module that may be asked about with these rows, which are looked at together.

    Returns:
        One judgement for each resource that is not released on every way; none where that is not known.
        Where the call's function only returns the handle, the judgements are about its callers.
    """
    key = ("cleanup.judgements", call, rows and tuple(rows))
    if key not in module.kept:
        cases = _cases_of(call, module, rows, among)
        module.kept[key] = tuple(each for case in cases for each in _judge(case, module))
    known: tuple[Judgement, ...] = module.kept[key]
    return known


def _cases_of(
    call: ast.Call, module: Module, rows: Sequence[Resource] | None, among: Among | None
) -> Sequence[_Case]:
    key = ("cleanup.cases", rows and tuple(rows))
    if key not in module.kept:
        several = _makers(module) if rows is None else among(module) if among is not None else ()
        module.kept[key] = _looked_at(several, rows, module)
    known: dict[ast.Call, Sequence[_Case]] = module.kept[key]
    if call not in known:
        known.update(_looked_at((call,), rows, module))
    return known[call]


def _makers(module: Module) -> Iterable[ast.Call]:
    """The calls that may well acquire something, by their words."""
    return module.scopes.calls(_MAKING)


_MAKING = frozenset(name.rpartition(".")[2] for name in resources.makers())


def _looked_at(
    calls: Iterable[ast.Call], rows: Sequence[Resource] | None, module: Module
) -> dict[ast.Call, Sequence[_Case]]:
    """The obligations that calls bring about, each function being walked once for all that it holds."""
    cases = _Cases(module)
    found: dict[ast.Call, Sequence[_Case]] = {
        call: tuple(cases.of(call, resources.acquired(call, module) if rows is None else rows, 0))
        for call in calls
    }
    for function, several in cases.released.items():
        try:
            ways = exits.ways(function, [each.held for each in several], module)
        except Abandoned:
            note("gave up on %s in %s: too large or too deep", function.name, module.path)
            continue
        for case, of_case in zip(several, ways, strict=True):
            case.ways = of_case
    return found


class _Cases:
    """Obligations with what becomes of them; ``released`` are those of which a release may be skipped.

    Args:
        module: the module.
    """

    def __init__(self, module: Module) -> None:
        self._module = module
        self._returned: Counter[tuple[Function, Resource, int]] = Counter()
        self.released: dict[Function, list[_Case]] = defaultdict(list)

    def of(self, call: ast.Call, rows: Iterable[Resource], depth: int) -> Iterator[_Case]:
        """The cases of one call."""
        module = self._module
        function = module.function(call)
        if function is None:
            return
        kept = [(row, found) for row in rows if (found := [*held(call, row, module)])]
        for row, found in kept if kept and not is_expected_to_raise(call, module) else ():
            if not row.everything and is_intercepted(call, module, substitute(row.made_by)):
                continue
            for begin, handle in found:
                yield from self._of(Obligation(row, call, begin, function, handle), depth)

    def _of(self, obligation: Obligation, depth: int) -> Iterator[_Case]:
        case = _Case(Held(obligation, tuple(fates_of(obligation, self._module, depth))))
        uses = case.uses
        if Use.MOVE in uses and not _is_own(case, self._module):
            return
        if Use.RETURN in uses:
            case.callers = () if self._is_released(case) else tuple(self._of_callers(obligation, depth))
        elif obligation.resource.begun_by and obligation.handle is not None:
            begins = [each.begins[0] for each in case.held.fates if each.begins]
            if not begins:
                return
            case.held = case.held._replace(obligation=obligation._replace(begin=min(begins, key=place)))
        if case.callers is None and is_skippable(case.held):
            self.released[obligation.function].append(case)
        yield case

    def _is_released(self, case: _Case) -> bool:
        """Whether a function gives back what it returns, whatever happens: there is nothing to own."""
        function, module = case.held.obligation.function, self._module
        mentions = (each for fate in case.held.fates for each in fate.mentions if each.use is Use.RELEASE)
        statements = (module.above(each.node, ast.stmt) for each in mentions)
        return any(each is not None and module.parent(each) is function for each in statements)

    def _of_callers(self, obligation: Obligation, depth: int) -> Iterator[_Case]:
        """What becomes of a handle that a function of this module only makes and returns."""
        function, module = obligation.function, self._module
        if depth >= DEEPEST or is_fixture(function, module) or is_test(function, module) or is_hook(function):
            return
        row = as_returned(obligation, module)
        self._returned[function, row, depth] += 1
        if self._returned[function, row, depth] > _MOST:
            note("gave up on what %s in %s returns: too many", function.name, module.path)
            return
        if not is_made_for_caller(obligation, module):
            return
        for call in module.scopes.calls(frozenset({function.name})):
            if callees(call.func, module) == (function,) and module.function(call) is not function:
                yield from self.of(call, [row], depth + 1)


def _is_own(case: _Case, module: Module) -> bool:
    """Whether a function that hands a handle on ends it itself, and what it is given to is gone then."""
    obligation = case.held.obligation
    if obligation.resource.path or Use.RELEASE not in case.uses:
        return False
    moved = (each.node for fate in case.held.fates for each in fate.mentions if each.use is Use.MOVE)
    return all(ends_here(each, obligation.function, module) for each in moved)


_MOST = 20
"""How many handles of a kind may be all that a function returns, so that its callers are looked at."""


def _judge(case: _Case, module: Module) -> Iterator[Judgement]:
    obligation, uses = case.held.obligation, case.uses
    if case.callers is not None:
        for each in case.callers:
            yield from _judge(each, module)
    elif _never_outlives(obligation, module):
        return
    elif Use.RELEASE in uses and is_released_on_error(case.held, module):
        return  # who has it when all goes well gives it back
    elif Use.RELEASE in uses:
        found = (each for each in ways_out(case.held, case.ways) if not _is_on_the_way(each, module))
        yield from (each for each in found if not _is_undone(obligation, module))
    elif uses.isdisjoint((Use.WATCH, Use.END)) and not (
        _is_undone(obligation, module, perhaps=True)
        or serves_for_ever(obligation, module)
        or serves_session(obligation, module)
    ):
        yield Judgement(obligation, Verdict.NEVER)


def _is_on_the_way(judgement: Judgement, module: Module) -> bool:
    release, left = judgement.release, judgement.exit
    return (
        release is not None
        and left is not None
        and is_on_the_way(release, left, judgement.obligation, module)
    )


def _never_outlives(obligation: Obligation, module: Module) -> bool:
    """Whether nothing is left after a run: it never comes to that, or the process ends with its function."""
    function = obligation.function
    if is_never_run(function, module) or is_for_others(obligation.call, module):
        return True
    return not obligation.resource.outlives and ends_with_process(function, module)


def _is_undone(obligation: Obligation, module: Module, *, perhaps: bool = False) -> bool:
    """Whether the class, a fixture or a hook gives the resource back, or ``perhaps`` may do so."""
    tags = frozenset(_tags(obligation, module))
    if not tags:
        return False
    others = custody(obligation.function, module)
    if tags & others.undoes or (obligation.resource.tag and UNREAD in others.undoes):
        return True
    return perhaps and (others.opaque or _is_used_elsewhere(obligation, module))


def _is_used_elsewhere(obligation: Obligation, module: Module) -> bool:
    """Whether what ``self`` holds is given back or handed on by another function, or is no test's at all."""
    handles = [each for each in handles_of(obligation, module) if each.owner]
    class_ = module.class_of(obligation.function)
    if not handles:
        return False
    if class_ is None or not _is_collected(class_, module):
        return True  # an object that tests use: whoever makes it ends it
    users = [user for each in handles for user in _users(each.name, obligation, module)]
    return any(
        user.function is not obligation.function and not _is_of_stranger(user, class_, module)
        for user in users
    )


def _is_collected(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner looks for tests in a class, as its name, its bases or theirs tell."""
    return is_collected(class_, module) or not TESTCASES.isdisjoint(lineage(class_, module).outside)


class _User(NamedTuple):
    """A function that does more with an attribute than to borrow it, and whether it is that of its own."""

    function: Function | None
    own: bool


def _users(name: str, obligation: Obligation, module: Module) -> frozenset[_User]:
    """Who does more with an attribute of this name than to borrow it."""
    row = obligation.resource
    key = ("cleanup.users", name, row)
    if key not in module.kept:
        loads = (each for each in module.attributes({name}) if isinstance(each.ctx, ast.Load))
        module.kept[key] = frozenset(
            _User(module.function(each), spelt(each.value) in ("self", "cls"))
            for each in loads
            if use_of(each, row, module) not in (Use.BORROW, Use.BEGIN)
        )
    known: frozenset[_User] = module.kept[key]
    return known


def _is_of_stranger(user: _User, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a function speaks of an attribute of its own object, which is of another kind."""
    other = module.class_of(user.function) if user.function is not None else None
    if not user.own or other is None or other is class_:
        return False
    families = [
        {(each.module.path, each.class_.line) for each in lineage(one, module).classes}
        for one in (class_, other)
    ]
    return families[0].isdisjoint(families[1])


def _tags(obligation: Obligation, module: Module) -> Iterator[str]:
    """By what names others may give the resource back."""
    row = obligation.resource
    if row.tag:
        yield row.tag
    if row.code == "TSE311":
        yield CHILDREN
    for handle in (each for each in handles_of(obligation, module) if each.owner):
        yield from ("self.*", f"self.{handle.name}")
        if not row.path:  # a path is told to many and owned by none of them
            yield f"lent:self.{handle.name}"
        yield from (f"self.{handle.name}.{method}" for method in (row.release or REMOVING))


def is_skippable(held: Held) -> bool:
    """Whether something is released, and the release is not what the test is about."""
    begin = place(held.obligation.begin)
    releases = [each.releases for each in held.fates if each.releases]
    later = [each[at] for each in releases if (at := bisect_right(each, begin, key=place)) < len(each)]
    if not releases:
        return False
    first = min(later or (each[0] for each in releases), key=place)
    # Whatever uses the handle after its release looks at what that has led to.
    return max(each.last for each in held.fates) <= place(first)


def ways_out(held: Held, ways: Mapping[Way, ast.AST]) -> Iterator[Judgement]:
    """Whether a release that is written can be skipped.

    Args:
        held: what is held, and what becomes of it, at least one release among that.
        ways: the ways out on which it is held.

    Yields:
        One judgement, about the likeliest way out on which the release is skipped; none if there is no
        such way.
    """
    for way, verdict in ((Way.CHECK, Verdict.CHECK), (Way.LEAVE, Verdict.LEAVE), (Way.CALL, Verdict.CALL)):
        if way in ways:
            exit_ = place(ways[way])
            several = (each.releases for each in held.fates)
            skipped = [
                each[at] for each in several if (at := bisect_right(each, exit_, key=place)) < len(each)
            ]
            if skipped:
                yield Judgement(held.obligation, verdict, min(skipped, key=place), ways[way])
            return

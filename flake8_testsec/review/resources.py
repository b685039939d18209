"""Resources: what is acquired or changed, where it is given back, and what proves that."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation, held
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.judgement import judgements
from flake8_testsec.cleanup.mentions import Use
from flake8_testsec.cleanup.resources import PATCHERS, Resource
from flake8_testsec.cleanup.touches import is_in_finally
from flake8_testsec.cleanup.uses import fates_of, handles_of
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.review import (
    base_hooks,
    class_states,
    given_back,
    held_up,
    loggers,
    on_disk,
    overrides,
    shared_places,
    states,
    torn_down,
    warning_filters,
)
from flake8_testsec.review import wider_fixtures as wider
from flake8_testsec.review.acquiring import (
    begins,
    checks_before,
    entered_by_name,
    kept,
    leaves_file,
    returned,
    ways,
)
from flake8_testsec.review.bases import (
    Promise,
    called_on_self,
    promises,
    releases_later,
)
from flake8_testsec.review.called_doubles import assigned, is_imported
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact, lines_of, listed
from flake8_testsec.review.ended_elsewhere import ended, judged, stored
from flake8_testsec.review.fixtures import asked, decorated
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods

NOTHING = (
    "No call in this file is known by its name to acquire a resource, to end one or to wait, and no state"
    " of the process is seen to be changed, patches apart. What code in other files acquires when it is"
    " called from here was not followed to its end."
)

_OWN_FOLDERS = ("tmp_path", "tmpdir", "tmp_path_factory", "tmpdir_factory")
_MOST = 12


def facts(module: Module) -> Iterator[Fact]:
    """What is acquired, what is changed, what is registered, and what bases and fixtures see to."""
    acquired = [*_acquired(module)]
    yield from acquired
    yield from given_back.facts(
        module, {line.first for each in acquired for line in each.lines if not line.path}
    )
    changed = [*states.changed(module)]
    yield from changed
    told = {line.first for each in acquired for line in each.lines if not line.path}
    yield from capped(on_disk.facts(module, told), "calls that make or move files or folders", 6)
    yield from capped(_pipes(module), "pipes to commands", 4)
    at_import = [*states.at_import(module), *states.as_program(module)]
    yield from at_import
    shared = [*_shared(module, {line.first for each in changed for line in each.lines})]
    yield from shared
    told = {line.first for each in (*changed, *at_import, *shared) for line in each.lines}
    yield from capped(loggers.facts(module, told), "changes of loggers", 6)
    yield from capped(overrides.facts(module, told), "changes of configuration", 6)
    yield from warning_filters.reset(module)
    yield from class_states.facts(module)
    yield from shared_places.facts(module)
    yield from wider.facts(module)
    yield from _registered(module)
    yield from _folders(module)
    yield from _helpers(module)
    yield from torn_down.facts(module)
    yield from base_hooks.facts(module)


# What a call acquires.


def _acquired(module: Module) -> Iterator[Fact]:
    """Each acquiring call with the proof; calls that have the same proof together."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Lines]] = defaultdict(list)
    for call, row in _calls(module):
        proof, places = _proof(call, row, module)
        begin = begins(call, row, module)
        groups[row.what, begin, proof].extend([Lines(call.lineno, call.lineno), *places])
    for (what, begin, proof), places in groups.items():
        article = "An" if what[:1] in "aeiou" else "A"
        yield fact("acquired", places, f"{article} {what} {begin}; ", *proof, ".", subject=what)


def _calls(module: Module) -> Iterator[tuple[ast.Call, Resource]]:
    for call in module.scopes.calls(resources.making_words()):
        for row in resources.acquired(call, module):
            if row is not PATCHERS or _is_started(call, module):
                yield call, row


def _is_started(call: ast.Call, module: Module) -> bool:
    """Whether a patcher is started by hand; those of blocks and decorators are told as doubles."""
    if isinstance(module.parent(call), (ast.withitem, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return module.function(call) is not None


def _proof(call: ast.Call, row: Resource, module: Module) -> tuple[tuple[str, ...], list[Lines]]:
    """In words what gives something back, and where that stands; empty words if there is nothing to say."""
    parent = module.parent(call)
    match parent:
        case ast.withitem() if leaves_file(call):
            return ("the with statement closes it, and leaves the file (delete=False)",), []
        case ast.withitem():
            return (f"the with statement gives it back{held_up.by_generator(call, module)}",), []
        case ast.Call(func=func) if last_word(func) in ENTERERS | {"closing", "aclosing"}:
            return (code(f"{spelt(func)}()"), " sees to it"), []
        case ast.Await() if isinstance(module.parent(parent), ast.withitem):
            return (f"the with statement gives it back{held_up.by_generator(call, module)}",), []
    if (
        isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and call in parent.decorator_list
    ):
        return ("the decorator gives it back",), []
    function = module.function(call)
    if function is None:
        return ("it belongs to the module as a whole, and nothing here is read as giving it back",), []
    if found := [each for each in judgements(call, module) if each.obligation.resource == row]:
        return judged(call, found, module), []
    if entered := entered_by_name(call, module) if row is PATCHERS else ():
        return ("the with statement that names it gives it back",), [*entered]
    for proof in _held(call, row, function, module):  # the first is enough, and the last takes longest
        return proof
    if isinstance(parent, ast.Attribute) and isinstance(module.parent(parent), ast.Call):
        return ("nothing here holds it: ", code(f"….{parent.attr}()"), " is called on it at once"), []
    return ("who holds it is not followed, so nothing is said of its end",), []


def _held(
    call: ast.Call, row: Resource, function: Function, module: Module
) -> Iterator[tuple[tuple[str, ...], list[Lines]]]:
    for begin, handle in held(call, row, module):
        obligation = Obligation(row, call, begin, function, handle)
        fates = [*fates_of(obligation, module, 0)]
        releases = [node for each in fates for node in each.releases]
        if releases:
            yield _released(call, releases, module)
        elif handle is not None and handle.owner and (class_ := module.class_of(function)) is not None:
            later = releases_later(handle.name, class_, module)
            if later is not None:
                yield _in_hook(str(handle), later[0].path, later[1].name, later[2])
        if given := [each.node for one in fates for each in one.mentions if each.use is Use.RETURN]:
            yield returned(function, given[0], module)
        if (owner := kept(call, function, module)) is not None:
            yield owner
        moved = [each.node for one in fates for each in one.mentions if each.use is Use.MOVE]
        handles = (*sorted(handles_of(obligation, module)), *stored(moved, module))
        if (later_on := ended(handles, row, function, module)) is not None:
            yield later_on
        if moved:
            yield _moved(moved, module)
        if _is_of_others(row, function, module):
            yield ("a base class, a fixture or a hook undoes all of its kind",), []


def _is_of_others(row: Resource, function: Function, module: Module) -> bool:
    return bool(row.tag) and row.tag in custody(function, module).undoes


def _released(
    call: ast.Call, releases: Sequence[ast.AST], module: Module
) -> tuple[tuple[str, ...], list[Lines]]:
    first = releases[0]
    if _is_limited(first):
        words = "it is waited for, for a time, at a line named here, by "
        return (words, code(_text(first)), "; whether it has ended then is not asked"), [lines_of(first)]
    how = " in a finally" if is_in_finally(first, module) else ways(releases, module)
    skipping = () if how else checks_before(call, first, module)
    unless = f", unless the assertion in line {skipping[0].lineno} fails before" if skipping else ""
    late = held_up.by_server(first, module)
    begin = f"it is given back{how} at a line named here, by "
    return (begin, code(_text(first)), *late, unless), [lines_of(first)]


def _is_limited(node: ast.AST) -> bool:
    """Whether a call waits for the end of something for a time, and goes on."""
    match node:
        case ast.Call(func=ast.Attribute(attr="join"), args=args, keywords=keywords):
            return bool(args or keywords)
        case _:
            return False


def _text(node: ast.AST) -> str:
    return spelt(node) if isinstance(node, ast.expr) else "a statement"


def _in_hook(handle: str, path: str, name: str, line: int) -> tuple[tuple[str, ...], list[Lines]]:
    where = " of a base class" if path else ""
    words = (code(handle), " is named in ", code(f"{name}()"), f"{where}, which gives things back")
    return words, [Lines(line, line, path)]


def _moved(nodes: Sequence[ast.AST], module: Module) -> tuple[tuple[str, ...], list[Lines]]:
    """It is handed on: registered for later, or to somebody who is not followed."""
    if awaited := [each for each in nodes if isinstance(module.parent(each), ast.Await)]:
        return ("it is awaited at a line named here",), [lines_of(awaited[0])]
    around = (above for node in nodes for above in _within_statement(node, module))
    for above in around:
        if isinstance(above, ast.Call) and last_word(above.func) in REGISTRARS | ENTERERS:
            return ("its release is registered by ", code(spelt(above.func))), [lines_of(above)]
    return ("it is handed to somebody who is not followed, and nothing here is seen to give it back",), [
        lines_of(nodes[0])
    ]


def _within_statement(node: ast.AST, module: Module) -> Iterator[ast.AST]:
    """A node and those around it up to the statement."""
    return takewhile(lambda each: not isinstance(each, ast.stmt), (node, *module.ancestors(node)))


# States of the process.


def _pipes(module: Module) -> Iterator[Fact]:
    """Pipes to commands that are read where they are opened, so that nobody can close them."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({"popen"})):
        if "os.popen" in module.names(call.func) and isinstance(module.parent(call), ast.Attribute):
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        words = "A pipe to a command is held by no name, so that nothing here closes it: "
        yield fact("pipe", calls, words, code(shown), ".", subject=shown)


def changing(module: Module) -> Iterator[Fact]:
    """What functions change for the whole process, and the files and folders that they make or remove."""
    changed = [*states.changed(module)]
    yield from changed
    yield from _shared(module, {line.first for each in changed for line in each.lines})
    yield from states.options(module)
    yield from on_disk.every(module)
    for call, row in _calls(module):
        if row.what in _LASTING:
            words = f"A {row.what} is acquired, or made that can be opened: "
            yield fact("acquired-there", [call], words, code(spelt(call)), ".", subject=row.what)
    yield from given_back.ends_of_fixtures(module)


_LASTING = frozenset({"client", "connection", "database", "pool", "server", "session"})
"""What is told of other files, beside what they change."""


def _shared(module: Module, told: Container[int]) -> Iterator[Fact]:
    """What tests and helpers assign into what is imported, which everybody else in the process sees."""
    for (name, new), statements in assigned(module).items():
        left = [each for each in statements if each.lineno not in told]
        if left and all(_puts_back(each, module) for each in left):
            words = "What is imported is given again what a name of the function kept of it: "
            yield fact("shared", left, words, code(f"{name} = {new}"), ".", subject=name)
        elif left:
            parts = ("Assigned into what is imported, for all of the process: ", code(f"{name} = {new}"), ".")
            yield fact("shared", left, *parts, subject=name)
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"setattr", "delattr"}):
        is_builtin = isinstance(call.func, ast.Name) and bool(call.args) and call.lineno not in told
        if is_builtin and is_imported(call.args[0], module):
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        words = "Set or removed in what is imported, for all of the process: "
        yield fact("shared-by-call", calls, words, code(shown), ".", subject=shown)


def _puts_back(statement: ast.Assign, module: Module) -> bool:
    """Whether what is assigned is what the same function has taken from there before."""
    match statement.value:
        case ast.Name() as name:
            return any(_is_kept(name, spelt(each), module) for each in statement.targets)
        case _:
            return False


def _is_kept(name: ast.Name, place: str, module: Module) -> bool:
    """Whether a name is bound once, by its own function, above, and to what was at a place."""
    match module.bindings(name):
        case [Bound(value=value, node=node)] if isinstance(module.parent(node), _ASSIGNING):
            is_own = module.function(node) is module.function(name)
            return is_own and lines_of(node) < lines_of(name) and spelt(value) == place
        case _:
            return False


_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
"""What binds a name to a value as it is; a ``with`` binds it to what the value gives out."""


# What is registered, and what fixtures and bases do.


def _registered(module: Module) -> Iterator[Fact]:
    """Clean-ups that the file registers itself, by what is called."""
    groups: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(REGISTRARS | ENTERERS):
        if isinstance(call.func, ast.Attribute) and spelt(call.func.value) in ("self", "cls", "request"):
            groups[spelt(call.func)].append(call)
    for name, calls in groups.items():
        several = Counter(_argument(each) for each in calls)
        shown = [_times(text, number) for text, number in [*several.items()][:4]]
        more = [f"{len(several) - 4} more"] if len(several) > 4 else []
        parts = (code(f"{name}()"), " registers for the end: ", *listed([*shown, *more]), ".")
        yield fact("registered", calls, *parts, subject=name)


def _times(text: str, number: int) -> str:
    return code(text) if number == 1 else code(f"{text} ({number} times)")


def _argument(call: ast.AST) -> str:
    assert isinstance(call, ast.Call)
    return ", ".join(spelt(each) for each in call.args) or "..."


def _folders(module: Module) -> Iterator[Fact]:
    for name in _OWN_FOLDERS:
        asking = [each.parameter for each in (*asked(module), *decorated(module)) if each.name == name]
        if asking:
            first = min(asking, key=lambda each: each.lineno)
            number = counted(len(asking), "function")
            where = ", the first named here," if len(asking) > 1 else ""
            parts = (code(name), f" gives {number}{where} a folder that pytest makes.")
            yield fact("own-folder", [first], *parts, subject=name)


def _helpers(module: Module) -> Iterator[Fact]:
    """Calls of methods that a base class defines and that register a clean-up there."""
    groups: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    classes: dict[tuple[str, str], ast.ClassDef] = {}
    for class_ in module.nodes(ast.ClassDef):
        own = {each.name for each in methods(class_)}
        for name, call in called_on_self(module).get(class_, ()):
            if name not in own | REGISTRARS | ENTERERS and promises(name, class_, module):
                groups[class_.name, name].append(call)
                classes[class_.name, name] = class_
    for (_, name), calls in groups.items():
        yield from _inherited(name, calls, classes[_, name], module)


def _inherited(name: str, calls: Sequence[ast.AST], class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    far = [each for each in promises(name, class_, module) if each.owner.class_.path]
    found = [*{each.registration.text: each for each in reversed(far)}.values()][::-1]
    if not found:
        return
    words: list[str] = []
    places: list[ast.AST | Lines] = [*calls]
    for number, each in enumerate(found[:_SHOWN]):
        words += [", " if number else "", code(each.registration.text), *_notes(each)]
        places.append(Lines(each.registration.line, each.registration.end, each.owner.class_.path))
    more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    parts = (code(f"self.{name}()"), " leads to a base class in another file, which registers for the end: ")
    yield fact("base-registers", places, *parts, *words, f"{more}.", subject=name)


def _notes(promise: Promise) -> Sequence[str]:
    """In which method something is registered, if another leads there, and whether it is for certain."""
    within = ["in ", code(f"{promise.owner.method.name}()")] if promise.way else []
    if promise.registration.is_inner:
        within.append(f", {base_hooks.INNER}" if within else base_hooks.INNER)
    return (" (", *within, ")") if within else ()


_SHOWN = 4
"""Registrations of one method that are shown."""

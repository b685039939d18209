"""What a remedy of an obligation says, as edits: the words decide, so that the two cannot differ."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.closing import closed, patched, with_block
from flake8_testsec.cleanup.enclosing import held_below, is_named_in
from flake8_testsec.cleanup.endings import (
    between,
    called,
    is_ending,
    is_known_at,
    is_last,
    is_like,
    joins,
    lasts_for_a_test,
    moved_to_finally,
    run_of,
    serving,
    spelt_name,
    statement_of,
    up_to_last_use,
)
from flake8_testsec.cleanup.made_later import is_lengthened, once_made
from flake8_testsec.cleanup.mentions import Use
from flake8_testsec.cleanup.registrars import registrar
from flake8_testsec.cleanup.touches import Kind, touches
from flake8_testsec.cleanup.uses import mentions_of
from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.fixing.edits import Edits, replaced, written
from flake8_testsec.fixing.statements import (
    first_comment,
    first_line,
    following,
    indentation,
    inserted_below,
    is_alone,
    last_line,
    placed,
    put_after,
    put_before,
    step,
    taken_out,
    with_finally,
)
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string, structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.suites import receiver


def mended(words: str, obligation: Obligation, module: Module, release: ast.AST | None = None) -> Fix:
    """What a remedy says, for a program.

    Args:
        words: the remedy, as `remedies.remedy` has it.
        obligation: what is not given back.
        module: its module.
        release: the release that is skipped, if there is one.

    Returns:
        No fix where the words leave something to judge, or the code around is not plain enough.
    """
    if not _has_registrar(words, obligation, module) or _is_closed(words, obligation, module):
        return NO_FIX
    match words.split(" ", 1):
        case ["add" | "register", text]:
            return _registered(text, obligation, release, module)
        case ["move", _]:
            return _moved(obligation, release, module)
        case ["keep", _]:
            return _kept(obligation, module)
        case ["yield" | "have", _]:
            return NO_FIX
        case ["use", "it in a with statement, or as a decorator"]:
            return patched(obligation, module)
        case ["use", _]:
            return with_block(words, obligation, release, module)
        case ["close", text] if text.startswith("it with os.close"):
            return closed(obligation, module)
        case _:
            return _finally(words, obligation, release, module)


# Registered with the TestCase.


def _has_registrar(words: str, obligation: Obligation, module: Module) -> bool:
    """Whether a cleanup that the words speak of belongs to what the function calls by this name."""
    register = registrar(obligation.function, module)
    owner, _, word = register.partition(".")
    return not word or word not in words or receiver(obligation.function, module) == owner


def _is_closed(words: str, obligation: Obligation, module: Module) -> bool:
    """Whether a process that shall be killed is closed, after which it cannot be."""
    mentions = mentions_of(obligation, module, 0) if "kill" in words and "join" in words else ()
    nodes = (each.node for each in mentions if each.use is Use.RELEASE)
    return any(isinstance(each, ast.Call) and last_word(each.func) == "close" for each in nodes)


def _registered(text: str, obligation: Obligation, release: ast.AST | None, module: Module) -> Fix:
    """``add R(x.close)`` and ``register x.wait, then x.kill, with R``, below what begins the obligation."""
    row, handle = obligation.resource, obligation.handle
    begin = _begin(obligation, module, is_running=row.what == "server" and ".shutdown" in text)
    lines, more = _lines(text), Edits()
    if begin is None or handle is None or not lines:
        return NO_FIX
    if release is not None and not is_known_at(release, begin, module):
        return NO_FIX
    if not row.release and is_lengthened(obligation, module):
        return NO_FIX  # what is written is another file
    if not row.release and row.given_to[0] in lines[0]:
        name, more = spelt_name(row.given_to[0], module)
        lines = [lines[0].replace(row.given_to[0], name, 1)] if name else []
    if f"{handle}.kill" in text and _is_told_to_end(obligation):
        return NO_FIX  # it would be killed while it ends
    below = _below(begin, lines, module) if lines else ()
    # Removing what the test has removed in a way that nobody sees would fail, and closing a server waits
    # for the threads that still talk to a client.
    is_safe = "ignore_errors" in text or not (row.path or (row.what == "server" and release is None))
    is_safe = is_safe and (row.what == "server" or _is_needed_by_none(obligation))
    return Fix((*more, *below), is_safe) if below else NO_FIX


def _is_told_to_end(obligation: Obligation) -> bool:
    calls = {spelt(each.func) for each in _calls(obligation.function)}
    return f"{obligation.handle}.terminate" in calls


def _lines(text: str) -> list[str]:
    methods, registered, register = text.partition(", with ")
    if not registered:
        return [text] if "(" in text else []
    return [f"{register}({each})" for each in methods.split(", then ")]


def _begin(obligation: Obligation, module: Module, *, is_running: bool = False) -> ast.stmt | None:
    """The statement from which on it can be released, which may have to be one that lets a server run."""
    begin = statement_of(obligation.begin, module)
    return serving(begin, module) if begin is not None and is_running else begin


def _below(begin: ast.stmt, lines: list[str], module: Module) -> Edits:
    match begin:
        case ast.Assign() | ast.AnnAssign() | ast.Expr():
            return put_after(begin, lines, module)
        case ast.With(body=[first, *_]) | ast.AsyncWith(body=[first, *_]):
            return put_before(first, lines, module)
        case _:
            return ()


def _moved(obligation: Obligation, release: ast.AST | None, module: Module) -> Fix:
    """``move it to R(...)``: the release as it is written, made a cleanup."""
    begin, statement = _begin(obligation, module), called(release, module)
    if begin is None or statement is None or not isinstance(release, ast.Call):
        return NO_FIX
    if "tempfile.mktemp" in obligation.resource.made_by:
        return NO_FIX  # there is nothing yet that could be removed
    if statement not in following(begin, module) or not _is_only(release, obligation, module):
        return NO_FIX
    if not is_last(statement, module) or not is_known_at(release, begin, module):
        return NO_FIX
    parts = [written(each, module) for each in (release.func, *release.args, *release.keywords)]
    if any("\n" in each for each in parts) or last_word(release.func) == "rmdir":
        return NO_FIX  # an empty directory may only be so after what stands around
    register, told = registrar(obligation.function, module), _told_above(statement, module)
    words = [module.line(each).strip() for each in told]
    below = _below(begin, [*words, f"{register}({', '.join(parts)})"], module)
    gone = taken_out(statement, module)
    moved = (Edit(told[0], 0, told[-1] + 1, 0, ""),) if told else ()
    return Fix((*below, *moved, *gone), safe=True) if below and gone else NO_FIX


def _told_above(statement: ast.stmt, module: Module) -> Sequence[int]:
    """The lines of a comment that tells of a removal, above the statements in front of it: it goes with what
    it tells of, and would say nothing of what is left."""
    block, place = placed(statement, module)
    first = place
    while first and last_line(block[first - 1]) + 1 == first_line(block[first]):
        first -= 1
    head, left = block[first], [call for each in block[first:place] for call in _calls(each)]
    if head is statement or any(_REMOVES.search(last_word(each.func)) for each in left):
        return ()
    lines = range(first_comment(head, module), first_line(head))
    return lines if _REMOVAL.search(" ".join(map(module.line, lines))) else ()


_REMOVES = lazy(r"(?i)rm|remove|unlink|delete|clean")
_REMOVAL = lazy(
    r"(?i)\b(?:clean(?:ing|s)?[- ]?up|remov(?:e[sd]?|ing|al)|delet(?:e[sd]?|ing|ion)|unlink(?:s|ing)?)\b"
)


def _is_only(release: ast.AST, obligation: Obligation, module: Module) -> bool:
    """Whether nothing else in the function releases it, too."""
    mentions = mentions_of(obligation, module, 0) if obligation.handle is not None else ()
    return [each.node for each in mentions if each.use is Use.RELEASE] == [release]


def _kept(obligation: Obligation, module: Module) -> Fix:
    """``keep the patcher, and register its stop with R``: of a patch that is made and started in one go."""
    call, function = obligation.call, obligation.function
    start = module.parent(module.parent(call) or call)
    statement, register = statement_of(call, module), registrar(function, module)
    name = f"{_word(call)}_patcher"
    if not isinstance(statement, (ast.Expr, ast.Assign)) or statement.value is not start:
        return NO_FIX
    if not is_alone(statement, module) or is_named_in(name, function, module):
        return NO_FIX
    above = put_before(statement, [f"{name} = {written(call, module)}"], module)
    below = put_after(statement, [f"{register}({name}.stop)"], module)
    return Fix((*above, *replaced(call, name, module), *below), safe=True)


def _word(patch: ast.Call) -> str:
    """What is patched, in one word."""
    told = [text for each in patch.args[:2] if (text := string(each))]
    word = told[-1].rpartition(".")[2].strip("_").lower() if told else ""
    return word if word.isidentifier() else "mock"


# In finally.

_MOST = 30
"""Releases that are moved together: each of them could be, and would take all others along."""


def _finally(words: str, obligation: Obligation, release: ast.AST | None, module: Module) -> Fix:
    """``... in finally``: what follows in ``try``, and what ends it below."""
    handle, function = str(obligation.handle or ""), obligation.function
    begin = _begin(obligation, module, is_running=words.startswith("shut down"))
    kinds = (ast.Assign, ast.Expr) if release is None else (ast.Assign, ast.Expr, ast.With)
    if not isinstance(begin, kinds) or not words.endswith(("finally", "asyncio.Runner")):
        return NO_FIX
    texts = _texts(words, handle, module)
    if release is not None and not (words.startswith("kill") and texts):
        last = [begin, *takewhile(lambda each: _begins(each, obligation), following(begin, module))][-1]
        return _moved_down(last, release, words, obligation, module)
    if not texts or (release is None and not lasts_for_a_test(function, module)):
        return NO_FIX
    rest = held_below(begin, handle, function, module)
    if words.startswith("shut down") and release is None and (told := _told(rest, handle)):
        return Fix(_closed_where_told(rest, told, handle, module))
    body = rest if release is None else up_to_last_use(rest, handle)
    is_safe = _is_needed_by_none(obligation)
    return Fix(with_finally(body, texts, module) if body else (), is_safe)


def _begins(statement: ast.stmt, obligation: Obligation) -> bool:
    """Whether a statement does once more what has begun an obligation, and nothing else."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=word))):
            return word in obligation.resource.begun_by and spelt(owner) == str(obligation.handle)
        case _:
            return False


def _is_needed_by_none(obligation: Obligation) -> bool:
    """Whether nobody can wait for what is closed: a server waits for threads that talk to a client, and
    another test may use the loop that is the current one."""
    current = any(last_word(each.func) == "set_event_loop" for each in _calls(obligation.function))
    return obligation.resource.what != "server" and not (obligation.resource.what == "event loop" and current)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _told(rest: Sequence[ast.stmt], handle: str) -> ast.Call | None:
    """What tells the loop of a server to end already."""
    calls = (each for one in rest for each in _calls(one))
    return next((each for each in calls if spelt(each.func) == f"{handle}.shutdown"), None)


def _closed_where_told(rest: Sequence[ast.stmt], told: ast.Call, handle: str, module: Module) -> Edits:
    """The server closed where its loop is told to end, in ``finally`` with what stands there."""
    statement = called(told, module)
    if statement is None:
        return ()
    above, line = module.parent(statement), f"{handle}.server_close()"
    if isinstance(above, ast.Try) and statement in above.finalbody:
        return put_after(above.finalbody[-1], [line], module)
    endings = rest[rest.index(statement) :] if statement in rest else ()
    if not endings or not all(map(is_ending, endings)):
        return ()
    moved = moved_to_finally(rest[: rest.index(statement)], endings, module)
    end, indent = endings[-1], indentation(statement, module)
    below = inserted_below(last_line(end), f"{indent}{step(module)}{line}\n", module)
    return (*moved, below) if moved else ()


def _texts(words: str, handle: str, module: Module) -> list[str]:
    """The lines that do what the words say to what a handle holds; none if there is something to judge."""
    match words.removesuffix(" in finally") if handle else "":
        case "kill it and wait for it":
            return [f"{handle}.kill()", f"{handle}.wait()"]
        case "kill and join it":
            return [f"{handle}.kill()", f"{handle}.join()"]
        case "kill it and await wait()":
            guarded = f"{step(module)}{handle}.kill()"
            return [f"if {handle}.returncode is None:", guarded, f"await {handle}.wait()"]
        case "shut down and close it":
            return [f"{handle}.shutdown()", f"{handle}.server_close()"]
        case "cancel it":
            return [f"{handle}.cancel()"]
        case "close it in finally, or use asyncio.Runner":
            return [f"{handle}.close()"]
        case _:
            return []


def _moved_down(begin: ast.stmt, release: ast.AST, words: str, obligation: Obligation, module: Module) -> Fix:
    """The release that is written, with what tells the thing to end directly above it."""
    statement = called(release, module)
    if statement is None:
        return NO_FIX
    run = run_of(statement, module, _MOST)
    below = following(statement, module, _MOST)
    alike = [*takewhile(lambda each: is_like(each, statement), below)]
    if len(run) + len(alike) > _MOST:
        return NO_FIX
    calls = {last_word(each.func) for one in run for each in ast.walk(one) if isinstance(each, ast.Call)}
    if "stop" in words and all(map(joins, run)):
        return NO_FIX  # nobody knows what tells it
    if "shut down" in words and "shutdown" not in calls:
        return NO_FIX
    body = once_made(between(begin, run[0], module), obligation, release, module)
    if _is_put_back(following((*run, *alike)[-1], module)[:1], module):
        return NO_FIX
    rest = [*dropwhile(lambda each: _acquires_alike(each, begin), body)] if alike else body
    # Half of a clean-up is a person's work: what is removed as well may be made in between.
    return Fix(moved_to_finally(rest, [*run, *alike], module), safe=True)


def _is_put_back(below: Sequence[ast.stmt], module: Module) -> bool:
    """Whether statements put back a state, such as a variable of the environment, or delete one."""
    if any(isinstance(each, ast.Delete) for each in below):
        return True
    function = module.function(below[0]) if below else None
    if function is None:
        return False
    put_back = {each.node for each in touches(function, module) if each.kind is Kind.RESTORED}
    return any(node in put_back for each in below for node in walk(each))


def _acquires_alike(statement: ast.stmt, begin: ast.stmt) -> bool:
    """Whether both make the same kind of thing, by the same function."""
    match statement, begin:
        case ast.Assign(value=ast.Call(func=one)), ast.Assign(value=ast.Call(func=other)):
            return structure(one) == structure(other)
        case ast.Expr(value=ast.Call(func=one)), ast.Expr(value=ast.Call(func=other)):
            return last_word(one) == last_word(other)
        case ast.Assign(value=ast.Call(func=made)), ast.Expr():
            return last_word(made) in ("Process", "Thread", "Timer")
        case _:
            return False

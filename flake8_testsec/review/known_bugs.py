"""Known bugs: tickets in docstrings, comments and skips, and the checks that are switched off for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.review import (
    absent_modules,
    admitted,
    behind_code,
    commented_out,
    hollow,
    named_tickets,
    silenced,
    skip_conditions,
    warning_comments,
    weaknesses,
)
from flake8_testsec.review.document import Fact, Lines, code, counted, fact, lines_of, masked_prose, quote
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Comment
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing import skips, tickets
from flake8_testsec.vocabulary.testing.assertions import assertions
from flake8_testsec.vocabulary.testing.commented_code import Disabled
from flake8_testsec.vocabulary.testing.commented_tests import commented_tests
from flake8_testsec.vocabulary.testing.disabled_code import Waiting, disabled_assertions
from flake8_testsec.vocabulary.testing.skips import Skip
from flake8_testsec.vocabulary.testing.tagged_comments import TAG, tagged_paragraphs
from flake8_testsec.vocabulary.testing.tickets import Ticket

NOTHING = (
    "No ticket in the spellings that are known, no comment with FIXME, XXX, HACK, BUG, TODO or WARNING in "
    "capitals, no comment with such words as bug, workaround, hack, not clean, known issue, not yet "
    "implemented, not sure how or used to fail, no skip or expected failure of unittest or pytest, and no "
    "assertion or test that is commented out was found in this file, and no name of a test has a number "
    "behind such a word as bug or issue."
)


class Waits(NamedTuple):
    """Something that is switched off, or a remark, and the ticket that it waits for, if one is named."""

    kind: str
    """``assertion``, ``test``, ``skip``, ``expected failure``, ``comment``."""
    lines: Lines
    """What is disabled: the commented code, the skip, or the remark itself."""
    ticket: Ticket | None
    words: str
    """The prose beside it, or the reason, as it is written."""
    what: str
    """The code that is disabled, or what the mark stands on."""
    remark: Lines | None = None
    """Where the prose stands, if not with the code."""
    more: str = ""
    """What is disabled right below it; of a skip, whether it stands in or on what is named."""
    reason: str = ""
    """What a reason is written as, where its words are worked out."""
    condition: str = ""
    """On what a skip hangs, as it is written; empty if on nothing that is written with it."""


@once
def waiting(module: Module) -> Sequence[Waits]:
    """All that is switched off or marked as unfinished, in source order."""
    found = [*_assertions(module), *_tests(module), *_skips(module)]
    taken = {each.remark for each in found if each.remark is not None}
    spans = [*taken, *(each.lines for each in found)]
    found += [each for each in _comments(module) if not any(_overlap(each.lines, span) for span in spans)]
    return tuple(sorted(found, key=lambda each: each.lines))


def _overlap(one: Lines, other: Lines) -> bool:
    return one.first <= other.last and other.first <= one.last


def _assertions(module: Module) -> Iterator[Waits]:
    for each in disabled_assertions(module):
        run = [*_run(each)]
        more = f" and {counted(len(run) - 1, 'more statement')}" if len(run) > 1 else ""
        lines = Lines(each.comment.line, run[-1].comments[-1].line)
        what = masked_prose(spelt(run[0].statement))
        yield Waits("assertion", lines, each.ticket, each.prose, what, _remark(each, module), more)


def _run(waiting_: Waiting) -> Iterator[Disabled]:
    """The disabled statements from the assertion on that stand together, line by line."""
    end = waiting_.comment.line - 1
    for each in waiting_.code:
        if each.comments[0].line == end + 1:
            yield each
            end = each.comments[-1].line


def _remark(waiting_: Waiting, module: Module) -> Lines | None:
    """The lines of the comments of a block that stand above the code and hold none of it."""
    taken = {comment.line for each in waiting_.code for comment in each.comments}
    first = waiting_.comment.line
    while module.line(first - 1).lstrip().startswith("#") and first - 1 not in taken:
        first -= 1
    return Lines(first, waiting_.comment.line - 1) if first < waiting_.comment.line else None


def _tests(module: Module) -> Iterator[Waits]:
    for each in commented_tests(module):
        prose = skips.above(each.comment.line, module)
        ticket = tickets.find("\n".join(prose))
        yield Waits("test", Lines(each.comment.line, each.end), ticket, " ".join(prose), each.test.name)


def _skips(module: Module) -> Iterator[Waits]:
    for each in skips.skips(module):
        text = _reason(each, module)
        beside = skips.remark(each.node, module)
        ticket = tickets.find(text) or (tickets.find(beside) if not text else None)
        kind = "expected failure" if "xfail" in each.name or "expectedFailure" in each.name else "skip"
        name, where = _holder(each.node, module)
        condition = skip_conditions.of(each, module)
        where = "for one set of parameters of" if _is_of_case(each.node, module) else where
        made = spelt(each.reason) if each.reason is not None and not text else ""
        words = text or ("" if made else beside)
        yield Waits(
            kind, lines_of(each.node), ticket, words, name, more=where, reason=made, condition=condition
        )


def _reason(skip: Skip, module: Module) -> str:
    """The words of a reason, also where a name or parts hold them; empty where they are worked out."""
    if skip.reason is None:
        return ""
    return _words(skip.reason, module)


def _words(node: ast.expr, module: Module) -> str:
    """The words of a text, with a mark where a value stands in it; empty where it has none."""
    match meant(node, module):
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            texts = [_words(each, module) if isinstance(each, ast.Constant) else "" for each in values]
            return "".join(each or "…" for each in texts) if any(texts) else ""
        case ast.BinOp(left=left, op=ast.Mod()):
            return _words(left, module)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = (_words(left, module), _words(right, module))
            return "".join(each or "…" for each in both) if any(both) else ""
        case ast.Call(func=ast.Attribute(value=ast.expr() as text, attr="format")):
            return _words(text, module)
        case _:
            return ""


def _is_of_case(node: ast.AST, module: Module) -> bool:
    """Whether a mark stands in the parameters of one case."""
    around = takewhile(lambda each: not isinstance(each, ast.stmt), module.ancestors(node))
    return any(isinstance(each, ast.Call) and "pytest.param" in module.names(each.func) for each in around)


def _holder(node: ast.AST, module: Module) -> tuple[str, str]:
    """The definition that a skip is about, and whether it stands in its body or on it."""
    match module.above(node, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as holder:
            marks = any(node in walk(one) for one in holder.decorator_list)
            return holder.name, "on" if marks else "in"
        case _:
            name = _named(node, module)
            return name, "for all tests below by" if name == "pytestmark" else "under the name"


def _named(node: ast.AST, module: Module) -> str:
    """The name of the module that is bound to a mark, to be used below."""
    match module.above(node, ast.Assign):
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case _:
            return ""


def _comments(module: Module) -> Iterator[Waits]:
    """Comments with a tag, each paragraph from the tag on."""
    for paragraph in tagged_paragraphs(module):
        tag = next(number for number, each in enumerate(paragraph) if TAG.match(each.text))
        told: Sequence[Comment] = paragraph[tag:]
        words = "\n".join(each.content for each in told)
        lines = Lines(told[0].line, told[-1].line)
        yield Waits("comment", lines, tickets.find(words), words, "")


def facts(module: Module) -> Iterator[Fact]:
    """Docstrings that name a ticket, then everything that is switched off."""
    yield from _docstrings(module)
    yield from named_tickets.facts(module)
    yield from absent_modules.facts(module)
    yield from _skips_by_name(module)
    yield from skip_conditions.again(module)
    yield from _classes_in_comments(module)
    yield from _tickets_in_comments(module)
    yield from _todos(module)
    yield from weaknesses.facts(module)
    for each in waiting(module):
        match each.kind:
            case "assertion":
                yield from _of_assertion(each, module)
            case "comment":
                yield fact(
                    "comment",
                    [each.lines],
                    "A comment says: ",
                    quote(each.words),
                    *_ticket(each),
                    subject=each.words,
                )
            case _:
                yield _of_test(each)
    lines = [each.lines for each in waiting(module)]
    yield from warning_comments.facts(module, lines)
    yield from commented_out.facts(module, lines)
    remarks = (each.remark for each in waiting(module) if each.remark is not None)
    beside = [*lines, *remarks]
    yield from behind_code.facts(module, beside)
    yield from admitted.facts(module, beside)
    yield from silenced.facts(module)
    yield from hollow.facts(module)


def _skips_by_name(module: Module) -> Iterator[Fact]:
    """Decorators and calls of the project that skip by their names alone."""
    if not any(word in module.lowered for word in ("skip", "require", "needs")):
        return
    known = {id(each.node) for each in skips.skips(module)}
    found: dict[str, list[ast.AST]] = {}
    for each in _marks_and_calls(module):
        func = each.func if isinstance(each, ast.Call) else each
        if id(each) not in known and _asks(func):
            found.setdefault(spelt(each), []).append(each)
    for raised in module.nodes(ast.Raise):
        what = raised.exc.func if isinstance(raised.exc, ast.Call) else raised.exc
        if what is not None and id(raised) not in known and last_word(what).endswith("SkipTest"):
            found.setdefault(spelt(raised), []).append(raised)
    for shown, nodes in found.items():
        words = "Skips, or asks for something to run at all, by its name: "
        yield fact("skip-by-name", nodes, words, code(shown), ".", subject=shown)


def _asks(func: ast.expr) -> bool:
    """Whether a decorator or a function skips by its name, or by the name of the module that has it."""
    owner = last_word(func.value) if isinstance(func, ast.Attribute) else ""
    return _SKIPPING.search(last_word(func)) is not None or owner in ("skip", "skips", "skipping")


def _classes_in_comments(module: Module) -> Iterator[Fact]:
    if not _MAY_BE_CLASS.search(module.source):
        return
    for comment in module.comments:
        if head := _CLASS.match(comment.content.strip()):
            parts = ("A class is commented out: ", code(head["name"]), ".")
            yield fact("class-in-comment", [Lines(comment.line, comment.line)], *parts, subject=head["name"])


_MAY_BE_CLASS = lazy(r"#\s*class [A-Z]")
_CLASS = lazy(r"class (?P<name>[A-Z]\w*)(\([\w., ]*\))?:\s*(?:pass|\.\.\.)?\Z")


_NUMBER = lazy(r"\d\d")
"""In every ticket but the very first ones."""


def _tickets_in_comments(module: Module) -> Iterator[Fact]:
    """Tickets that comments name which wait for nothing."""
    spans = [span for each in waiting(module) for span in (each.lines, each.remark) if span is not None]
    told = {each.ticket.name for each in waiting(module) if each.ticket is not None}
    found: dict[str, list[Lines]] = {}
    for comment in module.comments:
        ticket = tickets.find(comment.content) if _NUMBER.search(comment.content) else None
        line = Lines(comment.line, comment.line)
        if ticket is None or ticket.name in told or any(_overlap(line, span) for span in spans):
            continue
        found.setdefault(ticket.name, []).append(line)
    for name, lines in found.items():
        yield fact("ticket-in-comment", lines, "A comment names ", code(name), ".", subject=name)


def _todos(module: Module) -> Iterator[Fact]:
    """Comments that begin with TODO and are not told as something that waits."""
    spans = [span for each in waiting(module) for span in (each.lines, each.remark) if span is not None]
    told = "\n".join(each.words for each in waiting(module))
    found = (each for each in module.comments if _TODO.match(each.content.strip()))
    lines = [Lines(each.line, each.line) for each in found if each.content.strip() not in told]
    if left := [each for each in lines if not any(_overlap(each, span) for span in spans)]:
        first = f", the first {_MANY} named here" if len(left) > _MANY else ""
        begins = "comment begins" if len(left) == 1 else "comments begin"
        words = f"{len(left)} {begins} with TODO{first}."
        yield fact("todo", left[:_MANY], words, subject=str(len(left)))


_TODO = lazy(r"(?i)@?todo\b")
_MANY = 12


def _marks_and_calls(module: Module) -> Iterator[ast.expr]:
    """Decorators that are names or calls of names, and the calls that statements consist of."""
    for definition in (*functions(module), *module.nodes(ast.ClassDef)):
        for mark in definition.decorator_list:
            func = mark.func if isinstance(mark, ast.Call) else mark
            if isinstance(func, ast.Name) or not spelt(func).startswith(("pytest.", "unittest.", "self.")):
                yield mark
    yield from (each.value for each in module.nodes(ast.Expr) if isinstance(each.value, ast.Call))


_SKIPPING = lazy(r"(?i)(^|_)skip(_|$|if|unless)|\A_?(requires?|needs)_")


def _docstrings(module: Module) -> Iterator[Fact]:
    for body in (
        module.tree.body,
        *(each.body for each in (*module.nodes(ast.ClassDef), *functions(module))),
    ):
        match body[:1]:
            case [ast.Expr(value=ast.Constant(value=str(text))) as first]:
                if (ticket := tickets.find(text)) is not None:
                    yield fact(
                        "ticket", [first], "A docstring names ", code(ticket.name), ".", subject=ticket.name
                    )


def _ticket(each: Waits) -> tuple[str, ...]:
    return (". It names ", code(each.ticket.name), ".") if each.ticket else (". It names no ticket.",)


def _who(each: Waits) -> str:
    if each.ticket is None or not each.ticket.tag:
        return ""
    return f" ({each.ticket.tag}{f' by {each.ticket.author}' if each.ticket.author else ''})"


def _of_assertion(each: Waits, module: Module) -> Iterator[Fact]:
    waits = (
        (" It waits for ", code(each.ticket.name), f"{_who(each)}.")
        if each.ticket
        else (" No ticket is named.",)
    )
    parts = (
        "The check ",
        code(each.what),
        f"{each.more} {'are' if each.more else 'is'} commented out.",
        *waits,
        " It checks nothing while it is a comment.",
    )
    yield fact("disabled-assertion", [each.lines], *parts, subject=each.what)
    if each.words.strip():
        words = quote(each.words)
        yield fact(
            "reason",
            [each.remark or each.lines],
            "The comment beside it says: ",
            words,
            ".",
            subject=each.words,
        )
    if lines := _live_after(each, module):
        are = "The assertion" if len(lines) == 1 else "The assertions"
        runs = "does run is" if len(lines) == 1 else "do run are"
        first = f"{are} below it in the same function that {runs} in the lines named here."
        yield fact("live-assertions", lines, first)


def _live_after(each: Waits, module: Module) -> Sequence[Lines]:
    """The assertions below a comment in the innermost function around it."""
    line = each.lines.first
    around = [one for one in functions(module) if one.lineno <= line <= (one.end_lineno or 0)]
    return [lines_of(found) for one in around[-1:] for found in assertions(one) if found.lineno > line]


def _of_test(each: Waits) -> Fact:
    name = (" ", code(each.what)) if each.what else ("",)
    where = (f" {each.more}", *name) if each.what else ()
    how = {
        "test": ("The test", *name, " is commented out"),
        "skip": ("A skip stands", *where) if each.what else ("A skip stands here",),
        "expected failure": ("A failure is expected", *where)
        if each.what
        else ("A failure is expected here",),
    }[each.kind]
    hangs = (", under the condition ", code(each.condition)) if each.condition else ()
    said = (*hangs, ": ", quote(each.words)) if each.words.strip() else hangs
    said = (*said, ", for a reason that is worked out: ", code(each.reason)) if each.reason else said
    waits = (
        (" It waits for ", code(each.ticket.name), f"{_who(each)}.")
        if each.ticket
        else (" No ticket is named.",)
    )
    return fact(each.kind.replace(" ", "-"), [each.lines], *how, *said, ".", *waits, subject=each.what)

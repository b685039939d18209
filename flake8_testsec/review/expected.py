"""Exceptions and warnings that are expected: which, where, and what they must say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact, listed
from flake8_testsec.review.places import blocks, expectations
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import expectation


def facts(module: Module) -> Iterator[Fact]:
    """What is expected, by known calls and by the names of calls, and messages that nothing is compared with.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_expected(module), "kinds of expectations", 12)
    yield from _unasked(module)
    yield from capped(_expected_by_name(module), "expectations by name")
    yield from _messages(module)


def _expected(module: Module) -> Iterator[Fact]:
    """One sentence for each exception that is expected, with all places."""
    found: dict[tuple[str, str], list[ast.AST | Lines]] = {}
    texts: dict[tuple[str, str], list[str]] = {}
    for call, each in expectations(module).items():
        what = spelt(each.expected) if each.expected is not None else ""
        found.setdefault((each.kind, what), []).append(_block(call, module))
        texts.setdefault((each.kind, what), []).extend(_texts(call, module))
    for (kind, what), places in found.items():
        word = "A warning" if kind == "warns" else "An exception"
        times = f" in {counted(len(places), 'place')}" if len(places) > 1 else ""
        name = (": ", code(what)) if what else ()
        said = _said(texts[kind, what], len(places))
        yield fact("expected", places, f"{word} is expected{times}", *name, *said, ".", subject=what)


def _unasked(module: Module) -> Iterator[Fact]:
    """How many exceptions are expected by their class alone, so that any other of the class will do."""
    every = [call for call, each in expectations(module).items() if each.kind != "warns"]
    alone = [each for each in every if _is_alone(each, module)]
    if len(alone) >= _SEVERAL:
        who = "all" if len(alone) == len(every) else str(len(alone))
        words = f"Of the {len(every)} exceptions that are expected, {who} are so by their class alone: "
        ends = [alone[0], alone[-1]]
        parts = f"{words}nobody looks at what they say (from the first to the last line named)."
        yield fact("unasked", [Lines(each.lineno, each.lineno) for each in ends], parts, subject="")


_SEVERAL = 3
"""Expectations that are worth a count."""


def _is_alone(call: ast.Call, module: Module) -> bool:
    """Whether nothing is given but the class and what is called, and nobody has a name for the exception."""
    if any(True for _ in _texts(call, module)) or any(each.arg in _ASKING for each in call.keywords):
        return False
    match module.parent(call):
        case ast.withitem(optional_vars=name):
            return name is None and last_word(call.func) in ("raises", "assertRaises")
        case ast.Expr():
            return last_word(call.func) in ("raises", "assertRaises")
        case _:
            return False


_ASKING = frozenset({"match", "check", None})
"""By what an expectation asks for more, or may do so."""


def _texts(call: ast.Call, module: Module) -> Iterator[str]:
    """The text that an exception must have, as it is written: what a name stands for may be a secret."""
    is_compared = "Regex" in last_word(call.func) or last_word(call.func).endswith("Message")
    match_ = keyword(call, "match")
    is_called = not is_compared and len(call.args) > 1  # what is called is given all keywords
    given = argument(call, 1, "expected_regex") if is_compared else match_.value if match_ else None
    if given is not None and not is_called and not _is_none(meant(given, module)):
        text = string(given)
        yield spelt(given) if text is None else repr(text)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _said(texts: Sequence[str], number: int) -> tuple[str, ...]:
    """What exceptions must say; in some of several places, where not in all."""
    if not texts:
        return ()
    shown = [*map(code, dict.fromkeys(texts))]
    more = [f"{len(shown) - _TEXTS} more"] if len(shown) > _TEXTS else []
    where = f" in {counted(len(texts), 'of these', 'of these')}" if number > len(texts) else ""
    return (f"; what it says is compared{where} with ", *listed([*shown[:_TEXTS], *more]))


_TEXTS = 4
"""Texts that are told one by one."""


def _expected_by_name(module: Module) -> Iterator[Fact]:
    """Blocks that expect an exception by what they are called, and no known library's."""
    found: dict[str, list[ast.AST]] = {}
    for block in blocks(module):
        for item in block.items:
            match item.context_expr:
                case ast.Call() as call if expects_by_name(call, module):
                    found.setdefault(spelt(call), []).append(block)
    for shown, places in found.items():
        parts = ("An exception or a warning is expected, by the name of the call: ", code(shown), ".")
        yield fact("expected-by-name", places, *parts, subject=shown)


def _messages(module: Module) -> Iterator[Fact]:
    """Messages of unittest's expectations, which are shown where nothing is raised, and never compared."""
    found = [
        call
        for call in module.calls({"assertRaises", "assertWarns"})
        if expectation(call, module) is not None and _has_message(call, module)
    ]
    if found:
        words = "The text under msg is shown where nothing is raised, and is compared with no exception."
        yield fact("expected-message", found, words)


def _has_message(call: ast.Call, module: Module) -> bool:
    """Whether a with statement enters an expectation with a message; what is called is handed it on."""
    is_entered = isinstance(module.parent(call), ast.withitem)
    return is_entered and len(call.args) < 2 and any(each.arg == "msg" for each in call.keywords)


def expects_by_name(call: ast.Call, module: Module) -> bool:
    """Whether a call that heads a block expects an exception or a warning by its name alone."""
    return _EXPECTING.match(last_word(call.func)) is not None and expectation(call, module) is None


_EXPECTING = lazy(
    r"_*(?:raises|warns|RaisesGroup|RaisesExc|(?:assert|expect|should)_?(?:\w*_)?(?:[Rr]aises?|[Ww]arns?|warnings?)\w*|"
    r"(?:expect(?:s|ed|ing)?|assert|should|must)_?(?!\w*(?<![a-z])no(?:t|ne)?_)(?:\w*_)?"
    r"(?:[Ee]xceptions?|[Ee]rrors?|[Ff]ailures?))\Z"
)


def _block(call: ast.Call, module: Module) -> ast.AST:
    """The ``with`` that an expecting call heads, or the call."""
    match module.parent(module.parents[call]):
        case ast.With() | ast.AsyncWith() as around if isinstance(module.parent(call), ast.withitem):
            return around
        case _:
            return call

"""What the code around a disabled assertion says of it: why it is off, or that nothing is lost with it."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import inf

from flake8_testsec.fixing.statements import first_line
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.assertions import expectations
from flake8_testsec.vocabulary.testing.comment_places import functions, is_code_between, is_code_line
from flake8_testsec.vocabulary.testing.commented_code import Block, Disabled
from flake8_testsec.vocabulary.testing.reasons import gives_reason, tells_what_is_off
from flake8_testsec.vocabulary.testing.said_above import claims_of, is_handed_above
from flake8_testsec.vocabulary.testing.skips import PLAIN, above, skips, text
from flake8_testsec.vocabulary.testing.superseded import is_of_constants, is_told_needless, takes_place_of

_WORDS = lazy(r"(?<![\w.])[A-Za-z_]\w+")
_RAISES_REASON = lazy(
    r"\s*(raise\s+(NotImplementedError|(\w+\.)*Skip\w*)|(\w+\.)*(skip|skipTest|xfail))\(\s*(\w+\s*=\s*)?[fr]?[\"'][^\"']"
)
_NEAR = 10
"""Lines of code between a comment and the assertion that it speaks of."""
_COPIED = 40
"""Lines above a comment that it may be a copy of, and lines of a comment that is compared with others."""
_HAS = lazy(r"hasattr\Z|assert_?(Has_?Attr|attribute_exists)", re.IGNORECASE)


def is_explained_by_code(asserted: Sequence[Disabled], block: Block, module: Module) -> bool:
    """Whether code says why assertions are disabled, or a comment that stands above other code.

    Args:
        asserted: the disabled assertions of a comment.
        block: the comment.
        module: its module.

    Returns:
        ``True`` also for what a double of the test asserts.
    """
    first = asserted[0].comments[0]
    return (
        _is_told_above(asserted, block.code[0].comments[0].line, module)
        or _is_told_by_code(block, module)
        or _is_in_double(first, module)
        or _is_told_of_test(first, module)
        or all(_is_off_with_setting(each, module) for each in asserted)
    )


def is_made_good(disabled: Disabled, block: Block, module: Module) -> bool:
    """Whether nothing is lost with a disabled assertion, for other code fails where it would.

    Args:
        disabled: the assertion.
        block: the comment that it stands in.
        module: its module.

    Returns:
        ``True`` where the function asserts the same of a whole, where the lines below read what the
        assertion says is there, where the line above says what the value is now, where the live assertion
        beside it asks less of the same or the opposite, where its own message says so, and where the whole
        comment is a copy of lines that stand not far above it.
    """
    if is_told_needless(disabled.statement) or is_of_constants(disabled.statement):
        return True
    if _is_part_of_whole(disabled, module):
        return True
    if _is_read_below(disabled, block, module):
        return True
    if _is_copy(block, module) or _is_said_above(disabled, block, module):
        return True
    return _is_former_value(disabled, module) or _is_superseded(disabled, block, module)


def _is_superseded(disabled: Disabled, block: Block, module: Module) -> bool:
    """Whether the live assertion right above or below is a later form of it."""
    first = disabled.comments[0].line
    above = _statements(first - 1, first, module)
    near = islice(_statements(block.end + 1, block.end + 3, module), 1)
    below = (each for each in near if not is_code_between(block.end, each.lineno, module))
    return any(takes_place_of(each, disabled.statement, module) for each in (*above, *below))


def _is_said_above(disabled: Disabled, block: Block, module: Module) -> bool:
    """Whether the live statement right above says the same in other words, or does what the block does."""
    line = disabled.comments[0].line - 1
    claims = [claim for each in _statements(line, line + 1, module) if (claim := claims_of(each))]
    if claims and claims_of(disabled.statement) in claims:
        return True
    line = block.code[0].comments[0].line - 1
    if block.end - line > _COPIED:
        return False
    return any(is_handed_above(block, each, module) for each in _statements(line, line + 1, module))


def _is_copy(block: Block, module: Module) -> bool:
    """Whether several lines of code that are commented out stand above as they are, in the same order."""
    end = block.code[0].comments[0].line
    if block.end - end >= _COPIED:
        return False
    if len(block.code) == len(block.code[0].comments) == 1:
        return False
    lines = [comment.content.strip() for each in block.code for comment in each.comments]
    above = [module.line(number).strip() for number in range(max(1, end - _COPIED), end)]
    return "\n".join(("", *lines, "")) in "\n".join(("", *above, ""))


def _is_former_value(disabled: Disabled, module: Module) -> bool:
    """Whether the line above asserts of the same thing that it equals another value."""
    line = disabled.comments[0].line - 1
    above = [of for each in _statements(line, line + 1, module) if (of := _equated(each))]
    return bool(above) and _equated(disabled.statement) in above


def _equated(statement: ast.stmt) -> str | None:
    """What an assertion says equals a constant."""
    match statement:
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant()])):
            return structure(left)
        case (
            ast.Expr(value=ast.Call(func=func, args=[ast.Constant(), each]))
            | ast.Expr(value=ast.Call(func=func, args=[each, ast.Constant()]))
        ) if last_word(func) in ("assertEqual", "assertEquals", "assert_equal", "eq_"):
            return structure(each)
        case _:
            return None


def _is_read_below(disabled: Disabled, block: Block, module: Module) -> bool:
    owner, part = _demanded(disabled.statement)
    lines = _reads(module).get((owner, part), ()) if owner else ()
    following = bisect_left(lines, block.end)
    if following == len(lines) or lines[following] - block.end > _NEAR:
        return False
    return all(is_code_line(module.line(each)) for each in range(block.end + 1, lines[following]))


def _demanded(statement: ast.stmt) -> tuple[str, str]:
    """What an assertion says is there: something, a part of it, or anything at all; else nothing."""
    match statement:
        case ast.Assert(
            test=ast.Compare(left=owner, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)])
        ):
            return _place(owner), ""
        case ast.Assert(
            test=ast.Compare(left=ast.Constant(value=str(key)), ops=[ast.In()], comparators=[owner])
        ):
            return _place(owner), f"[{key}]"
        case (
            ast.Assert(test=ast.Call(func=func, args=[owner, *named]))
            | ast.Expr(value=ast.Call(func=func, args=[owner, *named]))
        ):
            return _told_to(last_word(func), owner, named)
        case _:
            return "", ""


def _told_to(word: str, owner: ast.expr, named: Sequence[ast.expr]) -> tuple[str, str]:
    match named:
        case [ast.Constant(value=str(name))] if _HAS.match(word):
            return _place(owner), f".{name}"
        case [container, *_] if word == "assertIn" and (key := string(owner)) is not None:
            return _place(container), f"[{key}]"
        case _ if word in ("assertIsNotNone", "assert_is_not_none"):
            return _place(owner), ""
        case _:
            return "", ""


def _place(owner: ast.expr) -> str:
    """The text of a name, or of an attribute of one; empty for what is longer."""
    inner = owner.value if isinstance(owner, ast.Attribute) else owner
    return spelt(owner) if isinstance(inner, ast.Name) else ""


@once
def _reads(module: Module) -> Mapping[tuple[str, str], Sequence[int]]:
    """The lines that read a part of something, and that read any part of it."""
    found: dict[tuple[str, str], list[int]] = {}
    every: Iterator[ast.Attribute | ast.Subscript] = module.nodes(ast.Attribute, ast.Subscript)
    for node in every:
        owner = _place(node.value)
        if owner and isinstance(node.ctx, ast.Load):
            part = f".{node.attr}" if isinstance(node, ast.Attribute) else f"[{string(node.slice)}]"
            for key in ((owner, part), (owner, "")):
                found.setdefault(key, []).append(node.lineno)
    return {key: sorted(lines) for key, lines in found.items()}


def _is_in_double(comment: Comment, module: Module) -> bool:
    """Whether a comment stands in a class that a test makes for itself: what that checks is no claim of the
    test's."""
    function = next(functions(comment, module), None)
    class_ = module.class_of(function) if function is not None else None
    return class_ is not None and module.function(class_) is not None


def _is_off_with_setting(disabled: Disabled, module: Module) -> bool:
    """Whether what an assertion asks for is set in a comment of the same function: ``# shelf["size"] = 3``
    above ``# assert shelf.size == 3``. Who sets it again finds both."""
    around = islice(functions(disabled.comments[0], module), 1)
    given = [each for each in (_set_in_comments(function, module) for function in around) if each]
    return any(not each.isdisjoint(_asked(disabled.statement)) for each in given)


def _asked(statement: ast.stmt) -> Iterator[str | None]:
    """The attributes and keys that a statement reads."""
    for each in walk(statement):
        if isinstance(each, (ast.Attribute, ast.Subscript)) and isinstance(each.ctx, ast.Load):
            yield each.attr if isinstance(each, ast.Attribute) else string(each.slice)


@once
def _set_in_comments(function: Function, module: Module) -> frozenset[str]:
    """The attributes, keys and arguments that comments of a function give a value."""
    comments = module.comments_in(function.lineno, function.end_lineno or 0)
    return frozenset(name for each in comments for name in _SET.findall(each.content))


_SET = lazy(r"\A\W{0,9}(?:\w{1,99}(?:\.|\[['\"]))?(\w{1,99})(?:['\"]\])?\s{0,9}=(?!=)")


def _is_told_of_test(comment: Comment, module: Module) -> bool:
    """Whether the comment above the function says that parts of it are off: ``same problem as above``; or one
    at the head of its class that parts of the tests are commented out, or before it in the function when to
    uncomment such parts."""
    innermost = islice(functions(comment, module), 1)
    return any(_is_told_off(each, module) or _waiting_from(each, module) < comment.line for each in innermost)


@once
def _is_told_off(function: Function, module: Module) -> bool:
    return (
        _is_left_out(function, module)
        or tells_what_is_off("\n".join(above(first_line(function), module)))
        or any(map(_OFF.search, _heads(function, module)))
        or _OFF_HERE.search(ast.get_docstring(function) or "") is not None
    )


def _is_left_out(function: Function, module: Module) -> bool:
    """Whether a test is skipped for a reason that it gives: every run says so."""
    if not function.decorator_list:
        return False
    given = (each for each in skips(module) if each.node in function.decorator_list)
    return any(each.name in PLAIN and text(each.reason) for each in given)


@once
def _waiting_from(function: Function, module: Module) -> float:
    """The first line of a function in which a comment says when to uncomment something."""
    end = function.end_lineno or 0
    for each, after in pairwise((*module.comments_in(function.lineno, end), Comment(0, 0, ""))):
        if _WAITS.search(f"{each.content} {after.content}"):
            return each.line
    return inf


_WAITS = lazy(r"(?i)\bun-?comment\b.{0,80}\b(when|once|after|as soon as)\b")
_OFF = lazy(r"(?i)\btests?\b[^.]{1,80}\bcommented[- ]out\b")
_OFF_HERE = lazy(r"(?i)\b(disabled|commented([- ]out)?) (assert\w*|checks?)\b")


def _heads(function: Function, module: Module) -> Iterator[str]:
    """What stands above the first statement of the class around a function, and its docstring."""
    class_ = module.class_of(function)
    if class_ is not None:
        yield " ".join(above(first_line(class_.body[0]), module))
        yield " ".join((ast.get_docstring(class_) or "").split())


def _is_told_above(asserted: Sequence[Disabled], first: int, module: Module) -> bool:
    """Whether the comment at the head of the lines of code right above speaks of what is asserted, and says
    what is wrong with it."""
    head = first
    while is_code_line(module.line(head - 1)) and first - head < _NEAR:
        head -= 1
    told = "\n".join(above(head, module)) if head < first else ""
    if not told or not gives_reason(told):
        return False
    between = [*_statements(head, first, module)]
    if any(_shares(each, asserted, module) for each in between):
        return True
    if not gives_reason(told, denies=True):
        return False
    if tells_what_is_off(told) and _is_repeated(asserted, between):
        return True
    names = {name for each in asserted for name in _subject_names(each.statement)}
    return not names.isdisjoint(_WORDS.findall(told))


def _is_repeated(asserted: Sequence[Disabled], between: Sequence[ast.stmt]) -> bool:
    """Whether the same is asserted by code near by."""
    same = {structure(each) for each in between}
    return any(structure(each.statement) in same for each in asserted)


def _statements(first: int, end: int, module: Module) -> Iterator[ast.stmt]:
    """The statements that may check something and begin between two lines."""
    every, lines = _checking(module)
    yield from every[bisect_left(lines, first) : bisect_left(lines, end)]


@once
def _checking(module: Module) -> tuple[Sequence[ast.stmt], Sequence[int]]:
    every: Iterator[ast.stmt] = module.nodes(ast.Assert, ast.Expr, ast.With, ast.AsyncWith)
    ordered = sorted(every, key=lambda each: each.lineno)
    return ordered, [each.lineno for each in ordered]


def _shares(statement: ast.stmt, asserted: Sequence[Disabled], module: Module) -> bool:
    """Whether an error is expected of what is given something that the disabled assertions are about."""
    if not isinstance(statement, (ast.With, ast.AsyncWith)) or not expectations(statement, module):
        return False
    given = {*_given(statement)}
    return any(not given.isdisjoint(_given(each.statement)) for each in asserted)


def _given(statement: ast.stmt) -> Iterator[str]:
    """The attributes that a statement gives to what it calls."""
    calls = (each for each in walk(statement) if isinstance(each, ast.Call))
    yield from (structure(arg) for call in calls for arg in call.args if isinstance(arg, ast.Attribute))


def _is_part_of_whole(disabled: Disabled, module: Module) -> bool:
    """Whether the function asserts of a whole what is commented out of one of its parts: ``check(x[2], y)``
    where there is ``check(x, [y, z])``."""
    match disabled.statement:
        case ast.Expr(value=ast.Call(func=func, args=[ast.Subscript(value=whole), *rest], keywords=[])) if (
            rest
        ):
            parts = {structure(each) for each in rest}
        case _:
            return False
    asked = last_word(func), structure(whole)
    around = functions(disabled.comments[0], module)
    return any(parts <= each for function in around for each in _wholes(function, module).get(asked, ()))


@once
def _wholes(function: Function, module: Module) -> Mapping[tuple[str, str], Sequence[frozenset[str]]]:
    """The calls of a function by their words and first arguments: for each, all expressions in it."""
    found: dict[tuple[str, str], list[frozenset[str]]] = {}
    for node in walk(function):
        match node:
            case ast.Expr(value=ast.Call(func=func, args=[first, *_]) as call):
                parts = frozenset(structure(each) for each in walk(call) if isinstance(each, ast.expr))
                found.setdefault((last_word(func), structure(first)), []).append(parts)
    return found


def _is_told_by_code(block: Block, module: Module) -> bool:
    """Whether the line below says why nothing is done: it raises what is not implemented, or skips."""
    return _RAISES_REASON.match(module.line(block.end + 1)) is not None


def _subject_names(statement: ast.stmt) -> Iterator[str]:
    for node in walk(statement):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if "assert" not in name.lower():
                yield name

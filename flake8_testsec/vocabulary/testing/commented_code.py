"""Code in comments: which of their lines are statements, and which are prose."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.comment_places import code_column

_INTRODUCES = lazy(
    r"\b(something like|like (this|so)|might be able to get|e\.g\.|for example|"
    r"(below|following) (should|would|will) happen|"
    r"(replace|change)[ds]?( (it|this|that|these))? (with|by|to))\W*\Z",
    re.IGNORECASE,
)
_STRING = lazy(r"""'[^'\n]*'|"[^"\n]*\"""")
_WORDS = lazy(
    rf"(?!(?:{'|'.join((*keyword.kwlist, *keyword.softkwlist))})\b)[^\W\d]\w*[ \t]+"
    r"(?!(?:and|else|for|if|in|is|not|or)\b)[^\W\d]"
)
"""Two names side by side, neither of them a keyword: no statement of any Python begins like that."""
_LONGEST = 60
_WIDEST = 4000
_TAGGED = lazy(
    rf"(?P<code>.*[^\s#])\s+(?:{'|'.join(tickets.TAGS)}|(?:<-+|<=[-=]+|-+>|==+>)(?=\s))(?:\W.*)?\Z"
)
"""Code with a tag, or an arrow and words, behind it that no hash sign sets off."""
_PARSER_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)


class Disabled(NamedTuple):
    """A statement that is commented out, with the comment lines that hold it."""

    statement: ast.stmt
    comments: Sequence[Comment]


class Note(NamedTuple):
    """A line of prose: a comment of its own, or what stands behind a disabled statement."""

    line: int
    text: str


class Block(NamedTuple):
    """Comment lines that follow each other without a line between: code, and the rest as prose."""

    code: Sequence[Disabled]
    notes: Sequence[Note]
    end: int
    """The number of the last line."""
    quotes: bool
    """Whether the prose speaks of the code as an example or a plan."""
    gaps: frozenset[int]
    """The lines that hold nothing, or a comment of the disabled code."""

    @property
    def prose(self) -> str:
        """All notes as one text."""
        return text_of(self.notes)


def text_of(notes: Iterable[Note]) -> str:
    """Notes as one text."""
    return "\n".join(each.text for each in notes)


def read(run: Sequence[Comment]) -> Block:
    """Tell code from prose.

    Args:
        run: comments on adjoining lines.

    Returns:
        The statements in their order, those in disabled loops and conditions too, and all other text.
    """
    code: list[Disabled] = []
    notes: list[Note] = []
    contents = [comment.content for comment in run]
    opened = [*map(_opened, contents)]
    start = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while start < len(run):
            disabled = _statement(run, contents, opened, start)
            if disabled is None:
                notes.append(Note(run[start].line, contents[start]))
                start += 1
            else:
                code.append(disabled)
                notes.append(Note(disabled.comments[-1].line, _remark(disabled)))
                start += len(disabled.comments)
    lines = zip(run, contents, strict=True)
    gaps = frozenset(each.line for each, content in lines if content.lstrip()[:1] in ("", "#"))
    return Block(code, notes, run[-1].line, _quotes(run, code), gaps)


def _statement(
    run: Sequence[Comment], contents: Sequence[str], opened: Sequence[int], start: int
) -> Disabled | None:
    """The statement that begins on a line, however many lines it takes."""
    if not _may_begin(contents[start].lstrip()):
        return None
    depth = 0
    for place in range(start, min(start + _LONGEST, len(run))):
        if run[place].column != run[start].column:
            return None
        depth += opened[place]
        if depth <= 0 and not contents[place].endswith("\\"):
            text = "".join(f"{each}\n" for each in contents[start : place + 1])
            statement = _parsed(text.lstrip()) or _parsed_before_tag(text.lstrip())
            if statement is None or not _is_code(statement):
                return None
            return Disabled(statement, run[start : place + 1])
    return None


def _parsed_before_tag(text: str) -> ast.stmt | None:
    """The statement of a text whose last line ends with a tag: ``assert order.is_paid  TODO``."""
    *above, last, _ = text.split("\n")
    tagged = _TAGGED.match(last)
    return _parsed("\n".join((*above, f"{tagged['code']}\n"))) if tagged else None


def _may_begin(line: str) -> bool:
    """Whether the parser need be asked: most prose shows in its first two words."""
    return line != "" and line[0] != "#" and _WORDS.match(line) is None


def _opened(line: str) -> int:
    """How many brackets a line opens more than it closes, those in strings left out."""
    code = _STRING.sub("", line) if "'" in line or '"' in line else line
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def _parsed(text: str) -> ast.stmt | None:
    """The one statement of a text; of a compound one the head alone will do."""
    if len(text) > _WIDEST:
        return None  # nobody writes that by hand; what is nested beyond measure ends here too
    head = f"{text.rstrip()} pass" if text.endswith(":\n") else text
    try:
        body = ast.parse(head).body
    except _PARSER_ERRORS:
        return None
    return body[0] if len(body) == 1 else None


def _quotes(run: Sequence[Comment], code: Sequence[Disabled]) -> bool:
    """Whether the prose above the first statement introduces it, or it is set off like a quotation."""
    if not code or code[0].comments[0] is run[0]:
        return False
    quoted = code[0].comments[0]
    above = run[run.index(quoted) - 1]
    if _INTRODUCES.search(above.content):
        return True
    # Behind a hash sign in the first column code keeps the indentation that it had.
    return bool(above.content) and bool(quoted.column) and code_column(above) < code_column(quoted)


def _is_code(statement: ast.stmt) -> bool:
    """Whether a statement is more than words that happen to be one."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=word))):
            return word not in tickets.TAGS
        case ast.Expr(value=value):
            return isinstance(value, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom))
        case ast.AnnAssign(value=value):
            return value is not None
        case _:
            return True


def _remark(disabled: Disabled) -> str:
    """The comment that stands behind a disabled statement on its last line."""
    last = disabled.comments[-1].content
    if len(disabled.comments) == 1:
        last = last.lstrip()
    return last.encode()[disabled.statement.end_col_offset :].decode(errors="replace").strip().lstrip("# ")

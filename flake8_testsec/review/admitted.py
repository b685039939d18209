"""Comments that admit a bug, a workaround or something unfinished in their words, without a tag."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

from flake8_testsec.patterns import lazy
from flake8_testsec.review import behind_code
from flake8_testsec.review.document import Fact, Lines, capped, code, fact, quote
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing import tickets

_ADMITS = (
    r"bugs?|buggy|work-?arounds?|work(?:s|ing)? around|hacks?|hacky|kludges?|flaky|"
    r"(?:not|isn't|un) ?clean|ugly|known (?:issues?|problems?|failures?|limitations?)|"
    r"(?:isolation|race) (?:issues?|problems?|conditions?)|"
    r"avoid(?:s|ing)? (?:an? |the )?(?:crash|deadlock|error|exception|failure|hang|segfault)s? in"
)
_UNDONE = (
    r"(?:needs?|still|yet|has|have) to be (?:implemented|fixed|finished|completed|investigated)|"
    r"not yet (?:implemented|supported|handled|working|finished)|unimplemented|"
    r"not (?:implemented|supported|handled|working|finished) yet|"
    r"(?:doesn't|does not|don't|do not) (?:work yet|currently work|yet work)|"
    r"not (?:really |quite |entirely )?sure (?:how|why|if|what|whether|where|that|about)|"
    r"no idea (?:why|how)|unclear (?:why|how|if|whether|what)"
)
_MENDED = (
    r"used to (?:fail|crash|break|raise|hang|cause|throw|leak|trigger|"
    r"be (?:accepted|rejected|ignored|broken|lost|dropped|swallowed))|regression tests? (?:for|of|against)"
)
_SAYS = {
    "admits": "a comment may admit a bug or a workaround: ",
    "undone": "a comment may say that something is not done or not known: ",
    "mended": "a comment may speak of a defect that was mended: ",
}
_LOOKED_FOR = lazy(rf"(?i)\b(?:(?P<admits>{_ADMITS})|(?P<undone>{_UNDONE})|(?P<mended>{_MENDED}))\b")
_TAGGED = lazy(r"\W*@?(?:(?i:todo)|FIXME|XXX|HACK|BUG|WARNING|CAUTION)(?=$|[\s:(!?,;])")
_WORDS = (
    *("bug", "around", "hack", "kludge", "flaky", "clean", "ugly", "known", "isolation", "race ", "avoid"),
    *("to be ", "yet", "unimplemented", "currently", "sure", "no idea", "unclear", "used to", "regression"),
)


_OF_TESTS = lazy(
    rf"(?i)\b(?:(?P<undone>{_UNDONE})|(?P<mended>used to (?:fail|crash|break|raise|hang|throw|leak)|"
    r"regression test (?:for|against)))\b"
)
"""What is looked for in docstrings, where most words of the others have other senses."""


def facts(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    """Comments with such words that no tag begins and that are not told otherwise, then docstrings.

    Args:
        module: the module.
        told: the lines of what is told already.

    Yields:
        The facts.
    """
    yield from capped(_found(module, told), "such comments", 6)
    yield from capped(_in_docstrings(module), "such docstrings", 4)


def _found(module: Module, told: Sequence[Lines]) -> Iterator[Fact]:
    if not any(word in module.lowered for word in _WORDS):
        return
    taken = frozenset(line for each in told for line in range(each.first, each.last + 1))
    for comment in _comments(module):
        words = comment.content.strip()
        is_told = comment.line in taken or _TAGGED.match(words) or tickets.find(words) is not None
        if not is_told and (found := _LOOKED_FOR.search(words)):
            lines = [Lines(comment.line, comment.line)]
            begin = ("By its words ", code(found[0]), f", {_SAYS[found.lastgroup or '']}")
            yield fact("admitted", lines, *begin, quote(words), ".", subject=words)


def _in_docstrings(module: Module) -> Iterator[Fact]:
    """Docstrings that name no ticket, by the first line of each with such words."""
    for statement in module.nodes(ast.Expr) if any(word in module.lowered for word in _WORDS) else ():
        match statement.value:
            case ast.Constant(value=str(text)) as literal if tickets.find(text) is None:
                yield from islice(_of_lines(literal, text, module), _is_docstring(statement, module))


def _is_docstring(statement: ast.Expr, module: Module) -> bool:
    above = module.parent(statement)
    return isinstance(above, _DOCUMENTED) and above.body[0] is statement


_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _of_lines(literal: ast.Constant, text: str, module: Module) -> Iterator[Fact]:
    for number in range(literal.lineno, (literal.end_lineno or 0) + 1):
        words = _of_line(literal, number, module).strip().strip("\"'").strip()
        if (found := _OF_TESTS.search(words)) and found[0] in text:
            says = _SAYS[found.lastgroup or ""].replace("a comment", "a docstring")
            begin = ("By its words ", code(found[0]), f", {says}")
            yield fact("admitted", [Lines(number, number)], *begin, quote(words), ".", subject=words)


def _of_line(literal: ast.Constant, number: int, module: Module) -> str:
    """What stands on a line of a literal, without what stands before and behind it."""
    line = module.line(number)
    end = module.characters(number, literal.end_col_offset or 0) if number == literal.end_lineno else None
    return line[module.characters(number, literal.col_offset) if number == literal.lineno else 0 : end]


def _comments(module: Module) -> Iterator[Comment]:
    """The comments, those behind code among them."""
    yield from sorted((*module.comments, *behind_code.behind(module, _LOOKED_FOR)))

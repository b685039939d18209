"""Commands that fetch from a host: which word of them says from where."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.clients import Target, public

STARTING = (
    *(f"subprocess.{name}" for name in ("Popen", "call", "check_call", "check_output", "run")),
    "os.system",
)
"""What starts a command, by qualified name."""

# https://git-scm.com/docs, https://curl.se/docs/manpage.html, https://www.gnu.org/software/wget/manual/
_FETCHING: Mapping[str, frozenset[str]] = {
    "curl": frozenset(),
    "git": frozenset({"clone", "fetch", "ls-remote", "pull"}),
    "wget": frozenset(),
}
"""The words below which a program asks a host; none where it always does."""


def fetched(call: ast.Call, module: Module) -> Iterator[Target]:
    """The public hosts from which a command fetches.

    Args:
        call: a call of one of `STARTING`.
        module: its module.

    Yields:
        Each with its literal, as far as the command is written out.
    """
    command = argument(call, 0, "args")
    words = list(_words(meant(command, module))) if command is not None else []
    texts = [text for _, text in words]
    below = _FETCHING.get(texts[0].rpartition("/")[2]) if texts else None
    if below is not None and (not below or not below.isdisjoint(texts[1:])):
        for node, text in words[1:]:
            if text.startswith(("http://", "https://")):
                literal = ast.copy_location(ast.Constant(text), node)
                found = public(literal, module)
                yield from (found._replace(node=node),) if found is not None else ()


def _words(command: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The words of a command, each with its literal; empty for what is not written out."""
    match command:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from ((each, string(each) or "") for each in elements)
        case ast.Constant(value=str(text)):
            yield from ((command, word) for word in text.split())
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)) as line, attr="split")):
            yield from ((line, word) for word in text.split())

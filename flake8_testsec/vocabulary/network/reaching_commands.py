"""Commands that fetch from a host: which word of them says from where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flake8_testsec.patterns import short
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
"""The word below which a program asks a host; none where it always does."""

_GIVEN = frozenset({"-C", "-c", "--exec-path", "--git-dir", "--namespace", "--work-tree"})
"""Options of ``git`` that stand before its word and take another."""

_ROUTING = short(
    r"-x|-K|-e|--(proxy|preproxy|socks|resolve|connect-to|unix-socket|abstract-unix-socket|config|execute)|"
    r"(http|https|remote|url)\..*(proxy|insteadof)",
    re.IGNORECASE,
)
"""What has a request sent to another host than the URL's."""

_ALONE = short(
    r"-[#046ILNOSfgijknqrsv]+(O-)?\Z|"
    r"--(all|bare|compressed|continue|depth=\w+|exit-code|fail|head|heads|https-only|include|insecure|location|"
    r"mirror|no-[a-z-]+|progress|prune|quiet|recurse-submodules|recursive|remote-name|show-error|silent|"
    r"single-branch|spider|tags|timestamping|url|verbose)\Z|--[a-z-]+="
)
"""Options behind which no word is theirs, or which the URL itself follows."""


def fetched(call: ast.Call, module: Module) -> Iterator[Target]:
    """The public hosts from which a command fetches.

    Args:
        call: a call of one of `STARTING`.
        module: its module.

    Yields:
        Each with its literal, as far as the command is written out, and is not told to go elsewhere.
    """
    command = argument(call, 0, "args")
    words = [*_words(meant(command, module))] if command is not None else []
    for node, text in _asked(words):
        found = public(ast.copy_location(ast.Constant(text), node), module)
        yield from (found._replace(node=node),) if found is not None else ()


_Word = tuple[ast.expr, str]


def _asked(words: Sequence[_Word]) -> Iterator[_Word]:
    """The URLs that a program is to ask, and not those that it is given for an option."""
    program = words[0][1].rpartition("/")[2] if words else ""
    if program not in _FETCHING or any(_ROUTING.match(text) for _, text in words):
        return
    below = _FETCHING[program]
    first = _place_of_word(words) if below else 0
    if below and (first >= len(words) or words[first][1] not in below):
        return
    for (_, before), word in pairwise(words[first:]):
        is_given = before.startswith("-") and not _ALONE.match(before)
        if word[1].startswith(("http://", "https://")) and not is_given:
            yield word


def _place_of_word(words: Sequence[_Word]) -> int:
    """Where the word stands that says what ``git`` is to do."""
    place = 1
    while place < len(words) and words[place][1].startswith("-"):
        place += 2 if words[place][1] in _GIVEN else 1
    return place


def _words(command: ast.expr) -> Iterator[_Word]:
    """The words of a command, each with its literal; empty for what is not written out."""
    match command:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from ((each, string(each) or "") for each in elements)
        case ast.Constant(value=str(text)):
            yield from ((command, word) for word in re.split(r"[;&|\n]", text)[0].split())
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)) as line, attr="split")):
            yield from ((line, word) for word in text.split())

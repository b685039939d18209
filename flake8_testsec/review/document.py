"""What a review consists of: aspects with facts, which name lines, and with defects. Data only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from flake8_testsec.finding import Finding
from flake8_testsec.formats.entries import Facts
from flake8_testsec.patterns import lazy, short
from flake8_testsec.vocabulary.secrets import formats

_LOGIN = lazy(r"(://[^/\s:'\"]*:)(?:[^/\s]{1,500}|(?!\d+/|[{…])\S{1,500})@")
"""A password in a URL, up to the last ``@`` that may end it; a number and a slash are a port and a path."""
_GIVEN = lazy(
    r"(?i)(?P<name>\b\w*(?:passw|pwd|passphrase|secret|token|api_?key|access_?key|private_?key|credential)\w*)"
    r"(?P<sign>['\"]?\]?\s*[=:,]\s*[bruf]{0,2})(?P<open>['\"])(?:(?!(?P=open)).){1,4000}(?P<close>(?P=open))"
)

_PAIR = lazy(
    r"(?i)(?P<name>\b(?:auth\s*=\s*|log_?in|sign_in|authenticate)\(\s*[bruf]{0,2}(?P<first>['\"])[^'\"]{0,200}(?P=first)\s*,\s*[bruf]{0,2})"
    r"(?P<open>['\"])[^'\"]{1,4000}(?P=open)"
)
"""A user and a password, as clients take them: ``auth=("ann", "x")``, ``login("ann", "x")``."""

_TAKEN = lazy(
    r"(?i)(?P<name>\b\w{0,60}(?:passw(?:or)?d|pwd|passphrase|secret|token|_key|api_?key|credential)\w{0,60}(?<!error)(?<!exception)\()"
    r"(?P<given>(?:[^'\")]{0,200}(?:'(?:[^'\\]|\\.){0,4000}'|\"(?:[^\"\\]|\\.){0,4000}\")){1,8})"
)
"""What is given to a call that takes a secret by its name: ``set_token("x")``."""
_LITERAL = lazy(r"'(?:[^'\\]|\\.){0,4000}'|\"(?:[^\"\\]|\\.){0,4000}\"")
_SIGNED = lazy(r"(?i)([?&](?:x-amz-|x-goog-)?sig(?:nature)?=)[^\s&'\"#…]{1,4000}")
"""What signs a URL, so that whoever knows it may fetch what is there."""
_SET = short(
    r"(?i)(\b[\w.-]*(?:passw(?:or)?d|pwd|passphrase|secret|token|api_?key|access_?key|credential)s?\s*[=:]\s*)"
    r"(?![\s{'\"…])[^\s&;,'\"]+"
)
_SAID = lazy(
    r"(?i)((?:passw(?:or)?d|pwd|passphrase|secret|token|(?:api|secret|access|private)[_-]?key|credential)\s?"
    r"(?:=\s?|:\s?(?=[^\s'\"/#]{0,200}\d)))(?!(?:none|true|false|null)\b|[=\s{'\"…%?:$<(*\[])[^\s&;,'\"()\[\]{}<]{1,4000}"
)
"""What words give under the name of a secret without quotes; behind a colon only what has digits."""
_BEARER = lazy(r"(?i)(\bbearer\s{1,4})(?=[^\s'\"]{0,200}\d|[^\s'\"]{20})[a-z0-9._~+/=-]{6,4000}")

LONGEST = 90
"""Characters of a piece of code, or of somebody's words, that are shown."""


class Code(str):
    """A piece of a sentence that is code."""


class Quote(str):
    """A piece of a sentence that is somebody else's words."""


class Lines(NamedTuple):
    """Where something is: the first and the last line, from 1, in the reviewed file or in another."""

    first: int
    last: int
    path: str = ""
    """Below the project's top folder; empty for the reviewed file."""


class Fact(NamedTuple):
    """One sentence that the tree shows to be true."""

    kind: str
    """What a program may look for: ``test``, ``patch``, ``ticket``."""
    parts: tuple[str, ...]
    """The sentence in pieces: plain text, `Code` and `Quote`."""
    lines: tuple[Lines, ...]
    subject: str = ""
    """What the sentence is about, as it is written: a name, a value, a call."""


class Defect(NamedTuple):
    """A finding with what its rule says of itself."""

    finding: Finding
    rule: Facts
    optional: bool
    """Whether it is found only where somebody asks for the rule, or for its strict form."""


UNJUDGED = "Told, not judged: no rule looks at it."


class Aspect(NamedTuple):
    """What a reviewer looks at, what was found, and what is to be said where nothing was."""

    name: str
    facts: tuple[Fact, ...]
    defects: tuple[Defect, ...]
    nothing: str
    is_judged: bool = True
    """Whether there are rules that could have found a defect."""

    @property
    def verdict(self) -> str:
        """One sentence."""
        return verdict_of(self.defects) if self.is_judged else UNJUDGED


class Document(NamedTuple):
    """The review of one file."""

    path: str
    role: str
    why: str
    """The fact that says what the file is for."""
    length: int
    """Its lines."""
    aspects: tuple[Aspect, ...]
    undecided: tuple[Fact, ...]
    """What could not be decided, and why."""
    read: tuple[str, ...]
    """The other files that were read for it, of the project and of installed packages."""
    silenced: int
    """Findings that a comment or the configuration silences."""
    broken: tuple[Finding, ...] = ()
    """What says that the review is not complete."""
    installed: int = 0
    """How many of the files that were read are of installed packages."""
    calls_others: bool = False
    """Whether code of other files is called that was not followed to its end."""

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Those of all aspects."""
        return tuple(each for aspect in self.aspects for each in aspect.defects)


class Several(NamedTuple):
    """Defects that are told in the same words, and their lines."""

    first: Defect
    lines: tuple[Lines, ...]
    related: tuple[Lines, ...]


def alike(defects: Iterable[Defect]) -> tuple[Several, ...]:
    """Defects of one rule in the same words together, in the order of the first of each."""
    groups: dict[tuple[str, str, bool], list[Defect]] = {}
    for each in defects:
        groups.setdefault((each.finding.code, each.finding.message, each.optional), []).append(each)
    return tuple(_several(each) for each in groups.values())


def _several(defects: Sequence[Defect]) -> Several:
    lines = dict.fromkeys(Lines(each.finding.line, each.finding.line) for each in defects)
    related = (one for each in defects for one in each.finding.related) if len(defects) == 1 else ()
    return Several(
        defects[0], tuple(lines), tuple(dict.fromkeys(Lines(one.line, one.line) for one in related))
    )


SEVERITIES = ("high", "medium", "low")


def verdict_of(defects: Sequence[Defect]) -> str:
    """What there is to say of defects by their number and severity."""
    certain = [each for each in defects if not each.optional]
    asked = len(defects) - len(certain)
    more = f" {counted(asked, 'observation')} of opt-in rules." if asked else ""
    return f"{_counted(certain)}.{more}" if certain else f"No rule found a defect.{more}"


def _counted(defects: Sequence[Defect]) -> str:
    found = [each.rule.severity for each in defects]
    parts = [f"{found.count(word)} {word}" for word in SEVERITIES if word in found]
    return f"{counted(len(found), 'defect')} ({', '.join(parts)})"


def counted(number: int, what: str, many: str = "") -> str:
    """A number with its word: ``1 test``, ``2 tests``."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def fact(kind: str, places: Iterable[ast.AST | Lines], *parts: str, subject: str = "") -> Fact:
    """A fact about places.

    Args:
        kind: see `Fact`.
        places: nodes with lines, or lines.
        parts: see `Fact`.
        subject: see `Fact`.

    Returns:
        The fact; its lines are in order, each once.
    """
    lines = dict.fromkeys(each if isinstance(each, Lines) else lines_of(each) for each in places)
    hide = masked_prose if any(isinstance(each, Quote) for each in parts) else masked
    return Fact(kind, parts, tuple(sorted(lines, key=lambda each: (each.path, each))), hide(subject))


def capped(facts: Iterable[Fact], what: str, most: int = 8) -> Iterator[Fact]:
    """The first of some facts, and how many more there are; where it is one more, that one, too.

    Args:
        facts: the facts, each with lines.
        what: what they are about, in the plural.
        most: how many are told one by one.

    Yields:
        Facts.
    """
    found = [*facts]
    if len(found) == most + 1:
        yield from found
        return
    yield from found[:most]
    if rest := found[most:]:
        lines = sorted(each for one in rest for each in one.lines)
        parts = (f"{len(rest)} more {what}, from the first to the last line named.",)
        yield Fact("more", parts, tuple(dict.fromkeys((lines[0], lines[-1]))), str(len(rest)))


def lines_of(node: ast.AST) -> Lines:
    """The lines of a node; of a definition those from ``def`` or ``class`` on."""
    first = getattr(node, "lineno", 1)
    return Lines(first, getattr(node, "end_lineno", None) or first)


@lru_cache(maxsize=16384)  # the same names and calls are shown again and again
def code(text: str) -> Code:
    """Code in one line, secrets masked, cut where it is long."""
    shown = masked(text)
    return Code(_cut(_DIGITS.sub(r"\1\2…\1", shown) if "'" in shown or '"' in shown else shown))


_DIGITS = lazy(r"(['\"])(?=\d{0,31}[a-fA-F])(?=[a-fA-F]{0,31}\d)([0-9a-fA-F]{8})[0-9a-fA-F]{24}\1")
"""Literals of 32 hexadecimal digits, which may be secrets: their first digits are shown."""


def quote(text: str, longest: int = 400) -> Quote:
    """Somebody's words in one line, secrets masked, cut where they are long."""
    return Quote(_cut(masked_prose(text), longest).removesuffix("."))


@lru_cache(maxsize=16384)  # what is shown is nearly always the subject, too
def masked(text: str) -> str:
    """A text without credentials: those of vendors, of URLs, and what is given under the names of secrets."""
    shown = "".join(_between(text))
    shown = _LOGIN.sub(r"\1…@", shown) if "://" in shown else shown
    if "'" not in shown and '"' not in shown:  # nor is there anything for the others then
        return _SIGNED.sub(r"\1…", shown) if "=" in shown else shown
    shown = _PAIR.sub(r"\g<name>\g<open>…\g<open>", shown)
    shown = _SIGNED.sub(r"\1…", _TAKEN.sub(_emptied, shown))
    shown = _GIVEN.sub(_hidden, shown)
    return _LITERAL.sub(lambda match: _unsaid(match[0]), shown)


def masked_prose(text: str) -> str:
    """Somebody's words without credentials, those too that stand in them without quotes."""
    return _unsaid(masked(text))


def _between(text: str) -> Iterator[str]:
    """What stands between the credentials of a text, with a sign for each, or for several that overlap."""
    last = 0
    for secret in sorted({*formats.shown(text)}, key=lambda each: each.start):
        if secret.start >= last:
            yield f"{text[last : secret.start]}…"
        last = max(last, secret.end)
    yield text[last:]


def _unsaid(text: str) -> str:
    return _BEARER.sub(r"\1…", _SAID.sub(r"\1…", text))


def without_settings(text: str) -> str:
    """A literal without what stands in it under the names of secrets, in lines of settings and in queries."""
    return _SET.sub(r"\1…", masked(text))


def under(name: str, text: str) -> Code:
    """Code that is put under a name, which may be that of a secret: ``os.environ['TOKEN']``."""
    shown = (masked(f"{each} = {text}").removeprefix(f"{each} = ") for each in re.findall(r"\w+", name))
    return code(next((each for each in shown if each != masked(text)), text))


def _emptied(match: re.Match[str]) -> str:
    return match["name"] + _LITERAL.sub(_ended, match["given"])


def _ended(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) == 2 else f"{match[0][0]}…{match[0][0]}"


def _hidden(match: re.Match[str]) -> str:
    return f"{match['name']}{match['sign']}{match['open']}…{match['close']}"


def _cut(text: str, longest: int = LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def listed(words: Sequence[str], last: str = " and ") -> tuple[str, ...]:
    """Pieces of a sentence with commas and a word between them."""
    found: list[str] = []
    for number, word in enumerate(words):
        if number:
            found.append(last if number == len(words) - 1 else ", ")
        found.append(word)
    return tuple(found)


def plain(parts: Iterable[str]) -> str:
    """A sentence as plain text, code in backticks and quotations in quotation marks."""
    return "".join(_plain(each) for each in parts)


def _plain(part: str) -> str:
    match part:
        case Code():
            return f"`{part}`"
        case Quote():
            return f"“{part}”"
        case _:
            return part

"""What is made to talk to a service or a database: by known makers, and by names with an address."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.patterns import lazy, short
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.literals import GAP
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import begin, meant
from flake8_testsec.vocabulary.testing.doubles import is_mock

_TALKING = frozenset({"client", "connection", "database", "pool", "session"})
"""What the table of resources calls what talks to somebody."""
_MAKER = lazy(
    r"_?[A-Z]\w*(?:Client|Connection|Connector|Session|Pool|Driver|Channel)\Z|Client\Z|Connection\Z"
)
_ADDRESS = short(r"(?:\w+_)?(?:host|hostname|port|url|uri|endpoint|address|addr|dsn|server|server_url)\Z")


def _statements(module: Module) -> Iterator[Fact]:
    """Statements in the language of databases that methods of that name are given."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"execute", "executemany", "executescript"}):
        text = _sent(call.args[0], module) if call.args else ""
        if isinstance(call.func, ast.Attribute) and _STATEMENT.match(text):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, calls in found.items():
        words = "By what it is given, sends a statement to a database, or to what stands in for one: "
        yield fact("statement", calls, words, code(shown), ".", subject=shown)


def _sent(given: ast.expr, module: Module) -> str:
    """A text with a sign for each part that is not known, those too that ``%`` fills in; else nothing."""
    text = begin(given, module)
    shown = text.text.replace(GAP, "…") if text is not None else ""
    match meant(given, module):
        case ast.BinOp(op=ast.Mod()):
            return shown.replace("%s", "…")
        case _:
            return shown


_NAME = r"[\w.`\"\[\]{}%…]{1,80}"
_GIVEN = r"(?:…|\{\w{0,40}\})"
"""What a value is put for, which may be columns, or any words at all."""
_COLUMN = rf"(?:{_NAME}(?:\s{{1,40}}as\s{{1,40}}{_NAME})?)"
_SELECTED = (
    r"(?:[*(@:?%$-]|(?:null|true|false|current_\w{1,20})\b|[\w.]{1,80}[(\[]|"
    r"(?:\d[\w.]{0,40}|'[^']{0,200}')\s{0,40}(?:[;,:*/+-]|\Z|(?:as|from|union|where)\b)|"
    rf"(?!all\s|one\s|any\s)(?:{_COLUMN}\s{{0,40}}[,+*/|-][^;]{{0,2000}}?\bfrom\b|{_COLUMN}\s{{1,40}}from\b)|"
    rf"{_GIVEN}[^;]{{0,2000}}?\bfrom\b)"
)
_KIND = (
    r"(?:(?:or\s{1,40}replace|temp|temporary|unique|unlogged|virtual|materialized|external|node|rel)\s{1,40}){0,2}"
    r"(?:table|database|schema|index|user|view)\b"
)
_STATEMENT = lazy(
    rf"(?i)\s{{0,200}}(?:select\s{{1,40}}(?:(?:distinct|all)\s{{1,40}})?{_SELECTED}|pragma\s{{1,40}}\w|"
    r"(?:commit|rollback)(?:\s{1,40}(?:work|transaction|prepared|to)\b|\s{0,40};?\s{0,40}\Z)|"
    r"truncate(?:\s{1,40}table\b|\s{0,40};?\s{0,40}\Z)|"
    r"(?:insert(?:\s{1,40}or\s{1,40}\w{1,20})?|replace)\s{1,40}into\s{1,40}"
    rf"{_NAME}\s{{0,40}}(?:\(|(?:values|select|default|set)\b)|"
    rf"delete\s{{1,40}}from\s{{1,40}}{_NAME}\s{{0,40}}(?:;|\Z|(?:where|using|returning)\b)|"
    rf"update\s{{1,40}}{_NAME}\s{{1,40}}set\s{{1,40}}(?:{_GIVEN}|[^=]{{1,200}}?=)|"
    rf"(?:create|drop|alter)\s{{1,40}}{_KIND})"
)
"""Statements by what makes them some: a first word alone may be that of any command."""


def _is_address(given: ast.keyword, module: Module) -> bool:
    """Whether a keyword gives an address, and neither a double nor nothing."""
    is_nothing = isinstance(given.value, ast.Constant) and not given.value.value
    return bool(_ADDRESS.match(given.arg or "")) and not is_nothing and not is_mock(given.value, module)


def facts(module: Module) -> Iterator[Fact]:
    """One fact for each way of making such a thing.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[bool, str], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(resources.making_words()):
        if any(row.what in _TALKING for row in resources.acquired(call, module)):
            found[True, f"{spelt(call.func)}()"].append(call)
    told = {each for several in found.values() for each in several}
    for call in module.calls([word for word in module.called if _MAKER.match(word)]):
        if call not in told and any(_is_address(each, module) for each in call.keywords):
            found[False, f"{last_word(call.func)}()"].append(call)
    for (is_known, shown), calls in found.items():
        how = "" if is_known else "By its name and the address that it is given, "
        words = f"{how}made to talk to a service or a database, or to what stands in for one: "
        yield fact("peer", calls, words[:1].upper() + words[1:], code(shown), ".", subject=shown)
    yield from _statements(module)

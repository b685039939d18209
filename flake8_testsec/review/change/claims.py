"""What an assertion demands of what, and which demands are less than others."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import argument, keyword, last_word, spelt, structure
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import (
    BROAD,
    Expectation,
    always_true,
    called,
    classes,
    demanded,
    expectation,
)


class Claim(NamedTuple):
    """What one check demands."""

    relation: str
    """A word of `WORDS`; ``other`` for what is not read."""
    about: frozenset[str]
    """The structures of what is compared, constants left out."""
    values: tuple[str, ...] = ()
    """What is accepted, as it is written: a value, a bound, a pattern, classes of exceptions."""
    slack: float | None = None
    """How far a value may be off, or the bound: more accepts more."""
    pattern: str = ""
    """The text that an expected exception must have."""


WORDS: Mapping[str, str] = {
    "equal": "an exact value",
    "none": "None",
    "one of": "one of several values",
    "alternatives": "that one of several conditions holds",
    "members": "the same members in any order",
    "almost": "a value within a tolerance",
    "at least": "a value above a bound",
    "at most": "a value below a bound",
    "contains": "that something is contained",
    "matches": "a pattern",
    "type": "a type",
    "present": "that it is not None",
    "true": "that it is true",
    "false": "that it is false",
    "differs": "that it is not a certain value",
    "lacks": "that something is not contained",
    "raises": "an exception",
    "warns": "a warning",
    "called once with": "exactly one call with these arguments",
    "called with": "that the last call had these arguments",
    "has calls": "certain calls in their order",
    "any call": "that some call had these arguments",
    "called once": "exactly one call",
    "called": "that there was a call",
    "not called": "that there was no call",
    "nothing": "nothing: it always holds",
}

_SOME = frozenset({"present", "true"})
LESS: Mapping[str, frozenset[str]] = {
    "equal": _SOME
    | {"one of", "members", "almost", "at least", "at most", "contains", "matches", "type", "differs"},
    "one of": _SOME | {"at least", "at most", "contains", "matches", "type"},
    "members": _SOME | {"contains", "type"},
    "almost": _SOME | {"at least", "at most", "type"},
    "at least": _SOME | {"type"},
    "at most": _SOME | {"type"},
    "contains": _SOME | {"type"},
    "matches": _SOME | {"type"},
    "type": _SOME,
    "called once with": frozenset({"called with", "has calls", "any call", "called once", "called"}),
    "called with": frozenset({"any call", "called"}),
    "has calls": frozenset({"any call", "called"}),
    "any call": frozenset({"called"}),
    "called once": frozenset({"called"}),
}
"""By a relation those that demand less of the same thing."""

_METHODS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("assertEqual", "assertEquals", "failUnlessEqual", "assertIs", "assert_equal"),
            *("assertDictEqual", "assertListEqual", "assertTupleEqual", "assertSetEqual"),
            *("assertSequenceEqual", "assertMultiLineEqual", "assertJSONEqual", "assertXMLEqual"),
            *("assertHTMLEqual", "assertQuerySetEqual", "assertQuerysetEqual", "assert_array_equal"),
        ),
        "equal",
    ),
    **dict.fromkeys(("assertCountEqual", "assertItemsEqual"), "members"),
    **dict.fromkeys(("assertAlmostEqual", "assertAlmostEquals", "assert_allclose"), "almost"),
    **dict.fromkeys(("assertGreater", "assertGreaterEqual"), "at least"),
    **dict.fromkeys(("assertLess", "assertLessEqual"), "at most"),
    **dict.fromkeys(("assertRegex", "assertRegexpMatches"), "matches"),
    **dict.fromkeys(("assertNotEqual", "assertNotEquals", "assertIsNot"), "differs"),
    **dict.fromkeys(("assertIn", "assertDictContainsSubset"), "contains"),
    "assertNotIn": "lacks",
    "assertIsNone": "none",
    "assertIsInstance": "type",
    "assertIsNotNone": "present",
    **dict.fromkeys(("assert_called_once_with", "assert_awaited_once_with"), "called once with"),
    **dict.fromkeys(("assert_called_with", "assert_awaited_with"), "called with"),
    **dict.fromkeys(("assert_has_calls", "assert_has_awaits"), "has calls"),
    **dict.fromkeys(("assert_any_call", "assert_any_await"), "any call"),
    **dict.fromkeys(("assert_called_once", "assert_awaited_once"), "called once"),
    **dict.fromkeys(("assert_called", "assert_awaited"), "called"),
    **dict.fromkeys(("assert_not_called", "assert_not_awaited"), "not called"),
}
"""What methods of ``unittest``, Django, numpy and ``unittest.mock`` demand, by their documentation."""

_OPERATORS: Mapping[type[ast.cmpop], str] = {
    **dict.fromkeys((ast.Eq, ast.Is), "equal"),
    **dict.fromkeys((ast.NotEq, ast.IsNot), "differs"),
    **dict.fromkeys((ast.Gt, ast.GtE), "at least"),
    **dict.fromkeys((ast.Lt, ast.LtE), "at most"),
    ast.In: "contains",
    ast.NotIn: "lacks",
}
_PAIRS = (("equal", "differs"), ("contains", "lacks"), ("true", "false"), ("none", "present"))
_OPPOSITE = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}
_MATCHING = frozenset({"re.match", "re.search", "re.fullmatch"})


def of_condition(test: ast.expr, module: Module) -> Claim:
    """What a condition demands that is asserted to be true."""
    if always_true(test, module):
        return Claim("nothing", _about(test.elts if isinstance(test, ast.Tuple) else (test,)))
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = of_condition(operand, module)
            return inner._replace(relation=_OPPOSITE.get(inner.relation, "other"))
        case ast.BoolOp(op=ast.Or(), values=values):
            return Claim("alternatives", _about(_parts(values)), tuple(spelt(each) for each in values))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            claim = _compared(_OPERATORS[type(operator)], left, right, module)
            return _bounded(claim, right, isinstance(operator, (ast.Gt, ast.Lt)))
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, kind]):
            return Claim("type", _about((subject,)), (spelt(kind),))
        case ast.Call(func=func, args=[pattern, subject, *_]) if module.names(func) & _MATCHING:
            return Claim("matches", _about((subject,)), (spelt(pattern),))
        case _:
            return Claim("true", _about((test,)))


def _parts(values: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """The sides of comparisons, and what else conditions consist of."""
    for each in values:
        if isinstance(each, ast.Compare):
            yield from (each.left, *each.comparators)
        else:
            yield each


def _compared(relation: str, left: ast.expr, right: ast.expr, module: Module) -> Claim:
    about = _about((left, right))
    match relation, right:
        case "equal", ast.Call(func=func) if last_word(func) == "approx":
            return Claim("almost", _about((left, *right.args[:1])), (spelt(right),), _tolerance(right))
        case "differs" | "equal", ast.Constant(value=None):
            return Claim("present" if relation == "differs" else "none", about)
        case "contains", ast.Tuple(elts=options) | ast.List(elts=options) | ast.Set(elts=options):
            return Claim("one of", _about((left,)), tuple(spelt(each) for each in options))
        case _:
            return Claim(relation, about, (spelt(left), spelt(right)))


def _bounded(claim: Claim, value: ast.expr | None, is_strict: bool) -> Claim:
    """A claim with its bound, if it has one: what the bound itself does not meet is a little less."""
    number = _number(value)
    if claim.relation not in ("at least", "at most") or number is None:
        return claim
    return claim._replace(slack=(-number if claim.relation == "at least" else number) - is_strict * _LITTLE)


_LITTLE = 1e-6


def _number(node: ast.AST | None) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _number(operand)
            return None if inner is None else -inner
        case _:
            return None


def _tolerance(call: ast.Call) -> float | None:
    """How far a value may be off, by the one number that says so."""
    for name, sign in (("delta", 1), ("abs", 1), ("rel", 1), ("atol", 1), ("rtol", 1), ("places", -1)):
        given = keyword(call, name)
        if given is not None and (number := _number(given.value)) is not None:
            return sign * number
    return None


def _about(nodes: Iterable[ast.expr | None]) -> frozenset[str]:
    found: set[str] = set()
    for node in nodes:
        match node:
            case None | ast.Constant():
                pass
            case ast.Call(func=ast.Name(id="len" | "list" | "set" | "sorted" | "str" | "bool"), args=[inner]):
                found |= {structure(node), structure(inner)}
            case _:
                found.add(structure(node))
    return frozenset(found)


def of_statement(statement: ast.stmt, module: Module) -> Claim:
    """What an assertion demands that is no ``assert``."""
    call = called(statement)
    if call is None:
        return Claim("fails", frozenset())
    if (expected := expectation(call, module)) is not None:
        return of_expectation(expected, module)
    demand = demanded(call)
    if demand is not None and call.args:
        inner = of_condition(call.args[0], module)
        if inner.relation == "nothing":  # what is compared stands where the message belongs
            inner = inner._replace(about=_about(call.args[:2]))
        return inner if demand else inner._replace(relation=_OPPOSITE.get(inner.relation, "other"))
    return _of_method(call)


def _of_method(call: ast.Call) -> Claim:
    relation, args = _METHODS.get(last_word(call.func), "other"), call.args
    if relation.startswith(("called", "has", "any", "not")):
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        given = (*call.args, *(each.value for each in call.keywords))
        return Claim(relation, _about((receiver,)), tuple(map(spelt, given)))
    if relation == "contains" and len(args) > 1 and isinstance(args[1], (ast.Tuple, ast.List, ast.Set)):
        return Claim("one of", _about(args[:1]), tuple(map(spelt, args[1].elts)))
    slack = _tolerance(call) if relation == "almost" else None
    claim = Claim(relation, _about(args[:2]), tuple(map(spelt, args[:2])), slack)
    return _bounded(claim, argument(call, 1), not last_word(call.func).endswith("Equal"))


def of_expectation(expected: Expectation, module: Module) -> Claim:
    """What an expected exception or warning demands: its classes, and its text."""
    named = tuple(sorted(classes(expected.expected, module)))
    match_ = keyword(expected.call, "match")
    pattern = spelt(match_.value) if match_ is not None else ""
    if last_word(expected.call.func).endswith(("Regex", "Regexp", "Message", "regex", "regexp")):
        given = argument(expected.call, 1)
        pattern = spelt(given) if given is not None else pattern
    return Claim(expected.kind, frozenset({expected.kind}), named, pattern=pattern)


def why_weaker(old: Claim, new: Claim) -> str:
    """By what fact a check demands less than another about the same; empty if nothing shows that it does.

    Args:
        old: what was demanded.
        new: what is demanded of the same.

    Returns:
        Words that follow “now”.
    """
    if new.relation == "nothing" != old.relation:
        return "it always holds"
    if new.relation in LESS.get(old.relation, ()) and not _is_truth(old, new):
        return f"it demanded {WORDS[old.relation]}, now {WORDS[new.relation]}"
    if new.relation == "alternatives" and old.relation not in ("alternatives", "one of"):
        return "it holds if another condition does" if old.about & new.about else ""
    if old.relation != new.relation:
        return ""
    return _why_laxer(old, new)


def _is_truth(old: Claim, new: Claim) -> bool:
    """Whether a value that was demanded is the truth that is asked for now, nearly."""
    return new.relation == "true" and "True" in old.values


def _why_laxer(old: Claim, new: Claim) -> str:
    """The same relation with more that is accepted."""
    if old.relation in ("one of", "alternatives") and {*old.values} < {*new.values}:
        return f"{len(new.values)} are accepted instead of {len(old.values)}"
    if old.slack is not None and new.slack is not None and new.slack > old.slack:
        return "its tolerance is wider" if old.relation == "almost" else "its bound is laxer"
    if old.relation in ("raises", "warns"):
        if is_wider(old.values, new.values):
            return "it accepts more exceptions"
        if old.values == new.values and old.pattern and not new.pattern:
            return "the text of the exception is no longer asked for"
    return ""


def reverses(old: Claim, new: Claim) -> bool:
    """Whether a check demands the opposite of another about the same."""
    return _OPPOSITE.get(old.relation) == new.relation and (old.about, old.values) == (new.about, new.values)


def is_same(old: Claim, new: Claim) -> bool:
    """Whether two checks demand the same, in whatever order and words."""
    return old[:2] == new[:2] and sorted(old.values) == sorted(new.values) and old[3:] == new[3:]


def is_wider(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether classes of exceptions take in all of others, and more; builtin classes by their bases.

    Args:
        old: qualified names.
        new: the same.

    Returns:
        ``False`` where that is not certain.
    """
    if not old or {*old} == {*new}:
        return False
    more = all(any(_takes_in(wide, narrow) for wide in new) for narrow in old)
    return more and not all(any(_takes_in(wide, narrow) for wide in old) for narrow in new)


def _takes_in(wide: str, narrow: str) -> bool:
    if wide == narrow or wide == "BaseException":
        return True
    known = vars(builtins)
    one, other = known.get(wide), known.get(narrow)
    if isinstance(one, type) and isinstance(other, type):
        return issubclass(other, one)
    return wide in BROAD and not isinstance(other, type)

"""A case of a parametrised test that is given twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from flake8_testsec.finding import Fix
from flake8_testsec.fixing.edits import without_element, written
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, structure, truth
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.skips import remark

rule = Rule(
    code="TSE544",
    summary="case of a parametrised test is given twice",
    message="the case is the same as the one on line {line}; give what was meant, or take it out",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    The second run checks what the first one has checked. The line was copied to be changed, and was not: the
    case that somebody had in mind is not tested, and the list looks as if it were. Silence where a comment or
    an empty line stands between the two, for then each group of cases is complete for itself; the rule speaks
    of these where it is enabled by name.
    """,
    fix="""
    Write the case that was meant, or take the line out. To repeat a test, parametrise it with ``range(n)``.
    """,
    fixable="""
    The later one is taken out where both are written letter by letter alike and nothing is said of either;
    unsafe, because whoever copied it may still know what was meant. There is no fix where a list gives the
    cases their names.
    """,
    bad=(
        """
        import pytest
        from parameterized import parameterized

        @pytest.mark.parametrize("name, options, price", [
            ("pear", {"fresh": True}, 3),
            ("pear", {"fresh": False}, 2),
            ("pear", {"fresh": True}, 3),
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            ("pear", {"fresh": False}, 2),
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pytest.param("plum", {}, 1),
            pytest.param("plum", {}, 1),
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ])
        def test_price(name, options, price):
            assert order(name, **options).price == price

        @pytest.mark.parametrize(argnames="kind", argvalues=("pear", Kind.FIG, "pear", Kind.FIG, 1, -1))
                                                                               ^^^^^^  ^^^^^^^^
        def test_kind(kind):
            assert order(kind)

        @pytest.mark.parametrize("kind", ["a", "b", "a"], False, ids=str)
                                                    ^^^
        def test_name(kind):
            assert order(kind)

        @pytest.mark.parametrize("kind", ["a", "b", "a"], ids=["one", "two", "one"])
                                                    ^^^
        def test_twin(kind):
            assert order(kind)

        @parameterized.expand([("pear", 1), ("fig", -2.5), ("pear", 1)])
                                                           ^^^^^^^^^^^
        def test_number(kind, number):
            assert order(kind, number)
        """,
    ),
    good=(
        """
        import pytest

        @pytest.mark.parametrize("number", [1, True, 1.0, "1", b"1", [1], (1,)])
        def test_number(number):
            assert order(number)

        @pytest.mark.parametrize("again", [None, None, None])
        def test_repeated(again):
            assert order(1)

        @pytest.mark.parametrize("number", [make(), make(), object()])
        def test_made(number):
            assert order(number)

        @pytest.mark.parametrize("number", [
            1,
            2,
            1,  # again: the second order of the same number took another way
            pytest.param(3, id="one"),
            pytest.param(3, id="other"),
        ])
        def test_remembered(number):
            assert order(number)

        @pytest.mark.parametrize("order", ["pear", "plum", "pear"], indirect=True)
        @pytest.mark.parametrize("stock", ["pear", "plum", "pear"], indirect=["stock"])
        def test_is_made_by_fixture(order, stock):
            assert order.take(stock)

        @pytest.mark.parametrize("a, b", [(1, 2), (2, 1), (1, 2)], ids=["first", "swapped", "again"])
        @pytest.mark.parametrize("c", [1, 2, 1], ids=NAMES)
        def test_is_named(a, b, c):
            assert order(a, b, c)

        @pytest.mark.parametrize("number", NUMBERS)
        @pytest.mark.parametrize("kind", [each for each in KINDS])
        @pytest.mark.parametrize("name")
        def test_named(number):
            assert order(number)
        """,
        """
        import pytest

        @pytest.mark.parametrize("kind, number", (("pear", 1), ("pear", 2), ("plum", 1)))
        def test_number(kind, number):
            assert order(kind, number)
        """,
    ),
)

_EXPANDING = ("parameterized.parameterized", "parameterized.parameterized.expand", "parameterized.expand")
_UNSURE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Await, ast.NamedExpr)


@rule.call("pytest.mark.parametrize")
def parametrised(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a marker of pytest gives again."""
    indirect = argument(call, 2, "indirect")
    if (indirect is None or truth(indirect) is False) and not _are_named_apart(argument(call, 3, "ids")):
        ids = argument(call, 3, "ids")
        yield from _again(argument(call, 1, "argvalues"), module, not isinstance(ids, (ast.List, ast.Tuple)))


@rule.call(*_EXPANDING)
def expanded(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what ``parameterized`` gives again."""
    yield from _again(argument(call, 0, "input"), module)


def _are_named_apart(ids: ast.expr | None) -> bool:
    """Whether cases may have names of their own, which say what is meant by each; no function gives such."""
    match ids:
        case None | ast.Lambda() | ast.Name(id="str" | "repr") | ast.Constant(value=None):
            return False
        case ast.List(elts=names) | ast.Tuple(elts=names):
            return len({structure(each) for each in names}) == len(names)
        case _:
            return True


def _again(cases: ast.expr | None, module: Module, may_go: bool = True) -> Iterator[Hit]:
    if not isinstance(cases, (ast.List, ast.Tuple)):
        return
    forms = {each: structure(each) for each in cases.elts if _is_plain(each)}
    seen: dict[str, ast.expr] = {}
    above = dict(zip(cases.elts[1:], cases.elts, strict=False))
    for each, form in forms.items() if len({*forms.values()}) > 1 else ():
        first = seen.setdefault(form, each)
        if first is not each and not remark(each, module) and not _is_of_another_group(first, each, module):
            hit = rule.at(each, (Pointer(first, "given here"),), line=first.lineno)
            yield hit.fixed_by(partial(_taken_out, each, first, above[each], module)) if may_go else hit


def _is_of_another_group(first: ast.expr, case: ast.expr, module: Module) -> bool:
    """Whether a comment, or an empty line, stands between two cases: each group is complete for itself."""
    between = (module.line(number).strip() for number in range(first.lineno + 1, case.lineno))
    is_divided = any(not each or each.startswith("#") for each in between)
    return is_divided and not module.settings.enables(rule.code)


def _taken_out(case: ast.expr, first: ast.expr, above: ast.expr, module: Module) -> Fix:
    """No second case where both are written alike: another spelling is there for its own sake."""
    is_copy = written(first, module) == written(case, module)
    return Fix(without_element(case, above, module) if is_copy else ())


def _is_plain(case: ast.expr) -> bool:
    """Whether a case is the same each time that it is written: nothing is made for it."""
    calls = (each for each in walk(case) if isinstance(each, ast.Call))
    is_made = any(last_word(each.func) != "param" for each in calls)
    return not is_made and not any(isinstance(each, _UNSURE) for each in walk(case))

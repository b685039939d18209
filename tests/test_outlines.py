"""What is known of rules without importing them agrees with them; what cannot be imported is told."""

from __future__ import annotations

import ast
import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import flake8_testsec
from flake8_testsec import cassette_engine, engine, outlines, written
from flake8_testsec.catalogue import RULES
from flake8_testsec.enrolments import ENROLMENTS
from flake8_testsec.finding import FAULT
from flake8_testsec.outlines import OUTLINES
from flake8_testsec.rule import Enrolment, Hit, Role, Rule, Span
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .doors import DEFECT, Run, flake8, lay_out, testsec
from .examples import Case, cases

WRITE = "the table is not what the rules say: run python docs/generate.py"
TABLE = Path(flake8_testsec.__file__).parent / "enrolments.py"


def told(enrolment: Enrolment) -> dict[str, object]:
    """An enrolment as far as the order of words does not matter."""
    fields = enrolment._asdict()
    functions = {name: fields.pop(name) for name in ("check", "look")}
    words = {name: sorted(map(str, values)) for name, values in fields.items()}
    own = {
        name: each.imported() if isinstance(each, outlines._Late) else each
        for name, each in functions.items()
    }
    return {**own, **words}


def in_python(enrolment: Enrolment) -> bool:
    return all(kind.__module__ == "ast" for kind in enrolment.types)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_the_outline_of_a_rule_is_the_rule(rule: Rule) -> None:
    outline = OUTLINES.get(rule.code)
    assert outline is not None, WRITE
    for name in ("code", "roles", "default", "module_name"):
        assert getattr(outline, name) == getattr(rule, name), WRITE
    enrolments = [told(each) for each in rule.enrolments if in_python(each)]
    assert list(map(told, outline.enrolments)) == enrolments, WRITE


def test_there_are_no_outlines_without_a_rule() -> None:
    assert list(OUTLINES) == list(RULES), WRITE


def test_the_table_is_written_from_the_rules() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert written.enrolments(RULES.values(), text) == text, WRITE


@pytest.mark.again
@pytest.mark.parametrize("case", [*cases("bad")], ids=lambda case: case.id)
def test_an_outline_finds_what_its_rule_finds(case: Case) -> None:
    for file in case.files:
        module = file.module(Settings(enable=("TSE",)))
        rule, outline = (
            engine.examine(module, engine.compile_table([each], module.role))
            for each in (case.rule, OUTLINES[case.rule.code])
        )
        assert outline == rule


def test_rules_for_nodes_of_no_python_file_are_found() -> None:
    kind = cassette_engine.Field
    expected = [rule for rule in RULES.values() if any(kind in each.types for each in rule.enrolments)]
    assert [rule.code for rule in outlines.rules_of(kind)] == [rule.code for rule in expected]
    assert expected


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_check_that_is_enrolled_twice_is_one(rule: Rule) -> None:
    checks = {each.check for each in rule.enrolments if in_python(each)}
    assert len({each.check for each in OUTLINES[rule.code].enrolments}) == len(checks)


# how the table is written


def made(*enrolments: Enrolment, code: str = "TSE999", roles: Role = Role.ANY) -> Rule:
    first = next(iter(RULES.values()))
    return dataclasses.replace(first, code=code, roles=roles, enrolments=[*enrolments], module_name=__name__)


def check(*args: object) -> Iterator[Hit]:
    """A check that finds something in every file."""
    yield Hit("TSE998", "seen", Span(1, 0, 1, 0))


def rows(text: str) -> tuple[object, ...]:
    scope: dict[str, object] = {}
    exec(text, scope)
    return scope["ENROLMENTS"]  # type: ignore[return-value]


def test_what_an_enrolment_names_is_written_in_order_and_nothing_that_is_empty() -> None:
    enrolment = Enrolment(check, types=(ast.Try, ast.Call), hints=("it's", "a b"), holds=(ast.With,))
    text = written.enrolments([made(enrolment, Enrolment(check), roles=Role.TEST | Role.SUPPORT)])
    fields = {"types": ("Call", "Try"), "hints": ("a b", "it's"), "holds": ("With",)}
    checks = (("check", fields), ("check", {}))
    assert rows(text) == (("TSE999", "tests.test_outlines", ("TEST", "SUPPORT"), True, checks),)


def test_lines_are_never_too_long() -> None:
    words = tuple(f"package.module_{number}.function" for number in range(50))
    text = written.enrolments([made(Enrolment(check, names=words))])
    assert max(map(len, text.splitlines())) <= 110
    assert rows(text)[0][4] == (("check", {"names": tuple(sorted(words))}),)  # type: ignore[index]


def test_types_that_another_python_has_stay() -> None:
    text = written.enrolments([made(Enrolment(check, types=(ast.Try,)))])
    newer = text.replace("('Try',)", "('Try', 'TryHarder', 'elsewhere.Node')")
    assert "('Try', 'TryHarder')" in written.enrolments([made(Enrolment(check, types=(ast.Try,)))], newer)


@pytest.mark.parametrize("old", ["", "x = 1\n", "<<<<<<< ours\n] = (\n=======\n", "\n] = f()\n"])
def test_a_table_that_is_broken_is_written_anew(old: str) -> None:
    rule = made(Enrolment(check))
    assert written.enrolments([rule], old) == written.enrolments([rule])


def test_a_check_that_cannot_be_found_by_its_name_is_refused() -> None:
    with pytest.raises(ValueError, match="TSE999: the check <lambda> is not in tests"):
        written.enrolments([made(Enrolment(lambda module: check()))])


def test_types_of_another_python_are_not_asked_for() -> None:
    fields = {"types": ("Try", "TryHarder"), "hints": ("a",)}
    checks = (("check", fields), ("check", {"types": ("TryHarder",)}), ("check", {"holds": ("TryHarder",)}))
    (enrolment,) = outlines._enrolments(__name__, checks)
    assert told(enrolment) == told(Enrolment(check, types=(ast.Try,), hints=("a",)))


# a rule that cannot be imported


def outline_of(module: str, name: str = "check") -> outlines.Outline:
    """An outline whose check wants to see every ``pass``, and the module."""
    fields = {"types": ("Pass",)}
    enrolments = outlines._enrolments(module, ((name, fields), (name, {})))
    return outlines.Outline("TSE998", Role.ANY, True, module, tuple(enrolments))


@pytest.mark.parametrize(
    ("module", "name", "kind"),
    [
        ("tests.no_such_module", "check", "ModuleNotFoundError"),
        ("tests.test_outlines", "no_such_check", "AttributeError"),
    ],
)
def test_what_cannot_be_imported_is_told_once_and_the_others_go_on(module: str, name: str, kind: str) -> None:
    outline = outline_of(module, name)
    good = OUTLINES["TSE407"]
    parsed = Module.parse(DEFECT + "    pass\n    pass\n", "tests/test_a.py", Settings())
    found = engine.examine(parsed, engine.compile_table([outline, good], Role.TEST))
    assert [(each.line, each.code) for each in found] == [(1, FAULT), (5, "TSE407")]
    assert f"TSE998: {kind}" in found[0].message
    outline.load()  # is not where it is told


def test_what_can_be_imported_is_asked() -> None:
    parsed = Module.parse(DEFECT + "    pass\n", "tests/test_a.py", Settings())
    found = engine.examine(parsed, engine.compile_table([outline_of(__name__)], Role.TEST))
    assert [(each.line, each.code, each.message) for each in found] == [(1, "TSE998", "seen")]


def test_what_cannot_be_imported_is_tried_once() -> None:
    outline = outline_of("tests.no_such_module")
    checks = {id(each.check): each.check for each in outline.enrolments}
    (stand_in,) = checks.values()
    errors = []
    for _ in range(2):
        with pytest.raises(outlines.Unavailable) as caught:
            stand_in()
        errors.append(caught.value.__cause__)
    assert errors[0] is errors[1]


COMMENT = "# a file with a comment\n"


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Run]:
    """A copy of the package in which the rule on comments (TSE501) is broken, and both doors to it."""
    source = Path(flake8_testsec.__file__).parent
    shutil.copytree(source, tmp_path / "flake8_testsec", ignore=shutil.ignore_patterns("__pycache__"))
    rule = tmp_path / "flake8_testsec" / "rules" / "disabled" / "assertion_commented_out.py"
    rule.write_text("raise RuntimeError('broken')\n", encoding="utf-8")
    project = lay_out(tmp_path / "project", {"tests/test_a.py": COMMENT + DEFECT, "tests/test_b.py": DEFECT})
    return lambda door, *names: door(project, *names, PYTHONPATH=str(tmp_path))


SAID = "tests/test_a.py:1:1: TSE000 internal error in TSE501: RuntimeError: broken at flake8_testsec/"
FOUND = ("tests/test_a.py:6:5: TSE407", "tests/test_b.py:5:5: TSE407")


def test_a_broken_rule_costs_only_itself(package: Callable[..., Run]) -> None:
    done = package(testsec, "check", "--isolated", "--no-cache", "tests")
    assert done.status == 2
    assert [line[: len(start)] for line, start in zip(done.lines, (SAID, *FOUND), strict=True)] == [
        SAID,
        *FOUND,
    ]


@pytest.mark.parametrize("names", [("tests/test_a.py",), ("tests",)], ids=["one file", "several"])
def test_a_broken_rule_costs_only_itself_in_flake8(
    package: Callable[..., Run], names: tuple[str, ...]
) -> None:
    done = package(flake8, "--isolated", "--select=TSE", "--jobs=2", *names)
    expected = [each for each in (SAID, *FOUND) if each.startswith(names[0])]
    assert [line[: len(start)] for line, start in zip(sorted(done.lines), expected, strict=True)] == expected


def test_a_broken_rule_costs_nothing_where_it_has_nothing_to_look_at(package: Callable[..., Run]) -> None:
    done = package(testsec, "check", "--isolated", "--no-cache", "tests/test_b.py")
    assert (done.status, len(done.lines)) == (1, 1)


def test_the_rows_name_every_rule() -> None:
    assert [row[0] for row in ENROLMENTS] == list(RULES), WRITE

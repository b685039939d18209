"""First looks: they say no only where a check has nothing to report, and break like a check."""

from __future__ import annotations

import ast
import sys

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.cleanup import resources
from flake8_testsec.finding import FAULT
from flake8_testsec.outlines import OUTLINES, Unavailable, _Late
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import environment

LOOKING = sorted({code for code, rule in RULES.items() if any(each.look for each in rule.enrolments)})


def module(text: str) -> Module:
    return Module.parse(text, "tests/test_a.py", Settings())


def test_outlines_look_where_rules_do() -> None:
    for code in LOOKING:
        looked = [each.look is not None for each in RULES[code].enrolments]
        assert [each.look is not None for each in OUTLINES[code].enrolments] == looked


def test_no_path_is_lost_that_a_with_does_not_remove() -> None:
    """What ``with`` ends is no path: who asks outside of it alone has no business with paths."""
    for rule in RULES.values():
        for each in rule.enrolments:
            if each.look is looks.is_outside_with:
                own = vars(sys.modules[each.check.__module__]).values()
                rows = [row for row in resources.RESOURCES if rule.code in (row.code, row.skipped)]
                rows += [row for row in own if isinstance(row, resources.Resource)]
                assert rows
                assert not any(row.path for row in rows)


def test_who_is_told_no_asks_nothing() -> None:
    asked: list[ast.AST] = []
    code, enrolment = "TSE401", RULES["TSE401"].enrolments[0]
    outline = OUTLINES[code]._replace(
        roles=Role.ANY,
        enrolments=(
            enrolment._replace(
                check=lambda node, module: iter(asked.append(node) or ()),
                types=(ast.Name,),
                names=(),
                methods=(),
                attributes=(),
                hints=(),
                look=lambda node, module: node.id == "b",
            ),
        ),
    )
    examined = module("a\nb\n")
    assert engine.examine(examined, engine.compile_table([outline], Role.TEST)) == []
    assert [ast.unparse(each) for each in asked] == ["b"]


def test_a_look_that_cannot_be_imported_is_told() -> None:
    late = _Late("flake8_testsec.source.looks", "is_nowhere")
    with pytest.raises(Unavailable):
        late(None, None)
    outline = OUTLINES["TSE301"]
    broken = outline._replace(enrolments=tuple(each._replace(look=late) for each in outline.enrolments))
    found = engine.examine(module("open('a')\n"), engine.compile_table([broken], Role.TEST))
    assert {each.code for each in found} == {FAULT}


@pytest.mark.parametrize(
    ("text", "last"),
    [("pass", True), ("return", True), ("return f()", False), ("print('a')", True), ("f()", False)],
)
def test_the_last_statement_tells_whether_a_function_is_idle(text: str, last: bool) -> None:
    read = module(f"def test_a():\n    {text}\n")
    (function,) = read.nodes(ast.FunctionDef)
    assert looks.ends_idly(function, read) is last


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("'a b c d e f g h i j k l m n'", False),
        ("'abcdefghijklmnopqrst'", True),
        ("b'abcdefghijklmnopqrst'", True),
        ("f'{a}'", True),
        ("'a' + b", True),
        ("1 - 2", False),
    ],
)
def test_long_words_are_seen(text: str, long: bool) -> None:
    assert looks.holds_long_words(module(f"x = {text}\n")) is long


@pytest.mark.parametrize(
    ("text", "above"),
    [("return 1\n    f()", True), ("return 1", False), ("if a:\n        return 1\n    f()", False)],
)
def test_a_statement_knows_whether_others_are_below(text: str, above: bool) -> None:
    read = module(f"def test_a():\n    {text}\n")
    (statement,) = read.nodes(ast.Return)
    assert looks.is_above_others(statement, read) is above


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("os.environ['A']", False),
        ("os.environ.get('A')", False),
        ("environ['A']", False),
        ("'A' in os.environ", False),
        ("mock.patch.dict(os.environ, A='b')", False),
        ("monkeypatch.setattr(shop, 'a', 1)\nos.environ['A']", False),
        ("a[os.environ]", True),
        ("os.environ['A'] = 'b'", True),
        ("environ['A'] = 'b'", True),
        ("del os.environ['A']", True),
        ("os.environ.update(a)", True),
        ("changed = os.environ", True),
        ("change(os.environ)", True),
        ("os.environ = {}", True),
        ("os.environ['A']\nos.putenv('A', 'b')", True),
        ("os.environ['A']\nsetattr(os, 'environ', {})", True),
    ],
)
def test_what_only_reads_the_environment_is_known(text: str, changed: bool) -> None:
    read = module(f"import os\nfrom os import environ\n{text}\n")
    assert environment.may_be_changed(read) is changed


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("shop.Till()", True),
        ("Till.open()", True),
        ("shop.Till.open()", True),
        ("shop.open()", False),
        ("open()", False),
        ("shop.open().Till", False),
    ],
)
def test_calls_of_classes_are_seen_where_other_modules_are_known(text: str, made: bool) -> None:
    path = "tests/test_a.py"
    read = Module.parse(f"x = {text}\n", path, Settings(), Project(Tree({})).view(path))
    assert looks.makes_objects(read) is made
    assert not looks.makes_objects(module(f"x = {text}\n"))

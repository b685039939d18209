"""Every example of every rule: a new rule is tested by existing."""

from __future__ import annotations

import ast
import dataclasses
import re
import textwrap
from collections.abc import Iterable

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Enrolment, Hit, Role, Rule, Span
from flake8_testsec.source.module import Module

from .examples import ALL, Case, File, Spans, cases, default_path, drawn, examined, read, recordings

BAD, GOOD = list(cases("bad")), list(cases("good"))
RECORDED_BAD, RECORDED_GOOD = list(recordings("bad")), list(recordings("good"))


def by_id(case: Case) -> str:
    return case.id


def found(file: File, rule: Rule) -> list[tuple[int, int, int]]:
    findings = examined(file, rule)
    assert {finding.code for finding in findings} <= {rule.code}, findings
    return [(each.line, each.column, each.end_column) for each in findings]


@pytest.mark.parametrize("case", [*BAD, *RECORDED_BAD], ids=by_id)
def test_bad_examples_say_exactly_what_their_carets_mark(case: Case) -> None:
    assert any(file.spans for file in case.files)
    for file in case.files:
        assert found(file, case.rule) == sorted(file.spans)


@pytest.mark.parametrize("case", [*GOOD, *RECORDED_GOOD], ids=by_id)
def test_good_examples_are_silent(case: Case) -> None:
    for file in case.files:
        assert not file.spans
        assert found(file, case.rule) == []


@pytest.mark.again
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_some_good_example_reaches_a_check(rule: Rule) -> None:
    reached: list[str] = []
    for case in (*GOOD, *RECORDED_GOOD):
        if case.rule is rule:
            for file in case.files:
                examined(file, _spied(rule, reached))
    assert reached


def _spied(rule: Rule, reached: list[str]) -> Rule:
    def spy(check):  # type: ignore[no-untyped-def]
        def spied(*args):  # type: ignore[no-untyped-def]
            reached.append(rule.code)
            return check(*args)

        return spied

    enrolments = [each._replace(check=spy(each.check)) for each in rule.enrolments]
    return dataclasses.replace(rule, enrolments=enrolments)


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_renaming_imports_changes_nothing(case: Case) -> None:
    for file in case.files:
        renamed = _aliased(file.text)
        lines = [line for line, _, _ in found(file._replace(text=renamed), case.rule)]
        assert lines == [line for line, _, _ in sorted(file.spans)]


def _aliased(text: str) -> str:
    """Rename every module-level import to a name of its own."""
    tree = ast.parse(text)
    renames: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if "." not in alias.name and alias.asname is None and alias.name != "*":
                    renames[alias.name] = alias.asname = f"{alias.name}_as"
    if not renames:
        return text
    lines = text.split("\n")
    edits = [
        (node.lineno, node.col_offset, node.id, renames[node.id])
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in renames
    ]
    for line, column, old, new in sorted(edits, reverse=True):
        row = lines[line - 1].encode()
        lines[line - 1] = (row[:column] + new.encode() + row[column + len(old.encode()) :]).decode()
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno == node.end_lineno:
            lines[node.lineno - 1] = ast.unparse(node)
    return "\n".join(lines)


MOVES = {
    "below a docstring": ('"""Moved."""\n\n', ""),
    "into an if": ("if True:\n", "    "),
    "into a try": ("try:\n", "    "),
}
ENDS = {"into a try": "finally:\n    done = True\n"}


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_findings_move_along(case: Case) -> None:
    for file in case.files:
        if "\nfrom __future__" not in file.text and not _holds_multiline_strings(file.text):
            moved = {move: sorted(_moved(file.spans, move)) for move in MOVES}
            assert {move: found(_within(file, move), case.rule) for move in MOVES} == moved


def _within(file: File, move: str) -> File:
    start, indent = MOVES[move]
    return file._replace(text=start + textwrap.indent(file.text, indent) + ENDS.get(move, ""))


def _moved(spans: Spans, move: str) -> Spans:
    start, indent = MOVES[move]
    down, right = start.count("\n"), len(indent)
    return [(line + down, first + right, last + right) for line, first, last in spans]


def _holds_multiline_strings(text: str) -> bool:
    return any(
        isinstance(node, ast.Constant) and node.lineno != node.end_lineno
        for node in ast.walk(ast.parse(text))
    )


PATHS = {
    Role.TEST: "tests/test_moved.py",
    Role.SUPPORT: "shop/testing/moved.py",
    Role.SETTINGS: "shop/settings.py",
    Role.PRODUCTION: "shop/moved.py",
    Role.NEUTRAL: "docs/moved.txt.py",
}


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_rules_are_silent_in_files_of_other_roles(case: Case) -> None:
    for file in case.files:
        for role, path in PATHS.items():
            module = Module.parse(file.text, path, ALL)
            if not case.rule.roles & module.role:
                codes = {finding.code for finding in engine.examine(module)}
                assert case.rule.code not in codes, role


@pytest.mark.again
@pytest.mark.parametrize("case", [*BAD, *GOOD], ids=by_id)
def test_the_tree_is_left_as_it_was(case: Case) -> None:
    for file in case.files:
        module = file.module(ALL)
        before = [dict(vars(node)) for node in ast.walk(module.tree)]
        engine.examine(module)
        assert [dict(vars(node)) for node in ast.walk(module.tree)] == before
        assert ast.dump(module.tree, include_attributes=True) == ast.dump(
            ast.parse(file.text), include_attributes=True
        )


@pytest.mark.parametrize("case", [*BAD, *GOOD], ids=by_id)
def test_the_table_agrees_with_asking_every_check_of_every_node(case: Case) -> None:
    for file in case.files:
        module = file.module(ALL)
        assert found(file, case.rule) == _naive(module, case.rule)


def _has_word(node: ast.AST, enrolment: Enrolment) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=word)) if word in enrolment.methods:
            return True
        case ast.Attribute(attr=word):
            return word in enrolment.attributes
        case _:
            return False


def _naive(module: Module, rule: Rule) -> list[tuple[int, int, int]]:
    spans: set[Span] = set()
    for enrolment in rule.enrolments if rule.roles & module.role else ():
        for node in ast.walk(module.tree):
            called = isinstance(node, ast.Call) and bool(module.names(node.func) & {*enrolment.names})
            if called or type(node) in enrolment.types or _has_word(node, enrolment):
                spans |= _spans(enrolment.check(node, module), module)
        if enrolment.of_module:
            spans |= _spans(enrolment.check(module), module)
    return sorted((span.line, span.column, span.end_column) for span in spans)


def _spans(hits: Iterable[Hit], module: Module) -> set[Span]:
    return {module.position(hit.place) for hit in hits if not engine.is_idle(hit, module)}


def test_carets_are_read_as_spans() -> None:
    (file,) = (each for each in cases("bad") if each.rule.code == "TSE407" and each.number == 1)
    assert file.files[0].spans == ((6, 8, 37),)
    assert re.search(r"\^", file.files[0].text) is None


def test_every_example_can_be_drawn_again() -> None:
    def again(case: Case) -> tuple[File, ...]:
        path = default_path(case.rule)
        return read(drawn(case.text, path, {file.path: file.spans for file in case.files}), path)

    every = [*BAD, *GOOD, *RECORDED_BAD, *RECORDED_GOOD]
    assert [case.id for case in every if again(case) != case.files] == []


SPANS = {
    "none": ((), ""),
    "beside each other": (((1, 0, 1), (1, 4, 7)), "^   ^^^\n"),
    "that touch": (((1, 0, 3), (1, 3, 5)), "^^^\n   ^^\n"),
    "in each other": (((1, 0, 9), (1, 4, 5), (1, 6, 9)), "^^^^^^^^^\n    ^ ^^^\n"),
    "in any order": (((1, 4, 7), (1, 0, 1)), "^   ^^^\n"),
}


@pytest.mark.parametrize(("spans", "carets"), SPANS.values(), ids=SPANS.keys())
def test_spans_are_drawn_as_carets(spans: tuple[tuple[int, int, int], ...], carets: str) -> None:
    text = "\n    one two three\n       ^^^\n    four\n    "
    again = drawn(text, "tests/test_a.py", {"tests/test_a.py": spans})
    assert again == f"one two three\n{carets}four\n"
    (file,) = read(again, "tests/test_a.py")
    assert sorted(file.spans) == sorted(spans)

"""Table, dispatch, positions, and faults of ours that must neither be silent nor cost the others."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import FAULT, Edit
from flake8_testsec.project import leftovers
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity, Span
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module, statements, statements_within, walk, within
from flake8_testsec.source.syntax import read_lines


def make(code: str = "TSE999", roles: Role = Role.ANY, message: str = "") -> Rule:
    return Rule(
        code, "something is wrong", roles, 1, "0.1", True, Severity.LOW, "why", "fix", (), (), message
    )


def reviewed(source: str | bytes, *rules: Rule, path: str = "tests/test_a.py") -> list[engine.Finding]:
    module = Module.parse(source, path, Settings())
    return engine.examine(module, engine.compile_table(rules, module.role))


def always(rule: Rule, **words: object) -> Callable[..., Iterator[Hit]]:
    def check(node: ast.AST, module: Module) -> Iterator[Hit]:
        yield rule.at(node, **words)

    return check


CALLS = {
    "another word is not resolved": ("import os\nos.remove('a')\n", 0),
    "a subscript's call is not resolved": ("import os\nx['system']()\n", 0),
    "a call's call is not resolved": ("import os\nos.system()()\n", 1),
    "the plain name": ("from os import system\nsystem('a')\n", 1),
    "an alias hides the word": ("from os import system as run\nrun('a')\n", 1),
    "an assignment hides the word": ("import os\nrun = os.system\nrun('a')\n", 1),
    "an assignment of one of two hides the word": (
        "import os\nrun = os.system if x else os.popen\nrun('a')\n",
        1,
    ),
    "an alternative hides the word": ("import os\nrun = os.system or os.popen\nrun('a')\n", 1),
    "an assignment to an attribute hides nothing we know": ("import os\nx.run = os.system\nx.run('a')\n", 0),
    "a choice is called": ("import os\n(os.system if x else os.popen)('a')\n", 1),
    "two names of one check are one finding": ("import os\n(os.system if x else os.popen)('a')\n", 1),
}


@pytest.mark.parametrize("case", CALLS)
def test_calls(case: str) -> None:
    rule = make()
    rule.call("os.system", "os.popen")(always(rule))
    source, count = CALLS[case]
    assert len(reviewed(source, rule)) == count


@pytest.mark.parametrize(("hints", "count"), [((), 1), (("a'",), 1), (("b", "remove"), 1), (("b",), 0)])
def test_calls_in_files_with_a_hint(hints: tuple[str, ...], count: int) -> None:
    rule = make()
    rule.call("os.remove", hints=hints)(always(rule))
    assert len(reviewed("import os\nos.remove('a')\n", rule)) == count


def test_no_call_is_resolved_when_no_rule_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Module, "names")
    rule = make()
    rule.on(ast.Pass)(always(rule))
    assert [each.code for each in reviewed("f()\npass\n", rule)] == ["TSE999"]


def test_findings_come_in_order_and_once() -> None:
    first, second = make("TSE998"), make("TSE999")
    second.on(ast.Pass, ast.Break)(always(second))
    second.on(ast.Pass)(always(second))
    first.module(lambda module: iter([first.at(module.tree.body[-1])]))
    found = reviewed("for x in y:\n    break\npass\n", second, first)
    assert [(each.code, each.line) for each in found] == [("TSE999", 2), ("TSE998", 3), ("TSE999", 3)]


def test_a_rule_of_another_role_is_never_met() -> None:
    rule = make(roles=Role.PRODUCTION)
    rule.on(ast.Pass)(always(rule))
    table = engine.compile_table([rule], Role.TEST)
    assert table == engine.compile_table([], Role.TEST)
    assert reviewed("pass\n", rule) == []
    assert len(reviewed("pass\n", rule, path="shop/a.py")) == 1


def broken(*args: Any) -> Iterator[Hit]:
    raise RuntimeError("with \x1b[31m colours and the secret")
    yield


def test_a_broken_check_is_told_and_the_others_go_on() -> None:
    bad, good = make("TSE998"), make("TSE999")
    bad.on(ast.Pass)(broken)
    bad.module(broken)
    bad.call("f")(broken)
    good.on(ast.Pass)(always(good))
    found = reviewed("\npass\n", bad, good)
    assert [(each.code, each.line) for each in found] == [(FAULT, 1), (FAULT, 2), ("TSE999", 2)]
    start = "internal error in TSE998: RuntimeError: with ... and the ... at flake8_testsec/engine.py:"
    assert found[0].message.startswith(start)
    assert found[0].message.endswith("; please report it")


def test_a_fix_that_cannot_be_worked_out_is_told_and_its_finding_stays() -> None:
    rule = make()
    rule.on(ast.Pass)(lambda node, module: iter([rule.at(node).fixed_by(lambda: next(broken()))]))
    module = Module.parse("\npass\n", "tests/test_a.py", Settings())
    found = engine.examine(module, engine.compile_table([rule], module.role), fixes=True)
    assert [(each.code, each.line) for each in found] == [(FAULT, 2), ("TSE999", 2)]


def test_imports_that_cannot_be_looked_up_are_told_and_fixes_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = make()
    rule.on(ast.Pass)(lambda node, module: iter([rule.at(node).fixed(Edit(2, 0, 3, 0, ""))]))
    module = Module.parse("import os\npass\n", "tests/test_a.py", Settings())
    monkeypatch.setattr(leftovers, "leftovers", lambda fixes, module: next(broken()))
    found = engine.examine(module, engine.compile_table([rule], module.role), fixes=True)
    assert [(each.code, each.line, bool(each.fix.edits)) for each in found] == [
        (FAULT, 1, False),
        ("TSE999", 2, True),
    ]


def test_broken_names_are_told_and_the_other_checks_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = make()
    rule.call("os.system")(always(rule))
    rule.on(ast.Pass)(always(rule))
    monkeypatch.setattr(Module, "names", lambda module, node: next(broken()))
    found = reviewed("import os\nos.system('a')\npass\n", rule)
    assert [(each.code, each.line) for each in found] == [(FAULT, 2), ("TSE999", 3)]


def test_a_file_that_cannot_be_searched_for_what_a_check_wants_is_shown_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = make()
    rule.where(calls=("f",))(lambda module: iter([rule.at(module.tree.body[0])]))
    assert reviewed("pass\n", rule) == []
    monkeypatch.setattr(Module, "scopes", property(lambda module: next(broken())))
    assert [(each.code, each.line) for each in reviewed("pass\n", rule)] == [("TSE999", 1)]


def test_columns_are_characters() -> None:
    rule = make()
    rule.on(ast.Call)(always(rule))
    (found,) = reviewed("é = '€𝄞'; f(é)\n", rule)
    assert (found.column, found.end_column) == (10, 14)


def test_a_span_ends_with_its_first_line() -> None:
    rule = make()
    rule.on(ast.FunctionDef)(always(rule))
    (found,) = reviewed("if x:\n    def f(a,   \n          b): pass\n", rule)
    assert (found.line, found.column, found.end_line, found.end_column) == (2, 4, 2, 12)


def test_a_span_is_taken_as_it_is() -> None:
    rule = make()
    rule.module(lambda module: iter([rule.at(Span(3, 1, 3, 2))]))
    (found,) = reviewed("", rule)
    assert (found.line, found.column, found.end_line, found.end_column) == (3, 1, 3, 2)


def test_related_places_are_converted_too() -> None:
    rule = make()

    @rule.on(ast.Pass)
    def check(node: ast.Pass, module: Module) -> Iterator[Hit]:
        yield rule.at(node, related=(Pointer(module.tree.body[0], "begins here"),))

    (found,) = reviewed("é = 'é'\npass\n", rule)
    assert found.related == ((1, 0, 1, 7, "begins here"),)


def test_messages_are_templates_of_one_line() -> None:
    rule = make(message="{what} is\n  wrong")
    rule.on(ast.Pass)(always(rule, what="this"))
    (found,) = reviewed("pass\n", rule)
    assert found.message == "this is wrong"
    with pytest.raises(KeyError):
        rule.at(ast.Pass())


SOURCES = {
    "a byte order mark": (b"\xef\xbb\xbfpass\n", 0),
    "Latin-1 without a cookie": (b"# \xe9\npass\n", 0),
    "an unknown cookie": (b"# coding: nonsense\npass\n", 0),
    "a cookie": ("# coding: latin-1\ns = 'é'; pass\n".encode("latin-1"), 9),
    "old line ends": (b"x = 1\r\npass\r\n", 0),
    "a form feed": (b"x = 1\n\x0cpass\n", 1),
    "a line separator in a string": ("s = '\u2028'; pass\n".encode(), 9),
}


@pytest.mark.parametrize("case", SOURCES)
def test_sources_are_read_as_flake8_reads_them(case: str) -> None:
    source, column = SOURCES[case]
    rule = make()
    rule.on(ast.Pass)(always(rule))
    found = reviewed(source, rule)
    assert [(each.line, each.column) for each in found] == [(source.count(b"\n"), column)]


@pytest.mark.parametrize("source", ["def f(:\n", "\udc80\n", "(" * 5000 + ")" * 5000])
def test_what_cannot_be_parsed_is_raised(source: str) -> None:
    with pytest.raises((SyntaxError, ValueError, RecursionError, MemoryError)):
        engine.check(source, "tests/test_a.py", Settings())


def test_a_check_is_a_pure_function_of_source_path_and_settings() -> None:
    source = "import pytest\ndef test_a():\n    pytest.raises(E)\n"
    first = engine.check(source, "tests/test_a.py", Settings())
    assert [each.code for each in first] == ["TSE407"]
    assert engine.check(source.encode(), "tests/test_a.py", Settings()) == first
    assert engine.check(source, "shop/a.py", Settings()) == []


def test_lines_beyond_the_file_are_empty() -> None:
    module = Module.parse("a\n", "a.py", Settings())
    assert [module.line(number) for number in (0, 1, 2)] == ["", "a\n", ""]


def test_comments_are_found_outside_strings_only() -> None:
    source = "# one\nx = '''\n# no\n'''  # no\n    #two\nf'''{x}\n# no\n'''\n#: three\n"
    module = Module.parse(source, "a.py", Settings())
    assert [(each.line, each.column, each.content) for each in module.comments] == [
        (1, 0, "one"),
        (5, 4, "two"),
        (9, 0, ": three"),
    ]


def test_the_tree_can_be_climbed() -> None:
    module = Module.parse(
        "class A:\n    if x:\n        def f(self): return lambda: y\ndef g(): pass\n", "a.py", Settings()
    )
    (lambda_,) = module.nodes(ast.Lambda)
    inner, outer = module.nodes(ast.FunctionDef)
    assert module.function(lambda_) is inner
    assert module.function(inner) is None
    assert [module.class_of(each) is not None for each in (inner, outer, lambda_.body)] == [
        True,
        False,
        False,
    ]
    assert module.above(lambda_, ast.While) is None


def test_a_walk_stays_in_its_function() -> None:
    (function,) = ast.parse("def f(a=b):\n    x\n    def g(): y\n    lambda: z\n").body
    names = [node.id for node in within(function) if isinstance(node, ast.Name)]
    assert names == ["x"]
    (expression,) = ast.parse("lambda: x").body
    assert isinstance(expression, ast.Expr)
    assert [type(node) for node in within(expression.value)] == [ast.Name]
    assert [type(node) for node in within(expression)] == [ast.Lambda]


def test_statements_of_all_depths() -> None:
    source = (
        "try:\n    a\nexcept E:\n    b\nmatch x:\n    case 1:\n        c\ndef f():\n    d\nwith y:\n    e\n"
    )
    found = [ast.unparse(each) for each in statements(ast.parse(source).body) if isinstance(each, ast.Expr)]
    assert found == ["a", "b", "c", "e"]


STATEMENTS = {
    "of a function": ("def f():\n    a\n    if x:\n        b\n", ["a", "b"]),
    "of a statement with a body": (
        "if x:\n    a\n    for y in z:\n        b\nelse:\n    c\n",
        ["a", "b", "c"],
    ),
    "of a statement without a body": ("a\n", []),
}


@pytest.mark.parametrize(("source", "found"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_statements_within_a_statement(source: str, found: list[str]) -> None:
    inner = statements_within(ast.parse(source).body[0])
    assert [ast.unparse(each) for each in inner if isinstance(each, ast.Expr)] == found


def test_statements_within_anything_else() -> None:
    assert [ast.unparse(each) for each in statements_within(ast.parse("a\nb\n"))] == ["a", "b"]


def test_a_walk_may_enter_everything() -> None:
    nodes = walk(ast.parse("def f():\n    a\n    lambda: b\nclass C(d): e\n"))
    assert [node.id for node in nodes if isinstance(node, ast.Name)] == [*"abde"]


def test_statements_within_a_node_are_those_of_a_walk() -> None:
    source = "def f():\n    a\n    class C:\n        b\n    lambda: c\ntry:\n    d\nexcept E:\n    e\n"
    for root in ast.walk(ast.parse(source)):
        assert list(statements_within(root)) == [node for node in within(root) if isinstance(node, ast.stmt)]


def test_calls_and_attributes_are_found_by_word() -> None:
    module = Module.parse("b(a.c)\na.b()()\nc = d.c.b\n(x or y)()\nb.a\n", "a.py", Settings())
    calls: dict[tuple[str, ...], list[str]] = {
        ("b",): ["b(a.c)", "a.b()"],
        ("", "b"): ["b(a.c)", "a.b()()", "a.b()", "(x or y)()"],
        ("c", "x"): [],
        (): [],
    }
    for words, found in calls.items():
        assert [ast.unparse(each) for each in module.calls(words)] == found
    attributes: dict[tuple[str, ...], list[str]] = {
        ("c",): ["a.c", "d.c"],
        ("a", "b"): ["a.b", "d.c.b", "b.a"],
        ("x",): [],
        (): [],
    }
    for words, found in attributes.items():
        assert [ast.unparse(each) for each in module.attributes(words)] == found
    assert module.attribute_names.keys() == {"a", "b", "c"}
    assert [each.id for each in module.targets] == ["c"]


HINTS = {
    "the word as it is": ("x = 'a hint'\n", 1),
    "a part of a word": ("unhinted()\n", 1),
    "the other word": ("pass  # the other\n", 1),
    "neither": ("x = 'Hint'\n", 0),
    "a name that the parser spells in plain letters": ("x.ｈｉｎｔ\n", 1),
    "a word beside what is not plain": ("x = '№ hint'\n", 1),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_check_with_hints_does_not_meet_files_without_them(case: str) -> None:
    rule = make()
    rule.text("hint", "other")(lambda module: iter([rule.at(module.tree.body[0])]))
    source, count = HINTS[case]
    assert len(reviewed(source, rule)) == count


COMMENTS = {
    "none": ("a\n", []),
    "at the beginning and at the end": ("# one\na\n# two", ["# one", "# two"]),
    "indented": ("if a:\n\t # one # two\n\x0c#three\n    b\n", ["# one # two", "#three"]),
    "behind code": ("a  # one\n# two\n", ["# two"]),
    "inside a string, which the text alone does not tell": ('"""\n# one\n"""\n', ["# one"]),
}


@pytest.mark.parametrize("case", COMMENTS)
def test_what_looks_like_a_comment(case: str) -> None:
    source, texts = COMMENTS[case]
    module = Module.parse(source, "a.py", Settings())
    assert [line.strip() for _, line in module.comment_lines] == texts


@pytest.mark.parametrize(
    ("source", "lines"), [(b"", []), (b"a", ["a"]), (b"\xef\xbb\xbf", []), (b"\xef\xbb\xbf\xe9", ["é"])]
)
def test_lines(source: bytes, lines: list[str]) -> None:
    assert read_lines(source) == lines


@pytest.mark.parametrize("first", [b"", b"\xef\xbb\xbf", b"# -*- coding: latin-1 -*-", b"# coding: utf-8"])
@pytest.mark.parametrize(
    "second", [b"x = 1", b"# vim: fileencoding=cp1252", b"# encoding: nonsense", b"coding"]
)
@pytest.mark.parametrize("third", ["'é'".encode(), "'é'".encode("latin-1"), b"# coding: cp1252"])
def test_encodings_are_those_that_python_finds(first: bytes, second: bytes, third: bytes) -> None:
    source = b"\n".join((first, second, third))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        expected = source.decode(encoding)
    except (SyntaxError, UnicodeError):
        expected = source.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    assert "".join(read_lines(source)) == expected

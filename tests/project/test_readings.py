"""What is parsed when one module asks about others, and about itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec import engine
from flake8_testsec.project import readings
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project, View
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

BASE = """
class Base:
    def setUp(self):
        self.till = Till()

    def tearDown(self):
        self.till.close()


def lend():
    return Till()
"""
PATH = "tests/test_shop.py"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """How each text begins that is parsed."""
    seen: list[str] = []
    parse = ast.parse

    def told(source: str | bytes, *given: Any, **named: Any) -> ast.AST:
        if isinstance(source, str):
            seen.append(source.strip().partition("\n")[0])
        return parse(source, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(ast, "parse", told)
        yield seen


def view(files: Mapping[str, str], path: str = PATH) -> View:
    return Project(Tree(files)).view(path)


def test_a_module_that_asks_about_itself_is_not_parsed_again(parsed: list[str]) -> None:
    seen = view({PATH: BASE})
    module = Module.parse(BASE, PATH, Settings(), seen)
    facts = seen.file(PATH)
    assert facts is not None and [each.name for each in facts.classes] == ["Base"]
    assert [each.name for each in facts.classes[0].hooks] == ["setUp", "tearDown"]
    assert parsed == ["class Base:"] and module.source == BASE


def test_neither_is_one_whose_class_has_a_base_beside_it(parsed: list[str]) -> None:
    text = (
        "class Shelf:\n    pass\n\nclass ShopTests(Shelf):\n    def test_a(self):\n        assert a() == 1\n"
    )
    found = engine.check(text, PATH, Settings(), view({PATH: text}))
    assert [each.code for each in found] == ["TSE522"] and parsed == ["class Shelf:"]


def test_a_file_that_holds_something_else_by_now_is_read_as_it_is(parsed: list[str]) -> None:
    seen = view({PATH: "class Other:\n    pass\n"})
    module = Module.parse(BASE, PATH, Settings(), seen)
    facts = seen.file(PATH)
    assert facts is not None and [each.name for each in facts.classes] == ["Other"]
    assert parsed == ["class Base:", "class Other:"] and module.source == BASE


def test_after_the_review_the_file_is_parsed_like_any_other(parsed: list[str]) -> None:
    seen = view({PATH: BASE})
    module = Module.parse(BASE, PATH, Settings(), seen)
    vars(module).clear()
    assert seen.file(PATH) is not None
    assert parsed == ["class Base:", "class Base:"]


def test_a_module_that_is_gone_is_not_asked(parsed: list[str]) -> None:
    seen = view({PATH: BASE})
    Module.parse(BASE, PATH, Settings(), seen)
    assert seen.file(PATH) is not None
    assert parsed == ["class Base:", "class Base:"]


def test_who_asks_at_once_for_more_has_nothing_parsed_again(parsed: list[str]) -> None:
    facts = view({"shop/base.py": BASE}).file("shop/base.py")
    assert facts is not None
    assert [each.name for each in facts.classes[0].hooks] == ["setUp", "tearDown"]
    assert facts.function("lend") is None and "lend" in facts.bound
    assert parsed == ["class Base:"]


@pytest.mark.parametrize("room", (0, len(BASE) + 8))
def test_who_asks_later_has_it_parsed_once_more(
    room: int, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "_OPEN", room)
    seen = view({"shop/base.py": BASE, "shop/other.py": "OTHER = 1  # and more\n"})
    facts = seen.file("shop/base.py")
    assert facts is not None and seen.file("shop/other.py") is not None
    assert [each.name for each in facts.classes[0].hooks] == ["setUp", "tearDown"]
    assert "lend" in facts.bound and [*facts.classes[0].sets] == ["setUp", "tearDown"]
    assert parsed == ["class Base:", "OTHER = 1  # and more", "class Base:"]


def test_what_cannot_be_parsed_is_not_known(parsed: list[str]) -> None:
    assert view({"shop/base.py": "class Base(\n"}).file("shop/base.py") is None
    assert parsed == ["class Base("]


def test_several_questions_about_a_file_are_asked_of_one_module(parsed: list[str]) -> None:
    seen, asked = view({"shop/base.py": BASE}), list[Module]()
    seen.told("first", "shop/base.py", asked.append)
    facts = seen.file("shop/base.py")
    seen.told("second", "shop/base.py", asked.append)
    seen.told("second", "shop/base.py", asked.append)
    assert facts is not None and facts.function("lend") is None
    first, second = asked
    assert first is second and first.path == "shop/base.py" and parsed == ["class Base:"]


def test_the_module_that_was_asked_last_stays_open_longest(parsed: list[str]) -> None:
    files = {f"shop/{name}.py": f"{name} = 1\n" for name in "abc"}
    project = Project(Tree(files))
    project.keep_open(12)
    for question, name in enumerate("abacab"):
        project.told(str(question), f"shop/{name}.py", str)
    assert parsed == ["a = 1", "b = 1", "c = 1", "b = 1"]


def test_what_finds_no_room_is_closed_and_closes_no_other(parsed: list[str]) -> None:
    project = Project(Tree({"shop/base.py": BASE, "shop/other.py": "OTHER = 1\n"}))
    project.keep_open(len(BASE) - 1)
    asked = list[Module]()
    for question, name in enumerate(("other", "base", "other", "base")):
        project.told(str(question), f"shop/{name}.py", asked.append)
    assert parsed == ["OTHER = 1", "class Base:", "class Base:"]
    assert [bool(vars(each)) for each in asked] == [True, False, True, False]


def test_nothing_is_told_of_what_is_no_python_or_too_long(parsed: list[str]) -> None:
    seen = view({"shop/base.py": BASE, "shop/broken.py": "class Base(\n"})
    assert seen.told("name", "shop/broken.py", str) is None
    assert seen.told("name", "shop/base.py", str, len(BASE) - 1) is None
    assert seen.told("other", "shop/base.py", lambda module: module.path, len(BASE)) == "shop/base.py"
    assert [*seen.consulted] == ["shop/broken.py", "shop/base.py"] and all(seen.consulted.values())


def test_a_text_is_read_once_for_several_questions_and_anew_when_it_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("one")
    project = Project(str(tmp_path))
    first, second = project.text("notes.txt"), project.text("notes.txt")
    assert first[1] is second[1] and first[1] == "one"
    file.write_text("three")
    assert project.text("notes.txt")[1] == "three"
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(str(number))
    assert [project.text(f"{number}.txt")[1] for number in range(40)] == [*map(str, range(40))]
    assert project.text("notes.txt")[1] == "three" and project.text("none.txt") == ("", "")

"""Files beside the reviewed one that cannot be read tell nothing."""

from __future__ import annotations

import ast

from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.review import bases, fixtures
from flake8_testsec.review.reviewing import Told, review
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def test_what_does_not_parse_has_no_classes_and_no_fixtures() -> None:
    broken = Project(Tree({"tests/a.py": "class Base(:\n"})).view("tests/test_a.py")
    module = Module.parse(
        "from tests.a import Base\nclass TestA(Base): ...\n", "tests/test_a.py", Settings(), broken
    )
    (class_,) = module.nodes(ast.ClassDef)
    assert [each.name for each in bases.ancestry(class_, module)] == ["TestA"]
    assert fixtures._fixtures_of("def (", "conftest.py") == {}


def test_without_a_project_only_the_file_itself_is_read() -> None:
    text = "from a import Base\nclass TestA(Base):\n    def test_a(self): ...\ndef test_b(shop): ...\n"
    module = Module(ast.parse(text), text.splitlines(keepends=True), "tests/test_a.py", Settings())
    document = review(module, "tests/test_a.py", Told((), ()))
    assert document.read == ()
    assert [each.kind for each in document.undecided] == ["opaque-base", "unknown-fixture"]

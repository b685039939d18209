"""What a module gives back for all of its classes, and where one class differs; what is given up."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cleanup import states
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.tags import Anew, Part, Tags
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

SHOP = """
import os, pytest

@pytest.fixture
def drawer():
    yield
    os.environ.pop("A", None)

@pytest.fixture(autouse=True)
def around(drawer):
    yield

class TestShop:
    def test_shop(self): pass

class TestOwn:
    @pytest.fixture
    def drawer(self):
        yield
        os.environ.pop("B", None)
    def test_own(self): pass
"""


def parse(text: str) -> Module:
    return Module.parse(text, "tests/test_shop.py", Settings())


def undone(text: str, name: str) -> frozenset[str]:
    module = parse(text)
    (function,) = (each for each in module.nodes(ast.FunctionDef) if each.name == name)
    return frozenset(each for each in custody(function, module).undoes if each.startswith("environ"))


def test_a_class_has_its_own_fixture_in_place_of_one_that_is_asked_for() -> None:
    assert undone(SHOP, "test_shop") == {"environ:A"}
    assert undone(SHOP, "test_own") == {"environ:B"}


def test_tags_are_told_by_their_kinds() -> None:
    tags = Tags((Part({"set:a.b", "folder"}), Part({"environ:A", "anew:environ:B"})))
    assert tags.has_any("environ") and tags.has_any("folder") and not tags.has_any("call")
    assert len(tags) == 4 and hash(tags) == hash(Tags((Part(tags),)))
    assert Part({"environ:A", "anew:environ:B"}).by_kind == {
        "environ": ["environ:A"],
        "anew:environ": ["anew:environ:B"],
    }


def test_what_others_set_anew_does_not_count() -> None:
    tags = Tags((Part({"anew:environ:A", "anew:environ:B", "environ:C"}),))
    anew = Anew(tags, frozenset({"anew:environ:A"}))
    assert "environ:B" in anew and anew.has_any("environ")
    assert "environ:A" not in anew and "environ:C" not in anew
    assert not Anew(tags, frozenset({"anew:environ:A", "anew:environ:B"})).has_any("environ")


def unknown(count: int) -> str:
    lines = (f"    os.environ[name{n}] = '1'\n    run()\n    del os.environ[name{n}]\n" for n in range(count))
    return f"import os\ndef test_a():\n{''.join(lines)}"


@pytest.mark.parametrize(("count", "is_judged"), [(20, True), (150, False)])
def test_variables_of_many_unknown_names_are_given_up(
    count: int, is_judged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    module = parse(unknown(count))
    (function,) = module.nodes(ast.FunctionDef)
    with caplog.at_level("INFO", "flake8.testsec"):
        found = states.judgements(function, "TSE304", module)
    assert (len(found) == count, "gave up on test_a" not in caplog.text) == (is_judged, is_judged)


def test_variables_of_known_names_are_judged_however_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_MOST", 10)
    lines = (f"    os.environ['A{n}'] = '1'\n" for n in range(100))
    module = parse(f"import os\ndef test_a(ask):\n{''.join(lines)}    assert ask()\n")
    (function,) = module.nodes(ast.FunctionDef)
    assert len(states.judgements(function, "TSE304", module)) == 100

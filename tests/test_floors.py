"""The house has floors: imports only go down, and never in a circle."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "flake8_testsec"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("floors", ROOT / "docs" / "floors.py")
    assert spec is not None and spec.loader is not None
    module = sys.modules["floors"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


floors = _load()


@pytest.fixture(scope="module")
def ours() -> list[Any]:
    """The imports of the package, looked up once."""
    return list(floors.imports(PACKAGE))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small package with one import of each kind."""
    texts = {
        "__init__.py": "",
        "rule.py": "import ast\nfrom typing import TYPE_CHECKING\n",
        "source/__init__.py": "",
        "source/module.py": "from flake8_testsec.rule import Rule\nfrom flake8_testsec import __version__\n",
        "engine.py": (
            "def f():\n    try:\n        from flake8_testsec.source import module\n    except E:\n"
            "        match a:\n            case 1:\n                import flake8_testsec.rule\n"
        ),
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_kind_of_import_is_seen(house: Path) -> None:
    assert [tuple(each) for each in floors.imports(house)] == [
        ("engine", "rule"),
        ("engine", "source.module"),
        ("source.module", ""),
        ("source.module", "rule"),
    ]


def test_imports_for_type_checkers_count(house: Path) -> None:
    (house / "rule.py").write_text("if TYPE_CHECKING:\n    from flake8_testsec.source.module import M\n")
    found = list(floors.imports(house))
    assert ("rule", "source.module") in found
    assert ("rule", "source.module", "rule") in floors.circles(found)


def test_every_module_has_a_floor() -> None:
    assert [name for name in floors.modules(PACKAGE) if floors.room_of(name) is None] == ["vocabulary"]


def test_every_room_is_there() -> None:
    known = floors.modules(PACKAGE)
    assert [room for _, rooms in floors.FLOORS for room in rooms if room not in known] == []


def test_imports_only_go_down(ours: list[Any]) -> None:
    assert [each for each in ours if goes_up(each.importer, each.imported)] == []


def test_an_import_that_goes_up_is_noticed() -> None:
    assert goes_up("source.module", "cleanup.flow")
    assert not goes_up("cleanup.flow", "source.module")
    assert not goes_up("source.module", "source.index")


def goes_up(importer: str, imported: str) -> bool:
    upper, lower = floors.room_of(importer), floors.room_of(imported)
    return upper != lower and floors.floor_of(upper) < floors.floor_of(lower)


def test_nothing_is_imported_in_a_circle(ours: list[Any]) -> None:
    assert list(floors.circles(ours)) == []


def test_obligations_and_recordings_know_nothing_of_each_other(ours: list[Any]) -> None:
    rooms = {(floors.room_of(a), floors.room_of(b)) for a, b in ours}
    assert rooms.isdisjoint({("cleanup", "cassettes"), ("cassettes", "cleanup")})


def test_no_rule_knows_another_rule(ours: list[Any]) -> None:
    pairs = [(a, b) for a, b in ours if a.startswith("rules.") and b.startswith("rules.")]
    assert pairs == []


def test_the_picture_shows_every_room_and_arrows_go_down() -> None:
    picture = floors.picture(PACKAGE)
    assert all(
        f">{room.rpartition('.')[2] or 'flake8_testsec'}</text>" in picture
        for _, rooms in floors.FLOORS
        for room in rooms
    )
    assert picture.count('class="arrow"') > 20

"""What a run does not need is not imported: the start takes longer than the review of most files."""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli import results
from flake8_testsec.cli.postponed import postponed
from flake8_testsec.rule_options import RULE_OPTIONS

from ..doors import CLEAN, lay_out

SELDOM = {
    "astroid",
    "flake8.checker",
    "flake8.processor",
    "importlib.metadata",
    "multiprocessing",
    "platformdirs",
    "socket",
    "sqlite3",
    "tqdm",
}
"""Imported by runs that need them, and by no others."""

COMMAND = "from flake8_testsec.cli import main; main()"
PLUGIN = "from flake8_testsec.plugin import Plugin; Plugin"
OFFERED = "from unittest.mock import Mock; Plugin.add_options(Mock())"


def imported(folder: Path, code: str, *arguments: str) -> set[str]:
    """The modules that a process has imported at its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    shown = f"{code}; import sys; print('', *sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", shown, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    return set(done.stderr.split("\n"))


# whole runs


def test_a_run_without_kept_results_imports_nothing_for_them(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    found = imported(tmp_path, COMMAND, "check", "--no-cache", "tests")
    assert "flake8_testsec.engine" in found
    assert not SELDOM & found


def test_a_run_whose_results_are_known_imports_no_rules(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    arguments = ("check", "--cache-dir=kept", "tests")
    first, second = (imported(tmp_path, COMMAND, *arguments) for _ in range(2))
    assert {rule.module_name for rule in RULES.values()} <= first
    assert not {name for name in second if name.startswith("flake8_testsec.rules")}
    assert not {"flake8_testsec.engine", "flake8_testsec.catalogue", "importlib.metadata"} & second


def test_an_option_that_names_rules_has_them_imported(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    arguments = ("check", "--cache-dir=kept", "--testsec-enable=TSE402", "tests")
    _, second = (imported(tmp_path, COMMAND, *arguments) for _ in range(2))
    assert "flake8_testsec.catalogue" in second


def test_flake8_has_the_rules_before_it_starts_processes(tmp_path: Path) -> None:
    assert "flake8_testsec.engine" not in imported(tmp_path, PLUGIN)
    assert "flake8_testsec.engine" in imported(tmp_path, f"{PLUGIN}; {OFFERED}")


# the options of rules


def test_options_stand_apart_as_rules_declare_them() -> None:
    assert tuple(option for rule in RULES.values() for option in rule.options) == RULE_OPTIONS


# the version of astroid


def test_the_stamp_has_the_version_of_astroid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    version = metadata.version("astroid").encode()
    assert version in results._version_of_astroid()
    before = results.stamp()
    lay_out(tmp_path, {"astroid.zip": ""})
    with zipfile.ZipFile(tmp_path / "astroid.zip", "w") as archive:
        archive.writestr("astroid/__init__.py", "")
    monkeypatch.delitem(sys.modules, "astroid", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path / "astroid.zip"))
    assert results._version_of_astroid() == version
    assert results.stamp() != before


# the garbage collector


@pytest.fixture
def collector() -> Iterator[None]:
    """Whatever a test does to it is undone."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("collector")
def test_the_command_of_a_process_is_not_held_up_by_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(cli, "_run", lambda argv: seen.append(gc.isenabled()) or len(argv))
    monkeypatch.setattr(sys, "argv", ["testsec", "one", "two"])
    assert cli.main() == 2
    assert seen == [False]
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("collector")
def test_who_calls_the_command_keeps_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(cli, "_run", lambda argv: seen.append(gc.isenabled()) or len(argv))
    gc.unfreeze()
    assert cli.main(["one"]) == 1
    assert seen == [True]
    assert gc.get_freeze_count() == 0


# modules that are postponed


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with a module, of which nothing is left in this process afterwards."""
    lay_out(tmp_path, {"shop_postponed/__init__.py": "", "shop_postponed/orders.py": "TOTAL = 3\n"})
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("shop_postponed")
    yield "shop_postponed"
    for name in ("shop_postponed", "shop_postponed.orders"):
        sys.modules.pop(name, None)


def test_a_postponed_module_is_imported_when_it_is_used(shop: str) -> None:
    with postponed(shop, "orders"):
        exec(f"import {shop}.orders", scope := {})
    assert f"{shop}.orders" not in sys.modules
    assert eval(f"{shop}.orders.TOTAL", scope) == 3
    assert sys.modules[f"{shop}.orders"] is sys.modules[shop].orders


def test_a_postponed_module_may_be_used_at_once(shop: str) -> None:
    with postponed(shop, "orders"):
        exec(f"from {shop}.orders import TOTAL", scope := {})
        assert scope["TOTAL"] == 3
    assert sys.modules[f"{shop}.orders"].TOTAL == 3


def test_a_postponed_module_that_others_import_is_theirs(shop: str) -> None:
    with postponed(shop, "orders"):
        stand_in = sys.modules[f"{shop}.orders"]
    real = importlib.import_module(f"{shop}.orders")
    assert real is not stand_in
    assert sys.modules[shop].orders is real
    assert stand_in.TOTAL == 3


def test_a_module_that_is_there_is_not_postponed(shop: str) -> None:
    real = importlib.import_module(f"{shop}.orders")
    with postponed(shop, "orders"):
        assert sys.modules[f"{shop}.orders"] is real
    assert sys.modules[f"{shop}.orders"] is real


def test_a_postponed_module_lacks_what_the_real_one_lacks(shop: str) -> None:
    with postponed(shop, "orders"):
        stand_in = sys.modules[f"{shop}.orders"]
    with pytest.raises(AttributeError) as caught:
        _ = stand_in.SUM
    assert caught.value.name == "SUM"

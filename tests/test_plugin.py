"""The door that flake8 sees, through flake8 itself."""

from __future__ import annotations

import argparse
import ast
import contextlib
import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec import engine, options, plugin
from flake8_testsec.finding import Finding
from flake8_testsec.plugin import Plugin, uncollected
from flake8_testsec.roots import project_path
from flake8_testsec.settings import Settings

from .doors import CLEAN, DEFECT, flake8, lay_out

MESSAGE = "TSE407 raises() without a callable or with has no effect"


def test_flake8_knows_the_plugin(tmp_path: Path) -> None:
    assert "flake8-testsec" in flake8(tmp_path, "--version").out


def test_a_finding_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = flake8(tmp_path, "--select=TSE")
    assert done == (1, f"./tests/test_a.py:5:5: {MESSAGE}\n", "")


def test_silence_is_status_zero(tmp_path: Path) -> None:
    assert flake8(lay_out(tmp_path, {"tests/test_a.py": CLEAN}), "--select=TSE") == (0, "", "")


def test_an_accent_before_the_finding_does_not_move_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "import pytest\ndef test_a():\n    é = 'é'; pytest.raises(E)\n"})
    assert flake8(tmp_path, "--select=TSE").out.startswith("./tests/test_a.py:3:14: TSE407")


def test_standard_input_is_named_by_its_display_name(tmp_path: Path) -> None:
    done = flake8(tmp_path, "--select=TSE", "--stdin-display-name=tests/test_b.py", "-", stdin=DEFECT)
    assert done.out == f"tests/test_b.py:5:5: {MESSAGE}\n"


def test_standard_input_without_a_name_is_judged_by_its_contents(tmp_path: Path) -> None:
    assert flake8(tmp_path, "--select=TSE", "-", stdin=DEFECT).out == f"stdin:5:5: {MESSAGE}\n"
    assert flake8(tmp_path, "--select=TSE", "--stdin-display-name=shop/a.py", "-", stdin=DEFECT).out == ""


START = """
import multiprocessing
from flake8.main.cli import main

if __name__ == "__main__":
    multiprocessing.set_start_method({method!r})
    raise SystemExit(main())
"""


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_jobs_under_every_start_method(method: str, tmp_path: Path) -> None:
    names = [f"tests/test_{number}.py" for number in range(6)]
    several = "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n"
    lay_out(tmp_path, {**dict.fromkeys(names, DEFECT + several)})
    lay_out(tmp_path, {"start.py": START.format(method=method)})
    arguments = ["--select=TSE", "--jobs=2", "--testsec-enable=TSE404", "tests"]
    done = subprocess.run(
        [sys.executable, "start.py", *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    rows = [line.split(" ")[:2] for line in done.stdout.splitlines()]
    assert rows == [
        [f"{name}:{place}:", code] for name in names for place, code in (("5:5", "TSE407"), ("6:5", "TSE404"))
    ]
    assert done.returncode == 1


NOQA = {
    "a blanket comment": ("  # noqa", 0),
    "our code": ("  # noqa: TSE407", 0),
    "our code with a reason": ("  # noqa: TSE407  the helper itself is tested", 0),
    "our prefix": ("  # noqa: TSE4", 0),
    "another code": ("  # noqa: TSE408", 1),
    "our code in lower case": ("  # noqa: tse407", 1),
}


@pytest.mark.parametrize("case", NOQA)
def test_noqa(case: str, tmp_path: Path) -> None:
    comment, status = NOQA[case]
    lay_out(tmp_path, {"tests/test_a.py": DEFECT.rstrip() + comment + "\n"})
    assert flake8(tmp_path, "--select=TSE").status == status


CONFIGURED = {
    "per-file-ignores of our code": ("per-file-ignores =\n    tests/*: TSE407\n", [], []),
    "our code ignored": ("extend-ignore = TSE4\n", [], []),
    "an ignore of others leaves ours as they are": ("ignore = E501, W503\n", [], ["TSE407"]),
    "a select of others drops ours": ("select = H\n", [], []),
    "a select of others is overruled on the command line": ("select = H\n", ["--select=TSE"], ["TSE407"]),
    "an opt-in rule is enabled in the configuration": ("testsec-enable = TSE404\n", [], ["TSE407", "TSE404"]),
    "an opt-in rule is enabled beside an ignore": (
        "ignore = E501\ntestsec_enable = TSE404\n",
        [],
        ["TSE407", "TSE404"],
    ),
    "an opt-in rule stays off when all are selected": ("", ["--select=TSE"], ["TSE407"]),
    "a prefix enables a family": ("", ["--testsec-enable=TSE4"], ["TSE407", "TSE404"]),
    "tests by the user's word": ("testsec-test-paths = checks\n", ["checks"], ["TSE407"]),
    "production by the user's word": ("testsec-production-paths = tests\n", [], []),
}


@pytest.mark.parametrize("case", CONFIGURED)
def test_configuration(case: str, tmp_path: Path) -> None:
    text, arguments, codes = CONFIGURED[case]
    source = DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n"
    lay_out(tmp_path, {"tests/test_a.py": source, "checks/a.py": source, "tox.ini": f"[flake8]\n{text}"})
    paths = [] if "checks" in arguments else ["tests"]
    done = flake8(tmp_path, *arguments, *paths)
    assert [line.split(" ")[1] for line in done.lines if "TSE4" in line] == codes


def test_a_wrong_option_is_refused_in_one_line(tmp_path: Path) -> None:
    done = flake8(tmp_path, "--testsec-enable=TSE9")
    assert done.status == 1
    assert done.lines[-1] == "--testsec-enable: no rule has this code or prefix: 'TSE9'"


def test_run_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def examine(module: object, fixes: bool) -> list[Finding]:
        raise RuntimeError("a secret")

    monkeypatch.setattr(engine, "examine", examine)
    rows = list(Plugin(ast.parse(""), "tests/test_a.py", []).run())
    ((line, column, text, kind),) = rows
    assert (line, column, kind) == (1, 0, Plugin)
    assert text.startswith("TSE000 internal error: RuntimeError: a ... at flake8_testsec/plugin.py:")


def test_a_working_directory_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    rows = list(Plugin(ast.parse(DEFECT), "tests/test_a.py", []).run())
    ((line, column, text, _),) = rows
    assert (line, column) == (1, 0)
    assert text.startswith("TSE000 internal error: FileNotFoundError")
    assert text.endswith("; please report it")


def test_the_plugin_says_what_it_finds() -> None:
    plugin = Plugin(ast.parse(DEFECT), "tests/test_a.py", DEFECT.splitlines(keepends=True))
    assert list(plugin.run()) == [(5, 4, MESSAGE, Plugin)]


def test_the_collector_passes_over_what_is_loaded_once(frozen: None) -> None:
    plugin._load.cache_clear()
    values = argparse.Namespace(
        filenames=[],
        **{f"testsec_{each.name.replace('-', '_')}": each.default for each in options.all_options()},
    )
    Plugin.parse_options(values)
    count = gc.get_freeze_count()
    assert count > 0
    gc.unfreeze()
    Plugin.parse_options(values)
    assert gc.get_freeze_count() == 0


@pytest.fixture
def frozen() -> Iterator[None]:
    """Whatever a test freezes thaws again."""
    yield
    gc.unfreeze()


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_waits_for_the_end_of_a_review(before: bool) -> None:
    (gc.enable if before else gc.disable)()
    try:
        with contextlib.suppress(ValueError), uncollected():
            assert not gc.isenabled()
            raise ValueError
        after = gc.isenabled()
    finally:
        gc.enable()
    assert after is before


def test_paths_are_taken_from_the_root_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(
        tmp_path, {"tests/repo/.git/config": "", "tests/repo/shop/tests/base.py": "", "tests/plain/a.py": ""}
    )
    repo = tmp_path / "tests" / "repo"
    monkeypatch.chdir(repo)
    assert project_path("shop/tests/base.py") == os.path.join("shop", "tests", "base.py")
    monkeypatch.chdir(repo / "shop" / "tests")
    assert project_path("base.py") == os.path.join("shop", "tests", "base.py")
    assert project_path("./base.py") == os.path.join("shop", "tests", "base.py")
    monkeypatch.chdir(tmp_path / "tests" / "plain")
    assert project_path("a.py") == "a.py"
    assert project_path(str(repo / "shop" / "a.py")) == os.path.join("shop", "a.py")
    assert project_path("/nowhere/at/all/a.py") == "/nowhere/at/all/a.py"


def test_the_nearest_project_counts_without_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"a/setup.cfg": "", "a/b/pyproject.toml": "", "a/b/tests/base.py": ""})
    monkeypatch.chdir(tmp_path)
    assert project_path("a/b/tests/base.py") == os.path.join("a", "b", "tests", "base.py")
    monkeypatch.chdir(tmp_path / "a" / "b" / "tests")
    assert project_path("base.py") == os.path.join("tests", "base.py")


@pytest.mark.parametrize(
    ("config", "enable", "found"),
    [
        ("[pytest]\nasyncio_mode = strict\n", "TSE519", True),
        ("[pytest]\nasyncio_mode = auto\n", "TSE519", False),
        ("[pytest]\nasyncio_mode = strict\n", "TSE4", False),
        ("[pytest]\n", "TSE519", False),
        ("", "TSE519", False),
    ],
)
def test_the_pytest_configuration_is_read_for_the_rule_that_asks(
    config: str, enable: str, found: bool, tmp_path: Path
) -> None:
    source = "async def test_a(client):\n    assert await client.get()\n"
    lay_out(tmp_path, {"tests/test_a.py": source, "tox.ini": config})
    done = flake8(tmp_path, "--select=TSE", f"--testsec-enable={enable}", "tests")
    assert ("TSE519" in done.out) is found


def test_without_a_root_the_configuration_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Plugin, "settings", Settings(enable=("TSE519",)))
    tree = ast.parse("async def test_a(client): assert await client.get()")
    assert list(Plugin(tree, "/nowhere/tests/test_a.py", []).run()) == []

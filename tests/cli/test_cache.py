"""Results that are known already: used when they would come out again, and only then."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.store import FILE, Store

from ..doors import CLEAN, DEFECT, Run, lay_out, testsec
from ..pipes import await_reader, held

FOUND = "TSE407 raises() without a callable or with has no effect"


def entries(folder: Path) -> dict[str, dict[str, object]]:
    """All that is kept."""
    with contextlib.closing(sqlite3.connect(folder / FILE)) as connection:
        rows = connection.execute("SELECT key, value FROM entry WHERE space = 'findings'").fetchall()
    return {key: json.loads(value) for key, value in rows}


def mark(folder: Path) -> None:
    """Change the messages of all kept findings, so that their use can be seen."""
    store = Store(str(folder))
    for key, value in entries(folder).items():
        text = json.dumps(value).replace("raises()", "KEPT")
        store.put("findings", key, json.loads(text))
    store.close()


def check(folder: Path, *arguments: str, **environment: str) -> Run:
    return testsec(folder, "check", "--cache-dir=kept", *arguments, "tests", **environment)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {"tests/test_a.py": DEFECT, "tests/test_b.py": CLEAN, "tox.ini": ""}
    return lay_out(tmp_path, files)


def test_a_second_run_takes_what_the_first_has_kept(project: Path) -> None:
    assert check(project) == (1, f"tests/test_a.py:5:5: {FOUND}\n", "")
    assert sorted(len(entry["told"]) for entry in entries(project / "kept").values()) == [0, 1]  # type: ignore[arg-type]
    mark(project / "kept")
    assert "TSE407 KEPT" in check(project).out
    assert "TSE407 KEPT" in check(project, "--jobs=1").out
    assert "KEPT" not in testsec(project, "check", "tests").out
    assert "KEPT" not in check(project, "--no-cache").out


CHANGES: dict[str, Mapping[str, str]] = {
    "the content": {"tests/test_a.py": DEFECT + "\n"},
    "a setting": {"tox.ini": "[flake8]\ntestsec-enable = TSE402\n"},
    "what a file is for": {"tox.ini": "[flake8]\ntestsec-test-paths = tests/*\n"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_result_hangs_on_is_looked_at(change: str, project: Path) -> None:
    check(project)
    mark(project / "kept")
    lay_out(project, CHANGES[change])
    assert check(project).out == f"tests/test_a.py:5:5: {FOUND}\n"


def test_the_same_file_in_another_place_is_another_file(project: Path) -> None:
    check(project)
    mark(project / "kept")
    os.rename(project / "tests" / "test_a.py", project / "tests" / "test_c.py")
    assert check(project).out == f"tests/test_c.py:5:5: {FOUND}\n"


def test_the_same_project_in_another_place_is_the_same(project: Path, tmp_path: Path) -> None:
    check(project)
    mark(project / "kept")
    other = tmp_path / "elsewhere"
    shutil.copytree(project / "tests", other / "tests")
    lay_out(other, {"tox.ini": ""})
    done = testsec(other, "check", f"--cache-dir={project / 'kept'}", "tests")
    assert "TSE407 KEPT" in done.out


def test_the_pytest_configuration_counts_where_it_matters(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "async def test_a(client):\n    assert await client.get()\n"})

    def found(mode: str) -> bool:
        lay_out(tmp_path, {"tox.ini": f"[pytest]\nasyncio_mode = {mode}\n"})
        return "TSE519" in check(tmp_path, "--testsec-enable=TSE519").out

    assert [found(mode) for mode in ("strict", "auto", "strict")] == [True, False, True]


NOQA = {
    "tests/test_a.py": DEFECT.rstrip() + "  # noqa: TSE407\n",
    "tests/test_b.py": DEFECT.replace("(ValueError)", "(\n        ValueError\n    )  # noqa"),
    "tests/test_c.py": DEFECT + "    pytest.raises('noqa')\n",
    "tests/test_d.py": DEFECT,
    "tests/test_e.py": "# flake8: noqa\n" + DEFECT,
    "tests/test_f.py": "def f(:\n",
    "tests/test_g.py": "# flake8: noqa: TSE407\n# é\n" + DEFECT,
}
AFTERWARDS = [
    (),
    ("--disable-noqa",),
    ("--show-source",),
    ("--disable-noqa", "--show-source"),
    ("--ignore=TSE4",),
    ("--per-file-ignores=tests/test_c.py:TSE407",),
    ("--select=TSE5",),
    ("--statistics", "--count", "--format=pylint"),
]


@pytest.mark.parametrize("first", [(), ("--disable-noqa",), ("--show-source",)])
def test_what_is_decided_afterwards_is_not_kept(
    first: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(lay_out(tmp_path, NOQA))

    def said(*arguments: str) -> tuple[int, str, str]:
        return (cli.main(["check", *arguments, "tests"]), *capfd.readouterr())

    said("--cache-dir=kept", *first)
    mark(tmp_path / "kept")
    for options in AFTERWARDS:
        status, out, err = said("--cache-dir=kept", *options)
        assert (status, out.replace("KEPT", "raises()"), err) == said("--no-cache", *options)
        assert "KEPT" in out or "raises()" not in out


def test_files_that_cannot_be_reviewed_are_not_kept(project: Path) -> None:
    lay_out(project, {"tests/test_f.py": "def f(:\n", "tests/test_deep.py": "(" * 5000 + ")" * 5000})
    assert check(project).status == 2
    assert len(entries(project / "kept")) == 2
    assert check(project).status == 2


def test_cassettes_and_timings_keep_nothing(project: Path) -> None:
    check(project, "--timings")
    lay_out(project, {"tests/cassettes/a.json": "{}"})
    check(project, "--cassettes")
    assert not (project / "kept").exists()


def test_the_default_folder_is_the_users(project: Path, _own_cache: Path) -> None:
    testsec(project, "check", "tests")
    assert len(entries(_own_cache / "testsec")) == 2
    assert testsec(project, "cache").lines == [
        f"file     {_own_cache / 'testsec' / FILE}",
        "results  2",
        "size     0.0 MiB of at most 512.0 MiB",
    ]


def test_without_platformdirs_only_a_named_folder_is_used(
    project: Path, _own_cache: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    monkeypatch.chdir(project)
    assert cli.main(["check", "tests"]) == 1
    assert not (_own_cache / "testsec").exists()
    assert cli.main(["check", "--cache-dir=kept", "tests"]) == 1
    assert len(entries(project / "kept")) == 2
    capfd.readouterr()
    assert cli.main(["cache"]) == 2
    assert capfd.readouterr().err == (
        "testsec cache: error: no folder: install platformdirs, or name one with --cache-dir\n"
    )


def test_a_repository_has_no_say_in_where_results_are_kept(project: Path, _own_cache: Path) -> None:
    lay_out(project, {"tox.ini": "[flake8]\ncache-dir = kept\nno-cache = true\ncache_dir = kept\n"})
    testsec(project, "check", "tests")
    assert not (project / "kept").exists()
    assert (_own_cache / "testsec").exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_corrupt_cache_is_no_error_and_is_rewritten(content: bytes, project: Path) -> None:
    lay_out(project, {f"kept/{FILE}": content})
    for _ in range(2):
        assert check(project) == (1, f"tests/test_a.py:5:5: {FOUND}\n", "")
    assert len(entries(project / "kept")) == 2


@pytest.mark.parametrize("folder", ["tox.ini", "tox.ini/cache", "/dev/full/cache"])
def test_a_folder_that_cannot_be_used_is_no_error(folder: str, project: Path) -> None:
    done = testsec(project, "check", f"--cache-dir={folder}", "tests")
    assert done == (1, f"tests/test_a.py:5:5: {FOUND}\n", "")


def test_a_disk_that_is_full_is_no_error(project: Path) -> None:
    """A limit on the size of files stands for the disk."""
    code = (
        "import resource, sys\n"
        "before = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))\n"
        "from flake8_testsec.cli import main\n"
        "status = main(['check', '--cache-dir=kept', 'tests'])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, before)\n"
        "raise SystemExit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, f"tests/test_a.py:5:5: {FOUND}\n", "")
    assert check(project).status == 1
    assert len(entries(project / "kept")) == 2


def test_several_runs_at_once_share_a_cache(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{number}.py": DEFECT + "# " + "x" * 20_000 for number in range(60)})
    command = [sys.executable, "-m", "flake8_testsec", "check", "--cache-dir=kept", "--jobs=2", "tests"]
    runs = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outs = [run.communicate(timeout=300)[0] for run in runs]
    assert len(set(outs)) == 1
    assert outs[0].count("TSE407") == 60
    assert len(entries(tmp_path / "kept")) == 60


def test_a_run_that_is_killed_leaves_a_cache_that_can_be_used(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{number:03}.py": DEFECT for number in range(200)})
    hangs = tmp_path / "tests" / "test_150_hangs.py"
    command = [sys.executable, "-m", "flake8_testsec", "check", "--cache-dir=kept", "--jobs=1", "tests"]
    with held(hangs), subprocess.Popen([*command, "tests/test_150_hangs.py"], cwd=tmp_path) as run:
        await_reader(run, hangs)
        run.send_signal(signal.SIGKILL)
    os.remove(hangs)
    assert len(entries(tmp_path / "kept")) >= 128
    assert check(tmp_path).out.count("TSE407") == 200
    assert len(entries(tmp_path / "kept")) == 200


def test_whoever_edits_a_rule_gets_no_old_findings(tmp_path: Path) -> None:
    """A copy of the package, edited as a developer edits a checkout."""
    package = Path(cli.__file__).parent.parent
    shutil.copytree(package, tmp_path / "flake8_testsec", ignore=shutil.ignore_patterns("__pycache__"))
    lay_out(tmp_path / "project", {"tests/test_a.py": DEFECT})
    rule = tmp_path / "flake8_testsec" / "rules" / "exceptions" / "expectation_does_nothing.py"

    def message() -> str:
        return check(tmp_path / "project", PYTHONPATH=str(tmp_path)).out

    assert FOUND in message()
    before = rule.stat()
    rule.write_text(re.sub("has no effect", "HAS NO EFFECT", rule.read_text()))
    os.utime(rule, ns=(before.st_atime_ns, before.st_mtime_ns))
    # Python itself takes a compiled file for one of the source if time and size are the same.
    shutil.rmtree(rule.parent / "__pycache__", ignore_errors=True)
    assert "HAS NO EFFECT" in message()


# the command


def test_results_can_be_cleared(project: Path) -> None:
    check(project)
    assert testsec(project, "cache", "--clear", "--cache-dir=kept") == (0, "", "")
    assert entries(project / "kept") == {}
    assert testsec(project, "cache", "--info", "--cache-dir=kept").lines[1] == "results  0"


def test_nothing_is_there_to_be_cleared(tmp_path: Path) -> None:
    assert testsec(tmp_path, "cache", "--clear", "--cache-dir=kept") == (0, "", "")
    assert testsec(tmp_path, "cache", "--cache-dir=kept").lines[1] == "results  0"
    assert not (tmp_path / "kept").exists()


def test_what_cannot_be_cleared_is_said(tmp_path: Path) -> None:
    (tmp_path / "kept" / FILE).mkdir(parents=True)
    done = testsec(tmp_path, "cache", "--clear", "--cache-dir=kept")
    assert done == (2, "", "testsec cache: error: cannot remove the results in 'kept'\n")


def test_clearing_and_telling_are_two_things(tmp_path: Path) -> None:
    assert testsec(tmp_path, "cache", "--clear", "--info").status == 2

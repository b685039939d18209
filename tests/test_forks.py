"""What is forked says what is started, and is measured like it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from . import forks as forked_here
from .doors import DEFECT, Run, forked, lay_out, ready, run
from .forks import Forks
from .measuring import NAME, measure_only_what_runs, unmeasured

SAYS = """\
import os, sys
import near
print(sys.argv[1:], __name__, os.getcwd() == sys.path[0], os.environ["A"], near.__file__, sys.stdin.read())
print("été", file=sys.stderr)
"""
ENDS = {
    "by itself": "",
    "with a status": "raise SystemExit(3)",
    "with a text": "raise SystemExit('wrong')",
    "with an error": "def f():\n    1 / 0\nf()",
    "late": "import atexit\natexit.register(print, 'late')",
    "after its threads": "import threading\nthreading.Timer(0.1, lambda: print(1)).start()",
    "by a signal": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "by an interruption": "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nsignal.pause()",
    "at once": "import os\nos._exit(4)",
    "with lines of others": "import sys\nsys.stdout.write('a\\r\\nb\\rc')",
}


def told(done: Run) -> Run:
    """The frames of what starts a module are not the module's."""
    last = done.err.splitlines()[-1:] if done.err.startswith("Traceback") else done.err
    return done._replace(err=str(last))


def test_a_fork_is_given_what_a_start_is(tmp_path: Path) -> None:
    lay_out(tmp_path, {"says.py": SAYS, "near.py": ""})
    asked = ("says", tmp_path, ["a", "é"], "ü\udcfe\n")
    done = forked(*asked, A="1")
    assert done == run(*asked, A="1")
    assert done.out.startswith("['a', 'é'] __main__ True 1 ") and done.err == "été\n"


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("end", ENDS)
def test_a_fork_ends_as_a_start_does(end: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"ends.py": ENDS[end]})
    assert told(forked("ends", tmp_path, [])) == told(run("ends", tmp_path, []))


def test_nothing_of_ours_was_there_before(tmp_path: Path) -> None:
    text = "import sys\nprint([each for each in sys.modules if each.startswith(('flake8_testsec', 'tests'))])"
    lay_out(tmp_path, {"shows.py": text})
    assert forked("shows", tmp_path, []).out == "[]\n"


def test_what_it_is_told_to_import_was_there_before(tmp_path: Path) -> None:
    lay_out(tmp_path, {"shows.py": "import sys\nprint('flake8_testsec.catalogue' in sys.modules)"})
    assert forked("shows", tmp_path, [], among=ready).out == "True\n"


DOORS = {
    "flake8": ("--isolated", "--select=TSE,E9", "."),
    "flake8 in one process": ("--isolated", "--jobs=1", "--testsec-enable=TSE", "."),
    "check": ("--isolated", "--no-cache", "."),
    "check in two processes": ("--isolated", "--no-cache", "--jobs=2", "--format=json", "."),
    "review": ("--isolated", "tests"),
    "fix": ("--isolated", "--no-cache", "--diff", "."),
    "rules": (),
    "wrong": (),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_has_imported_us_says_what_a_start_says(door: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "tests/test_b.py": f"def f(:\n{DEFECT}", "shop.py": DEFECT})
    module, *words = ["flake8"] if door.startswith("flake8") else ["flake8_testsec", door.split()[0]]
    asked = (module, tmp_path, [*words, *DOORS[door]])
    done = forked(*asked, among=ready)
    assert done == run(*asked)
    assert done.out or done.err


def test_what_python_looks_at_when_it_starts_is_looked_at(tmp_path: Path) -> None:
    lay_out(tmp_path, {"shows.py": "import sys\nprint(sys.flags.utf8_mode, sys.flags.dev_mode)"})
    assert forked("shows", tmp_path, [], PYTHONDEVMODE="1", PYTHONUTF8="1").out == "1 True\n"


def test_no_fork_sees_another(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {"leaves.py": "import os, sys\nprint(os.environ.pop('A', None), sys.argv)\nsys.path.clear()"},
    )
    assert len({forked("leaves", tmp_path, [], A="1") for _ in range(2)}) == 1


def test_a_fork_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"waits.py": "import time\ntime.sleep(1000)", "passes.py": ""})
    forks = Forks()
    assert forks.fits(os.environ)
    with monkeypatch.context() as patch, pytest.raises(TimeoutError):
        patch.setattr(forked_here, "LONGEST", 0.5)
        forks.run("waits", tmp_path, [], b"", os.environ)
    assert forks.run("passes", tmp_path, [], b"", os.environ)[0] == 0
    forks.stop()


def test_it_is_made_when_it_is_needed_and_can_be_made_again(tmp_path: Path) -> None:
    lay_out(tmp_path, {"passes.py": ""})
    forks = Forks()
    forks.stop()
    for _ in range(2):
        assert forks.fits(os.environ)
        assert forks.run("passes", tmp_path, [], b"", os.environ) == (0, b"", b"")
        forks.stop()


def test_processes_list_no_files_that_they_never_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    config = pytest.importorskip("coverage.config").CoverageConfig()
    for source, included in ((["/a", "/b"], ["/a/*", "/b/*"]), (None, [])):
        config.source = source
        monkeypatch.setenv(NAME, config.serialize())
        measure_only_what_runs()
        narrowed = config.deserialize(os.environ[NAME])
        assert (narrowed.source, narrowed.run_include) == (None, included)


def test_where_nothing_is_measured_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    measure_only_what_runs()
    assert NAME not in os.environ


def test_what_is_not_measured_is_told_of_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "")
    assert {*os.environ} - {*unmeasured()} >= {NAME} and unmeasured()["PATH"] == os.environ["PATH"]

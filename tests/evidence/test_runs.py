"""Runs end as they would without us, whatever happens to them, and keep what was seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..doors import Run, lay_out
from .runs import PLUGIN, environment, leaks, of_kind, pytest_run, records, uncovered, watched

OUTCOMES = """\
import os, warnings

import pytest


@pytest.fixture
def broken():
    yield
    raise ValueError


def test_passes(): pass
def test_fails(): os.environ["SHOP"] = "1"; assert 0
def test_errors(broken): pass
def test_skips(): pytest.skip("no")
@pytest.mark.xfail
def test_expected(): assert 0
@pytest.mark.filterwarnings("error::ResourceWarning")
def test_strict(tmp_path): warnings.warn("unclosed file <_io.TextIOWrapper name='a'>", ResourceWarning)
def test_ignored(): warnings.warn("could not be closed", ResourceWarning)
"""


def told_outcomes(done: Run) -> list[str]:
    return [line for line in done.lines if line.startswith(("PASSED", "FAILED", "ERROR", "SKIP", "XFAIL"))]


@pytest.mark.parametrize("alone", ["", "1"])
def test_outcomes_stay_what_they_were(alone: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": OUTCOMES})
    arguments = ("-rA", "--tb=line")
    plain, done = (
        pytest_run(tmp_path, *arguments, *more, PYTEST_DISABLE_PLUGIN_AUTOLOAD=alone)
        for more in ((), ("--testsec-evidence=e",))
    )
    assert plain.status == done.status == 1
    assert told_outcomes(plain) == told_outcomes(done) != []
    outcomes = {each["test"][16:]: each["outcome"] for each in of_kind(records(tmp_path / "e"), "test")}
    assert outcomes == {
        "passes": "passed",
        "fails": "failed",
        "errors": "failed",
        "skips": "skipped",
        "expected": "skipped",
        "strict": "failed",
        "ignored": "passed",
    }
    (leak,) = [each for each in of_kind(records(tmp_path / "e"), "leak") if each["what"] == "environment"]
    assert leak["outcome"] == "failed"


def test_a_session_that_is_cut_short_leaves_what_is_still_there(tmp_path: Path) -> None:
    text = """\
import os

import pytest
import shop


@pytest.fixture(scope="session")
def both():
    os.environ["GOES"] = os.environ["STAYS"] = "1"
    shop.UNKNOWN = 1
    yield
    del os.environ["GOES"]


def test_a(both):
    pass


def test_b():
    raise KeyboardInterrupt
"""
    lay_out(tmp_path, {"test_a.py": text, "shop.py": ""})
    assert pytest_run(tmp_path, "--testsec-evidence=e").status == 2
    found = records(tmp_path / "e")
    assert [(each["name"], each["scope"]) for each in of_kind(found, "leak")] == [("STAYS", "session")]
    assert not of_kind(found, "end")


def test_workers_write_one_file(tmp_path: Path) -> None:
    text = "import os\nimport pytest\n\n\n@pytest.mark.parametrize('n', range(4))\n"
    text += "def test_a(n):\n    os.environ[f'SHOP_{n}'] = '1'\n"
    (tmp_path / "e.part-gw9").touch()
    found = watched(tmp_path, {"test_a.py": text}, "-p", "xdist", "-n", "2")
    assert sorted(each[2] for each in leaks(found)) == ["SHOP_0", "SHOP_1", "SHOP_2", "SHOP_3"]
    assert len(of_kind(found, "run")) == len(of_kind(found, "end")) == 2
    assert not list(tmp_path.glob("evidence.jsonl.part-*"))


def test_what_workers_of_an_earlier_run_wrote_is_gone(tmp_path: Path) -> None:
    (tmp_path / "evidence.jsonl.part-gw0").write_text("{}\n")
    watched(tmp_path, {"test_a.py": "def test_a(): pass\n"})
    assert not list(tmp_path.glob("evidence.jsonl.part-*"))


FORKS = '''\
import os

from _pytest.runner import runtestprotocol


def pytest_runtest_protocol(item):
    """Each test has a process of its own, as plugins do it."""
    number = os.fork()
    if not number:
        runtestprotocol(item, log=False)
        os._exit(0)
    os.waitpid(number, 0)
    return True
'''


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks nothing")
def test_forked_tests_tell_what_they_leave(tmp_path: Path) -> None:
    text = 'import os\n\n\ndef test_a():\n    os.environ["SHOP"] = "1"\n\n\ndef test_b():\n    pass\n'
    lay_out(tmp_path, {"conftest.py": FORKS, "test_a.py": text})
    pytest_run(tmp_path, "--testsec-evidence", "evidence.jsonl")
    found = records(tmp_path / "evidence.jsonl")
    assert leaks(found) == [("test_a", "environment", "SHOP", 5)]
    assert [each["test"] for each in of_kind(found, "test")] == ["test_a.py::test_a", "test_a.py::test_b"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks nothing")
def test_children_of_tests_are_not_heard(tmp_path: Path) -> None:
    text = """\
import os


def test_a():
    number = os.fork()
    if not number:
        os.environ["SHOP"] = "1"
        os._exit(0)
    os.waitpid(number, 0)
"""
    assert leaks(watched(tmp_path, {"test_a.py": text})) == []


def test_a_killed_run_keeps_what_was_written(tmp_path: Path) -> None:
    text = 'import os\n\n\ndef test_a():\n    os.environ["SHOP"] = "1"\n\n\ndef test_b():\n    os._exit(3)\n'
    lay_out(tmp_path, {"test_a.py": text})
    assert pytest_run(tmp_path, "--testsec-evidence", "e").status == 3
    found = records(tmp_path / "e")
    assert leaks(found) == [("test_a", "environment", "SHOP", 5)]
    assert not of_kind(found, "end")


def test_what_goes_wrong_with_evidence_does_not_reach_the_run(tmp_path: Path) -> None:
    text = "import os\n\n\ndef test_a():\n    os.unlink('e')\n\n\ndef test_b():\n    pass\n"
    lay_out(tmp_path, {"test_a.py": text})
    done = pytest_run(tmp_path, "--testsec-evidence", "e")
    assert done.status == 0
    assert "testsec evidence: it is not complete: FileNotFoundError" in done.lines


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": "def test_a(): pass\n"})
    done = pytest_run(tmp_path, "--testsec-evidence", "nowhere/e")
    assert done.status == 4
    assert "--testsec-evidence" in done.err


LINES = "def test_a():\n    for _ in ():\n        assert False\n    assert True\n"


def test_lines_that_ran_are_noted_if_asked(tmp_path: Path) -> None:
    found = watched(tmp_path, {"test_a.py": LINES}, "--testsec-lines", **uncovered())
    (ran,) = of_kind(found, "ran")
    assert ran["functions"] == [1]
    assert set(ran["lines"]) & {2, 3, 4} == {2, 4}


def test_lines_are_not_noted_unasked(tmp_path: Path) -> None:
    found = watched(tmp_path, {"test_a.py": LINES}, **uncovered())
    assert of_kind(found, "run")[0]["lines"] is False
    assert all("lines" not in each for each in of_kind(found, "ran"))


def test_of_lines_it_is_said_if_they_cannot_be_noted(tmp_path: Path) -> None:
    lay_out(tmp_path, {"test_a.py": LINES})
    done = pytest_run(tmp_path, "--testsec-evidence=e", "--testsec-lines")
    (head,) = of_kind(records(tmp_path / "e"), "run")
    assert head["lines"] == ("testsec evidence" not in done.out)


@pytest.mark.parametrize("tool", ["trace", "monitoring"])
def test_who_traces_already_is_left_alone(tmp_path: Path, tool: str) -> None:
    text = {
        "trace": "import sys\nsys.settrace(lambda *_: None)\n",
        "monitoring": "import sys\nif hasattr(sys, 'monitoring'):\n"
        "    sys.monitoring.use_tool_id(3, 'a'), sys.monitoring.use_tool_id(4, 'b')\n",
    }
    lay_out(tmp_path, {"conftest.py": text[tool], "test_a.py": LINES})
    done = pytest_run(tmp_path, "--testsec-evidence=e", "--testsec-lines", **uncovered())
    is_taken = (tool == "monitoring") == (sys.version_info >= (3, 12))
    assert ("testsec evidence: lines are not noted: something else traces this run" in done.lines) == is_taken
    assert done.status == 0


UNASKED = """
import sys
import flake8_testsec.evidence.pytest_option
print(*sorted(each for each in sys.modules if each.startswith("flake8_testsec")))
"""


def test_an_unasked_run_imports_nothing() -> None:
    command = [sys.executable, "-c", UNASKED]
    out = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **environment()}
    ).stdout
    assert out.split() == ["flake8_testsec", "flake8_testsec.evidence", f"{PLUGIN[1]}"]

"""Living with old code: what a baseline lists is hidden by both doors, up to its count, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.baselines import Entry, read, written

from ..doors import CLEAN, DEFECT, Run, flake8, lay_out, testsec

pytestmark = pytest.mark.once

NAME = ".testsec-baseline"
RAISES = "    pytest.raises(ValueError)\n"
OTHER = "    pytest.raises(KeyError)\n"
FILES = {"setup.cfg": "", "tests/test_a.py": DEFECT, "tests/test_b.py": DEFECT + RAISES, "shop/a.py": CLEAN}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An old project with three findings, two of them alike."""
    return lay_out(tmp_path, FILES)


@pytest.fixture
def adopted(project: Path) -> Path:
    """The same, with a baseline."""
    done = testsec(project, "baseline", "write")
    assert done == (0, f"'{NAME}' lists 3 findings in 2 files\n", "")
    return project


def both(folder: Path, *arguments: str, stdin: str = "") -> Run:
    """What ``testsec check`` says with the baseline, having made sure that flake8 says the same."""
    ours = testsec(folder, "check", f"--baseline={NAME}", *arguments, stdin=stdin)
    theirs = flake8(folder, "--select=TSE,E9", f"--testsec-baseline={NAME}", *arguments, stdin=stdin)
    assert ours.out == theirs.out
    return ours


def entries(folder: Path) -> dict[tuple[str, str], int]:
    """How many findings are listed, by files and places."""
    return {(each.path, each.place): each.findings for each in read(str(folder / NAME))}


# what is hidden


def test_what_is_listed_is_hidden(adopted: Path) -> None:
    assert entries(adopted) == {("tests/test_a.py", "test_a"): 1, ("tests/test_b.py", "test_a"): 2}
    assert both(adopted) == (0, "", "")
    assert testsec(adopted, "check").status == 1


NEW = {
    "another line": (DEFECT + OTHER, 6),
    "the same line once more": (DEFECT + RAISES, 6),
    "the same line in another function": (DEFECT + "\ndef test_b():\n" + RAISES, 8),
    "the same line in a class": (DEFECT + "\nclass TestB:\n    def test_a(self):\n    " + RAISES, 9),
    "the same line before, which is the first": (DEFECT.replace("():\n", "():\n" + RAISES), 6),
}


@pytest.mark.parametrize("case", NEW)
def test_what_is_new_is_told(case: str, adopted: Path) -> None:
    text, line = NEW[case]
    lay_out(adopted, {"tests/test_a.py": text})
    done = both(adopted, "tests")
    assert (done.status, [each.split(":")[:2] for each in done.lines]) == (
        1,
        [["tests/test_a.py", str(line)]],
    )


def test_what_moves_and_what_is_formatted_is_hidden(adopted: Path) -> None:
    text = "'''Tests.'''\nimport os\n\n" + DEFECT.replace("(ValueError)", "(\n        ValueError,\n    )")
    lay_out(adopted, {"tests/test_a.py": text})
    assert both(adopted) == (0, "", "")


def test_a_file_of_another_name_is_new(adopted: Path) -> None:
    (adopted / "tests/test_a.py").rename(adopted / "tests/test_c.py")
    assert [line.split(":")[0] for line in both(adopted, "tests").lines] == ["tests/test_c.py"]


def test_it_does_not_matter_where_a_command_runs(adopted: Path) -> None:
    for folder, name in (("tests", f"../{NAME}"), ("tests", NAME), ("shop", str(adopted / NAME))):
        paths = ("../tests", "./../tests/test_b.py", str(adopted / "tests"))
        assert testsec(adopted / folder, "check", f"--baseline={name}", *paths) == (0, "", "")
        done = flake8(adopted / folder, "--select=TSE", f"--testsec-baseline={name}", *paths)
        assert done == (0, "", "")


@pytest.mark.parametrize("name", [NAME, f"./{NAME}"])
def test_the_configuration_names_it(name: str, adopted: Path) -> None:
    lay_out(adopted, {"setup.cfg": f"[flake8]\ntestsec-baseline = {name}\nselect = TSE\n"})
    for folder in (adopted, adopted / "tests"):
        assert testsec(folder, "check") == flake8(folder) == (0, "", "")
    (adopted / NAME).unlink()
    for folder in (adopted, adopted / "tests"):
        assert testsec(folder, "check").status == 2
        assert flake8(folder).status == 1
    assert testsec(adopted, "role", "tests/test_a.py").status == 0
    assert testsec(adopted, "baseline", "write").status == 0
    assert flake8(adopted) == (0, "", "")


def test_names_with_odd_characters(project: Path) -> None:
    names = ("test_\nx.py", "test y.py", "test_\\x0a.py", os.fsdecode(b"test_\xff.py"), "test_\u202ez.py")
    lay_out(project, {f"tests/odd/{name}": DEFECT for name in names})
    assert testsec(project, "baseline", "write", "tests/odd").out == f"'{NAME}' lists 5 findings in 5 files\n"
    text = (project / NAME).read_text("utf-8")
    assert "\u202e" not in text
    assert len(text.splitlines()) == 7
    assert both(project, "tests/odd") == (0, "", "")
    assert testsec(project, "baseline", "check", "tests/odd") == (0, "", "")


def test_standard_input(adopted: Path) -> None:
    arguments = ("--stdin-display-name=tests/test_a.py", "-")
    assert both(adopted, *arguments, stdin=DEFECT) == (0, "", "")
    assert both(adopted, *arguments, stdin=DEFECT + OTHER).out.startswith("tests/test_a.py:6:5: TSE407")


@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("options", [("--jobs=4",), ("--jobs=2", "--show-source"), ("--format=%(path)s",)])
def test_many_files_in_several_processes(options: tuple[str, ...], project: Path) -> None:
    filler = "".join(f"def helper_{each}():\n    return {each}\n" for each in range(100))
    lay_out(project, {f"tests/test_{each}.py": DEFECT + filler for each in range(30)})
    assert testsec(project, "baseline", "write", "--jobs=3").status == 0
    assert both(project, *options) == (0, "", "")
    lay_out(project, {f"tests/test_{each}.py": DEFECT + OTHER + filler for each in (3, 17)})
    assert both(project, *options).status == 1


def test_kept_results_know_nothing_of_a_baseline(project: Path) -> None:
    kept = "--cache-dir=kept"
    before = testsec(project, "check", kept, "tests")
    assert testsec(project, "baseline", "write", kept, "tests").status == 0
    for _ in range(2):
        assert testsec(project, "check", kept, f"--baseline={NAME}", "tests") == (0, "", "")
        assert testsec(project, "check", kept, "tests") == before


# comments


def noqa(line: str) -> str:
    return line.replace("\n", "  # noqa: TSE407  why\n")


def test_what_a_comment_silences_is_not_listed_and_uses_nothing_up(project: Path) -> None:
    lay_out(project, {"tests/test_a.py": DEFECT.replace(RAISES, noqa(RAISES) + RAISES)})
    testsec(project, "baseline", "write")
    assert entries(project)["tests/test_a.py", "test_a"] == 1
    assert both(project) == (0, "", "")
    assert len(both(project, "--disable-noqa", "tests").lines) == 1
    lay_out(project, {"tests/test_a.py": DEFECT.replace(RAISES, noqa(RAISES) + RAISES + RAISES)})
    assert [line.split(":")[1] for line in both(project, "tests").lines] == ["7"]


def test_a_comment_below_a_statement_counts_where_flake8_reads_it(adopted: Path) -> None:
    silenced = noqa("    pytest.raises('''\n    ''')\n")
    lay_out(adopted, {"tests/test_a.py": DEFECT + "    '''noqa'''\n" + silenced + RAISES})
    assert [line.split(":")[1] for line in both(adopted, "tests").lines] == ["9"]


def test_a_file_that_a_comment_switches_off_is_looked_at(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": "# flake8: noqa\n" + DEFECT})
    assert both(adopted, "tests").out == ""
    assert testsec(adopted, "baseline", "check", "tests").status == 1


# what is stale


STALE = "stale: tests/test_b.py: TSE407 in test_a ("


def test_what_is_mended_is_stale(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_b.py": DEFECT})
    done = both(adopted)
    assert (done.status, done.out) == (0, "")
    assert done.err == (
        f"testsec check: 1 entry is stale in '{NAME}'; 'testsec baseline prune' removes what is mended\n"
    )
    assert testsec(adopted, "check", f"--baseline={NAME}", "-q") == (0, "", "")
    asked = testsec(adopted, "check", f"--baseline={NAME}", "--fail-on-stale")
    assert (asked.status, asked.out) == (1, "")
    first, second = asked.err.splitlines()
    assert first.startswith(f"testsec check: {STALE}")
    assert first.endswith("): 2 listed, 1 found")
    assert second == done.err.rstrip()
    free = testsec(adopted, "check", f"--baseline={NAME}", "--fail-on-stale", "--exit-zero")
    assert (free.status, free.err) == (0, asked.err)


def test_check_tells_what_is_new_and_what_is_stale(adopted: Path) -> None:
    assert testsec(adopted, "baseline", "check") == (0, "", "")
    lay_out(adopted, {"tests/test_a.py": DEFECT + OTHER, "tests/test_b.py": CLEAN})
    done = testsec(adopted, "baseline", "check", "tests")
    assert (done.status, [line.split(" ")[0] for line in done.lines]) == (1, ["tests/test_a.py:6:5:"])
    assert done.err.startswith(f"testsec baseline check: {STALE}")
    lay_out(adopted, {"tests/test_a.py": DEFECT})
    assert testsec(adopted, "baseline", "check", "tests").status == 1


def test_only_what_was_looked_at_is_stale(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": CLEAN, "tests/test_b.py": CLEAN})
    done = testsec(adopted, "baseline", "check", "tests/test_a.py")
    assert done.err.count("stale:") == 1
    for arguments in (
        ("shop",),
        ("--exclude=tests",),
        ("--select=TSE5",),
        ("--ignore=TSE4",),
        ("--per-file-ignores=tests/*:TSE407",),
        ("--min-severity=high",),
        ("--family=cleanup",),
    ):
        assert testsec(adopted, "baseline", "check", *arguments) == (0, "", "")
        assert "0 removed, 0 lowered, 2 left" in testsec(adopted, "baseline", "prune", *arguments).out


def test_a_file_that_is_gone_is_stale_where_somebody_looked(adopted: Path) -> None:
    (adopted / "tests/test_a.py").unlink()
    assert testsec(adopted, "baseline", "check", "tests/test_b.py", "shop") == (0, "", "")
    for path in ("tests", ".", str(adopted)):
        assert testsec(adopted, "baseline", "check", path).status == 1
    assert testsec(adopted / "shop", "baseline", "check", "../tests").status == 1
    assert "1 removed, 0 lowered, 1 left" in testsec(adopted, "baseline", "prune").out


def test_a_file_that_stands_where_a_folder_was(adopted: Path) -> None:
    lay_out(adopted, {"tests.py": CLEAN})
    listed = [Entry("tests.py/test_a.py", "TSE407", "", "0" * 16), Entry("a\0b", "TSE407", "", "1" * 16)]
    (adopted / NAME).write_text(written(listed))
    assert "1 removed, 0 lowered, 1 left" in testsec(adopted, "baseline", "prune", "shop", ".").out


def test_a_file_that_is_broken_was_not_looked_at(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": "def f(:\n"})
    done = testsec(adopted, "baseline", "prune")
    assert done.status == 2
    assert done.lines[0].startswith("./tests/test_a.py:1:")
    assert done.lines[1] == f"'{NAME}': 0 removed, 0 lowered, 2 left"
    again = testsec(adopted, "baseline", "write")
    assert (again.status, again.lines[-1]) == (2, f"'{NAME}' lists 3 findings in 2 files")


def test_rules_that_are_off_were_not_asked(project: Path) -> None:
    text = "import pytest\n\n\ndef test_a():\n    with pytest.raises(KeyError):\n        pay()\n        x()\n"
    lay_out(project, {"tests/test_a.py": text})
    enabled = "--testsec-enable=TSE"
    assert testsec(project, "baseline", "write", enabled, "tests/test_a.py").status == 0
    assert {each.code for each in read(str(project / NAME))} == {"TSE404"}
    before = (project / NAME).read_text()
    assert testsec(project, "baseline", "check", "tests/test_a.py") == (0, "", "")
    assert testsec(project, "baseline", "prune").status == 0
    assert (project / NAME).read_text() == before


def test_rules_that_are_no_more_find_nothing(adopted: Path) -> None:
    (adopted / NAME).write_text(written([Entry("tests/test_a.py", "TSE999", "", "0" * 16)]))
    assert "1 removed" in testsec(adopted, "baseline", "prune").out


# reports


def test_reports_tell_what_is_new(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": DEFECT + RAISES, "tests/test_b.py": DEFECT + RAISES})
    done = testsec(adopted, "check", f"--baseline={NAME}", "--format=json", "--include-suppressed", "tests")
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["line"], finding["fingerprint"].partition(":")[2]) == (6, "2")
    assert finding["fingerprint"].partition(":")[0] in (adopted / NAME).read_text()
    sarif = json.loads(testsec(adopted, "check", f"--baseline={NAME}", "--format=sarif", "tests").out)
    assert len(sarif["runs"][0]["results"]) == 1
    theirs = flake8(adopted, "--select=TSE", f"--testsec-baseline={NAME}", "--format=testsec-json", "tests")
    assert json.loads(theirs.out)["findings"] == [
        {**finding, "fix": json.loads(theirs.out)["findings"][0]["fix"]}
    ]


def test_numbers_are_of_what_is_told(adopted: Path) -> None:
    lay_out(adopted, {"tests/test_a.py": DEFECT + OTHER})
    done = testsec(adopted, "check", f"--baseline={NAME}", "--count", "--statistics", "-q", "tests")
    assert done.lines == ["tests/test_a.py", "1     TSE407  medium  CWE-1164  expectation-does-nothing", "1"]
    assert testsec(adopted, "check", f"--baseline={NAME}", "--timings", "tests").status == 1


def test_cassettes_are_listed_beside_files(adopted: Path) -> None:
    pytest.importorskip("yaml")
    recorded = "request:\n  headers:\n    Authorization: Bearer 8f14e45fceea167a5a36\n"
    lay_out(adopted, {"tests/cassettes/a.yaml": recorded})
    assert testsec(adopted, "check", "--cassettes", "tests").status == 1
    done = testsec(adopted, "baseline", "write", "--cassettes", "tests")
    assert (done.status, done.out) == (0, f"'{NAME}' lists 4 findings in 3 files\n")
    assert testsec(adopted, "check", "--cassettes", f"--baseline={NAME}", "tests") == (0, "", "")
    assert both(adopted) == (0, "", "")


# what breaks


def test_a_fault_of_ours_hides_nothing(adopted: Path) -> None:
    broken = (
        "import flake8_testsec.fingerprints as f; f._statements = None; from {}; sys.exit(main(sys.argv[1:]))"
    )
    for module, words in {
        "flake8.main.cli import main": ["--select=TSE", f"--testsec-baseline={NAME}", "--jobs=1", "tests"],
        "flake8_testsec.cli import main": ["check", f"--baseline={NAME}", "tests"],
    }.items():
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; {broken.format(module)}", *words],
            cwd=adopted,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (1, 2)
        assert done.stdout.count(" TSE000 ") == 2

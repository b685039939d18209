"""Several reports at once: which goes where, and what becomes of files when something goes wrong."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError

from flake8_testsec.cli.files import Target
from flake8_testsec.cli.outputs import Output, Word, outputs

from ..doors import CLEAN, DEFECT, Run, flake8, lay_out, testsec
from ..pipes import await_reader, held

LINE = "tests/test_a.py:5:5: TSE407 raises() without a callable or with has no effect\n"
OLD = "what was there\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one finding."""
    return lay_out(tmp_path, {"tests/test_a.py": DEFECT})


# pairs


def words(line: str) -> list[Word]:
    """F and O in a line stand for the options."""
    given = zip(line.split()[::2], line.split()[1::2], strict=True)
    return [Word({"F": "format", "O": "output_file"}[option], value) for option, value in given]


PAIRS = {
    "": [("conf", None)],
    "O a": [("conf", "a")],
    "O -": [("conf", None)],
    "F x": [("x", None)],
    "F x O a": [("x", "a")],
    "O a F x": [("x", "a")],
    "F x O a F y O b": [("x", "a"), ("y", "b")],
    "O a F x O b F y": [("x", "a"), ("y", "b")],
    "F x O a F y": [("x", "a"), ("y", None)],
    "F x F y O a": [("x", None), ("y", "a")],
    "O a F x F y": [("x", "a"), ("y", None)],
    "F x O - F y O b": [("x", None), ("y", "b")],
}


@pytest.mark.parametrize("line", PAIRS)
def test_the_first_option_tells_how_the_others_are_read(line: str) -> None:
    assert outputs(words(line), "conf") == [Output(*pair) for pair in PAIRS[line]]


REFUSED = {
    "F x O a O b": "no --format stands beside 'b'",
    "O a O b F x": "no --format stands beside 'a'",
    "F x F y": "one report alone can go to standard output",
    "F x O - F y": "one report alone can go to standard output",
    "F x O a F y O ./a": "two reports would go to ",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_not_clear_is_refused(line: str) -> None:
    with pytest.raises(ExecutionError) as refused:
        outputs(words(line), "conf")
    assert REFUSED[line] in str(refused.value)


@pytest.mark.parametrize("files_first", [False, True])
def test_both_orders_write_the_same_files(files_first: bool, project: Path) -> None:
    pairs = [("--format=text", "--output-file=a.txt"), ("--format=json", "--output-file=a.json")]
    given = [word for pair in pairs for word in (reversed(pair) if files_first else pair)]
    assert testsec(project, "check", "tests", *given) == (1, "", "")
    assert (project / "a.txt").read_text() == LINE
    assert json.loads((project / "a.json").read_text())["counts"]["medium"] == 1


def test_a_wrong_pair_is_one_line(project: Path) -> None:
    done = testsec(project, "check", "--format=json", "--format=text", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    tee = ("--format=json", "--output-file=a", "--format=text", "--tee", "tests")
    assert "argument --tee: " in testsec(project, "check", *tee).err
    assert not (project / "a").exists()


def test_flake8s_names_of_our_formats_are_known(project: Path) -> None:
    lay_out(project, {"tox.ini": "[flake8]\nformat = testsec-json\n"})
    assert json.loads(testsec(project, "check", "tests").out)["version"] == 1
    assert testsec(project, "check", "--format=text", "tests").out == LINE


# numbers beside reports


def test_numbers_stand_below_text_and_never_in_what_programs_read(project: Path) -> None:
    numbers = ("--statistics", "--benchmark", "--count")
    text = testsec(project, "check", *numbers, "tests")
    assert text.lines[1] == "1     TSE407  medium  CWE-1164  expectation-does-nothing"
    assert (len(text.lines), text.lines[-1], text.err) == (6, "1", "")
    read = testsec(project, "check", "--format=json", *numbers, "tests")
    assert json.loads(read.out)["files"] == 1
    assert read.err.splitlines()[0] == text.lines[1]
    assert read.err.splitlines()[-1] == "1"
    both = testsec(project, "check", *numbers, "--format=json", "--output-file=a", "--format=text", "tests")
    assert both.lines[:2] == text.lines[:2]
    assert json.loads((project / "a").read_text())["files"] == 1


def test_statistics_count_what_is_no_rule_too(project: Path) -> None:
    lay_out(project, {"tests/test_b.py": "def f(:\n"})
    done = testsec(project, "check", "--statistics", "-qq", "tests")
    assert done.lines == [
        "1     E999  error   -         not-parsed",
        "1     TSE407  medium  CWE-1164  expectation-does-nothing",
    ]


def test_quiet_is_for_people_alone(project: Path) -> None:
    quiet = ("-q", "--format=full", "--format=json", "--output-file=a", "tests")
    assert testsec(project, "check", *quiet) == (1, "tests/test_a.py\n", "")
    assert json.loads((project / "a").read_text())["files"] == 1


def test_tee_writes_twice(project: Path) -> None:
    done = testsec(project, "check", "--format=json", "--output-file=a", "--tee", "tests")
    assert done.out == (project / "a").read_text()
    assert json.loads(done.out)["files"] == 1


# files


def test_a_report_takes_the_place_of_the_one_before(project: Path) -> None:
    old = project / "a.txt"
    old.write_text(OLD)
    old.chmod(0o640)
    (project / "link").symlink_to("a.txt")
    assert testsec(project, "check", "--output-file=link", "tests").status == 1
    assert (old.read_text(), stat.S_IMODE(old.stat().st_mode)) == (LINE, 0o640)
    assert (project / "link").is_symlink()
    assert testsec(project, "check", "--output-file=new/deep/a.txt", "tests").status == 1
    assert (project / "new/deep/a.txt").read_text() == LINE
    assert leftovers(project) == []


def leftovers(folder: Path) -> list[Path]:
    return list(folder.rglob(".testsec-*"))


UNWRITABLE = {
    "a folder": "tests",
    "a path through a file": "tests/test_a.py/report",
    "a device that is full": "/dev/full",
    "a place where nobody may": "/proc/report",
    "a name that is too long": "x" * 300,
}


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("case", UNWRITABLE)
def test_what_cannot_be_written_is_one_line(case: str, form: str, project: Path) -> None:
    (project / "a.json").write_text(OLD)
    first = ("--format=sarif", "--output-file=a.json")
    done = testsec(project, "check", *first, f"--format={form}", f"--output-file={UNWRITABLE[case]}", "tests")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"testsec check: error: cannot write '{UNWRITABLE[case]}': ")
    assert done.err.count("\n") == 1
    assert case == "a device that is full" or (project / "a.json").read_text() == OLD
    assert leftovers(project) == []


@pytest.mark.parametrize("form", ["text", "full", "json", "sarif"])
def test_a_full_disk_leaves_the_report_that_is_there(form: str, project: Path) -> None:
    (project / "a").write_text(OLD)

    limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (40, 40))
    # Measuring coverage writes files, too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-m", "flake8_testsec", "check", "--no-cache", f"--format={form}"]
    done = subprocess.run(
        [*command, "--output-file=a", "tests"],
        cwd=project,
        capture_output=True,
        text=True,
        env=environment,
        preexec_fn=limited,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "testsec check: error: cannot write 'a': File too large\n"
    assert (project / "a").read_text() == OLD
    assert leftovers(project) == []


@pytest.mark.parametrize("arguments", [["check"], ["check", "--format=json"], ["rules"], ["explain", "TSE"]])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_standard_output_is_one_line(
    unbuffered: str, arguments: list[str], project: Path
) -> None:
    command = [sys.executable, "-m", "flake8_testsec", *arguments]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command,
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 2
    assert done.stderr.endswith("No space left on device\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("form", ["text", "full", "json", "sarif", "jsonl"])
def test_a_reader_that_leaves_is_no_error(form: str, project: Path) -> None:
    lay_out(project, {f"tests/test_{n}.py": DEFECT * 30 for n in range(20)})
    command = f"{sys.executable} -m flake8_testsec check --format={form} tests | head -n 1"
    done = subprocess.run(command, shell=True, cwd=project, capture_output=True, text=True)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_pipes_are_written_as_they_are(project: Path) -> None:
    command = (
        f"{sys.executable} -m flake8_testsec check --format=json --output-file=/dev/fd/3 tests 3>&1 | cat"
    )
    done = subprocess.run(command, shell=True, cwd=project, capture_output=True, text=True)
    assert json.loads(done.stdout)["files"] == 1


def test_standard_output_by_its_name_is_the_shells_file(project: Path) -> None:
    command = f"{sys.executable} -m flake8_testsec check --count --output-file=/dev/stdout tests >>a"
    (project / "a").write_text("")
    subprocess.run(command, shell=True, cwd=project, check=False)
    assert (project / "a").read_text() == f"{LINE}1\n"


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_leaves_the_report_that_is_there(tmp_path: Path) -> None:
    fifo = tmp_path / "tests" / "test_b.py"
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "a.json": OLD})
    command = [sys.executable, "-m", "flake8_testsec", "check", "--format=json", "--output-file=a.json"]
    names = ("tests/test_a.py", "tests/test_b.py")
    with held(fifo):
        process = subprocess.Popen([*command, *names], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        await_reader(process, fifo)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (130, "testsec check: interrupted\n")
    assert (tmp_path / "a.json").read_text() == OLD
    assert leftovers(tmp_path) == []


def test_a_target_that_is_given_up_is_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(OLD)
    target = Target(str(path))
    target.write("new")
    target.abandon()
    target.abandon()
    assert (path.read_text(), leftovers(tmp_path)) == (OLD, [])


# the exit status


@pytest.mark.parametrize(
    "form", ["json", "sarif", "github", "gitlab", "junit", "checkstyle", "full", "jsonl"]
)
def test_a_format_does_not_change_the_status(form: str, project: Path) -> None:
    def status(*options: str) -> int:
        return testsec(project, "check", f"--format={form}", *options).status

    assert (status(), status("--exit-zero"), status("--select=TSE5")) == (1, 0, 0)
    lay_out(project, {"tests/test_b.py": "def f(:\n"})
    assert (status(), status("--select=TSE5")) == (2, 2)


# what results hang on


def test_kept_results_have_fixes_where_somebody_asks_for_them(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "def test_a(shop):\n    shop.lines == 1\n"})
    common = ("check", "--cache-dir=kept", "tests")
    assert testsec(tmp_path, *common).status == 1
    for _ in range(2):
        (found,) = json.loads(testsec(tmp_path, *common, "--format=json").out)["findings"]
        assert found["fix"]["edits"][0]["text"] == "assert "
    assert testsec(tmp_path, *common).status == 1


@pytest.mark.usefixtures("unmeasured")
def test_several_processes_tell_the_same(tmp_path: Path) -> None:
    filler = "x = [1, f(2), g(3)]\n" * 4000
    lay_out(tmp_path, {f"tests/test_{n}.py": DEFECT + filler for n in range(8)})

    def told(jobs: int) -> Run:
        return testsec(tmp_path, "check", "--no-cache", f"--jobs={jobs}", "--format=sarif", "tests")

    assert told(1) == told(2)
    assert told(1).out.count('"testsec/v1"') == 8


# what is silenced


def test_what_is_silenced_is_told_where_there_is_a_place_for_it(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT.rstrip() + "  # noqa: TSE4\n"})
    several = ("--format=text", "--format=jsonl", "--output-file=a", "--include-suppressed", "tests")
    assert testsec(tmp_path, "check", *several) == (0, "", "")
    assert json.loads((tmp_path / "a").read_text())["suppressed"] == {"reason": ""}
    assert testsec(tmp_path, "check", "--select=TSE5", *several) == (0, "", "")
    assert (tmp_path / "a").read_text() == ""
    assert testsec(tmp_path, "check", "--disable-noqa", *several).status == 1
    assert json.loads((tmp_path / "a").read_text())["suppressed"] is None


# flake8's own door


FILTERS = {
    "min-severity=high": ["TSE508"],
    "min-severity=low": ["TSE407", "TSE508"],
    "cwe=CWE-1164": ["TSE407"],
    "cwe=482,1164": ["TSE407", "TSE508"],
    "family=disabled": ["TSE508"],
    "family=4": ["TSE407"],
    "family=TSE4,disabled": ["TSE407", "TSE508"],
}


@pytest.mark.parametrize("option", FILTERS)
def test_filters_choose_by_rule(option: str, project: Path) -> None:
    lay_out(project, {"tests/test_b.py": "def test_b(shop):\n    shop.lines == 1\n"})
    done = testsec(project, "check", f"--{option}", "tests")
    assert [line.split()[1] for line in done.lines] == FILTERS[option]


def test_both_doors_filter_alike(project: Path) -> None:
    lay_out(project, {"tests/test_b.py": "def test_b(shop):\n    shop.lines == 1\n"})
    ours = testsec(project, "check", "--family=disabled", "tests")
    assert flake8(project, "--isolated", "--select=TSE", "--testsec-family=disabled", "tests") == ours
    lay_out(project, {"tox.ini": "[flake8]\nselect = TSE\ntestsec-family = disabled\n"})
    assert testsec(project, "check", "tests") == flake8(project, "tests") == ours


def test_a_filter_hides_no_fault(project: Path) -> None:
    lay_out(project, {"tests/test_b.py": "def f(:\n"})
    done = testsec(project, "check", "--min-severity=high", "--family=cleanup", "tests")
    assert (done.status, [line.split()[1] for line in done.lines]) == (2, ["E999"])
    assert testsec(project, "check", "--min-severity=high", "tests/test_a.py") == (0, "", "")


@pytest.mark.parametrize("option", ["min-severity=urgent", "min-severity=low,high", "cwe=9", "family=fun"])
def test_a_wrong_filter_is_one_line(option: str, project: Path) -> None:
    done = testsec(project, "check", f"--{option}", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"testsec check: error: --testsec-{option.split('=')[0]}: ")
    name, value = option.split("=")
    lay_out(project, {"tox.ini": f"[flake8]\ntestsec-{name} = {value}\n", "tests/test_a.py": CLEAN})
    configured = testsec(project, "check", "tests")
    assert (configured.status, configured.err) == (2, done.err)

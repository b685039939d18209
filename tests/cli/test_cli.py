"""The door ``testsec``: commands, options and exit status, as a person at a terminal sees them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from flake8_testsec import __version__, cli
from flake8_testsec.catalogue import RULES

from ..doors import CLEAN, DEFECT, flake8, lay_out, testsec
from ..pipes import await_reader, held

FINDING = "TSE407 raises() without a callable or with has no effect"
FIELDS = [
    "code",
    "name",
    "summary",
    "message",
    "family",
    "roles",
    "cwe",
    "weakness",
    "default",
    "severity",
    "since",
]


@pytest.mark.parametrize("argument", ["-h", "--help"])
def test_help_names_the_commands(argument: str, tmp_path: Path) -> None:
    done = testsec(tmp_path, argument)
    assert (done.status, done.err) == (0, "")
    assert all(f"\n  {command} " in done.out for command in ("check", "explain", "rules", "role"))


def test_version(tmp_path: Path) -> None:
    assert testsec(tmp_path, "--version") == (0, f"testsec {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["--chekc"], ["\x1b[31mred"]])
def test_wrong_commands_are_refused_in_one_line(arguments: list[str], tmp_path: Path) -> None:
    done = testsec(tmp_path, *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "\x1b" not in done.err


def test_the_console_script_is_the_same_command() -> None:
    script = Path(sys.executable).with_name("testsec")
    assert subprocess.check_output([script, "--version"], text=True) == f"testsec {__version__}\n"


# check


def test_findings_end_in_status_one(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    assert testsec(tmp_path, "check", "tests") == (1, f"tests/test_a.py:5:5: {FINDING}\n", "")


def test_silence_is_status_zero(tmp_path: Path) -> None:
    assert testsec(lay_out(tmp_path, {"tests/test_a.py": CLEAN}), "check") == (0, "", "")


def test_standard_input(tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", "--stdin-display-name=tests/test_b.py", "-", stdin=DEFECT)
    assert done == (1, f"tests/test_b.py:5:5: {FINDING}\n", "")


OPTIONS = {
    "--exit-zero": (0, True),
    "--count": (1, True),
    "--show-source": (1, True),
    "--format=pylint": (1, True),
    "--format=%(code)s at %(row)d": (1, True),
    "--quiet": (1, True),
    "-qq": (1, False),
    "--exclude=tests": (0, False),
    "--extend-exclude=tests": (0, False),
    "--per-file-ignores=tests/*:TSE407": (0, False),
    "--ignore=TSE4": (0, False),
    "--select=TSE5": (0, False),
    "--jobs=2": (1, True),
    "--color=always": (1, True),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_options_of_flake8_mean_what_they_mean_there(option: str, tmp_path: Path) -> None:
    status, speaks = OPTIONS[option]
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = testsec(tmp_path, "check", option, "tests")
    theirs = flake8(
        tmp_path, "--isolated", *(() if "select" in option else ("--select=TSE,E9",)), option, "tests"
    )
    assert done == (status, theirs.out, "")
    assert bool(done.out) is speaks


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    assert testsec(tmp_path, "check", "--output-file=report.txt", "tests") == (1, "", "")
    assert (tmp_path / "report.txt").read_text() == f"tests/test_a.py:5:5: {FINDING}\n"


def test_configuration_is_found_given_or_left_alone(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "tests/test_a.py": DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n",
            "tox.ini": "[flake8]\nignore = TSE4\n",
            "other.cfg": "[flake8]\ntestsec-enable = TSE404\n",
            "more.cfg": "[flake8]\nignore = TSE407\n",
        },
    )

    def codes(*arguments: str) -> list[str]:
        return [line.split(" ")[1] for line in testsec(tmp_path, "check", *arguments, "tests").lines]

    assert codes() == []
    assert codes("--isolated") == ["TSE407"]
    assert codes("--config=other.cfg") == ["TSE407", "TSE404"]
    assert codes("--config=other.cfg", "--append-config=more.cfg") == ["TSE404"]


REFUSED = {
    "an unknown option": ["--nonsense"],
    "a switch with a value": ["--isolated=yes"],
    "a number that is none": ["--jobs=many"],
    "a format that is neither name nor template": ["--format=sarf"],
    "a rule that does not exist": ["--testsec-enable=TSE407,TSE9"],
    "a configuration that is missing": ["--config=missing.cfg"],
    "a report that cannot be written": ["--output-file=tests"],
    "a colour that is none": ["--color=green"],
}


@pytest.mark.parametrize("case", REFUSED)
def test_wrong_options_are_refused_in_one_line(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = testsec(tmp_path, "check", *REFUSED[case], "tests")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("testsec check: error: ")
    assert done.err.count("\n") == 1


CONFIGURED = {
    "a wrong number": "max-line-length = wide\n",
    "a wrong code": "ignore = TSE4077\n",
    "a rule that does not exist": "testsec-enable = TSE9\n",
    "an option twice": "jobs = 1\njobs = 2\n",
}


@pytest.mark.parametrize("case", CONFIGURED)
def test_wrong_configurations_are_refused_in_one_line(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "tox.ini": f"[flake8]\n{CONFIGURED[case]}"})
    done = testsec(tmp_path, "check", "tests")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("testsec check: error: ")
    assert done.err.count("\n") == 1


def test_a_formatter_of_another_plugin_in_the_configuration_is_passed_over(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT, "tox.ini": "[flake8]\nformat = fancy\n"})
    assert testsec(tmp_path, "check", "tests").out == f"tests/test_a.py:5:5: {FINDING}\n"


def test_the_code_of_a_reviewed_repository_is_never_run(tmp_path: Path) -> None:
    trap = "open('ran', 'w').close()\nclass Plugin:\n    def __init__(self, tree): pass\n"
    local = "[flake8:local-plugins]\nextension = X = trap:Plugin\npaths = .\n"
    config = f"[flake8]\nrequire-plugins = missing\n{local}"
    lay_out(tmp_path, {"trap.py": trap, "tests/test_a.py": DEFECT, "tox.ini": config})
    assert testsec(tmp_path, "check", "tests").status == 1
    assert not (tmp_path / "ran").exists()


def test_help_of_check_is_ours(tmp_path: Path) -> None:
    done = testsec(tmp_path, "check", "--help")
    assert done.status == 0
    assert "testsec check" in done.lines[0]
    assert "--testsec-enable" in done.out


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    lay_out(tmp_path, {f"tests/test_{n}.py": DEFECT * 30 for n in range(60)})
    command = f"{sys.executable} -m flake8_testsec check tests | head -n 1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


LATE = (
    "import sys\n"
    "before = {{*sys.modules}}\n"
    "from flake8_testsec.cli import main\n"
    "main({argv!r})\n"
    "print(*{{*sys.modules}} - before, file=sys.stderr)\n"
)
"""Runs a command, and tells which modules it took."""


def test_a_small_file_takes_no_more_modules_than_it_needs(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    code = LATE.format(argv=["check", "--no-cache", "tests/test_a.py"])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    modules = set(done.stderr.split())
    assert "flake8_testsec.engine" in modules
    assert not modules & {
        "astroid",
        "concurrent.futures",
        "flake8.checker",
        "flake8.processor",
        "flake8_testsec.cassette_engine",
        "flake8_testsec.store",
        "flake8_testsec.timing",
        "multiprocessing.connection",
        "platformdirs",
        "pycodestyle",
        "sqlite3",
        "tqdm",
        "yaml",
    }


def test_statistics_of_a_run(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, "tests/test_b.py": CLEAN})
    done = testsec(tmp_path, "check", "--benchmark", "tests")
    assert done.status == 0
    values = dict(line.split(None, 1)[::-1] for line in done.lines)
    assert [*values] == ["seconds elapsed", "total files processed", "files processed per second"]
    assert values["total files processed"] == "2"


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_in_status_130(tmp_path: Path) -> None:
    fifo = tmp_path / "tests" / "test_a.py"
    with held(fifo):
        process = subprocess.Popen(
            [sys.executable, "-m", "flake8_testsec", "check", "tests/test_a.py"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        await_reader(process, fifo)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (130, "testsec check: interrupted\n")


# explain


def test_explain_tells_everything_the_rule_says(tmp_path: Path) -> None:
    done = testsec(tmp_path, "explain", "TSE407")
    assert (done.status, done.err) == (0, "")
    for part in (
        "TSE407 expectation-does-nothing",
        "CWE-1164",
        "\nWhy\n",
        "\n  By a program: ",
        "\nReported\n",
        "^^^^",
        "# noqa: TSE407",
    ):
        assert part in done.out


def test_explain_says_below_the_remedy_what_of_it_a_program_can_do(tmp_path: Path) -> None:
    remedy = testsec(tmp_path, "explain", "TSE521").out.partition("\nWhat to do\n\n")[2]
    by_hand, by_program = textwrap.dedent(remedy.partition("\nWhy\n")[0]).strip().split("\n\n")
    assert by_hand.startswith("Write the '@' before the marker")
    assert by_program.startswith("By a program: '@' is put before a marker")
    assert max(map(len, by_program.splitlines())) <= 88


def test_explain_takes_names_and_any_case(tmp_path: Path) -> None:
    by_code = testsec(tmp_path, "explain", "tse407")
    assert by_code == testsec(tmp_path, "explain", "expectation-does-nothing")
    assert by_code.status == 0


def test_explain_as_markdown_and_json(tmp_path: Path) -> None:
    page = testsec(tmp_path, "explain", "--format=markdown", "TSE407").out
    assert page.startswith("# TSE407 expectation-does-nothing\n")
    one = json.loads(testsec(tmp_path, "explain", "--format=json", "TSE407").out)
    assert [*one] == [*FIELDS, "why", "fix", "fixable", "bad", "good", "options"]
    two = json.loads(testsec(tmp_path, "explain", "--format=json", "TSE407", "TSE404").out)
    assert [each["code"] for each in two] == ["TSE407", "TSE404"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("TSE47", "did you mean TSE4"),
        ("expectation-does-nothin", "did you mean expectation-does-nothing?"),
        ("zzz", "'testsec rules' lists them"),
    ],
)
def test_explain_refuses_unknown_rules_with_a_hint(word: str, hint: str, tmp_path: Path) -> None:
    done = testsec(tmp_path, "explain", word)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert hint in done.err


def test_explain_shows_options_of_rules() -> None:
    with_options = [rule for rule in RULES.values() if rule.options]
    assert with_options
    for rule in with_options:
        assert cli.main(["explain", "--format=markdown", rule.code]) == 0


# rules


def test_rules_as_json_and_as_a_table(tmp_path: Path) -> None:
    listed = json.loads(testsec(tmp_path, "rules", "--format=json").out)
    assert [each["code"] for each in listed] == sorted(RULES)
    assert all([*each] == FIELDS for each in listed)
    assert {type(each["cwe"]) for each in listed} == {int}
    said = testsec(tmp_path, "rules", "--messages").lines
    assert [line.split()[0] for line in said] == sorted(RULES)
    assert "TSE509  {name} at line {line} is never run" in "\n".join(said)
    table = testsec(tmp_path, "rules").lines
    assert [line.split()[0] for line in table] == sorted(RULES)


# role


def test_role_tells_what_files_are_for_and_why(tmp_path: Path) -> None:
    files = {
        "shop/a.py": "",
        "shop/tests/b.py": "",
        "checks/c.py": "",
        "docs/conf.py": "",
        "testing/d.py": "",
    }
    done = testsec(lay_out(tmp_path, files), "role", "--testsec-test-paths=checks")
    assert done.status == 0
    assert done.lines == [
        "./checks/c.py: tests: --testsec-test-paths has 'checks'",
        "./docs/conf.py: neither: it lies in the folder 'docs'",
        "./shop/a.py: production code: nothing tells otherwise",
        "./shop/tests/b.py: tests: it lies in the folder 'tests'",
        "./testing/d.py: test support: 'testing' is in its path",
    ]


def test_role_reads_standard_input(tmp_path: Path) -> None:
    done = testsec(tmp_path, "role", "--stdin-display-name=shop/test_b.py", "-", stdin=CLEAN)
    assert done == (0, "shop/test_b.py: tests: it is called 'test_b.py'\n", "")


def test_role_refuses_in_one_line_and_tells_of_the_other_files(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": "def\n", "b.py": ""})
    done = testsec(tmp_path, "role", "a.py", "b.py", "c.py")
    assert (done.status, done.lines) == (2, ["b.py: production code: nothing tells otherwise"])
    assert [line.split(": ")[2] for line in done.err.splitlines()] == ["a.py", "c.py"]
    wrong = testsec(tmp_path, "role", "--nope")
    assert (wrong.status, wrong.err) == (2, "testsec role: error: unrecognized arguments: --nope\n")
    unknown = testsec(tmp_path, "role", "--testsec-enable=X")
    assert (unknown.status, unknown.out, unknown.err.count("\n")) == (2, "", 1)

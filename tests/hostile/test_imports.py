"""Modules in the reviewed folder that would act when they are imported: they are read, and never run."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.cli import configuration, workers
from flake8_testsec.cli.reading import Reader, Work

from ..doors import DEFECT, lay_out

TRAP = "import os\nopen(os.path.join({folder!r}, 'sprung'), 'a').write(__name__ + '\\n')\nraise ImportError\n"
OTHERS = (
    *("conftest", "sitecustomize", "usercustomize", "flake8_testsec", "flake8", "astroid", "pycodestyle"),
    *("pyflakes", "mccabe", "jinja2", "yaml", "platformdirs", "tqdm", "tomli", "flake8p", "pytest", "setup"),
)
pytestmark = pytest.mark.usefixtures("unmeasured")

SCRIPT = "import sys\nfrom flake8_testsec.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"
"""What pip makes of the entry point, for every way to start processes."""

KNOWN_BY_NAME = frozenset({"flake8_testsec", "__main__", "runpy"})
"""What ``python -m flake8_testsec`` takes from there before we are asked: see docs/security.md."""

is_installed = pytest.mark.skipif("PYTHONPATH" in os.environ, reason="the package is found by a variable")
knows_safe_path = pytest.mark.skipif(sys.version_info < (3, 11), reason="an option since Python 3.11")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a trap under the name of every module that we could import."""
    names = sorted({*sys.stdlib_module_names, *OTHERS} - {"__main__"})
    trap = TRAP.format(folder=str(tmp_path))
    large = DEFECT + "x = [1, 2, 3, 'some words that take room']\n" * 400
    files = {f"tests/test_{number}.py": f"import random\nimport helper\n{large}" for number in range(24)}
    return lay_out(tmp_path / "project", {**{f"{name}.py": trap for name in names}, **files})


def run(project: Path, *command: str) -> tuple[int, str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL
    )
    sprung = project.parent / "sprung"
    return done.returncode, done.stdout, sprung.read_text() if sprung.exists() else ""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("option", ["", pytest.param("-E", marks=is_installed)])
def test_the_script_imports_nothing_that_it_reviews(method: str, option: str, project: Path) -> None:
    """Where processes are not forked (macOS, Windows, Python 3.14), each of them is a Python with ``-c``."""
    script = project.parent / "script.py"
    choice = f"    import multiprocessing\n    multiprocessing.set_start_method({method!r})\n"
    script.write_text(SCRIPT.replace("    sys.exit", f"{choice}    sys.exit"))
    options = [option] if option else []
    command = (sys.executable, *options, str(script), "check", "--jobs=2", "--no-cache", "tests")
    status, out, sprung = run(project, *command)
    assert (status, out.count("TSE407"), sprung) == (1, 24, "")


@pytest.mark.parametrize(
    "command", ["review", "bugs", "role", "doctor", "fix --diff", "check --cassettes", "check --format=html"]
)
def test_no_command_imports_what_it_reviews(command: str, project: Path) -> None:
    script = project.parent / "script.py"
    script.write_text(SCRIPT)
    status, _, sprung = run(project, sys.executable, str(script), *command.split(), "tests")
    assert (status in (0, 1, 2), sprung) == (True, "")


@pytest.mark.parametrize(
    "option", [pytest.param("-P", marks=knows_safe_path), pytest.param("-I", marks=is_installed), ""]
)
def test_as_a_module(option: str, project: Path) -> None:
    """Without ``-P`` or ``-I``, Python looks for the module itself in the working directory."""
    if not option:
        for name in KNOWN_BY_NAME:
            (project / f"{name}.py").unlink(missing_ok=True)
    options = [option] if option else []
    module = ("-m", "flake8_testsec", "check", "--jobs=1", "--no-cache", "tests")
    status, out, sprung = run(project, sys.executable, *options, *module)
    assert (status, out.count("TSE407"), sprung) == (1, 24, "")


def test_where_nothing_keeps_processes_out_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.10, and later ones that read no variables."""
    lay_out(tmp_path, {"test_a.py": DEFECT, "test_b.py": DEFECT})
    monkeypatch.chdir(tmp_path)
    assert workers.is_kept_out(False)
    lay_out(tmp_path, {"multiprocessing.py": "raise SystemExit"})
    assert workers.is_kept_out(True)
    assert not workers.is_kept_out(False)
    monkeypatch.setattr(workers, "_reads_variable", lambda: False)
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda: "spawn")
    reader = Reader(Work(configuration.parse(["--isolated", "--no-cache"])))
    run = workers.Run(["test_a.py", "test_b.py"], reader, jobs=2, alone=0)
    assert [len(review.told) for review in run.reviews()] == [1, 1]


@pytest.mark.parametrize("value", ["", "1"])
def test_the_variable_is_as_it_was(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", value)
    with workers._kept_out():
        assert os.environ["PYTHONSAFEPATH"] == "1"
    assert os.environ["PYTHONSAFEPATH"] == value


def test_reviewed_code_would_act_if_it_were_imported(project: Path) -> None:
    """Or the tests above would test nothing."""
    assert run(project, sys.executable, "-c", "import conftest")[2]

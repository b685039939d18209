"""What stands under the names of files and is none: nothing waits for it, and it is never passed over."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from flake8_testsec import regular_files
from flake8_testsec.baselines import BaselineError
from flake8_testsec.baselines import read as read_baseline
from flake8_testsec.pyproject import WrongTable, table
from flake8_testsec.regular_files import IrregularFile, content, opened, settings
from flake8_testsec.vocabulary.testing.pytest_config import asyncio_auto

from ..doors import DEFECT, lay_out, run, testsec
from ..pipes import held

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

GOOD = "tests/test_good.py"
FOUND = f"{GOOD}:5:5: TSE407 raises() without a callable or with has no effect"


def strange(folder: Path) -> dict[str, str]:
    """Put what is no file into a folder, and tell what is said of each."""
    folder.mkdir(exist_ok=True)
    os.mkfifo(folder / "test_pipe.py")
    os.mknod(folder / "test_socket.py", stat.S_IFSOCK | 0o600)
    said = {"test_pipe.py": "it is a named pipe", "test_socket.py": "it is a socket"}
    for name, (target, words) in LINKS.items():
        (folder / name).symlink_to(target)
        said[name] = words
    return said


LINKS = {
    "test_zero.py": ("/dev/zero", "it is a device"),
    "test_stdin.py": ("/dev/stdin", "it is a named pipe"),
    "test_made_up.py": ("/proc/self/environ", "its size is not known"),
    "test_itself.py": ("test_itself.py", "Too many levels of symbolic links"),
    "test_round_a.py": ("test_round_b.py", "Too many levels of symbolic links"),
    "test_round_b.py": ("test_round_a.py", "Too many levels of symbolic links"),
}


@pytest.mark.parametrize("command", [("check", "--jobs=1"), ("check", "--cassettes"), ("role",), ("bugs",)])
def test_what_is_no_file_is_told_and_costs_nothing_else(command: tuple[str, ...], tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    said = strange(tmp_path / "tests")
    (tmp_path / "tests" / "loop").symlink_to(".")
    named = [f"tests/{name}" for name in said] if "--cassettes" in command else []
    # A process of its own has a pipe as its standard input.
    done = run("flake8_testsec", tmp_path, [*command, "--no-cache", "tests", *named])
    assert done.status == 2
    lines = [*done.lines, *done.err.splitlines()]
    if "--cassettes" in command:
        said["test_pipe.py"], said["test_stdin.py"] = "nobody writes", "nobody writes"
        del said["test_stdin.py"]  # a standard input without an end of its own is read
    for name, words in said.items():
        assert [line for line in lines if name in line and words in line], (name, lines)
    if command == ("check", "--jobs=1"):
        assert FOUND in lines


def test_a_pipe_that_is_named_is_read_while_somebody_writes(tmp_path: Path) -> None:
    pipe = tmp_path / "test_pipe.py"
    with held(pipe), pytest.raises(IrregularFile, match="named pipe"):
        content(str(pipe))
    with pytest.raises(IrregularFile, match="nobody writes"):
        content(str(pipe), pipe=True)
    ours, theirs = os.pipe()
    os.write(theirs, b"text")
    os.close(theirs)
    assert content(f"/dev/fd/{ours}", pipe=True) == b"text"
    os.close(ours)
    ours, theirs = os.pipe()
    os.write(theirs, b"text")
    os.close(theirs)
    with pytest.raises(IrregularFile, match="larger than 3 bytes"):
        content(f"/dev/fd/{ours}", 3, pipe=True)
    os.close(ours)


def test_a_pipe_whose_writer_is_slow_is_waited_for(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    with subprocess.Popen(["sh", "-c", "sleep 0.2; printf late"], stdout=theirs):
        os.close(theirs)
        assert content(f"/dev/fd/{ours}", pipe=True) == b"late"
    os.close(ours)


def test_what_becomes_something_else_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_text("x")
    before = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(regular_files.os, "stat", lambda name: before)
    with pytest.raises(IrregularFile, match="named pipe"):
        opened(str(path))


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "test_large.py", "wb") as file:
        file.truncate(regular_files.LARGEST + 1)
    lay_out(tmp_path, {GOOD: DEFECT})
    done = testsec(tmp_path, "check", "--no-cache", "test_large.py", "tests")
    assert done.status == 2
    assert done.lines[0] == "test_large.py:1:1: TSE000 not reviewed: larger than 5 MB"
    assert done.lines[1] == FOUND


def test_what_the_kernel_writes_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("")
    assert content(str(tmp_path / "a")) == b""

    def waits(descriptor: int, size: int) -> bytes:
        raise BlockingIOError

    monkeypatch.setattr(regular_files.os, "read", waits)
    with pytest.raises(IrregularFile, match="size is not known"):
        content(str(tmp_path / "a"))


def test_a_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        content(str(tmp_path))


AS_NOBODY = """
import heapq, os, sys
from flake8_testsec.cli import main
words = ["check", "--no-cache", "--jobs=1", "tests"]
main([*words, "missing.py"])  # imports what nobody may not
print("now as nobody", flush=True)
before = os.geteuid()
if before == 0:
    os.seteuid(65534)
status = main(words)
os.seteuid(before)
sys.exit(status)
"""


def test_what_may_not_be_read_is_told_and_costs_nothing_else() -> None:
    """Files and folders without permission; root, who may everything, becomes nobody for it."""
    with tempfile.TemporaryDirectory() as made:
        folder = lay_out(Path(made), {GOOD: DEFECT, "tests/test_b.py": DEFECT, "tests/c/test_c.py": DEFECT})
        for path in (folder, folder / "tests", folder / GOOD):
            path.chmod(0o755)
        (folder / "tests/test_b.py").chmod(0)
        (folder / "tests/c").chmod(0)
        command = [sys.executable, "-c", AS_NOBODY]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        (folder / "tests/c").chmod(0o755)
    assert (done.returncode, done.stderr) == (2, "")
    out = done.stdout.partition("now as nobody\n")[2]
    said = [line.split(" ")[0:2] for line in out.splitlines()]
    assert said == [["tests/c:0:1:", "E902"], ["tests/test_b.py:0:1:", "E902"], [f"{GOOD}:5:5:", "TSE407"]]


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8", "pyproject.toml"])
@pytest.mark.parametrize("target", ["", "/dev/zero", "/proc/self/environ"], ids=["pipe", "device", "made up"])
def test_a_configuration_that_is_no_file_is_refused(name: str, target: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {GOOD: DEFECT})
    (tmp_path / name).symlink_to(target) if target else os.mkfifo(tmp_path / name)
    done = testsec(tmp_path, "check", "--no-cache", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"testsec check: error: {name} cannot be read: it")


def test_what_other_files_of_the_project_are_asked_for(tmp_path: Path) -> None:
    """A module that a test imports, and pytest's configuration."""
    text = "from tests.base import Base\n\n\nclass Test(Base):\n    async def test_a(self): ...\n"
    lay_out(tmp_path, {"tests/test_a.py": text, GOOD: DEFECT, "pyproject.toml": ""})
    os.mkfifo(tmp_path / "tests" / "base.py")
    os.mkfifo(tmp_path / "pytest.ini")
    done = testsec(tmp_path, "check", "--no-cache", "--testsec-enable=TSE", "tests/test_a.py", GOOD)
    assert FOUND in done.lines
    assert asyncio_auto(str(tmp_path)) is None


def test_a_baseline_that_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "listed")
    with pytest.raises(BaselineError, match="it is a named pipe, not a regular file"):
        read_baseline(str(tmp_path / "listed"))


# what a parser takes long for


COSTLY = {
    "blanks in setup.cfg": ("setup.cfg", "[flake8]\nexclude = a" + " " * 300_000 + "b\n", "too many blanks"),
    "a key of pyproject.toml": ("pyproject.toml", "[tool.testsec]\n" + "a." * 50_000 + "a=1\n", "many dots"),
    "brackets in pyproject.toml": (
        "pyproject.toml",
        "[tool.testsec]\na=" + "[" * 50_000,
        "nested",
    ),
    "a large tox.ini": ("tox.ini", "[flake8]\n" + "#\n" * 2**20, "larger than 1048576 bytes"),
}


@pytest.mark.parametrize("case", COSTLY)
def test_a_configuration_that_would_take_long_is_refused(case: str, tmp_path: Path) -> None:
    name, text, words = COSTLY[case]
    lay_out(tmp_path, {GOOD: DEFECT, name: text})
    done = testsec(tmp_path, "check", "--no-cache", "tests")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"{name} cannot be read: " in done.err and words in done.err


def test_what_real_configurations_have_is_read(tmp_path: Path) -> None:
    text = "[flake8]\nexclude = a.b.c.d" + " " * 150 + "# why\n" + "\n" * 300 + " " * 300 + "x\n"
    lay_out(tmp_path, {"setup.cfg": text, "pyproject.toml": "[tool.testsec]\n# " + "a.b " * 200 + "\n"})
    assert settings(str(tmp_path / "setup.cfg")) == text.encode()
    assert table(str(tmp_path / "pyproject.toml"), "testsec") is not None
    with pytest.raises(WrongTable, match="too many dots"):
        lay_out(tmp_path, {"pyproject.toml": "[tool.testsec]\n" + "a." * 600 + "a = 1\n"})
        table(str(tmp_path / "pyproject.toml"), "testsec")

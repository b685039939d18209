"""``testsec fix`` as its users run it: files that are mended, patches, and what is left alone."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cli
from flake8_testsec.baselines import NAME
from flake8_testsec.cli import configuration, fixer
from flake8_testsec.cli.mending import Mended
from flake8_testsec.cli.patches import patch
from flake8_testsec.cli.reading import Reader, Work
from flake8_testsec.cli.reporting import Report
from flake8_testsec.cli.reviews import Review
from flake8_testsec.cli.rewriting import NoPlace
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.application import apply

from ..doors import CLEAN, Run, lay_out, testsec
from ..repositories import ALONE, Repository

OPENED = 'def test_a():\n    f = open("a")\n    assert f.read() == "x"\n'
"""One finding of TSE301, whose fix is safe."""
CLOSED = 'def test_a():\n    with open("a") as f:\n        assert f.read() == "x"\n'
COMPARED = "def test_b():\n    total() == 2\n"
"""One finding of TSE508, whose fix is unsafe."""
ASSERTED = "def test_b():\n    assert total() == 2\n"
NEVER_RUN = "the check has never run and may fail"


def fix(folder: Path, *arguments: str, stdin: str = "") -> Run:
    return testsec(folder, "fix", "--isolated", "--no-cache", *arguments, stdin=stdin, **ALONE)


def place(folder: Path, content: str | bytes = OPENED) -> Path:
    return lay_out(folder, {"tests/test_a.py": content}) / "tests/test_a.py"


# what is mended


def test_what_is_safe_is_mended_and_the_rest_told(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": OPENED + COMPARED, "tests/test_c.py": CLEAN})
    done = fix(tmp_path, "tests")
    assert done.status == 1 and done.err == ""
    assert done.lines == [
        "tests/test_a.py:2:9: TSE301 fixed",
        f"tests/test_a.py:5:5: TSE508 needs --unsafe: {NEVER_RUN}",
        "1 fixed in 1 file, 1 needs --unsafe",
    ]
    assert (tmp_path / "tests/test_a.py").read_text() == CLOSED + COMPARED
    assert fix(tmp_path, "tests").status == 0


def test_what_no_fix_leaves_a_use_for_is_imported_no_more(tmp_path: Path) -> None:
    tests = (
        f'def test_{each}(shop):\n    os.environ["{each}"] = "1"\n    assert shop.{each}\n' for each in "ab"
    )
    place(tmp_path, "import os\nimport re\n\n\n" + "\n\n".join(tests) + "    assert re\n")
    assert fix(tmp_path, "tests").lines[-1] == "2 fixed in 1 file"
    text = (tmp_path / "tests/test_a.py").read_text()
    assert text.startswith("import re\n\n\ndef test_a(shop, monkeypatch):\n    monkeypatch.setenv(")


def test_a_report_has_the_edits_that_the_command_makes(tmp_path: Path) -> None:
    text = "import os, sys\n\n\ndef test_a():\n    os.environ['a'] = '1'\n    assert load(sys)\n"
    place(tmp_path, text)
    for _ in range(2):  # the second time from the cache
        done = testsec(tmp_path, "check", "--isolated", "--format=json", "tests", **ALONE)
        (found,) = json.loads(done.out)["findings"]
    edits = [
        Edit(each["line"], each["column"] - 1, each["end_line"], each["end_column"] - 1, each["text"])
        for each in found["fix"]["edits"]
    ]
    fix(tmp_path, "tests")
    made = (tmp_path / "tests/test_a.py").read_text()
    assert made.startswith("import sys\n") and made == apply(text.splitlines(keepends=True), edits)


def test_a_fix_that_has_its_own_reason_says_it(tmp_path: Path) -> None:
    text = "def test_a(y):\n    shop(y)\n    # assert z == 4\n\ndef test_b(z):\n    assert z\n"
    place(tmp_path, text)
    (said,) = (each for each in fix(tmp_path, "tests").lines if "TSE501" in each)
    assert "needs --unsafe: the comment could not run as it is" in said


def test_what_is_unsafe_says_why(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": COMPARED, "tests/test_b.py": OPENED})
    done = fix(tmp_path, "--unsafe", "tests")
    assert f"tests/test_a.py:2:5: TSE508 fixed; unsafe: {NEVER_RUN}" in done.lines
    assert (done.status, done.lines[-1]) == (1, "2 fixed in 2 files")
    assert (tmp_path / "tests/test_a.py").read_text() == ASSERTED


def test_what_has_no_fix_is_counted(tmp_path: Path) -> None:
    place(tmp_path, "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    assert f()\n")
    assert fix(tmp_path, "--select=TSE", "tests") == (0, "0 fixed in 0 files, 1 without a fix\n", "")


def test_what_is_not_selected_or_silenced_stays(tmp_path: Path) -> None:
    silenced = OPENED.replace('"a")', '"a")  # noqa: TSE301')
    for content, option in ((OPENED, "--select=TSE5"), (silenced, "-q"), (OPENED, "--extend-ignore=TSE301")):
        file = place(tmp_path, content)
        assert fix(tmp_path, option, "tests").status == 0
        assert file.read_text() == content


def test_what_is_silenced_is_not_mended_beside_another(tmp_path: Path) -> None:
    other = OPENED.replace("_a", "_b").replace('"a")', '"a")  # noqa: TSE301')
    file = place(tmp_path, other + OPENED)
    assert fix(tmp_path, "-q", "tests") == (1, "", "")
    assert file.read_text() == other + CLOSED


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_form_and_mode_stay(tmp_path: Path, mode: int, end: str) -> None:
    head = "# coding: latin-1\n# \xe4\n"
    file = place(tmp_path, (head + OPENED).replace("\n", end).encode("latin-1")[: -len(end)])
    file.chmod(mode)
    assert fix(tmp_path, "tests").status == 1
    assert file.read_bytes() == (head + CLOSED).replace("\n", end).encode("latin-1")[: -len(end)]
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert [each.name for each in file.parent.iterdir()] == ["test_a.py"]


def test_exit_zero(tmp_path: Path) -> None:
    place(tmp_path)
    assert fix(tmp_path, "--exit-zero", "tests").status == 0


# patches


def test_a_patch_is_what_would_be_done(repository: Repository) -> None:
    """What ``git apply`` makes of it is the same, in every form of a file and under every name."""
    names = ("test_a.py", "test_\xe4.py", "test_b c.py", 'test_"d.py', "test_t\tb.py", "under/test_e.py")
    forms = (OPENED, OPENED.replace("\n", "\r\n"), OPENED[:-1], "\ufeff" + OPENED, "\n" + OPENED)
    files = {f"tests/{n}{name}": form for n, form in enumerate(forms) for name in names}
    repository.git("config", "core.autocrlf", "false")
    repository.commit(files)
    done = patch_of(repository.folder)
    assert repository.git("status", "--porcelain") == ""
    (repository.folder / "patch").write_bytes(done)
    repository.git("apply", "--check", "patch")
    repository.git("apply", "patch")
    patched = {name: (repository.folder / name).read_bytes() for name in files}
    repository.git("checkout", "--quiet", ".")
    assert fix(repository.folder, "tests").status == 1
    assert patched == {name: (repository.folder / name).read_bytes() for name in files}
    assert all(b"with open" in content for content in patched.values())


def patch_of(folder: Path) -> bytes:
    """The bytes of a patch, which has ends of lines of every kind."""
    words = ("fix", "--isolated", "--no-cache", "--diff", "tests")
    done = subprocess.run(
        [sys.executable, "-m", "flake8_testsec", *words], cwd=folder, capture_output=True, env=os.environ
    )
    assert done.returncode == 1
    return done.stdout


def test_a_patch_stands_alone_on_standard_output(tmp_path: Path) -> None:
    file = place(tmp_path)
    done = fix(tmp_path, "--diff", "tests")
    assert done.out.startswith("diff --git a/tests/test_a.py b/tests/test_a.py\n--- a/tests/test_a.py\n")
    assert done.err == "tests/test_a.py:2:9: TSE301 would be fixed\n1 would be fixed in 1 file\n"
    assert file.read_text() == OPENED
    place(tmp_path, CLEAN)
    assert fix(tmp_path, "--diff", "-q", "tests") == (0, "", "")


def test_a_patch_of_a_file_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"setup.cfg": "", "tests/test_a.py": OPENED, "docs/x": ""})
    monkeypatch.chdir(tmp_path / "docs")
    told = patch("../tests/test_a.py", b"a\n", b"b\n")
    assert told.startswith(b"diff --git a/tests/test_a.py b/tests/test_a.py\n")
    assert patch("../tests/test_a.py", b"a\n", b"a\n") == b""


def test_git_makes_of_a_patch_what_it_is_of(repository: Repository) -> None:
    """Contents of few different lines, as those of blank lines, with and without a last end."""
    dice = random.Random(1)
    sides = [
        b"\n".join(dice.choices([b"", b"a", b"b", b"c\r"], k=dice.randrange(40))) + dice.choice([b"", b"\n"])
        for _ in range(60)
    ]
    far = [b"%d\n" % n for n in range(40)]
    sides += [b"".join(far), b"".join([*far[:3], *far[4:30], b"x\n", *far[30:]])]
    long = [b"top\n", *[b"\n", b"%d\n"] * 300, b"end\n"]  # too long to compare each line with each
    sides += [b"".join(long), b"".join([b"x\n", *long[1:9], *long[10:400], b"y\n", *long[400:-1], b"z\n"])]
    pairs = {f"{n}.py": pair for n, pair in enumerate(zip(sides[::2], sides[1::2], strict=True))}
    repository.write({name: before for name, (before, _) in pairs.items()})
    whole = b"".join(patch(str(repository.folder / name), *pair) for name, pair in pairs.items())
    here = [b"a/" + bytes(name, "ascii") + b"\n" for name in pairs]
    assert whole.count(b"diff --git") == len(pairs) and all(each in whole for each in here)
    repository.write({"patch": whole}).git("apply", "--whitespace=nowarn", "patch")
    for name, (_, after) in pairs.items():
        assert (repository.folder / name).read_bytes() == after


# standard input


def test_standard_input(tmp_path: Path) -> None:
    name = "--stdin-display-name=tests/test_a.py"
    assert fix(tmp_path, name, "-q", "-", stdin=OPENED) == (1, CLOSED, "")
    done = fix(tmp_path, name, "-", stdin=COMPARED)
    assert (done.status, done.out) == (0, COMPARED) and "needs --unsafe" in done.err
    assert fix(tmp_path, name, "--diff", "-", stdin=OPENED).out.startswith("diff --git a/tests/test_a.py")
    done = fix(tmp_path, name, "-", stdin="def f(:\n")
    assert (done.status, done.out) == (2, "def f(:\n") and "E999" in done.err


# what is left alone


def left(folder: Path, *arguments: str) -> str:
    """Why the only file was left."""
    done = fix(folder, *arguments, "tests")
    assert done.status == 2, done
    (line,) = (each for each in done.err.splitlines() if "left as it is" in each)
    assert line.startswith("testsec fix: tests/test_a.py is left as it is: ")
    return line.rpartition(": ")[2]


def test_a_read_only_file(tmp_path: Path) -> None:
    file = place(tmp_path)
    file.chmod(0o444)
    assert left(tmp_path) == "it is read-only"
    assert file.read_text() == OPENED
    assert fix(tmp_path, "--diff", "tests").status == 1


def test_a_link_out_of_the_project(tmp_path: Path) -> None:
    lay_out(tmp_path, {"other/a.py": OPENED, "project/setup.cfg": "", "project/tests/x": ""})
    (tmp_path / "project/tests/test_a.py").symlink_to(tmp_path / "other/a.py")
    assert left(tmp_path / "project") == "it is a link that leads out of the project"
    assert (tmp_path / "other/a.py").read_text() == OPENED


def test_a_link_inside_of_the_project_stays_one(tmp_path: Path) -> None:
    file = place(tmp_path)
    (tmp_path / "tests/test_link.py").symlink_to(file)
    assert fix(tmp_path, "tests").lines[-1] == "1 fixed in 1 file"
    assert file.read_text() == CLOSED and (tmp_path / "tests/test_link.py").is_symlink()


def test_whose_file_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place(tmp_path)
    fixer._require_ours(str(file))
    with pytest.raises(NoPlace, match="no regular file"):
        fixer._require_ours(str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(NoPlace, match="belongs to somebody else"):
        fixer._require_ours(str(file))


@pytest.mark.parametrize("when", [0, 1, 2])
def test_a_file_that_changes_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int) -> None:
    """Before it is read, while it is mended, and not at all."""
    file = place(tmp_path)
    real, reads = fixer.content, iter(range(3))

    def content(name: str) -> bytes:
        if next(reads) == when:
            file.write_text(OPENED + "\n" + OPENED.replace("_a", "_b"))
        return real(name)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fixer, "content", content)
    assert cli.main(["fix", "--isolated", "--no-cache", "--jobs=1", "tests"]) == (1 if when == 2 else 2)
    assert file.read_text() == (CLOSED if when == 2 else OPENED + "\n" + OPENED.replace("_a", "_b"))


@pytest.fixture
def one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[fixer.Fixer, Review]:
    """What mends files in this process, and a review that is done already."""
    place(tmp_path)
    monkeypatch.chdir(tmp_path)
    options = configuration.parse(["--isolated", "--no-cache", "tests"], "fix")
    options.needs = options.needs._replace(fixes=True)
    reader = Reader(Work(options))
    return fixer.Fixer(Report(options), reader, options, None, reader), reader.read("tests/test_a.py")


def test_a_file_that_was_reviewed_by_two_names_is_mended_once(one: tuple[fixer.Fixer, Review]) -> None:
    done, review = one
    done.add(review)
    done.add(review)
    assert Path("tests/test_a.py").read_text() == CLOSED


def test_a_fix_that_is_left_out_is_told(
    capsys: pytest.CaptureFixture[str], one: tuple[fixer.Fixer, Review]
) -> None:
    done, review = one
    found = [told.finding for told in review.told]
    assert done._written(review, [], "tests/test_a.py").content == OPENED.encode()
    done._tell(review.name, found, Mended(b"", (), tuple(found)))
    done.finish()
    why = "left as it was: with the fix something else would be found"
    told = f"tests/test_a.py:2:9: TSE301 {why}\n0 fixed in 0 files, 1 left as it was\n"
    assert capsys.readouterr().out.endswith(told)


def test_a_reader_that_has_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(tmp_path)
    monkeypatch.chdir(tmp_path)
    end, begin = os.pipe()
    os.close(end)
    with os.fdopen(begin, "w", buffering=1) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["fix", "--isolated", "--no-cache", "--jobs=1", "tests"]) == 1
        monkeypatch.undo()


def test_what_cannot_be_reviewed(tmp_path: Path) -> None:
    file = place(tmp_path, "def f(:\n")
    done = fix(tmp_path, "tests")
    assert done.status == 2 and "testsec fix: tests/test_a.py:1:8: E999" in done.err
    assert file.read_text() == "def f(:\n"
    assert fix(tmp_path, "missing").status == 2


def test_options_that_are_for_check(tmp_path: Path) -> None:
    for option in ("--add-noqa", "--unused-noqa", "--timings", "--bug-report", "--fail-on-stale"):
        done = fix(tmp_path, option)
        assert done == (2, "", f"testsec fix: error: argument {option}: it is for 'testsec check'\n")
    assert "--diff" in fix(tmp_path, "--help").out
    assert testsec(tmp_path, "check", "--unsafe").status == 2


# beside other options


def test_a_baseline(tmp_path: Path) -> None:
    file = place(tmp_path, OPENED)
    assert testsec(tmp_path, "baseline", "write", "tests").status == 0
    second = OPENED.replace("test_a", "test_b")
    file.write_text(OPENED + second)
    assert testsec(tmp_path, "fix", "--baseline", NAME, "tests").status == 1
    assert file.read_text() == OPENED + CLOSED.replace("test_a", "test_b")


def test_since_a_revision(repository: Repository) -> None:
    start = repository.commit({"tests/test_a.py": OPENED})
    second = OPENED.replace("test_a", "test_b")
    repository.write({"tests/test_a.py": OPENED + second})
    done = fix(repository.folder, f"--since={start}", "tests")
    assert (done.status, done.lines[-1]) == (1, "1 fixed in 1 file")
    text = (repository.folder / "tests/test_a.py").read_text()
    assert text == OPENED + CLOSED.replace("test_a", "test_b")


def test_what_is_staged(repository: Repository) -> None:
    repository.write({"tests/test_a.py": OPENED}).git("add", "--all")
    repository.write({"tests/test_a.py": "\n" + OPENED})
    assert left(repository.folder, "--staged") == "it differs from what is staged"
    repository.git("add", "--all")
    assert fix(repository.folder, "--staged", "tests").status == 1
    assert (repository.folder / "tests/test_a.py").read_text() == "\n" + CLOSED

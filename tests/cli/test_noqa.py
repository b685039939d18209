"""Comments that silence: written where flake8 looks for them, and told where they silence nothing."""

from __future__ import annotations

import ast
import stat
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from flake8_testsec.cli import configuration, rewriting, silencing
from flake8_testsec.cli.directives import Stretch, marked
from flake8_testsec.cli.silencing import silenced
from flake8_testsec.cli.unused import unused
from flake8_testsec.finding import Finding
from flake8_testsec.source.syntax import read_lines

from ..doors import CLEAN, DEFECT, Run, flake8, lay_out, testsec
from ..repositories import ALONE, Repository

CALL = "pytest.raises(E)"
"""One finding of TSE407 where it stands as a statement."""


def check(folder: Path, *arguments: str, **environment: str) -> Run:
    return testsec(folder, "check", "--isolated", "--no-cache", *arguments, **environment)


def written(source: str | bytes, *places: tuple[int, str], reason: str = "") -> str:
    """A text with comments for findings at some lines."""
    content = source if isinstance(source, bytes) else source.encode()
    found = [Finding(line, 0, code, "", line, 0) for line, code in places]
    done = silenced(content, found, reason, configuration.parse(["--isolated"]))
    assert done.refusals == ()
    assert ast.dump(ast.parse(content)) == ast.dump(ast.parse(done.content))
    return done.content.decode()


# what stands in the line

LINES = {
    "x": "x  # noqa: TSE1, TSE2  why",
    "x  ": "x  # noqa: TSE1, TSE2  why",
    "x # a word": "x # a word  # noqa: TSE1, TSE2  why",
    "x  # type: ignore[a]": "x  # type: ignore[a]  # noqa: TSE1, TSE2  why",
    "x  # noqa: E501": "x  # noqa: E501, TSE1, TSE2  why",
    "x  # noqa:E501,W1": "x  # noqa:E501,W1,TSE1,TSE2  why",
    "x  # NOQA: E501, W1 because": "x  # NOQA: E501, W1, TSE1, TSE2 because; why",
    "x  # noqa: E501  # pragma: no cover": "x  # noqa: E501, TSE1, TSE2  why  # pragma: no cover",
    "x  # noqa: E501 old  # nosec": "x  # noqa: E501, TSE1, TSE2 old; why  # nosec",
    "x  # noqa: tse1": "x  # noqa: TSE1, TSE2  why",
    "x  # noqa: TSE2": "x  # noqa: TSE2, TSE1  why",
    "x  # noqa": "x  # noqa",
    "": "# noqa: TSE1, TSE2  why",
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_with_codes(line: str) -> None:
    comment = line.index("#") if "#" in line else None
    assert marked(line, comment, ["TSE1", "TSE2"], "why") == LINES[line]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [("", ""), ("why", "  why"), ("issue42 says", "  - issue42 says"), ("B1", "  - B1"), ("42", "  42")],
)
def test_a_reason_is_never_taken_for_a_code(reason: str, shown: str) -> None:
    assert marked("x", None, ["TSE1"], reason) == f"x  # noqa: TSE1{shown}"
    assert marked("x  # noqa: E1", 3, ["TSE1"], reason) == f"x  # noqa: E1, TSE1{shown}"


# where the comment goes

PLACES = {
    "one line": ("a = 1\nb = 2\n", 1, 1),
    "inside brackets": ("call(\n    1,\n    2,\n)\n", 2, 2),
    "a string over lines": ('a = """\n\n"""\nb = 2\n', 2, 3),
    "a docstring": ('def f():\n    """A.\n\n    B.\n    """\n    return 1\n', 3, 5),
    "a backslash": ("a = 1 + \\\n    2 + \\\n    3\nb = 2\n", 1, 3),
    "strings side by side": ('a = ("""\n""" """\n""")\n', 2, 3),
    "a decorator": ("@d(\n    1\n)\ndef f():\n    pass\n", 1, 1),
    "the end of a decorator": ("@d(\n    1\n)\ndef f():\n    pass\n", 3, 3),
    "a def over lines": ("def f(\n    a,\n):\n    pass\n", 1, 1),
    "a comment": ("a = 1\n# a == 1\nb = 2\n", 2, 2),
    "a blank line": ("\n\na = 1\n", 1, 1),
    "no end": ("a = 1\nb = 2", 2, 2),
    "statements on a line": ("a = 1; b = 2\n", 1, 1),
    "a form feed": ("a = 1\n\x0c\nb = '\x85\u2028'\nc = 3\n", 4, 4),
    "an f-string over lines": ('a = f"""\n{b}\n"""\n', 2, 3),
    "behind a cookie": ("# coding: utf-8\na = 1\n", 1, 1),
}


@pytest.mark.parametrize("case", PLACES)
def test_the_comment_is_where_flake8_looks(case: str) -> None:
    text, line, there = PLACES[case]
    after = written(text, (line, "TSE407")).split("\n")
    assert [n for n, each in enumerate(after, 1) if "# noqa: TSE407" in each] == [there]


def test_findings_that_share_a_comment() -> None:
    text = 'a = """\n\n"""  # type: ignore\n'
    after = written(text, (3, "TSE2"), (1, "TSE1"), (2, "TSE1"), reason="why")
    assert after == 'a = """\n\n"""  # type: ignore  # noqa: TSE1, TSE2  why\n'


@pytest.mark.parametrize(
    "content",
    [
        b"a = 1\r\nb = 2\r\n",
        b"a = 1\rb = 2\r",
        b"a = 1\r\nb = 2\n\rc = 3",
        b"\xef\xbb\xbfa = 1\nb = '\xc3\xa4'\n",
        b"# coding: latin-1\na = '\xe4'\n",
        b"a = 1\n\x0c\nb = 2",
        b"# coding: utf-8\n#\n",
        b"a = '\xff'\n",
    ],
)
def test_everything_else_stays_as_it_is(content: bytes) -> None:
    found = [Finding(1, 0, "TSE407", "", 1, 0)]
    after = silenced(content, found, "", configuration.parse(["--isolated"])).content
    assert after != content
    assert after.replace(b"  # noqa: TSE407", b"") == content


REFUSED = {
    "a noqa in a string": (b"a = '''# noqa: E1\n'''\n", "a string has a '# noqa' of its own"),
    "a program": (b"#!/usr/bin/python\na = 1\n", "which program runs the file"),
    "beyond the file": (b"", "flake8 looks for no comment there"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_place(case: str) -> None:
    content, why = REFUSED[case]
    finding = Finding(1, 0, "TSE407", "", 1, 0)
    done = silenced(content, [finding], "", configuration.parse(["--isolated"]))
    assert done.content == content
    assert [each for each, _ in done.refusals] == [finding] and why in done.refusals[0][1]


def test_inside_an_f_string() -> None:
    """Where lines in braces end there, only some Pythons take a comment."""
    content = b'a = f"""{\nb\n}"""\n'
    found = [Finding(1, 0, "TSE407", "", 1, 0)]
    done = silenced(content, found, "", configuration.parse(["--isolated"]))
    behind = content.removesuffix(b"\n") + b"  # noqa: TSE407\n"
    assert done.content == {True: content, False: behind}[sys.version_info >= (3, 12)]
    assert "f-string" in silencing._obstacle(["a\n"], Stretch(1, 1, None, True))


@pytest.mark.parametrize(
    ("content", "reason", "why"),
    [
        (b"# coding: ascii\na = 1\n", "\u2713", "the reason cannot be written as ascii"),
        (b"# coding: utf-7\na = '+AGE-'\n", "", "cannot be written back as utf-7"),
        (b"a = " + b"-" * 50_000 + b"1\n", "", "cannot be compared"),
    ],
    ids=["ascii", "utf-7", "deep"],
)
def test_what_cannot_be_written(content: bytes, reason: str, why: str) -> None:
    found = [Finding(1, 0, "TSE407", "", 1, 0)]
    with pytest.raises(rewriting.NoPlace, match=why):
        silenced(content, found, reason, configuration.parse(["--isolated"]))


def test_what_would_be_other_code_is_refused() -> None:
    with pytest.raises(rewriting.NoPlace, match="the same code"):
        silencing._require_same(["a = 1\n"], ["a = 2\n"])


def test_a_comment_that_flake8_does_not_see_is_refused() -> None:
    finding = Finding(1, 0, "TSE407", "", 1, 0)
    with pytest.raises(rewriting.NoPlace, match="line 1"):
        silencing._require_silence(["a = 1\n"], [finding], configuration.parse(["--isolated"]))


# as a user

START = "import pytest\n\n\ndef test_x():\n"
MANY = {
    "tests/test_a.py": DEFECT,
    "tests/test_b.py": f'{START}    {CALL[:-1]}, match="""\n""")\n    {CALL}  # noqa: E501\n',
    "tests/test_c.py": f"{START}    pytest \\\n    .raises(E)\n    {CALL}".replace("\n", "\r\n"),
    "tests/test_d.py": f"# coding: utf-8\n{START}    pytest.raises('ä')\n".encode("utf-8-sig"),
    "tests/test_e.py": CLEAN,
}


def test_a_second_run_finds_nothing_in_both_doors(tmp_path: Path) -> None:
    lay_out(tmp_path, MANY)
    before = {name: ast.dump(ast.parse((tmp_path / name).read_bytes())) for name in MANY}
    assert len(check(tmp_path).lines) == 6
    done = check(tmp_path, "--add-noqa", "--reason", "  known since  2020 ")
    assert done == (0, "", "testsec: silenced 6 findings in 4 files\n")
    assert check(tmp_path) == (0, "", "")
    assert flake8(tmp_path, "--isolated", "--select=TSE,E9") == (0, "", "")
    assert check(tmp_path, "--unused-noqa") == (0, "", "")
    assert {name: ast.dump(ast.parse((tmp_path / name).read_bytes())) for name in MANY} == before
    assert (tmp_path / "tests/test_a.py").read_text().endswith("# noqa: TSE407  known since 2020\n")
    kept = {name: (tmp_path / name).read_bytes() for name in MANY}
    assert check(tmp_path, "--add-noqa", "-q") == (0, "", "")
    assert {name: (tmp_path / name).read_bytes() for name in MANY} == kept
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        *(f"test_{letter}.py" for letter in "abcde"),
        "tests",
    ]


def test_modes_and_links_stay(tmp_path: Path) -> None:
    lay_out(tmp_path, {"real/test_a.py": DEFECT})
    (tmp_path / "real/test_a.py").chmod(0o750)
    (tmp_path / "test_link.py").symlink_to("real/test_a.py")
    assert check(tmp_path, "--add-noqa", "test_link.py").status == 0
    assert (tmp_path / "test_link.py").is_symlink()
    assert stat.S_IMODE((tmp_path / "real/test_a.py").stat().st_mode) == 0o750
    assert "# noqa: TSE407" in (tmp_path / "real/test_a.py").read_text()


def test_what_has_no_place_is_told_as_ever(tmp_path: Path) -> None:
    text = f"import pytest\n\n\ndef test_a():\n    {CALL[:-1]}, match='''# noqa: E1\n''')\n    {CALL}\n"
    lay_out(tmp_path, {"tests/test_a.py": text, "tests/test_b.py": "(\n"})
    done = check(tmp_path, "--add-noqa", "tests")
    assert done.status == 2
    assert [line.split()[1] for line in done.lines] == ["TSE407", "E999"]
    assert "testsec: no noqa for tests/test_a.py:5: TSE407: a string has" in done.err
    assert "silenced 1 finding in 1 file\n" in done.err
    assert check(tmp_path, "--add-noqa", "tests/test_a.py").status == 1


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    text = DEFECT + "# x\n" * 5000
    lay_out(tmp_path, {"tests/test_a.py": text})
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "from flake8_testsec.cli import main\n"
        "sys.exit(main())\n"
    )
    arguments = ["check", "--isolated", "--no-cache", "--add-noqa", "tests"]
    command = [sys.executable, "-c", limited, *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "File too large" in done.stderr
    assert (tmp_path / "tests/test_a.py").read_text() == text
    assert [path.name for path in (tmp_path / "tests").iterdir()] == ["test_a.py"]


def test_only_what_is_told_is_silenced(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    for arguments in (["--ignore=TSE407"], ["--min-severity=high"], ["--per-file-ignores=tests/*:TSE"]):
        assert check(tmp_path, "--add-noqa", *arguments).status == 0
        assert (tmp_path / "tests/test_a.py").read_text() == DEFECT


def test_only_what_is_new_is_silenced(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit({"tests/test_a.py": DEFECT})
    repository.write({"tests/test_a.py": f"{DEFECT}    {CALL}\n"})
    assert check(tmp_path, "--since=HEAD", "--add-noqa", **ALONE).status == 0
    assert (tmp_path / "tests/test_a.py").read_text() == f"{DEFECT}    {CALL}  # noqa: TSE407\n"


def test_several_processes(tmp_path: Path) -> None:
    text = DEFECT + "# padding\n" * 9000
    lay_out(tmp_path, {f"tests/test_{n}.py": text for n in range(6)})
    assert check(tmp_path, "--add-noqa", "--jobs=2").status == 0
    assert check(tmp_path) == (0, "", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reason=why"],
        ["--add-noqa", "--reason=a\nb"],
        ["--add-noqa", "-"],
        ["--add-noqa", "--staged"],
        ["--add-noqa", "--cassettes"],
        ["--add-noqa", "--disable-noqa"],
        ["--add-noqa", "--unused-noqa"],
        ["--unused-noqa", "--since=HEAD"],
    ],
    ids=" ".join,
)
def test_options_that_contradict_each_other(arguments: list[str], tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = check(tmp_path, *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert (tmp_path / "tests/test_a.py").read_text() == DEFECT


# comments that silence nothing


def idle(source: str, *found: tuple[int, str], selects: Iterable[str] = ("TSE",)) -> list[str]:
    """What is told of a text with findings at some lines."""
    findings = [Finding(line, 0, code, "", line, 0) for line, code in found]
    options = configuration.parse(["--isolated"])
    told = unused(
        read_lines(source.encode()), findings, lambda code: code.startswith(tuple(selects)), options
    )
    return list(map(str, told))


def test_what_silences_something_is_not_told() -> None:
    assert idle("x  # noqa: TSE407\n", (1, "TSE407")) == []
    assert idle("x  # noqa: TSE4\n", (1, "TSE407")) == []
    assert idle('x = """\n"""  # noqa: TSE407\n', (1, "TSE407")) == []
    assert idle("x  # noqa\ny  # noqa: E501\nz = '# noqa: TSE407'\n# TSE407\n") == []


def test_what_silences_nothing() -> None:
    said = "1:4: unused noqa: TSE407 silences nothing; remove"
    assert idle("x  # noqa: TSE407  why\n") == [f"{said} '# noqa: TSE407'"]
    assert idle("x  # noqa: E501, TSE407, TSE301\n", (1, "TSE301")) == [f"{said} 'TSE407'"]
    assert idle("(\nx,  # noqa: TSE407\n)\n", (1, "TSE407")) != []


def test_what_never_silences() -> None:
    assert "TSE999 is the code of no rule" in idle("x  # noqa: TSE999\n")[0]
    assert "tse407 has no effect in small letters" in idle("x  # noqa: tse407\n", (1, "TSE407"))[0]
    twice = idle("x  # noqa: E1  # noqa: TSE407\n", (1, "TSE407"))
    assert twice == ["1:16: unused noqa: TSE407 has no effect behind another noqa; remove '# noqa: TSE407'"]
    assert "behind another" in idle('x = """# noqa: E1\n"""  # noqa: TSE407\n', (1, "TSE407"))[0]


def test_what_may_silence_in_another_run_is_not_told() -> None:
    assert idle("x  # noqa: TSE407\n", selects=["TSE3"]) == []
    assert idle("x  # noqa: TSE404\n") == []  # off by default
    assert idle("x  # noqa: TSE4\n") == []  # one of these is
    assert idle("x  # noqa: TSE000\n") == []
    assert idle("(  # noqa: TSE407\n'''") == []


def test_a_user_is_told_and_the_run_fails(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN.replace("\n", "  # noqa: TSE407\n", 1)})
    line = "tests/test_a.py:1:16: unused noqa: TSE407 silences nothing; remove '# noqa: TSE407'\n"
    assert check(tmp_path, "tests") == (0, "", "")
    assert check(tmp_path, "--unused-noqa", "tests") == (1, line, "")
    assert check(tmp_path, "--unused-noqa", "--exit-zero", "tests") == (0, line, "")
    assert check(tmp_path, "--unused-noqa", "-q", "tests") == (1, "", "")
    done = check(tmp_path, "--unused-noqa", "--format=json", "tests")
    assert (done.status, done.err) == (1, line)
    given = (tmp_path / "tests/test_a.py").read_text()
    arguments = ("check", "--isolated", "--unused-noqa", "--stdin-display-name=tests/test_a.py", "-")
    assert testsec(tmp_path, *arguments, stdin=given) == (1, line, "")


def test_a_rule_that_any_comment_contents(tmp_path: Path) -> None:
    """The comment is what keeps the rule silent; without it there would be a finding."""
    empty = (
        "import unittest\n\n\nclass B:\n    def test_a(self):\n        self.assertTrue(f())\n\n\n"
        "class T(B, unittest.TestCase):\n    def test_a(self):\n        pass\n"
    )
    lay_out(
        tmp_path,
        {
            "tests/test_a.py": empty
            + "\n\nX = 'ä'  # noqa: TSE407, TSE301  why  # more\nY = 1  # noqa: tse407\n"
        },
    )
    enabled = "--testsec-enable=TSE512"
    assert check(tmp_path, enabled).status == 1
    assert check(tmp_path, enabled, "--add-noqa").status == 0
    assert check(tmp_path, enabled) == (0, "", "")
    done = check(tmp_path, enabled, "--unused-noqa")
    assert [line.partition("noqa: ")[2] for line in done.lines] == [
        "TSE407, TSE301 silences nothing; remove '# noqa: TSE407, TSE301'",
        "tse407 has no effect in small letters; remove '# noqa: tse407'",
    ]


def test_a_file_that_is_switched_off_is_left_alone(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "# flake8: noqa\nx = 1  # noqa: TSE407\n"})
    assert check(tmp_path, "--unused-noqa") == (0, "", "")


def test_files_that_were_not_reviewed_are_left_alone(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "x = 1  # noqa: TSE407\n(\n", "tests/test_b.py": CLEAN})
    assert "unused" not in check(tmp_path, "--unused-noqa", "tests").out


def test_a_file_that_cannot_be_written_back(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": "# coding: utf-7\n" + DEFECT + "A = '+AGE-'\n"})
    done = check(tmp_path, "--add-noqa", "tests")
    assert done.status == 1 and "TSE407: the file cannot be written back as utf-7" in done.err


def test_a_device_that_is_full() -> None:
    with pytest.raises(OSError, match="cannot write"):
        rewriting.replace("/dev/full", b"x" * 100_000)


def test_a_file_without_tokens() -> None:
    assert idle("x = '''  # noqa: TSE407\n") == []

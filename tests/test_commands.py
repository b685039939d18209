"""Making a rule and testing one: a new rule works at once, and wrong carets are drawn right."""

from __future__ import annotations

import ast
import dataclasses
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from flake8_testsec import __version__
from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Enrolment, Hit
from flake8_testsec.source.module import Module

from . import one_rule, scaffold
from .commands import USAGE, Refused, command
from .copies import ROOT, copied, run

pytestmark = pytest.mark.once

CODE, NAME, PLACE = "TSE299", "what_is_wrong", "inputs/what_is_wrong"
MADE = f"flake8_testsec/rules/{PLACE}.py"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a new rule, which is only read."""
    folder = copied(ROOT, tmp_path_factory.mktemp("made"))
    assert run(folder, "-m", "tests", "new", CODE, PLACE).status == 0
    return folder


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """A project with a new rule, which a test may change."""
    return copied(made_once, tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# python -m tests


def test_without_a_command_everything_is_run() -> None:
    text = (ROOT / "tests" / "__main__.py").read_text(encoding="utf-8")
    assert text.endswith("    raise SystemExit(command(sys.argv[1:]) if sys.argv[1:] else main())\n")


@pytest.mark.parametrize("argument", ["-h", "--help"])
def test_help_names_the_commands(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command([argument]) == 0
    assert capsys.readouterr() == (USAGE, "")


REFUSED = {
    "a command that is none": (["nwe", CODE], "'nwe TSE299' is no command; try 'python -m tests --help'"),
    "a place that is missing": (["new", CODE], "'new TSE299' is no command; try 'python -m tests --help'"),
    "two rules at once": (
        ["rule", CODE, CODE],
        "'rule TSE299 TSE299' is no command; try 'python -m tests --help'",
    ),
    "a rule that is not there": (
        ["rule", CODE],
        "no rule is called 'TSE299'; 'python -m tests new' makes one",
    ),
    "a prefix": (["rule", "TSE2"], "no rule is called 'TSE2'; 'python -m tests new' makes one"),
    "a code that is taken": (
        ["new", "TSE201", PLACE],
        "TSE201 is taken by flake8_testsec/rules/inputs/verification_off_for_public_host.py; the next is TSE",
    ),
    "a code of another family": (["new", "TSE399", PLACE], "TSE399 is a code of cleanup, not of inputs"),
    "a code of no family": (["new", "TSE999", PLACE], "'TSE999' is no code: "),
    "the code of our own faults": (["new", "TSE000", PLACE], "'TSE000' is no code: "),
    "a code of four digits": (["new", "TSE2999", PLACE], "'TSE2999' is no code: "),
    "a code in small letters": (["new", "tse299", PLACE], "'tse299' is no code: "),
    "a folder that is not there": (
        ["new", CODE, "input/x_y"],
        "'input/x_y' is not FAMILY/NAME with a family of ",
    ),
    "no folder": (
        ["new", CODE, "inputs"],
        "'inputs' is not FAMILY/NAME with a family of credentials, inputs, ",
    ),
    "a folder elsewhere": (["new", CODE, "../x_y"], "'../x_y' is not FAMILY/NAME with a family of "),
    "no name": (["new", CODE, "inputs/"], "'' is no name: at least two words "),
    "a name of one word": (["new", CODE, "inputs/wrong"], "'wrong' is no name: at least two words "),
    "a name with dashes": (["new", CODE, "inputs/what-is-wrong"], "'what-is-wrong' is no name: "),
    "a name in capitals": (["new", CODE, "inputs/What_is"], "'What_is' is no name: "),
    "a name with an ending": (["new", CODE, "inputs/what_is.py"], "'what_is.py' is no name: "),
    "a name in a folder": (["new", CODE, "inputs/x_y/z_a"], "'x_y/z_a' is no name: "),
    "a name that begins with a digit": (["new", CODE, "inputs/1_a"], "'1_a' is no name: "),
    "a name that is too long": (["new", CODE, f"inputs/a_{'b' * 39}"], f"'a_{'b' * 39}' is no name: "),
    "a name that is taken in another family": (
        ["new", CODE, "inputs/file_never_closed"],
        "file_never_closed is taken by flake8_testsec/rules/cleanup/file_never_closed.py",
    ),
}


@pytest.mark.parametrize(("arguments", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_usage_is_refused_in_one_line(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted((ROOT / "flake8_testsec" / "rules").rglob("*.py"))
    assert command(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"tests: error: {why}")
    assert sorted((ROOT / "flake8_testsec" / "rules").rglob("*.py")) == before


def test_a_code_that_only_the_changelog_knows_is_refused(own_copy: Path) -> None:
    edit(own_copy / "CHANGELOG.md", "# Changelog\n", "# Changelog\n\n(TSE299 is gone.)\n")
    with pytest.raises(Refused, match=r"\ATSE299 was taken, says CHANGELOG\.md, and no code is used twice; "):
        scaffold.new(CODE, PLACE, own_copy)
    assert not (own_copy / MADE).exists()


# python -m tests new


def test_what_is_made_is_told_and_brought_up_to_date(
    own_copy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert scaffold.new(CODE, PLACE, own_copy) == 0
    out, err = capfd.readouterr()
    assert (out.splitlines(), err) == (
        [
            f"made: {MADE}",
            *(f"updated: {name}" for name in UPDATED),
            f"next: replace what it says, and run: python -m tests rule {CODE}",
        ],
        "",
    )
    assert run(own_copy, "docs/generate.py", "--check") == (0, "", "")


UPDATED = [
    "CHANGELOG.md",
    "README.md",
    "docs/rules/README.md",
    f"docs/rules/{CODE}.md",
    "flake8_testsec/enrolments.py",
    "mkdocs.yml",
]


def test_documentation_that_cannot_be_written_is_told(
    own_copy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    edit(own_copy / "README.md", "<!-- families: end -->", "")
    assert scaffold.new(CODE, PLACE, own_copy) == 1
    out, err = capfd.readouterr()
    assert out.startswith(f"made: {MADE}\n")
    assert "<!-- families: end -->" in err
    assert (own_copy / MADE).exists()


def test_a_new_rule_says_everything(made: Path) -> None:
    text = (made / MADE).read_text(encoding="utf-8")
    given = {field.name for field in dataclasses.fields(RULES["TSE201"])} - {"enrolments", "module_name"}
    assert [name for name in given if f"\n    {name}=" not in text] == []
    assert f'    code="{CODE}",\n' in text
    assert f'    since="{".".join(__version__.split(".")[:2])}",\n' in text


@pytest.mark.parametrize("family", sorted({rule.code[:4] for rule in RULES.values()}))
def test_a_new_rule_has_a_weakness_of_its_family(family: str) -> None:
    names: dict[str, object] = {}
    exec(scaffold.text(f"{family}99", NAME), names)
    numbers = {rule.cwe for rule in RULES.values() if rule.code.startswith(family)}
    assert names["rule"].cwe in numbers  # type: ignore[attr-defined]


def test_the_tests_of_a_new_rule_pass(made: Path) -> None:
    done = run(made, "-m", "tests", "rule", CODE)
    assert done.status == 0
    assert " passed, " in done.out


@pytest.mark.tools
def test_a_new_rule_is_of_our_style(made: Path) -> None:
    """Also one with the longest name."""
    assert run(made, "-m", "tests", "new", "TSE298", f"inputs/a_{'b' * (scaffold.LONGEST - 2)}").status == 0
    for step in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
        assert run(made, "-m", *step, "flake8_testsec/rules/inputs").status == 0


# python -m tests rule


@pytest.mark.parametrize("word", ["TSE407", "tse407", "patcher-never-stopped"])
def test_exactly_the_tests_of_a_rule_are_run(word: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests", "rule", word], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert " passed, " in done.stdout


def selected(*words: str) -> list[str]:
    """The identifiers of what would be run."""
    code = (
        "import sys, pytest\n"
        "from flake8_testsec.catalogue import RULES\n"
        "from tests.one_rule import OnlyOf, paths\n"
        "rule = RULES[sys.argv[1]]\n"
        "pytest.main(['-q', '--collect-only', '-p', 'no:cacheprovider', *paths(rule)], [OnlyOf(rule)])\n"
    )
    return [line for line in run(ROOT, "-c", code, *words).out.splitlines() if "::" in line]


def test_the_tests_of_a_rule_are_its_examples_the_catalogue_and_its_own() -> None:
    found = selected("TSE308")
    generated = [
        line for line in found if line.startswith(("tests/test_examples.py", "tests/test_catalogue.py"))
    ]
    own = [line for line in found if line.startswith("tests/rules/test_patcher_never_stopped.py::")]
    assert generated
    assert own
    assert len(generated) + len(own) == len(found)
    assert [line for line in generated if "[" in line and "TSE308" not in line] == []
    assert "tests/test_catalogue.py::test_no_two_examples_are_alike" in generated


def test_own_tests_of_a_rule_are_run_too(made: Path) -> None:
    own = made / "tests" / "rules" / f"test_{NAME}.py"
    own.write_text("def test_more() -> None:\n    assert 1 + 1 == 3\n", encoding="utf-8")
    done = run(made, "-m", "tests", "rule", CODE)
    assert done.status == 1
    assert f"tests/rules/test_{NAME}.py" in done.out
    assert "1 failed" in done.out


CALL = f"placeholder.{NAME}()"
CARETS = f"            {'^' * len(CALL)}\n"


def picture(carets: str) -> str:
    lines = ("import placeholder", "", "def test_order():", f"    {CALL}")
    return "\n".join(f"        {line}".rstrip() for line in lines) + f"\n{carets}"


WRONG = {"moved": f"              {'^' * 4}\n", "left out": ""}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_wrong_carets_are_drawn_as_they_were_found_ready_to_be_pasted(wrong: str, made: Path) -> None:
    edit(made / MADE, CARETS, wrong)
    done = run(made, "-m", "tests", "rule", CODE)
    expected, found = picture(wrong), picture(CARETS)
    drawing = f"\n{CODE}, bad example 1, expected:\n\n{expected}\nfound:\n\n{found}"
    assert done.status == 1
    assert done.out.endswith(drawing)
    edit(made / MADE, expected, found)
    assert run(made, "-m", "tests", "rule", CODE).status == 0


def test_a_good_example_in_which_something_is_found_is_drawn(made: Path) -> None:
    edit(made / MADE, '("reaches the check, which says nothing")', "()")
    done = run(made, "-m", "tests", "rule", CODE)
    assert done.status == 1
    assert done.out.endswith(
        f"\n{CODE}, good example 1, expected:\n\n"
        + picture("").replace("test_order", "test_near_miss")
        + "\nfound:\n\n"
        + picture(CARETS).replace("test_order", "test_near_miss")
    )


def test_a_check_that_breaks_is_told_with_its_traceback(made: Path) -> None:
    edit(made / MADE, "    if not call.args", "    call.nothing\n    if not call.args")
    done = run(made, "-m", "tests", "rule", CODE)
    assert done.status == 1
    line = (made / MADE).read_text(encoding="utf-8").split("    call.nothing\n")[0].count("\n") + 1
    assert f'{MADE}", line {line}, in called' in done.out
    assert f"at {MADE}:{line}; please report it" in done.out.splitlines()[-1]
    assert done.out.splitlines()[-1].startswith(
        "tests/test_example.py:4:5: TSE000 internal error in TSE299: "
    )


def test_two_rules_with_one_code_are_both_named(made: Path) -> None:
    shutil.copy(made / MADE, made / "flake8_testsec" / "rules" / "inputs" / "what_is_too.py")
    done = run(made, "-m", "tests", "rule", CODE)
    assert done.status == 1
    other = "flake8_testsec/rules/inputs/what_is_too.py"
    assert done.err.splitlines()[-1] == f"ValueError: {other} and {MADE} have the same code, {CODE}"


def corrections(code: str, **fields: Sequence[str]) -> list[str]:
    rule = dataclasses.replace(RULES[code], **fields)  # type: ignore[arg-type]
    return [*one_rule.corrections(rule)]


def test_right_carets_need_no_correction() -> None:
    assert [each for rule in RULES.values() for each in one_rule.corrections(rule)] == []


def test_carets_are_drawn_in_every_file_of_an_example() -> None:
    text = """
        # file: tests/test_a.py
        import pytest

        def test_a():
            pytest.raises(ValueError)
        # file: tests/test_b.py
        import pytest

        def test_b():
            pytest.raises(ValueError); pytest.raises(KeyError)
        """
    (drawing,) = corrections("TSE407", bad=(text,), good=())
    _, found = drawing.split("found:\n\n")
    lines = text.strip("\n").rstrip().split("\n")
    lines.insert(5, "            ^^^^^^^^^^^^^^^^^^^^^^^^^")
    lines.append("            ^^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^")
    assert found == "\n".join(lines)


def test_carets_of_a_recorded_cassette_are_drawn() -> None:
    (text, *_) = RULES["TSE106"].bad
    without = "\n".join(line for line in text.split("\n") if "^" not in line)
    (drawing,) = corrections("TSE106", bad=(without,), good=())
    assert [line.strip() for line in drawing.split("\n") if "^" in line] == [
        line.strip() for line in text.split("\n") if "^" in line
    ]


def test_a_fault_of_the_check_is_told_below_what_is_drawn() -> None:
    def broken(node: ast.Pass, module: Module) -> Iterator[Hit]:
        raise ValueError

    enrolments = [Enrolment(broken, types=(ast.Pass,))]
    rule = dataclasses.replace(RULES["TSE407"], bad=("pass",), good=(), enrolments=enrolments)
    first, *_ = [each.split("\n") for each in one_rule.corrections(rule)]
    *drawing, fault = first
    assert "\n".join(drawing) == "TSE407, bad example 1, expected:\n\n        pass\n\nfound:\n\n        pass"
    assert fault.startswith("tests/test_example.py:1:1: TSE000 internal error in TSE407: ValueError at ")

"""Both doors say the same of the same files, options and comments."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from flake8_testsec.baselines import Entry, read, written

from .doors import CLEAN, DEFECT, flake8, lay_out, testsec
from .examples import cases

pytestmark = pytest.mark.usefixtures("unmeasured")
"""Each door is measured where it is tested for what it says."""

ODD = "import pytest\n\n\ndef test_a():\n"
FILES: dict[str, str | bytes] = {
    "tests/test_a.py": DEFECT + "    with pytest.raises(KeyError):\n        x = f()\n        x.g()\n",
    "tests/test_clean.py": CLEAN,
    "tests/test_noqa.py": ODD + "    pytest.raises(E)  # noqa\n    pytest.raises(E)  # noqa: TSE407 reason\n",
    "tests/test_other_noqa.py": ODD
    + "    pytest.raises(E)  # noqa: E501\n    pytest.raises(E)  # noqa:TSE4,E5\n",
    "tests/test_text.py": ODD
    + "    pytest.raises(\n        E\n    )  # noqa: TSE407\n    pytest.raises('''\n''')  # noqa\n",
    "tests/test_off.py": "# flake8: noqa\n" + DEFECT,
    "tests/test_off_codes.py": "# flake8: noqa: TSE407\n" + DEFECT,
    "tests/test_broken.py": "def f(:\n",
    "tests/test_latin.py": ODD.encode() + b"    x = '\xe9'; pytest.raises(E)\n",
    "tests/test_wide.py": ODD + "    é = '€𝄞'; pytest.raises(E)\n",
    "tests/deep/er/test_b.py": DEFECT,
    "tests/data/test_sample.py": DEFECT,
    "shop/a.py": DEFECT,
    "shop/testing/base.py": DEFECT,
    "notes.txt": DEFECT,
    ".hidden/test_a.py": DEFECT,
    "build/test_a.py": DEFECT,
}
OPTIONS = {
    "nothing": ([], ""),
    "an opt-in rule": (["--testsec-enable=TSE404"], ""),
    "an opt-in rule in the configuration": ([], "testsec-enable = TSE4\n"),
    "no noqa": (["--disable-noqa"], ""),
    "an excluded folder": (["--exclude=deep"], ""),
    "an excluded pattern in the configuration": ([], "exclude = tests/test_a*,shop\n"),
    "one more excluded folder": (["--extend-exclude=*/deep/*"], ""),
    "ignores of a file": (["--per-file-ignores=tests/*:TSE407 tests/deep/*:E"], ""),
    "ignores of a file in the configuration": (
        [],
        "per-file-ignores =\n    tests/deep/*: TSE4\n    *_a.py: E9\n",
    ),
    "an ignore": ([], "ignore = TSE407, E1\n"),
    "an ignore of others": ([], "ignore = E501\n"),
    "a selection of others": ([], "select = H\n"),
    "source lines": (["--show-source"], ""),
    "a count": (["--count"], ""),
    "a template": (["--format=%(path)s|%(row)d|%(col)d|%(code)s|%(text)s"], ""),
    "another user's tests": (["--testsec-test-paths=shop"], ""),
    "names of files": (["--filename=*_a.py,*.txt"], ""),
    "two processes": (["--jobs=2"], ""),
    "a line length, a selection and ignores that are extended": (
        ["--max-line-length=20", "--extend-select=TSE4", "--extend-ignore=TSE40"],
        "max-complexity = 3\n",
    ),
    "a display name": (["--stdin-display-name=tests/test_in.py", "-"], ""),
    "paths that are given": (["tests/test_a.py", "./tests/deep", "notes.txt", "shop/a.py"], ""),
}

EVERY_RULE, BASELINE = "--testsec-enable=TSE", ".testsec-baseline"
PATTERNS = ("tests/*", "test_a.py", "deep", "shop", "*_noqa.py", "./tests/test_text.py", "tests/deep/er")
OURS = ("TSE", "TSE4", "TSE407", "TSE404", "TSE5", "E9")
CODES = (*OURS, "E", "T", "E501", "W")
DRAWS: list[Callable[[random.Random], str]] = [
    lambda draw: f"--select={_some(draw, OURS)}",
    lambda draw: f"--extend-select={_some(draw, OURS)}",
    lambda draw: f"--ignore={_some(draw, CODES)}",
    lambda draw: f"--extend-ignore={_some(draw, CODES)}",
    lambda draw: f"--per-file-ignores={draw.choice(PATTERNS)}:{_some(draw, CODES)}",
    lambda draw: f"--exclude={_some(draw, PATTERNS)}",
    lambda draw: f"--extend-exclude={_some(draw, PATTERNS)}",
    lambda draw: f"--filename={_some(draw, ('*.py', '*_a.py', '*.txt', 'test_*'))}",
    lambda draw: f"--max-line-length={draw.choice((20, 79))}",
    lambda draw: f"--testsec-enable={_some(draw, ('TSE', 'TSE4', 'TSE404', 'TSE5'))}",
    lambda draw: f"--testsec-production-paths={draw.choice(PATTERNS)}",
    lambda draw: f"--format={draw.choice(('default', 'pylint', 'quiet-filename', '%(path)s %(text)s'))}",
    # Statistics say more here than flake8 knows.
    lambda draw: draw.choice(("--disable-noqa", "--show-source", "--count", "-q", "--exit-zero")),
    lambda draw: draw.choice(("tests", "shop", "./tests/deep", "notes.txt", "tests/test_noqa.py", ".")),
]


def _some(draw: random.Random, values: Sequence[str]) -> str:
    return ",".join(draw.sample(values, draw.randint(1, 3)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("project"), FILES)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("case", OPTIONS)
def test_same_files_same_options(case: str, folder: Path) -> None:
    arguments, config = OPTIONS[case]
    (folder / "tox.ini").write_text(f"[flake8]\n{config}")
    ours = testsec(folder, "check", *arguments, stdin=DEFECT)
    theirs = flake8(folder, "--select=TSE,E9", *arguments, stdin=DEFECT)
    assert ours.out == theirs.out
    assert bool(ours.status) == bool(theirs.status) or "E9" in config
    assert ours.out or case in ("a display name",)


@pytest.mark.parametrize("seed", range(24))
def test_same_files_drawn_options(seed: int, folder: Path, drawn: Path) -> None:
    draw = random.Random(seed)
    options = [option(draw) for option in draw.choices(DRAWS, k=draw.randint(1, 6))]
    configured = [option for option in options if option.startswith(("--ig", "--ex", "--per", "--test"))]
    config = "\n".join(option[2:] for option in configured) if draw.random() < 0.5 else ""
    arguments = [option for option in options if not config or option not in configured]
    (folder / "tox.ini").write_text(f"[flake8]\n{_without_doubles(config)}\n")
    # Results of all draws are kept in one place: what one option did must not be seen in another run.
    ours = testsec(folder, "check", f"--cache-dir={drawn}", *arguments)
    theirs = flake8(folder, *([] if _selects(arguments) else ["--select=TSE,E9"]), *arguments)
    assert ours.out == theirs.out
    assert not ours.out or ours.status in (1, 2) or "--exit-zero" in arguments


def _selects(arguments: Sequence[str]) -> bool:
    return any(argument.startswith("--select") for argument in arguments)


def _without_doubles(config: str) -> str:
    return "\n".join({line.partition("=")[0]: line for line in config.splitlines()}.values())


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples of all rules, in one folder."""
    made = tmp_path_factory.mktemp("examples")
    for number, case in enumerate(cases()):
        for file in case.files:
            folder, _, name = file.path.rpartition("/")
            lay_out(made, {f"{folder}/{number}/{name}": file.text})
    return made


@pytest.fixture
def listed(examples: Path, unmeasured: None) -> list[Entry]:
    """All of their findings, as a baseline has them."""
    assert testsec(examples, "baseline", "write", EVERY_RULE).status == 0
    return [*read(str(examples / BASELINE))]


@pytest.mark.again
@pytest.mark.parametrize("enable", ["TSE407", "TSE"])
def test_same_findings_in_all_examples(enable: str, examples: Path, unmeasured: None) -> None:
    option = f"--testsec-enable={enable}"
    ours = testsec(examples, "check", option)
    assert ours.out == flake8(examples, "--select=TSE,E9", option).out
    assert ours.status == 1
    assert "TSE000" not in ours.out


@pytest.mark.again
def test_same_findings_in_all_examples_with_a_baseline(
    examples: Path, listed: list[Entry], unmeasured: None
) -> None:
    """What is listed is hidden, be it all of a file or a part of it, and both doors tell the same rest."""
    draw = random.Random(1)
    wholly = {path for path in sorted({each.path for each in listed}) if draw.random() < 0.3}
    kept = [
        each if each.path in wholly else each._replace(findings=max(1, each.findings - 1))
        for each in listed
        if each.path in wholly or draw.random() < 0.5
    ]
    (examples / BASELINE).write_text(written(kept))
    ours = testsec(examples, "check", EVERY_RULE, f"--baseline={BASELINE}")
    theirs = flake8(examples, "--select=TSE,E9", EVERY_RULE, f"--testsec-baseline={BASELINE}")
    assert ours.out == theirs.out
    told = [line.removeprefix("./").split(":")[0] for line in ours.lines]
    assert len(told) == sum(each.findings for each in listed) - sum(each.findings for each in kept)
    assert any(each not in listed for each in kept)
    assert told and wholly and not wholly & {*told}
    assert ours.err == ""

"""The generated documentation is current, and what is out of date is found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli.pairs import pair_of

from .doors import Run, forked, ready, testsec
from .measuring import unmeasured as unmeasured_environment

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent


MARKS = {
    "README.md": "<!-- {} -->\n",
    "docs/usage.md": "<!-- {} -->\n",
    "mkdocs.yml": "# {}\n",
}
NAMES = {"README.md": "families", "docs/usage.md": "explain", "mkdocs.yml": "nav"}


def page(name: str, content: str) -> str:
    """A file with one place that is filled."""
    begin, end = (MARKS[name].format(f"{NAMES[name]}: {word}") for word in ("begin", "end"))
    return f"# Title\n\n{begin}{content}{end}\n# The end.\n"


def generate(root: Path, *arguments: str) -> Run:
    """What the file says and does that is in the folder of a project's documents."""
    return forked("generate", root / "docs", arguments, among=ready)


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own whose documentation is current, which is only read; what writes it is measured."""
    root = tmp_path_factory.mktemp("current")
    (root / "docs" / "pictures").mkdir(parents=True)
    modules = [f"docs/{name}.py" for name in ("generate", "floors", "navigation", "terminal")]
    for name in (*modules, "docs/cleanup.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "examples", root / "examples")
    for name in MARKS:
        (root / name).write_text(page(name, "old\n"), encoding="utf-8")
    assert generate(root).status == 0
    return root


@pytest.fixture
def copy(current: Path, tmp_path: Path, unmeasured: None) -> Path:
    """The same for a test to change."""
    return shutil.copytree(current, tmp_path, dirs_exist_ok=True)


def test_the_documentation_is_current() -> None:
    """As whoever changes something asks it."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        env={**unmeasured_environment(), "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_just_generated_is_current(copy: Path) -> None:
    done = generate(copy, "--check")
    assert (done.status, done.out, done.err) == (0, "", "")


def test_there_is_a_page_for_each_rule_and_an_index(copy: Path) -> None:
    names = {path.name for path in (copy / "docs" / "rules").iterdir()}
    assert names == {"README.md", *(f"{code}.md" for code in RULES)}


def test_the_index_links_every_page(copy: Path) -> None:
    index = (copy / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"\n| [{code}]({code}.md) | " not in index] == []


def test_a_guide_is_filled_between_its_marks_and_the_rest_is_kept(copy: Path) -> None:
    rule = RULES["TSE403"]
    explained = f"```text\n{pages.plain(rule, everything=False, pair=pair_of(rule))}```\n"
    text = (copy / "docs" / "usage.md").read_text(encoding="utf-8")
    assert text == page("docs/usage.md", explained)


def test_the_readme_counts_the_rules_of_every_family(copy: Path) -> None:
    text = (copy / "README.md").read_text(encoding="utf-8")
    counts = re.findall(
        r"^\| \[(\w+)\]\(docs/rules/README\.md#\1\) \| TSE\d+ to TSE\d+ \| (\d+) of (\d+) \|", text, re.M
    )
    found = [(family, int(on), int(every)) for family, on, every in counts]
    rules = list(RULES.values())
    families = dict.fromkeys(rule.family for rule in rules)
    assert found == [
        (
            family,
            sum(rule.family == family and rule.default for rule in rules),
            sum(rule.family == family for rule in rules),
        )
        for family in families
    ]


def test_the_picture_shows_what_the_command_says(copy: Path) -> None:
    drawn = ElementTree.parse(copy / "docs" / "pictures" / "finding.svg").getroot()
    lines = ["".join(line.itertext()) for line in drawn.iter("{http://www.w3.org/2000/svg}text")]
    command = lines[0].removeprefix("$ testsec ").split()
    said = testsec(ROOT, *command, "--no-cache")
    assert said.status == 1
    assert lines[1:] == said.out.strip().splitlines()


def test_a_picture_of_a_command_that_finds_nothing_is_refused(copy: Path) -> None:
    (copy / "examples" / "tests" / "test_orders.py").write_text("", encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, "")
    assert "examples/tests/test_orders.py' ended with 0" in done.err


@pytest.mark.parametrize(
    "name",
    ["mkdocs.yml", "docs/rules/README.md", "docs/rules/TSE407.md", "flake8_testsec/enrolments.py"],
)
def test_a_changed_file_is_found_and_repaired(copy: Path, name: str) -> None:
    path = copy / name
    current = path.read_text(encoding="utf-8")
    changed = current.replace("TSE407", "TSE999", 1)
    path.write_text(changed, encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, f"out of date: {name}\n")
    assert path.read_text(encoding="utf-8") == changed
    assert generate(copy).out == f"updated: {name}\n"
    assert path.read_text(encoding="utf-8") == current


def test_a_missing_page_is_found(copy: Path) -> None:
    (copy / "docs" / "rules" / "TSE407.md").unlink()
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, "out of date: docs/rules/TSE407.md\n")


def test_the_page_of_a_rule_that_is_gone_is_found_and_removed(copy: Path) -> None:
    page = copy / "docs" / "rules" / "TSE999.md"
    page.write_text("# TSE999\n", encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, "out of date: docs/rules/TSE999.md\n")
    assert page.exists()
    assert generate(copy).status == 0
    assert not page.exists()


@pytest.mark.parametrize("end", ["begin", "end"])
@pytest.mark.parametrize("name", MARKS)
def test_a_file_without_a_mark_is_refused(copy: Path, name: str, end: str) -> None:
    path = copy / name
    mark = MARKS[name].format(f"{NAMES[name]}: {end}")
    text = path.read_text(encoding="utf-8").replace(mark, "")
    path.write_text(text, encoding="utf-8")
    done = generate(copy)
    assert done.status == 1
    assert done.err.startswith(f"{path.name}: the lines ")
    assert mark.strip() in done.err
    assert path.read_text(encoding="utf-8") == text


def test_a_rule_that_the_changelog_does_not_name_is_found_and_announced(copy: Path) -> None:
    path = copy / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("TSE401 to TSE410", "TSE402 to TSE410"), encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, "out of date: CHANGELOG.md\n")
    assert generate(copy).out == "updated: CHANGELOG.md\n"
    assert "\n* The rule [TSE401](docs/rules/TSE401.md), error-ignored.\n" in path.read_text(encoding="utf-8")


def test_a_changelog_without_features_is_refused(copy: Path) -> None:
    path = copy / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 0.2.0\n\n### Fixes\n\n* One.\n", encoding="utf-8")
    done = generate(copy)
    assert (done.status, done.out) == (1, "")
    assert done.err == "CHANGELOG.md: the newest version has no heading '### Features'\n"


def test_a_weakness_without_a_title_is_refused(copy: Path) -> None:
    script = copy / "docs" / "generate.py"
    broken = "cwe.TITLES.pop(1327)\n\nROOT = "
    script.write_text(script.read_text(encoding="utf-8").replace("\nROOT = ", broken, 1), encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith(
        "server_on_every_interface.py: CWE-1327 has no title in flake8_testsec/cwe.py yet\n"
    )


def test_a_missing_readme_is_refused(copy: Path) -> None:
    (copy / "README.md").unlink()
    assert generate(copy, "--check").status == 1

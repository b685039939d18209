"""The generated documentation is current, and what is out of date is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent


def readme(explained: str, table: str) -> str:
    return (
        f"# Title\n\n<!-- explain: begin -->\n{explained}<!-- explain: end -->\n\nBetween.\n\n"
        f"<!-- rules: begin -->\n{table}<!-- rules: end -->\n\nThe end.\n"
    )


def generate(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(root / "docs" / "generate.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of its own whose documentation is current, which is only read."""
    root = tmp_path_factory.mktemp("current")
    (root / "docs").mkdir()
    for name in ("docs/generate.py", "docs/floors.py", "docs/cleanup.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root / name)
    (root / "README.md").write_text(readme("old\n", "old\n"), encoding="utf-8")
    assert generate(root).returncode == 0
    return root


@pytest.fixture
def copy(current: Path, tmp_path: Path) -> Path:
    """The same for a test to change."""
    return shutil.copytree(current, tmp_path, dirs_exist_ok=True)


def test_the_documentation_is_current() -> None:
    done = generate(ROOT, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_just_generated_is_current(copy: Path) -> None:
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_there_is_a_page_for_each_rule_and_an_index(copy: Path) -> None:
    names = {path.name for path in (copy / "docs" / "rules").iterdir()}
    assert names == {"README.md", *(f"{code}.md" for code in RULES)}


def test_the_index_links_every_page(copy: Path) -> None:
    index = (copy / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    assert [code for code in RULES if f"* [{code}]({code}.md) " not in index] == []


def test_the_readme_is_filled_between_its_marks_and_the_rest_is_kept(copy: Path) -> None:
    explained = f"```text\n{pages.plain(RULES['TSE403'], everything=False)}```\n"
    table = pages.table(RULES.values()) + "\n"
    assert (copy / "README.md").read_text(encoding="utf-8") == readme(explained, table)


@pytest.mark.parametrize(
    "name", ["README.md", "docs/rules/README.md", "docs/rules/TSE407.md", "flake8_testsec/enrolments.py"]
)
def test_a_changed_file_is_found_and_repaired(copy: Path, name: str) -> None:
    path = copy / name
    current = path.read_text(encoding="utf-8")
    changed = current.replace("TSE407", "TSE999", 1)
    path.write_text(changed, encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout) == (1, f"out of date: {name}\n")
    assert path.read_text(encoding="utf-8") == changed
    assert generate(copy).stdout == f"updated: {name}\n"
    assert path.read_text(encoding="utf-8") == current


def test_a_missing_page_is_found(copy: Path) -> None:
    (copy / "docs" / "rules" / "TSE407.md").unlink()
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout) == (1, "out of date: docs/rules/TSE407.md\n")


def test_the_page_of_a_rule_that_is_gone_is_found_and_removed(copy: Path) -> None:
    page = copy / "docs" / "rules" / "TSE999.md"
    page.write_text("# TSE999\n", encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout) == (1, "out of date: docs/rules/TSE999.md\n")
    assert page.exists()
    assert generate(copy).returncode == 0
    assert not page.exists()


@pytest.mark.parametrize("mark", ["explain: begin", "explain: end", "rules: begin", "rules: end"])
def test_a_readme_without_a_mark_is_refused(copy: Path, mark: str) -> None:
    path = copy / "README.md"
    text = path.read_text(encoding="utf-8").replace(mark, "")
    path.write_text(text, encoding="utf-8")
    done = generate(copy)
    assert done.returncode == 1
    assert f"<!-- {mark} -->" in done.stderr
    assert path.read_text(encoding="utf-8") == text


def test_a_rule_that_the_changelog_does_not_name_is_found_and_announced(copy: Path) -> None:
    path = copy / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("TSE401 to TSE410", "TSE402 to TSE410"), encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout) == (1, "out of date: CHANGELOG.md\n")
    assert generate(copy).stdout == "updated: CHANGELOG.md\n"
    assert "\n* The rule [TSE401](docs/rules/TSE401.md), error-ignored.\n" in path.read_text(encoding="utf-8")


def test_a_changelog_without_features_is_refused(copy: Path) -> None:
    path = copy / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## 0.2.0\n\n### Fixes\n\n* One.\n", encoding="utf-8")
    done = generate(copy)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "CHANGELOG.md: the newest version has no heading '### Features'\n"


def test_a_weakness_without_a_title_is_refused(copy: Path) -> None:
    script = copy / "docs" / "generate.py"
    broken = "cwe.TITLES.pop(1327)\n\nROOT = "
    script.write_text(script.read_text(encoding="utf-8").replace("\nROOT = ", broken, 1), encoding="utf-8")
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith(
        "server_on_every_interface.py: CWE-1327 has no title in flake8_testsec/cwe.py yet\n"
    )


def test_a_missing_readme_is_refused(copy: Path) -> None:
    (copy / "README.md").unlink()
    assert generate(copy, "--check").returncode == 1

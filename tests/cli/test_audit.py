"""Many repositories, read from git's objects: the same findings as in a checkout, and nothing lost."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.cli import audit_tasks, main
from flake8_testsec.cli.audit_engines import Pool

from ..doors import CLEAN, DEFECT, Run, lay_out, testsec
from ..repositories import ALONE, Repository

BASE = (
    "import unittest\n\n\nclass Base(unittest.TestCase):\n    def tearDown(self):\n        self.f.close()\n"
)
USES = """\
from shop.base import Base


class Test(Base):
    def setUp(self):
        self.f = open("a")

    def test_a(self):
        self.assertTrue(self.f)
"""
FILES: dict[str, str | bytes] = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "pytest.ini": "[pytest]\nasyncio_mode = auto\n",
    "shop/__init__.py": "",
    "shop/base.py": BASE,
    "shop/plain.py": BASE.partition("    def")[0] + "    pass\n",
    "shop/tests/__init__.py": "",
    "shop/tests/test_uses.py": USES,
    "shop/tests/test_alone.py": USES.replace("shop.base", "shop.plain"),
    "shop/tests/sub/pytest.ini": "[pytest]\nmarkers = asyncio: what pytest-asyncio runs\n",
    "shop/tests/sub/test_async.py": "async def test_a():\n    assert 1 + 1 == 2\n",
    "tests/test_async.py": "async def test_a():\n    assert 1 + 1 == 2\n",
    "tests/test_defect.py": DEFECT,
    "tests/test_crlf.py": DEFECT.replace("\n", "\r\n").encode(),
    "tests/test_latin.py": b"# -*- coding: latin-1 -*-\nA = '\xe9'\n" + DEFECT.encode(),
    "tests/test_noqa.py": DEFECT.replace("(ValueError)", "(ValueError)  # noqa: TSE407 why not"),
    "tests/test_left.py": "# flake8: noqa\n" + DEFECT,
    "tests/test_broken.py": "def f(:\n",
    "tests/test_ticket.py": (
        "import pytest\n\n\n@pytest.mark.skip(reason='bug 4711')\ndef test_a():\n    assert f()\n"
    ),
    "tests/other.txt": DEFECT,
    ".tox/test_x.py": DEFECT,
}


def audit(folder: Path, *arguments: str | Path, **environment: str) -> Run:
    options = ("--isolated", "--no-cache", "--jobs=2", *map(str, arguments))
    return testsec(folder, "audit", *options, **ALONE, **environment)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with what may be read otherwise: other modules, configuration, links, odd texts."""
    folder = tmp_path_factory.mktemp("work") / "shop"
    made = Repository(folder)
    made.write(FILES)
    links = {
        "tests/test_link.py": "test_defect.py",
        "tests/test_dangling.py": "nowhere.py",
        "tests/test_circle.py": "test_circle.py",
        "linked": "shop",
        "tests/folder.py": "../shop",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    made.commit()
    return made


@pytest.fixture(scope="module")
def bare(shop: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without a work tree."""
    folder = tmp_path_factory.mktemp("bare") / "shop.git"
    shop.git("clone", "--quiet", "--bare", str(shop.folder), str(folder))
    return folder


@pytest.fixture(scope="module")
def checked(shop: Repository) -> list[dict[str, Any]]:
    """What ``testsec check`` says of the checkout."""
    options = ("--isolated", "--no-cache", "--testsec-enable=TSE", "--include-suppressed", "--format=jsonl")
    done = testsec(shop.folder, "check", *options)
    found = [json.loads(line) for line in done.lines]
    codes = {each["code"] for each in found}
    assert {"TSE407", "TSE301", "TSE519", "E999", "E902"} <= codes, codes
    assert any(each["suppressed"] for each in found)
    return found


def without_repository(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: each[name] for name in each if name not in ("repository", "revision")} for each in found]


@pytest.mark.parametrize("cached", [False, True])
def test_it_says_what_a_review_of_the_checkout_says(
    cached: bool, shop: Repository, bare: Path, checked: list[dict[str, Any]], tmp_path: Path
) -> None:
    options = ("--testsec-enable=TSE", "--include-suppressed", "--format=jsonl", "--output-file")
    cache = f"--cache-dir={tmp_path / 'cache'}"
    for number, repository in enumerate((bare, shop.folder, shop.folder / ".git", bare)):
        out = tmp_path / f"{number}.jsonl"
        where = (
            "--isolated",
            cache if cached else "--no-cache",
            "--jobs=1",
            f"--state={tmp_path / str(number)}",
        )
        done = testsec(tmp_path, "audit", *where, str(repository), *options, str(out), **ALONE)
        assert done.status == 2, done  # for what cannot be parsed, as with a checkout
        found = records(out)
        assert without_repository(found) == checked
        assert {each["repository"] for each in found} == {str(repository)}
        assert {each["revision"] for each in found} == {shop.git("rev-parse", "HEAD").strip()}


def threads() -> Executor:
    return ThreadPoolExecutor(1)


def in_threads(monkeypatch: pytest.MonkeyPatch, make: Any = threads) -> None:
    """Let tasks be done in this process, or where a test wants it: any executor does."""
    monkeypatch.setattr("flake8_testsec.cli.audit._engine", lambda own, options: Pool(1, make))
    audit_tasks._last.clear()
    audit_tasks._snapshot.cache_clear()


def here(folder: Path, *arguments: str | Path) -> int:
    return main(["audit", "--isolated", "--no-cache", f"--state={folder / 'state'}", *map(str, arguments)])


def test_any_parts_say_the_same(
    shop: Repository,
    checked: list[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    in_threads(monkeypatch)
    monkeypatch.setattr(audit_tasks, "FILES", 1)
    options = ("--testsec-enable=TSE", "--include-suppressed", "--format=jsonl")
    assert here(tmp_path, shop.folder, *options) == 2
    assert without_repository([json.loads(line) for line in capsys.readouterr().out.splitlines()]) == checked
    assert len(list(tmp_path.glob("state/*/part-*"))) > 10


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ([], []),
        ([1], [(0, 1)]),
        ([10, 10, 10], [(0, 2), (2, 3)]),
        ([99, 1, 1, 1, 1], [(0, 1), (1, 4), (4, 5)]),
    ],
)
def test_parts_have_few_files_and_little_source(
    sizes: list[int], parts: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_tasks, "BYTES", 20)
    monkeypatch.setattr(audit_tasks, "FILES", 3)
    assert list(audit_tasks.shared_out(sizes)) == parts


def several(folder: Path, number: int, files: Mapping[str, str | bytes]) -> list[Path]:
    made = [Repository(folder / f"r{each}") for each in range(number)]
    for each in made:
        each.commit(files)
    return [each.folder for each in made]


def test_a_revision_is_reviewed_not_the_work_tree(tmp_path: Path) -> None:
    made = Repository(tmp_path / "a")
    made.commit({"test_a.py": DEFECT})
    made.git("tag", "then")
    made.commit({"test_a.py": CLEAN})
    made.write({"test_a.py": "def f(:\n"})
    assert audit(tmp_path, made.folder, "--state=now").out.startswith(f"{made.folder}: 0 in 1 files")
    assert audit(tmp_path, made.folder, "--at=then", "--state=then").out.startswith(f"{made.folder}: 1 in 1")
    assert audit(tmp_path, made.folder, "--at=gone", "--state=gone").status == 2


def test_repositories_can_be_listed_with_names(tmp_path: Path) -> None:
    paths = several(tmp_path, 2, {"test_a.py": DEFECT})
    listed = f"# all\n\n{paths[0]}\tfirst\n{paths[1]}\n"
    (tmp_path / "list").write_text(listed)
    done = audit(tmp_path, "--list=list", "--exit-zero")
    assert (done.status, [line.split(":")[0] for line in done.lines]) == (0, ["first", str(paths[1])])
    again = testsec(tmp_path, "audit", "--isolated", "--no-cache", "--list=-", stdin=listed)
    assert (again.status, again.out) == (1, done.out)


def test_git_runs_no_program_of_the_repository(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    act = f"touch {ran}; cat"
    made = Repository(tmp_path / "a")
    made.commit({"test_a.py": DEFECT, ".gitattributes": "*.py filter=x diff=x\n"})
    for name, value in {
        "core.fsmonitor": act,
        "filter.x.smudge": act,
        "filter.x.clean": act,
        "filter.x.process": act,
        "diff.x.textconv": act,
        "core.pager": act,
        "core.sshCommand": act,
        "core.hooksPath": str(tmp_path / "hooks"),
    }.items():
        made.git("config", name, value)
    ran.unlink(missing_ok=True)
    lay_out(tmp_path / "hooks", dict.fromkeys(("post-index-change", "post-checkout"), f"#!/bin/sh\n{act}\n"))
    for hook in (tmp_path / "hooks").iterdir():
        hook.chmod(0o755)
    assert audit(tmp_path, made.folder).status == 1
    assert not ran.exists()


def test_patterns_count_from_where_the_audit_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = several(tmp_path, 1, {"old/test_a.py": DEFECT, "new/test_a.py": DEFECT})
    in_threads(monkeypatch)
    (tmp_path / "elsewhere").mkdir()
    chosen = audit_tasks._chosen

    def elsewhere(*arguments: Any) -> Any:
        monkeypatch.chdir(tmp_path / "elsewhere")
        return chosen(*arguments)

    monkeypatch.setattr(audit_tasks, "_chosen", elsewhere)
    monkeypatch.chdir(tmp_path)
    assert here(tmp_path, path, "--extend-exclude=./old", "--format=jsonl") == 1
    assert [json.loads(line)["path"] for line in capsys.readouterr().out.splitlines()] == ["./new/test_a.py"]


def test_a_person_sees_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_threads(monkeypatch)
    (path,) = several(tmp_path, 1, {"test_a.py": DEFECT})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert here(tmp_path, path, tmp_path / "gone") == 2
    assert f"{path}: 1 of 1 parts\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no repository is named"),
        (["a", "a"], "two repositories are called 'a'"),
        (["a", "--format=json"], "an audit is told as text, jsonl, sarif, html, not json"),
        (["a", "--format=html"], "argument --format: html "),
        (["a", "--since=HEAD"], "argument --since: it is for testsec check"),
        (["a", "--cassettes"], "argument --cassettes: it is for testsec check"),
        (["--list=gone"], "gone"),
        (["a", "--compare-with=."], "'.' is no state folder of an audit"),
        (["a", "--state=filled"], "'filled' holds something else than an audit"),
        (["a", "--state=damaged"], "is no state of an audit"),
        (["a", "--at"], "expected one argument"),
    ],
)
def test_refusals_are_one_line(arguments: list[str], words: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"filled/x": "", "damaged/audit.json": "{"})
    done = audit(tmp_path, *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done
    assert words in done.err and done.err.startswith("testsec audit: error: ")


def test_a_state_belongs_to_one_audit(tmp_path: Path) -> None:
    paths = several(tmp_path, 2, {"test_a.py": DEFECT})
    assert audit(tmp_path, paths[0]).status == 1
    for others in ((paths[1],), (paths[0], "--testsec-enable=TSE"), (paths[0], "--at=HEAD^0")):
        assert "belongs to an audit with other" in audit(tmp_path, *others).err
    assert audit(tmp_path, paths[0], "--format=jsonl", "--exit-zero").status == 0


def test_help_and_usage_name_it(tmp_path: Path) -> None:
    done = testsec(tmp_path, "audit", "--help")
    assert done.status == 0 and "--compare-with FOLDER" in done.out
    assert "audit    review many repositories" in testsec(tmp_path, "--help").out

"""A repository whose configuration names programs, which would leave a trace each: git runs none for us."""

from __future__ import annotations

import ast
import os
import subprocess
from pathlib import Path

import pytest

from flake8_testsec.cli import git
from flake8_testsec.cli.blame import blame
from flake8_testsec.cli.git import GitError

from ..doors import DEFECT, testsec
from ..repositories import ALONE, OLD, Repository

pytestmark = pytest.mark.once

PACKAGE = Path(__file__).parents[2] / "flake8_testsec"

PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy"),
    *("core.alternateRefsCommand", "credential.helper", "diff.external", "interactive.diffFilter"),
    *("diff.own.command", "diff.own.textconv", "filter.own.clean", "filter.own.smudge", "filter.own.process"),
    *("merge.own.driver", "gpg.program", "gpg.ssh.program", "gpg.x509.program", "pager.blame", "pager.diff"),
    *("pager.log", "sequence.editor", "trailer.own.command", "uploadpack.packObjectsHook"),
    *("remote.origin.uploadpack", "remote.origin.receivepack", "browser.own.cmd", "difftool.own.cmd"),
)
COMMANDS = ("rev-parse", "ls-tree", "ls-files", "diff-index", "cat-file", "merge-base", "blame", "diff")
HOOKS = ("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "fsmonitor-watchman")


@pytest.fixture
def hostile(tmp_path: Path) -> Repository:
    """A repository in which everything that git may run is a program that leaves a trace."""
    made = Repository(tmp_path / "hostile")
    made.commit({"tests/test_a.py": OLD, "tests/test_gone.py": "# FIXME: bug 1\n", ".mailmap": "A <a@b>\n"})
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0 $*\" >>'{tmp_path / 'sprung'}'\ncat\n")
    trap.chmod(0o755)
    included = made.folder / ".git" / "more"
    included.write_text("".join(f'[alias]\n\t{name} = "!{trap} {name}"\n' for name in COMMANDS))
    for name in PROGRAMS:
        made.git("config", name, str(trap))
    made.git("config", "include.path", str(included))
    made.git("config", f"includeIf.gitdir:{made.folder}/.path", str(included))
    for name, value in {
        "core.hooksPath": str(tmp_path / "hooks"),
        "core.attributesFile": str(tmp_path / "attributes"),
        "log.showSignature": "true",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "remote.origin.url": f"ext::{trap} ext",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "mailmap.file": str(tmp_path / "mails"),
    }.items():
        made.git("config", name, value)
    os.mkfifo(tmp_path / "mails")
    attributes = "*.py filter=own diff=own merge=own working-tree-encoding=UTF-16\n"
    (tmp_path / "attributes").write_text(attributes)
    (made.folder / ".git" / "info" / "attributes").write_text(attributes)
    (tmp_path / "hooks").mkdir()
    (made.folder / ".git" / "hooks").mkdir(exist_ok=True)
    for hook in HOOKS:
        (made.folder / ".git" / "hooks" / hook).symlink_to(trap)
        (tmp_path / "hooks" / hook).symlink_to(trap)
    (tmp_path / "sprung").unlink(missing_ok=True)
    changed = {"tests/test_a.py": f"# FIXME: bug 2\n{OLD}", "tests/test_b.py": DEFECT}
    return made.write({".gitattributes": attributes, **changed})


def run(hostile: Repository, *arguments: str) -> int:
    return testsec(hostile.folder, *arguments, **ALONE).status


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--isolated", "--since=HEAD", "tests"),
        ("check", "--isolated", "--staged"),
        ("review", "--isolated", "--since=HEAD", "tests"),
        ("bugs", "--isolated", "tests"),
        ("fix", "--isolated", "--since=HEAD", "--diff", "tests"),
    ],
    ids=" ".join,
)
def test_no_program_is_run(arguments: tuple[str, ...], hostile: Repository) -> None:
    assert run(hostile, *arguments) in (0, 1)
    assert not (hostile.folder.parent / "sprung").exists()


def test_what_is_missing_is_not_fetched(hostile: Repository) -> None:
    """Git before 2.45 asks the remote for it, whatever it is told."""
    oid = hostile.git("rev-parse", "HEAD:tests/test_a.py").strip()
    (hostile.folder / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    assert run(hostile, "check", "--isolated", "--since=HEAD", "tests") == 2
    content = (hostile.folder / "tests" / "test_a.py").read_bytes()
    assert blame(str(hostile.folder / "tests" / "test_a.py"), content, [1]) == {}
    assert not (hostile.folder.parent / "sprung").exists()


def test_git_alone_would_run_them(hostile: Repository) -> None:
    """Or the tests above would test nothing."""
    subprocess.run(["git", "status"], cwd=hostile.folder, env={**os.environ, **ALONE}, check=False)
    assert (hostile.folder.parent / "sprung").exists()


def test_a_program_called_git_in_the_reviewed_folder_is_not_git(
    hostile: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile.folder)
    trap = hostile.folder / "git"
    trap.symlink_to(hostile.folder.parent / "trap")
    for path in ("", ".", f".{os.pathsep}{os.environ['PATH']}"):
        monkeypatch.setenv("PATH", path)
        if os.path.isabs(path.rpartition(os.pathsep)[2]):
            assert git.home() == os.path.realpath(hostile.folder)
        else:
            with pytest.raises(GitError, match="not installed"):
                git.home()
    assert not (hostile.folder.parent / "sprung").exists()


def test_git_is_not_waited_for_without_end(hostile: Repository) -> None:
    os.mkfifo(hostile.folder / ".gitignore")
    with pytest.raises(GitError, match=r"git ls-files: no answer within 0\.5 seconds"):
        git.git(str(hostile.folder), "ls-files", "--others", "--exclude-standard", patience=0.5)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="No such file or directory"):
        git.git(str(tmp_path / "nowhere"), "rev-parse")


def test_there_is_one_place_that_runs_git() -> None:
    """And few that run anything, or listen to who does."""
    runs = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(each.name == "subprocess" for each in node.names)
    }
    starting = {"cli/parsing.py", "cli/runners.py"}
    listening = {"evidence/audit.py", "evidence/overheard.py"}
    assert runs == {"cli/git.py", "cli/doctor_tools.py", "language_server.py", *starting} | listening
    for name in runs - {"cli/git.py"}:
        assert '"git"' not in (PACKAGE / name).read_text(encoding="utf-8")

"""Real commits through pre-commit, with this checkout as the repository of the hooks."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parent.parent
HOOKS = ("flake8-testsec", "testsec")
OURS = "flake8-testsec"

GOOD = """\
import unittest


class TestParser(unittest.TestCase):
    def test_rejects(self):
        self.assertRaises(ValueError, int, "x")
"""
BAD = GOOD.replace(', int, "x"', "")
BROKEN = GOOD.replace("(unittest", "((unittest")


class Repository(NamedTuple):
    """A git repository, and the environment that its commands get."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300
        )

    def must(self, *command: str | Path) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> Repository:
        self.must("git", "init", "--quiet")
        self.must("git", "add", "--all")
        self.must("git", "commit", "--quiet", "--allow-empty", "--message=start")
        return self

    def commits(self) -> int:
        return int(self.must("git", "rev-list", "--count", "HEAD"))

    def commit_test(self, text: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "tests").mkdir(exist_ok=True)
        (self.folder / "tests" / "test_x.py").write_text(text, encoding="utf-8")
        self.must("git", "add", "--all")
        return self.run("git", "commit", "--message=change")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables for git and pre-commit: nothing of the user's but where pip finds packages.

    Environments of hooks get the versions that this one has, so that no new release changes what is tested,
    and are compiled when they are used.
    """
    home = tmp_path_factory.mktemp("home")
    versions = home / "versions.txt"
    versions.write_text(
        "".join(f"{each.name}=={each.version}\n" for each in metadata.distributions() if each.name != OURS)
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COV", "GIT_", "PRE_COMMIT", "SKIP", "PYTHONDONTWRITE"))
    }
    kept.setdefault("PIP_CONFIG_FILE", str(Path.home() / ".config" / "pip" / "pip.conf"))
    who = {
        f"GIT_{role}_{what}": "tester@localhost"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit")}
    places |= dict.fromkeys(("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"), str(versions))
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PIP_COMPILE": "0"}
    return {**kept, **who, **places, **fixed}


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Repository:
    """What this checkout would be as a repository, changes that are not committed included."""
    folder = tmp_path_factory.mktemp("hooks") / "flake8-testsec"
    shutil.copytree(
        ROOT / "flake8_testsec", folder / "flake8_testsec", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    repository = Repository(folder, environment).start()
    repository.must("git", "tag", "v1.0")
    return repository


def project(folder: Path, environment: Mapping[str, str], repo: object) -> Repository:
    """A repository whose commits pre-commit looks at, ``repo`` being an entry of its configuration."""
    text = json.dumps({"repos": [repo]})  # JSON is YAML
    (folder / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    repository = Repository(folder, environment).start()
    repository.must(sys.executable, "-m", "pre_commit", "install")
    return repository


@pytest.fixture(params=HOOKS)
def hooked(request: pytest.FixtureRequest, source: Repository, tmp_path: Path) -> Repository:
    """A project that uses one of our hooks."""
    repo = {"repo": str(source.folder), "rev": "v1.0", "hooks": [{"id": request.param}]}
    return project(tmp_path, source.environment, repo)


def test_a_commit_with_a_defect_is_stopped(hooked: Repository) -> None:
    done = hooked.commit_test(BAD)
    assert done.returncode == 1
    assert "tests/test_x.py:6:9: TSE407 " in done.stdout + done.stderr
    assert hooked.commits() == 1


def test_a_commit_without_defects_passes(hooked: Repository) -> None:
    done = hooked.commit_test(GOOD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert hooked.commits() == 2


def test_a_commit_that_cannot_be_parsed_is_stopped(hooked: Repository) -> None:
    done = hooked.commit_test(BROKEN)
    assert done.returncode == 1
    assert " E999 " in done.stdout + done.stderr
    assert hooked.commits() == 1


def test_a_project_with_findings_commits_on_its_first_day(source: Repository, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_old.py").write_text(BAD, encoding="utf-8")
    hook = {"id": "testsec", "args": ["--staged"]}
    hooked = project(
        tmp_path, source.environment, {"repo": str(source.folder), "rev": "v1.0", "hooks": [hook]}
    )
    (tmp_path / "tests" / "test_old.py").write_text(f"{BAD}\n\nMORE = 1\n", encoding="utf-8")
    done = hooked.commit_test(GOOD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert hooked.commits() == 2
    # What is not staged is no part of the commit, whatever it is.
    (tmp_path / "tests" / "test_x.py").write_text(f"{GOOD}\n\nMORE = 1\n", encoding="utf-8")
    hooked.must("git", "add", "tests/test_x.py")
    (tmp_path / "tests" / "test_x.py").write_text(BROKEN, encoding="utf-8")
    done = hooked.run("git", "commit", "--message=change")
    assert done.returncode == 0, done.stdout + done.stderr
    done = hooked.commit_test(BAD)
    said = done.stdout + done.stderr
    assert (done.returncode, said.count("TSE407")) == (1, 1) and "tests/test_x.py:6:9: TSE407 " in said
    assert hooked.commits() == 3


def test_a_commit_is_stopped_once_when_something_is_mended(source: Repository, tmp_path: Path) -> None:
    hook = {"id": "testsec-fix"}
    hooked = project(
        tmp_path, source.environment, {"repo": str(source.folder), "rev": "v1.0", "hooks": [hook]}
    )
    done = hooked.commit_test('def test_a():\n    f = open("a")\n    assert f.read() == "x"\n')
    assert (done.returncode, hooked.commits()) == (1, 1)
    assert "tests/test_x.py:2:9: TSE301 fixed" in done.stdout + done.stderr
    text = (tmp_path / "tests" / "test_x.py").read_text()
    assert text == 'def test_a():\n    with open("a") as f:\n        assert f.read() == "x"\n'
    done = hooked.commit_test(text)
    assert (done.returncode, hooked.commits()) == (0, 2), done.stdout + done.stderr


@pytest.fixture
def with_cassettes(source: Repository, tmp_path: Path) -> Repository:
    """A project that uses the hook for recorded cassettes."""
    commit = source.must("git", "rev-parse", "HEAD").strip()
    repo = {"repo": str(source.folder), "rev": commit, "hooks": [{"id": "testsec-cassettes"}]}
    return project(tmp_path, source.environment, repo)


@pytest.mark.parametrize("folder", ["cassettes/test_x", "vcr_cassettes", "recordings", "betamax"])
def test_a_commit_with_a_recorded_credential_is_stopped(with_cassettes: Repository, folder: str) -> None:
    value = random.Random(folder).randbytes(10).hex()
    place = with_cassettes.folder / "tests" / folder
    place.mkdir(parents=True)
    recorded = {"request": {"headers": {"Authorization": f"Bearer {value}"}}}
    for name in ("a.yaml", "b.yml", "c.json", "d.txt"):
        (place / name).write_text(json.dumps(recorded), encoding="utf-8")
    done = with_cassettes.commit_test(BAD)
    assert done.returncode == 1
    said = done.stdout + done.stderr
    for name in ("a.yaml", "b.yml", "c.json"):
        assert f"tests/{folder}/{name}:1:26: TSE106 recorded Authorization is not redacted" in said
    assert value not in said
    assert (said.count("TSE106 recorded"), said.count("TSE407")) == (3, 0)
    assert with_cassettes.commits() == 1


def test_a_commit_with_cassettes_elsewhere_and_without_credentials_passes(with_cassettes: Repository) -> None:
    for folder in ("data", "cassettes"):
        (with_cassettes.folder / folder).mkdir()
    (with_cassettes.folder / "data" / "a.yaml").write_text("a: b: c", encoding="utf-8")
    (with_cassettes.folder / "cassettes" / "a.yaml").write_text("request: {headers: {}}", encoding="utf-8")
    done = with_cassettes.commit_test(GOOD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert with_cassettes.commits() == 2


@pytest.fixture
def with_flake8(source: Repository, tmp_path: Path) -> Repository:
    """A project that uses flake8's hook; its own words here, because the real one must be downloaded."""
    hook = {
        "id": "flake8",
        "name": "flake8",
        "entry": "flake8",
        "language": "python",
        "types": ["python"],
        "require_serial": True,
        "additional_dependencies": ["flake8", f"flake8-testsec @ git+file://{source.folder}"],
    }
    return project(tmp_path, source.environment, {"repo": "local", "hooks": [hook]})


def test_the_hook_of_flake8_runs_us_as_an_additional_dependency(with_flake8: Repository) -> None:
    done = with_flake8.commit_test(BAD)
    assert done.returncode == 1
    assert "tests/test_x.py:6:9: TSE407 " in done.stdout + done.stderr
    assert with_flake8.commits() == 1
    assert with_flake8.commit_test(GOOD).returncode == 0
    assert with_flake8.commits() == 2


def test_try_repo_shows_what_all_hooks_say(source: Repository, tmp_path: Path) -> None:
    repository = Repository(tmp_path, source.environment).start()
    assert repository.commit_test(BAD).returncode == 0
    done = repository.run(sys.executable, "-m", "pre_commit", "try-repo", source.folder, "--all-files")
    assert done.returncode == 1
    assert done.stdout.count("tests/test_x.py:6:9: TSE407 ") == len(HOOKS)


PREK = Path(sysconfig.get_path("scripts"), "prek")


def test_prek_runs_all_three_hooks(source: Repository, tmp_path: Path) -> None:
    hooks = [{"id": name} for name in (*HOOKS, "testsec-cassettes")]
    text = json.dumps({"repos": [{"repo": str(source.folder), "rev": "v1.0", "hooks": hooks}]})
    (tmp_path / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    repository = Repository(tmp_path, {**source.environment, "PREK_HOME": str(tmp_path / ".prek")}).start()
    repository.must(PREK, "install")
    (tmp_path / ".gitignore").write_text("/.prek/\n", encoding="utf-8")
    cassette = tmp_path / "tests" / "cassettes" / "a.json"
    cassette.parent.mkdir(parents=True)
    value = random.Random("prek").randbytes(10).hex()
    cassette.write_text(json.dumps({"request": {"headers": {"Authorization": f"Bearer {value}"}}}))
    done = repository.commit_test(BAD)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert said.count("tests/test_x.py:6:9: TSE407 ") == len(HOOKS)
    assert "tests/cassettes/a.json:1:26: TSE106 recorded Authorization is not redacted" in said
    assert value not in said
    assert repository.commits() == 1
    cassette.unlink()
    mended = repository.commit_test(GOOD)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert repository.commits() == 2


ARGUMENTS = {
    "testsec": "--baseline=.testsec-baseline",
    "flake8-testsec": "--testsec-baseline=.testsec-baseline",
}


@pytest.mark.parametrize("hook", HOOKS)
def test_an_old_project_commits_from_its_first_day(hook: str, source: Repository, tmp_path: Path) -> None:
    """The list is written and committed; what is old passes in any commit, what is new in none."""
    for name in ("x", "old"):
        old = tmp_path / "tests" / f"test_{name}.py"
        old.parent.mkdir(exist_ok=True)
        old.write_text(BAD, encoding="utf-8")
    entry = {"id": hook, "args": [ARGUMENTS[hook]]}
    repo = {"repo": str(source.folder), "rev": "v1.0", "hooks": [entry]}
    old_project = project(tmp_path, source.environment, repo)
    missing = old_project.commit_test(BAD + "# again\n")
    assert missing.returncode == 1
    assert "the baseline '.testsec-baseline' is missing" in missing.stdout + missing.stderr
    old_project.must(sys.executable, "-m", "flake8_testsec", "baseline", "write")
    first = old_project.commit_test("# moved\n" + BAD)
    assert first.returncode == 0, first.stdout + first.stderr
    assert ".testsec-baseline" in old_project.must("git", "ls-files")
    again = BAD.rpartition("\n\n\n")[2].replace("class TestParser", "class TestPrinter")
    refused = old_project.commit_test(f"# moved\n{BAD}\n\n{again}")
    assert refused.returncode == 1
    said = refused.stdout + refused.stderr
    assert said.count(" TSE407 ") == 1
    assert "tests/test_x.py:12:9: TSE407 " in said
    mended = old_project.commit_test(GOOD)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    pruned = old_project.must(sys.executable, "-m", "flake8_testsec", "baseline", "prune", "tests/test_x.py")
    assert pruned == "'.testsec-baseline': 1 removed, 0 lowered, 1 left\n"

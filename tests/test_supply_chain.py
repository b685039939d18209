"""The workflows for a release and around it: what they run is named by its digest, and they may do little."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: path for path in sorted(FOLDER.glob("*.yml"))}
MAY_WRITE = {
    ("release.yml", "publish"): {"id-token": "write"},
    ("scorecard.yml", "analysis"): {"contents": "read", "security-events": "write"},
}
"""The jobs that may do more than read, and what."""
USES = re.compile(r"^\s*(?:- )?uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")

pytestmark = pytest.mark.once
each_workflow = pytest.mark.parametrize("name", WORKFLOWS)


def read(name: str) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return content


def steps(name: str) -> Iterator[Mapping[str, Any]]:
    for job in read(name)["jobs"].values():
        yield from job["steps"]


def test_all_are_there() -> None:
    assert set(WORKFLOWS) == {"audit.yml", "release.yml", "scorecard.yml", "test.yml"}


def test_every_action_is_named_by_a_commit_and_always_by_the_same() -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for path in WORKFLOWS.values():
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                match = USES.match(line)
                assert match, line
                found.setdefault(match[1], set()).add((match[2], match[3]))
    assert found
    assert {action: pins for action, pins in found.items() if len(pins) > 1} == {}


@each_workflow
def test_jobs_may_read_and_do_little_else(name: str) -> None:
    content = read(name)
    assert content["permissions"] == {}
    for job, told in content["jobs"].items():
        assert told["permissions"] == MAY_WRITE.get((name, job), {"contents": "read"})
        assert told["timeout-minutes"] <= 90


@each_workflow
def test_no_checkout_leaves_a_token_behind(name: str) -> None:
    for step in steps(name):
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}


@each_workflow
def test_no_words_of_strangers_become_commands(name: str) -> None:
    assert [step for step in steps(name) if "${{" in str(step.get("run", ""))] == []
    triggers = read(name)[True]  # YAML 1.1 takes "on" for a truth value
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(triggers)


@each_workflow
def test_nothing_is_installed_without_a_digest_but_what_was_built(name: str) -> None:
    lines = [line for step in steps(name) for line in str(step.get("run", "")).splitlines()]
    installs = [line.strip() for line in lines if re.search(r"\b(pip|uv|npm)\b.* install ", line)]
    assert [
        line
        for line in installs
        if not (re.search(r"--require-hashes -r requirements/\w+\.txt$", line) or " --no-deps dist/" in line)
    ] == []
    assert not [line for line in lines if re.search(r"\b(curl|wget|pipx)\b", line)]


def test_only_the_job_that_publishes_can_and_it_builds_nothing() -> None:
    jobs = read("release.yml")["jobs"]
    assert [step.get("run") for step in jobs["publish"]["steps"]] == [None, None]
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["environment"]["name"] == "pypi"
    text = WORKFLOWS["release.yml"].read_text(encoding="utf-8")
    assert "secrets." not in text and "password" not in text.replace("No password and no token", "")


def test_audits_pass_over_nothing() -> None:
    """Without ``--strict`` what the registry does not know is skipped, and the audit passes."""
    audits = [
        line.strip()
        for name in WORKFLOWS
        for step in steps(name)
        for line in str(step.get("run", "")).splitlines()
        if line.strip().startswith("pip-audit ")
    ]
    assert len(audits) == 3
    assert all(line.startswith("pip-audit --strict --require-hashes --disable-pip -r ") for line in audits)


def test_every_lock_is_audited() -> None:
    (job,) = read("audit.yml")["jobs"].values()
    locks = {path.stem for path in (ROOT / "requirements").glob("*.txt")}
    assert {*job["strategy"]["matrix"]["lock"]} == locks


def test_newer_versions_are_proposed() -> None:
    content = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert {(each["package-ecosystem"], each["directory"]) for each in content["updates"]} == {
        ("github-actions", "/"),
        ("pip", "/requirements"),
    }


def test_who_releases_by_hand_does_the_same() -> None:
    """The commands of RELEASING.md are those of the workflow."""
    by_hand = (ROOT / "RELEASING.md").read_text(encoding="utf-8")
    for words in (
        "pip-audit --strict --require-hashes --disable-pip -r requirements/",
        "SOURCE_DATE_EPOCH",
        "python -m build --no-isolation",
        "twine check --strict",
        "cyclonedx-py environment --output-reproducible --validate",
    ):
        assert words in by_hand
        assert words in WORKFLOWS["release.yml"].read_text(encoding="utf-8")

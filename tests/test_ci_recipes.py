"""The recipes of docs/ci.md do what they say: their commands are run, and what they name is there."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from .doors import CLEAN, DEFECT, lay_out

pytestmark = pytest.mark.tools

GUIDE = Path(__file__).parent.parent / "docs" / "ci.md"
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS = ("sarif_file", "codequality", "junit", "testResultsFiles")
"""Keys whose values are reports that something else reads."""
FOR_OLD = ("An old project", "Cassettes")


class Recipe(NamedTuple):
    """What the guide has for one system."""

    name: str
    language: str
    text: str


def recipes() -> Iterator[Recipe]:
    for name, body in SECTION.findall(GUIDE.read_text(encoding="utf-8")):
        for language, text in FENCE.findall(body):
            yield Recipe(name, language, text)


RECIPES = {recipe.name: recipe for recipe in recipes()}
CHECKS = [recipe for recipe in RECIPES.values() if recipe.name not in FOR_OLD]


def strings(value: object) -> Iterator[tuple[str, str]]:
    """The strings of a document of YAML, each with the key that it stands under."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from ((str(key), inner),) if isinstance(inner, str) else strings_below(str(key), inner)
        case list():
            for inner in value:
                yield from strings(inner)


def strings_below(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Those of a list or a mapping; in a list of strings, each has the list's key."""
    if isinstance(value, list):
        yield from ((key, inner) for inner in value if isinstance(inner, str))
    yield from strings(value)


def read_yaml(text: str) -> tuple[list[str], list[str]]:
    found = list(strings(yaml.safe_load(text)))
    return (
        [value for key, value in found if key in ("run", "script")],
        [value for key, value in found if key in READERS],
    )


def read_groovy(text: str) -> tuple[list[str], list[str]]:
    commands = [body for _, body in re.findall(r"\bsh (['\"])(.*)\1$", text, re.MULTILINE)]
    return commands, re.findall(r"(?:\bjunit |pattern: )'([^']+)'", text)


def read_ini(text: str) -> tuple[list[str], list[str]]:
    parser = configparser.ConfigParser()
    parser.read_string(text)
    return [re.sub(r"\{posargs:(.*?)\}", r"\1", parser["testenv:testsec"]["commands"])], []


def read_python(text: str) -> tuple[list[str], list[str]]:
    (call,) = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "run"
    )
    words = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
    return [shlex.join(str(word) for word in words)], []


def read_sh(text: str) -> tuple[list[str], list[str]]:
    return text.splitlines(), []


READ = {"yaml": read_yaml, "groovy": read_groovy, "ini": read_ini, "python": read_python, "sh": read_sh}


def command_of(recipe: Recipe) -> str:
    """The one command of a recipe that reviews; those around it install."""
    commands, _ = READ[recipe.language](recipe.text)
    (command,) = (each for each in commands if "pip install" not in each)
    return command.removeprefix(".venv/bin/")


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run it as a CI does: in a shell, where the command that the recipe has installed is found."""
    path = os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "CI": "true"}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)


def project(folder: Path, text: str) -> Path:
    lay_out(folder, {"tests/test_a.py": text, "shop/__init__.py": ""})
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    return folder


def test_the_guide_has_what_it_promises() -> None:
    assert [recipe.name for recipe in CHECKS] == [
        "GitHub",
        "GitLab",
        "Jenkins",
        "Azure Pipelines",
        "tox",
        "nox",
        "Any other",
    ]
    assert {"testsec check --cassettes .", "testsec baseline check"} == {
        command_of(RECIPES[name]) for name in FOR_OLD
    }


@pytest.mark.parametrize("recipe", CHECKS, ids=lambda recipe: recipe.name)
def test_a_recipe_finds_the_defect_and_writes_what_is_read(recipe: Recipe, tmp_path: Path) -> None:
    command = command_of(recipe)
    done = run(project(tmp_path, DEFECT), command)
    assert done.returncode == int("--exit-zero" not in command), done.stderr
    written = re.findall(r"--output-file (\S+)", command)
    _, readers = READ[recipe.language](recipe.text)
    assert sorted(written) == sorted(readers)
    for name in written:
        assert "tests/test_a.py" in (tmp_path / name).read_text(encoding="utf-8"), name
    assert "--exit-zero" in command or "TSE407" in done.stdout


@pytest.mark.parametrize("recipe", CHECKS, ids=lambda recipe: recipe.name)
def test_a_recipe_passes_where_nothing_is_wrong(recipe: Recipe, tmp_path: Path) -> None:
    done = run(project(tmp_path, CLEAN), command_of(recipe))
    assert (done.returncode, "TSE" in done.stdout) == (0, False), done.stdout + done.stderr


def test_an_old_project_is_told_of_what_is_new_and_of_what_is_stale(tmp_path: Path) -> None:
    command = command_of(RECIPES["An old project"])
    project(tmp_path, DEFECT)
    assert run(tmp_path, "testsec baseline write").returncode == 0
    assert run(tmp_path, command).returncode == 0
    lay_out(tmp_path, {"tests/test_b.py": DEFECT})
    assert run(tmp_path, command).returncode == 1
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, "tests/test_b.py": CLEAN})
    assert run(tmp_path, command).returncode == 1


def test_cassettes_are_reviewed(tmp_path: Path) -> None:
    recorded = '{"request": {"headers": {"Authorization": "Bearer 7d1f0c2a9be45d6688c3"}}}'
    lay_out(project(tmp_path, CLEAN), {"tests/cassettes/a.json": recorded})
    done = run(tmp_path, command_of(RECIPES["Cassettes"]))
    assert done.returncode == 1
    assert "tests/cassettes/a.json:1:" in done.stdout

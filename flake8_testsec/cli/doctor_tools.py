"""What the other tools of this place do to our findings: flake8, and ruff."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

from flake8_testsec import __version__, pyproject
from flake8_testsec.cli.doctor_facts import Advice, Here
from flake8_testsec.patterns import lazy

_VERSION = lazy(r"(\S+) \((.*?)\)", re.DOTALL)
_PLUGIN = lazy(r"([\w.\[\], -]{1,300}?): ([\w.+!-]+)")
_OURS = "flake8-testsec"


def flake8_here() -> Here:
    """Ask the flake8 of this environment for its plugins; nothing of the working directory is run."""
    said = _asked([sys.executable, "-m", "flake8"])
    version, plugins = _parsed(said)
    remedy = f"{sys.executable} -m pip install --force-reinstall flake8-testsec"
    if not version:
        text = said.strip().splitlines()[-1:] or ["it says nothing"]
        return Here("?", {}, [Advice(f"flake8 does not run in this environment: {text[0]}", remedy)])
    if plugins.get(_OURS) != __version__:
        known = f"knows version {plugins[_OURS]}" if _OURS in plugins else "does not know the plugin"
        return Here(version, plugins, [Advice(f"flake8 of this environment {known}", remedy)])
    return Here(version, plugins, [])


def commands(here: Here) -> Iterator[Advice]:
    """What a person gets who types ``flake8``.

    Args:
        here: what the flake8 of this environment says.
    """
    path = shutil.which("flake8")
    if path is None or not os.path.isabs(path):
        return
    if os.path.dirname(path) == os.path.dirname(os.path.abspath(sys.executable)):
        return
    version, plugins = _parsed(_asked([path]))
    if version and _OURS not in plugins:
        yield Advice(
            f"the command flake8 is {path}, of another environment, which does not know the plugin; "
            f"'{sys.executable} -m flake8' does",
            wrong=False,
        )


def _asked(command: Sequence[str]) -> str:
    """What a flake8 says of itself, without the configuration: that could name code to run."""
    try:
        done = subprocess.run(
            [*command, "--isolated", "--version"],
            cwd=os.path.dirname(os.path.abspath(__file__)),
            capture_output=True,
            text=True,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stdout + done.stderr


def _parsed(said: str) -> tuple[str, dict[str, str]]:
    found = _VERSION.match(said)
    if found is None:
        return "", {}
    return found[1], {
        name.strip(" ,"): version for name, version in _PLUGIN.findall(" ".join(found[2].split()))
    }


def ruff() -> Iterator[Advice]:
    """Whether ruff takes our comments away."""
    try:
        found = _ruff_table(os.getcwd())
    except pyproject.WrongTable as error:
        yield Advice(str(error))
        return
    if found is None:
        return
    where, values = found
    lint = {**values, **_dict(values.get("lint"))}
    if not _selects_unused(lint) or any("TSE".startswith(word) for word in _words(lint, "external") if word):
        return
    inner = "[tool.ruff.lint]" if where.endswith(pyproject.FILE) else "[lint]"
    given = ", ".join(f'"{word}"' for word in (*_words(lint, "external"), "TSE"))
    yield Advice(
        "ruff check --fix would delete comments such as '# noqa: TSE407' (its rules RUF100 and RUF102)",
        f"add to {where}: {inner} external = [{given}]",
    )


def _ruff_table(start: str) -> tuple[str, Mapping[str, Any]] | None:
    """The nearest configuration of ruff, as ruff finds it; its ``extend`` is followed."""
    for folder in pyproject.folders(start):
        for name in (".ruff.toml", "ruff.toml", pyproject.FILE):
            path = os.path.join(folder, name)
            values = _ruff_file(path)
            if values is not None:
                return os.path.relpath(path), _extended(values, folder, 8)
    hooks = os.path.join(start, ".pre-commit-config.yaml")
    if os.path.isfile(hooks):
        with open(hooks, encoding="utf-8", errors="replace") as file:
            if re.search(r"(?m)^[ \t]*(?:-[ \t]*)?repo:.*/ruff-pre-commit", file.read()):
                return pyproject.FILE, {}
    return None


def _ruff_file(path: str) -> dict[str, Any] | None:
    if not path.endswith(pyproject.FILE):
        return pyproject.whole(path)
    table = pyproject.table(path, "ruff")
    return dict(table.values) if table is not None else None


def _extended(values: dict[str, Any], folder: str, left: int) -> dict[str, Any]:
    other = values.get("extend")
    if not isinstance(other, str) or not left:
        return values
    path = os.path.normpath(os.path.join(folder, os.path.expanduser(other)))
    base = _extended(_ruff_file(path) or {}, os.path.dirname(path), left - 1)
    return {**base, **values, "lint": {**_dict(base.get("lint")), **_dict(values.get("lint"))}}


def _selects_unused(lint: Mapping[str, Any]) -> bool:
    """Whether a rule that removes comments is on: of unused ones, or of ones with unknown codes."""
    return any(_selects(rule, lint) for rule in ("RUF100", "RUF102"))


def _selects(rule: str, lint: Mapping[str, Any]) -> bool:
    """Whether a rule is on; the longest word about it decides, as in ruff."""
    chosen = [*_words(lint, "select"), *_words(lint, "extend-select")]
    best = max((_length(word, rule) for word in chosen), default=-1)
    if "select" not in lint:
        best = max(best, 0 if _is_default() else -1)
    ignored = [*_words(lint, "ignore"), *_words(lint, "extend-ignore")]
    return best > max((_length(word, rule) for word in ignored), default=-1)


def _length(word: str, rule: str) -> int:
    if word == "ALL":
        return 0
    return len(word) if word and rule.startswith(word) else -1


def _is_default() -> bool:
    """Whether ruff selects the rule by default, as it does from 0.16 on; what is not known is the newest."""
    try:
        major, minor, *_ = metadata.version("ruff").split(".")
    except metadata.PackageNotFoundError:
        return True
    return (int(major), int(minor)) >= (0, 16)


def _words(values: Mapping[str, Any], key: str) -> list[str]:
    found = values.get(key)
    return [str(each) for each in found] if isinstance(found, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

"""Reviews held against the trees of pinned files: every stated line, and every finding in its aspect."""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.command import CommandError
from bench.corpora import BENCH, fetch, packages
from bench.review_checks import Place
from bench.review_close import sure
from bench.review_far import EVERY_CHECK

_NOVA = "nova/tests/functional/regressions/test_bug"
FILES: Mapping[str, tuple[str, ...]] = {
    "aiohttp": ("tests/test_client_proto.py", "tests/test_connector.py", "tests/test_web_cli.py"),
    "buildbot": ("buildbot/test/integration/test_integration_secrets_with_vault_hvac.py",),
    "celery": ("t/unit/worker/test_eta_query_task.py",),
    "certbot": ("src/certbot/_internal/tests/ocsp_test.py",),
    "cinder": ("cinder/tests/unit/test_ssh_utils.py",),
    "django": (
        *("tests/asgi/tests.py", "tests/auth_tests/test_remote_user.py", "tests/cache/tests_async.py"),
        *("tests/mail/tests.py", "tests/servers/tests.py", "tests/sessions_tests/tests.py"),
    ),
    "flask": ("tests/test_cli.py",),
    "httpx": ("tests/test_config.py",),
    "jupyterhub": ("jupyterhub/tests/test_spawner.py",),
    "mcp": ("tests/server/test_stdio.py",),
    "nova": tuple(f"{_NOVA}_{number}.py" for number in (1735407, 1825537, 1831771, 1848343, 2062127)),
    "paramiko": ("tests/test_client.py",),
    "pytest": ("testing/test_tmpdir.py",),
    "python-kasa": ("tests/test_discovery.py",),
    "starlette": ("tests/test_staticfiles.py",),
    "swift": ("test/probe/test_dark_data.py",),
    "tornado": ("tornado/test/process_test.py",),
    "twisted": ("src/twisted/test/test_tcp.py",),
    "urllib3": ("test/with_dummyserver/test_proxy_poolmanager.py",),
}
"""The files by package: unittest and pytest, Django, coroutines, and five tests of regressions."""

_ASPECTS = {
    "credentials": "Hard-coded values",
    "inputs": "Inputs",
    "cleanup": "Resources",
    "exceptions": "Exceptions",
    "disabled": "Known bugs",
    "doubles": "Doubles and controls",
    "execution": "Execution",
    "disclosure": "Disclosure",
}


class Result(NamedTuple):
    """What was found of one file: how much was stated, and what of it is not so."""

    path: str
    facts: int
    places: int
    findings: int
    wrong: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")


def main(options: argparse.Namespace) -> int:
    """Review the pinned files and check what the reviews state.

    Args:
        options: the parsed command line.

    Returns:
        0 if everything is as stated, 1 if something is not.

    Raises:
        CorpusError: a package cannot be had.
        CommandError: the command broke.
    """
    results = [
        result
        for package in packages(options.package or sorted(FILES))
        for result in held(fetch(package), FILES.get(package.name, ()))
    ]
    for each in results:
        print(f"{each.path}: {each.facts} facts, {each.places} places, {each.findings} findings")
        for line in each.wrong:
            print(f"  {line}")
    wrong = sum(len(each.wrong) for each in results)
    totals = [sum(each[number] for each in results) for number in (1, 2, 3)]  # type: ignore[misc]
    print(
        f"{len(results)} files, {totals[0]} facts with {totals[1]} places, {totals[2]} findings: "
        f"{wrong} of all this not as stated"
    )
    return int(wrong > 0)


def held(folder: Path, paths: Sequence[str]) -> Iterator[Result]:
    """Review files of a package and hold the reviews against their trees.

    Args:
        folder: the package's top folder.
        paths: the files, relative to it.

    Yields:
        The results in the order of the files.

    Raises:
        CommandError: the command broke.
    """
    if not paths:
        return
    first, again = (_said(folder, ("review", "--format", "json", *paths)) for _ in range(2))
    found = json.loads(
        _said(folder, ("check", "--no-cache", "--testsec-enable=TSE", "--format=json", *paths))
    )
    reviews = json.loads(first)["reviews"]
    if first != again:
        yield Result(folder.name, 0, 0, 0, ("two runs differ",))
    if missing := {*paths} - {each["path"] for each in reviews}:
        yield Result(folder.name, 0, 0, 0, (f"no review of {', '.join(sorted(missing))}",))
    for review in reviews:
        findings = [each for each in found["findings"] if each["path"] == review["path"]]
        yield _held(folder, review, findings)


def _said(folder: Path, arguments: Sequence[str]) -> str:
    command = [sys.executable, "-m", "flake8_testsec", arguments[0], "--isolated", *arguments[1:]]
    environment = {**os.environ, "PYTHONPATH": str(BENCH.parent)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise CommandError(
            f"testsec {arguments[0]} on {folder.name}: {done.stderr.strip().splitlines()[-1:]}"
        )
    return done.stdout


def _held(folder: Path, review: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> Result:
    facts = [fact for aspect in review["aspects"] for fact in aspect["facts"]] + review["undecided"]
    wrong = [*_wrong_facts(folder, review["path"], facts), *_missing(review, findings)]
    places = sum(len(each["places"]) for each in facts)
    return Result(f"{folder.name}/{review['path']}", len(facts), places, len(findings), tuple(wrong))


def _missing(review: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Findings that are not in the aspect of their family."""
    told: Counter[tuple[str, str, int, str]] = Counter(
        (aspect["name"], each["code"], each["line"], each["message"])
        for aspect in review["aspects"]
        for each in aspect["defects"]
    )
    for each in findings:
        key = (_ASPECTS[each["family"]], each["code"], each["line"], each["message"])
        if not told[key]:
            yield f"{each['code']} at {each['line']} is not under {key[0]}"
        told[key] -= 1


def _wrong_facts(folder: Path, path: str, facts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for fact in facts:
        if fact["kind"] not in EVERY_CHECK:
            yield f"nobody checks {fact['kind']}: {fact['text']}"
            continue
        if _claims_too_much(folder, path, fact):
            yield f"this need not be done whenever it is called: {fact['text']}"
        for each in fact["places"]:
            place = _place(folder / (each["path"] or path), each)
            if place is None:
                yield f"no lines {each['first']} to {each['last']}: {fact['text']}"
            elif not EVERY_CHECK[fact["kind"]](fact["subject"], place):
                yield f"lines {each['first']} to {each['last']} do not say so: {fact['kind']}: {fact['text']}"


def _claims_too_much(folder: Path, path: str, fact: Mapping[str, Any]) -> bool:
    """Whether a function of another file is said to do what stands but in its branches."""
    if not fact["kind"].startswith("followed-") or fact["kind"] == "followed-more":
        return False
    if any(each in fact["text"] for each in _HEDGED):
        return False
    if fact["kind"] == "followed-import":
        return not all(_is_at_import(folder, each) for each in fact["places"])
    far = [each for each in fact["places"] if each["path"]]
    places = [_place(folder / each["path"], each) for each in far]
    return not any(each is not None and (sure(each) or _is_head(each)) for each in places)


def _is_at_import(folder: Path, lines: Mapping[str, Any]) -> bool:
    """Whether a line is in no function, no branch and no loop, so that each import of the file runs it."""
    place = _place(folder / lines["path"], lines)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.If, ast.For, ast.While, ast.ExceptHandler)
    around = (node for node in ast.walk(place.tree) if isinstance(node, kinds)) if place is not None else ()
    return place is not None and not any(
        _begin(each) <= place.first <= (each.end_lineno or 0) for each in around
    )


def _begin(node: ast.stmt | ast.expr | ast.ExceptHandler) -> int:
    """The first line of what runs but perhaps: the head of a branch or of a loop is always worked out."""
    return node.body[0].lineno if isinstance(node, ast.If | ast.For | ast.While) else node.lineno


_HEDGED = (
    ", under conditions of its own",
    ", in a function that it defines, when that is called",
    ", under a condition",
)


def _is_head(place: Place) -> bool:
    """Whether a class begins there, or a decorator of something."""
    marks = (one for each in ast.walk(place.tree) for one in vars(each).get("decorator_list", ()))
    return any(place.beginning(ast.ClassDef)) or any(each.lineno == place.first for each in marks)


def _place(file: Path, lines: Mapping[str, Any]) -> Place | None:
    """What stands between two lines; ``None`` if there are no such lines."""
    text = file.read_bytes().decode("utf-8")
    known = text.splitlines()
    if not 1 <= lines["first"] <= lines["last"] <= len(known):
        return None
    tree = _tree(text)
    return Place(tree, known, lines["first"], lines["last"], is_other=bool(lines["path"]))


_TREES: dict[str, ast.Module] = {}


def _tree(text: str) -> ast.Module:
    if text not in _TREES:
        try:
            _TREES[text] = ast.parse(text)
        except SyntaxError:  # the configuration of pytest
            _TREES[text] = ast.parse("")
    return _TREES[text]

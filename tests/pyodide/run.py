"""The tests that need no other process, and a review of the whole standard library, under this very Python.

Run by ``run.mjs``, which sets ``arguments``: what pytest is told. The last expression is the exit status.
"""

from __future__ import annotations

import ast
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

TESTS = (
    "tests/test_examples.py",
    "tests/test_messages.py",
    "tests/test_engine.py",
    "tests/test_catalogue.py",
    "tests/test_no_crash.py::test_every_kind_of_node",
    "tests/test_no_crash.py::test_no_kind_of_node_is_forgotten",
    "tests/rules",
    "tests/cli/test_dialects.py",
    "tests/source",
    "tests/vocabulary",
)
SAME_EVERYWHERE = "tests/source/test_unknown_nodes.py::test_no_rule_breaks"
"""Every example with nodes that no Python has."""


def reviewed() -> Iterator[tuple[str, list[str]]]:
    """Every file of the standard library, and the faults that a review of it comes to."""
    from flake8_testsec import engine
    from flake8_testsec.finding import FAULT
    from flake8_testsec.settings import Settings

    settings = Settings(enable=("TSE",))
    for name, source in library():
        try:
            ast.parse(source)
        except (SyntaxError, ValueError):
            continue
        for path in (f"tests/test_{name.replace('/', '_')}", f"shop/{name}"):
            found = engine.check(source, path, settings)
            yield path, [str(each) for each in found if each.code == FAULT]


def library() -> Iterator[tuple[str, bytes]]:
    """Names and contents of the modules that this Python ships."""
    archive = next((path for path in sys.path if path.endswith(".zip")), None)
    if archive is None:
        folder = Path(os.__file__).parent
        for path in sorted(folder.rglob("*.py")):
            yield str(path.relative_to(folder)), path.read_bytes()
        return
    with zipfile.ZipFile(archive) as stored:
        for name in stored.namelist():
            if name.endswith(".py"):
                yield name, stored.read(name)


def main(more: list[str]) -> int:
    """Run both.

    Args:
        more: arguments for pytest.

    Returns:
        0 if all is well.
    """
    os.chdir("/project")
    sys.path[:0] = ["/project", "/packages"]
    sys.dont_write_bytecode = True
    # What else is installed may have parts that are compiled for another machine.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    results = list(reviewed())
    faults = [(path, fault) for path, found in results for fault in found]
    for path, fault in faults:
        print(path, fault)
    print(f"{len(results)} files of the standard library reviewed, {len(faults)} faults", flush=True)
    import pytest

    plain = ["-q", "-s", "-p", "no:cacheprovider", "-m", "not tools", f"--deselect={SAME_EVERYWHERE}"]
    status = int(pytest.main([*plain, "--rootdir=/project", *(more or TESTS)]))
    return status or int(bool(faults) or not results)


main(list(arguments))  # type: ignore[name-defined]  # noqa: F821

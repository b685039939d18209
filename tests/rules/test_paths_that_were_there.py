"""An assertion that something is at a path skips no removal: where it fails, nothing is there."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = (
    "import os, shutil, tempfile, unittest\nfrom os.path import isfile, lexists\nfrom pathlib import Path\n"
    "from testtools.matchers import Contains, FileExists, PathExists\nfrom shop import dump, exists\n"
)


def found(*steps: str) -> list[tuple[str, int]]:
    """The codes of what is said of a test, each with the line of the assertion that is named, from 1."""
    body = textwrap.indent("\n".join(steps), "        ")
    source = f"{HEAD}class TestShop(unittest.TestCase):\n    def test_it(self):\n{body}\n"
    findings = engine.check(source, "tests/test_shop.py", Settings(enable=("TSE307",)))
    kept = [each for each in findings if each.code in ("TSE306", "TSE307")]
    return [(each.code, min(one.line for one in each.related) - 7) for each in kept]


PATH = "path = tempfile.mktemp()"
MADE = "_, path = tempfile.mkstemp()"
SILENT = {
    "a fixed name": ("dump('out')", "assert os.path.exists('out')", "os.remove('out')"),
    "a name for it": ("name = 'out'", "dump(name)", "assert lexists('out')", "os.remove(name)"),
    "a file that is written": (
        "with open('out', 'w') as out: dump(out)",
        "self.assertTrue(os.path.exists('out'), 'it is there')",
        "os.remove('out')",
    ),
    "a folder that is made": (
        "os.mkdir('out')",
        "dump()",
        "assert Path('out').exists()",
        "os.rmdir('out')",
    ),
    "a path object": ("path = Path('out')", "dump(path)", "assert path.exists()", "path.unlink()"),
    "a temporary path": (PATH, "dump(path)", "self.assertTrue(lexists(path))", "os.remove(path)"),
    "a path that is made": (MADE, "dump(path)", "assert os.path.exists(str(path))", "os.remove(path)"),
    "a matcher": (MADE, "dump(path)", "self.assertThat(path, PathExists())", "os.remove(path)"),
    "a file with a name": (
        "out = tempfile.NamedTemporaryFile(delete=False)",
        "out.close()",
        "assert os.path.exists(out.name)",
        "os.remove(out.name)",
    ),
}


@pytest.mark.parametrize("case", SILENT)
def test_what_is_not_there_need_not_be_removed(case: str) -> None:
    assert found(*SILENT[case]) == []


SPEAKS = {
    "another assertion above": (
        ("assert dump('out') == 3", "assert os.path.exists('out')", "os.remove('out')"),
        1,
    ),
    "one that goes over several lines": (
        ("assert 3 == sum(\n    dump('out')\n)", "assert os.path.exists('out')", "os.remove('out')"),
        1,
    ),
    "of a kind": ((MADE, "dump(path)", "assert isfile(path)", "os.remove(path)"), 3),
    "a folder, not a file": (
        ("path = Path(tempfile.mkdtemp())", "dump(path)", "assert path.is_dir()", "path.rmdir()"),
        3,
    ),
    "a matcher of a kind": (
        (MADE, "dump(path)", "self.assertThat(path, FileExists())", "os.remove(path)"),
        3,
    ),
    "another path": (("dump('out')", "assert os.path.exists('log')", "os.remove('out')"), 2),
    "a path below": (
        (
            "path = tempfile.mkdtemp()",
            "dump(path)",
            "below = os.path.join(path, 'a')",
            "assert os.path.exists(below)",
            "shutil.rmtree(path)",
        ),
        4,
    ),
    "more than that": ((MADE, "dump(path)", "assert lexists(path) and dump.ok", "os.remove(path)"), 3),
    "its size": ((MADE, "dump(path)", "assert os.path.getsize(path)", "os.remove(path)"), 3),
    "another function of the name": ((MADE, "dump(path)", "assert exists(path)", "os.remove(path)"), 3),
    "another matcher": (
        (MADE, "dump(path)", "self.assertThat(path, Contains('a'))", "os.remove(path)"),
        3,
    ),
    "what is open at the path": (
        ("out = open('out', 'w')", "dump(out)", "assert os.path.exists(out.name)", "out.close()"),
        3,
    ),
}


@pytest.mark.parametrize("case", SPEAKS)
def test_what_is_there_stays_if_something_else_fails(case: str) -> None:
    steps, line = SPEAKS[case]
    ((_, named),) = found(*steps)
    assert named == line

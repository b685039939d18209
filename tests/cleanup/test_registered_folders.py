"""Names that a TestCase asks for, in a folder that it makes and has removed."""

from __future__ import annotations

import textwrap

import pytest

from ..fixing.texts import becomes, fixed, safe, stays

TEXT = """
import os
import shutil
import tempfile
import unittest

class TestOrder(unittest.TestCase):
    def {name}(self):
{body}
"""


def case(body: str, name: str = "test_log") -> str:
    return TEXT.format(name=name, body=textwrap.indent(textwrap.dedent(body).strip(), " " * 8))


MADE = """
folder = tempfile.mkdtemp()
self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
"""


@pytest.mark.parametrize("name", ["test_log", "setUp", "written"])
def test_the_folder_is_made_above_and_removed_later(name: str) -> None:
    before = case("path = tempfile.mktemp('.log')\nself.run(path)", name)
    becomes("TSE207", before, case(f"{MADE}path = os.path.join(folder, 'path.log')\nself.run(path)", name))
    assert safe("TSE207", before) == [False]


def test_two_names_share_it() -> None:
    before = case("# Both.\nsent = tempfile.mktemp()\nself.run(sent, tempfile.mktemp())")
    after = '# Both.\nsent = os.path.join(folder, "sent")\nself.run(sent, os.path.join(folder, "name"))'
    assert fixed("TSE207", before) == [case(MADE + after).lstrip("\n")] * 2


def test_a_name_that_was_imported_is_joined_by_another() -> None:
    before = case("path = mktemp()\nself.run(path)").replace("import tempfile", "from tempfile import mktemp")
    after = case(f'{MADE}path = os.path.join(folder, "path")\nself.run(path)').replace(
        "tempfile.mkdtemp", "mkdtemp"
    )
    becomes("TSE207", before, after.replace("import tempfile", "from tempfile import mkdtemp, mktemp"))


def test_what_is_told_where_to_be_stays_there() -> None:
    more = "self.run(path, tempfile.mktemp(dir=self.home), tempfile.mktemp(*self.words))"
    after = f'path = os.path.join(folder, "path")\n{more}'
    becomes("TSE207", case(f"path = tempfile.mktemp()\n{more}"), case(MADE + after))


@pytest.mark.parametrize(
    ("imports", "join"),
    [
        ("from os.path import join", "join"),
        ("from os import path", "path.join"),
        ("import os.path", "os.path.join"),
        ("", "os.path.join"),
    ],
)
def test_how_a_path_is_joined(imports: str, join: str) -> None:
    before = case("log = tempfile.mktemp()\nself.run(log)").replace("import os", imports or "import os")
    (after,) = fixed("TSE207", before.replace("import os\n", "") if not imports else before)
    assert f' log = {join}(folder, "log")' in after
    assert imports or "import os\n" in after


def test_where_paths_mean_something_else() -> None:
    stays("TSE207", case("log = tempfile.mktemp()\nself.run(log)").replace("import os", "os = None"))


@pytest.mark.parametrize(
    "body",
    [
        "folder = tempfile.mktemp()\nself.run(folder)",
        "if self.log:\n    path = tempfile.mktemp()\nself.run(path, tempfile.mktemp())",
        "path = tempfile.mktemp(  # a name\n)\nself.run(path)",
        "a = 1; path = tempfile.mktemp()\nself.run(path)",
        "self.run(*self.given, tempfile.mktemp('a', 'b', None))",
        "self.run([" + "tempfile.mktemp(), " * 9 + "])",
        "path = tempfile.mktemp(self.end)\nself.run(path)",
        "for each in self.all:\n    self.run(tempfile.mktemp())",
    ],
)
def test_what_is_for_a_person(body: str) -> None:
    stays("TSE207", case(body))


def test_where_the_words_mean_something_else() -> None:
    stays(
        "TSE207", case("path = tempfile.mktemp()\nself.run(path)").replace("import shutil", "shutil = None")
    )


def test_outside_of_a_case() -> None:
    stays("TSE207", "import tempfile\n\ndef made(shop):\n    return shop(tempfile.mktemp())\n")


REMOVED = "self.addCleanup(shutil.rmtree, folder, ignore_errors=True)"


def test_a_folder_without_a_name_gets_one() -> None:
    made = "# The log.\nself.log = os.path.join({}, 'log')\nself.assertTrue(self.log)"
    before = case(made.format("tempfile.mkdtemp('a')"))
    becomes("TSE302", before, case(f"folder = tempfile.mkdtemp('a')\n{REMOVED}\n{made.format('folder')}"))
    assert safe("TSE302", before) == [True]


@pytest.mark.parametrize(
    "body",
    [
        "folder = 1\nlog = os.path.join(tempfile.mkdtemp(), 'log')\nself.write(folder)",
        "log = os.path.join(self.home(), tempfile.mkdtemp(), 'log')\nself.write(log)",
        "log = os.path.join(tempfile.mkdtemp(\n), 'log')\nself.write(log)",
        "a = 1; log = os.path.join(tempfile.mkdtemp(), 'log')\nself.write(log)",
        "for each in os.path.join(tempfile.mkdtemp(), 'log'):\n    self.write(each)",
    ],
)
def test_a_folder_that_is_not_made_first_is_left_alone(body: str) -> None:
    stays("TSE302", case(body))


def test_a_folder_outside_of_a_case_is_left_alone() -> None:
    stays(
        "TSE302",
        "import os, tempfile\n\ndef made(write):\n    write(os.path.join(tempfile.mkdtemp(), 'a'))\n",
    )

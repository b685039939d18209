"""What ``tempfile`` makes in a test of pytest, made in the folder of the test."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

HEAD = "import tempfile\n\n"
MADE = {
    "tempfile.mktemp()": 'str(tmp_path / "path")',
    "tempfile.mktemp('.txt')": "str(tmp_path / 'path.txt')",
    "tempfile.mktemp(prefix='a-',)": "str(tmp_path / 'a-path')",
    'pathlib.Path(tempfile.mktemp("a"))': 'tmp_path / "namea"',
}


@pytest.mark.parametrize("made", MADE)
def test_a_name_in_the_folder_of_the_test(made: str) -> None:
    before = f"import pathlib\n{HEAD}def test_a(shop):\n    path = {made}\n    assert shop(path)\n"
    after = before.replace(made, MADE[made]).replace("(shop):", "(shop, tmp_path):")
    becomes("TSE207", before, after)
    assert safe("TSE207", before) == [False]


def test_the_fixture_is_asked_for_already() -> None:
    before = f"{HEAD}def test_a(tmp_path):\n    path = tempfile.mktemp()\n    assert shop(path)\n"
    becomes("TSE207", before, before.replace("tempfile.mktemp()", 'str(tmp_path / "path")'))


def test_each_name_is_another_one() -> None:
    before = f"{HEAD}def test_a(tmp_path):\n    _ = tempfile.mktemp('.a')\n    name = tempfile.mktemp('.a')\n"
    before += "    shop(tempfile.mktemp(), 'name', name)\n"
    assert [each.count("str(tmp_path") for each in fixed("TSE207", before)] == [1, 1, 1]
    assert "_ = str(tmp_path / 'name.a')" in fixed("TSE207", before)[0]
    assert " name = str(tmp_path / 'name2.a')" in fixed("TSE207", before)[1]
    assert "shop(str(tmp_path / 'name2'), 'name'" in fixed("TSE207", before)[2]


def test_the_older_fixture() -> None:
    before = f"{HEAD}def test_a(tmpdir):\n    path = tempfile.mktemp()\n    assert shop(path)\n"
    becomes("TSE207", before, before.replace("tempfile.mktemp()", 'str(tmpdir.join("path"))'))


def test_another_test_may_ask_for_it() -> None:
    before = f"{HEAD}def test_a(shop):\n    path = tempfile.mktemp()\n    assert shop(path)\n"
    other = "\ndef test_b(tmp_path):\n    assert list(tmp_path.iterdir()) == []\n"
    after = before.replace("tempfile.mktemp()", 'str(tmp_path / "path")').replace(
        "(shop):", "(shop, tmp_path):"
    )
    becomes("TSE207", before + other, after + other)


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(shop):\n    path = tempfile.mktemp('a', 'b', None)\n    assert shop(path)\n",
        "def test_a(shop):\n    path = tempfile.mktemp(dir='/tmp')\n    assert shop(path)\n",
        "def test_a(shop):\n    path = tempfile.mktemp(  # a name\n    )\n    assert shop(path)\n",
        "def test_a(*shop):\n    path = tempfile.mktemp()\n    assert shop(path)\n",
        "def test_a(shop):\n    tmp_path = tempfile.mktemp()\n    assert shop(tmp_path)\n",
        "def made(shop):\n    return shop(tempfile.mktemp())\n",
        "PATH = tempfile.mktemp()\n",
        "def test_a(shop):\n    for each in shop:\n        each.save(tempfile.mktemp())\n",
        "def test_a(shop):\n    shop.save([tempfile.mktemp() for each in shop])\n",
        "def test_a(shop):\n    path = tempfile.mktemp(shop.end)\n    assert shop(path)\n",
        "def test_a(shop):\n    path = tempfile.mktemp('a/b')\n    assert shop(path)\n",
        "class TestA(Base):\n    def test_a(self):\n        assert shop(tempfile.mktemp())\n",
    ],
)
def test_what_is_for_a_person(text: str) -> None:
    stays("TSE207", HEAD + text)


KEPT = """
import os, tempfile

def test_a(shop):
    {made}
    assert shop({path})
    assert shop.is_open
"""


@pytest.mark.parametrize(
    ("made", "path"),
    [
        ("file = tempfile.NamedTemporaryFile(delete=False)\n    file.close()", "file.name"),
        ("number, path = tempfile.mkstemp(); os.close(number)", "path"),
    ],
)
def test_a_file_in_the_folder_of_the_test(made: str, path: str) -> None:
    before = KEPT.format(made=made, path=path)
    call = made.partition("tempfile.")[2].partition(")")[0] + ")"
    told = f"{call[:-1]}, dir=tmp_path)" if "=" in call else f"{call[:-1]}dir=tmp_path)"
    becomes("TSE302", before, before.replace(call, told).replace("(shop):", "(shop, tmp_path):"))


def test_a_removal_is_better_where_it_can_be_written() -> None:
    (after,) = fixed("TSE302", KEPT.format(made="path = tempfile.mkdtemp()", path="path"))
    assert "with tempfile.TemporaryDirectory()" in after


@pytest.mark.parametrize(
    "made",
    ["number, path = tempfile.mkstemp(*shop.words)", "number, path = tempfile.mkstemp('a', 'b', None)"],
)
def test_a_folder_that_may_be_given(made: str) -> None:
    stays("TSE302", KEPT.format(made=f"{made}; os.close(number)", path="path"))


FOLDER = """
import os
import tempfile
from pathlib import Path

def test_a(shop{asked}):
    path = {made}
    assert shop.save(path)
    assert shop.is_open
"""
OWN = {
    'os.path.join(tempfile.mkdtemp(), "a.txt")': 'os.path.join(tempfile.mkdtemp(dir=tmp_path), "a.txt")',
    "Path(tempfile.mkdtemp())": "Path(tempfile.mkdtemp(dir=tmp_path))",
    'Path(tempfile.mkdtemp(prefix="b"))': 'Path(tempfile.mkdtemp(prefix="b", dir=tmp_path))',
}


@pytest.mark.parametrize("made", OWN)
def test_a_folder_stays_one_of_its_own(made: str) -> None:
    """Another fixture may have written into that of the fixture already."""
    before = FOLDER.format(made=made, asked="")
    becomes("TSE302", before, before.replace(made, OWN[made]).replace("(shop):", "(shop, tmp_path):"))


def test_a_folder_within_the_older_fixture() -> None:
    before = FOLDER.format(made='os.path.join(tempfile.mkdtemp(), "a.txt")', asked=", tmpdir")
    becomes("TSE302", before, before.replace("tempfile.mkdtemp()", "tempfile.mkdtemp(dir=tmpdir)"))


def test_a_folder_within_that_of_a_test_which_has_other_things_there() -> None:
    before = FOLDER.format(made='os.path.join(tempfile.mkdtemp(), "a.txt")', asked=", tmp_path")
    becomes("TSE302", before, before.replace("tempfile.mkdtemp()", "tempfile.mkdtemp(dir=tmp_path)"))


def test_each_of_several_folders_is_another_one() -> None:
    made = "shop.made(tempfile.mkdtemp())\n    path = shop.made(tempfile.mkdtemp())"
    assert all(
        "mkdtemp(dir=tmp_path)" in each for each in fixed("TSE302", FOLDER.format(made=made, asked=""))
    )


WRITTEN = """
import os
import tempfile

def test_a(shop):
    {made}
    {first}
    assert shop.load(path)
    assert shop.is_open
"""


@pytest.mark.parametrize(
    "first", ["open(path, 'wb').close()", "with open(path, mode='w') as out: out.write('')"]
)
@pytest.mark.parametrize(
    "made",
    [
        "fd, path = tempfile.mkstemp()",
        "_, path = tempfile.mkstemp('.txt')",
        "path = tempfile.mkstemp('.txt')[1]",
        "print(path := '')\n    _, path = tempfile.mkstemp()",
    ],
)
def test_a_file_whose_descriptor_nobody_reads_is_a_name_in_the_folder(made: str, first: str) -> None:
    before = WRITTEN.format(made=made, first=first)
    name, made = "path.txt" if "txt" in made else "path", made.rpartition("    ")[2]
    after = before.replace(made, f"path = str(tmp_path / '{name}')").replace("(shop):", "(shop, tmp_path):")
    becomes("TSE302", before, after)


@pytest.mark.parametrize(
    "first",
    [
        "if shop.text:\n        with open(path, 'w') as out: out.write(shop.text)",
        "write = lambda: open(path, 'w').write('x')",
        "def write(): open(path, 'w').write('x')",
        "shop.text and open(path, 'w').write(shop.text)",
        "for text in shop: open(path, 'w').write(text)",
        "with shop.lock: open(path, 'w').write('x')",
        "with shop.lock: print(shop)\n    with open(path) as out: out.read()",
    ],
)
def test_a_file_that_may_not_be_written(first: str) -> None:
    stays("TSE302", WRITTEN.format(made="_, path = tempfile.mkstemp()", first=first))


def test_a_file_that_is_written_in_another_branch() -> None:
    first = "else: open(path, 'w').close()"
    made = "if shop.text: _, path = tempfile.mkstemp()"
    stays("TSE302", WRITTEN.format(made=made, first=first))


@pytest.mark.parametrize("first", ["shop.save(path)", "open(path).close()", "print(shop)"])
def test_a_descriptor_is_closed_first(first: str) -> None:
    stays("TSE302", WRITTEN.format(made="fd, path = tempfile.mkstemp()", first=first))
    closed = WRITTEN.format(made="fd, path = tempfile.mkstemp()", first=f"os.close(fd)\n    {first}")
    assert "tempfile.mkstemp(dir=tmp_path)" in fixed("TSE302", closed)[0]


@pytest.mark.parametrize(
    "made", ["fd, path = tempfile.mkstemp(  # here\n    )", "_, path = tempfile.mkstemp(shop.end)"]
)
def test_a_file_that_cannot_be_a_name(made: str) -> None:
    stays("TSE302", WRITTEN.format(made=made, first="open(path, 'w').close()"))


def test_a_file_beside_the_older_fixture() -> None:
    before = WRITTEN.format(made="fd, path = tempfile.mkstemp()", first="open(path, 'w').close()")
    stays("TSE302", before.replace("(shop)", "(shop, tmpdir)"))


def test_who_keeps_the_descriptor_may_close_it() -> None:
    before = WRITTEN.format(made="shop.fd, path = tempfile.mkstemp()", first="open(path, 'w').close()")
    assert "tempfile.mkstemp(dir=tmp_path)" in fixed("TSE302", before)[0]


def test_a_path_with_a_declared_type() -> None:
    stays("TSE302", WRITTEN.format(made="path: str = tempfile.mkstemp()[1]", first="open(path, 'w').close()"))

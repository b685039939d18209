"""A name that is asked for is reported by default where the module shows that a file is made of it."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import os, shutil, tempfile\nfrom pathlib import Path\n"


def count(text: str, *enabled: str) -> int:
    source = HEAD + textwrap.dedent(text)
    found = engine.check(source, "tests/test_a.py", Settings(enable=enabled))
    return [each.code for each in found].count("TSE207")


FILES = {
    "it is opened": """
    def test_a(shop):
        name = tempfile.mktemp()
        open(name, "w").close()
    """,
    "it is read": """
    def test_a(shop):
        name = tempfile.mktemp()
        shop.run(["sell", "-o", name])
        assert open(name).read() == "pear"
    """,
    "a part of it is saved": """
    def test_a(shop):
        name = tempfile.mktemp() + ".csv"
        shop.save_as(name)
    """,
    "it is written below": """
    def test_a(shop):
        shop.write(shop.orders, tempfile.mktemp())
    """,
    "a path writes": """
    def test_a():
        Path(tempfile.mktemp()).write_text("pear")
    """,
    "a class opens it": """
    def test_a(shop):
        with shop.OrderFile(tempfile.mktemp()) as file:
            assert file.orders
    """,
    "a helper gives it": """
    def make():
        return tempfile.mktemp()

    def test_a():
        shutil.copy("orders", make())
    """,
    "a class has it": """
    class TestA:
        name = tempfile.mktemp()

        def test_a(self, shop):
            shop.export(self.name)
    """,
    "what is dropped has it": """
    def test_a(shop):
        name = tempfile.NamedTemporaryFile().name
        shop.dump(name)
    """,
}
UNKNOWN = {
    "it is handed to somebody": """
    def test_a(shop):
        shop.start(tempfile.mktemp())
    """,
    "it is connected to": """
    def test_a(shop):
        name = tempfile.mktemp()
        shop.connect(name)
        os.remove(name)
    """,
    "it is written into a file": """
    def test_a(file):
        file.write(tempfile.mktemp())
    """,
    "it is compared": """
    def test_a(shop):
        name = tempfile.mktemp()
        assert shop.folder(name) == name
    """,
    "a file of that name is removed": """
    def test_a(shop):
        shop.remove_file(tempfile.mktemp())
    """,
    "what is dropped has it": """
    def test_a(shop):
        shop.start(tempfile.NamedTemporaryFile().name)
    """,
    "an old Python needs it": """
    def test_a(shop):
        try:
            name = tempfile.mkstemp()[1]
        except AttributeError:
            name = tempfile.mktemp()
        open(name, "w").close()
    """,
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_there_will_be_a_file(text: str) -> None:
    assert count(text) == 1


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_whether_there_will_be_a_file_is_not_shown(text: str) -> None:
    assert (count(text), count(text, "TSE207")) == (0, 1)


def test_another_error_may_come_in_any_python() -> None:
    assert count(UNKNOWN["an old Python needs it"].replace("AttributeError", "OSError")) == 1

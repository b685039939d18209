"""The fixture that a fix asks for, in the manner of the module; the import that nothing needs any more."""

from __future__ import annotations

import pytest

from flake8_testsec.fixing.definitions import with_parameter

from .texts import fixed, module

TYPED = {
    "as another does": (
        "import os\ndef test_a(monkeypatch: Patch) -> None: ...\ndef test_b() -> None:\n    {}\n",
        "test_b(monkeypatch: Patch)",
    ),
    "by the name of pytest": (
        "import os, pytest\ndef test_b() -> None:\n    {}\n",
        "test_b(monkeypatch: pytest.MonkeyPatch)",
    ),
    "by an imported name": (
        "import os\nfrom pytest import MonkeyPatch\ndef test_b(shop: Shop):\n    {}\n",
        "test_b(shop: Shop, monkeypatch: MonkeyPatch)",
    ),
    "nobody tells types": ("import os, pytest\ndef test_b(shop):\n    {}\n", "test_b(shop, monkeypatch)"),
}


@pytest.mark.parametrize(("text", "head"), TYPED.values(), ids=TYPED)
@pytest.mark.parametrize(
    ("code", "change"), [("TSE305", "os.chdir('/')"), ("TSE304", "os.environ['A'] = 'b'")]
)
def test_the_type_of_the_fixture(text: str, head: str, code: str, change: str) -> None:
    (after,) = fixed(code, text.replace("{}", f"{change}\n    assert till()"))
    assert head in after


def test_a_type_that_nobody_has_a_name_for() -> None:
    (after,) = fixed("TSE305", "import os\ndef test_b() -> None:\n    os.chdir('/')\n    assert till()\n")
    assert after == ""


MOCK = "@mock.patch('till.open')\n"
HEADS = {
    "mocks come by place": (f"{MOCK}def test_b(*mocks):", ""),
    "one mock more than parameters": (f"{MOCK}{MOCK}def test_b(one, two=None):", ""),
    "an unknown number of arguments": ("@mock.patch(*GIVEN)\ndef test_b(*mocks):", ""),
    "a mock for each parameter": (f"{MOCK}def test_b(one, *more):", "def test_b(one, monkeypatch, *more):"),
    "nothing is given": ("@mock.patch('till.a', 1)\ndef test_b(*more):", "def test_b(monkeypatch, *more):"),
    "no mocks": ("def test_b(*more):", "def test_b(monkeypatch, *more):"),
    "only by place": ("def test_b(shop=1, /, *, z=3):", ""),
    "only by place, without a default": ("def test_b(shop, /):", ""),
    "behind the stroke": ("def test_b(shop, /, z):", "def test_b(shop, /, z, monkeypatch):"),
}


@pytest.mark.parametrize(("head", "after"), HEADS.values(), ids=HEADS)
def test_what_is_given_by_place_stays_there(head: str, after: str) -> None:
    text = f"import os\nfrom unittest import mock\n{head}\n    os.environ['A'] = 'b'\n    assert till()\n"
    (found,) = fixed("TSE304", text)
    assert after in found if after else found == ""


@pytest.mark.parametrize(
    ("parameters", "after"), [("self, *mocks", ""), ("self, one", "test_b(self, one, monkeypatch):")]
)
def test_a_class_gives_mocks_by_place(parameters: str, after: str) -> None:
    text = f"""\
        import os
        from unittest import mock

        @mock.patch("till.open")
        class TestTill:
            def test_b({parameters}):
                os.environ["A"] = "b"
                assert till()
        """
    (found,) = fixed("TSE304", text)
    assert after in found if after else found == ""


@pytest.mark.parametrize("slash", ["/", "\n    /\n"])
def test_no_folder_by_place(slash: str) -> None:
    read = module(f"def test_b(shop, {slash}):\n    assert shop\n")
    assert with_parameter(read.functions("test_b")[0], "tmp_path", read) == ()


def test_no_folder_before_a_remark_in_parentheses() -> None:
    read = module("def test_b(shop,  # (the first)\n           ):\n    assert shop\n")
    assert with_parameter(read.functions("test_b")[0], "tmp_path", read) == ()


IMPORTS = {
    "first of all": ("import os\nimport sys\n", "import sys\n"),
    "in a group of its own": ("import sys\n\nimport os\n\nimport till\n", "import sys\n\nimport till\n"),
    "the only one": ("import os\n\nx = 1\n", "x = 1\n"),
    "under another name": ("import os as system\nimport sys\n", "import sys\n"),
    "at the end of a group": ("import a\nimport os\n\nimport sys\n", "import a\n\nimport sys\n"),
    "in an annotation": ("import os\n\ndef f(a: 'os.PathLike'): ...\n", ""),
    "for everybody": ("import os\n\n__all__ = ['os']\n", ""),
    "in a patch": ("import os\n\ndef g(): patch('tests.x.os.getcwd')\n", ""),
    "in a comment for types": ("import os\n\nx = f()  # type: os.PathLike\n", ""),
    "used elsewhere": ("import os\nHERE = os.getcwd()\n", ""),
    "beside others": ("import os, sys\n", ""),
    "from a module": ("from os import chdir, environ\n", ""),
    "in a comment's care": ("# files\nimport os\n", ""),
}


@pytest.mark.parametrize(("before", "after"), IMPORTS.values(), ids=IMPORTS)
@pytest.mark.parametrize(
    ("code", "change"),
    [("TSE305", "os.chdir('/')"), ("TSE304", "os.environ['A'] = 'b'")],
    ids=["chdir", "setenv"],
)
def test_an_import_that_nothing_needs(before: str, after: str, code: str, change: str) -> None:
    change = change.replace("os.", "system.") if " as " in before else change
    change = change.removeprefix("os.") if "from" in before else change
    (text,) = fixed(code, f"{before}def test_b(shop):\n    {change}\n    assert till()\n")
    assert text.startswith(f"{after or before}def test_b(shop, monkeypatch):")


def test_the_directory_is_asked_for_by_the_same_module() -> None:
    (text,) = fixed("TSE305", "import os\ndef test_b(shop):\n    os.chdir(os.sep)\n    assert till()\n")
    assert text.startswith("import os\n")

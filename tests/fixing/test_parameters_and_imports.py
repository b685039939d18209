"""The fixture that a fix asks for, in the manner of the module; the import that nothing needs any more."""

from __future__ import annotations

import pytest

from .texts import fixed

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

"""What files for tests do where they are imported, which a file under review never calls."""

from __future__ import annotations

import pytest

from tests.review.asking import told

_CONFTEST = "tests/conftest.py"
_HELPERS = "tests/helping.py"


def _at_import(body: str, aspect: str, path: str = _CONFTEST) -> list[str]:
    imported = "" if path == _CONFTEST else "from tests.helping import till\n"
    files = {path: f"import os, subprocess, socket\n{body}\n"}
    return told(f"{imported}def test_a():\n    assert 1\n", aspect, files)


@pytest.mark.parametrize(
    ("body", "condition"),
    [
        ("subprocess.run(['a'])", ""),
        ("class A:\n    subprocess.run(['a'])", ""),
        ("with a:\n    subprocess.run(['a'])", ""),
        ("try:\n    subprocess.run(['a'])\nexcept OSError: ...", ""),
        ("try:\n    import a\n    subprocess.run(['a'])\nexcept OSError: ...", ", under a condition"),
        ("if a:\n    subprocess.run(['a'])", ", under a condition"),
        ("match a:\n    case 1:\n        subprocess.run(['a'])", ", under a condition"),
    ],
)
def test_what_a_conftest_runs_at_import(body: str, condition: str) -> None:
    (found,) = _at_import(body, "Execution")
    assert found.startswith(
        f"When conftest.py is imported, which pytest loads for this file{condition}: Starts a process, "
        f"or hands "
        "work to one: `subprocess.run(['a'])` (`tests/conftest.py` line "
    )


@pytest.mark.parametrize(
    "body",
    [
        "def later():\n    subprocess.run(['a'])",
        "class A:\n    def later(self):\n        subprocess.run(['a'])",
        "later = lambda: subprocess.run(['a'])",
        "def later():\n    def again():\n        subprocess.run(['a'])",
        "@keep(subprocess.run(['a']))\n@other\ndef later(): ...",
        "@keep(\n    subprocess.run(['a']))\nclass A: ...",
        "def later(at=subprocess.run(['a'])): ...",
        "if __name__ == '__main__':\n    subprocess.run(['a'])",
    ],
)
def test_what_a_conftest_runs_later(body: str) -> None:
    assert not _at_import(body, "Execution")


def test_what_functions_do_that_a_conftest_calls_at_import() -> None:
    body = (
        "def stop():\n    os.environ['HOST']\ndef run():\n    subprocess.run(['a'])\n    stop()\n"
        "run()\nstart()\nos.getcwd()\nlater = lambda: stop()\n"
    )
    assert _at_import(body, "Execution") == [
        "When conftest.py is imported, which pytest loads for this file, `run()` is called: Starts a "
        "process, or "
        "hands work to one: `subprocess.run(['a'])` (`tests/conftest.py` line 5)."
    ]
    assert _at_import(body, "Inputs")[0] == (
        "When conftest.py is imported, which pytest loads for this file, `run()` is called and may lead to "
        "`stop()`: The environment variable `HOST` is read (`tests/conftest.py` line 3)."
    )
    under = body.replace("run()\nstart()", "if a:\n    run()\nstart()")
    assert "this file, under a condition, `run()` is called: " in _at_import(under, "Execution")[0]


def test_what_is_done_where_a_conftest_imports_a_file_for_tests() -> None:
    conftest = "import os\nimport tests.other\nif a:\n    from tests.helping import till\nimport shop.till\n"
    files = {
        _CONFTEST: conftest,
        _HELPERS: "import os\nHOST = os.environ['HOST']\n",
        "shop/till.py": "import os\nHOST = os.environ['TILL']\n",
        "tests/other.py": "from tests import conftest\nimport tests.test_shop\n",
    }
    found = told("def test_a():\n    assert 1\n", "Inputs", files)
    assert found[0] == (
        "When helping.py is imported, as conftest.py does, under a condition: The environment variable "
        "`HOST` is "
        "read (`tests/helping.py` line 2)."
    )
    assert not any("TILL" in each for each in found)
    again = {**files, _CONFTEST: f"{conftest}from . import helping, conftest\nfrom . import test_shop\n"}
    assert told("def test_a():\n    assert 1\n", "Inputs", again)[0].startswith(
        "When helping.py is imported, as conftest.py does: "
    )


def test_what_is_done_where_a_file_for_tests_is_imported() -> None:
    (found,) = _at_import("subprocess.run(['a'])", "Execution", _HELPERS)
    assert found == (
        "When helping.py, by its path a file for tests, is imported, as is done here: Starts a process, "
        "or hands "
        "work to one: `subprocess.run(['a'])` (`tests/helping.py` line 2)."
    )
    read = _at_import("till = os.environ['HOST']", "Inputs", _HELPERS)
    assert not any("When helping" in each for each in read)
    given = _at_import("till = os.environ.get('HOST', '/tmp')", "Inputs", _HELPERS)
    assert "`HOST` is read, and where it is not set, `'/tmp'` is taken (" in given[0]

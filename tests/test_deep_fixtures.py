"""The fixtures of what is installed as a plug-in of pytest count in deep mode, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .doors import lay_out

ASKING = """import os
import pytest

@pytest.mark.usefixtures("lib_env")
def test_mode():
    os.environ["MODE"] = "trial"
    assert mode() == "trial"
"""
PLAIN = ASKING.replace('@pytest.mark.usefixtures("lib_env")\n', "")
PATCHER = """from unittest import mock

def test_mode():
    mock.patch("shop.mode").start()
    assert mode() == "trial"
"""
NAMED = "\ndef mode_is_trial(lib_env):\n    assert mode(lib_env) == 'trial'\n"
KEEPING = "import pytest\n\n@pytest.fixture({})\ndef lib_env():\n    yield 1\n"
RESTORING = """import os
import pytest

@pytest.fixture({})
def lib_env():
    saved = dict(os.environ)
    yield 1
    os.environ.clear()
    os.environ.update(saved)
"""
STOPPING = "from unittest import mock\n\nclass Plugin:\n    def stop(self):\n        mock.patch.stopall()\n"
AUTO = "autouse=True"


@pytest.mark.parametrize(
    ("test", "plugin", "code", "plain", "deep"),
    [
        (ASKING, KEEPING, "TSE304", 0, 1),
        (ASKING, RESTORING, "TSE304", 0, 0),
        (PLAIN, KEEPING.format(AUTO), "TSE304", 1, 1),
        (PLAIN, RESTORING, "TSE304", 1, 1),
        (PLAIN, RESTORING.format(AUTO), "TSE304", 1, 0),
        (PATCHER, STOPPING, "TSE308", 1, 1),
        (PLAIN + NAMED, KEEPING, "TSE515", 0, 1),
    ],
)
def test_a_plugin_of_the_environment(
    test: str, plugin: str, code: str, plain: int, deep: int, tmp_path: Path
) -> None:
    entry = "[pytest11]\nlib = lib.plugin\n"
    lay_out(
        tmp_path, {"lib/plugin.py": plugin.replace("({})", "()"), "lib-1.dist-info/entry_points.txt": entry}
    )
    project = Project(Tree({"tests/test_a.py": test, "tests/conftest.py": ""}))
    folder = os.path.realpath(tmp_path).replace(os.sep, "/")
    for installed, number in (((), plain), ((folder,), deep)):
        settings = Settings(enable=("TSE",), deep=installed)
        view = project.view("tests/test_a.py", installed)
        module = Module.parse(test.encode(), "tests/test_a.py", settings, view)
        assert [each.code for each in engine.examine(module)].count(code) == number

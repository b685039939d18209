"""What a distribution needs wherever it is installed."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.dependencies import is_held_below, is_needed
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.rules.doubles.mock_imported_by_production import rule
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

TABLE = engine.compile_table([rule], Role.PRODUCTION)
CASES = {
    "the list of the standard": (
        {
            "pyproject.toml": "[project]\nname = 'shop'\ndependencies = [\n"
            "  \"attrs[a]>=1\", # ]\n  'requests-mock>=1',\n]\n"
        },
        True,
    ),
    "an extra": (
        {
            "pyproject.toml": "[project]\ndependencies = []\n"
            "[project.optional-dependencies]\ntest = ['requests-mock']\n"
        },
        False,
    ),
    "what the build needs": ({"pyproject.toml": "[build-system]\nrequires = ['requests-mock']\n"}, False),
    "a project without a list": ({"pyproject.toml": "[project]\nname = 'requests-mock'\n"}, False),
    "a list without an end": ({"pyproject.toml": "[project]\ndependencies = ['requests_mock'"}, True),
    "a table of Poetry": ({"pyproject.toml": "[tool.poetry.dependencies]\nRequests_Mock = '^1'\n"}, True),
    "an optional one of Poetry": (
        {"pyproject.toml": "[tool.poetry.dependencies]\nrequests-mock = {version = '^1', optional = true}\n"},
        False,
    ),
    "a group of Poetry": (
        {"pyproject.toml": "[tool.poetry.group.dev.dependencies]\nrequests-mock = '^1'\n"},
        False,
    ),
    "a set-up": (
        {
            "setup.cfg": "[metadata]\nname = shop\n[options]\ninstall_requires =\n    attrs\n\n"
            "    requests.mock >= 1\n    # six\npackages = find:\n"
        },
        True,
    ),
    "an extra of a set-up": (
        {
            "setup.cfg": "[options]\npackages = find:\ninstall_requires = attrs\n"
            "[options.extras_require]\ntest =\n    requests-mock\n"
        },
        False,
    ),
    "a set-up without a list": ({"setup.cfg": "[options]\ntests_require = requests-mock\n"}, False),
    "a marker of an extra": (
        {"setup.cfg": "[options]\ninstall_requires =\n    requests-mock; extra == 'test'\n"},
        False,
    ),
    "a script": ({"setup.py": "setup(install_requires=['attrs', NAME, 'requests-mock'])\n"}, True),
    "a name in a script": (
        {"setup.py": "import a\nNEEDS = ['requests_mock']\nsetup(install_requires=NEEDS)\n"},
        True,
    ),
    "a script that reads a list": ({"setup.py": "setup(install_requires=read('requests-mock'))\n"}, False),
    "a name that is not known": ({"setup.py": "setup(install_requires=NEEDS)\n"}, False),
    "an extra of a script": (
        {"setup.py": "setup(install_requires=['attrs'], extras_require={'test': ['requests-mock']})\n"},
        False,
    ),
    "a script without any": ({"setup.py": "setup(tests_require=['requests-mock'])\n"}, False),
    "a script that cannot be read": ({"setup.py": "print 1, install_requires\n"}, False),
    "that of the nearest folder": (
        {"setup.py": "setup(install_requires=['requests-mock'])\n", "a/setup.py": "setup()\n"},
        False,
    ),
    "no metadata": ({}, False),
}


def module(files: dict[str, str], text: str = "import requests_mock\n") -> Module:
    view = Project(Tree(files)).view("a/shop/mail.py")
    return Module.parse(text, "a/shop/mail.py", Settings(), view)


@pytest.mark.parametrize("case", CASES)
def test_what_metadata_says(case: str) -> None:
    files, expected = CASES[case]
    assert is_needed("requests_mock", module(files)) is expected
    assert bool(engine.examine(module(files), TABLE)) is not expected


def test_without_a_view_nothing_is_known() -> None:
    assert not is_needed("requests_mock", Module.parse("", "shop/mail.py", Settings()))


def test_what_is_private_is_not_promised() -> None:
    files = {"setup.py": "setup(install_requires=['pytest'])\n"}
    assert not engine.examine(module(files, "import pytest\n"), TABLE)
    assert engine.examine(module(files, "from _pytest.capture import EncodedFile\n"), TABLE)


HELD = {
    "below": ("requirements.txt", "PyYAML>=3.10,<6\n", True),
    "much below": ("setup.py", "setup(install_requires=['PyYAML >= 3.10, < 4.3'])\n", True),
    "one release": ("tests-requirements.txt", "pyyaml==5.4.1\n", True),
    "one row of releases": ("requirements/test.txt", "pyyaml~=5.1\n", True),
    "up to the one before": ("pyproject.toml", "[project]\ndependencies = ['PyYAML<=5']\n", True),
    "the release": ("requirements.txt", "PyYAML==6.0.1\n", False),
    "below the next": ("requirements.txt", "PyYAML>=3.10,<7\n", False),
    "any later one": ("requirements.txt", "PyYAML>=3.11\n", False),
    "another package": ("requirements.txt", "types-PyYAML<6\nPyYAML\nshop<2\n", False),
    "another file": ("notes.txt", "PyYAML<6\n", False),
}


@pytest.mark.parametrize("case", HELD)
def test_a_package_may_be_held_below_a_release(case: str) -> None:
    path, text, expected = HELD[case]
    assert is_held_below("pyyaml", 6, module({path: text})) is expected


def test_without_a_view_nothing_is_held() -> None:
    assert not is_held_below("pyyaml", 6, Module.parse("", "shop/mail.py", Settings()))

"""``--testsec-deep``: both doors read the packages of an environment, and say the same of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flake8_testsec import environments

from .doors import flake8, lay_out, testsec

TEST = """import os

from shoplib.testing import ShopCase


class OrderTest(ShopCase):
    def test_mode(self):
        os.environ["MODE"] = "trial"
        self.assertEqual(mode(), "trial")
"""
PLAIN = """import pathlib
import unittest

pathlib.Path("acted").write_text("")


class ShopCase(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.shop = object()
"""
RESTORING = (
    PLAIN
    + """
        saved = dict(os.environ)
        self.addCleanup(os.environ.update, saved)
        self.addCleanup(os.environ.clear)
"""
)
PACKAGES = ".venv/lib/python3.11/site-packages"
DEEP = ("--testsec-deep", "--testsec-deep-path=.venv")
FOUND = "tests/test_a.py:8:9: TSE304"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project with an environment, in which the base of its tests is installed."""
    files = {"tox.ini": "", "tests/test_a.py": TEST, ".venv/pyvenv.cfg": ""}
    return lay_out(tmp_path, {**files, f"{PACKAGES}/shoplib/testing.py": PLAIN})


def both(folder: Path, *arguments: str) -> str:
    ours = testsec(folder, "check", "--no-cache", *arguments, "tests")
    theirs = flake8(folder, "--select=TSE,E9", *arguments, "tests")
    assert (ours.out, ours.status) == (theirs.out, theirs.status)
    assert not (folder / "acted").exists()
    return ours.out


def test_a_base_of_a_package_is_read_only_if_it_is_asked_for(shop: Path) -> None:
    assert both(shop) == both(shop, "--testsec-deep-path=.venv") == ""
    assert both(shop, *DEEP).startswith(FOUND)
    assert both(shop, "--testsec-deep", f"--testsec-deep-path={PACKAGES}").startswith(FOUND)
    assert both(shop, "--testsec-deep") == ""  # it is in no package of this interpreter
    lay_out(shop, {f"{PACKAGES}/shoplib/testing.py": "import os\n" + RESTORING})
    assert both(shop, *DEEP) == ""


def test_the_switch_of_the_command_is_the_same(shop: Path) -> None:
    done = testsec(shop, "check", "--no-cache", "--deep", DEEP[1], "tests")
    assert done.out.startswith(FOUND)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tox.ini", "[flake8]\ntestsec-deep = true\ntestsec-deep-path = .venv\n"),
        ("pyproject.toml", '[tool.testsec]\ndeep = true\ndeep-path = [".venv"]\n'),
    ],
)
def test_a_configuration_may_ask_for_it(name: str, text: str, shop: Path) -> None:
    if name.endswith("toml") and sys.version_info < (3, 11):
        pytest.importorskip("tomli")
    lay_out(shop, {name: text})
    assert both(shop).startswith(FOUND)


def test_kept_results_hang_on_the_mode_and_on_what_is_installed(shop: Path) -> None:
    def kept(*arguments: str) -> str:
        return testsec(shop, "check", "--cache-dir=kept", *arguments, "tests").out

    for _ in range(2):
        assert (kept(), kept(*DEEP)[: len(FOUND)]) == ("", FOUND)
    lay_out(shop, {f"{PACKAGES}/shoplib/testing.py": "import os\n" + RESTORING})
    assert kept(*DEEP) == ""
    (shop / PACKAGES / "shoplib" / "testing.py").unlink()
    assert kept(*DEEP) == ""
    lay_out(shop, {f"{PACKAGES}/shoplib/testing.py": PLAIN})
    assert kept(*DEEP).startswith(FOUND)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("nowhere", "there is no folder"),
        ("tox.ini", "there is no folder"),
        ("empty", "has no folder of packages"),
    ],
)
def test_a_place_without_packages_is_refused(place: str, why: str, shop: Path) -> None:
    lay_out(shop, {"empty/pyvenv.cfg": "", "empty/lib/python3.11/nothing": ""})
    arguments = ("--testsec-deep", f"--testsec-deep-path={place}", "tests")
    for done in (testsec(shop, "check", *arguments), flake8(shop, *arguments)):
        told = done.out + done.err
        assert (done.status in (1, 2), "--testsec-deep-path: " in told, why in told) == (True,) * 3


def test_an_environment_of_windows_is_known(tmp_path: Path) -> None:
    (tmp_path / "Lib" / "site-packages").mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").touch()
    found = os.path.realpath(tmp_path / "Lib" / "site-packages").replace(os.sep, "/")
    assert environments.folders([str(tmp_path)]) == (found,)


def test_the_running_interpreter_has_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    found = environments.folders([])
    assert any(os.path.isdir(os.path.join(each, "flake8")) for each in found)
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(environments.NoPackages, match="this Python"):
        environments.folders([])


@pytest.mark.skipif(os.name != "posix", reason="it needs links")
@pytest.mark.parametrize("place", ["../packages", "linked"])
def test_a_configuration_does_not_lead_out_of_the_project(place: str, tmp_path: Path) -> None:
    files = {
        "tox.ini": f"[flake8]\ntestsec-deep = true\ntestsec-deep-path = {place}\n",
        "tests/test_a.py": TEST,
    }
    shop = lay_out(tmp_path / "shop", files)
    lay_out(tmp_path, {"packages/shoplib/testing.py": PLAIN})
    (shop / "linked").symlink_to(tmp_path / "packages")
    for done in (testsec(shop, "check", "tests"), flake8(shop, "tests")):
        assert (done.status in (1, 2), "lead out of the project" in done.out + done.err) == (True, True)
    assert both(shop, f"--testsec-deep-path={place}").startswith(FOUND)

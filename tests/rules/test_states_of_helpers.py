"""States that helpers put back themselves, and what only seems to put a state back."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import locale, os, tempfile, unittest\nfrom unittest import mock\nfrom shop import build, conf\n"


def codes(source: str, *enable: str) -> list[str]:
    text = HEAD + textwrap.dedent(source)
    findings = engine.check(text, "tests/test_shop.py", Settings(enable=enable))
    return [each.code for each in findings]


BACK = "here = os.getcwd()\n{0}os.chdir(folder)\n{0}done = build()\n{0}os.chdir(here)\n{0}return done\n"
HELPERS = {
    "a function": "def built(folder):\n    " + BACK.format("    "),
    "a method": "class Folder:\n    def built(self, folder):\n        " + BACK.format("        "),
    "a method of a case": "class TestX(unittest.TestCase):\n    def built(self, folder):\n        "
    + BACK.format("        "),
}


@pytest.mark.parametrize("text", HELPERS.values(), ids=HELPERS)
def test_a_helper_goes_back_only_if_all_goes_well(text: str) -> None:
    assert codes(text) == ["TSE305"]


OTHERS = {
    "it stays": "def go(folder):\n    os.chdir(folder)\n    build()\n",
    "it goes back for sure": (
        "def built(folder):\n    here = os.getcwd()\n    os.chdir(folder)\n    try:\n        build()\n"
        "    finally:\n        os.chdir(here)\n"
    ),
    "a generator": "def built(folder):\n    "
    + BACK.format("    ").replace("done = build()", "done = yield").replace("return done", "build()"),
    "a function in a function": "def outer():\n    def built(folder):\n        "
    + BACK.format("        ")
    + "    return built\n",
    "a tear-down": "class TestX(unittest.TestCase):\n    def tearDown(self):\n        folder = self.a\n"
    + "        "
    + BACK.format("        "),
    "a process of its own": "@in_subprocess\n" + HELPERS["a function"],
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_this_helper_is_left_alone(text: str) -> None:
    assert codes(text) == []


def test_unsetenv_does_not_take_a_variable_out_of_the_environment() -> None:
    text = (
        "def test_x(self):\n    os.environ['MODE'] = 'a'\n    try:\n        build()\n    finally:\n        "
    )
    assert codes(text + "os.unsetenv('MODE')") == ["TSE304"]
    assert codes(text + "del os.environ['MODE']") == []
    assert (
        codes(text.replace("os.environ['MODE'] = 'a'", "os.putenv('MODE', 'a')") + "os.unsetenv('MODE')")
        == []
    )


HANDLER = (
    "import logging\ndef test_x(client):\n    root = logging.getLogger()\n    root.addHandler(client)\n"
    "    assert client.get()\n    root.removeHandler(client)\n"
)


def test_handlers_of_the_root_logger_are_reported_on_request() -> None:
    assert codes(HANDLER) == []
    assert codes(HANDLER, "TSE314") == ["TSE314"]


DJANGO = "from django.conf import settings\nfrom django.test import override_settings\n"
TEST = "def test_x(client):\n    settings.DEBUG = True\n    assert client.get()\n"


def test_settings_of_django_stay_as_they_are_set() -> None:
    assert codes(DJANGO + TEST) == ["TSE313"]
    assert codes(DJANGO + "@override_settings()\n" + TEST) == []
    assert codes("from shop import settings\n" + TEST) == []


def test_settings_that_the_test_puts_back_itself() -> None:
    text = "from shop import settings\ndef test_x(client):\n    old = settings.A\n    settings.A = True\n"
    assert codes(text + "    assert client.get()\n    settings.A = old\n") == ["TSE313"]


LOCALE = "def test_x(client):\n    old = locale.getlocale()\n    locale.setlocale(locale.LC_ALL, 'de')\n"


def test_a_setting_of_the_process_that_an_assertion_keeps_from_being_put_back() -> None:
    assert codes(LOCALE + "    assert client.get()\n    locale.setlocale(locale.LC_ALL, old)\n") == ["TSE314"]


def test_a_setting_that_nobody_puts_back_is_reported_on_request() -> None:
    assert codes(LOCALE + "    assert client.get()\n") == []
    assert codes(LOCALE + "    assert client.get()\n", "TSE314") == ["TSE314"]


def test_a_base_of_the_module_that_is_a_test_case() -> None:
    base = "class Shop(unittest.TestCase):\n    pass\n"
    text = "class {}:\n    def setUp(self):\n        self.p = mock.patch('a.b')\n        self.p.start()\n"
    text += "    def test_x(self):\n        self.assertTrue(build())\n"
    assert codes(base + text.format("Orders(Shop)")) == ["TSE308"]
    assert codes(text.format("Orders(Shop)")) == []


def test_the_name_of_what_nobody_keeps() -> None:
    made = "tempfile.TemporaryDirectory().name"
    assert codes(f"def test_x():\n    save({made})\n") == ["TSE207"]
    assert codes(f"def test_x():\n    {made}\n") == []
    assert codes(f"@unittest.skip('x')\ndef test_x():\n    save({made})\n") == []

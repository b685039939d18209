"""The regression test that five reviewers were given, told anew: what any of them saw is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..doors import Run, lay_out, testsec

PATH = "shop/tests/functional/test_bug_1825537.py"
TEXT = '''\
"""Functional tests of moves."""

from shop.tests.functional import helpers


class FailedMoveTestCase(helpers.UsageTestCase):
    """A move that fails must leave the books right: bug 1825537."""

    compute_driver = "fake.FakeMoveFailDriver"

    def setUp(self):
        super().setUp()
        sizes = self.api.get_sizes()
        self.small = sizes[0]
        self.large = sizes[1]

    def _move_and_assert_error(self, server, dest_host):
        self.api.post(server["id"], {"size": self.large["id"]})
        self._wait_for_migration_status(server, ["error"])
        server = self._wait_for_state(self.admin_api, server, "ERROR")
        self.assertEqual(dest_host, server["host"])
        self.assertIn("Virtual Interface creation failed",
                      server["fault"]["message"])

    def test_failed_move(self):
        self._start_compute("host1")
        self._start_compute("host2")
        server = self._boot(self.small, "host1")
        self._move_and_assert_error(server, "host2")
        source = self._provider("host1")
        dest = self._provider("host2")
        # FIXME(mriedem): This is bug 1825537 where the books are turned
        # back although the server stands on neither host.
        # self.assertBooked(
        #     self.large, server["id"], dest)
        self.assertEqual({"cpu": 0}, self._usages(dest))
        self.assertBooked(
            self.small, server["id"], source)
'''
HELPERS = """\
from shop import test


class UsageTestCase(test.TestCase):
    def setUp(self):
        super().setUp()
        self.useFixture(Database())

    def _start_compute(self, host):
        return self.start_service("compute", host)
"""
BASE = """\
import testtools


class TestCase(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.stop_all)

    def start_service(self, name, host):
        self.useFixture(Service(name, host))
"""
FILES = {
    "pyproject.toml": "",
    "shop/__init__.py": "",
    "shop/test.py": BASE,
    "shop/tests/__init__.py": "",
    "shop/tests/functional/__init__.py": "",
    "shop/tests/functional/helpers.py": HELPERS,
    PATH: TEXT,
}


def _reviewed(folder: Path, seed: str) -> Run:
    return testsec(folder, "review", "--isolated", PATH, PYTHONHASHSEED=seed)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said under each aspect."""
    folder = lay_out(tmp_path_factory.mktemp("shop"), FILES)
    done = _reviewed(folder, "1")
    assert done.status == 0 and _reviewed(folder, "2") == done
    found, name = {}, ""
    for line in done.lines:
        if line.startswith("## "):
            name = line.removeprefix("## ")
        elif line.startswith("**") and ".**" in line:
            name = line[2:].partition(".**")[0]
        found[name] = f"{found.get(name, '')}{line}\n"
    return found


SEEN = {
    "Structure": (
        "Class `FailedMoveTestCase` inherits `helpers.UsageTestCase` and holds 1 test (lines 6–38; "
        "`shop/tests/functional/helpers.py` line 4).",
        "Hook `setUp` calls the inherited one in line 12 and sets `self.small` and `self.large` "
        "(lines 11–15).",
        "Helper `_move_and_assert_error(server, dest_host)` makes 2 assertions; called by its "
        "name in line 29 "
        "(lines 17–23).",
        "(lines 25–38)",
    ),
    "Inputs": (
        "Parameter `server` of `_move_and_assert_error`: its only call here gives it what "
        "`self._boot()` returns "
        "(line 29).",
        "Parameter `dest_host` of `_move_and_assert_error`: its only call here gives it the "
        "literal `'host2'` "
        "(line 29).",
        "no call in this file reads a variable of the environment, the command line, standard input, a file",
    ),
    "Hard-coded values": (
        "`host1`",
        "(lines 26, 28, 30)",
        "`host2`",
        "(lines 27, 29, 31)",
        "no literal stands under the name of a secret",
    ),
    "Resources": (
        "`self._start_compute()` leads to a base class in another file, which registers for the end: "
        "`self.useFixture(Service(name, host))` (in `start_service()`) (lines 26, 27; `shop/test.py` "
        "line 10).",
        "1 call registers clean-ups in `UsageTestCase.setUp()` (`shop/tests/functional/helpers.py` line 7).",
        "1 call registers clean-ups in `TestCase.setUp()` (`shop/test.py` line 7).",
    ),
    "Exceptions": (
        "a double that fails: `compute_driver = 'fake.FakeMoveFailDriver'` (line 9).",
        "`self._wait_for_migration_status(server, ['error'])` (line 19).",
        "`self._wait_for_state(self.admin_api, server, 'ERROR')` (line 20).",
        "An assertion holds a word for a failure, `'Virtual Interface creation failed'`",
        "(lines 22–23)",
    ),
    "Known bugs": (
        "A docstring names `bug 1825537` (line 7).",
        "The check `self.assertBooked(self.large, server['id'], dest)` is commented out. It "
        "waits for `bug 1825537` "
        "(FIXME by mriedem). It checks nothing while it is a comment (lines 34–35).",
        "This is bug 1825537 where the books are turned back although the server stands on "
        "neither host” (lines "
        "32–33).",
        "do run are in the lines named here (lines 36, 37–38).",
        "(TSE502, low, CWE-1164, opt-in)",
    ),
    "Doubles and controls": (
        "By its name a fake: `compute_driver = 'fake.FakeMoveFailDriver'`, for all tests of "
        "`FailedMoveTestCase` "
        "(line 9).",
        "Used with more rights than others, by its name: `self.admin_api` (line 20).",
    ),
    "Execution": (
        "No call in this file is known by its name to start a process, a thread or a server, to send a "
        "signal, to run code, to deserialise what may run code, to unpack or download",
    ),
    "Disclosure": ("An assertion looks at what stands under `'message'`", "(lines 22–23)"),
    "Conclusion": (
        "No security defect was detected.",
        "1 observation by opt-in rules, or strict forms of others: TSE502.",
        "Examined: 38 lines for structure, inputs, hard-coded values, resources, exceptions, "
        "known bugs, doubles and "
        "controls, execution, disclosure. 3 other files of the project were read for it.",
    ),
}


@pytest.mark.parametrize("aspect", SEEN)
def test_what_any_of_them_saw_is_said(aspect: str, told: dict[str, str]) -> None:
    assert [words for words in SEEN[aspect] if words not in told[aspect]] == []


def test_what_they_said_wrongly_is_not_said(told: dict[str, str]) -> None:
    everything = "".join(told.values()).lower()
    assert "user" not in everything  # who calls the helper stands in the file
    assert "never" not in told["Resources"] and "not followed" not in told["Resources"]
    assert "**Verdict:** No rule found a defect." in told["Resources"]

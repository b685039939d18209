"""Loggers, configuration, hollow assertions, commands and logins: what a reader of a test names first."""

from __future__ import annotations

import pytest

from tests.review.asking import told

LOGGER = "A logger is changed, which all of the process shares: "
OPTION = "By its name, an option of the configuration is overridden: "
CONFIG = "By its name, configuration is changed: "


def beginning(words: str, lines: list[str]) -> list[str]:
    """What is said behind such words."""
    return [each.removeprefix(words) for each in lines if each.startswith(words)]


def of_logger(text: str) -> list[str]:
    head = "import logging\nLOG = logging.getLogger('shop')\nOTHER = logging.getLogger('till')\n"
    return beginning(LOGGER, told(f"{head}def test_a(m):\n    {text}\n", "Resources"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LOG.addHandler(m)", "`LOG.addHandler(m)`; no `removeHandler` stands in this file (line 5)."),
        (
            "LOG.addHandler(m)\n    LOG.removeHandler(m)",
            "`LOG.addHandler(m)`; `LOG.removeHandler` stands in line 6 (line 5).",
        ),
        ("LOG.addHandler(m); OTHER.removeHandler(m)", "`LOG.addHandler(m)` (line 5)."),
        ("LOG.propagate = False", "`LOG.propagate`; no other `propagate` stands in this file (line 5)."),
    ],
)
def test_a_logger_is_told_with_what_takes_its_change_back(text: str, expected: str) -> None:
    assert of_logger(text) == [expected]


def test_several_places_that_set_a_level_again_are_counted() -> None:
    found = of_logger("LOG.setLevel(1)\n    LOG.setLevel(2)\n    LOG.setLevel(3)")
    assert found[0] == "`LOG.setLevel(1)`; the level is set again in line 6 and 1 more (line 5)."
    assert len(found) == 3


@pytest.mark.parametrize(
    "text", ["m.addHandler(1)", "m.propagate = False", "print(LOG.propagate)", "setLevel(1)"]
)
def test_what_is_no_logger_for_certain_is_not_told_as_one(text: str) -> None:
    assert of_logger(text) == []


def test_what_sets_up_logging_as_a_whole_is_told_once() -> None:
    text = (
        "import logging.config\n\ndef test_a():\n    logging.config.dictConfig({})\n    logging.disable()\n"
    )
    found = told(text, "Resources")
    assert (
        "For all of the process, all of logging is set up anew: `logging.config.dictConfig({})` (line 4)."
        in found
    )
    assert sum("disable" in each for each in found) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CONF.set_override('a', 1)",
            "`CONF.set_override('a', 1)`; no `clear_override` or `reset` stands in this file (line 4).",
        ),
        (
            "CONF.set_override('a', 1); CONF.clear_override('a')\n    CONF.reset()",
            "`CONF.set_override('a', 1)`; `CONF.clear_override` stands in line 4 and 1 more (line 4).",
        ),
        (
            "CONF.set_override('a', 1); CONF.reset()",
            "`CONF.set_override('a', 1)`; `CONF.reset` stands in line 4 (line 4).",
        ),
        ("CONF.set_override('a', 1); m.reset()", "`CONF.set_override('a', 1)` (line 4)."),
    ],
)
def test_an_option_is_told_with_what_clears_it(text: str, expected: str) -> None:
    found = told(f"from oslo_config import cfg\nCONF = cfg.CONF\ndef test_a(m):\n    {text}\n", "Resources")
    assert beginning(OPTION, found) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.config.update(A=1)", ["`app.config.update(A=1)` (line 3)."]),
        ("app.config['A'] = 1; app.config['A'] = 1", ["`app.config['A'] = 1` (line 3)."]),
        ("app.config['SECRET_KEY'] = 'hush'", ["`app.config['SECRET_KEY'] = '…'` (line 3)."]),
        ("a = app.config.update(A=1)", []),
        ("app.prices.update(A=1)", []),
        ("app.prices['A'] = 1", []),
        ("update(A=1)", []),
    ],
)
def test_configuration_of_an_object_is_told_by_its_name(text: str, expected: list[str]) -> None:
    found = told(f"def test_a(make, update):\n    app = make()\n    {text}\n", "Resources")
    assert beginning(CONFIG, found) == expected


def test_what_is_imported_is_told_in_one_way() -> None:
    found = told("from shop import app\n\ndef test_a():\n    app.config['A'] = 1\n", "Resources")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("assert True", "An assertion is given a literal alone, which meets it"),
        ("self.assertTrue(True)", "An assertion is given a literal alone, which meets it"),
        ("self.assertIsNotNone(0)", "An assertion is given a literal alone, which meets it"),
        ("self.assertEqual(1, 1)", "An assertion compares two literals"),
        ("assert x.a == x.a", "Both sides of an assertion are written alike"),
        ("self.assertEqual(x, x, 'why')", "Both sides of an assertion are written alike"),
        ("self.assertIsNotNone(m)", "An assertion asks whether a double is there, which is made here"),
        ("assert m", "An assertion asks whether a double is there, which is made here"),
        (
            "self.assertEqual(m.ring(), m.ring.return_value)",
            "What a double returns is compared with what it was told to return",
        ),
        (
            "assert m.return_value == m()",
            "What a double returns is compared with what it was told to return",
        ),
    ],
)
def test_an_assertion_that_compares_nothing_is_told(text: str, why: str) -> None:
    assert why in _hollow(text)


@pytest.mark.parametrize(
    "text",
    [
        "assert False",
        "self.assertTrue('')",
        "self.assertIsNotNone(None)",
        "self.assertEqual(1, x)",
        "self.assertIsNotNone(x)",
        "self.assertFalse(True)",
        "self.assertFalse(m)",
        "assert x.ring() == x.ring.return_value",
        "assert m.ring() == m.sing.return_value",
        "self.assertTrue(m.called)",
        "self.assertThat()",
        "m.__bool__.return_value = False; assert m",
    ],
)
def test_an_assertion_that_may_fail_is_none_of_these(text: str) -> None:
    assert _hollow(text) == ""


def _hollow(text: str) -> str:
    head = "import unittest\nfrom unittest import mock\n\nclass TestShop(unittest.TestCase):\n"
    found = told(
        f"{head}    def test_a(self):\n        x = make()\n        m = mock.Mock()\n        {text}\n",
        "Known bugs",
    )
    return " ".join(each for each in found if "assertion" in each or "double" in each)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run([sys.executable, 'a.py'], 1)", "A call is given the interpreter and what to run"),
        ("run(['pip', 'install', 'lz4'])", "By its words, a command fetches something from elsewhere"),
        ("run([sys.executable, '-m', 'pip', 'download', 'lz4'])", "By its words, a command fetches"),
    ],
)
def test_a_command_that_is_written_out_is_told(text: str, expected: str) -> None:
    found = told(f"import sys\nfrom helpers import run\n\ndef test_a():\n    {text}\n", "Execution")
    assert any(each.startswith(expected) for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "command = [sys.executable, 'pip', 'install']",
        "command.extend([sys.executable, 'pip', 'install'])",
        "run.assert_called_with([sys.executable, 'pip', 'install'])",
        "mock.call([sys.executable, 'pip', 'install'])",
        "run(['pip', 'list'])",
        "run('sys.executable')",
    ],
)
def test_what_is_kept_or_compared_is_no_command(text: str) -> None:
    head = "import sys\nfrom unittest import mock\nfrom helpers import run\n\n"
    found = told(f"{head}def test_a(command):\n    {text}\n", "Execution")
    assert not any("interpreter" in each or "fetches" in each for each in found)


def test_a_command_that_is_known_is_told_once() -> None:
    text = "import subprocess, sys\n\ndef test_a():\n    subprocess.run([sys.executable, 'a.py'])\n"
    assert len(told(text, "Execution")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self.client.force_login(user=1)", "By its name, logs somebody in without a password: `self.client"),
        ("become_trusted(request)", "By its name, gives a request or a user more rights: `become_trusted()`"),
        ("request.user = 1", "By its name, a request is given its user, past any login: `request.user`"),
        (
            "\n    ".join(["request.user = 1"] * 6),
            "By its name, a request is given its user, past any login: `request.user` 6 times",
        ),
    ],
)
def test_a_login_past_the_login_is_told(text: str, expected: str) -> None:
    found = told(f"def test_a(self, request):\n    {text}\n", "Doubles and controls")
    assert any(each.startswith(expected) for each in found)


def test_a_user_that_is_read_or_belongs_to_something_else_is_no_login() -> None:
    text = "def test_a(request, order):\n    order.user = 1\n    print(request.user)\n"
    assert not any("login" in each for each in told(text, "Doubles and controls"))


def test_a_mark_names_a_ticket() -> None:
    marks = "@pytest.mark.issue(164)\n@pytest.mark.issue\n@pytest.mark.issue()\n"
    text = f"import pytest\n\n{marks}def test_a():\n    bug(3)\n"
    found = told(text, "Known bugs")
    assert beginning("By its name, a mark names a ticket: ", found) == ["`pytest.mark.issue(164)` (line 3)."]


def test_a_temporary_file_that_stays_is_not_given_back_by_its_block() -> None:
    block = "    with tempfile.NamedTemporaryFile(delete={}) as file:\n        file.write(b'')\n"
    text = f"import tempfile\n\ndef test_a():\n{block}"
    kept, gone = (told(text.format(each), "Resources")[0] for each in (False, True))
    assert "closes it, and leaves the file" in kept
    assert "the with statement gives it back" in gone


def test_an_assertion_of_a_helper_stands_in_a_block_that_expects_an_exception() -> None:
    text = """
        import unittest

        class TestShop(unittest.TestCase):
            def check(self):
                with self.assertRaises(OSError):
                    answer = ring()
                    self.assertEqual(answer, 1)
                with open("a") as file:
                    self.assertEqual(file.read(), 1)

            def test_a(self):
                self.check()
        """
    found = [each for each in told(text, "Structure") if "of helpers" in each]
    assert len(found) == 1
    assert found[0].startswith("1 assertion of helpers stands in a block that expects an exception")
    assert found[0].endswith("(line 7).")


def test_functions_of_a_table_may_be_led_to() -> None:
    shop = """
        import subprocess
        COUNT = 1
        def pipe(a):
            return subprocess.run(a, shell=True)
        def ring(a):
            return subprocess.Popen(a)
        WAYS = {"pipe": pipe, "none": None}
        MORE = dict(ring=ring)
        def go(url):
            return WAYS[url](url), MORE[url](url), COUNT
        """
    text = "from shop import go\n\ndef test_a():\n    go('pipe')\n"
    found = told(text, "Execution", {"shop.py": shop})
    assert any("may lead to `pipe()`" in each for each in found)
    assert any("may lead to `ring()`" in each for each in found)


BASE = """
    import unittest

    @unittest.skipUnless(ready(), "no shop")
    class Till(unittest.TestCase):
        def setUp(self):
            self.a = 1

        def test_ring(self):
            self.assertEqual(self.a, 1)

    class Shop(Till):
        def {name}(self):
            {body}

        def test_a(self):
            self.assertEqual(self.a, 1)
    """


@pytest.mark.parametrize(
    ("name", "body", "is_told"),
    [
        ("setUp", "self.a = 2", True),
        ("setUp", "super().setUp()", False),
        ("setUp", "Till.setUp(self)", False),
        ("tearDown", "self.a = 2", False),
        ("ring", "self.a = 2", False),
    ],
)
def test_a_hook_that_does_not_call_the_inherited_one_is_told(name: str, body: str, is_told: bool) -> None:
    found = told(BASE.format(name=name, body=body), "Structure")
    words = "Hook `Shop.setUp` does not call that of `Till`, in whose place it stands (lines 5–6, 12–13)."
    assert (words in found) is is_told
    assert any("does not call" in each for each in found) is is_told


def test_inherited_tests_do_not_run_where_a_class_is_skipped() -> None:
    text = BASE.format(name="setUp", body="pass")
    words = "inherits 1 test, which runners look for in it, too"
    (skipped,) = (each for each in told(text, "Structure") if words in each)
    (plain,) = (
        each for each in told(text.replace("@unittest.skipUnless", "@ready"), "Structure") if words in each
    )
    assert "; the skip of a class" in skipped
    assert "skip" not in plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self.settings.URI = 'a'", ["`self.settings.URI = 'a'` (line 3)."]),
        ("self.settings.uri = 'a'", []),
        ("self.order.URI = 'a'", []),
    ],
)
def test_an_option_of_an_object_is_told_by_its_capitals(text: str, expected: list[str]) -> None:
    found = told(f"class TestA:\n    def test_a(self):\n        {text}\n", "Resources")
    assert beginning(CONFIG, found) == expected

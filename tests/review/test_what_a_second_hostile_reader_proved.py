"""Sentences that were not true of a file, what seemed to take a change back, and long files."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.review import loggers
from flake8_testsec.review.other_files import file_of

from .asking import module_of, told

LOGGED = """
    import logging
    import unittest

    LOG = logging.getLogger("shop")

    class TestShop(unittest.TestCase):
        def setUp(self):
            {first}

        def test_a(self):
            {change}
            {below}

        def tearDown(self):
            {end}

        def test_b(self):
            {other}
    """
NOTHING = dict.fromkeys(("first", "change", "below", "end", "other"), "pass")


def _of_logger(**given: str) -> list[str]:
    words = "A logger is changed, which all of the process shares: "
    found = told(LOGGED.format(**{**NOTHING, **given}), "Resources")
    return [each.removeprefix(words) for each in found if each.startswith(words)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"first": "LOG.removeHandler(1)"}, "`LOG.addHandler(1)` (line 11)."),
        ({"other": "LOG.removeHandler(1)"}, "`LOG.addHandler(1)` (line 11)."),
        ({"other": "self.addCleanup(LOG.removeHandler, 1)"}, "`LOG.addHandler(1)` (line 11)."),
        (
            {"below": "self.addCleanup(LOG.removeHandler, 1)"},
            "`LOG.addHandler(1)`; `LOG.removeHandler` stands in line 12 (line 11).",
        ),
        (
            {"below": "LOG.removeHandler(1)", "end": "LOG.removeHandler(1)"},
            "`LOG.addHandler(1)`; `LOG.removeHandler` stands in line 12 and 1 more (line 11).",
        ),
        (
            {"end": "LOG.removeHandler(1)"},
            "`LOG.addHandler(1)`; `LOG.removeHandler` stands in line 15 (line 11).",
        ),
        (
            {"first": "self.addCleanup(LOG.removeHandler, 1)"},
            "`LOG.addHandler(1)`; `LOG.removeHandler` stands in line 8 (line 11).",
        ),
        (
            {"first": "self.addCleanup(lambda: LOG.removeHandler(1))"},
            "`LOG.addHandler(1)`; `LOG.removeHandler` stands in line 8 (line 11).",
        ),
    ],
)
def test_only_what_runs_later_takes_a_change_of_a_logger_back(given: dict[str, str], expected: str) -> None:
    assert _of_logger(change="LOG.addHandler(1)", **given) == [expected]


def test_a_level_is_set_again_and_what_sets_it_last_is_not() -> None:
    assert _of_logger(change="LOG.setLevel(1)", end="LOG.setLevel(0)", other="LOG.setLevel(2)") == [
        "`LOG.setLevel(1)`; the level is set again in line 15 (line 11).",
        "`LOG.setLevel(0)` (line 15).",
        "`LOG.setLevel(2)`; the level is set again in line 15 (line 18).",
    ]


def test_what_is_read_below_sets_nothing_again() -> None:
    found = _of_logger(change="LOG.propagate = False", below="print(LOG.propagate)")
    assert found == ["`LOG.propagate` (line 11)."]
    found = _of_logger(change="LOG.propagate = False", below="LOG.propagate = True")
    assert found[0] == "`LOG.propagate`; it is set again in line 12 (line 11)."


def test_a_tear_down_of_a_file_takes_back_what_a_function_changes() -> None:
    text = """
        import logging

        LOG = logging.getLogger("shop")

        def test_a():
            LOG.addHandler(1)

        def teardown_module():
            LOG.removeHandler(1)
        """
    assert any("`LOG.removeHandler` stands in line 9" in each for each in told(text, "Resources"))


def test_changes_of_a_thousand_loggers_are_counted() -> None:
    lines = [f"    logging.getLogger('a{each}').setLevel({each})" for each in range(1, 2001)]
    text = "\n".join(["import logging", "def test_a():", *lines, ""])
    assert any("1994 more changes of loggers" in each for each in told(text, "Resources"))


def test_overrides_of_a_thousand_owners_are_counted() -> None:
    lines = [f"    a.b{each}.set_override('a', 1); a.c{each}.reset()" for each in range(1500)]
    text = "\n".join(["def test_a(a):", *lines, ""])
    assert any("1494 more changes of configuration" in each for each in told(text, "Resources"))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("captureWarnings(True)", "warnings are sent to loggers"),
        ("captureWarnings(capture=False)", "warnings are no longer sent to loggers"),
        ("captureWarnings(on)", "whether loggers get warnings is set"),
        ("disable(logging.NOTSET)", "records are no longer dropped by their level"),
        ("disable(0)", "records are no longer dropped by their level"),
        ("disable(level=logging.INFO)", "records up to a level are dropped"),
        ("disable()", "records up to a level are dropped"),
    ],
)
def test_what_a_call_says_of_all_loggers_is_read_from_what_it_is_given(call: str, expected: str) -> None:
    module = module_of(f"import logging\n\ndef test_a(on):\n    logging.{call}\n")
    found = ["".join(each.parts) for each in loggers.facts(module, ())]
    assert found == [f"For all of the process, {expected}: logging.{call}."]


@pytest.mark.parametrize(
    ("head", "base", "is_told"),
    [
        ("import unittest", "unittest.TestCase", True),
        ("from shop import Case", "Case", False),
        ("from nowhere import Case", "Case", False),
        ("from oslotest import base", "base.BaseTestCase", False),
        ("import unittest; use = 'useFixture'", "unittest.TestCase", False),
    ],
)
def test_nothing_is_said_to_be_missing_where_bases_may_have_it(head: str, base: str, is_told: bool) -> None:
    text = f"{head}\n\nclass TestShop({base}):\n    def test_a(self):\n        CONF.set_override('a', 1)\n"
    text += "        logging.getLogger('a').addHandler(1)\n"
    shop = "import unittest\n\nclass Case(unittest.TestCase):\n    pass\n"
    found = told(f"import logging\n{text}", "Resources", {"shop.py": shop})
    assert any("no `clear_override` or `reset` stands" in each for each in found) is is_told
    assert any("no `removeHandler` stands" in each for each in found) is is_told
    assert any("`CONF.set_override('a', 1)`" in each for each in found)


TABLE = """
    import subprocess

    def ring():
        subprocess.run(["ls"])

    TABLE = {{"ring": ring}}

    def go(key{parameter}):
        {body}
    """


@pytest.mark.parametrize(
    ("parameter", "body", "is_told"),
    [
        ("", "return TABLE[key]()", True),
        ("", "return TABLE.get(key)()", True),
        ("", "return [each() for each in TABLE.values()]", True),
        ("", "return [TABLE for each in TABLE]", True),
        ("", "for each in TABLE: each()", True),
        ("", "return len(TABLE)", False),
        ("", "return sorted(TABLE)", False),
        ("", "return key[TABLE]", False),
        ("", "return [TABLE for each in key]", False),
        ("", "return TABLE.keys()", False),
        ("", "TABLE = {}; return TABLE[key]", False),
        (", TABLE", "return TABLE[key]", False),
    ],
)
def test_a_table_leads_to_functions_where_they_are_taken_out(
    parameter: str, body: str, is_told: bool
) -> None:
    text = "from shop import go\n\ndef test_a():\n    go('ring')\n"
    shop = TABLE.format(parameter=parameter, body=body)
    found = told(text, "Execution", {"shop.py": shop})
    assert any("may lead to `ring()`" in each for each in found) is is_told


def test_a_table_is_no_step_of_its_own_and_one_of_values_is_none() -> None:
    shop = """
        import subprocess

        def last():
            subprocess.run(["ls"])

        def third():
            return TABLE["last"](), PRICES["a"], TABLE["last"]

        def second():
            return third()

        def first():
            return second()

        TABLE = {"last": last}
        PRICES = {"a": 1}
        """
    text = "from shop import first\n\ndef test_a():\n    first()\n"
    found = told(text, "Execution", {"shop.py": shop})
    assert any("may lead to `last()`" in each for each in found)


def test_a_large_table_that_is_read_often_is_one_step() -> None:
    functions = [f"def f{each}():\n    return TABLE['f{each}']" for each in range(1000)]
    entries = ", ".join(f"'f{each}': f{each}" for each in range(1000))
    text = "\n".join([*functions, f"TABLE = {{{entries}}}", ""])
    view = Project(Tree({"shop.py": text, "tests/test_shop.py": ""})).view("tests/test_shop.py")
    found = file_of("shop.py", view)
    assert sum(len(each.calls) for each in found.definitions.values()) == 2000


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("subprocess.run(['git', 'clone', 'x'])", True),
        ("run(['git', '-q', 'pull'])", True),
        ("run([sys.executable, '-m', 'pip', 'install', 'x'])", True),
        ("run(['python3', '-m', 'pip', 'install', 'x'])", True),
        ("run(['uv', 'pip', 'install', 'x'])", True),
        ("run(['git', '--help', 'fetch'])", False),
        ("run(['git', 'log', 'fetch'])", False),
        ("run(['echo', 'git', 'fetch'])", False),
        ("run([word, '-m', 'pip', 'install'])", False),
        ("run([])", False),
        ("run(1, ['git', 'pull', 'x'])", False),
        ("run.parse(['git', 'pull', 'x'])", False),
        ("make_parser().parse_args(['git', 'pull', 'x'])", False),
        ("sorted(['git', 'pull', 'x'])", False),
        ("shlex.join(['git', 'pull', 'x'])", False),
        ("pytest.param(['git', 'pull', 'x'])", False),
    ],
)
def test_only_lists_that_are_run_are_commands(text: str, is_told: bool) -> None:
    head = "import shlex, subprocess, sys\nimport pytest\nfrom helpers import make_parser, run\n\n"
    found = told(f"{head}def test_a(word):\n    {text}\n", "Execution")
    assert any("fetches something" in each for each in found) is is_told


def test_a_list_of_parameters_is_no_command() -> None:
    mark = "@pytest.mark.parametrize('word', ['pip', 'install', 'x'])"
    found = told(f"import pytest\n\n{mark}\ndef test_a(word):\n    pass\n", "Execution")
    assert not any("fetches something" in each for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "m = mock.Mock(side_effect=[1, 2]); assert m() == m.return_value",
        "m = mock.Mock(wraps=make); assert m() == m.return_value",
        "m = mock.AsyncMock(); assert m() == m.return_value",
        "m = mock.MagicMock(spec=Shop); assert m.ring() == m.ring.return_value",
        "m = mock.MagicMock(Shop); assert m.ring() == m.ring.return_value",
        "m = mock.Mock(); m.side_effect = [1]; assert m() == m.return_value",
        "m = make(); m.b = mock.Mock(); assert m.b() == m.b.return_value",
        "m: mock.Mock = make; assert m() == m.return_value",
        "assert next(a) == next(a)",
        "self.assertIs(make(), make())",
        "assert a[make()] == a[make()]",
    ],
)
def test_what_may_come_to_something_else_compares_something(text: str) -> None:
    head = "from unittest import mock\nfrom shop import Shop, make\n\n"
    found = told(f"{head}def test_a(self, a):\n    {text}\n", "Known bugs")
    assert not any("assertion" in each or "double" in each for each in found)


def test_what_a_plain_double_returns_is_what_it_was_told() -> None:
    text = "from unittest import mock\n\ndef test_a():\n    m = mock.Mock(return_value=3)\n"
    found = told(f"{text}    assert m() == m.return_value\n", "Known bugs")
    assert any("What a double returns" in each for each in found)


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("prepare = super().setUp; prepare()", False),
        ("getattr(super(), 'setUp')()", False),
        ("for each in [setUp]: each(self)", False),
        ("self.a = 'up'", True),
    ],
)
def test_a_hook_that_names_the_inherited_one_may_call_it(body: str, is_told: bool) -> None:
    text = f"""
        import unittest

        class Till(unittest.TestCase):
            def setUp(self):
                self.a = 1

        class Shop(Till):
            def setUp(self):
                {body}

            def test_a(self):
                self.assertEqual(self.a, 1)
        """
    assert any("does not call that of" in each for each in told(text, "Structure")) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("request.user = None", False),
        ("request.user = False", False),
        ("request.user = AnonymousUser()", False),
        ("nobody = AnonymousUser(); request.user = nobody", False),
        ("request.user: User", False),
        ("request.user: User = ann", True),
        ("request.user = ann", True),
        ("request.user, b = ann, 1", True),
    ],
)
def test_nobody_is_not_logged_in(text: str, is_told: bool) -> None:
    head = "from django.contrib.auth.models import AnonymousUser\n\n"
    found = told(f"{head}def test_a(request, ann):\n    {text}\n", "Doubles and controls")
    assert any("a request is given its user" in each for each in found) is is_told


@pytest.mark.parametrize(
    ("mark", "is_told"),
    [
        ("issue(164)", True),
        ("jira('ABC-12')", True),
        ("bug('http://shop.example/ticket')", True),
        ("bug('flaky')", False),
        ("bug(True)", False),
        ("bug(1.5)", False),
        ("bug(reason='x 1')", False),
        ("regression('smoke1')", False),
    ],
)
def test_only_a_mark_with_a_number_or_an_address_names_a_ticket(mark: str, is_told: bool) -> None:
    found = told(f"import pytest\n\n@pytest.mark.{mark}\ndef test_a():\n    pass\n", "Known bugs")
    assert any("a mark names a ticket" in each for each in found) is is_told


@pytest.mark.parametrize(("number", "said"), [(7, ""), (8, "2 more changes of loggers")])
def test_what_would_be_one_more_is_told_itself(number: int, said: str) -> None:
    body = "\n".join(f"    logging.getLogger('a{each}').setLevel(1)" for each in range(number))
    found = told(f"import logging\n\ndef test_a():\n{textwrap.indent(body, '')}\n", "Resources")
    assert sum("A logger is changed" in each for each in found) == (number if not said else 6)
    assert any("more change" in each for each in found) is bool(said)
    assert any(said in each for each in found)


def test_one_more_call_is_one() -> None:
    body = "\n".join(f"    eval('{each}')" for each in range(9))
    assert any(": 1 more call, from" in each for each in told(f"def test_a():\n{body}\n", "Execution"))


def test_a_function_of_the_name_has_no_configuration() -> None:
    text = "def test_a():\n    set_override('a', 1)\n"
    assert not any("set_override" in each for each in told(text, "Resources"))

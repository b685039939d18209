"""Sentences of reviews that were disproved, and files that made a review slow."""

from __future__ import annotations

import pytest

from flake8_testsec.review import behind_code, called_values
from flake8_testsec.review.document import code, fact, masked, quote
from flake8_testsec.review.markdown import sentence

from ..test_growth import DOUBLING, called
from .asking import module_of, reviewed, told


def test_pieces_of_one_text_are_gone_through_once() -> None:
    def examine(count: int) -> None:
        lines = "  line {app.x} # FIXME 12\n" * count
        module = module_of(f'A = f"""\n{lines}"""  # TODO: cut\n')
        assert len([*behind_code.facts(module, ())]) == 1
        assert len(module.string_lines) == count + 1

    examine(200)  # what is worked out once in a process is not the file's
    assert called(lambda: examine(400)) / called(lambda: examine(200)) < DOUBLING


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("test_debug10", False),
        ("test_reissue2024", False),
        ("test_tissue42_sample", False),
        ("testDEBUG10", False),
        ("testDebug10", False),
        ("test_issue42_sample", True),
        ("test_Issue42sample", True),
        ("testRoundingBug148", True),
        ("testBUG148", True),
        ("testbug148", True),
        ("testissue148more", True),
        ("testCVE_2020_12345", True),
        ("test_GH_12", True),
    ],
)
def test_a_word_for_a_ticket_begins_where_a_word_may_begin(name: str, is_told: bool) -> None:
    text = f"import unittest\nclass TestShop(unittest.TestCase):\n    def {name}(self):\n        assert 1\n"
    found = told(text, "Known bugs")
    assert any(each.startswith("By its name, a test is about a ticket") for each in found) is is_told


@pytest.mark.parametrize(
    ("lines", "is_put_back"),
    [
        (("old = app.A", "app.run()", "app.A = old"), True),
        (("old: int = app.A", "app.run()", "app.A = old"), True),
        (("if (old := app.A):", "    app.run()", "app.A = old"), True),
        (("old = app.A", "self.assertTrue(old)", "old = app.compute()", "app.A = old"), False),
        (("old = app.A", "old += 1", "app.A = old"), False),
        (("old = app.A", "for old in app.all(): pass", "app.A = old"), False),
        (("with app.A as old:", "    app.A = old"), False),
        (("old = app.B", "app.A = old"), False),
        (("app.A = old", "old = app.A"), False),
        (("def keep():", "    old = app.A", "app.A = old"), False),
        (("old = app.A", "def spoil():", "    nonlocal old", "    old = 1", "spoil()", "app.A = old"), False),
    ],
)
def test_what_was_kept_is_put_back_if_the_name_still_stands_for_it(
    lines: tuple[str, ...], is_put_back: bool
) -> None:
    body = "".join(f"        {each}\n" for each in lines)
    text = f"import unittest, app\nclass TestA(unittest.TestCase):\n    def test_a(self):\n{body}"
    found = [each for each in told(text, "Resources") if "`app.A = old`" in each]
    words = "What is imported is given again what a name of the function kept of it"
    assert [each.partition(":")[0] == words for each in found] == [is_put_back]


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("tarfile.open('a.tar.xz', 'r:xz')", False),
        ("tarfile.open('a.tar.xz', 'r|xz')", False),
        ("tarfile.open('a.tar.xz', 'w:xz')", True),
        ("tarfile.open('a.tar.xz', 'x|xz')", True),
        ("tarfile.open('a.tar', 'a')", True),
        ("open('a', 'r+')", True),
        ("open('a')", False),
    ],
)
def test_how_an_archive_is_packed_is_not_how_it_is_opened(call: str, is_told: bool) -> None:
    found = told(f"import tarfile\ndef test_a():\n    {call}\n", "Resources")
    assert (
        any(each.startswith(("Opened to be written", "Opened to be read and written")) for each in found)
        is is_told
    )


MOCKS = "from unittest import mock\n"


@pytest.mark.parametrize(
    ("head", "line", "is_told"),
    [
        ("", "cure({'name': 'x', 'side_effect': app.OverdoseError})", False),
        (MOCKS, "cure({'name': 'x', 'side_effect': app.OverdoseError})", False),
        (MOCKS, "cure(**{'side_effect': OSError})", False),
        ("", "cure({'side_effect': OSError})", False),
        ("", "cure({'drug.side_effect': OSError})", False),
        (MOCKS, "mock.Mock(**{'side_effect': OSError})", True),
        (MOCKS, "mock.patch('shop.pay', **{'side_effect': OSError})", True),
        (MOCKS, "mock.patch.object(shop, 'pay', **{'side_effect': OSError})", True),
        (MOCKS, "given = {'side_effect': OSError}; pay.configure_mock(**given)", True),
        (MOCKS, "given = {'pay.side_effect': OSError}; configure(given)", True),
        ("import unittest.mock\n", "given = {'pay.side_effect': OSError}; configure(given)", True),
        ("", "mocker.patch('shop.pay', **{'side_effect': OSError})", True),
        ("", "configure(mocker, {'pay.side_effect': OSError})", True),
    ],
)
def test_only_displays_for_doubles_provoke_failures(head: str, line: str, is_told: bool) -> None:
    parameter = "mocker" if "mocker" in line else "client"
    found = told(f"{head}import app, shop\ndef test_a({parameter}):\n    {line}\n", "Exceptions")
    assert any(each.startswith("A failure is provoked") for each in found) is is_told


TOKEN = "ghp_" + "aB3" * 12
"""Its length and its prefix are right, and its check digits are not."""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"TODO: remove token {TOKEN}", "TODO: remove token …"),
        ("TODO: remove password=hunter2hunter2", "TODO: remove password=…"),
        ("FIXME: api_key = hunter2, db secret=hunter2;", "FIXME: api_key = …, db secret=…;"),
        ("password: hunter2, see token: below", "password: …, see token: below"),
        ("curl -H 'Authorization: Bearer abcdef123456'", "curl -H 'Authorization: Bearer …'"),
        ("bearer tokens come later", "bearer tokens come later"),
        ("give token=None or token={token} or token=%s", "give token=None or token={token} or token=%s"),
        ("tokenizer=fast, password==other", "tokenizer=fast, password==other"),
    ],
)
def test_words_are_shown_without_credentials(words: str, shown: str) -> None:
    assert quote(words) == shown
    assert fact("a", [], "b ", quote(words), subject=words).subject == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"'token-{TOKEN}.txt'", "'token-….txt'"),
        ("skip(reason='password=hunter2hunter2 is old')", "skip(reason='password=… is old')"),
        ('get({"Authorization": "Bearer abcdef123456"})', 'get({"Authorization": "Bearer …"})'),
        ("login(password=word, token=make_token())", "login(password=word, token=make_token())"),
        ("f'{a}?token={token}'", "f'{a}?token={token}'"),
    ],
)
def test_code_is_shown_without_credentials_in_its_texts(text: str, shown: str) -> None:
    assert code(text) == masked(text) == shown


def test_tokens_of_two_shapes_at_one_place_are_hidden_once() -> None:
    token = f"glpat-{'aB3' * 9}.01.{'a1b' * 3}"
    assert masked(f"a {token} b {token} c") == "a … b … c"
    assert masked(f"a glpat-{TOKEN} b") == "a … b"


def test_no_credential_of_a_comment_a_file_or_a_reason_is_shown() -> None:
    text = f"""
        import unittest

        @unittest.skip("password=hunter2hunter2 until #1234")
        class TestA(unittest.TestCase):
            def test_a(self):
                \"\"\"Takes Bearer abcdef123456.\"\"\"
                x = 1  # TODO: remove token {TOKEN}
                y = 2  # TODO: remove password=hunter2hunter2
                open("token-{TOKEN}", "w").close()
                # WARNING: token={TOKEN} and api_key=hunter2hunter2 stay
                make("/etc/password=hunter2hunter2")
                # assert shop(password=hunter2hunter2) == 1  FIXME #33 password=hunter2hunter2

            def test_b(self):
                open("key-AKIAABCDE2ABCDE2ABCD", "w").close()
                # api_key=hunter2hunter2
                # shop(password=hunter2hunter2)
    """
    document = reviewed(text)
    facts = "".join(f"{each.parts}{each.subject}" for one in document.aspects for each in one.facts)
    found = facts + "".join(each.finding.message for each in document.defects)
    words = ("Opened to be written", "remove token …", "remove password=…", "password=… until #1234")
    for each in (*words, "/etc/password=…", "assert shop(password=…", "api_key = …", "key-… is"):
        assert each in found
    assert not any(each in found for each in (TOKEN, "hunter2", "abcdef", "ABCDE2"))


@pytest.mark.parametrize(
    ("made", "call", "is_told"),
    [
        ("HTTPHeaderMap", "h.get('key')", False),
        ("HTTPHeaderMap", "h.get('/key')", True),
        ("ClientList", "h.get(name)", False),
        ("HTTPConnection", "h.get('key')", True),
        ("ApiClient", "h.get('key')", True),
        ("TestClient", "h.get('key')", False),
    ],
)
def test_what_is_called_after_http_need_not_send(made: str, call: str, is_told: bool) -> None:
    text = f"from far import {made}\n\ndef test_a(name):\n    h = {made}()\n    assert {call}\n"
    found = told(text, "Inputs")
    assert any("By its name, sends" in each for each in found) is is_told


def test_a_map_that_is_called_http_sends_nothing() -> None:
    text = "from far import HeaderMap\n\ndef test_a():\n    http = HeaderMap()\n    assert http.get('key')\n"
    assert not any("By its name, sends" in each for each in told(text, "Inputs"))


def test_a_parameter_is_not_the_function_that_is_called_so() -> None:
    text = """
        def ring(coin):
            return coin

        def keep(ring):
            till.add(ring)

        def spend():
            ring = 3
            till.add(ring)

        def test_a():
            keep(ring)
    """
    (found,) = [each for each in told(text, "Structure") if "`ring(coin)`" in each]
    assert found == "Helper `ring(coin)`; named without a call in line 12 (lines 1–2)."


@pytest.mark.parametrize(
    ("head", "call", "is_told"),
    [
        ("@mock.patch('shop.pay')\ndef test_a(mocked_pay):", "mocked_pay()", False),
        ("def test_a(mocked_pay):", "mocked_pay()", True),
        ("def test_a():\n    mocked_pay = mock.Mock()", "mocked_pay()", False),
        ("def test_a():", "shop.is_monkey_patched('socket')", False),
        ("def test_a():", "shop.has_fake_till()", False),
        ("def test_a():", "shop.history_patched()", True),
    ],
)
def test_who_calls_a_double_or_asks_for_one_makes_none(head: str, call: str, is_told: bool) -> None:
    found = told(
        f"import shop\nfrom unittest import mock\n\n{head}\n    run({call})\n", "Doubles and controls"
    )
    assert any("makes or sets a double" in each for each in found) is is_told


@pytest.mark.parametrize(
    ("raised", "caught", "does", "said"),
    [
        ("raise ValueError(1)", "except", "log(1)", "what the handler raises, it catches itself"),
        ("raise", "except BaseException", "log(1)", "what the handler raises, it catches itself"),
        ("raise ValueError(1)", "except (KeyError, ValueError)", "log(1)", "it catches itself"),
        ("raise ValueError(1)", "except KeyError", "log(1)", "the handler raises on some of its ways"),
        ("raise ValueError(1)", "except", "raise", "the handler raises (lines"),
        ("log(1)", "except OSError", "raise", "the handler raises on some of its ways"),
    ],
)
def test_what_a_handler_raises_and_takes(raised: str, caught: str, does: str, said: str) -> None:
    text = f"""
        def test_a():
            try:
                run()
            except LookupError:
                try:
                    {raised}
                {caught}:
                    {does}
    """
    found = [each for each in told(text, "Exceptions") if each.startswith("Caught: `LookupError`")]
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("line", "is_partly"),
    [
        ("self.a = env.get('A') or env.get('B')", False),
        ("self.a = env.get('A') and self.b or self.c", False),
        ("self.a = self.b or env.get('A')", True),
        ("self.a = env.get('B') or env.get('A')", True),
        ("if env.get('A') or self.b: pass", False),
        ("self.a = (env.get('A') if self.b else 1) or 2", True),
        ("self.a = [env.get('A') for each in self.b]", True),
    ],
)
def test_a_first_operand_is_always_read(line: str, is_partly: bool) -> None:
    far = f"from os import environ as env\n\nclass Till:\n    def __init__(self):\n        {line}\n"
    found = told("from far import Till\n\ndef test_a():\n    Till()\n", "Inputs", {"far.py": far})
    (read,) = [each for each in found if "variable `A` is read" in each]
    assert ("conditions of its own" in read) is is_partly


def test_a_first_operand_of_what_need_not_be_defined() -> None:
    far = """
        import os
        from pytest import fixture

        if os.name == "nt":
            @fixture(autouse=True)
            def till():
                return os.environ.get("A") or 1
    """
    found = told("def test_a():\n    assert 1\n", "Inputs", {"tests/conftest.py": far})
    assert any("conditions of its own" in each and "`A`" in each for each in found)


@pytest.mark.parametrize(
    ("raised", "caught", "is_told"),
    [
        ("raise Exception()", "except", False),
        ("raise ValueError(1)", "except ValueError", False),
        ("raise ValueError(1)", "except KeyError", True),
        ("run()", "except", True),
        ("raise KeyError(1)", "except ValueError:\n        pass\n    except", True),
    ],
)
def test_a_handler_of_what_is_raised_whatever_happens(raised: str, caught: str, is_told: bool) -> None:
    text = f"def test_a():\n    try:\n        {raised}\n    {caught}:\n        assert run.called\n"
    document = reviewed(text)
    found = [sentence(fact) for each in document.aspects for fact in each.facts]
    assert any("in a handler of an exception" in each for each in found) is is_told


def test_settings_that_are_overridden_by_nothing() -> None:
    text = """
        from django.test import override_settings

        @override_settings()
        def test_a():
            del settings.TILL

        @override_settings(TILL=1)
        def test_b():
            run()
    """
    found = [each for each in told(text, "Doubles and controls") if "override_settings(" in each]
    assert found == [
        "Replaces no setting itself, and by its name has what is set meanwhile undone: "
        "`override_settings()` (line 3).",
        "Replaces what is real, by its name: `override_settings(TILL=1)` (line 7).",
    ]


@pytest.mark.parametrize(
    ("how", "is_told"),
    [("", False), (", wraps=pay", True), (", side_effect=pay", True)],
)
def test_no_code_stands_behind_a_plain_double(how: str, is_told: bool) -> None:
    text = f"from unittest import mock\n\n@mock.patch('shop.pay'{how})\ndef test_a(till):\n    till()\n"
    assert called_values.held(module_of(text)) == (("till()",) if is_told else ())


def test_keywords_of_a_class_are_no_failures() -> None:
    text = """
        from unittest import mock
        class Shop(Base, **{"side_effect": OSError}):
            pass
    """
    assert not any("failure is provoked" in each for each in told(text, "Exceptions"))

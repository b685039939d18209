"""What a reader of six more reviews found false or misleading, each kind with what looks like it."""

from __future__ import annotations

import pytest

from .asking import NO_FILES, reviewed, told

STATE = "State of the whole process, changed in"


@pytest.mark.parametrize(
    ("replaced", "is_state"),
    [
        ("monkeypatch.setattr('shop.config.KIND', Mock())", False),
        ("monkeypatch.setattr(config, 'KIND', Mock(name='a'))", False),
        ("monkeypatch.setattr('shop.config.KIND', None)", False),
        ("monkeypatch.setattr('shop.config.KIND', Mock(wraps=real))", True),
        ("monkeypatch.setattr('shop.config.KIND', real)", True),
        ("monkeypatch.setattr('shop.config.OTHER', Mock())", True),
        ("monkeypatch.setattr(name, Mock())", True),
        ("monkeypatch.setattr('shop.config.KIND', Mock()); monkeypatch.undo()", True),
        ("if monkeypatch: monkeypatch.setattr('shop.config.KIND', Mock())", True),
        ("x = patch('shop.config.KIND')", True),
        ("pass", True),
    ],
)
def test_attributes_of_doubles_are_no_states(replaced: str, is_state: bool) -> None:
    text = f"""
        from unittest.mock import Mock, patch
        from shop import config

        def test_a(monkeypatch, real, name):
            {replaced}
            config.KIND.return_value = 1
    """
    found = told(text, "Resources")
    assert any(STATE in each for each in found) == is_state
    assert is_state or not any("Assigned into what is imported" in each for each in found)


def test_a_state_before_its_owner_is_replaced_and_by_setattr() -> None:
    text = """
        from unittest.mock import Mock
        from shop import config

        def test_a(monkeypatch):
            config.KIND.size = 1
            monkeypatch.setattr("shop.config.KIND", Mock())
            setattr(config, "OTHER", 2)
    """
    found = [each for each in told(text, "Resources") if STATE in each]
    assert len(found) == 2


DISCOVERY = """
    import threading

    def discover():
        threading.Thread(target=print).start()

    def by_name(name):
        return [each for each in discover() if each == name]
"""


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        (("with patch('disc.discover'):", "    by_name(1)"), ""),
        (("with patch('disc.discover'):", "    by_name(1)", "by_name(2)"), "(line 7;"),
        (("with patch('disc.discover', wraps=len):", "    by_name(1)"), "(line 6;"),
        (("with patch('disc.discover', side_effect=len):", "    by_name(1)"), "(line 6;"),
        (("with patch('disc.discover', **more):", "    by_name(1)"), "(line 6;"),
        (("with patch('disc.discover') as a:", "    a.side_effect = len", "    by_name(1)"), "(line 7;"),
        (("with patch('other.discover'):", "    by_name(1)"), "(line 6;"),
        (("with patch(more):", "    by_name(1)"), "(line 6;"),
    ],
)
def test_ways_that_a_patch_shuts(lines: tuple[str, ...], where: str) -> None:
    head = ("from unittest.mock import patch", "from disc import by_name", "", "def test_a(more):")
    text = "\n    ".join(("\n".join(head), *lines)) + "\n"
    found = [each for each in told(text, "Execution", {"disc.py": DISCOVERY}) if "may lead to" in each]
    assert (where in found[0]) if where else not found


def test_ways_that_patches_on_tests_and_classes_shut() -> None:
    text = """
        from unittest.mock import patch
        from disc import by_name

        @patch("disc.discover")
        def test_a(discover):
            by_name(1)

        @patch("disc.discover")
        class TestB:
            def test_b(self, discover):
                by_name(2)

            def helper(self):
                by_name(3)

        by_name(4)

        with patch("disc.discover"):
            by_name(5)
    """
    found = [each for each in told(text, "Execution", {"disc.py": DISCOVERY}) if "may lead to" in each]
    assert len(found) == 1
    assert "(lines 14, 16, 19;" in found[0]


@pytest.mark.parametrize(
    ("lines", "is_text"),
    [
        (("assert json.loads(body) == {'to': self.message}",), False),
        (("with warns(UserWarning) as w:", "    a()", "assert isinstance(w[0].message, UserWarning)"), False),
        (("try: a()", "except OSError as e:", "    assert e.message == 'x'"), True),
        (("with raises(OSError) as e:", "    a()", "assert e.value.message == 'x'"), True),
        (("with self.assertRaises(OSError) as e:", "    a()", "assert e.exception.message == 'x'"), True),
        (("e = a()", "assert e.value.message == 'x'"), False),
        (("assert caplog.records[0].message == 'x'",), True),
        (("with self.assertLogs() as w:", "    a()", "assert w.records[0].message == 'x'"), True),
        (("w = self.rows()", "assert w.records[0].message == 'x'"), False),
        (("assert self.get().message == 'x'",), False),
    ],
)
def test_texts_under_message(lines: tuple[str, ...], is_text: bool) -> None:
    body = "\n        ".join(lines)
    head = "import json\nfrom pytest import raises, warns\nclass TestA:\n    def test_a(self):\n        "
    text = f"{head}{body}\n"
    assert any("what stands under `message`" in each for each in told(text, "Disclosure")) == is_text


def test_a_denial_of_marks_is_one_of_comments() -> None:
    aspects = {
        each.name: each for each in reviewed("def test_a():\n    assert run('WARNING/2 TODO')\n").aspects
    }
    known = aspects["Known bugs"]
    assert not known.facts
    assert "no comment with FIXME, XXX, HACK, BUG, TODO or WARNING in capitals" in known.nothing


FINALLY = """
    import shutil, os

    def clean(path):
        try:
            if path:
                return 1
            os.chdir("/a")
        finally:
            shutil.rmtree(path)

    def perhaps(path):
        try:
            pass
        finally:
            if path:
                return
            path.a()
        os.chdir("/b")
"""


def test_what_stands_in_finally_is_under_no_condition() -> None:
    text = "from far import clean, perhaps\n\ndef test_a():\n    clean(1)\n    perhaps(2)\n"
    found = told(text, "Resources", {"far.py": FINALLY})
    assert any("called here: " in each and "rmtree" in each for each in found)
    assert any("conditions of its own" in each and "`perhaps()`" in each for each in found)
    assert not any("conditions of its own" in each and "rmtree" in each for each in found)


@pytest.mark.parametrize(
    ("head", "call", "is_told"),
    [
        ("d = {'a': Decimal('1')}", "d['a'].quantize(2)", False),
        ("d = {'a': make()}", "d['a'].quantize(2)", True),
        ("d = make()", "d['a'].quantize(2)", True),
        ("class Own:\n    def quantize(self): pass\nd = Own()", "d.quantize(2)", False),
        ("class Own(Base):\n    pass\nd = Own()", "d.quantize(2)", True),
        ("d = 1", "d.quantize(2)", True),
        ("d = make()", "d.quantize(2)", True),
        ("str = type('')", "str(2)", False),
        ("str = type(make)", "str(2)", True),
        ("", "config.KIND.assert_called_with(1)", False),
        ("", "config.KIND.assert_it(1)", True),
    ],
)
def test_calls_that_are_no_code_of_other_files(head: str, call: str, is_told: bool) -> None:
    imports = "from decimal import Decimal\nfrom shop import make, config, Base"
    text = f"{imports}\n{head}\ndef test_a():\n    {call}\n"
    called = f"{call.partition('(')[0]}()"
    document = reviewed(text)
    tails = [each.nothing or "" for each in document.aspects]
    assert any(called in each.partition("Called here")[2] for each in tails) == is_told


def test_a_peer_may_be_stood_in_for() -> None:
    found = told("def test_a(sock):\n    sock.sendall(b'x')\n", "Inputs")
    assert any(
        "connects to a peer or to what stands in for one, or exchanges data with it" in e for e in found
    )


@pytest.mark.parametrize(
    ("given", "port"),
    [("'a', 1400", "1400"), ("'a', '81'", "81"), ("'a', True", ""), ("'a', size", ""), ("1400, 'a'", "")],
)
def test_ports_that_functions_of_the_project_are_given(given: str, port: str) -> None:
    text = f"from far import check\n\ndef test_a(size):\n    check({given})\n"
    found = told(text, "Hard-coded values", {"far.py": "def check(host, port): ...\n"})
    assert any(f"Given as a port: `{port}` (line 4)" in each for each in found) == bool(port)


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        (("for each in cases:", "    with pytest.raises(OSError):", "        a(each)"), True),
        (("if cases:", "    with pytest.raises(OSError):", "        a()"), True),
        (("with pytest.raises(OSError):", "    a()"), False),
        (("for each in cases:", "    assert each", "with pytest.raises(OSError):", "    a()"), False),
        (("for each in cases:", "    assert each", "pytest.raises(OSError, a)"), False),
        (("for each in [1]:", "    with pytest.raises(OSError):", "        a(each)"), False),
    ],
)
def test_expectations_that_need_not_run(lines: tuple[str, ...], is_told: bool) -> None:
    text = "\n    ".join(("import pytest\ndef test_a(cases):", *lines)) + "\n"
    document = reviewed(text, NO_FILES)
    facts = [part for each in document.aspects for one in each.facts for part in one.parts]
    assert any("Ends without an assertion of its own" in each for each in facts) == is_told


def test_a_text_with_a_word_for_failure() -> None:
    found = told("def test_a(order):\n    assert order == 'some tools may fail'\n", "Exceptions")
    assert found == [
        "An assertion holds a word for a failure, `'some tools may fail'`: "
        "`order == 'some tools may fail'` (line 2)."
    ]

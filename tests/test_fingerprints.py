"""What a finding is recognised by stays when the code around it changes, and tells equal ones apart."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from flake8_testsec import fingerprints
from flake8_testsec.finding import Finding
from flake8_testsec.fingerprints import Fingerprint

PATH = "tests/test_a.py"


def found(text: str, *marks: str, path: str = PATH, code: str = "TSE407") -> list[Fingerprint]:
    """The fingerprints of findings that begin at each occurrence of some words of a text."""
    lines = text.splitlines(keepends=True)
    findings = [
        Finding(number, column, code, "a message", number, column + len(mark))
        for number, line in enumerate(lines, 1)
        for mark in marks
        for column in range(len(line))
        if line.startswith(mark, column)
    ]
    assert findings, "no mark is in the text"
    return fingerprints.fingerprints(findings, path, lines, ast.parse(text))


def one(text: str, mark: str, path: str = PATH, code: str = "TSE407") -> str:
    (each,) = found(text, mark, path=path, code=code)
    return str(each)


BEFORE = """\
import pytest

class TestShop:
    def test_pay(self, shop):
        shop.open()
        pytest.raises(Declined, match="no")  # why
        shop.close()
"""
SAME = {
    "lines above": "# more\nimport os\n\n" + BEFORE,
    "statements around": BEFORE.replace("shop.open()", "bank.open(1, 2)").replace("shop.close()", "pass"),
    "another comment": BEFORE.replace("# why", "# noqa: TSE1  because"),
    "other quotes, and a comma": BEFORE.replace('Declined, match="no"', "\n  Declined,\n  match='no',\n"),
    "brackets": BEFORE.replace(
        'pytest.raises(Declined, match="no")', '(pytest.raises((Declined), match=("no")))'
    ),
    "deeper": BEFORE.replace("        pytest", "        if shop:\n            pytest"),
    "other line ends": BEFORE.replace("\n", "\r\n"),
    "wide characters before": BEFORE.replace("        pytest", "        'ü€'; pytest"),
}


@pytest.mark.parametrize("case", SAME)
def test_what_changes_around_a_finding_changes_nothing(case: str) -> None:
    assert one(SAME[case], "pytest.raises") == one(BEFORE, "pytest.raises")


OTHER = {
    "another statement": BEFORE.replace("Declined", "Refused"),
    "another number": BEFORE.replace('"no"', "1"),
    "another function": BEFORE.replace("test_pay", "test_pay_later"),
    "another class": BEFORE.replace("TestShop", "TestBank"),
    "another position of words": BEFORE.replace('Declined, match="no"', 'match="no", *Declined'),
}


@pytest.mark.parametrize("case", OTHER)
def test_what_changes_in_a_finding_changes_it(case: str) -> None:
    assert one(OTHER[case], "pytest.raises") != one(BEFORE, "pytest.raises")


def test_the_file_and_the_rule_count() -> None:
    assert one(BEFORE, "pytest.raises", path="tests/test_b.py") != one(BEFORE, "pytest.raises")
    assert one(BEFORE, "pytest.raises", code="TSE408") != one(BEFORE, "pytest.raises")
    assert one(BEFORE, "pytest.raises", path=".\\tests\\test_a.py") == one(BEFORE, "pytest.raises")
    assert one(BEFORE, "pytest.raises", path="./tests/test_a.py") == one(BEFORE, "pytest.raises")


def test_equal_lines_in_a_function_are_two() -> None:
    text = "def test_a():\n    f(1)\n    f( 1 )\ndef test_b():\n    f(1)\n"
    first, second, other = found(text, "f(")
    assert first.digest == second.digest != other.digest
    assert [each.number for each in (first, second, other)] == [1, 2, 1]
    assert [each.scope for each in (first, second, other)] == ["test_a", "test_a", "test_b"]


def test_the_order_given_is_kept() -> None:
    lines = ["f(1)\n", "f(1)\n"]
    findings = [Finding(line, 0, "TSE407", "", line, 4) for line in (2, 1)]
    told = fingerprints.fingerprints(findings, PATH, lines, ast.parse("".join(lines)))
    assert [each.number for each in told] == [2, 1]


HEADS = """\
@skip
@xfail(strict=False)
class TestA(Base, metaclass=Meta):
    @mock.patch("a")
    def test_a(self, one=[], *, two: int = 3) -> None:
        with lock(1) as x, lock(2):
            pass
        try:
            pay()
        except (OSError, Declined):
            pass
        except Refused:
            pass
        match x:
            case 1:
                pass
"""


def test_a_head_is_its_part_and_not_what_is_inside() -> None:
    marks = ("skip", "xfail(", "Base", "metaclass", "mock.patch", "[]", "3", "with", "try", "match x")
    prints = [one(HEADS, mark) for mark in marks] + [one(HEADS, mark) for mark in ("except (", "except Ref")]
    assert len({*prints}) == len(prints)
    changed = HEADS.replace("pass", "return").replace("pay()", "pay(1)").replace("case 1", "case 2")
    assert [one(changed, mark) for mark in (*marks, "except (", "except Ref")] == prints


def test_a_definition_is_its_name_whatever_is_in_it() -> None:
    changed = HEADS.replace("one=[]", "two=()").replace("pass", "return")
    assert one(changed, "def test_a") == one(HEADS, "def test_a") != one(HEADS, "class TestA")
    assert one(changed, "@xfail") == one(HEADS, "@xfail")


COMMENTS = """\
class TestA:
    def test_a(self):
        pay()
        # assert 1
        if x:
            pay()  # FIXME two
        #   assert   3

    # assert 4

# assert 5
"""


@pytest.mark.parametrize(
    ("mark", "scope"),
    [
        ("# assert 1", "TestA.test_a"),
        ("# FIXME", "TestA.test_a"),
        ("#   assert", "TestA.test_a"),
        ("# assert 4", "TestA"),
        ("# assert 5", ""),
    ],
)
def test_a_comment_is_its_text_in_the_block_that_it_is_indented_for(mark: str, scope: str) -> None:
    (each,) = found(COMMENTS, mark)
    assert each.scope == scope
    (moved,) = found("x = 1\n" + COMMENTS.replace("pay()", "stay()"), mark)
    assert str(moved) == str(each)


def test_comments_of_several_lines_are_all_of_them() -> None:
    text = "# assert a\n#   assert b\n"

    def told(changed: str) -> Fingerprint:
        finding = Finding(1, 0, "TSE501", "", 2, len(changed.splitlines()[1]))
        return fingerprints.fingerprints([finding], PATH, changed.splitlines(True), ast.parse(changed))[0]

    assert told(text) == told("# assert a\n# assert    b\n") != told("# assert a\n# assert c\n")


def test_without_a_tree_the_text_counts() -> None:
    lines = ["def f(:\n", "  x\n"]

    def told(*findings: Finding) -> list[str]:
        return [str(each) for each in fingerprints.fingerprints(findings, PATH, lines)]

    first, second = Finding(1, 6, "E999", "a", 1, 6), Finding(2, 2, "E999", "b", 2, 2)
    (one_print, another) = told(first, second)
    assert one_print != another
    beyond = told(Finding(9, 0, "E999", "c", 9, 0), Finding(0, 0, "E902", "d", 0, 0))
    assert len({*beyond, one_print, another}) == 4


ODD = (
    "x = 0x" + "f" * 5000 + "; y = '\\udcff'; z = f'{x!r:>{y}}' + b'\\0'.decode(); w = [*x, {**y}, 1j, ...]\n"
)


def test_odd_values_have_fingerprints() -> None:
    assert len({one(ODD, mark) for mark in ("x =", "y =", "z =", "w =")}) == 4


def test_empty_texts_in_an_f_string_say_nothing() -> None:
    """Some Pythons have them where others have none."""
    parts = [[], [ast.Constant("")], [ast.Constant(""), ast.Constant("")]]
    assert len({fingerprints._dumped(ast.JoinedStr(values), (0, 0)) for values in parts}) == 1


def test_deep_trees_have_fingerprints() -> None:
    assert one("x = " + "-" * 300 + "1\n", "x =")


def test_every_python_makes_the_same() -> None:
    """The fingerprints in a baseline are read by whoever has another Python: these are written down."""
    assert [str(each) for each in found(HEADS, "with", "xfail", "except (")] == WRITTEN
    assert one("z = f'{x!r:>{y}}' + b'\\0' + f'a' 'b' f'{c}'\n", "z =") == TEXT


WRITTEN = ["4616c1557c32ce3d:1", "1b4aec910aa98f3e:1", "92896bb6e18ea482:1"]
TEXT = "16359c7947410ce9:1"


def test_no_process_makes_others() -> None:
    """Sets and hashes of strings differ from process to process."""
    code = "from tests.test_fingerprints import *; print(one(HEADS, 'with'))"
    environments = ({"PYTHONHASHSEED": seed} for seed in ("1", "2"))
    said = {
        subprocess.check_output([sys.executable, "-c", code], env={**os.environ, **each}, text=True)
        for each in environments
    }
    assert said == {one(HEADS, "with") + "\n"}


# formatting


UGLY = """\
class TestShop :
    def test_pay( self ):
        '''Pays.
           And more.
        '''
        #assert pay() == 1
        with open('a') as f, lock( ) : pay(f, 'b', timeout = 0XA) ; pay(f)
        x = ( pay(1) if f else pay(2) )
        assert pay(u'a', F'{x}', 'b' 'c', ), "no"
"""
FORMATTED = """\
class TestShop:
    def test_pay(self):
        \"\"\"Pays.
        And more.
        \"\"\"
        # assert pay() == 1
        with open("a") as f, lock():
            pay(f, "b", timeout=0xA)
            pay(f)
        x = pay(1) if f else pay(2)
        assert pay(
            "a",
            f"{x}",
            "b" "c",
        ), "no"
"""


@pytest.mark.parametrize("mark", ["open", "pay(f,", "pay(f)", "pay(1)", "pay(2)", "assert pay(", "And more"])
def test_a_formatter_changes_nothing(mark: str) -> None:
    assert [each.digest for each in found(UGLY, mark)] == [each.digest for each in found(FORMATTED, mark)]


def test_a_formatter_changes_nothing_in_a_comment() -> None:
    assert one(UGLY, "#assert pay() == 1") == one(FORMATTED, "# assert pay() == 1")


# tables


TABLE = """\
import pytest

LOGINS = [("ann", connect("a")), {"bob": connect("b"), **connect("c")}, {connect("d")}]

@pytest.mark.parametrize("name", [connect("e"), "eve"])
def test_a(name):
    first, second = connect("f"), connect("f")
"""


@pytest.mark.parametrize("word", "abcde")
def test_another_row_of_a_table_changes_nothing(word: str) -> None:
    mark = f'connect("{word}")'
    longer = TABLE.replace("LOGINS = [", "LOGINS = [1, ").replace('"eve"]', '"eve", "joe"]')
    longer = longer.replace('("ann", ', '("ann", "x", ').replace('{"bob"', '{"y": 1, "bob"')
    assert one(longer, mark) == one(TABLE, mark)
    assert one(TABLE.replace(mark, f"-{mark}"), mark) != one(TABLE, mark)


def test_rows_of_a_table_are_told_apart() -> None:
    assert len({one(TABLE, f'connect("{word}")') for word in "abcde"}) == 5
    assert [each.number for each in found(TABLE, 'connect("f")')] == [1, 2]


def test_the_name_of_a_row_counts() -> None:
    assert one(TABLE.replace('"bob"', '"joe"'), 'connect("b")') != one(TABLE, 'connect("b")')


def test_a_table_as_a_whole_is_all_of_it() -> None:
    assert one(TABLE.replace("ann", "joe"), "LOGINS") != one(TABLE, "LOGINS")
    assert one(TABLE.replace("ann", "joe"), "[(") != one(TABLE, "[(")


def test_other_managers_of_a_with_change_nothing() -> None:
    before = "with connect('a') as a:\n    with connect('b'):\n        pass\n"
    after = "with (lock(), connect('a') as a, connect('b')):\n    pass\n"
    for mark in ("connect('a')", "connect('b')"):
        assert one(after, mark) == one(before, mark)
    assert one(before.replace(" as a", " as b"), "connect('a')") != one(before, "connect('a')")
    assert one(after, "with") != one(before.partition("\n")[0] + " pass", "with")

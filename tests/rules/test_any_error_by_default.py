"""Where the expectation of any error is reported by default, and where on request."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = "import pytest\nfrom shop import bank\nfrom shop.bank import pay\nimport json\n\n"


def lines(text: str, folder: Path | None = None, *enable: str) -> list[int]:
    source = HEAD + textwrap.dedent(text)
    view = Project(str(folder)).view("tests/test_x.py") if folder is not None else None
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable), view)
    return [each.line for each in findings if each.code == "TSE402"]


REPORTED = {
    "nothing else": """
    def test_pay():
        with pytest.raises(Exception):
            pay(-1)
    """,
    "other errors below": """
    def test_pay():
        assert pay(1)
        with pytest.raises(Exception):
            pay(-1)
        with pytest.raises(ValueError):
            pay(-2)
        pytest.raises(KeyError, pay, -3)
    """,
    "another test has a double that raises it": """
    def test_pay(self):
        with pytest.raises(Exception):
            pay(-1)

    def test_bank(mocker):
        mocker.patch("shop.bank", side_effect=Exception)
        pay(1)
        assert issubclass(KeyError, Exception)
    """,
    "a hash sign in a text": """
    def test_pay():
        with pytest.raises(Exception):
            pay(f"{-1}", "caf\u00e9", "/x#error")
    """,
    "a comment behind it on something else": """
    def test_pay():
        with pytest.raises(Exception):
            pay("/x#error")  # praised on each platform
    """,
    "an empty pattern": """
    def test_pay():
        # any error
        with pytest.raises(Exception, match=""):
            pay(-1)
    """,
}


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_any_error_where_one_is_meant_is_reported(text: str) -> None:
    assert len(lines(text)) == 1


ON_REQUEST = {
    "a comment on something else": """
    def test_pay():
        # This depends on the clock of the shop, version 3.
        with pytest.raises(Exception):
            pay("/x#error")  # praised on each platform
    """,
    "an empty pattern of a specific error": """
    def test_pay():
        with pytest.raises(ValueError, match=""):
            pay(-1)
    """,
    "a comment tells of the error": """
    def test_pay():
        # which error depends on the platform
        with pytest.raises(Exception):
            pay(-1)
    """,
    "a remark for another linter": """
    def test_pay():
        with pytest.raises(Exception):  # noqa: B017
            pay(-1)
    """,
    "a comment behind a text": """
    def test_pay():
        with pytest.raises(Exception):
            pay("caf\u00e9#x")  # fails
    """,
    "a comment behind a text of several lines": """
    def test_pay():
        with pytest.raises(Exception):
            pay(
                "x"
                "y"  # fails
            )
    """,
    "the test checks more": """
    def test_pay(log):
        with log.kept():
            with pytest.raises(Exception):
                pay(-1)
            assert log.lines
    """,
    "the test raises it": """
    def test_pay():
        def broken():
            raise Exception
        with pytest.raises(Exception):
            pay(broken)
    """,
    "a double of the test raises it": """
    def test_pay(mocker):
        mocker.patch("shop.bank", side_effect=Exception)
        with pytest.raises(Exception):
            pay(-1)
    """,
    "a fixture makes one": """
    @pytest.fixture
    def broken(mocker):
        return mocker.Mock(side_effect=Exception("broken"))

    def test_pay(broken):
        with pytest.raises(Exception):
            pay(broken)
    """,
    "the test hands it over": """
    def test_pay():
        with pytest.raises(Exception):
            pay.raising(Exception)()
    """,
    "no test": """
    def check(bill):
        with pytest.raises(Exception):
            pay(bill)
    """,
}


@pytest.mark.parametrize("text", ON_REQUEST.values(), ids=ON_REQUEST)
def test_what_may_be_meant_is_reported_on_request(text: str) -> None:
    assert not lines(text)
    assert lines(text, None, "TSE402")


def test_code_that_raises_no_better_error_has_a_text_that_can_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "bank.py").write_text("def pay(bill):\n    raise Exception('no')\n")
    assert lines(REPORTED["nothing else"], tmp_path)


def tried(handler: str, *below: str, error: str = "Exception", orelse: str = "") -> str:
    lines = ["try:", "    pay(-1)", f"except {error}:", f"    {handler}"]
    if orelse:
        lines += ["else:", f"    {orelse}"]
    return "def test_pay(self):\n    " + "\n    ".join([*lines, *below]) + "\n"


FAIL = "self.fail('paid')"
BY_HAND = {
    "left by a return": tried("return", FAIL),
    "a failure otherwise": tried("pass", orelse=FAIL),
    "a return and a failure otherwise": tried("return", orelse="raise AssertionError"),
    "a flag": tried("refused = True", "assert refused"),
    "a flag that is asserted by a method": tried("refused = True", "log()", "self.assertTrue(refused, 'x')"),
    "any error of all": tried("return", "assert False", error="BaseException"),
    "in an else": "def test_pay(self):\n    if log():\n        pass\n    else:\n        "
    + tried("return", FAIL).partition("\n")[2].replace("\n    ", "\n        ").lstrip(),
}


@pytest.mark.parametrize("text", BY_HAND.values(), ids=BY_HAND)
def test_any_error_that_is_taken_by_hand_is_reported_on_request(text: str) -> None:
    assert len(lines(text, None, "TSE402")) == 1
    assert lines(text) == []


NOT_BY_HAND = {
    "a class": tried("return", FAIL, error="KeyError"),
    "an error that is looked at": tried("return", FAIL, error="Exception as error"),
    "no failure": tried("return", "assert log()"),
    "nothing below": tried("return"),
    "no failure otherwise": tried("pass", orelse="log()"),
    "a quiet handler alone": tried("pass", FAIL),
    "a flag that the body sets, too": tried("refused = True", "assert refused").replace(
        "pay(-1)", "refused = 1"
    ),
    "another flag": tried("refused = True", "assert paid", "self.assertTrue(paid)", "log(refused)"),
    "a flag that is false": tried("paid = False", "assert not paid"),
    "more in the handler": tried("log(); return", FAIL),
    "a finally": tried("return", FAIL).replace("    self.fail", "    finally:\n        log()\n    self.fail"),
    "several handlers": tried("return", FAIL).replace("except", "except KeyError:\n        pass\n    except"),
    "no test": tried("return", FAIL).replace("test_pay", "check"),
}


@pytest.mark.parametrize("text", NOT_BY_HAND.values(), ids=NOT_BY_HAND)
def test_a_try_that_may_be_meant_so(text: str) -> None:
    assert lines(text, None, "TSE402") == []


MEANT_BY_HAND = {
    "a comment tells of the error": tried("return  # any error will do", FAIL),
    "a double raises it": tried("return", FAIL).replace("pay(-1)", "pay(side_effect=Exception)"),
}


@pytest.mark.parametrize("text", MEANT_BY_HAND.values(), ids=MEANT_BY_HAND)
def test_a_try_that_may_be_meant_is_reported_on_request(text: str) -> None:
    assert lines(text) == []
    assert lines(text, None, "TSE402")

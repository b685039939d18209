"""Assertions below a call that raises, on what the call would have given."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

MOVE, DELETE = "move it out of the block", "delete it: {} is never set"
AGAIN = "delete it: {} is not set anew"

REMEDIES = {
    "a result": ("text = read()\nassert text == 1", DELETE.format("text")),
    "what is made of a result": ("data = read()\ntext = str(data)\nassert text", DELETE.format("text")),
    "two results": ("a, b = read()\nassert b == a", DELETE.format("a")),
    "a result in the end": ("name = 1\ntext = read(name)\nassert text == name", DELETE.format("text")),
    "something else that is called later": ("read()\nout = ask()\nassert out == 1", MOVE),
    "what the raising call is asked of": ("text = read()\ntext.pay(1)\nassert text.paid == 1", MOVE),
    "what is made of what is there": ("a = read()\nb = a.pay()\nassert a.paid == 1", MOVE),
    "what the second call would give": ("a = read()\nb: int = a.pay()\nassert b == 1", DELETE.format("b")),
    "what stands between": ("a = read()\nname = 1\nassert a == name", DELETE.format("a")),
    "what is made without a call": ("a = read()\nb = a.paid\nassert b == 1", DELETE.format("b")),
    "something that is set before": ("read()\nassert known == 1", MOVE),
    "a name that has a value already": ("known = read()\nassert known == 1", AGAIN.format("known")),
    "a denial of what has a value already": ("known = read()\nassert not known", AGAIN.format("known")),
    "a name of the context": ("text = read()\nassert str(caught.value) == 1", MOVE),
    "a name that a context binds before": (
        "with ask() as out:\n        read()\nout.assert_called_with(1)\nout.assert_any_call(2)",
        MOVE,
    ),
    "a denial of something else": ("text = read()\nassert known != 1", MOVE),
    "a denial and more": ("text = read()\nassert text != 1\nassert text", DELETE.format("text")),
}
SILENT = {
    "it is not in there": "text = read()\nassert 1 not in text",
    "it is not that": "text = read()\nassert text is not known",
    "it is nothing": "text = read()\nassert not text",
    "it is something else": "text = read()\nself.assertNotEqual(text, 1)",
}


def found(body: str, head: str = "def test_shop(self, read, ask, known):\n    known = 2\n") -> list[str]:
    """The remedies for a block with such a body."""
    indent = " " * 4 * ("def " in head)
    lines = body.replace("\n", f"\n{indent}    ")
    block = f"{indent}with pytest.raises(OSError) as caught:\n{indent}    {lines}\n"
    findings = engine.check(f"import pytest\n{head}{block}", "tests/test_shop.py", Settings())
    assert not [each for each in findings if each.code == "TSE000"]
    return [each.message.partition("; ")[2] for each in findings if each.code == "TSE403"]


@pytest.mark.parametrize(("body", "remedy"), REMEDIES.values(), ids=REMEDIES)
def test_what_can_be_done(body: str, remedy: str) -> None:
    assert found(body) == [remedy]


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_the_worst_that_can_be_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_outside_of_functions_names_are_looked_for_in_the_module() -> None:
    assert found("text = read()\nassert text == 1", head="") == [DELETE.format("text")]
    assert found("text = read()\nassert text == 1", head="text = 1\n") == [AGAIN.format("text")]

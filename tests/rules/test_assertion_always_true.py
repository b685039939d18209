"""One hollow assertion, one finding: which rule speaks where several could."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HOLLOW = {"TSE504", "TSE505", "TSE506", "TSE507", "TSE508", "TSE513"}

CASES = {
    "a literal in the place of the condition is the condition's fault": (
        "self.assertTrue('ext3', image.format())",
        "TSE505",
    ),
    "a literal on both sides is the condition's fault": ("self.assertTrue('ext3', 3)", "TSE505"),
    "a type with an expected class is a misplaced value": ("self.assertTrue(type(image), dict)", "TSE504"),
    "a type alone is an object": ("self.assertTrue(type(image))", "TSE505"),
    "a type with prose is an object": ("assert type(image), 'the image has no type'", "TSE505"),
    "a type before the comma of assert is a misplaced value": ("assert type(image), dict", "TSE506"),
    "a tuple with a number after it is an object": ("assert (image, 1), 2", "TSE505"),
    "an operand that is always true with a number after it is an object": (
        "assert 'a' and image, 2",
        "TSE505",
    ),
    "a display that shall be false is the condition's fault": ("self.assertFalse([], image.calls)", "TSE505"),
    "True with a value is an object": ("self.assertTrue(True, image.open)", "TSE505"),
    "True alone is a placeholder": ("self.assertTrue(True)", "TSE513"),
    "True with prose is a placeholder": ("assert True, 'came so far'", "TSE513"),
    "a tautology is no object": ("assert len(image) >= 0", "TSE507"),
    "a length with a number after the comma is a misplaced value": ("assert len(image), 0", "TSE506"),
    "a tautology with a number after the comma is a tautology": ("assert len(image) >= 0, 3", "TSE507"),
    "a comparison without assert": ("image.size == 3", "TSE508"),
}


@pytest.mark.parametrize(("statement", "code"), CASES.values(), ids=CASES.keys())
def test_one_assertion_is_reported_once(statement: str, code: str) -> None:
    source = f"class TestImage:\n    def test_image(self):\n        image = load()\n        {statement}\n"
    found = [each.code for each in engine.check(source, "tests/test_image.py", Settings(enable=("TSE",)))]
    assert [each for each in found if each in HOLLOW] == [code]


def test_methods_of_the_project_that_are_not_called_are_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("class Order:\n    def is_paid(self):\n        return self.paid\n")
    source = "from shop import Order\n\ndef test_x(order: Order):\n    assert order.is_paid\n"
    view = Project(str(tmp_path)).view("test_shop.py")
    found = [
        [each.code for each in engine.check(source, "test_shop.py", settings, view)]
        for settings in (Settings(), Settings(enable=("TSE505",)))
    ]
    assert found == [[], ["TSE505"]]

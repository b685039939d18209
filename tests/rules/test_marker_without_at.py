"""What is to be done about a marker that marks nothing depends on where it stands."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import pytest\nimport unittest\n"
CALL, AT = "call pytest.skip() or self.skipTest()", "write the @ that is missing"
CASES = {
    "above a function": ("pytest.mark.slow\ndef test_a():\n    run()\n", AT),
    "in a class": ("class TestA:\n    unittest.skip('x')\n    def test_a(self):\n        run()\n", AT),
    "above an inner function": (
        "def test_a():\n    pytest.fixture()\n    def x():\n        run()\n    x()\n",
        AT,
    ),
    "in a test": ("def test_a():\n    unittest.skip('x')\n    run()\n", CALL),
    "at the end of a block": ("def test_a():\n    if x:\n        unittest.skip('x')\n    run()\n", CALL),
}


@pytest.mark.parametrize("case", CASES)
def test_remedy(case: str) -> None:
    source, remedy = CASES[case]
    messages = [
        each.message
        for each in engine.check(HEAD + source, "tests/test_a.py", Settings())
        if each.code == "TSE521"
    ]
    assert messages == [f"marker on a line of its own marks nothing; {remedy}"]

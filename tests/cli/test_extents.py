"""No ``noqa`` that flake8 would see is lost by looking near the finding only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flake8.processor import FileProcessor

from flake8_testsec.cli import configuration
from flake8_testsec.cli.extents import Extent, Extents

CASES = {
    "one line": "a = 1\nb = 2  # noqa\nc = 3\n",
    "brackets": "call(\n    1,\n    2,\n)  # noqa\nafter()\n",
    "a text": "a = '''\nnoqa\n'''\nb = 2\n",
    "a text before another statement": "a = '''# noqa\n'''; b = '''\n'''; c = 3\nd = 4\n",
    "a text after another statement": "a = 1; b = '''\n'''; c = '''\n# noqa'''\nd = 4\n",
    "a text in a condition": "if '''# noqa\n''': call()\nafter()\n",
    "a backslash": "a = 1 \\\n  # noqa\nb = 2\n",
    "a statement behind a backslash": "a = 1; \\\nb = call('''\n''')  # noqa\nc = 2\n",
    "two backslashes": "a = 1 \\\n \\\n  # noqa\nb = 2\n",
    "a condition on a line of its own": "if a: \\\n  call()  # noqa\nb = 2\n",
    "a decorator": "@call(\n    1\n)  # noqa\ndef f():\n    pass\n\n@other  # noqa\nclass C:\n    x = 1\n",
    "inner blocks": """\
class C:
    def f(self):  # noqa
        try:
            a()
        except E:  # noqa
            b()
        else: c()  # noqa
        finally:
            d(
)  # noqa
""",
    "cases": "match a:\n    case 1:  # noqa\n        b()\n    case 2: c()  # noqa\n",
    "nothing around": "\n\n# noqa\n\na = 1\n",
    "letters of several bytes": "if é: ö = '''\n# noqa'''\nd = '''\n'''; e = 1\n",
}


@pytest.mark.parametrize("case", CASES)
def test_the_logical_line_is_inside(case: str) -> None:
    check(CASES[case])


def test_statements_apart_do_not_count() -> None:
    text = "import a  # noqa\n\nclass C:\n    def f(self):\n        b()\n        c()\n"
    assert Extents(ast.parse(text), text.splitlines(True)).around(5) == Extent(5, 5)


def test_decorators_are_a_part_of_what_they_decorate() -> None:
    text = "a = 1  # noqa\n@call(\n    1\n)\ndef f():\n    b()\n"
    extents = Extents(ast.parse(text), text.splitlines(True))
    assert [extents.around(line) for line in (2, 5, 6)] == [Extent(2, 6), Extent(2, 6), Extent(6, 6)]


def test_our_own_files() -> None:
    for file in Path(__file__).parent.parent.rglob("test_b*.py"):
        check(file.read_text(encoding="utf-8"))


def check(text: str) -> None:
    """The lines that flake8 would look into are within ours, whichever line the finding has."""
    lines = text.splitlines(True)
    extents = Extents(ast.parse(text), lines)
    seen = FileProcessor("test.py", configuration.parse(["--isolated"]), lines)
    for number in range(1, len(lines) + 2):
        whole = seen.noqa_line_for(number)
        assert whole is None or whole in texts(whole, lines, extents.around(number), number)


def texts(whole: str, lines: list[str], within: Extent, number: int) -> list[str]:
    """All texts of as many adjoining lines of an extent that have one line among them."""
    count = whole.count("\n") + (not whole.endswith("\n"))
    firsts = range(max(within.first, number - count + 1), min(number, within.last - count + 1) + 1)
    return ["".join(lines[first - 1 : first - 1 + count]) for first in firsts]

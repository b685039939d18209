"""What a class leaves to those below it is not known to undo anything; what it does itself is."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """\
import contextlib


class Renderer:
    @contextlib.contextmanager
    def draw(self, figure):
        self.open_figure(figure)
        figure.page.open_sheet()
        yield
        {below}

    def open_figure(self, figure):
        pass

    def close_figure(self, figure):
        {body}
"""
HOOKS = {
    "nothing": ("self.close_figure(figure)", "pass", 0),
    "a docstring": ("self.close_figure(figure)", "'''Ends a figure.'''", 0),
    "something": ("self.close_figure(figure)", "self.file.close()", 1),
    "something below it": (
        "self.close_figure(figure)\n        figure.page.close_sheet()",
        "pass",
        1,
    ),
}


@pytest.mark.parametrize("name", HOOKS)
def test_what_is_left_to_others(name: str) -> None:
    below, body, number = HOOKS[name]
    found = engine.check(TEXT.format(below=below, body=body), "shop/drawing.py", Settings())
    assert [each.code for each in found].count("TSE310") == number


@pytest.mark.parametrize("above", ["def draw(self):", "class Base(Shop):\n  @m\n  def draw(self):"])
def test_what_the_class_does_not_have_is_told_by_its_name(above: str) -> None:
    indent = "    " if "class" in above else "  "
    text = (
        "import contextlib\nm = contextlib.contextmanager\n@m\n"
        f"{above}\n{indent}self.open_figure(1)\n{indent}yield\n{indent}self.close_figure(1)\n"
    )
    found = engine.check(text, "tests/drawing.py", Settings())
    assert [each.code for each in found].count("TSE310") == 1

"""A figure of matplotlib that a test makes and nobody closes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import conditioned, is_fixture, is_hook, is_test, is_test_file

rule = Rule(
    code="TSE333",
    summary="a figure is made in a test and never closed",
    message="{name}() makes a figure that pyplot keeps until the end of the run; plt.close() it",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    ``pyplot`` keeps each figure until it is closed. A run with hundreds of tests fills the memory, warns of
    more than twenty open figures, and the "current figure" that the next test draws into is the one of this
    test.
    """,
    fix="""
    Close it in the fixture that makes it, or all of them after each test: ``plt.close("all")`` behind a
    yield.
    """,
    fixable="Nothing, because one fixture for all tests may be the better place.",
    bad=(
        """
        import matplotlib.pyplot as plt
        import pytest

        def test_plot(orders):
            fig, ax = plt.subplots()
                      ^^^^^^^^^^^^^^
            orders.plot(ax=ax)
            assert len(ax.lines) == 1
            plt.subplots()

        @pytest.fixture
        def figure():
            return plt.figure(figsize=(3, 3))
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import matplotlib.pyplot as plt
        from matplotlib.figure import Figure

        def test_plot(orders):
            fig, ax = plt.subplots()
            plt.close(fig)
            other = Figure()
        """,
        """
        import matplotlib.pyplot as plt
        from matplotlib.testing.decorators import image_comparison

        @image_comparison(["orders.png"])
        def test_plot():
            plt.subplots()
        """,
        """
        import matplotlib.pyplot as plt

        def draw():
            plt.figure()

        def test_plot(orders, shown):
            if shown:
                plt.figure()
        """,
    ),
)

_MAKERS = ("figure", "subplots", "subplot_mosaic", "subplot")
_CLOSING = frozenset({"close", "close_all", "switch_backend"})
_COMPARING = ("image_comparison", "check_figures_equal", "mpl_image_compare", "cleanup", "rc_context")


@rule.call(*(f"matplotlib.pyplot.{name}" for name in _MAKERS))
def made(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the first figure of each test in a module that closes none."""
    function = module.function(call)
    if function is None or module.mentions(*_COMPARING) or module.calls(_CLOSING):
        return
    if not is_test_file(module) or conditioned(call, module):
        return
    is_kept = is_test(function, module) or is_fixture(function, module) or is_hook(function)
    if is_kept and module.kept.setdefault((rule.code, function), call) is call:
        yield rule.at(call, name=last_word(call.func))

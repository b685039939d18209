"""A test draws its input at random, and nothing fixes what is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.suites import test_around

rule = Rule(
    code="TSE232",
    summary="input of a test is drawn at random without a seed: a failure cannot be repeated",
    message="{name}() draws other input in each run, so a failure cannot be repeated; give a seed",
    roles=Role.TEST,
    cwe=330,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    What is drawn differs from run to run. A failure comes now and then, and cannot be repeated, because
    nobody knows what had been drawn. Silence where the module, or a ``conftest.py`` above it, gives a seed,
    and in tests that check nothing. Names and ports that are drawn are TSE225's.
    """,
    fix="Draw from ``random.Random(4711)``, or of numpy from ``default_rng(4711)``; or take fixed input.",
    fixable="Nothing, because with a seed other input is tested than before.",
    bad=(
        """
        import random
        from random import choice, shuffle

        import numpy as np

        def test_sorts():
            numbers = [random.randint(1, 9) for _ in range(8)]
                       ^^^^^^^^^^^^^^^^^^^^
            shuffle(numbers)
            assert sort(numbers)[0] <= choice(numbers)

        def test_mean():
            values = np.random.rand(8)
                     ^^^^^^^^^^^^^^^^^
            assert mean(values) < 1
        """,
        """
        import numpy as np

        def test_mean():
            rng = np.random.default_rng()
                  ^^^^^^^^^^^^^^^^^^^^^^^
            assert mean(rng.random(8)) < 1
        """,
    ),
    good=(
        """
        import random

        import numpy as np

        def test_sorts():
            drawn = random.Random(3)
            numbers = [drawn.randint(1, 9) for _ in range(8)]
            assert sort(numbers)
            assert mean(np.random.default_rng(3).random(8)) < 1

        def test_draws():
            print(random.random())

        def numbers():
            return [random.random()]
        """,
        """
        import random

        def setup_module():
            random.seed(3)

        def test_sorts():
            assert sort([random.random(), random.random()])
        """,
        """
        # file: tests/conftest.py
        import random

        import pytest

        @pytest.fixture(autouse=True)
        def seeded():
            random.seed(3)
        # file: tests/test_sort.py
        import random

        def test_sorts():
            assert sort([random.random(), random.random()])
        """,
    ),
)

_DRAWING = (
    "choice",
    "choices",
    "gauss",
    "getrandbits",
    "randint",
    "random",
    "randrange",
    "sample",
    "shuffle",
)
_OF_NUMPY = ("choice", "normal", "permutation", "rand", "randint", "randn", "random", "shuffle", "uniform")
_DRAWN = frozenset(
    {"random.uniform", "numpy.random.default_rng", "numpy.random.RandomState", "random.Random"}
    | {f"random.{word}" for word in _DRAWING}
    | {f"numpy.random.{word}" for word in _OF_NUMPY}
)
_MAKERS = frozenset({"numpy.random.default_rng", "numpy.random.RandomState", "random.Random"})
_SEEDS = ("seed(", "seed=", "randomly", "set_seed", "manual_seed")


@rule.where(hints=("random",))
def drawn(module: Module) -> Iterator[Hit]:
    """Report the first draw of each test that checks something."""
    words = frozenset(name.rpartition(".")[2] for name in _DRAWN)
    seen = set()
    for call in module.scopes.calls(words):
        names = module.names(call.func)
        test = test_around(call, module)
        if test is None or test in seen or not names & _DRAWN or (names & _MAKERS and call.args):
            continue
        if _checks(test, module) and not _is_seeded(module):
            seen.add(test)
            yield rule.at(call, name=sorted(names & _DRAWN)[0].rpartition(".")[2])


@once
def _checks(test: Function, module: Module) -> bool:
    return holds_check(test, module)


@once
def _is_seeded(module: Module) -> bool:
    """Whether the module, or a ``conftest.py`` above it, speaks of a seed."""
    view = view_of(module)
    texts = [module.source, *(view.text(each.path) for each in view.conftests())] if view else [module.source]
    return any(word in text for text in texts for word in _SEEDS)

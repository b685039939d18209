"""What a test sets back as its last step stays as it is when an assertion fails."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, spelt, structure
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called
from flake8_testsec.vocabulary.testing.switched_off import is_skipped

if TYPE_CHECKING:
    from flake8_testsec.cleanup.touches import Touch

rule = Rule(
    code="TSE323",
    summary="what a test sets back in the end is set back only if the assertions above hold",
    message="{what} is skipped when the assertion on line {line} fails; put it into finally",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
        The last line of the test makes good what the test, or the code that it calls, has done to an object
        that all tests share: a registry, a cache, a flag of a module. It is written for the tests that come
        later, and it does not run when it matters: a failed assertion leaves the test at once. The tests
        after it then fail too, for a reason that is not theirs. Nothing is said of what a set-up, a
        tear-down or a fixture of the same module sets or ends as well. Whether any other test minds what is
        left needs judgement, which is why the rule is not on by default.
        """,
    fix="""
        Put the last step into ``finally``, register it for cleanup before the first assertion, or move it
        below the ``yield`` of a fixture.
        """,
    fixable="""
    Nothing: where the ``try`` must begin is where the change is made, which the rule need not know.
    """,
    bad=(
        """
        from shop import plugins, version


        def test_paste_keeps_the_address(client):
            version.paste(client)
            assert version.url == "test"
            version.url = None
            ^^^^^^^^^^^^^^^^^^


        def test_plugin(client):
            plugins.register(Discount)
            assert client.total() == 9
            plugins.unregister(Discount)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        from shop.settings import clear_settings, settings


        class TestSettings(unittest.TestCase):
            def test_settings(self):
                found = settings()
                self.assertEqual(found.version, 1)
                clear_settings()
                ^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        from shop import plugins, stock, version


        def test_paste(client):
            try:
                version.paste(client)
                assert version.url == "test"
            finally:
                version.url = None


        def test_stock_is_counted_anew(client):
            stock.clear()
            client.fill()
            assert stock.count() == 3
            stock.clear()


        def test_unregister(client):
            plugins.register(Discount)
            assert client.total() == 9
            plugins.unregister(Discount)


        def test_local(client):
            client.fill()
            assert client.count() == 3
            client.reset()


        def test_step(client):
            version.paste(client)
            assert version.url == "test"
            version.url = None
            client.upload(version)
        """,
        """
        import unittest

        from shop import stock


        class TestStock(unittest.TestCase):
            def tearDown(self):
                stock.reset()

            def test_stock(self):
                stock.fill(3)
                self.assertEqual(stock.count(), 3)
                stock.reset()
        """,
        """
        import unittest

        from shop import hooks


        class TestHooks(unittest.TestCase):
            def setUp(self):
                def forget():
                    hooks.known = None

                self.addCleanup(forget)

            def test_hook(self):
                hooks.register(print)
                self.assertEqual(hooks.count(), 1)
                hooks.unregister(print)
        """,
        """
        import unittest

        from shop import Policy, stock


        def test_names_are_replaced():
            assert Policy().names == Policy.names
            Policy.names = set(Policy.names)
            Policy.old_names = set(Policy.names)


        @unittest.skip("no stock")
        class TestNoStock(unittest.TestCase):
            def test_stock(self):
                stock.fill(3)
                self.assertEqual(stock.count(), 3)
                stock.reset()
        """,
    ),
)


_MOST = 20
"""Last steps of which equal ones are sought."""
_RESETTING = lazy(
    r"(safe_|force_|maybe_)?(clean_?up|clear|deactivate|deregister|disable|purge|re_?set|restore|revert|"
    r"tear_?down|undo|un(install|load|mount|patch|register|set))(_|\Z)"
)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, look=looks.ends_by_a_change)
def skipped(function: Function, module: Module) -> Iterator[Hit]:
    """Report the last steps of a test that set back what is imported."""
    # Few of the many tests have any use for the rooms, which take long to import.
    from flake8_testsec.cleanup.last_steps import last_steps

    found = last_steps(function, module)
    if found is None or is_skipped(function, module):
        return
    what, step = next(_set_back(found.steps, function, module), ("", None))
    if step is not None:
        related = (Pointer(found.check, "left here"),)
        yield rule.at(step, related, what=what, line=found.check.lineno)


def _set_back(
    steps: Sequence[ast.stmt], function: Function, module: Module
) -> Iterator[tuple[str, ast.stmt]]:
    """The steps that set something back for other tests, each with a word on it."""
    for step in steps:
        what = _told(step, module)
        if (
            what
            and _is_for_others(step, function, module)
            and not _is_needless(step, steps, function, module)
        ):
            yield what, step


def _told(step: ast.stmt, module: Module) -> str:
    """What a step does to something imported, as text; empty if it does nothing to it."""
    from flake8_testsec.cleanup.touches import is_imported

    match step:
        case ast.Assign(targets=[ast.Attribute(value=owner) as target]) if is_imported(owner, module):
            return f"{spelt(target)} = ..."
        case ast.Expr():
            call = called(step)
            func = call.func if call is not None else step.value
            is_reset = _RESETTING.match(_snake(last_word(func))) and is_imported(func, module)
            return f"{spelt(func)}()" if is_reset else ""
        case _:
            return ""


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower().lstrip("_")


def _is_for_others(step: ast.stmt, function: Function, module: Module) -> bool:
    """Whether nobody else sets the same thing back, and neither the test itself, to begin with."""
    from flake8_testsec.cleanup.last_steps import named_around

    word = _word(step)
    first = _snake(word).partition("_")[0]
    is_subject = isinstance(step, ast.Expr) and first in function.name.lower()
    return not (
        is_subject
        or word in named_around(module)
        or _is_done_before(step, function, module)
        or _is_known(step, function, module)
    )


def _is_needless(step: ast.stmt, steps: Sequence[ast.stmt], function: Function, module: Module) -> bool:
    """Whether others reset the same thing, or the step puts nothing back."""
    from flake8_testsec.cleanup.reset_elsewhere import is_reset_elsewhere, sets_nothing_back

    if isinstance(step, ast.Assign):
        return sets_nothing_back(step, steps, function, module)
    call = called(step)
    return call is not None and is_reset_elsewhere(call.func, function, module)


def _word(step: ast.stmt) -> str:
    if isinstance(step, ast.Assign):
        return last_word(step.targets[0])
    call = called(step)
    assert call is not None
    return last_word(call.func)


def _is_done_before(step: ast.stmt, function: Function, module: Module) -> bool:
    """Whether a test begins as it ends: what one run leaves, the next sets back."""
    return _alike(function, module)[structure(step)] > 1


@once
def _alike(function: Function, module: Module) -> Counter[str]:
    """How often each assignment and call stands in a function that may be the same as one of its last."""
    words = {_word(each) for each in function.body[-_MOST:] if _is_plain(each)}
    every = (each for each in inside(function, module) if isinstance(each, ast.stmt) and _is_plain(each))
    return Counter(structure(each) for each in every if _word(each) in words)


def _is_plain(step: ast.stmt) -> bool:
    return isinstance(step, ast.Assign) or called(step) is not None


def _is_known(step: ast.stmt, function: Function, module: Module) -> bool:
    """Whether the step is one that other rules know, as they know what it undoes; or a patch undoes it."""
    from flake8_testsec.cleanup.custody import custody
    from flake8_testsec.cleanup.states import covers

    known = _touched(function, module)
    own = [touch for node in ast.walk(step) for touch in known.by_node.get(node, ())]
    if any(covers(custody(function, module).undoes, each.tag) for each in own):
        return True
    return any(each.state.code != "TSE313" or _is_told(each, known, function, module) for each in own)


def _is_told(last: Touch, known: _Touched, function: Function, module: Module) -> bool:
    """Whether another rule speaks of the change that is undone, or knows why it need not."""
    from flake8_testsec.cleanup.first_values import is_first
    from flake8_testsec.cleanup.replacements import is_replaced
    from flake8_testsec.cleanup.touches import Kind

    change = known.fresh.get(last.key)
    if change is None or change.node is last.node:
        return False
    is_back = last.kind is not Kind.FRESH or is_first(last.value, change, module)
    return is_back or is_replaced(change, function, module)


class _Touched(NamedTuple):
    """The touches of a function by their nodes, and the first change of each state."""

    by_node: Mapping[ast.AST, Sequence[Touch]]
    fresh: Mapping[str, Touch]


@once
def _touched(function: Function, module: Module) -> _Touched:
    from flake8_testsec.cleanup.touches import Kind, touches

    by_node: dict[ast.AST, list[Touch]] = defaultdict(list)
    for each in touches(function, module):
        by_node[each.node].append(each)
    fresh = [each for each in touches(function, module) if each.kind is Kind.FRESH]
    return _Touched(by_node, {each.key: each for each in reversed(fresh)})

"""What a test puts back goes to another attribute than the one that it changed."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound, Imported
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.saved_names import is_named_for_saving
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test, receiver

rule = Rule(
    code="TSE335",
    summary="a test puts a saved value back to another attribute than it changed",
    message="{problem}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The line looks like the cleanup, and makes an attribute that nothing reads: Python creates what is not
    there. What the test has changed stays as it is for every test that comes after.
    """,
    fix="""
    Assign to the attribute that was changed; ``monkeypatch.setattr`` and ``mock.patch.object`` keep its name
    themselves, and refuse one that is not there.
    """,
    fixable="Nothing: which of the two names is the right one has to be looked up.",
    bad=(
        """
        from shop import settings


        def test_prices(app):
            previous = app.shop.prices()
            try:
                app.shop._prices_local = {"tea": 2}
                assert app.ask("tea") == 2
            finally:
                app.shop._local_prices = previous
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^


        def test_sale():
            old_sale = settings.SALE
            settings.SALE = True
            assert settings.discount() == 5
            settings.SALES = old_sale
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import shop.process
        from shop.process import IS_WINDOWS


        def test_windows():
            try:
                shop.process.IS_WINDOWS = True
                assert shop.process.run() == 1
            finally:
                shop.process.is_win = IS_WINDOWS
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import io
        import sys


        def test_output(shop):
            old_stdout = sys.stdout.buffer
                         ^^^^^^^^^^^^^^^^^
            sys.stdout = io.BytesIO()
            assert shop.write()
            sys.stdout = old_stdout
            assert shop.written


        def test_errors(shop):
            saved = sys.stdout
                    ^^^^^^^^^^
            sys.stderr = io.StringIO()
            try:
                assert shop.write()
            finally:
                sys.stderr = saved
        """,
    ),
    good=(
        """
        import io
        import sys

        from shop import settings


        def test_right(app):
            previous = app.shop.prices()
            try:
                app.shop._prices_local = {"tea": 2}
                assert app.ask("tea") == 2
            finally:
                app.shop._prices_local = previous


        def test_both():
            old_sale, old_tax = settings.SALE, settings.TAX
            settings.SALE = settings.TAX = True
            settings.TAX = old_tax
            settings.SALE = old_sale


        def test_changed_by_a_call(logger):
            old_level = logger.level
            logger.setLevel(10)
            logger.propagate = False
            logger.level = old_level


        def test_both_streams(shop):
            old_stdout = sys.stdout
            sys.stdout = sys.stderr = io.StringIO()
            shop.write()
            sys.stdout = old_stdout
            sys.stderr = sys.__stderr__


        def test_one_stream(shop):
            old_stdout, saved = sys.stdout, sys.stderr
            sys.stderr = old_stdout
            shop.write()
            sys.stderr = saved


        def test_new(shop):
            old = shop.customer()
            shop.name = "tea"
            shop.customer_before = old
            assert shop.customer_before == old


        def test_none(shop, old_name):
            shop.name = "tea"
            shop.owner = old_name
            assert shop.sign() == "owner"
        """,
        """
        class TestShop:
            def setup_method(self, shop):
                old_names = shop.names()
                shop.name = "tea"
                shop.first_names = old_names

            def test_names(self, shop):
                old_name = shop.name()
                self.name = "tea"
                self.former = old_name


        def test_several(shop):
            old_name = shop.now()
            shop.name = "tea"
            shop.place = "here"
            shop.last = old_name


        def test_in_time(shop):
            try:
                old_name = shop.then()
                shop.name = "tea"
                shop.later = old_name
            finally:
                shop.close()


        old_shop = print
        print.shop = old_shop
        """,
        """
        import sys

        from shop import settings


        def test_a_step():
            original = settings.original_backend
            settings.backend = None
            assert settings.is_off()
            settings.backend = original
            assert settings.is_on()


        def test_a_step_inwards():
            original = settings.backend.inner
            settings.backend = None
            assert settings.is_off()
            settings.backend = original
            assert settings.is_on()


        def test_errors_among_others(shop):
            old_stdout = sys.stdout
            sys.stderr = None
            assert shop.write()
            sys.stderr = old_stdout
            assert shop.written


        def test_two_things(app):
            saved = app.config()
            app.debug = True
            try:
                assert app.run()
            finally:
                app.last_config = saved
        """,
    ),
)


_STREAMS = frozenset({"sys.stderr", "sys.stdin", "sys.stdout"})
_UNKNOWN = "{target} was not changed here, and {changed} stays changed; put {changed} back"
_OTHER = "{target} becomes what {kept} was, not what it was itself; save {target} before, and put it back"


@rule.on(ast.Assign, look=looks.assigns_name)
def put_back(assignment: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report what is assigned a saved value in the end that is not its own."""
    match assignment:
        case ast.Assign(targets=[ast.Attribute() as target], value=ast.Name() as saved):
            function = module.function(assignment)
            if function is not None and spelt(target.value) != receiver(function, module):
                yield from _reported(target, saved, function, module)


def _is_at_end(target: ast.Attribute, function: Function, module: Module) -> bool:
    """Whether an assignment is part of a ``finally``, or nothing but assignments comes after it in a test."""
    assignment = module.parents[target]
    parent = module.parent(assignment)
    if isinstance(parent, ast.Try):
        return assignment in parent.finalbody
    is_last = parent is function and target.lineno >= _tail(function, module)
    return is_last and (is_test(function, module) or is_fixture(function, module))


@once
def _tail(function: Function, module: Module) -> int:
    """The first line of the assignments with which a function ends."""
    others = (each.lineno + 1 for each in function.body if not isinstance(each, ast.Assign))
    return max(others, default=0)


def _reported(target: ast.Attribute, saved: ast.Name, function: Function, module: Module) -> Iterator[Hit]:
    whole = spelt(target)
    match module.bindings(saved):
        case [Bound(value=value)]:
            if _is_of_another(target, value, saved, function, module):
                yield rule.at(value, problem=_OTHER.format(target=whole, kept=spelt(value)))
            kept = spelt(value)
        case [Imported()]:
            kept = f"{spelt(target.value)}.{''.join(module.names(saved)).rpartition('.')[2]}"
        case _:
            return
    if kept == whole or not (_is_at_end(target, function, module) and _is_unknown(target.attr, module)):
        return
    changed = _left(target, function, module)
    if changed and (kept == changed or _is_asked_for(changed, kept, saved)):
        yield rule.at(module.parents[target], problem=_UNKNOWN.format(target=whole, changed=changed))


def _is_asked_for(changed: str, kept: str, saved: ast.Name) -> bool:
    """Whether what was kept is what a call gave, and an attribute that was changed has a word of its name."""
    words = {*_asked(kept).split("_")} & {*changed.rpartition(".")[2].split("_")}
    return is_named_for_saving(saved.id) and not words <= _NO_WORDS


def _asked(kept: str) -> str:
    """The name of what is called, as in ``app.prices()``."""
    return kept.partition("(")[0].rpartition(".")[2] if kept.endswith(")") else ""


_NO_WORDS = frozenset({"", "get", "set", "is"})


def _is_of_another(
    target: ast.Attribute, value: ast.expr, saved: ast.Name, function: Function, module: Module
) -> bool:
    """Whether a value that is put back was that of a part, or of a sibling, of something imported."""
    if not isinstance(value, ast.Attribute) or not module.names(target) or not is_named_for_saving(saved.id):
        return False
    whole = spelt(target)
    is_part = spelt(value.value) == whole
    is_sibling = spelt(value.value) == spelt(target.value) and value.attr != target.attr
    if not (is_part or is_sibling) or (is_sibling and whole in _read(function, module)):
        return False
    if not (_is_at_end(target, function, module) or (is_part and module.names(target) & _STREAMS)):
        return False  # a step of what is tested
    changes = _changes(function, module)[whole]
    return value.lineno < changes[0].lineno < saved.lineno


def _is_unknown(word: str, module: Module) -> bool:
    """Whether a module mentions an attribute once, where something is assigned to it, and nothing like it."""
    is_defined = word in _bound(module) or any(module.functions(word))
    return len(module.attributes({word})) == 1 and word not in module.literals and not is_defined


@once
def _bound(module: Module) -> frozenset[str]:
    return frozenset(each.id for each in module.targets)


def _left(target: ast.Attribute, function: Function, module: Module) -> str:
    """The one attribute of the same owner that a function changes before; empty if there are several."""
    match _changed(function, module)[spelt(target.value)]:
        case [first, last] if last is target:
            return spelt(first)
        case _:
            return ""


@once
def _changed(function: Function, module: Module) -> Mapping[str, Sequence[ast.Attribute]]:
    """The first place of each, by how their owners are written."""
    found: dict[str, list[ast.Attribute]] = defaultdict(list)
    for several in _changes(function, module).values():
        found[spelt(several[0].value)].append(several[0])
    return found


@once
def _changes(function: Function, module: Module) -> Mapping[str, Sequence[ast.Attribute]]:
    """The attributes that a function assigns to, by how they are written."""
    found: dict[str, list[ast.Attribute]] = defaultdict(list)
    for each in within(function):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store):
            found[spelt(each)].append(each)
    return found


@once
def _read(function: Function, module: Module) -> frozenset[str]:
    """The attributes that a function reads, by how they are written."""
    reads = (each for each in within(function) if isinstance(each, ast.Attribute))
    return frozenset(spelt(each) for each in reads if isinstance(each.ctx, ast.Load))

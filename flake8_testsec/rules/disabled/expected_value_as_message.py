"""The expected value stands where ``assertTrue`` takes its failure message, so nothing is compared."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, structure, truth
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.names import Binding, Bound, Imported, Unknown
from flake8_testsec.vocabulary.testing.assertions import (
    DEMANDS,
    always_true,
    demanded,
    explains,
    is_assertion,
)

rule = Rule(
    code="TSE504",
    summary="expected value passed to assertTrue or assertFalse as the failure message",
    message="second argument of {name} is the message; did you mean assertEqual?",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The second positional argument of ``assertTrue`` and ``assertFalse`` is the text that is shown when the
    assertion fails. An expected value in that place is never compared with anything: the test passes for
    every true result, also for a wrong one.
    """,
    fix="""
    Compare with ``assertEqual`` (``assertIs`` for ``None`` and booleans), or drop the second argument where
    only the truth of the first one matters.
    """,
    bad=(
        """
        import unittest

        class TestCart(unittest.TestCase):
            def test_literals(self):
                cart = Cart("apple", "pear")
                self.assertTrue(len(cart.items), 2)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.currency, "EUR")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.is_open, True)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.balance(), -3)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse(cart.coupon, None)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(cart.names(),
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                                ["apple", "pear"])
        """,
        """
        import unittest
        from http import HTTPStatus

        from shop import errors
        from shop.failures import Refused

        class TestCheckout(unittest.TestCase):
            def test_imported(self):
                response = self.client.post("/checkout")
                self.assertTrue(response.status, HTTPStatus.INTERNAL_SERVER_ERROR)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(type(response.cause), Refused)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(response.kind, errors.refusal)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        DEFAULT = "EUR"

        class TestNames(unittest.TestCase):
            def test_names_of_literals(self):
                device = "/dev/sdc"
                expected = {3: "c.conf"}
                name = find_device(device)
                self.assertTrue(name, device)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(configured(), expected)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(expected, stored())
                self.assertTrue(currency(), DEFAULT)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_unrelated(self):
                jobs = [make_job(n) for n in range(3)]
                stock = load_stock()
                for job in jobs:
                    self.assertTrue(stock.get(), job)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.owner, self.owner)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.first()[0], jobs[0])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock.first().job.id, jobs[0].job.id)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def test_expected(self, expected_rows):
                rows = load_rows()
                self.assertTrue(rows, expected_rows)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                expected_total = self.total()
                self.assertTrue(expected_total, total(rows))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestPool(unittest.TestCase):
            def test_results_of_calls(self):
                pool, sizes = self.driver.pool(), load_sizes()
                self.assertTrue(pool.size(), len(sizes))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(len(pool.free), len(pool.all))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(set(pool.ids), set(range(4)))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(sorted(pool.ids), list(sizes))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(pool.name, sizes.largest("name"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.driver.device, self.driver.verify_pool("/dev/gpfs"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestQueue(unittest.TestCase):
            def test_text_that_was_put_in(self):
                queue = Queue()
                queue.put("The quick brown fox")
                self.assertTrue(queue.get(), "The quick brown fox")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import unittest

        class TestMessages(unittest.TestCase):
            def test_prose(self):
                cart = Cart("apple", "pear")
                self.assertEqual(len(cart.items), 2)
                self.assertTrue(cart.items)
                self.assertTrue(cart.items, "the cart lost its items")
                self.assertTrue(cart.items, f"lost: {cart!r}")
                self.assertTrue(cart.items, "lost: %s" % cart)
                self.assertTrue(cart.items, "lost: {}".format(cart))
                self.assertTrue(cart.items, msg=cart)
                self.assertTrue(cart.items, str(cart))
                self.assertTrue(cart.items.filled, "cart.items.filled")
                self.assertTrue(*cart.checks)
        """,
        """
        import unittest

        class TestConditionsThatTest(unittest.TestCase):
            def test_checks(self):
                self.assertTrue(size() == 2, 2)
                self.assertTrue(size() or count(), 2)
                self.assertTrue(not size(), 0)
                self.assertTrue(isinstance(size(), int), "number")
                self.assertTrue(cart().is_empty(), "cart")
                self.assertFalse(cart().has_items(), "cart")
                self.assertTrue(any(cart()), "cart")

            async def test_awaited(self):
                self.assertTrue(await cart().is_empty(), "cart")
        """,
        """
        import unittest

        class TestDiagnostics(unittest.TestCase):
            def test_what_the_condition_is_taken_from(self):
                response = self.client.get("/cart")
                body = response.payload
                self.assertTrue(body["ok"], body)
                self.assertTrue(response.ok, response)
                self.assertTrue(response.ok, response.headers)
                self.assertTrue(body.get("status"), response.payload)
                self.assertTrue(body, len(body))
                self.assertTrue(body.ready, list(body))
                self.assertTrue(body.ready, [body, response])
                self.assertTrue(body.ready, (body, response))
                self.assertTrue(compute(body.key), body.key)
                self.assertTrue(check(response), summary(response))

            def test_assigned_together(self):
                code, rest = run("checkout")
                with watch("cart") as (seen, missed):
                    ready = seen.all()
                total = 0
                total += ready
                self.assertTrue(code, rest)
                self.assertTrue(total, missed)
                for name, found in parts():
                    self.assertTrue(found, name)
                self.assertTrue(self.found(), self.parts)
        """,
        """
        import unittest

        from shop import texts

        class TestNamesThatSayMessage(unittest.TestCase):
            def test_names(self):
                msg = "failed"
                self.assertTrue(ready(), msg)
                self.assertTrue(ready(), self.shop.reason)
                self.assertTrue(ready(), process().stderr)
                self.assertTrue(ready(), result()["errorDetails"])
                self.assertTrue(ready(), buffer().getvalue())
                self.assertTrue(ready(), texts.NOT_READY_MESSAGE)
                self.assertTrue(ready(), Label("ready"))
                title = "The shop is shut"
                self.assertTrue(ready(), title)

            def check(self, condition, label, case):
                self.assertTrue(condition, label)
                self.assertTrue(ready(), case)
        """,
        """
        import unittest

        class TestRecords(unittest.TestCase):
            def test_what_others_fill(self):
                seen = []
                other = Recorder()
                bus = Bus()
                bus.subscribe(seen.append)
                bus.attach(other)
                bus.send("order")
                self.assertTrue(bus.fired, seen)
                self.assertTrue(bus.fired, other)
                expected = make_expected()
                fits = compare(bus, expected)
                self.assertTrue(fits, expected)

            def test_false_explains(self):
                for number in range(3):
                    self.assertFalse(sleeping(), number)
        """,
        """
        import unittest

        class TestRepeatedProse(unittest.TestCase):
            def test_twice(self):
                self.assertTrue(ready(), "The shop is open")
                self.assertTrue(still_ready(), "The shop is open")
                print("The shop is closed")
                titles = ["The shop is closed"]
                self.assertTrue(titles_shown(titles), "The shop is closed")
        """,
    ),
)

_CHECK = lazy(r"_?(is|has)\w*\Z|\w*exists\Z|any\Z|all\Z|callable\Z")
_VERDICT = lazy(r"_*(is|has|check|verify|validate|can|exists)(?![a-z])")
_EXPECTED = lazy(r"(?<![a-z])(expected|expect|exp|want|wanted)(?![a-z])", re.IGNORECASE)
_SPEAKING = lazy(r"_?(assert|fail|print|log|debug|info|warn|error|exception|skip)\w*|\w*(Error|Exception)\Z")
_ASSIGNING = (ast.For, ast.AsyncFor, ast.comprehension, ast.withitem, ast.Assign, ast.AugAssign)
_MESSAGE = lazy(r"(?<![a-z])(msg|message|reason|text|description)s?(?![a-z])", re.IGNORECASE)
_PROCESS = frozenset({"gc", "logging", "os", "sys", "threading", "time", "traceback"})
_SELF = frozenset({"self", "cls"})
_COUNTING = frozenset({"len", "set", "sorted", "list", "dict", "tuple", "int"})


@rule.method(*DEMANDS)
def misplaced(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a truth assertion whose second argument is a value that the first one should have."""
    demand = demanded(call)
    match call:
        case ast.Call(args=[condition, value], keywords=[]) if demand is not None:
            if is_expected(value, condition, module, demand):
                yield rule.at(call, name=last_word(call.func))


def is_expected(value: ast.expr, condition: ast.expr, module: Module, demand: bool = True) -> bool:
    """Whether what stands in the place of a message is the value that the condition should have.

    Args:
        value: the expression in the place of the failure message.
        condition: the expression whose truth is asserted.
        module: the module, for where both come from.
        demand: whether the condition shall be true; where it shall be false, a computed value explains.

    Returns:
        ``True`` only for what cannot be meant to explain a failure.
    """
    if _is_check(condition) or always_true(condition, module):
        return False
    return _is_literal(value, condition) or (demand and _is_computed(value, condition, module))


def _is_check(condition: ast.expr) -> bool:
    """Whether a condition compares or tests by itself, so that the second argument adds little."""
    match condition:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Await(value=value):
            return _is_check(value)
        case ast.Call(func=func):
            return bool(_CHECK.match(last_word(func)))
        case _:
            return truth(condition) is False


def _is_literal(value: ast.expr, condition: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str(text)):
            return len(text.split()) < 2 and not _echoes(text, condition)
        case ast.Constant() | ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case ast.List() | ast.Dict() | ast.Set():
            return not _ids(value) & _ids(condition)
        case _:
            return False


def _echoes(text: str, condition: ast.expr) -> bool:
    """Whether a text only repeats how the condition is spelt: ``assertTrue(x.called, "x.called")``."""
    last = text.rpartition(".")[2]
    return any(last_word(each) == last for each in ast.walk(condition) if isinstance(each, ast.expr))


def _is_computed(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value that is no plain literal is one to compare with, by where it comes from."""
    if isinstance(value, ast.Constant):
        return _is_used(value, module)
    if _holds(condition, value) or _holds(value, condition):
        return False
    if _is_imported(value, condition, module):
        return True
    return not explains(value) and (
        _is_bound_to_literal(value, condition, module)
        or _is_swapped(value, condition, module)
        or _is_result(value, condition, module)
    )


def _is_imported(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """An imported class or constant, or an attribute of an imported name."""
    root = value
    while isinstance(root, ast.Attribute):
        root = root.value
    word = last_word(value)
    if not isinstance(root, ast.Name) or _MESSAGE.search(word) or _is_state(value, module):
        return False
    bindings = module.bindings(root)
    if not bindings or not all(isinstance(each, Imported) for each in bindings):
        return False
    if root is value:
        return word[:1].isupper() and not explains(root)
    return word[:1].isupper() or root.id not in _ids(condition)


def _is_bound_to_literal(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    if not isinstance(value, ast.Name) or _is_record(value, module):
        return False
    match module.bindings(value):
        case [Bound(value=literal)]:
            return _is_literal(literal, condition)
        case _:
            return False


def _is_record(name: ast.Name, module: Module) -> bool:
    """Whether a name holds something fresh that others may fill: what it collects explains a failure."""
    match module.bindings(name):
        case [Bound(value=ast.Call(func=func, args=[], keywords=[]))]:
            fresh = bool(re.match(r"[A-Z]|(list|dict|set|deque)\Z", last_word(func)))
        case [Bound(value=value)]:
            fresh = isinstance(value, (ast.List, ast.Dict, ast.Set))
        case _:
            fresh = False
    return fresh and not all(_is_asserted(each, module) for each in _loads(name, module))


def _is_prose(name: ast.Name, module: Module) -> bool:
    """Whether a name is bound to something that reads like a failure message."""
    return any(isinstance(binding, Bound) and explains(binding.value) for binding in module.bindings(name))


def _loads(name: ast.Name, module: Module) -> Iterator[ast.Name]:
    functions = [
        each for each in module.ancestors(name) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for each in ast.walk(functions[-1] if functions else module.tree):
        if isinstance(each, ast.Name) and each.id == name.id and isinstance(each.ctx, ast.Load):
            yield each


def _is_asserted(name: ast.Name, module: Module) -> bool:
    return is_assertion(module.above(name, ast.stmt) or name)


def _is_swapped(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether the condition is the expected value by its name, and the value was made without it."""
    related = _origins(condition, module)
    return _EXPECTED.match(last_word(condition)) is not None and not related & _ids(value)


def _is_result(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value is made elsewhere than the condition: a verdict, a count, something unrelated."""
    match value, condition:
        case ast.Call(func=ast.Attribute(attr=word)), _ if _VERDICT.match(word):
            return True
        case ast.Call(func=ast.Name(id=word)), ast.Call(func=ast.Name(id=other)) if word in _COUNTING:
            return word == other or _is_unrelated(value, condition, module)
        case ast.Call(func=ast.Name(id=word)), _:
            return word in _COUNTING and _is_unrelated(value, condition, module)
        case ast.Attribute(attr=word), ast.Attribute(attr=other) if word == other:
            return True
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call(), _:
            return _is_unrelated(value, condition, module)
        case _:
            return False


def _is_unrelated(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value shares no name with the condition, through all assignments that made them."""
    related = _origins(condition, module)
    if _EXPECTED.search(last_word(value)):
        return last_word(value) not in related
    if _is_state(value, module) or (_mentions_self(value) and _mentions_self(condition)):
        return False
    if any(speaks(name, module) for name in _names(value) for speaks in (_is_given, _is_record, _is_prose)):
        return False
    return not related & _origins(value, module)


def _is_used(text: ast.Constant, module: Module) -> bool:
    """Whether the function passes the same text to the code under test, so that it is no prose."""
    function = module.function(text)
    return function is not None and any(
        isinstance(node, ast.Constant) and node.value == text.value and _is_passed(node, module)
        for node in within(function)
    )


def _is_passed(text: ast.Constant, module: Module) -> bool:
    match module.parent(text):
        case ast.Call(func=func):
            return not _SPEAKING.match(last_word(func))
        case _:
            return False


def _is_given(name: ast.Name, module: Module) -> bool:
    """Whether a name's value comes from outside: a parameter, a caught exception, a star import."""
    bindings = module.bindings(name)
    if not bindings or name.id in _SELF:
        return name.id not in _SELF and not module.names(name)
    return any(isinstance(each, Unknown) and not isinstance(each.node, ast.Name) for each in bindings)


def _is_state(value: ast.expr, module: Module) -> bool:
    """Whether a value tells of the process as a whole, as a diagnostic does: ``os.environ``, ``sys.path``."""
    return any(module.names(name) & _PROCESS for name in _names(value))


def _origins(node: ast.expr, module: Module) -> set[str | ast.AST]:
    """The local names and own attributes that an expression is made of, and what those were made of."""
    seen: set[str | ast.AST] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        for each in ast.walk(waiting.pop()):
            match each:
                case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=word):
                    seen.add(f"{owner}.{word}")
                case ast.Name(id=word) if word not in seen and word not in _SELF:
                    sources = [_source(binding, module) for binding in module.bindings(each)]
                    local = [source for source in sources if module.function(source) is not None]
                    seen.update([word, *local] if local else [])
                    waiting.extend(local)
    return seen


def _source(binding: Binding, module: Module) -> ast.AST:
    """What a binding is made from; its own place where the text does not tell."""
    match binding:
        case Bound(value=value):
            return value
        case Unknown(node=ast.Name() as target):
            holder = module.above(target, *_ASSIGNING)
            found = (getattr(holder, field, None) for field in ("iter", "context_expr", "value"))
            return next(filter(None, found), target)
        case _:
            return binding.node


def _mentions_self(node: ast.expr) -> bool:
    return any(name.id in _SELF for name in _names(node))


def _names(node: ast.AST) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name)]


def _ids(node: ast.AST) -> set[str]:
    return {name.id for name in _names(node)}


def _holds(whole: ast.expr, part: ast.expr) -> bool:
    text = structure(part)
    return any(structure(each) == text for each in ast.walk(whole) if type(each) is type(part))

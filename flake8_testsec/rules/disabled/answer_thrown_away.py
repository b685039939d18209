"""A function of the tests answers whether something holds, and a test throws the answer away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import before
from flake8_testsec.patterns import lazy
from flake8_testsec.project.own_answers import is_answer
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.tried import is_tried

rule = Rule(
    code="TSE551",
    summary="a check answers yes or no, and the test throws the answer away; assert is missing",
    message="{name}() only answers yes or no, so nothing is checked here; write assert in front of it",
    roles=Role.TEST,
    cwe=252,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    A helper that returns whether something holds, and neither asserts nor changes anything, is of no use but
    for its answer. Called as a statement it looks like an assertion, and the test passes whatever it says.
    """,
    fix="Put ``assert`` in front, or have the helper assert.",
    fixable="``assert`` is put in front; unsafe, because the check has never been made and may fail.",
    bad=(
        """
        def is_same(one, other):
            return one.name == other.name and one.total == other.total

        def has_error(answer, code):
            \"\"\"Whether an answer has the error.\"\"\"
            error = answer.error
            if isinstance(error, KeyError):
                if error.code != code:
                    return False
                return True

        class TestOrders:
            def check_all(self, orders):
                return all(each.is_paid for each in orders)

            def test_same(self, shop):
                is_same(shop.order(1), shop.order(1))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.check_all(shop.orders)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                has_error(shop.answer, 404)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import re

        def has_word(text, word):
            found = re.search(word, text)
            return found is not None and found.group(0) == "".join(sorted(word, key=str)).replace("a", "b")

        def has_name(order):
            names = {"one": 1}
            is_named = any(map(str, order.goods)) and re.split("a", "b") == 1
            return names.get(order.name.strip()) == 1 and is_named == 1

        def is_first(order, goods):
            return list(goods).index(order) == 0 and f"{order}".count("a") == 1 and bool(is_last(order))

        def is_last(order):
            return order.name.lower().find("a") == max(1, 2) and str(order).find("b") == 1

        def test_words(shop):
            has_word(shop.text, "tea")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            has_name(shop.order)
            ^^^^^^^^^^^^^^^^^^^^
            is_first(shop.order, shop.goods)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            is_last(shop.order)
            ^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: tests/test_shop.py
        from tests.checks import expected_error

        def test_refuses(shop):
            shop.close()
            expected_error(shop.answer, 404)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        # file: tests/checks.py
        import json

        def expected_error(answer, code, text=None):
            if answer.code != code:
                return False
            if text:
                return text in json.loads(answer.body.decode())["message"]
            return True
        """,
    ),
    good=(
        """
        # file: tests/test_shop.py
        import pytest
        from bank import has_money

        from shop.state import is_open
        from tests.checks import check_all, check_name, has_name, unknown_check

        def check_state(shop):
            assert shop.state == "open"
            return shop.state == "open"

        def is_told(shop):
            shop.ask()
            return shop.told == 1

        def has_pears(shop):
            shop.told = True
            return shop.pears > 0

        def check_count(shop):
            return True

        def check_none(shop):
            pass

        def is_sold(shop):
            if shop.open:
                return shop.total
            return False

        async def is_ready(shop):
            return shop.ready == 1

        @pytest.fixture
        def is_new(shop):
            return shop.new == 1

        def same(shop):
            return (lambda: shop)() == 1

        def answer(shop):
            return shop.pears == 1

        class TestShop:
            def check_all(self, shop):
                return shop.check() == 1 or print(shop)

            def test_shop(self, shop, other, is_given):
                check_state(shop)
                is_told(shop)
                has_pears(shop)
                check_count(shop)
                check_none(shop)
                is_sold(shop)
                is_ready(shop)
                is_new(shop)
                same(shop)
                answer(shop)
                is_open(shop)
                has_money(shop)
                check_all(shop)
                check_name(shop)
                unknown_check(shop)
                self.check_all(shop)
                self.is_other(shop)
                other.check_all(shop)
                is_given(shop)
                shop.checks[0].check_all(shop)
                shop.check_all()()
                assert has_name(shop)
                with pytest.raises(ValueError):
                    has_name(shop)
                has_name(shop)  # must not fail

            def check_more(self):
                return self.check_all(1)

        def run(shop):
            def inner():
                self.check_all(shop)

        def helper(shop):
            has_name(shop)

        # file: tests/checks.py
        def has_name(shop):
            return shop.name == "shop"

        def check_name(shop):
            count = 0
            count += 1
            shop.count += 1
            return shop.name == count

        def check_all(shop):
            raise ValueError

        # file: shop/state.py
        def is_open(shop):
            return shop.state == "open"
        """,
        """
        import requests

        CLIENT = requests.Session()
        ASKED = []

        def is_up():
            return CLIENT.get("http://localhost") == 200

        def is_found(shop):
            return shop.index("orders") is not None and shop.search("tea") != []

        def has_all(goods):
            return all(Probe(each) for each in goods)

        def are_asked(goods):
            return any(map(ASKED.append, goods))

        def is_cheapest(goods):
            return min(goods, key=lambda each: each.ask()) == 1

        def is_paid(order):
            return verify_signature(order) == 1

        def is_open(shop, len):
            return len(shop) == 1 and shop.check_till() != 2

        def is_of(order, text):
            found = shop.text(order)
            return found.replace("a", "b") == text

        class TestShop:
            def is_ready(self):
                return self.client.get("/ready") == 200

            def test_shop(self):
                self.is_ready()
                assert self.client.was_asked("/ready")

        def test_up(shop):
            is_up()
            is_found(shop)
            has_all([1])
            are_asked([1])
            is_cheapest([1])
            is_paid(1)
            is_open(shop, ASKED.append)
            is_of(1, "a")
            assert shop.hits == 1
        """,
        """
        def is_valid(order):
            return order["number"] == 1

        def test_accepted():
            \"\"\"A mapping that has the key is accepted without an error.\"\"\"
            is_valid({"number": 2})

        def test_no_key_error():
            is_valid({"number": 2})

        def test_valid():
            \"\"\"Numbers do not raise.\"\"\"
            is_valid({"number": 2})
        """,
        """
        def is_same(one, other):
            return one.name == other.name

        def test_same(shop):
            assert is_same(shop.order(1), shop.order(1))
            same = is_same(shop.order(2), shop.order(2))
            assert same
        """,
    ),
)

_NO_ERROR = lazy(
    r"(?i)\bwithout( an?| any)? (error|exception|fail|rais|problem|crash)"
    r"|(n't|\bnot|\bnever) (raise|fail|throw|crash|error)|\bno (\w{1,30} )?\w{0,30}(error|exception)"
    r"|\b(accept|tolerat|smoke)"
)


@rule.on(ast.Call, look=looks.is_statement)
def thrown_away(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the call of such a function that is a statement of a test."""
    statement = module.parent(call)
    if not isinstance(statement, ast.Expr) or not is_answer(call, module):
        return
    if not is_performed(module.function(statement), module) or is_tried(statement, module):
        return
    if not remark(statement, module) and not _says_no_error(module.function(statement), module):
        yield rule.at(call, name=spelt(call.func)).fixed(*before(call, "assert ", module))


@once
def _says_no_error(test: Function | None, module: Module) -> bool:
    """Whether a test says of itself that no error must come, which the call alone is to show."""
    said = f"{test.name.replace('_', ' ')} {ast.get_docstring(test) or ''}" if test is not None else ""
    return bool(_NO_ERROR.search(said))

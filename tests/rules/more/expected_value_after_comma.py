"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    from datetime import datetime

    import pytest

    from shop.api import names

    def test_orders(order, found, name):
        assert found["id"], order["id"]
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found["customer-id"], order.customer_id
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.id, order.order_id
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found["name"], name
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.size, (100, -1)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.range(), ((1, 2), "days")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.body(), "apple and pear".encode()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.body(), "apple".encode().decode("latin-1")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.day, datetime(2021, 1, 1)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert str(found), str(order)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        count = order.count()
        assert found.count(), count + 1
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert found.rows(), len(order.rows) - 1
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.mark.parametrize("given, result", [(1, 2)])
    def test_cases(given, result):
        assert convert(given), result
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.mark.parametrize(["given", "expected"], [(1, 2)])
    def test_more_cases(given, expected):
        assert convert(given), expected
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    def test_prints(values, live):
        assert is_clean(live), values
        assert is_nested(live), values
    """,
    """
    import pytest

    def test_words(order, found, rows, result):
        assert found["id"], order
        assert found.complete(), ("the order is not complete", 3)
        assert found.complete(), (order, 3)
        assert found.complete(), order[0]
        for total in rows:
            assert order.total, total
        limit = 3
        assert order.fits(), limit
        assert order.stays(), limit
        output = order.run()
        assert found.output, output
        for number, row in enumerate(rows):
            assert row, number + 1
        assert found.complete(), order.text + "!"
        assert check(order), check(order)
        assert found.check(order), str(order)
        assert found.check(order), result
        assert found, len(order) + count()
        assert found.open(), Window(3, 4)
        assert found.open(), window(3, 4)

        def inner(result):
            assert found.check(order), result

    @pytest.mark.parametrize("case, result", [("a", 1)])
    def test_cases(case, result):
        assert convert(result), case

    @pytest.mark.parametrize("results", [1])
    def test_many(results, result):
        assert found(), result

    @pytest.mark.usefixtures("shop")
    @pytest.mark.slow
    def test_fixture(result):
        assert found(), result
    """,
)

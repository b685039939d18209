"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import pytest

    # What the window does when it is turned.
    def test_turns():
        pytest.skip()
        ^^^^^^^^^^^^^

    SIZES = [1, 2]

    def test_turns_back():
        pytest.skip()
        ^^^^^^^^^^^^^

    # TODO: this requires a printer that can be asked for its paper
    def test_prints():
        pytest.skip("no printer")

    def test_prints_twice():
        pytest.skip()
        ^^^^^^^^^^^^^

    @pytest.mark.xfail
     ^^^^^^^^^^^^^^^^^
    def test_edges():
        assert edges() == 3
        assert False
    """,
)

good = (
    """
    import pytest
    from pytest import skip

    # TODO: these require another printer, more like the one
    # in the shop
    def test_prints():
        skip()

    def test_prints_twice():
        skip()

    def test_prints_often():
        skip()

    @pytest.mark.xfail
    def test_how_a_failure_looks(server):
        def handler(_):
            assert 1 == 2

        server.answer(handler)
        server.check()

    @pytest.mark.xfail()
    def test_how_another_looks(server):
        assert 1 == 2
    """,
    """
    import pytest


    class TestWindow:
        # These rows have no index, which a window cannot do without.
        @pytest.mark.skip
        def test_rolls(self, rows):
            assert rows.roll()

        @pytest.mark.skip
        def test_rolls_back(self, rows):
            assert rows.roll(-1)

        def test_bare(self, taskset):
            if not taskset:
                raise pytest.skip()
            if taskset.empty():
                return pytest.skip()

    @pytest.mark.xfail
    def test_edges():
        # Roundoff, as told in https://github.com/shop/shop/issues/9855
        assert edge() == 6.24
    """,
    """
    import pytest

    pytest.mark.skip(msg="a marker that is a statement marks nothing, which TSE521 says")

    def test_order():
        assert order()
    """,
    """
    import pytest

    pytestmark = pytest.mark.skip(reason="needs a printer")

    @pytest.mark.skip("needs a printer")
    def test_order():
        pytest.skip("no paper")

    @pytest.mark.skipif("sys.platform == 'win32'")
    @pytest.mark.xfail("sys.version_info > (3, 12)")
    def test_pay():
        assert pay()

    @pytest.mark.skipif(False, reason="")
    @unittest.skipUnless(True, "")
    def test_always():
        assert pay()

    @pytest.mark.parametrize(
        "price",
        [
            # Prices cannot be negative yet.
            pytest.param(-1, marks=pytest.mark.xfail),
            pytest.param(-2, marks=[pytest.mark.xfail]),
            0,
            pytest.param(-3, marks=pytest.mark.xfail),
        ],
    )
    def test_price(price):
        assert pay(price)

    @pytest.mark.xfail(condition=OLD)
    @pytest.mark.xfail(raises=KeyError)
    @pytest.mark.xfail(**REASONS)
    @pytest.mark.skip(reason=REASONS["pay"])
    def test_pay_back():
        assert pay_back()
    """,
)

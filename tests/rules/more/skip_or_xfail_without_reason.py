"""More examples of a rule, which would make its own file too long."""

bad = ()

good = (
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

    @pytest.mark.xfail
    def test_edges():
        # Roundoff, as told in https://github.com/shop/shop/issues/9855
        assert edge() == 6.24
    """,
)

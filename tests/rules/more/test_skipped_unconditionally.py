"""More examples of TSE517, which would make the rule's own file too long."""

bad = (
    """
    import ddt
    import pytest

    SIZES = []

    @ddt.data()
     ^^^^^^^^^^
    def test_colour(colour):
        assert order(colour)

    @pytest.mark.parametrize("size", SIZES)
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    def test_each_size(size):
        assert order(size)
    """,
)

good = (
    """
    import pytest

    SIZES = []
    try:
        from tests.cases import *
    except ImportError:
        pass

    @pytest.mark.parametrize("size", SIZES)
    def test_size(size):
        assert size
    """,
    """
    import pytest

    SIZES = []
    vars().update(cases())

    @pytest.mark.parametrize("size", SIZES)
    def test_size(size):
        assert size
    """,
)

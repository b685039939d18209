"""More examples of TSE508, which would make the rule's own file too long."""

bad = (
    """
    import filecmp

    import numpy as np

    def _same(shop, path):
        shop.total == 3
        ^^^^^^^^^^^^^^^
        np.array_equal(shop.rows, [1, 2])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def test_files(shop, path):
        _same(shop, path)
        filecmp.cmp(path, "expected.txt")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        shop.name.startswith("The ")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    import pytest

    def _compared(shop):
        shop.total < None

    def test_compared(shop):
        with pytest.raises(TypeError):
            _compared(shop)

    def _asked(shop):
        shop.total < 3

    ASKED = [_asked]

    def test_asked(shop):
        _asked(shop)
    """,
)

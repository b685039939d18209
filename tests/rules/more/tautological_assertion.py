"""More examples of a rule, which would make its own file too long."""

bad = ()

good = (
    """
    def test_units(wcs):
        # The units have an operator == of their own.
        assert wcs.units == wcs.units
    """,
)

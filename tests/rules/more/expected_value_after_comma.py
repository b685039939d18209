"""More examples of a rule, which would make its own file too long."""

bad = ()

good = (
    """
    def test_prints(values, live):
        assert is_clean(live), values
        assert is_nested(live), values
    """,
)

"""More examples of a rule, which would make its own file too long."""

bad = ()

good = (
    """
    def test_statements(context):
        context.assert_("DROP INDEX orders", "DROP TABLE orders")
    """,
)

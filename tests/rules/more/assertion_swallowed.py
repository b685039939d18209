"""More examples of a rule, which would make its own file too long."""

bad = ()
good = (
    """
    def test_log(client, log):
        client.visit()
        try:
            log.debug.assert_called_with("visited")
        except AssertionError:
            return
        raise AssertionError("a visit was logged")
    """,
)

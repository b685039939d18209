"""More examples of TSE408, which would make the rule's own file too long."""

bad = ()

good = (
    """
    def test_depends(parser):
        try:
            parser.parse("x")
        except ParseError as error:
            # A small cache may be too slow to notice.
            assert error.line == 1

    def test_recovers(parser):
        # This should not raise: the parser handles errors gracefully.
        try:
            parser.parse("x")
        except Exception as error:
            assert "line 1" in str(error)

    def test_any_error_but_one(parser):
        try:
            parser.parse("x")
        except Exception as error:
            assert not isinstance(error, KeyError)
        try:
            parser.parse("y")
        except Exception as error:
            assert "password" not in str(error)
        try:
            parser.parse("z")
        except Exception as error:
            assert False, error
        try:
            parser.parse("z")
        except ParseError as error:
            assert parser.line == 1, str(error)
        try:
            parser.parse("z")
        except ParseError:
            assert parser.line == 1
        try:
            parser.parse("z")
        except KeyError as error:
            assert error.args
        except ParseError as error:
            assert error.line == 1

    def parses(parser):
        try:
            parser.parse("z")
        except ParseError as error:
            assert error.line == 1
    """,
)

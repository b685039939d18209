"""More examples of TSE410, which would make the rule's own file too long."""

bad = (
    """
    def test_logs(parser):
        try:
        ^^^^
            parser.parse("x")
        except ParseError:
            return
        print("parsed")
    """,
    """
    def test_goes_on(parser):
        with parser:
            try:
            ^^^^
                tree = parser.parse("x")
            except ParseError:
                pass
            parser.close()
    """,
    """
    def test_plain(parser):
        parser.start()
        try:
        ^^^^
            parser.parse("x")
        except ParseError:
            pass

    def test_uses_it(parser):
        try:
            tree = parser.parse("x")
        except ParseError:
            pass
        parser.close(tree)
    """,
    """
    def test_rejects_all(parser):
        for text in ["x", "y"]:
            try:
            ^^^^
                parser.parse(text)
            except ParseError:
                pass
    """,
    """
    import pytest

    def test_rejects_text(parser):
        parser.start()
        try:
        ^^^^
            parser.parse("x")
        except ParseError:
            pass

    def test_empty():
        try:
        ^^^^
            parse("")
        except ParseError:
            pass

    def test_limit(parser):
        parser.start()
        # Use assertRaises() here.
        try:
        ^^^^
            parser.limit = "x"
        except ParseError:
            pass

    def test_raises_for_a_missing_one(parser):
        parser.start()
        try:
        ^^^^
            text = parser["x"]
        except KeyError:
            pass

    def test_text(parser):
        with parser.open() as opened:
            # The parser must fail with an error.
            try:
            ^^^^
                opened.parse("x")
            except Exception:
                print("rejected")
    """,
    """
    import unittest

    class TestKey(unittest.TestCase):
        def test_key(self):
            try:
            ^^^^
                Key("x")
            except KeyFormatError:
                pass
            with self.assertRaises(KeyFormatError):
                Key("y")

        def test_other(self):
            self.assertRaises(KeyFormatError, Key.load, "x")
            try:
            ^^^^
                with Key.load("z"):
                    pass
            except KeyFormatError:
                pass

        def testTheKeyIsInvalid(self):
            key = Key.new()
            try:
            ^^^^
                with key.locked():
                    key.verify("x")
            except KeyFormatError:
                return

        async def test_later(self):
            \"\"\"A key raises an error for a short text.\"\"\"
            key = Key.new()
            try:
            ^^^^
                verified = await key.verify_later("x")
            except KeyFormatError:
                pass
    """,
)

bad += (
    """
    import contextlib

    def test_no_parser():
        \"""Is the right error thrown if no parser is there?\"""
        name: str = "none"
        parser = make(name)
        try:
        ^^^^
            tree = parser.parse("x")
            tree.grow()
        except ParseError:
            pass

    def test_empty_name():
        name: str = ""
        parser = make(name)
        try:
        ^^^^
            parser.parse("x")
        except ParseError:
            pass

    def test_all_trees(parser):
        \"""A bad tree, and some good ones.\"""
        with contextlib.suppress(KeyError):
            parser.warm()
        parser.parse("x")
        try:
        ^^^^
            parser.parse("y")
        except ParseError:
            pass

    def test_raises_when_no_tree(parser):
        \"""Parsing can take long, and no tree is no failure of ours.\"""
        try:
        ^^^^
            parser.connect("y")
        except ConnectionRefusedError:
            pass
        parser.close()

    def test_attribute_is_bad(parser):
        parser.start()
        try:
        ^^^^
            parser.tree
        except ParseError:
            pass

    def test_limits(parser):
        parser.start()
        \"""Not the docstring.\"""
        # parse() raises if the text is not known
        try:
        ^^^^
            parser.parse("x")
        except ParseError:
            pass
    """,
)

good = (
    """
    import pytest

    def test_refuses(parser):
        try:
            parser.parse("x")
        except ParseError:
            return
        raise AssertionError()

    def test_fails(parser):
        try:
            parser.parse("x")
        except ParseError:
            return
        pytest.fail("parsed")
    """,
    """
    import pytest
    from hypothesis import given

    def test_either(parser):
        \"\"\"The parser works, or raises an error.\"\"\"
        try:
            parser.parse("x")
        except ParseError:
            pass

    def test_does_not_fail(parser):
        parser.start()
        try:
            parser.parse("x")
        except ParseError:
            pass

    def test_error_explained(parser):
        try:
            parser.parse("x")
        except ParseError:
            pass  # an old parser says nothing

    def test_error_by_chance(parser):
        try:
            parser.connect("x")
        except ConnectionRefusedError:
            pass

    def test_error_at_the_end(parser):
        parser.parse("x")
        try:
            parser.close()
        except ParseError:
            pass

    def test_errors(parser):
        try:
            parser.parse("x")
        except (ParseError, ValueError):
            pass

    def test_error_later(parser):
        try:
            parser.parse("x")
        except ParseError:
            pass
        assert parser.failed

    def test_error_of_no_call(parser):
        try:
            del parser.error
        except ParseError:
            pass

    def test_error_in_branch(parser):
        if parser:
            try:
                parser.parse("x")
            except ParseError:
                pass

    @given(text)
    def test_error_of_any_text(text):
        try:
            parse(text)
        except ParseError:
            pass

    def test_raises_nothing():
        try:
            parse("")
        except Exception:
            pass

    test_raises_nothing.events = [1]

    def test_warns():
        with pytest.warns(UserWarning):
            parse("x")
        with pytest.raises(ValueError):
            text = "x"
        try:
            convert("y")
        except UserWarning:
            pass
        convert("z")
    """,
    """
    def test_rejects_some(parser):
        # Depends on the dialect.
        for text in ["x", "y"]:
            try:
                parser.parse(text)
            except ParseError:
                pass
    """,
    """
    import contextlib
    import pytest

    def test_four_bytes_fail(parser):
        parser.start()
        # four bytes, if this parser knows them
        try:
            parser.parse("x")
        except ParseError:
            pass

    def test_error_does_not_come(parser):
        parser.start()
        # no error is raised
        try:
            parser.parse("x")
        except ParseError:
            pass

    def test_error_that_comes_or_not(parser):
        parser.start()
        # raises an error, or returns the tree
        try:
            parser.parse("x")
        except ParseError:
            pass

    def test_fails_itself(parser):
        try:
            parser.limit = "x"
            pytest.fail("no error")
        except ParseError:
            pass

    def test_error_of_two_deeds(parser):
        try:
            parser.parse("x")
            parser.parse("y")
        except ParseError:
            pass

    def test_is_told_what_to_expect(parser):
        parser.parse("x", expected_status=200)
        try:
            parser.parse("y", expected_status=400)
        except ParseError:
            pass

    def test_works_below(parser):
        parser.start()
        try:
            parser.parse("y")
        except ParseError:
            pass
        assert parser.parse("x")

    def test_raises_and_is_used(parser):
        try:
            tree = parser.parse("y")
            leaf = tree.leaf("z")
        except ParseError:
            pass
        parser.close(tree)

    def test_raises_and_is_looked_at(parser):
        try:
            parser.parse("y")
        except ParseError:
            pass
        assert parser.failed
    """,
)

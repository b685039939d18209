"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    def test_exit(shop):
        try:
        ^^^^
            shop.close("x")
        except shop.Closed:
            assert shop.reason == "x"
    """,
    """
    LINES = {"x": 1, "y": 2}

    def test_each_written_down(parser):
        for text in ["x", "y"]:
            try:
            ^^^^
                parser.parse(text)
            except ParseError as error:
                assert error.line == 1
        for number, (text, line) in enumerate(LINES.items()):
            try:
            ^^^^
                parser.parse(text)
            except ParseError as error:
                assert error.line == line

    def _rejects(parser, text):
        try:
        ^^^^
            parser.parse(text)
        except ParseError as error:
            assert error.line == 1

    def test_rejects(parser):
        _rejects(parser, "x")
    """,
    """
    import errno
    import unittest

    class TestPipe(unittest.TestCase):
        def test_open(self):
            try:
            ^^^^
                self.pipe.open()
            except OSError as error:
                self.assertIn(error.errno, (errno.EPERM,))
            try:
            ^^^^
                self.pipe.close()
            except OSError as error:
                assert error.errno in self.pipe.errors
    """,
    """
    import unittest

    class TestParser(unittest.TestCase):
        def test_error(self):
            try:
            ^^^^
                self.parser.parse("{")
            except ValueError as error:
                assert type(self.seen.error) is type(error)
                assert str(error) == "no end"

        def test_its_own(self):
            try:
            ^^^^
                self.parser.parse("{")
            except ValueError as error:
                assert str(error.cause) == str(error)

        def test_other(self):
            try:
            ^^^^
                self.parser.parse("{")
            except ValueError as error:
                assert repr(self.seen.error) == str(error)
    """,
    """
    class TestParser:
        def refuses(self, text, message):
            try:
            ^^^^
                parse(text)
            except ValueError as error:
                assert message in str(error)

        def test_start(self):
            self.refuses("{", "no end")

        def test_end(self):
            self.refuses("}", "no start")
    """,
)

good = (
    """
    import unittest

    class TestParser(unittest.TestCase):
        def test_twice(self):
            self.assertRaises(ParseError, self.parser.parse, "x")
            try:
                self.parser.parse("x")
            except ParseError as error:
                self.assertEqual(1, error.line)

        def test_with_a_helper_of_the_project(self):
            with assert_raises(ParseError):
                self.parser.parse("x")
            try:
                self.parser.parse("x")
            except ParseError as error:
                self.assertEqual(1, error.line)

        def test_again(self):
            try:
                self.parser.parse("x")
            except ParseError as error:
                self.assertEqual(1, error.line)
            with self.assertRaises(ParseError):
                self.parser.parse("x")

        def test_broad(self):
            try:
                self.parser.parse("x")
            except Exception as error:
                self.assertNotIn("password", str(error))
    """,
    """
    def test_nested(parser, depth):
        '''Deep texts are parsed until the platform's limit is met.'''
        try:
            parser.parse("(" * depth)
        except ValueError as error:
            assert "too deep" in str(error)
    """,
    """
    import json
    import unittest

    class TestParser(unittest.TestCase):
        def test_same_error(self):
            seen = self.parser.error("{")
            try:
                json.loads("{")
            except Exception as error:
                assert type(seen) is type(error)
                assert str(error) == str(self.parser.seen.error)
                self.assertEqual(str(seen), str(error))
    """,
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
            assert found
        try:
            parser.parse("z")
        except Exception:
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
    """
    import errno
    import unittest

    class TestPipe(unittest.TestCase):
        def test_open(self):
            try:
                self.pipe.open()
            except OSError as error:
                self.assertIn(error.errno, (errno.EPERM, errno.EINVAL))

        def test_close(self):
            try:
                self.pipe.close()
            except OSError as error:
                assert error.errno in [errno.EPERM, errno.EINVAL]

        def test_no_such_name(self):
            try:
                no_such_name
            except NameError as error:
                self.assertEqual("no_such_name", error.name)
    """,
    """
    def test_remembers(parser):
        seen = None
        try:
            parser.parse("x")
        except ParseError as error:
            seen = error
            assert error.line == 1
        assert seen is not None

    def test_remembers_elsewhere(parser, seen):
        try:
            parser.parse("x")
        except ParseError as error:
            assert error.line == 1
            seen[0] = True
        try:
            parser.parse("y")
        except ParseError as error:
            assert error.line == 1
            seen.append(error)
        try:
            parser.parse("z")
        except ParseError as error:
            assert error.line == 1
            return
        parser.fail()

    def test_the_result_is_used(parser):
        try:
            tree = parser.parse("x")
        except ParseError as error:
            assert error.line == 1
        assert tree.leaves == 1

    def test_an_error_to_work_with(parser):
        try:
            1 / 0
        except ZeroDivisionError as error:
            assert parser.describe(error) == "division"

    def test_until_it_ends(parser):
        try:
            while True:
                parser.next()
        except EOFError as error:
            assert error.args

    def test_each(parser):
        for text in parser.samples:
            try:
                parser.parse(text)
            except ParseError as error:
                assert error.line == 1
    """,
    """
    import unittest


    class TestTable(unittest.TestCase):
        def test_small(self, out):
            self.assertRaises(ValueError, lambda: self.table.read(out=out))
            try:
                self.table.read(out=out)
            except ValueError as error:
                self.assertIn("too small", str(error))
    """,
    """
    def in_turn():
        try:
            parser.parse("x")
            raise KeyError
        except KeyError as error:
            raise ParseError from error

    def test_what_a_helper_raises(parser):
        try:
            in_turn()
        except ParseError as error:
            assert "x" in parser.describe(error)
    """,
    """
    CASES = load_cases()

    def test_cases(parser):
        for case in [*CASES]:
            try:
                parser.parse(case.text)
            except ParseError as error:
                assert str(error) == case.error
        # Some are good.
        for text in ("x", "y"):
            try:
                parser.parse(text)
            except ParseError as error:
                assert error.line == 1
        for text in ("x", "y"):
            try:
                parser.open(text)
            except OSError as error:
                assert error.errno == 2
        for text in ("x", "y"):
            try:
                parser.parse(text)
            except ParseError as error:
                assert error.line == 1
                break
        for text in CASES:
            try:
                parser.parse(text)
            except ParseError as error:
                assert error.line == 1
        for _ in (1, 2):
            try:
                parser.parse("x")
            except ParseError as error:
                assert error.line == 1

    def _parsed(parser, text):
        try:
            parser.parse(text)
        except ParseError as error:
            assert error.line == 1
        return parser.tree

    def test_parsed(parser):
        assert _parsed(parser, "x")

    def _tried(parser, text):
        try:
            parser.parse(text)
        except ParseError as error:
            assert error.line == 1

    def test_with_a_helper_that_others_take(parser):
        parser.walk(_tried)
    """,
    """
    def probe(parser, text):
        try:
            parser.parse(text)
        except ValueError as error:
            assert "no end" in str(error)

    def test_text(parser):
        probe(parser, "{}")

    def test_start(parser):
        probe(parser, "{")
    """,
    """
    import os

    from shop import text_of

    def test_text_of_error():
        try:
            os.stat("no such file")
        except OSError as error:
            assert "no such file" in text_of(error)
    """,
)

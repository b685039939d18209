"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    # file: shop/filters.py
    class Filter:
        def match(self, text):
            return {"text": text}

    # file: tests/test_filters.py
    import unittest

    from numpy.testing import assert_raises
    from shop.filters import Filter

    def check(text):
        return "x" in text

    class TestFilter(unittest.TestCase):
        def setUp(self):
            self.filter = Filter()

        def test_rejects(self):
            self.assertRaises(TypeError, self.filter.match("x"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertRaises(TypeError, check("x"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert_raises(TypeError, check("x"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            self.assertRaises(TypeError, Filter("x"))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import unittest

    import pytest

    class OrderTest(unittest.TestCase):
        def test_order(self):
            with self.assertRaises(ValueError):
                with self.assertWarns(DeprecationWarning):
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    order(-1)
            with pytest.raises(ValueError), self.assertLogs("shop"):
                                            ^^^^^^^^^^^^^^^^^^^^^^^
                order(-1)
            with self.assertRaisesRegex(ValueError, "-1"):
                with self.assertNumQueries(1):
                     ^^^^^^^^^^^^^^^^^^^^^^^^
                    order(-1)
    """,
)
good = (
    """
    import unittest

    import pytest

    class OrderTest(unittest.TestCase):
        def test_order(self, expected):
            with self.assertWarns(DeprecationWarning):
                with self.assertRaises(ValueError):
                    order(-1)
            with self.assertLogs("shop") as logs, self.assertRaises(ValueError):
                order(-1)
            with self.assertRaises(ValueError):
                with self.assertLogs("shop"):
                    order(1)
                order(-1)
            with self.assertRaises(AssertionError):
                with self.assertLogs("shop"):
                    order(1)
            with self.assertRaises(pytest.fail.Exception):
                with self.assertWarns(UserWarning):
                    order(1)
            with self.assertRaises(UserWarning):
                with self.assertWarns(DeprecationWarning):
                    order(1)
            with pytest.raises(ValueError):
                with pytest.warns(DeprecationWarning):
                    order(-1)
            with self.assertRaises(ValueError):
                with self.assertLogs("shop") as logs:
                    order(-1)
            self.assertEqual(len(logs.records), 2)
            with self.assertRaises(expected()):
                with self.assertLogs("shop"):
                    order(1)
            with open("x"), self.assertLogs("shop"):
                order(1)
            with open("x"):
                with self.assertLogs("shop"):
                    order(1)
            with self.subTest():
                self.assertNumQueries(1, order)
            with self.assertWarns(UserWarning):
                with self.assertLogs("shop"):
                    order(1)
    """,
)

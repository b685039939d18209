"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import os
    import unittest

    class OrderTest(unittest.TestCase):
        def test_order(self):
            self.assertTrue(order(1, "-h"))

    def test_main():
        try:
            unittest.main(verbosity=2)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
        finally:
            clean_up()
            os._exit(0)

    def clean_up():
        try:
            os.remove("orders.txt")
        except:
            print("there is none")

    if __name__ == "__main__":
        test_main()
    """,
)
good = (
    """
    import os
    import unittest

    def test_main():
        try:
            unittest.main(verbosity=2)
        finally:
            os._exit(0)

    if __name__ == "__main__":
        unittest.main()
    """,
    """
    import os
    import sys
    import unittest

    def run_first():
        try:
            unittest.main()
        finally:
            fail()
            os._exit(0)

    def fail():
        sys.exit(1)

    def run_second():
        try:
            unittest.main()
        finally:
            refuse()
            os._exit(0)

    def refuse():
        raise ValueError

    def run_third(clean_up):
        try:
            unittest.main()
        finally:
            clean_up()
            os._exit(0)

    run_first()
    """,
    """
    import sys

    import pytest

    def run():
        pytest.main(["-h"])
        sys.exit(0)

    run()
    """,
)

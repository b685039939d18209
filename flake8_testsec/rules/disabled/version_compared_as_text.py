"""A version is compared as text, where "3.10" comes before "3.9"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE559",
    summary="version is compared as text, where 3.10 comes before 3.9; compare numbers",
    message='{name} is compared as text, where "3.10" comes before "3.9"; compare tuples of numbers',
    roles=Role.TEST | Role.SUPPORT,
    cwe=697,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    Texts are compared letter by letter: ``"3.10" < "3.9"`` is true. The test is skipped, or run, on versions
    for which it is not meant, and nobody sees that it is.
    """,
    fix="""
    ``sys.version_info >= (3, 9)`` of Python itself; of a package ``Version(x.__version__) >= Version("1.9")``
    from ``packaging.version``.
    """,
    fixable="Nothing, because the package that compares versions may not be installed.",
    bad=(
        """
        import platform
        import sys
        import unittest

        import shop

        class TestOrder(unittest.TestCase):
            @unittest.skipIf(platform.python_version() < "3.9", "needs graphlib")
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_order(self):
                if shop.__version__ >= "1.4":
                   ^^^^^^^^^^^^^^^^^^^^^^^^^
                    self.assertTrue(shop.order(1))
                if "3.8" <= sys.version:
                   ^^^^^^^^^^^^^^^^^^^^
                    self.assertTrue(shop.order(2))
        """,
    ),
    good=(
        """
        import sys
        import unittest

        import shop

        class TestOrder(unittest.TestCase):
            @unittest.skipIf(sys.version_info < (3, 9), "needs graphlib")
            def test_order(self):
                self.assertEqual(shop.__version__, "1.4")
                self.assertNotEqual(shop.__version__, "1.5")
                if shop.name >= "1.4" or shop.VERSION >= (1, 4):
                    self.assertTrue(shop.order(1))
        """,
        """
        from packaging.version import Version

        import shop

        def test_order():
            if Version(shop.__version__) >= Version("1.4"):
                assert shop.order(1)
            assert shop.__version__ < "later"
        """,
    ),
)

_ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_VERSIONS = frozenset({"sys.version", "platform.python_version()"})
_NUMBERS = lazy(r"\d+(\.\d+)*([a-z]+\d*)?\Z", re.ASCII)


@rule.where(hints=("ersion",), holds=(ast.Compare,))
def compared(module: Module) -> Iterator[Hit]:
    """Report a comparison of a version with a text that orders them."""
    for node in module.nodes(ast.Compare):
        match node:
            case ast.Compare(left=left, ops=[order], comparators=[right]) if isinstance(order, _ORDERS):
                for version, other in ((left, right), (right, left)):
                    if _NUMBERS.match(string(other) or "") and _is_version(version, module):
                        yield rule.at(node, name=last_word(version) or "version")


def _is_version(value: ast.expr, module: Module) -> bool:
    """Whether a value is the text of a version."""
    is_own = isinstance(value, ast.Attribute) and value.attr == "__version__"
    return is_own or bool(module.names(value) & _VERSIONS)

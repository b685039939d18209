"""A stream in memory that is read at its end: what must not be in it is never found there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import is_empty, last_word
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import Function

rule = Rule(
    code="TSE542",
    summary="stream is read at its end, where nothing is: the check always passes",
    message="{name}() reads from the end of what was written, so it is always empty; use getvalue()",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Who writes into a ``StringIO`` leaves it at its end, and ``read`` gives what stands behind that: nothing.
    An assertion that something is *not* in it, or that it is empty, passes whatever was written.
    """,
    fix="Ask ``getvalue()``, or go back first with ``seek(0)``.",
    fixable="Nothing, because the check has never been made, and may fail.",
    bad=(
        """
        import io
        import unittest
        from io import StringIO

        class TestCommand(unittest.TestCase):
            def test_is_quiet(self):
                out = StringIO()
                call_command("order", stdout=out)
                self.assertFalse(out.read())
                                 ^^^^^^^^^^
                self.assertEqual(out.read(), "")
                                 ^^^^^^^^^^
                self.assertEqual("", out.read())
                                     ^^^^^^^^^^
                self.assertNotIn("error", out.read())
                                          ^^^^^^^^^^
                self.assertEqual(out.read(), b"", "nothing is printed")
                                 ^^^^^^^^^^

        def test_is_quiet():
            err = io.BytesIO()
            order(err)
            assert not err.read()
                       ^^^^^^^^^^
            assert b"error" not in err.read()
                                   ^^^^^^^^^^
            assert err.read() == b""
                   ^^^^^^^^^^
            assert err.readlines() == []
                   ^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        from io import StringIO

        def test_is_quiet(shop):
            out, err, told = StringIO(), StringIO("one"), StringIO()
            shop.order(out, err)
            out.seek(0)
            assert not out.read()
            assert "two" not in err.read()
            assert "order" in told.read()
            quiet = not told.read()
            shop.log = log = StringIO()
            assert log.read() == "order"
            assert not log.getvalue()
            line = log.read()
            shop.rewind(shop.log.read())
            assert not shop.log.read()

        def test_is_read_to_the_end(shop):
            out = StringIO()
            out.write("one")
            while line := out.read():
                shop.tell(line)
        """,
        """
        import io

        def test_is_read(shop, read):
            out = io.StringIO() if shop.quiet else io.StringIO("one")
            assert not out.read(3)
            assert (out.read() == "") is shop.quiet
            assert out.read() == shop.text
            assert read(out.read()) == ""
            quiet = not out.read()
            assert quiet
        """,
    ),
)

_STREAMS = (
    "io.StringIO",
    "io.BytesIO",
    "six.StringIO",
    "six.BytesIO",
    "StringIO.StringIO",
    "cStringIO.StringIO",
)
_READERS = ("read", "readline", "readlines")
_DENYING = frozenset({"assertFalse", "assertNotIn", "assertNotRegex", "assertNotRegexpMatches", "failIf"})
_REWINDS = frozenset({"seek", "truncate"})


@rule.call(*(f"{stream}().{reader}" for stream in _STREAMS for reader in _READERS))
def read(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the reading of a stream that was made empty, where nothing must be in it."""
    if call.args or call.keywords or not _expects_nothing(call, module):
        return
    stream = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(stream, ast.Name) and _is_at_its_end(stream, module):
        yield rule.at(call, name=f"{stream.id}.{last_word(call.func)}")


def _expects_nothing(call: ast.Call, module: Module) -> bool:
    """Whether an assertion is content if a text is empty."""
    match module.parent(call):
        case ast.UnaryOp(op=ast.Not()) as denied:
            return _is_asserted(denied, module)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) as compared:
            return (is_empty(left) or is_empty(right)) and _is_asserted(compared, module)
        case ast.Compare(ops=[ast.NotIn()], comparators=[right]) as compared:
            return right is call and _is_asserted(compared, module)
        case ast.Call(func=ast.Attribute(attr="assertEqual" | "assertEquals"), args=[left, right, *_]):
            return is_empty(left) or is_empty(right)
        case ast.Call(func=ast.Attribute(attr=word)):
            return word in _DENYING
        case _:
            return False


def _is_asserted(condition: ast.expr, module: Module) -> bool:
    match module.parent(condition):
        case ast.Assert(test=test):
            return test is condition
        case ast.Call(func=ast.Attribute(attr="assertTrue")):
            return True
        case _:
            return False


def _is_at_its_end(stream: ast.Name, module: Module) -> bool:
    """Whether a stream was made without a text, and nobody goes back in it where the test can be read."""
    made = module.bindings(stream)
    if not made or not all(isinstance(each, Bound) and _is_made_empty(each.value) for each in made):
        return False
    return not _is_rewound(stream.id, module.function(stream) or module.tree, module)


@once
def _is_rewound(name: str, scope: Function | ast.Module, module: Module) -> bool:
    parents = (module.parent(each) for each in names_below(scope, module).get(name, ()))
    return any(isinstance(each, ast.Attribute) and each.attr in _REWINDS for each in parents)


def _is_made_empty(value: ast.expr) -> bool:
    match value:
        case ast.Call(args=[], keywords=[]):
            return True
        case _:
            return False

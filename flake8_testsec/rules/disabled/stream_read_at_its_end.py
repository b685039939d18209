"""A stream in memory that is read at its end: what must not be in it is never found there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import inf

from flake8_testsec.patterns import short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import is_empty, last_word
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, is_intercepted

rule = Rule(
    code="TSE542",
    summary="stream is read at its end, where nothing is: the check always passes",
    message="{name}() reads from the end of what was written, so it is always empty; use getvalue()",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    Who writes into a ``StringIO`` leaves it at its end, and ``read`` gives what stands behind that: nothing.
    An assertion that something is *not* in it, or that it is empty, passes whatever was written.
    """,
    fix="Ask ``getvalue()``, or go back first with ``seek(0)``.",
    fixable="Nothing, because the check has never been made, and may fail.",
    bad=(
        """
        import contextlib
        import io
        import unittest
        from io import StringIO

        class TestCommand(unittest.TestCase):
            def test_is_quiet(self):
                out = StringIO()
                with contextlib.redirect_stdout(out):
                    call_command("order")
                self.assertFalse(out.read())
                                 ^^^^^^^^^^
                self.assertEqual(out.read(), "")
                                 ^^^^^^^^^^
                self.assertEqual("", out.read())
                                     ^^^^^^^^^^
                self.assertTrue("error" not in out.read())
                                               ^^^^^^^^^^
                self.assertNotIn("error", out.read())
                                          ^^^^^^^^^^
                self.assertEqual(out.read(), b"", "nothing is printed")
                                 ^^^^^^^^^^

            def test_is_told_where(self):
                told = StringIO()
                call_command("order", stdout=told, stderr=told)
                self.assertFalse(told.read())
                                 ^^^^^^^^^^^
                self.assertNotIn("error", told.read())
                                          ^^^^^^^^^^^

        def test_is_quiet():
            err = io.BytesIO()
            err.write(order())
            assert not err.read()
                       ^^^^^^^^^^
            assert b"error" not in err.read()
                                   ^^^^^^^^^^
            assert err.read() == b""
                   ^^^^^^^^^^
            assert err.readlines() == []
                   ^^^^^^^^^^^^^^^

        def test_prints():
            out = StringIO()
            print("order", file=out)
            out.flush()

            def check():
                assert not out.read()
                           ^^^^^^^^^^

            check()
        """,
    ),
    good=(
        """
        from io import StringIO

        def test_is_quiet(shop):
            out = StringIO()
            err = StringIO("one")
            told = StringIO()
            out.write("one")
            err.write("one")
            told.write("one")
            out.seek(0)
            assert not out.read()
            assert "two" not in err.read()
            assert "order" in told.read()
            quiet = not told.read()
            log = StringIO()
            log.write("one")
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
            out.write("one")
            assert not out.read()
            assert out.read() == shop.text
            assert read(out.read()) == ""
            quiet = not out.read()
            assert quiet
        """,
        """
        import contextlib
        import io
        import sys
        from unittest import mock

        def test_is_handed_on(shop, rewind):
            out = io.StringIO()
            other = io.StringIO()
            kept = io.StringIO()
            out.write("one")
            rewind(out)
            assert not out.read()
            again = other
            other.write("one")
            again.seek(0)
            assert not other.read()
            shop.log = kept
            kept.write("one")
            shop.log.seek(0)
            assert not kept.read()

        def test_is_standard_output(main):
            sys.stdout = out = io.StringIO()
            print("one", file=out)
            main()
            sys.stdout.seek(0)
            assert not out.read()

        def test_is_read_within():
            out = io.StringIO()

            def check():
                assert not out.read()

            out.write("one")
            out.seek(0)
            check()

        def test_is_rewound():
            out = io.StringIO()
            call_command("order", stdout=out)
            out.seek(0)
            assert not out.read()

        def test_is_kept(shop):
            out = io.StringIO()
            call_command("order", log=out)
            assert not out.read()

        def test_is_reset():
            out = io.BytesIO()
            out.write(b"one")
            out.reset()
            assert not out.read()

        def test_nothing_is_written():
            out = io.StringIO()
            assert not out.read()
            out.write("one")
            out = io.StringIO()
            assert not out.read()

        def test_nothing_is_written_before():
            out = io.StringIO()
            assert not out.read()
            out.write("one")

        @mock.patch("io.StringIO")
        def test_is_made_elsewhere(made):
            out = io.StringIO()
            out.write("one")
            assert not out.read()
        """,
        """
        import io

        out = io.StringIO()

        def begin():
            out.seek(0)

        def test_is_read():
            out.write("one")
            begin()
            assert not out.read()
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
_WRITES = frozenset({"write", "writelines"})
_STAYS = frozenset({*_READERS, *_WRITES, "getvalue", "tell", "flush", "close"})
_REDIRECTS = frozenset({"contextlib.redirect_stdout", "contextlib.redirect_stderr"})
_REPLACED = Interceptor(
    name="replaced",
    libraries=frozenset(),
    words=frozenset(),
    names=short(r"(mock|fake)_?(string|bytes)_?io\Z"),
    targets=frozenset({"StringIO", "BytesIO", "io"}),
)


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
    """Whether a stream was made without a text, written to, and nobody goes back in it."""
    match module.bindings(stream):
        case (Bound(value=ast.Call(args=[], keywords=[])) as made,) if _is_only_here(made.value, module):
            written = _written(stream.id, _scope(stream, made, module), module)
            return written < stream.lineno and not is_intercepted(stream, module, _REPLACED)
        case _:
            return False


def _is_only_here(made: ast.expr, module: Module) -> bool:
    """Whether a new object gets one name and goes nowhere else."""
    match module.parent(made):
        case ast.Assign(targets=[_]) | ast.AnnAssign() | ast.withitem():
            return True
        case _:
            return False


def _scope(stream: ast.Name, made: Bound, module: Module) -> ast.AST:
    """The outermost function around a stream, or all of the module if it is made outside."""
    around = [each for each in module.ancestors(stream) if isinstance(each, Function)]
    return around[-1] if around and around[-1] in module.ancestors(made.value) else module.tree


@once
def _written(name: str, scope: ast.AST, module: Module) -> float:
    """The first line that writes to a stream; none at all if it is handed on, kept, or gone back in."""
    uses = [each for each in names_below(scope, module).get(name, ()) if isinstance(each.ctx, ast.Load)]
    does = [_what_is_done(each, module) for each in uses]
    if not all(word in _STAYS for word in does):
        return inf
    return min((each.lineno for each, word in zip(uses, does, strict=True) if word in _WRITES), default=inf)


def _what_is_done(use: ast.Name, module: Module) -> str:
    """The method of a stream that a place calls; empty if what happens there is not known."""
    match module.parent(use):
        case ast.Attribute(attr=word):
            return word
        case ast.keyword(arg="stdout" | "stderr"):
            return "write"
        case ast.keyword(arg="file") as given if _calls(module.parent(given), frozenset({"print"}), module):
            return "write"
        case ast.Call(args=[first]) as call if first is use and _calls(call, _REDIRECTS, module):
            return "write"
        case _:
            return ""


def _calls(call: ast.AST | None, names: frozenset[str], module: Module) -> bool:
    return isinstance(call, ast.Call) and bool(module.names(call.func) & names)

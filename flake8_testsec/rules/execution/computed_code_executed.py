"""Text that is put together or fetched at run time is executed as Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits, replaced
from flake8_testsec.fixing.imports import imported
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Binding, Bound, Unknown
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing.assertions import expecting_around

_SAME = frozenset({"compile", "textwrap.dedent", "inspect.cleandoc"})
"""What is made of a text by these is as well known as the text."""

rule = Rule(
    code="TSE701",
    summary="eval/exec on a non-literal",
    message="{name}() runs a text that is not a literal as code; {remedy}",
    roles=Role.TEST,
    cwe=95,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``eval`` and ``exec`` run whatever the text says, with all rights of the test run. Where the text comes
    from an answer, a file or a parameter, whoever controls it controls the machine that tests. In tests of
    evaluators and generators that is the point, so that by default only imports are reported of modules that
    are filled in (``exec("import %s" % name)``), where no error is expected: there is a function for these,
    and they are no test of anything.
    All other texts are where the rule is enabled by name.
    """,
    fix="""
    Parse the text for what it is: ``json.loads`` or ``ast.literal_eval`` for data, ``getattr`` or a
    dictionary for a choice between names, ``importlib.import_module`` for a module.
    """,
    fixable="""
    ``eval`` becomes ``ast.literal_eval`` where the value is compared with a literal; unsafe, because it
    refuses anything else. What code that is put together stands for, a program does not know.
    """,
    bad=(
        """
        def load(text): ...

        def test_price(client):
            for text in client:
                eval(text)
                ^^^^^^^^^^
            body = client.get("/price").text
            assert eval(body) == {"price": 10}
                   ^^^^^^^^^^
        """,
        """
        import unittest

        class TestRules(unittest.TestCase):
            def check(self, rule):
                exec(f"result = {rule}")
                ^^^^^^^^^^^^^^^^^^^^^^^^
                exec(compile(rule, "rule", "exec"))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import textwrap

        SOURCE = "total = 1 + 2"

        def test_constant_text():
            exec("total = 1")
            exec(SOURCE)
            code = compile(textwrap.dedent(SOURCE), "source", "exec")
            exec(code, {})
            assert eval(f"1 + 2") == 3
            assert eval() is None
        """,
        """
        import pytest

        @pytest.mark.slow
        @pytest.mark.parametrize("text, value", [("1 + 2", 3)])
        def test_cases(text, value):
            assert eval(f"{text} + 1") == value
        """,
        """
        def test_representation_reads_back(order):
            assert eval(repr(order)) == order
            assert eval(f"{order!r} == {order!r}")
        """,
        """
        def test_own_evaluator(evaluate, frame, text):
            assert evaluate(text) == frame.eval(text)
        """,
    ),
)


@rule.call("eval", "exec")
def computed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the builtin, called with text that the module does not hold."""
    text = argument(call, 0)
    if text is None or _is_known(text, module):
        return
    # In a namespace of its own, and where an error is expected, the import is the subject.
    imports = len(call.args) == 1 and _imports(text) and expecting_around(call, module) is None
    if imports or module.settings.enables(rule.code):
        remedy = "use importlib.import_module" if imports else "use ast.literal_eval, or call the function"
        hit = rule.at(call, name=next(iter(module.names(call.func))), remedy=remedy)
        yield hit.fixed(*_parsed(call, module))


_IMPORT = lazy(r"\s*(import\s|from\s+(?![\w.]+\s+import\s))")
"""The beginning of an import of a module that is filled in; of a known one, something by its name."""


def _imports(text: ast.expr) -> bool:
    """Whether a text is one import of what is filled in; not of all names, for which no function stands."""
    constants = [each.value for each in ast.walk(text) if isinstance(each, ast.Constant)]
    written = "".join(each for each in constants if isinstance(each, str))
    return bool(_IMPORT.match(_beginning(text))) and not any(each in written for each in "*;\n")


def _beginning(text: ast.expr) -> str:
    while True:  # a long sum is as deep as it is long
        match text:
            case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
                text = first
            case ast.Call(func=ast.Attribute(value=first, attr="format")):
                text = first
            case _:
                return string(text) or ""


def _parsed(call: ast.Call, module: Module) -> Edits:
    """``ast.literal_eval`` where the value is compared with one that can be written as a literal."""
    if not isinstance(call.func, ast.Name) or call.func.id != "eval" or len(call.args) != 1 or call.keywords:
        return ()
    match module.parent(call):
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            other = right if left is call else left
        case _:
            return ()
    owner, edits = imported("ast", module) if _is_literal(other) else ("", ())
    return (*edits, *replaced(call.func, f"{owner}.literal_eval", module)) if owner else ()


def _is_literal(node: ast.expr) -> bool:
    """Whether an expression is a display of nothing but constants."""
    parts = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.expr_context)
    return all(isinstance(each, parts) for each in ast.walk(node))


def _is_known(text: ast.expr, module: Module) -> bool:
    """Whether a text is a literal, as it stands or compiled, or a representation that reads back."""
    waiting, seen = [text], set[str]()
    while waiting:
        inside = _inside(waiting.pop(), module, seen)
        if inside is None:
            return False
        waiting.extend(inside)
    return True


def _inside(node: ast.expr, module: Module, seen: set[str]) -> list[ast.expr] | None:
    """What must be known for an expression to be so; ``None`` if it is not."""
    match node:
        case ast.Constant():
            return []
        case ast.JoinedStr(values=values):
            return values
        case ast.FormattedValue(value=value, conversion=conversion):
            return [] if conversion == ord("r") else [value]
        case ast.Call(func=func, args=[first, *_]) if module.names(func) & _SAME:
            return [first]
        case ast.Call(func=func):
            return [] if module.names(func) & {"repr"} else None
        case ast.Name(id=word):
            bindings = () if word in seen else module.bindings(node)
            unknown = [
                each for each in bindings if not isinstance(each, Bound) and not _is_case(each, module)
            ]
            if unknown or not (bindings or word in seen):
                return None
            seen.add(word)
            return [each.value for each in bindings if isinstance(each, Bound)]
        case _:
            return [] if is_template(node) else None  # which is no text, so it is refused


def _is_case(binding: Binding, module: Module) -> bool:
    """Whether a name is a parameter whose values ``parametrize`` gives, which stand in the module, too."""
    match binding:
        case Unknown(node=ast.arg(arg=name) as parameter):
            function = module.function(parameter)
            decorators = function.decorator_list if function else ()
            return any(name in _parametrized(each) for each in decorators)
        case _:
            return False


def _parametrized(decorator: ast.expr) -> list[str]:
    match decorator:
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[ast.Constant(value=str(names)), *_]):
            return names.replace(",", " ").split()
        case _:
            return []

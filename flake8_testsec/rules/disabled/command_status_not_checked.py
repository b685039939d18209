"""A command that a test runs without a look at how it ended."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, last_word, string, unpacks
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions, expecting_around
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

rule = Rule(
    code="TSE550",
    summary="command is run in a test, and nobody looks at how it ended",
    message="{name}() says how the command ended, and nobody looks; {remedy}",
    roles=Role.TEST,
    cwe=252,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The command may have failed, or may not have been found. The test goes on: it checks what an earlier run
    has left, or nothing at all, and passes; or it fails far below, for a reason that the command has told
    already.
    """,
    fix="""
    ``check=True`` or ``check_call`` for commands, ``assert result.exit_code == 0`` for the runner of a CLI.
    """,
    fixable="Nothing, because a command may be meant to fail.",
    bad=(
        """
        import os
        import subprocess

        from click.testing import CliRunner

        def test_orders(repository):
            subprocess.run(["git", "init", repository])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            subprocess.call(["git", "add", "."], cwd=repository)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            os.system("git commit -m one")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            runner = CliRunner()
            runner.invoke(cli, ["order", "1"])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert repository.exists()

        def test_configuration(folder):
            with subprocess.Popen(["shop", "configure"]) as shop:
                shop.communicate()
                ^^^^^^^^^^^^^^^^^^
            process = subprocess.Popen(["shop", "open"], stdout=subprocess.PIPE)
            out, err = process.communicate(timeout=5)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert folder.exists()
        """,
    ),
    good=(
        """
        import os
        import subprocess

        import pytest
        from click.testing import CliRunner

        def test_orders(repository, options):
            subprocess.run(["git", "init"], check=True)
            subprocess.run(["git", "init"], **options)
            subprocess.check_call(["git", "init"])
            subprocess.call(["rm", "-r", "shop"])
            os.system(f"rm {repository}")
            assert subprocess.call(["git", "init"]) == 0
            result = CliRunner().invoke(cli, ["order"])
            assert result.exit_code == 0
            CliRunner().invoke(cli, catch_exceptions=False)
            with pytest.raises(OSError):
                subprocess.run(["nothing"])
            try:
                subprocess.run(["git", "push"], check=True)
            finally:
                subprocess.run(["git", "gc"])
            try:
                subprocess.run(["git", "push"])
            except OSError:
                pass

        @pytest.fixture
        def repository():
            yield "shop"
            subprocess.run(["rm", "-r", "shop"])

        class TestShop:
            def teardown_method(self):
                os.system("rm -r shop")

        def helper():
            os.system("git init")
        """,
        """
        import subprocess

        def test_orders(subprocess, mock_os):
            subprocess.Popen(["git", "push"]).wait()
            subprocess.run(["git", "init"])
            mock_os.system("git init")
        """,
        """
        import subprocess

        def test_orders(made, folder):
            one = subprocess.Popen(["git", "init"])
            one.communicate()
            assert one.returncode == 0
            two = subprocess.Popen(["git", "init"], stdout=subprocess.PIPE)
            out, err = two.communicate()
            assert not err
            three = subprocess.Popen(["git", "init"], stdout=subprocess.PIPE)
            (folder / "out").write(three.communicate()[0])
            four = subprocess.Popen(["rm", "-r", "shop"])
            four.communicate()
            made.communicate()
            five = made.shop or subprocess.Popen(["git", "push"])
            five.communicate()
            subprocess.Popen(["git", "init"]).communicate()
            six = subprocess.Popen(["git", "init"])
            folder.out = six.communicate()
            seven = subprocess.Popen(["git", "push"])
            try:
                seven.communicate(timeout=5)
            except subprocess.TimeoutExpired:
                pass
            assert folder.exists()

        def test_told_by_another(folder):
            global eight
            eight = subprocess.Popen(["git", "push"])
            eight.communicate()
            check_status()
            assert folder.exists()

        nine = subprocess.Popen(["git", "push"])

        def check_status():
            assert eight.returncode == nine.returncode == 0

        def test_made_before(folder):
            nine.communicate()
            check_status()
            assert folder.exists()

        def test_ends():
            process = subprocess.Popen(["git", "status"])
            process.communicate()
        """,
    ),
)

_COMMANDS = (
    "subprocess.run",
    "subprocess.call",
    "os.system",
    "os.spawnlp",
    "os.spawnv",
)
_REMOVING = frozenset({"rm", "rmdir", "kill", "pkill", "killall", "del", "unlink"})
_RUNNERS = ("click.testing.CliRunner().invoke", "typer.testing.CliRunner().invoke")


@rule.call(*_COMMANDS, look=looks.is_statement)
def run(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the command whose status is thrown away."""
    checked = keyword(call, "check")
    if (
        checked is not None
        or not isinstance(module.parent(call), ast.Expr)
        or unpacks(call)
        or is_likely_mock(call.func, module)
    ):
        return
    if _is_part_of_test(call, module) and not _removes(call):
        word = last_word(call.func)
        yield rule.at(
            call, name=word, remedy="pass check=True" if word == "run" else "use check_call() or assert it"
        )


@rule.call(*_RUNNERS, look=looks.is_statement)
def invoked(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the command line that is tried and whose result is thrown away."""
    caught = keyword(call, "catch_exceptions")
    if (
        isinstance(module.parent(call), ast.Expr)
        and caught is None
        and not unpacks(call)
        and _is_part_of_test(call, module)
    ):
        yield rule.at(call, name="invoke", remedy="assert result.exit_code == 0")


@rule.call("subprocess.Popen().communicate", look=looks.is_statement_or_assigned)
def waited_for(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the process that is waited for, and asked neither for its status nor for what it has written."""
    if not looks.is_statement_or_assigned(call, module):
        return
    match call.func:
        case ast.Attribute(value=ast.Name() as process) if _is_part_of_test(call, module):
            made = module.bindings(process)
        case _:
            return
    test = module.above(call, ast.FunctionDef, ast.AsyncFunctionDef)
    if test is None or _last_assertion(test, module) < call.lineno:
        return
    match made:
        case [Bound(value=ast.Call() as command)] if module.function(command) is test:
            if _removes(command) or process.id in _shared(module) or _is_asked(call, module):
                return
            yield rule.at(call, name="communicate", remedy=f"assert {process.id}.returncode == 0")


@once
def _shared(module: Module) -> frozenset[str]:
    """The names that a function binds for others, which may ask for the status."""
    declared: Iterator[ast.Global | ast.Nonlocal] = module.nodes(ast.Global, ast.Nonlocal)
    return frozenset(name for each in declared for name in each.names)


@once
def _last_assertion(test: ast.AST, module: Module) -> int:
    """The line of the last assertion; one that waits alone tries only whether the process ends."""
    return max((each.lineno for each in assertions(test)), default=0)


def _is_asked(call: ast.Call, module: Module) -> bool:
    """Whether more is done with a process than to wait for it, or anything with what it has written."""
    test = module.function(call)
    assert test is not None and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
    statement = module.parent(call)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    written = [each for target in targets for each in walk(target)]
    if not all(isinstance(each, (ast.Name, ast.Tuple, ast.List)) for each in written):
        return True
    read = _read(test, module)
    words = (each.id for each in written if isinstance(each, ast.Name))
    return read[call.func.value.id] > 1 or any(read[word] for word in words)


@once
def _read(test: Function, module: Module) -> Counter[str]:
    """How often each name is read in a test."""
    names = (each for each in walk(test) if isinstance(each, ast.Name))
    return Counter(each.id for each in names if not isinstance(each.ctx, ast.Store))


def _is_part_of_test(call: ast.Call, module: Module) -> bool:
    """Whether a test, or what prepares one, goes on with what the command has done."""
    function = module.function(call)
    if function is None or expecting_around(call, module) is not None or _is_tried(call, module):
        return False
    if is_test(function, module):
        return True
    is_before = is_fixture(function, module) or (is_hook(function) and "down" not in function.name.lower())
    return is_before and call.lineno < _first_yield(function, module)


def _removes(call: ast.Call) -> bool:
    """Whether a command only takes something away, which may be gone already."""
    first = call.args[0] if call.args else None
    if isinstance(first, (ast.List, ast.Tuple)):
        first = first.elts[0] if first.elts else None
    head = first.values[0] if isinstance(first, ast.JoinedStr) and first.values else first
    return (string(head) or "").partition(" ")[0] in _REMOVING


def _is_tried(call: ast.Call, module: Module) -> bool:
    """Whether an error is caught here, or this is done in the end, whatever has happened."""
    tries = module.around(call, ast.Try)
    return any(each.handlers or _begins_before(each.finalbody, call) for each in tries)


def _begins_before(block: Sequence[ast.stmt], call: ast.Call) -> bool:
    return bool(block) and block[0].lineno <= call.lineno


@once
def _first_yield(function: Function, module: Module) -> int:
    """The line of the first ``yield`` of a fixture; behind the file if there is none."""
    yields = (each.lineno for each in within(function) if isinstance(each, (ast.Yield, ast.YieldFrom)))
    return min(yields, default=sys.maxsize)

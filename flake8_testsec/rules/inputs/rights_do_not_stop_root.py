"""A test that takes rights away and expects that this stops whoever runs it."""

from __future__ import annotations

import ast
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.path_objects import is_path_object
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions, expectation
from flake8_testsec.vocabulary.testing.suites import is_test

rule = Rule(
    code="TSE227",
    summary="test relies on rights that do not stop root; skip it for root",
    message="rights do not stop root, as which containers run tests, so no error comes; skip it for root",
    roles=Role.TEST,
    cwe=754,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Root reads and writes what nobody has a right to. Where the tests run as root, as in most containers, the
    error that the test waits for never comes, and the test fails, or tries another path than it says.
    """,
    fix="""
    ``@pytest.mark.skipif(os.geteuid() == 0, reason="root may do it")``, or have the call itself raise:
    ``mock.patch("builtins.open", side_effect=PermissionError)``.
    """,
    fixable="Nothing, because whether to skip the test or to make the error is for a person to say.",
    bad=(
        """
        import os
        import subprocess
        import sys

        import pytest

        def test_orders_denied(tmp_path, shop):
            path = tmp_path / "orders"
            path.write_text("1")
            os.chmod(path, 0)
            ^^^^^^^^^^^^^^^^^
            assert shop.post(path).status == 409

        def test_folder_denied(tmp_path):
            tmp_path.chmod(mode=0o555)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            with pytest.raises(PermissionError):
                save(tmp_path / "orders")
            tmp_path.chmod(mode=0o755)

        def test_denied_inside(tmp_path):
            with pytest.raises(PermissionError):
                tmp_path.chmod(0o444)
                ^^^^^^^^^^^^^^^^^^^^^
                subprocess.run([sys.executable, "-m", "shop", tmp_path], check=True)
                subprocess.run("shop close", shell=True)
                subprocess.run(check=True, args=["shop"])
        """,
    ),
    good=(
        """
        import os
        import stat

        import pytest

        NOT_FOR_ROOT = pytest.mark.skipif(os.name == "nt" or is_root(), reason="root may do it")

        @pytest.mark.skipif(is_root(), reason="root may do it")
        def test_orders_denied(tmp_path, shop):
            os.chmod(tmp_path, 0)
            assert shop.post(tmp_path).status == 409

        @NOT_FOR_ROOT
        def test_tills_denied(tmp_path):
            tmp_path.chmod(0o555)
            with pytest.raises(PermissionError):
                save(tmp_path / "orders")

        def test_mode_is_kept(tmp_path):
            tmp_path.chmod(0)
            assert stat.S_IMODE(copied(tmp_path).stat().st_mode) == 0

        def test_mode_is_read(tmp_path, mode):
            tmp_path.chmod(0o555)
            tmp_path.chmod(mode)
            assert copied(tmp_path)

        def test_other_error(tmp_path):
            tmp_path.chmod(0o555)
            with open(tmp_path / "tills"):
                pass
            with opened:
                pass
            with pytest.raises(ValueError):
                save(tmp_path / "orders", 1, 2)

        def test_nothing_is_asked(tmp_path):
            tmp_path.chmod(0)
            save(tmp_path / "orders")

        def test_link_is_removed(tmp_path):
            tmp_path.chmod(0)
            remove(tmp_path / "link")
            assert not os.path.exists(tmp_path / "link")

        def test_tried_before(tmp_path):
            tmp_path.chmod(0)
            try:
                (tmp_path / "orders").touch()
                pytest.skip("runs with sudo")
            except PermissionError:
                pass
            with pytest.raises(PermissionError):
                save(tmp_path / "orders")

        def helper(tmp_path):
            tmp_path.chmod(0)
        """,
        """
        def test_in_memory(fs, shop):
            fs.chmod("/orders", 0)
            assert shop.post("/orders").status == 409
        """,
        """
        import os

        import pytest

        def test_orders_denied(tmp_path, shop):
            if os.geteuid() == 0:
                pytest.skip("not this time")
            os.chmod(tmp_path, 0)
            assert shop.post(tmp_path).status == 409
        """,
        """
        import subprocess
        from unittest import mock

        import pytest

        def test_other_receivers(ftp):
            ftp.chmod(0)
            assert ftp.sent == "CHMOD 0"
            shop = mock.Mock()
            shop.chmod(0)
            assert shop.called

        def test_given_back(tmp_path):
            tmp_path.chmod(0)
            save(tmp_path)
            tmp_path.chmod(0o755)
            assert saved(tmp_path)

        def test_given_back_before(tmp_path):
            tmp_path.chmod(0)
            tmp_path.chmod(0o755)
            with pytest.raises(PermissionError):
                save(tmp_path / "orders")

        def test_not_executed(tmp_path):
            (tmp_path / "shop").chmod(0o444)
            with pytest.raises(PermissionError):
                subprocess.run([tmp_path / "shop"])

        def test_no_command(tmp_path):
            shop = tmp_path / "shop"
            shop.chmod(0)
            with pytest.raises(PermissionError):
                subprocess.Popen(shop)

        def test_other_error(tmp_path):
            tmp_path.chmod(0o555)
            with pytest.raises(ValueError):
                save(tmp_path / "orders", 1, 2)
        """,
        """
        def test_mode_is_kept(tmp_path):
            tmp_path.chmod(0)
            assert copied(tmp_path).stat().st_mode & 0o777 == 0
        """,
    ),
)

_ALL = 0o700
_BOTH = 0o600
_EXECUTING = 0o111
_CHANGING = frozenset({"chmod", "fchmod", "lchmod"})
_RUNNING = ("subprocess.", "os.exec", "os.spawn", "os.posix_spawn", "os.system", "asyncio.create_subprocess_")
_DENIED = frozenset({"PermissionError", "OSError", "IOError", "EnvironmentError"})
_ASKS = lazy(r"root|uid\b|privileg|admin|superuser|sudo", re.IGNORECASE)
_SKIPS = frozenset({"skip", "skipTest", "SkipTest"})
_PRESENCE = frozenset({"exists", "lexists", "is_file", "isfile", "isdir", "is_dir", "islink", "listdir"})
_ELSEWHERE = ("geteuid", "getuid", "os.access", "pyfakefs", "IsUserAnAdmin")


@rule.call("os.chmod")
def taken_from_path(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report rights that a test takes away by ``os.chmod``, where nothing asks who runs it."""
    yield from _taken(call, argument(call, 1, "mode"), module)


@rule.method("chmod")
def taken_from_object(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report rights that a test takes away by a path's method, where nothing asks who runs it."""
    match call.func:
        case ast.Attribute(value=owner) if is_path_object(owner, module):
            yield from _taken(call, argument(call, 0, "mode"), module)


def _taken(call: ast.Call, mode: ast.expr | None, module: Module) -> Iterator[Hit]:
    test = module.function(call)
    if not isinstance(mode, ast.Constant) or not isinstance(rights := mode.value, int):
        return
    if test is None or not is_test(test, module):
        return
    if module.mentions(*_ELSEWHERE) or _asks_for_root(test, module):
        return
    if not rights & _EXECUTING and _executes(test, module):
        return
    is_denied = _expects_denial(call, test, module) if rights & _BOTH != _BOTH else False
    if is_denied or (not rights & _ALL and _checks_below(call, test, module)):
        yield rule.at(call)


@once
def _asks_for_root(test: Function, module: Module) -> bool:
    """Whether a test, its class, or a marker of the module speaks of who runs it."""
    class_ = module.class_of(test)
    marks = [*test.decorator_list, *(class_.decorator_list if class_ is not None else ())]
    texts = [*map(spelt, marks), *(name for name in module.names_used if "root" in name.lower())]
    calls = (each for each in within(test) if isinstance(each, ast.Call))
    texts += [spelt(each) for each in calls if last_word(each.func) in _SKIPS]
    given = [each.arg for each in (*test.args.args, *test.args.kwonlyargs)]
    return any(map(_ASKS.search, texts)) or "fs" in given


@once
def _executes(test: Function, module: Module) -> bool:
    """Whether a test may run a file that it has made: what is not executable stops root, too."""
    calls = (each for each in within(test) if isinstance(each, ast.Call))
    return any(
        _may_be_file(argument(each, 0, "args"), module)
        for each in calls
        if any(name.startswith(_RUNNING) for name in module.names(each.func))
    )


def _may_be_file(command: ast.expr | None, module: Module) -> bool:
    first = command.elts[0] if isinstance(command, (ast.List, ast.Tuple)) and command.elts else command
    if first is None or isinstance(first, ast.Constant):
        return False
    return "sys.executable" not in module.names(first)


def _expects_denial(call: ast.Call, test: Function, module: Module) -> bool:
    """Whether an error is expected around a call, or behind it and before rights are given again."""
    if any(_is_denial(each, module) for each in module.around(call, ast.With)):
        return True
    return _is_between(call, _denials(test, module), test, module)


@once
def _denials(test: Function, module: Module) -> Sequence[int]:
    """The lines of what expects that somebody is stopped."""
    return sorted(
        node.lineno for node in within(test) if isinstance(node, ast.With) and _is_denial(node, module)
    )


def _is_denial(statement: ast.With, module: Module) -> bool:
    contexts = (item.context_expr for item in statement.items)
    return any(
        expectation(each, module) is not None and any(spelt(name) in _DENIED for name in _classes(each))
        for each in contexts
    )


@once
def _changes(test: Function, module: Module) -> Sequence[int]:
    """The lines in which a test gives rights to anything."""
    calls = (each for each in within(test) if isinstance(each, ast.Call))
    return sorted(each.lineno for each in calls if not _words(each.func, module).isdisjoint(_CHANGING))


def _words(called: ast.expr, module: Module) -> set[str]:
    return {last_word(called), *(name.rpartition(".")[2] for name in module.names(called))}


def _is_between(call: ast.Call, lines: Sequence[int], test: Function, module: Module) -> bool:
    """Whether one of several lines comes behind a call, and not behind the next one."""
    changes = _changes(test, module)
    after = bisect_right(changes, call.lineno)
    end = changes[after] if after < len(changes) else sys.maxsize
    first = bisect_right(lines, call.lineno)
    return first < len(lines) and lines[first] <= end


def _classes(context: ast.expr) -> Iterator[ast.expr]:
    """What a context that expects errors is given."""
    for given in context.args if isinstance(context, ast.Call) else ():
        yield from given.elts if isinstance(given, ast.Tuple) else [given]


@once
def _checks(test: Function, module: Module) -> Sequence[int]:
    """The lines of the assertions that ask for more than what is there."""
    told = (each.lineno for each in assertions(test) if not any(map(_asks_for_presence, walk(each))))
    return sorted(told)


def _asks_for_presence(node: ast.AST) -> bool:
    """Whether something is asked that nobody needs rights of the file for."""
    return isinstance(node, ast.Call) and last_word(node.func) in _PRESENCE


def _checks_below(call: ast.Call, test: Function, module: Module) -> bool:
    """Whether something is asserted after all rights were taken, and not what the rights are."""
    if module.mentions("st_mode", "S_IMODE", "getmode"):
        return False
    return _is_between(call, _checks(test, module), test, module)

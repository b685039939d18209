"""A script runs tests, and ends in success whatever came of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, last_word, string, truth
from flake8_testsec.source.module import Module, names_below, once, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.program_ends import RUNS, End, end_behind, end_in_finally
from flake8_testsec.vocabulary.testing.suites import is_case, is_test
from flake8_testsec.vocabulary.testing.tooling import is_called_as_script

rule = Rule(
    code="TSE555",
    summary="a run of tests is followed by a fixed success, whatever came of it",
    message="what came of {name}() is thrown away, and the program ends in success; make it the exit status",
    roles=Role.ANY,
    cwe=252,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    Whoever starts the script, a build server above all, learns from its exit status alone whether the tests
    passed. Here it is a fixed one, so no failure is ever noticed; or the program just ends, as in ``if
    __name__ == "__main__": pytest.main()``, which may be there for a person who reads what is printed. Where
    more than messages, removals and assignments stands between the run and the end, nothing is reported.
    """,
    fix="""
    ``sys.exit(pytest.main())``, or ``sys.exit(not runner.run(suite).wasSuccessful())``; what must be done
    afterwards goes in between, or into ``finally`` without an exit of its own.
    """,
    fixable="Nothing, because what stands between the run and the end is for a person to arrange.",
    bad=(
        """
        import sys
        import unittest

        import pytest

        if __name__ == "__main__":
            suite = unittest.defaultTestLoader.discover(".")
            unittest.TextTestRunner(verbosity=2).run(suite)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print("done")
            sys.exit(0)
        """,
        """
        # file: runtests.py
        import os
        import sys

        import nose
        import pytest
        from django.core.management import call_command
        from django.test.utils import get_runner

        def run_some():
            result = pytest.main(["tests"])
                     ^^^^^^^^^^^^^^^^^^^^^^
            print("ended with", result)

        def run_all():
            with open("log.txt"):
                for each in FOLDERS:
                    nose.run(each)
                    ^^^^^^^^^^^^^^

        def of_django(settings):
            TestRunner = get_runner(settings)
            runner = TestRunner()
            failures = runner.run_tests(["tests"])
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return 0

        def begin():
            try:
                pytest.main()
                ^^^^^^^^^^^^^
            except KeyboardInterrupt:
                sys.exit(1)
            else:
                print("done")

        def last():
            try:
                call_command("test")
                ^^^^^^^^^^^^^^^^^^^^
            finally:
                print("stopped")
                os._exit(0)

        if "all" in sys.argv:
            run_all()
            quit()
        elif "some" in sys.argv:
            run_some()
            exit(None)
        elif "django" in sys.argv:
            sys.exit(of_django(None))
        elif "last" in sys.argv:
            last()
        raise SystemExit(begin())
        """,
        """
        import unittest

        try:
            unittest.main(exit=False)
            ^^^^^^^^^^^^^^^^^^^^^^^^^
        finally:
            raise SystemExit
        """,
        """
        import unittest

        if __name__ == "__main__":
            unittest.TextTestRunner().run(unittest.TestSuite())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import sys
        import unittest

        import pytest

        def run_tests():
            return pytest.main()

        def checked(suite):
            result = unittest.TextTestRunner().run(suite)
            if not result.wasSuccessful():
                sys.exit(1)
            sys.exit(0)

        def failed(suite):
            runner = unittest.TextTestRunner()
            return not runner.run(suite).wasSuccessful()

        def asked():
            status = pytest.main()
            raise SystemExit(status)

        def kept(shop):
            shop.status = pytest.main()
            sys.exit(0)

        def recorded(shop):
            pytest.main(["tests"], plugins=[shop])
            pytest.main(["tests"], [shop])
            sys.exit(0)

        def classed(suite, shop):
            unittest.TextTestRunner(resultclass=shop.Result).run(suite)
            sys.exit(0)

        def unpacked(suite, options):
            unittest.TextTestRunner(**options).run(suite)
            sys.exit(0)

        def looks_elsewhere(shop):
            pytest.main(["--report=x.xml"])
            if shop.failed("x.xml"):
                sys.exit(1)
            sys.exit(0)

        def fails(shop):
            pytest.main()
            sys.exit(shop.status)

        def may_return(shop):
            pytest.main()
            if shop.failed:
                return 1
            return 0

        def answers(shop):
            pytest.main()
            return shop.status

        def goes_on():
            unittest.main()
            sys.exit(0)

        def ends_by_itself():
            try:
                unittest.main()
            finally:
                print("done")

        def looks_in_two_steps(shop):
            pytest.main(["--junitxml=x.xml"])
            must_be_good(shop)
            sys.exit(0)

        def must_be_good(shop):
            must_be_better(shop)

        def must_be_better(shop):
            sys.exit(shop.failures)

        def asserts(shop):
            pytest.main()
            assert not shop.failures
            sys.exit(0)

        def two_at_once():
            one = other = pytest.main()
            sys.exit(0)

        if __name__ == "__main__":
            sys.exit(pytest.main([__file__]))
        """,
        """
        import sys
        import unittest

        import pytest

        class RunnerTest(unittest.TestCase):
            def run_once(self):
                pytest.main()
                sys.exit(0)

            def test_runner(self):
                unittest.TextTestRunner().run(unittest.TestSuite())
                sys.exit(0)

        def test_main(shop):
            pytest.main(["x"])
            sys.exit(0)

        if __name__ == "__main__":
            unittest.main()
        """,
        """
        # file: shop/manage.py
        import sys

        import pytest
        from django.core.management import call_command

        def migrate():
            try:
                call_command("migrate")
            finally:
                sys.exit(0)

        def again():
            again()
            pytest.main()

        def repeat(shop):
            repeat(shop)
            while shop.open:
                pytest.main()
                shop.close()
            shop.repeat(repeat)

        @shop.command
        def run():
            pytest.main()

        async def run_later():
            pytest.main()

        class Runner:
            def run(self):
                pytest.main()
        """,
        """
        import sys

        import pytest

        pytest.main(["--collect-only"])
        sys.exit(0)
        """,
        """
        import sys

        import pytest

        try:
            pytest.main()
            sys.exit(0)
        except SystemExit as done:
            sys.exit(done.code or 1)
        """,
    ),
)

_COMMANDS = frozenset({"django.core.management.call_command"})
_PROGRAMS = frozenset({"unittest.main", "nose.main"}) | _COMMANDS
"""What ends the program itself, with the right status."""
_KNOWN = _PROGRAMS.union(RUNS)
_HARMLESS = frozenset(
    {"args", "argv", "buffer", "catchbreak", "defaultTest", "descriptions", "exit", "failfast", "interactive"}
    | {"module", "output", "stream", "tb_locals", "verbosity", "warnings"}
)
"""What is given to a run by its keyword and takes no note of what comes of it."""
_NO_TESTS = frozenset(
    {"--co", "--collect-only", "--fixtures", "--funcargs", "--help", "--markers", "--setup-plan", "--version"}
    | {"--cache-show", "--fixtures-per-test"}
)
"""What is told instead of running tests."""
_SHORT = frozenset({"-V", "-h"})  # which mean something else to other programs


@rule.call(*RUNS, *_PROGRAMS)
def run(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a run of tests behind which the program ends in success, whatever came of the run."""
    statement = module.parent(call)
    names = module.names(call.func)
    if not isinstance(statement, ast.stmt) or not names <= _KNOWN or _is_part_of_test(call, module):
        return
    if _runs_nothing(module.function(call) or module.tree, module):
        return
    if names <= _PROGRAMS and not _comes_back(call):
        end: End = end_in_finally(statement, module) if _is_run(call, names) else None
    else:
        end = end_behind(statement, module) if _is_lost(statement, module, call) else None
    if isinstance(end, ast.stmt):
        pointer = Pointer(end, "the same, whatever came of the run")
        yield rule.at(call, (pointer,), name=last_word(call.func))
    elif end is not None:
        yield rule.at(call, name=last_word(call.func))


def _comes_back(call: ast.Call) -> bool:
    """Whether a program of unittest does not end with its tests."""
    given = keyword(call, "exit")
    return given is not None and truth(given.value) is False


def _is_run(call: ast.Call, names: frozenset[str]) -> bool:
    """Whether what ends by itself runs tests, as one command of many does."""
    return names.isdisjoint(_COMMANDS) or string(argument(call, 0)) == "test"


def _is_lost(statement: ast.stmt, module: Module, call: ast.Call) -> bool:
    """Whether nobody asks what came of a run: neither what it gives back, nor what has watched it."""
    match statement:
        case ast.Expr():
            return not _is_watched(call, module)
        case ast.Assign(targets=[ast.Name(id=name)]):
            scope = module.function(call) or module.tree
            return not _is_watched(call, module) and _is_only_printed(scope, name, module)
        case _:
            return False


@once
def _is_only_printed(scope: ast.AST, name: str, module: Module) -> bool:
    """Whether all that is done with a name is to print it."""
    sent: Iterator[ast.Global | ast.Nonlocal] = module.nodes(ast.Global, ast.Nonlocal)
    shared = (word for each in sent for word in each.names)
    uses = (each for each in names_below(scope, module)[name] if isinstance(each.ctx, ast.Load))
    return name not in shared and all(_is_printed(each, module) for each in uses)


@once
def _runs_nothing(scope: ast.AST, module: Module) -> bool:
    """Whether there is a word by which no tests are run."""
    texts = [each for each in module.literals if isinstance(each, str) and "-" in each]
    if any(not _NO_TESTS.isdisjoint(each.split()) for each in texts):
        return True
    return not _SHORT.isdisjoint(texts) and any(string(each) in _SHORT for each in walked(scope, module))


def _is_printed(use: ast.Name, module: Module) -> bool:
    call = module.above(use, ast.Call, ast.stmt)
    return isinstance(call, ast.Call) and module.names(call.func) == {"print"}


def _is_watched(call: ast.Call, module: Module) -> bool:
    """Whether something is given to a run that may take note of what comes of it."""
    runner = call.func.value if isinstance(call.func, ast.Attribute) else call
    if isinstance(runner, ast.Name):
        bound = [each.value for each in module.bindings(runner) if isinstance(each, Bound)]
        runner = bound[0] if len(bound) == 1 else runner
    given = [each for each in (call, runner) if isinstance(each, ast.Call)]
    is_told = any(each.arg not in _HARMLESS for made in given for each in made.keywords)
    return is_told or argument(call, 1) is not None


def _is_part_of_test(call: ast.Call, module: Module) -> bool:
    """Whether the run is what a test looks at."""
    functions: Iterator[Function] = module.around(call, ast.FunctionDef, ast.AsyncFunctionDef)
    tests = (each for each in functions if is_test(each, module))
    classes: Iterator[ast.ClassDef] = module.around(call, ast.ClassDef)
    return any(is_case(each, module) for each in classes) or any(
        not is_called_as_script(each, module) for each in tests
    )

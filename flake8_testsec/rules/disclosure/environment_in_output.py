"""All environment variables are printed or logged, those of the build among them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets.environment import ENVIRON, HINT, is_emptied, is_environment
from flake8_testsec.vocabulary.secrets.environment_commands import (
    HINTS,
    is_printed_environment,
    prints_environment,
)
from flake8_testsec.vocabulary.secrets.outputs import is_captured, outputs, reaching
from flake8_testsec.vocabulary.testing.interceptors import PROCESSES

Loop = ast.For | ast.comprehension

rule = Rule(
    code="TSE803",
    summary="the whole environment (including CI secrets) is written to the log",
    message="the whole environment, secrets of CI included, is written to the log; write single variables",
    roles=Role.TEST,
    cwe=526,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Build servers hand credentials to the test run in environment variables: tokens of the package index,
    keys of the cloud account, passwords of registries. One ``print(os.environ)`` writes all of them into a
    log that is kept, and that anybody may read where the project is public.
    """,
    fix="Print the names (``sorted(os.environ)``), or the one variable that matters.",
    fixable="Nothing, because which of the variables matters is for a person to say.",
    bad=(
        """
        import os
        import unittest

        class TestWorker(unittest.TestCase):
            def test_starts(self):
                print(dict(os.environ))
                ^^^^^^^^^^^^^^^^^^^^^^^
                print(f"environment: {os.environ}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.worker.start())
        """,
        """
        import json
        import logging
        import os
        from pprint import pprint

        def test_starts(worker):
            env = os.environ.copy()
            env["SHOP"] = "test"
            pprint(env)
            ^^^^^^^^^^^
            logging.info("environment: %s", {**os.environ, "SHOP": "test"})
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print(json.dumps(dict(os.environ), indent=2))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print(sorted(os.environ.items()), os.environ.keys())
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        def test_starts(worker):
            for name, value in sorted(os.environ.items()):
                print(name, "=", value)
                ^^^^^^^^^^^^^^^^^^^^^^^
            for name in os.environ:
                print(f"{name}={os.environ[name]}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            print("\\n".join(f"{name}={value}" for name, value in os.environ.items()))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os
        import subprocess

        def test_starts(worker):
            subprocess.run(["env"], check=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            subprocess.check_call("printenv", shell=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            os.system("set")
            ^^^^^^^^^^^^^^^^
            assert worker.start()
        """,
        """
        import subprocess

        def test_children():
            subprocess.run("env | sort", shell=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            subprocess.check_call(["bash", "-c", "env; set"])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            out = subprocess.check_output(["/usr/bin/printenv"])
            print(out.decode())
            ^^^^^^^^^^^^^^^^^^^
            run = subprocess.run(["env"], capture_output=True)
            print(run.stdout)
            ^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import os

        def test_starts(worker, environ):
            print(sorted(os.environ), list(os.environ.keys()), len(os.environ))
            print(os.environ["HOME"], os.environ.get("PATH"), os.environ[worker])
            print(environ)
            for name, value in os.environ.items():
                if name.startswith("SHOP_"):
                    print(name, value)
            for name in os.environ:
                print(name, worker[name])
            for name, value in worker.environ.items():
                print(name, value)
            for value in (1, 2):
                print(value)
            first, last = sorted(os.environ)
            print(first, last)
            print(" ".join(value for name, value in os.environ.items() if name == "HOME"))
        """,
        """
        import os
        from unittest import mock

        @mock.patch.dict(os.environ, {"SHOP": "test"}, clear=True)
        def test_only_its_own():
            print(os.environ)
        """,
        """
        import os
        import subprocess
        from unittest import mock

        def test_children(worker, options):
            subprocess.run(["env"], capture_output=True)
            subprocess.run(["env"], stdout=subprocess.DEVNULL)
            subprocess.run(["env"], env={"SHOP": "test"})
            subprocess.run(["env"], **options)
            subprocess.run(["env", "shop"])
            subprocess.run("env | grep SHOP", shell=True)
            subprocess.run(["bash", "-x", "env"])
            subprocess.run(["bash", "-c", "env shop"])
            subprocess.run(["find", "-c", "env"])
            subprocess.run("", shell=True)
            subprocess.run(options)
            own = subprocess.check_output(["env"], env={"SHOP": "test"})
            either = subprocess.check_output(["env"]) if options else subprocess.check_output(["env"])
            run = subprocess.run(["shop"], capture_output=True)
            print(own, either, run.stdout, options.run.stdout, worker.stdout, worker().stdout)
            os.system("env shop")
            subprocess.run("env | sort > before.txt", shell=True)
            subprocess.run("env | tee env.txt > /dev/null", shell=True)
            subprocess.run(["bash", "--norc", "env"])

        @mock.patch.dict(os.environ, {"SHOP": "test"}, clear=True)
        def test_only_its_own():
            print(subprocess.check_output(["env"]))
            subprocess.run(["env"])

        @mock.patch("subprocess.check_output", return_value=b"SHOP=1")
        def test_double(check):
            print(subprocess.check_output(["env"]))

        def test_replaced(monkeypatch):
            monkeypatch.setattr(subprocess, "check_output", lambda command: b"SHOP=1")
            print(subprocess.check_output(["env"]))

        def test_recorded(fp):
            fp.register(["env"], stdout="SHOP=1")
            print(subprocess.check_output(["env"]))

        def test_captured(capfd):
            os.system("env")
            assert "PATH" in capfd.readouterr().out
        """,
        """
        import os

        def test_prints_the_environment(capsys):
            print(os.environ)
            assert "PATH" in capsys.readouterr().out
        """,
    ),
)


_CHILDREN = ("os.system", "subprocess.call", "subprocess.check_call", "subprocess.run")
_ELSEWHERE = frozenset({None, "capture_output", "env", "stdout"})
"""Arguments that give a child another environment, or its output to somebody; what hides them counts."""


@rule.text(HINT)
def written(module: Module) -> Iterator[Hit]:
    """Report each output call that the whole environment reaches, at once or in a loop."""
    for call in outputs(module):
        if not any(is_environment(node, module) or _is_each(node, module) for node in reaching(call)):
            continue
        if not is_emptied(call, module) and not is_captured(call, module):
            yield rule.at(call)


@rule.where(hints=HINTS)
def printed_again(module: Module) -> Iterator[Hit]:
    """Report the output of such a child that is printed or logged."""
    for call in outputs(module):
        if any(is_printed_environment(node, module) for node in reaching(call)):
            yield from () if _is_harmless(call, module) else (rule.at(call),)


@rule.call(*_CHILDREN)
def by_child(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a child process that does nothing but print the environment, which it inherits."""
    told = any(each.arg in _ELSEWHERE for each in call.keywords)
    if not told and prints_environment(argument(call, 0, "args")) and not _is_harmless(call, module):
        yield rule.at(call)


def _is_harmless(call: ast.Call, module: Module) -> bool:
    """Whether the variables are the test's own, the output is caught, or no process is started."""
    if is_emptied(call, module) or is_captured(call, module):
        return True
    from flake8_testsec.project.interception import is_intercepted  # few print anything of this

    return is_intercepted(call, module, PROCESSES)


def _is_each(node: ast.expr, module: Module) -> bool:
    """Whether an expression is each value in turn: a loop's second target, or what is kept at its key."""
    match node:
        case ast.Name():
            return any(_is_value(loop, target, module) for loop, target in _loops(node, module))
        case ast.Subscript(value=value, slice=ast.Name() as key) if module.names(value) & ENVIRON:
            return any(
                is_environment(loop.iter, module) and target is loop.target
                for loop, target in _loops(key, module)
            )
        case _:
            return False


def _is_value(loop: Loop, target: ast.AST, module: Module) -> bool:
    match loop.target:
        case ast.Tuple(elts=[_, value]) if value is target:
            return any(is_environment(each, module) for each in (loop.iter, *getattr(loop.iter, "args", ())))
        case _:
            return False


def _loops(name: ast.Name, module: Module) -> Iterator[tuple[Loop, ast.AST]]:
    """The loops without a condition that bind a name, and the target that it is there."""
    for binding in module.bindings(name):
        if isinstance(binding, Unknown):
            loops = (each for each in module.ancestors(binding.node) if isinstance(each, Loop))
            yield from ((loop, binding.node) for loop in islice(loops, 1) if not _selects(loop))


def _selects(loop: Loop) -> bool:
    if isinstance(loop, ast.comprehension):
        return bool(loop.ifs)
    return any(isinstance(each, ast.If) for each in ast.walk(loop))

"""A shell runs a command although a list of arguments would do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.shells import SHELLS, command, is_built, without_shell

rule = Rule(
    code="TSE708",
    summary="shell=True with a constant or unknown command; pass a list",
    message="{what} with a constant or unknown command starts a shell; pass a list of arguments",
    roles=Role.TEST,
    cwe=78,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A shell between the test and the program depends on the machine (``sh`` is not the same everywhere),
    hides failures of all but the last command, and outlives the timeout that kills its parent. With a
    command from a variable nobody sees here whether values in it are quoted. Often it is a matter of
    taste, so the rule is off unless enabled.
    """,
    fix="Pass the arguments as a list; split a pipe into its programs, or do its work in Python.",
    fixable="""
    A constant command of plain words becomes a list, and ``shell=True`` goes; unsafe, because a program that
    is not there is an error of its own kind then, and ``os.system`` and its kin are left alone.
    """,
    bad=(
        """
        import subprocess
        import unittest

        class TestList(unittest.TestCase):
            def test_lists(self):
                subprocess.check_output("ls -l", shell=True)
                                                 ^^^^^^^^^^
        """,
        """
        import os

        def test_cleans(command):
            os.system("make clean")
            ^^^^^^^^^^^^^^^^^^^^^^^
            os.popen(command)
            ^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import subprocess

        def test_lists():
            subprocess.check_output(["ls", "-l"])
        """,
        """
        import os

        def test_another_rule_speaks(name):
            os.system(f"make {name}")
        """,
    ),
)


@rule.call(*SHELLS)
def used(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a shell is given, unless it is seen to be put together."""
    found = command(call, module)
    if found is not None and not is_built(found.text, module, module.settings.enables("TSE703")):
        what = "shell=True" if isinstance(found.place, ast.keyword) else f"{min(module.names(call.func))}()"
        yield rule.at(found.place, what=what).fixed(*without_shell(call, found, module))

"""A shell runs a command although a list of arguments would do."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string, truth
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.network.shells import SHELLS, command, is_built, without_shell
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock

rule = Rule(
    code="TSE708",
    summary="shell=True with a constant or unknown command; pass a list",
    message="{what} with a constant or unknown command starts a shell; pass a list of arguments",
    roles=Role.TEST | Role.SUPPORT,
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
        """
        import subprocess

        from shop import process as other

        def test_in_other_words(shop, command, **options):
            other.Popen(command, shell=True)
                                 ^^^^^^^^^^
            shop.execute("make clean", shell=True)
                                       ^^^^^^^^^^
            subprocess.run(command, **{"shell": True})
                                                ^^^^
            options["shell"] = True
            ^^^^^^^^^^^^^^^^^^^^^^^
            options.setdefault("shell", True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            asks = isinstance(command, str)
            always = True if asks else False
            subprocess.run(command, shell=always)
                                    ^^^^^^^^^^^^
        """,
        """
        # file: testing/freeze.py
        import os

        os.system("make clean")
        ^^^^^^^^^^^^^^^^^^^^^^^
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
        import subprocess
        from unittest import mock

        def test_another_rule_speaks(name):
            os.system(f"make {name}")

        def test_says_what_was_called(shop, double, asks, **options):
            shop.run.assert_called_with("make", shell=True)
            assert shop.calls == [mock.call("make", shell=True), dict(shell=True)]
            shop.run("make", shell=False)
            shop.run("make", shell="/bin/sh")
            shop.run("make", shell=asks)
            subprocess.run(["make"], shell=False)
            options["shell"] = False
            options["check"] = True
            options.setdefault("shell", asks)
            options.setdefault("shell")
            assert {"shell": True} == options
            mock.Mock().run("make", shell=True)
        """,
    ),
)


@rule.call(*SHELLS)
def used(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a shell is given, unless it is seen to be put together."""
    found = command(call, module)
    if found is not None and not is_built(found.text, module):
        what = "shell=True" if isinstance(found.place, ast.keyword) else f"{min(module.names(call.func))}()"
        yield rule.at(found.place, what=what).fixed(*without_shell(call, found, module))


@rule.on(ast.keyword, hints=("shell",))
def asked(given: ast.keyword, module: Module) -> Iterator[Hit]:
    """Report what is asked of any other function, or in other words than ``True``."""
    call = module.parent(given)
    if given.arg != "shell" or not isinstance(call, ast.Call) or not _is_asked(given.value, module):
        return
    is_seen = module.names(call.func) & {*SHELLS} and truth(given.value) is not None
    if not is_seen and not _is_recalled(call, module):
        yield rule.at(given, what="shell=True")


@rule.on(ast.Dict, hints=("shell",))
def unpacked(display: ast.Dict, module: Module) -> Iterator[Hit]:
    """Report the same in keywords that are unpacked in a call."""
    holder = module.parent(display)
    if isinstance(holder, ast.keyword) and holder.arg is None:
        pairs = zip(display.keys, display.values, strict=True)
        yield from (rule.at(v, what="shell=True") for k, v in pairs if string(k) == "shell" and truth(v))


@rule.on(ast.Assign, hints=("shell",))
def kept(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report a shell that is put into the keywords of a later call."""
    match statement.targets:
        case [ast.Subscript(slice=ast.Constant(value="shell"))] if _is_asked(statement.value, module):
            yield rule.at(statement, what="shell=True")


@rule.method("setdefault")
def kept_by_default(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same where the caller may say otherwise."""
    match call.args:
        case [ast.Constant(value="shell"), value] if _is_asked(value, module):
            yield rule.at(call, what="shell=True")


def _is_asked(value: ast.expr, module: Module) -> bool:
    """Whether a value is true, or may be: a name with several values, one of which is."""
    return any(isinstance(leaf, ast.Constant) and leaf.value is True for leaf in leaves(value, module))


def _is_recalled(call: ast.Call, module: Module) -> bool:
    """Whether a call only says what another was, or is one of a double."""
    if last_word(call.func).startswith("assert") or last_word(call.func) in ("call", "dict"):
        return True
    return isinstance(call.func, ast.Attribute) and is_likely_mock(call.func.value, module)

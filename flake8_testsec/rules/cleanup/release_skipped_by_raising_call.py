"""What a test acquires is released only if no call in between raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from flake8_testsec.cleanup import own_rows, resources
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import Judgement, Verdict, judgements
from flake8_testsec.cleanup.openers import OPENED, opening
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.cleanup.skipping import skipped, witnesses
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import RESOURCES
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module

rule = Rule(
    code="TSE319",
    summary="what a test acquires is released only if no call in between raises",
    message="{how}; {remedy}",
    roles=Role.TEST,
    cwe=772,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    options=(RESOURCES,),
    why="""
        Between acquiring and releasing stand calls, and any of them may raise: then the release below is
        not reached and the handle, the process or the patch stays behind. Where the calls are harmless
        this seldom happens, which is why the rule is not on by default; it is for those who want every
        release to be certain.
        """,
    fix="""
        Enter the resource with ``with``, put the release into ``finally``, or register it for cleanup right
        after the resource was acquired.
        """,
    fixable="""
    The same as for TSE307 and TSE306: a ``with``, ``finally``, or a cleanup, all of them safe where the
    release stands in the same block.
    """,
    bad=(
        """
        def test_modify(path, notes):
            file = path.open("w")
                   ^^^^^^^^^^^^^^
            file.write("pear")
            file.close()
            assert notes.get() == "modified"
        """,
        """
        import socket
        import unittest


        class TestServer(unittest.TestCase):
            def test_takes_orders(self):
                client = socket.socket()
                         ^^^^^^^^^^^^^^^
                client.connect(self.address)
                client.close()
                self.assertEqual(self.orders, [])
        """,
        """
        import shutil
        import tempfile

        from shop.report import write


        def make_report():
            folder = tempfile.mkdtemp()
                     ^^^^^^^^^^^^^^^^^^
            text = write(folder)
            shutil.rmtree(folder)
            return text
        """,
    ),
    good=(
        """
        def test_modify(path, notes):
            with path.open("w") as file:
                file.write("pear")
            assert notes.get() == "modified"
        """,
        """
        import socket


        def test_closes_at_once():
            client = socket.socket()
            client.close()


        def test_closes_for_certain(address):
            client = socket.socket()
            try:
                client.connect(address)
            finally:
                client.close()


        def test_closes_for_all_that_matters(address, log):
            client = socket.socket()
            log("connecting to %s", address)
            try:
                client.connect(address)
            finally:
                log("closing")
                client.close()


        def test_registers_in_between(request):
            client = socket.socket()
            request.addfinalizer(print)
            client.close()
        """,
        """
        import webbrowser


        def test_opens_a_page(shop):
            page = webbrowser.open("http://shop.example")
            shop.visit(page)
            page.close()
        """,
    ),
)


@rule.call(*resources.makers())
def skipped_by_call(call: ast.Call, module: Module) -> Iterator[Hit]:
    yield from _reported(judgements(call, module), module)


@rule.where(look=looks.has_own_resources)
def own_resource_skipped_by_call(module: Module) -> Iterator[Hit]:
    for call in own_rows.calls(module):
        yield from _reported(judgements(call, module), module)


@rule.module
def file_skipped_by_call(module: Module) -> Iterator[Hit]:
    for call in opening(module):
        yield from _reported(judgements(call, module, OPENED, opening), module)


def _reported(found: tuple[Judgement, ...], module: Module) -> Iterator[Hit]:
    for judgement in found:
        if judgement.verdict is Verdict.CALL and not _is_certain(judgement.release, module):
            words = remedy(judgement.obligation, module, judgement.release)
            yield rule.at(
                judgement.obligation.begin,
                related=witnesses(judgement),
                **skipped(judgement, words),
            ).fixed_by(ended(words, judgement.obligation, module, judgement.release))


def _is_certain(release: ast.AST | None, module: Module) -> bool:
    """Whether the release stands in ``finally`` already; what remains around it hardly ever raises."""
    above = [release, *(module.ancestors(release) if release is not None else ())]
    return any(isinstance(around, ast.Try) and each in around.finalbody for each, around in pairwise(above))

"""A child process that a test starts is never waited for or killed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.commands import is_ended_by_command
from flake8_testsec.cleanup.daemons import ends_soon
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.judgement import judgements, never_released
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.project.fixtures import asks_for_unread
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import PROCESSES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import tests
from flake8_testsec.vocabulary.testing.tooling import is_called_as_script
from flake8_testsec.vocabulary.testing.unknown_hands import is_in_unknown_hands

rule = Rule(
    code="TSE311",
    summary="a child process is started in a test and never waited for or killed",
    message="child process is never waited for or killed; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=772,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        A process that nobody waits for outlives the test that started it: it keeps its port, its files and
        its share of the machine, and stays a zombie when it ends. The tests that come next meet whatever
        it does in the meantime, and a run on a build server may never end. Where the rule is enabled by name,
        it also speaks of processes that a fixture, decorator or context manager which is not known may fake,
        and of those that run a function which is soon over by itself.
        """,
    fix="""
        Register ``wait`` and then ``kill`` for cleanup right after it is started (what is registered last
        runs first), or kill it and wait for it in a ``finally``. ``with`` only waits: where the process does
        not end by itself, a failed assertion makes the whole run hang.
        """,
    fixable="""
    In a TestCase ``wait`` and ``kill`` are registered below the start, in tests and fixtures with
    ``yield`` the rest of the block goes into ``try``, and ``finally`` kills the process and waits for it:
    safe, as the test is over by then. Helpers are left alone: others need the process.
    """,
    bad=(
        """
        import subprocess


        def test_server_answers(ask):
            server = subprocess.Popen(["shop-server", "--port", "0"])
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert ask("stock") == "17"
        """,
        """
        import subprocess
        import unittest


        class TestServer(unittest.TestCase):
            def test_starts(self):
                subprocess.Popen(["shop-server"])
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(self.client.ping())
        """,
        """
        import multiprocessing

        from shop.worker import work


        def test_worker_takes_an_order(orders):
            worker = multiprocessing.Process(target=work, args=(orders,))
            worker.start()
            ^^^^^^^^^^^^^^
            assert orders.get(timeout=5) == "pear"
        """,
        """
        import asyncio
        from asyncio.subprocess import PIPE


        async def test_reads_a_line():
            process = await asyncio.create_subprocess_exec("shop-server", stdout=PIPE)
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert await process.stdout.readline() == b"ready"
        """,
    ),
    good=(
        """
        import subprocess

        def test_lists(fp):
            fp.register(["shop", "list"], stdout="pear")
            listed = subprocess.Popen(["shop", "list"], stdout=subprocess.PIPE)
            assert listed.args == ["shop", "list"]
        """,
        """
        # file: tests/shop_server.py
        import multiprocessing
        import socketserver

        from shop.worker import work


        class TestServer(socketserver.TCPServer):
            def start_workers(self, count):
                for _ in range(count):
                    worker = multiprocessing.Process(target=work)
                    worker.start()


        if __name__ == "__main__":
            server = TestServer(("127.0.0.1", 0), None)
            server.start_workers(3)
            server.serve_forever()
        """,
        """
        import subprocess


        def test_server_answers(ask):
            with subprocess.Popen(["shop-server"]) as server:
                assert ask("stock") == "17"
                server.terminate()
        """,
        """
        import subprocess
        import unittest


        class TestServer(unittest.TestCase):
            def test_starts(self):
                server = subprocess.Popen(["shop-server"])
                self.addCleanup(server.kill)
                self.assertTrue(self.client.ping())
        """,
        """
        # file: tests/tools.py
        import os


        def kill_children():
            os.system("pkill shop-server")
            os.waitpid(0, 0)

        # file: tests/test_server.py
        import subprocess
        import unittest

        from tests import tools


        class TestServer(unittest.TestCase):
            def tearDown(self):
                tools.kill_children()

            def test_starts(self):
                server = subprocess.Popen(["shop-server"])
                self.assertTrue(server.pid)
        """,
        """
        import subprocess
        import time


        def test_ends_by_itself():
            report = subprocess.Popen(["shop-report"])
            while report.poll() is None:
                time.sleep(0.1)
        """,
        """
        import multiprocessing

        from shop.worker import work


        def test_worker_takes_an_order(orders):
            worker = multiprocessing.Process(target=work, args=(orders,))
            worker.daemon = True
            worker.start()
            assert orders.get(timeout=5) == "pear"
        """,
        """
        import subprocess


        def start_server(running):
            server = subprocess.Popen(["shop-server"])
            running.append(server)


        def test_group(reap):
            server = subprocess.Popen(["shop-server"])
            reap(server)
        """,
    ),
)


@rule.call(*resources.makers(resources.of_rule("TSE311")), look=looks.is_outside_with)
def never_reaped(call: ast.Call, module: Module) -> Iterator[Hit]:
    for judgement in never_released(judgements(call, module), rule.code, module):
        obligation = judgement.obligation
        spared = _may_be_faked(obligation, module) or _is_soon_over(obligation, module)
        if spared and not module.settings.enables(rule.code):
            continue
        if not _is_ended(obligation, module) and not is_intercepted(call, module, PROCESSES):
            words = remedy(obligation, module)
            yield rule.at(obligation.begin, remedy=words).fixed_by(ended(words, obligation, module))


def _may_be_faked(obligation: Obligation, module: Module) -> bool:
    """Whether a manager, decorator or fixture that is not known may have replaced what makes processes."""
    return is_in_unknown_hands(obligation.call, module) or asks_for_unread(obligation.function, module)


def _is_ended(obligation: Obligation, module: Module) -> bool:
    """Whether a process is ended by another command, or by those who start the program that has it."""
    return is_ended_by_command(obligation, module) or _is_of_program(obligation, module)


def _is_soon_over(obligation: Obligation, module: Module) -> bool:
    """Whether a process runs a function of the module that comes to its end by itself."""
    is_function = obligation.resource.made_by[0].startswith("multiprocessing.")
    return is_function and ends_soon(argument(obligation.call, 1, "target"), module)


def _is_of_program(obligation: Obligation, module: Module) -> bool:
    """Whether the file is a program that tests start, and the process one that it has: they end both."""
    return not any(tests(module)) and is_called_as_script(obligation.function, module)

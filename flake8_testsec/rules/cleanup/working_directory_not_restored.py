"""A test changes the working directory and does not go back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup import resources, states
from flake8_testsec.cleanup.fixes import reported
from flake8_testsec.cleanup.places import is_first
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted

rule = Rule(
    code="TSE305",
    summary="the working directory is changed in a test and not restored",
    message="{what} is {problem}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        There is one working directory for the whole process. After a test that leaves it changed, every
        relative path of the tests that follow means another file, and once the directory is removed even
        ``os.getcwd()`` fails. What breaks is far from the test that caused it.

        A set-up that goes to the folder of its own file is reported only where the rule is enabled by name:
        all tests of the file want to be there. So is a directory in which names of files are made or changed
        before the way back, and nothing else is done.
        """,
    fix="""
        Let ``monkeypatch.chdir``, ``contextlib.chdir`` (Python 3.11) or a registered cleanup go back, or
        pass absolute paths and stay where you are.
        """,
    fixable="""
    A restore that is written goes into ``finally``; ``monkeypatch.chdir`` takes the place of ``os.chdir``
    in tests of pytest, and in a TestCase a cleanup is registered before it. All are safe. Set-ups of
    pytest's classes are left alone: their tear-down is another method.
    """,
    bad=(
        """
        import os


        def test_builds_here(tmp_path, shop):
            os.chdir(tmp_path)
            ^^^^^^^^^^^^^^^^^^
            assert shop.build() == 0
        """,
        """
        import os
        import unittest


        class TestBuild(unittest.TestCase):
            def setUp(self):
                os.chdir("orders")
                ^^^^^^^^^^^^^^^^^^

            def test_builds_here(self):
                here = os.getcwd()
                os.chdir("build")
                ^^^^^^^^^^^^^^^^^
                self.assertEqual(self.shop.build(), 0)
                os.chdir(here)
        """,
        """
        import os

        from click.testing import CliRunner

        from shop.commands import build


        def test_builds_here(tmp_path):
            here = os.getcwd()
            os.chdir(tmp_path)
            ^^^^^^^^^^^^^^^^^^
            result = CliRunner().invoke(build, catch_exceptions=False)
            os.chdir(here)
            assert result.exit_code == 0
        """,
        """
        import contextlib
        import os

        import pytest


        @contextlib.contextmanager
        def opened(shop):
            shop.open()
            try:
                yield
            finally:
                shop.close()


        @pytest.fixture
        def stocked(shop):
            shop.fill()


        @pytest.mark.usefixtures("stocked", "db")
        def test_builds_open(tmp_path, shop):
            with opened(shop):
                os.chdir(tmp_path)
                ^^^^^^^^^^^^^^^^^^
                assert shop.build() == 0
        """,
        """
        import os
        from unittest import mock

        import pytest

        from shop import build

        pytestmark = pytest.mark.usefixtures("of_some_plugin")


        class Builder:
            def run(self):
                before = os.getcwd()
                os.chdir(self.folder)
                ^^^^^^^^^^^^^^^^^^^^^
                result = build.run()
                os.chdir(before)
                return result


        @mock.patch("shop.build.os")
        def test_builds(faked, tmp_path):
            before = os.getcwd()
            os.chdir(tmp_path)
            ^^^^^^^^^^^^^^^^^^
            assert build.run() == 0
            os.chdir(before)


        @mock.patch.object(build, "os")
        def test_builds_again(faked, tmp_path):
            before = os.getcwd()
            os.chdir(tmp_path)
            ^^^^^^^^^^^^^^^^^^
            assert build.run() == 0
            os.chdir(before)
        """,
    ),
    good=(
        """
        # file: tests/test_build.py
        import os
        from unittest import mock

        from shop import build


        @mock.patch("tests.test_build.os")
        def test_of_this_module(faked, tmp_path):
            os.chdir(tmp_path)
            assert build.run() == 0


        @mock.patch("shop.build.os.chdir")
        def test_of_all(faked, tmp_path):
            os.chdir(tmp_path)
            assert build.run() == 0


        @mock.patch.object(build.os, "chdir")
        def test_of_the_library(faked, tmp_path):
            os.chdir(tmp_path)
            assert build.run() == 0


        def test_of_some_name(tmp_path, monkeypatch, name):
            monkeypatch.setattr(f"{name}.os", build)
            os.chdir(tmp_path)
            assert build.run() == 0
        """,
        """
        import os


        def test_builds_here(tmp_path, shop):
            here = os.getcwd()
            os.chdir(tmp_path)
            try:
                assert shop.build() == 0
            finally:
                os.chdir(here)
        """,
        """
        import os
        import unittest


        class TestBuild(unittest.TestCase):
            def test_builds_here(self):
                self.addCleanup(os.chdir, os.getcwd())
                os.chdir("build")
                self.assertEqual(self.shop.build(), 0)
        """,
        """
        import os

        from click.testing import CliRunner

        from shop.commands import build


        def test_builds_here(tmp_path):
            here = os.getcwd()
            os.chdir(tmp_path)
            runner = CliRunner()
            result = runner.invoke(build)
            os.chdir(here)
            assert result.exit_code == 0
        """,
        """
        import contextlib
        import os
        import tempfile
        import unittest


        @contextlib.contextmanager
        def elsewhere():
            here = os.getcwd()
            os.chdir(tempfile.mkdtemp())
            try:
                yield
            finally:
                os.chdir(here)


        def test_builds_below(shop):
            with elsewhere():
                os.chdir("build")
                assert shop.build() == 0


        class TestBuild(unittest.TestCase):
            @contextlib.contextmanager
            def below(self, name):
                before = os.getcwd()
                yield
                os.chdir(before)

            def test_builds_below(self):
                with self.below("build"):
                    os.chdir("build")
                    self.assertEqual(self.shop.build(), 0)
        """,
        """
        # file: tests/support.py
        import pytest


        @pytest.mark.usefixtures("folder_of_a_plugin")
        class FolderCase:
            pass

        # file: tests/test_build.py
        import os

        from tests.support import FolderCase


        class TestBuild(FolderCase):
            def test_builds_here(self, tmp_path, shop):
                os.chdir(tmp_path)
                assert shop.build() == 0
        """,
        """
        import os


        def test_leaves_and_returns(shop):
            os.chdir("build")
            os.chdir("..")
            assert shop.build() == 0
        """,
        """
        import os
        from distutils.tests import support


        class TestBuild(support.TempdirManager):
            def test_builds_here(self, tmp_path, shop):
                os.chdir(tmp_path)
                assert shop.build() == 0
        """,
    ),
)

_PATCHED = FILES._replace(own=True)


@rule.call(*(name for row in resources.STATES if row.code == rule.code for name in row.changed_by))
def left_changed(call: ast.Call, module: Module) -> Iterator[Hit]:
    function = module.function(call)
    if function is None or is_intercepted(call, module, _PATCHED):
        return
    if is_first(call, (rule.code, function), module):
        for each in states.judgements(function, rule.code, module):
            yield reported(rule, each, module)

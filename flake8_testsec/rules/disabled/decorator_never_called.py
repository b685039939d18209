"""A function that makes a decorator is not called, so the test is its argument and never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import after
from flake8_testsec.project.own_decorators import makes_decorator
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_test

rule = Rule(
    code="TSE553",
    summary="function that makes a decorator is not called: the test is its argument and never runs",
    message="{name} makes a decorator and is not called, so the test never runs; write @{name}()",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Some decorators take options and are called, ``@tempdir()``. Without the parentheses, the test is handed
    over as the first option, and its name stands for the decorator that comes back. The runner calls that
    with ``self``, it returns another function, and the test passes without having run.
    """,
    fix="Call it: ``@tempdir()``.",
    fixable="The parentheses are added; unsafe, because the test has never run and may fail.",
    bad=(
        """
        import functools
        import unittest

        def tempdir(files=None, prefix=""):
            files = list(files) if isinstance(files, (list, tuple)) else files or []

            def decorator(function):
                @functools.wraps(function)
                def wrapper(self, *args):
                    with folder(files, prefix) as path:
                        return function(self, path, *args)
                return wrapper
            return decorator

        class TestPages(unittest.TestCase):
            @tempdir
             ^^^^^^^
            def test_page(self, path):
                self.assertTrue(page(path))

            @tempdir()
            def test_pages(self, path):
                self.assertTrue(pages(path))
        """,
        """
        # file: tests/test_pages.py
        from tests.folders import tempdir

        class TestPages:
            @tempdir
             ^^^^^^^
            def test_page(self, path):
                assert page(path)

        # file: tests/folders.py
        def tempdir(*files):
            def decorator(function):
                def wrapper(self):
                    return function(self, files)
                return wrapper
            return decorator
        """,
    ),
    good=(
        """
        # file: tests/test_pages.py
        import functools
        import unittest

        from elsewhere import unknown
        from tests.folders import plain

        def tempdir(files=None):
            def decorator(function):
                def wrapper(self):
                    return function(self, files)
                return wrapper
            if callable(files):
                return decorator(files)
            return decorator

        def bare_or_not(function=None):
            def decorator(tried):
                def wrapper(self):
                    return tried(self)
                return wrapper
            decorator = decorator(function) if function else decorator
            return decorator

        def noted(function=None):
            NOTED.append(function)
            def decorator(tried):
                def wrapper(self):
                    return tried(self)
                return wrapper
            return decorator

        def asked(files=None):
            is_bare = isinstance(files, Function)
            def decorator(function):
                def wrapper(self):
                    return function(self, is_bare)
                return wrapper
            return decorator

        def direct(function):
            def wrapper(self):
                return function(self)
            return wrapper

        def deep(function=None):
            def outer(self):
                def inner():
                    return function(self)
                return inner
            return outer

        def wrapped(function=None):
            @functools.wraps(function)
            def outer(self):
                def inner():
                    return self()
                return inner
            return outer

        def without():
            def decorator(function):
                def wrapper(self):
                    return function(self)
                return wrapper
            return decorator

        def needs(files):
            def decorator(function):
                def wrapper(self):
                    return function(self, files)
                return wrapper
            return decorator

        def other(files=None):
            return files

        def sometimes(files=None):
            if files is None:
                return None
            def decorator(function):
                def wrapper(self):
                    return function(self)
                return wrapper
            return decorator

        def marks(files=None):
            def decorator(function):
                function.files = files
                return function
            return decorator

        class of_class:
            pass

        class TestPages(unittest.TestCase):
            @tempdir
            @asked
            @bare_or_not
            @noted
            @direct
            @deep
            @wrapped
            @without
            @other
            @needs
            @sometimes
            @of_class
            @marks
            @plain
            @unknown
            @unittest.skip
            @tempdir()
            def test_page(self):
                self.assertTrue(page())

        # file: tests/folders.py
        def plain(function):
            return function
        """,
        """
        def tempdir(files=None):
            def decorator(function):
                def wrapper():
                    return function(files)
                return wrapper
            return decorator

        @tempdir
        def test_page(path):
            assert page(path)

        class Pages:
            @tempdir
            def helper(self, path):
                assert page(path)
        """,
    ),
)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef)
def not_called(function: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> Iterator[Hit]:
    """Report the bare decorators of a test in a class; a runner asks for what a function beside it takes."""
    if not function.decorator_list or module.class_of(function) is None or not is_test(function, module):
        return
    for each in function.decorator_list:
        if isinstance(each, ast.Name) and makes_decorator(each, module):
            yield rule.at(each, name=each.id).fixed(*after(each, "()", module))

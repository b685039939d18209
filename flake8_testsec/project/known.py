"""Which classes are known well enough not to be read."""

from __future__ import annotations

import builtins
import sys

FRAMEWORKS = (
    *("unittest", "django.test", "rest_framework.test", "testtools", "testscenarios", "fixtures"),
    *("twisted.trial.unittest", "tornado.testing", "aiohttp.test_utils", "oslotest.base"),
)
"""Packages of test frameworks whose classes are known well enough not to be read."""


def is_framework(name: str) -> bool:
    """Whether a qualified name is one of a test framework that is known."""
    return any(name == each or name.startswith(each + ".") for each in FRAMEWORKS)


def is_known(name: str) -> bool:
    """Whether a class of this qualified name gives nothing back but what is known of frameworks: those, and
    the classes of the standard library, its own tests apart (``test.support``, ``distutils.tests``)."""
    top, dot, _ = name.partition(".")
    if name.endswith("()"):
        return name in ("collections.namedtuple()", "typing.NamedTuple()", "enum.Enum()")
    if is_framework(name):
        return True
    if not dot:
        return name in dir(builtins)
    return top in sys.stdlib_module_names and {"test", "tests"}.isdisjoint(name.split("."))

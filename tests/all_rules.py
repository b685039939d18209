"""A review by all rules, the opt-in ones too, and what goes wrong in it.

A rule that breaks gives a finding of the code TSE000; that, and any exception of the engine, is a fault.
"""

from __future__ import annotations

from flake8_testsec import engine
from flake8_testsec.finding import FAULT
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

EVERYTHING = Settings(enable=("TSE",), asyncio_auto=False, test_paths=("tests",))


def faults(source: bytes | str, path: str = "tests/test_odd.py") -> list[str]:
    """What goes wrong in a review of a file that Python can parse."""
    module = Module.parse(source, path, EVERYTHING)
    assert module.role is Role.TEST
    return [f"{path}:{each.line} {each.message}" for each in engine.examine(module) if each.code == FAULT]

"""What the user asked for: read once, the same for every door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from flake8_testsec.patterns import lazy

DATA_NAMES = ("testdata", "test_data", "data", "fixtures", "example_scripts", "regrtest_data")
"""Folders below a test tree that hold input of tests."""

SUPPORT_NAMES = (
    "testing",
    "testutils",
    "test_utils",
    "testlib",
    "testsuite",
    "testcase",
    "mocks",
    "fakes",
    "stubs",
)
"""Folders and modules that only tests import."""

NEUTRAL_NAMES = ("benchmarks", "examples", "docs", "scripts", "tools")
"""Folders that hold neither tests nor production code."""

_CODE = lazy(r"T(S(E[0-9]{0,3})?)?\Z")


class Option(NamedTuple):
    """An option; every door offers it as ``--testsec-<name>``.

    ``default`` decides the kind: a bool is a switch, a tuple is a comma separated list, a text is a file.
    """

    name: str
    default: bool | tuple[str, ...] | str
    help: str


class Settings(NamedTuple):
    """The user's word on which rules speak, and on what files are for.

    Args:
        enable: codes or prefixes of the opt-in rules that shall speak.
        test_paths: patterns (as in ``exclude``) of files that are tests whatever they are called.
        production_paths: patterns of files that are production code whatever they are called.
        data_names: names of folders below a test tree that hold input of tests.
        support_names: names of folders and modules that only tests import.
        neutral_names: names of folders that hold neither tests nor production code.
        rule_options: the values of the options that rules declare, by name.
        asyncio_auto: whether the project's pytest configuration makes a plugin run unmarked coroutines
            (``pytest_config.asyncio_auto``); ``None`` if that is not known. The engine reads no files: the
            doors fill it in.
        deep: the folders of installed packages that answers may come from as well; none but in deep mode.
    """

    enable: tuple[str, ...] = ()
    test_paths: tuple[str, ...] = ()
    production_paths: tuple[str, ...] = ()
    data_names: tuple[str, ...] = DATA_NAMES
    support_names: tuple[str, ...] = SUPPORT_NAMES
    neutral_names: tuple[str, ...] = NEUTRAL_NAMES
    rule_options: Mapping[str, bool | tuple[str, ...]] = MappingProxyType({})
    asyncio_auto: bool | None = None
    deep: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Not of the options of rules: a mapping has no hash on every Python."""
        *fields, _, asyncio_auto, deep = self
        return hash((*fields, asyncio_auto, deep))

    def enables(self, code: str) -> bool:
        """Whether a rule that is off by default is asked for."""
        return any(code.startswith(prefix) for prefix in self.enable)


def wrong_codes(enable: Iterable[str], codes: Iterable[str]) -> list[str]:
    """The values for ``enable`` that name no rule.

    Args:
        enable: codes or prefixes, as the user gave them.
        codes: the codes of all rules.

    Returns:
        What is not a code or a prefix of one, in the order given.
    """
    known = tuple(codes)
    return [
        each for each in enable if not _CODE.match(each) or not any(code.startswith(each) for code in known)
    ]

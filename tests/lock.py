"""The versions that the tests are locked to, and what is installed instead of them.

``python -m tests.lock`` prints the differences, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parent.parent / "requirements" / "test.txt"
DOCS = LOCK.with_name("docs.txt")
"""The same for the site, which needs none of what the tests need."""
RUN = LOCK.with_name("run.txt")
"""What a user gets without extras."""
RELEASE = LOCK.with_name("release.txt")
"""What a release is built and examined with."""
NOT_LOCKED = {"flake8-testsec", "pip"}
"""What is tested, and what installs it."""

_ENTRY = re.compile(r"^(\w[^\n\\]*?)((?:[ ]*\\\n[ ]+--hash=\S+)*)$", re.MULTILINE)


class Pin(NamedTuple):
    """A line of the lock: one version of a package for some of the Pythons, with the digests of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    def applies(self, **environment: str) -> bool:
        """Whether it is for this Python, or for one that is like it but for some of its markers."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(dict(environment))


def pins(text: str) -> Iterator[Pin]:
    """Read a lock."""
    for requirement, hashes in _ENTRY.findall(text):
        yield Pin(Requirement(requirement), tuple(re.findall(r"--hash=(\S+)", hashes)))


def differences(locked: Iterable[Pin]) -> Iterator[str]:
    """What is installed here and is not what the lock says, in order of the names."""
    here = {canonicalize_name(each.name): each.version for each in metadata.distributions()}
    wanted = {pin.name: pin.version for pin in locked if pin.applies()}
    for name in sorted((here.keys() | wanted.keys()) - NOT_LOCKED):
        if here.get(name) != wanted.get(name):
            yield f"{name} {here.get(name, 'is missing')}, locked: {wanted.get(name, 'not at all')}"


if __name__ == "__main__":
    print(*differences(pins(LOCK.read_text(encoding="utf-8"))), sep="\n")

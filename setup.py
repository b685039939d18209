"""Builds distributions that are the same, bit for bit, whoever builds a commit: where, when and as whom.

All that is told of the package stands in pyproject.toml. Times come from ``SOURCE_DATE_EPOCH``
(https://reproducible-builds.org/specs/source-date-epoch/), modes and owners from nobody's machine. The same
versions of Python, of its zlib and of setuptools compress the same bytes alike.
"""

from __future__ import annotations

import gzip
import os
import tarfile
import time
from collections.abc import Iterator

import setuptools
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.sdist import sdist


def epoch() -> int:
    """The time that everything has, in seconds."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))


def mode_of(mode: int) -> int:
    """What is left of a file's or folder's mode: whether it can be run."""
    return 0o755 if mode & 0o100 else 0o644


def below(folder: str) -> Iterator[str]:
    """A folder and all that is in it, in the order of the names."""
    yield folder
    for above, folders, files in os.walk(folder):
        folders.sort()
        yield from (os.path.join(above, name) for name in sorted([*folders, *files]))


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member of an archive with nothing of the machine that it comes from."""
    member.mode, member.mtime = mode_of(member.mode), epoch()
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.pax_headers = {}
    return member


class SourceDistribution(sdist):
    """Packs the source distribution."""

    def make_archive(
        self,
        base_name: str,
        format: str,
        root_dir: str | None = None,
        base_dir: str | None = None,
        owner: str | None = None,
        group: str | None = None,
    ) -> str:
        name = f"{base_name}.tar.gz"
        with (
            open(name, "wb") as file,
            gzip.GzipFile("", "wb", 9, file, mtime=epoch()) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for path in below(str(base_dir)):
                archive.add(path, recursive=False, filter=anonymous)
        return name


class Wheel(bdist_wheel):
    """Packs the wheel."""

    def write_wheelfile(self, *arguments: str, **named: str) -> None:
        super().write_wheelfile(*arguments, **named)
        is_packed = bool(self.bdist_dir) and os.path.isdir(self.bdist_dir)  # an editable one is not
        for path in below(self.bdist_dir) if is_packed else ():
            os.chmod(path, mode_of(os.stat(path).st_mode))


setuptools.setup(cmdclass={"sdist": SourceDistribution, "bdist_wheel": Wheel})

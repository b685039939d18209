"""A PEP 517 build backend that runs nothing of the package: it copies PKG-INFO.

pip asks a source package's build backend for metadata before it saves the file, and the usual backends
run the package's own setup.py for that. ``bench.corpora`` puts this backend in their place: a benchmark
reads foreign code and must not execute it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from email.parser import HeaderParser
from pathlib import Path

_STAND_IN = "import static_backend as __legacy__\nfrom static_backend import *\n"

BACKENDS = (
    "setuptools.build_meta",
    "flit_core.buildapi",
    "hatchling.build",
    "poetry.core.masonry.api",
    "pdm.backend",
    "pbr.build",
    "uv_build",
)

_STARTED = """\
import os

for prefix in ("_PYPROJECT_HOOKS_", "PEP517_"):
    if f"{prefix}BUILD_BACKEND" in os.environ:
        os.environ[f"{prefix}BUILD_BACKEND"] = "static_backend"
        os.environ.pop(f"{prefix}BACKEND_PATH", None)
"""
"""Runs when the process starts that pip asks: a backend that lies in the package is replaced as well.

The names are those of pyproject_hooks since 1.1 and before it. Where they are others, the modules that
have the names of the usual backends still stand in for these.
"""


def get_requires_for_build_wheel(config_settings: Mapping[str, object] | None = None) -> list[str]:
    """Name what a build needs: nothing, for nothing is built."""
    return []


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: Mapping[str, object] | None = None
) -> str:
    """Write the metadata that the source package already carries.

    Args:
        metadata_directory: where pip wants the ``.dist-info`` folder.
        config_settings: pip's build settings; not used.

    Returns:
        The name of the folder written.

    Raises:
        OSError: the source package has no PKG-INFO.
    """
    source = Path("PKG-INFO")
    headers = HeaderParser().parsestr(source.read_text(encoding="utf-8", errors="replace"))
    name = f"{headers['Name'].replace('-', '_')}-{headers['Version']}.dist-info"
    target = Path(metadata_directory, name)
    target.mkdir()
    shutil.copyfile(source, target / "METADATA")
    return name


def write_stand_ins(folder: Path) -> None:
    """Make modules with the names of the usual backends that lead here.

    Args:
        folder: an empty folder that will be put on ``PYTHONPATH``.

    Raises:
        OSError: the folder cannot be written.
    """
    shutil.copyfile(__file__, folder / "static_backend.py")
    (folder / "sitecustomize.py").write_text(_STARTED, encoding="utf-8")
    for backend in BACKENDS:
        module = folder.joinpath(*backend.split(".")).with_suffix(".py")
        for package in reversed(module.relative_to(folder).parents[:-1]):
            folder.joinpath(package).mkdir(exist_ok=True)
            # Without it this is a namespace, and an installed package of that name would go first.
            folder.joinpath(package, "__init__.py").touch()
        # setuptools is asked for an attribute `__legacy__` when a package names no backend.
        module.write_text(_STAND_IN, encoding="utf-8")

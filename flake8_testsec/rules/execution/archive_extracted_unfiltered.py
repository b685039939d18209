"""Members of a tar archive are written wherever the archive says."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import with_argument
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, string, unpacks
from flake8_testsec.source.module import Module, once

_OPENED = ("tarfile.open()", "tarfile.TarFile()", "tarfile.TarFile.open()")

rule = Rule(
    code="TSE704",
    summary='tarfile.extractall without filter="data"',
    message='tarfile.{name} lets a member be written outside the folder; pass filter="data"',
    roles=Role.TEST,
    cwe=22,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A member called ``../../.ssh/authorized_keys``, a link that leads out of the target, or a device file is
    unpacked as it stands before Python 3.14. The test then writes outside its folder, on the machine that
    holds the credentials of the build. Zip archives are not concerned: ``zipfile`` cleans the names.
    """,
    fix='Pass ``filter="data"``, which Python 3.12 and the security releases of 3.8 to 3.11 know.',
    fixable="""
    ``filter="data"`` is passed; unsafe, because old Pythons do not know it, and it refuses members that were
    written so far.
    """,
    bad=(
        """
        import tarfile
        import unittest

        class TestRelease(unittest.TestCase):
            def test_unpacks(self):
                with tarfile.open("release.tar.gz") as archive:
                    archive.extractall(self.folder)
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import tarfile

        def test_unpacks(path, tmp_path):
            archive = tarfile.TarFile(path)
            archive.extract("setup.py", tmp_path)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import tarfile

        def test_filters(path, tmp_path):
            tarfile.open(path).extractall(tmp_path, filter="data")
            tarfile.open(path).extractall(tmp_path, ["setup.py"])
            tarfile.open(path).extractall(**tmp_path)
        """,
        """
        import tarfile

        def test_own_archive(tmp_path):
            with tarfile.open(tmp_path / "new.tar", "w") as new:
                new.add(__file__)
            tarfile.open(tmp_path / "new.tar").extractall(tmp_path)
        """,
        """
        import shutil
        import tarfile

        def test_makes_it(tmp_path):
            archive = shutil.make_archive("new", "tar")
            tarfile.open(archive).extractall(tmp_path)
        """,
        """
        import tarfile

        def test_sets_the_filter_once(path, tmp_path):
            archive = tarfile.open(path)
            archive.extraction_filter = tarfile.data_filter
            archive.extractall(tmp_path)
        """,
        """
        import tarfile

        def test_filters_where_python_can(archive, tmp_path):
            with tarfile.open(archive) as members:
                if hasattr(tarfile, "data_filter"):
                    members.extractall(tmp_path, filter="data")
                else:
                    members.extractall(tmp_path)
        """,
        """
        import zipfile

        def test_zip(path, archive, tmp_path):
            zipfile.ZipFile(path).extractall(tmp_path)
            archive.extractall(tmp_path)
        """,
    ),
)


@rule.call(*(f"{opened}.{verb}" for opened in _OPENED for verb in ("extractall", "extract")))
def unfiltered(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report unpacking without a filter, unless the members are chosen or the archive is made here."""
    around = module.function(call) or module.tree
    if keyword(call, "filter") or keyword(call, "members") or unpacks(call) or _chooses(call):
        return
    if not _is_disarmed(around, module):
        edits = with_argument(call, 'filter="data"', module)
        yield rule.at(call, name=_verb(call)).fixed(*edits)


def _verb(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else "extract"


def _chooses(call: ast.Call) -> bool:
    return _verb(call) == "extractall" and len(call.args) > 1


@once
def _is_disarmed(scope: ast.AST, module: Module) -> bool:
    return any(_disarms(node, module) for node in ast.walk(scope))


def _disarms(node: ast.AST, module: Module) -> bool:
    """Whether a node sets a filter, if only where Python has one, or makes the archive."""
    match node:
        case ast.Attribute(attr="extraction_filter", ctx=ast.Store()):
            return True
        case ast.Call(func=func) if module.names(func) & {"shutil.make_archive"}:
            return True
        case ast.Call(func=ast.Attribute(attr="extractall" | "extract")) if keyword(node, "filter"):
            return True
        case ast.Call(func=func) if module.names(func) & {each.removesuffix("()") for each in _OPENED}:
            mode = string(argument(node, 1, "mode")) or ""
            return mode.startswith(("w", "x", "a"))
        case _:
            return False

"""What a test writes to disk is removed only if the assertions in between hold."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup import exits, resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.exits import Held
from flake8_testsec.cleanup.fixes import ended
from flake8_testsec.cleanup.flow import Abandoned
from flake8_testsec.cleanup.folders import is_moved
from flake8_testsec.cleanup.judgement import Judgement, Verdict, is_skippable, judgements, ways_out
from flake8_testsec.cleanup.mentions import Mention, Use, begins_released, fate
from flake8_testsec.cleanup.missing import is_missing
from flake8_testsec.cleanup.paths import is_redirected
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.cleanup.removed_last import REMOVALS, removed_last
from flake8_testsec.cleanup.sequels import is_subject
from flake8_testsec.cleanup.skipping import skipped, witnesses
from flake8_testsec.notes import note
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import (
    expecting_around,
)
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_hook, methods

rule = Rule(
    code="TSE306",
    summary="a file or directory is removed only if the assertions above hold",
    message="{how}; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
        The removal is written, and yet it does not happen when it matters: a failed assertion leaves the
        test at once, and so does an early ``return``. What stays behind fills the disk of the machine that
        runs the failing test over and over, and a file with a fixed name makes the next run fail or pass
        for the wrong reason.
        """,
    fix="""
        Take pytest's ``tmp_path`` or ``tempfile.TemporaryDirectory`` in a ``with`` statement, register the
        removal for cleanup right after the path is made, or put it into ``finally``.
        """,
    fixable="""
    In a TestCase a removal at the end of the test is moved to a cleanup below what makes the path, in
    other functions it goes into ``finally``: safe. There is no fix where the test goes on after the
    removal, for an ``rmdir``, which needs the directory emptied before, and for fixed names.
    """,
    bad=(
        """
        import shutil
        import tempfile
        import unittest


        class TestDump(unittest.TestCase):
            def test_dump(self):
                folder = tempfile.mkdtemp()
                         ^^^^^^^^^^^^^^^^^^
                self.assertTrue(dump(folder))
                shutil.rmtree(folder)

            def test_rejects(self):
                folder = tempfile.mkdtemp()
                         ^^^^^^^^^^^^^^^^^^
                result = dump(folder)
                with self.assertRaises(ValueError):
                    load(folder)
                shutil.rmtree(folder)
                self.assertEqual(len(result), 1)
        """,
        """
        import os
        from pathlib import Path
        from tempfile import NamedTemporaryFile, mktemp


        def test_loads(load):
            with NamedTemporaryFile("w", delete=False) as file:
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                file.write("[]")
            assert load(file.name) == []
            os.unlink(file.name)


        def test_dumps(dump, can_dump):
            path = Path(mktemp())
                        ^^^^^^^^
            dump(path)
            if not can_dump:
                return
            assert path.read_text() == "[]"
            path.unlink()
        """,
        """
        import os
        import shutil

        NAME = "orders.json"


        def test_dumps(dump):
            with open(NAME, "w") as file:
                 ^^^^^^^^^^^^^^^
                dump(file)
            os.mkdir("orders")
            ^^^^^^^^^^^^^^^^^^
            assert os.path.getsize(NAME) == 2
            os.remove(NAME)
            shutil.rmtree("orders")
        """,
    ),
    good=(
        """
        import os

        import pytest


        def test_dumps(dump, path):
            with open("orders.json", "w") as file:
                dump(file)
            try:
                assert os.path.getsize("orders.json") == 2
            finally:
                os.remove("orders.json")
            assert dump()
            with open("sums.json", "r") as file, open(file=path) as other:
                assert file.read() == other.read()
            os.remove("sums.json")
            os.remove()
            with open("never.json", "w") as file:
                assert dump(file)
            os.remove("never-made.json")
            os.remove(path)


        def test_refuses():
            os.mkdir("orders")
            assert len(os.listdir("."))
            with pytest.raises(OSError):
                os.remove("orders")
            with pytest.raises(OSError):
                os.mkdir("sums")
            assert not os.path.isdir("sums")
            os.rmdir("sums")


        def test_faked(fs):
            os.mkdir("orders")
            assert os.path.isdir("orders")
            os.rmdir("orders")


        os.remove("orders")
        """,
        """
        import os


        def test_elsewhere(dump, tmp_path, monkeypatch):
            monkeypatch.chdir(tmp_path)
            os.mkdir("orders")
            assert dump("orders")
            os.rmdir("orders")
        """,
        """
        # file: tests/conftest.py
        import pytest

        @pytest.fixture
        def shop(tmp_path, monkeypatch):
            monkeypatch.chdir(tmp_path)

        # file: tests/test_dump.py
        import os


        def test_in_the_shop(dump, shop):
            os.mkdir("orders")
            assert dump("orders")
            os.rmdir("orders")


        def test_in_a_place_of_its_own(dump, shop_dir):
            os.mkdir("orders")
            assert dump("orders")
            os.rmdir("orders")
        """,
        """
        import os
        import shutil
        import unittest


        class TestDump(unittest.TestCase):
            def tearDown(self):
                shutil.rmtree("orders", ignore_errors=True)

            def test_dump(self):
                os.mkdir("orders")
                self.assertTrue(dump("orders"))
                shutil.rmtree("orders")
        """,
        """
        import os

        from twisted.trial import unittest


        class TestDump(unittest.TestCase):
            def test_dump(self):
                os.mkdir("orders")
                self.assertTrue(dump("orders"))
                os.rmdir("orders")
        """,
        """
        import os


        def test_is_there(dump):
            dump("orders.csv")
            assert os.path.exists("orders.csv")
            os.unlink("orders.csv")
        """,
    ),
)

_ROWS = tuple(row for row in resources.RESOURCES if row.skipped == rule.code)
_PATCHED = FILES._replace(targets=frozenset({"tempfile", "mkdtemp", "mkstemp", "mktemp"}))
_FILES = frozenset({"open", "io.open", "codecs.open"})
_FOLDERS = frozenset({"os.mkdir", "os.makedirs"})
_WRITTEN = resources.Resource(
    "file", (), "", (), skipped=rule.code, given_to=REMOVALS, remedy="use tmp_path, or remove it in finally"
)


@rule.call(*resources.makers(_ROWS))
def skipped_by_assertion(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report temporary paths."""
    if not is_redirected(call, module) and not is_intercepted(call, module, _PATCHED):
        found = judgements(call, module)
        yield from _reported(
            (each for each in found if each.obligation.resource.skipped == rule.code), module
        )


@rule.call(*REMOVALS)
def written_by_name(removal: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what has a fixed name below the working directory, or anywhere, once for each name."""
    function, path = module.function(removal), _fixed(argument(removal, 0), module)
    if function is None or not path or not _stays(function, module):
        return
    yield from _reported(_by_name(function, module).get(removal, ()), module)


@rule.call(*REMOVALS)
@rule.method("unlink", "rmdir")
def removed_in_the_end(removal: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what somebody else has made, at the removal."""
    function = module.function(removal)
    found = removed_last(removal, function, module) if function is not None else None
    if found is None or function is None or _is_told_before(removal, function, module):
        return
    if is_intercepted(removal, module, FILES) or (is_moved(function, module) and not found.is_absolute):
        return
    if not found.is_relative or _stays(function, module):
        how = f"{last_word(removal.func)}() is skipped when the assertion on line {found.check.lineno} fails"
        related = (Pointer(found.check, "left here"),)
        yield rule.at(removal, related, how=how, remedy="put it into finally")


def _is_told_before(removal: ast.Call, function: Function, module: Module) -> bool:
    """Whether the path is of a fixed name and the test itself writes it: of that more is said."""
    path = _fixed(argument(removal, 0), module)
    return bool(path) and _stays(function, module) and removal in _by_name(function, module)


def _fixed(path: ast.expr | None, module: Module) -> str:
    return "" if path is None else string(meant(path, module)) or ""


def _stays(function: Function, module: Module) -> bool:
    """Whether the working directory is surely where the run was started, and the disk is real."""
    class_ = module.class_of(function)
    bases = module.bases(class_) if class_ is not None else ()
    is_known = all(names & TESTCASES and not any("trial" in name for name in names) for names in bases)
    is_faked = is_intercepted(function.body[0], module, FILES)
    return is_known and not is_faked and not is_moved(function, module)


def _by_name(function: Function, module: Module) -> Mapping[ast.AST, Sequence[Judgement]]:
    """What is left of the paths that a function removes, at the first removal of each."""
    key = ("removal_skipped_by_assertion", function)
    if key not in module.kept:
        module.kept[key] = {}
        several = dict(_removed(function, module))
        try:
            ways = exits.ways(function, [*several.values()], module)
        except Abandoned:
            note("gave up on %s in %s: too large or too deep", function.name, module.path)
        else:
            judged = (tuple(ways_out(each, way)) for each, way in zip(several.values(), ways, strict=True))
            module.kept[key] = dict(zip(several, judged, strict=True))
    known: Mapping[ast.AST, Sequence[Judgement]] = module.kept[key]
    return known


def _removed(function: Function, module: Module) -> Iterator[tuple[ast.AST, Held]]:
    """The paths that are written and removed, each with its first removal."""
    class_ = module.class_of(function)
    undone = _removed_by_hooks(class_, module) if class_ is not None else ()
    for path, mentions in _mentions(function, module).items():
        makers = [each.node for each in mentions if each.use is Use.BEGIN]
        removals = [each.node for each in mentions if each.use is Use.RELEASE]
        if begins_released(mentions) and not module.settings.enables(rule.code):
            continue  # what is left by one run is removed by the next
        if makers and removals and isinstance(makers[0], ast.Call) and path not in undone:
            obligation = Obligation(_WRITTEN, makers[0], makers[0], function, None)
            held = Held(obligation, (fate(mentions, module),))
            if is_skippable(held):
                yield removals[0], held


@once
def _removed_by_hooks(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    """The fixed texts of paths that a class's own set-up or tear-down removes around each test."""
    found = (
        (mention.use, path)
        for hook in methods(class_)
        if is_hook(hook)
        for path, mentions in _mentions(hook, module).items()
        for mention in mentions
    )
    return frozenset(path for use, path in found if use is Use.RELEASE)


def _mentions(function: Function, module: Module) -> Mapping[str, Sequence[Mention]]:
    """The calls in a function, in their order, that are given a path of a fixed text, by this text."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for node in inside(function, module):
        if isinstance(node, ast.Call) and (path := _fixed(argument(node, 0, "file"), module)):
            found[path].append(Mention(_use(node, module), node))
    return found


def _use(call: ast.Call, module: Module) -> Use:
    names = module.names(call.func)
    if names & frozenset(REMOVALS):
        return Use.RELEASE
    mode = string(argument(call, 1, "mode")) or ""
    makes = names & _FOLDERS or (names & _FILES and {*mode} & {*"wax"})
    return Use.BEGIN if makes and expecting_around(call, module) is None else Use.BORROW


def _reported(found: Iterable[Judgement], module: Module) -> Iterator[Hit]:
    for judgement in found:
        if judgement.verdict not in (Verdict.CHECK, Verdict.LEAVE) or is_missing(judgement, module):
            continue
        if not is_subject(judgement, module):
            obligation = judgement.obligation
            words = remedy(obligation, module, judgement.release)
            yield rule.at(
                obligation.call,
                related=witnesses(judgement),
                **skipped(judgement, words),
            ).fixed_by(ended(words, obligation, module, judgement.release))

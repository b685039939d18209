"""A list that is made of what comes in no order, compared with a list in one certain order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import Edits, after, before
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.listings import is_listing_faked, is_path
from flake8_testsec.vocabulary.testing.no_order import ITERATOR, LIST, SET, TEXT, WALK, Form, unordered
from flake8_testsec.vocabulary.testing.one_order import (
    are_of_several,
    compared_with,
    elements_of,
    has_one_order,
    is_hashed_by_chance,
    items,
    members,
)

rule = Rule(
    code="TSE228",
    summary="the order of what has no order is asserted: files of a folder, or members of a set",
    message="{what} come in no certain order, and one order is asserted; sort them first",
    roles=Role.TEST | Role.SUPPORT,
    cwe=758,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    A folder is listed in the order that its file system happens to have, and a set of texts has another order
    in each process, because their hashes are salted. The test passes here, and fails on another machine, or
    in one run of two. Numbers in a set are not reported, which stay where they are; members of sets that are
    told by names are, and ``iterdir`` of what may be another thing than a path. It is not on by default
    because no findings in public code show yet how precise it is.
    """,
    fix="""
    Compare ``sorted(...)`` with a sorted list, or sets with each other, or use ``assertCountEqual``.
    """,
    fixable="""
    ``sorted()`` is put around both sides where a list of texts is written out; unsafe, because an order may
    have been meant. Nothing for other elements, which may not be sortable.
    """,
    bad=(
        """
        import glob
        import os
        import unittest
        from pathlib import Path

        DATA = Path(__file__).parent / "data"

        def test_files(shop, tmp_path, folder: Path):
            shop.save(tmp_path)
            assert os.listdir(tmp_path) == ["orders", "prices"]
                   ^^^^^^^^^^^^^^^^^^^^
            assert ["a", "b"] == list(os.listdir(shop.folder)) and shop.open
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [each.name for each in tmp_path.iterdir()] == ["prices", "orders"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert list((tmp_path / "bills").resolve().glob("*.txt")) == [shop.first, shop.last]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert [*folder.rglob("*.txt")] == [shop.first, shop.last]
                   ^^^^^^^^^^^^^^^^^^^^^^^^
            names = tuple(map(str, DATA.iterdir()))
            assert names == ("a", "b")
                   ^^^^^
            assert next(os.walk(shop.folder))[2] == ["a", "b"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            with os.scandir(shop.folder) as entries:
                found = [each.name for each in entries]
            expected = ["a", "b"]
            assert found == expected
                   ^^^^^
            print(found)
            for root, folders, files in os.walk(shop.folder):
                assert files == ["a", "b"]
                       ^^^^^
            assert (listed := os.listdir(shop.folder)) == ["a", "b"]
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert list(shop.disk.iterdir()) == ["a", "b"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^
            _, below, _ = next(os.walk(shop.folder))
            assert below[:2] == ["a", "b"]
                   ^^^^^^^^^

        class TestShop(unittest.TestCase):
            def test_files(self):
                self.assertEqual(glob.glob("*.txt"), ["a.txt", "b.txt"])
                                 ^^^^^^^^^^^^^^^^^^
                self.assertListEqual(["b.txt", "a.txt"], list(glob.iglob("*.txt")))
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(os.listdir(".") == ["a.txt", "b.txt"])
                                ^^^^^^^^^^^^^^^
        """,
        """
        def test_names(shop):
            assert list({"tea", shop.name}) == ["tea", "milk"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^
            assert list(set(shop.names)) == [f"{shop.name} milk", 1]
                   ^^^^^^^^^^^^^^^^^^^^^
            assert tuple(frozenset(shop.names)) == (("tea", 1), ("milk", 2))
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert ", ".join({each.name for each in shop}) == "milk, tea"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            names = set(shop.names) | set(shop.others)
            assert [*names] == ["milk", "tea"]
                   ^^^^^^^^
            assert [each for each in names.difference(shop.sold)] == ["milk", "tea"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert list(filter(None, shop.names - {"bread"})) == ["milk", "tea"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert list({"tea"} | {"milk"}) == ["milk", "tea"]
                   ^^^^^^^^^^^^^^^^^^^^^^^^
            assert list(iter(names)) == [shop.milk, shop.tea]
                   ^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        import pytest

        KINDS = {"glob": 1, "listdir": 2}

        @pytest.fixture
        def fs(shop):
            return shop.disk

        def test_own(shop, fs, args):
            shop.listdir = args.listdir
            assert os.listdir(shop.folder) == ["a", "b"]
                   ^^^^^^^^^^^^^^^^^^^^^^^

        def test_given(tmp_path, fs):
            assert os.listdir(tmp_path) == ["a", "b"]
                   ^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os

        def test_items(shop, tmp_path):
            names = os.listdir(shop.folder)
            assert names[0] == "a"
                   ^^^^^^^^
            assert names[1] == "b"
            files = list(tmp_path.iterdir())
            assert files[0].name == "a"
                   ^^^^^^^^
            assert files[1].name == "b"
            assert os.listdir(shop.folder)[1] == "b"
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import glob
        import os
        from collections import Counter

        from shop.disk import listdir

        def test_files(shop, self, tmp_path, a, b):
            assert sorted(os.listdir(shop.folder)) == ["a", "b"]
            assert set(os.listdir(shop.folder)) == {"a", "b"}
            assert Counter(os.listdir(shop.folder)) == {"a": 1, "b": 1}
            self.assertCountEqual(os.listdir(shop.folder), ["a", "b"])
            assert os.listdir(shop.folder) == ["a"]
            assert os.listdir(shop.folder) == []
            assert os.listdir(shop.folder) != ["a", "b"]
            assert [1 for each in os.listdir(shop.folder)] == [1, 1]
            assert listdir(shop.folder) == ["a", "b"]
            assert shop.listdir(shop.folder) == ["a", "b"]
            assert os.listdir(shop.folder) == ["a", "b"] or os.listdir(shop.folder) == ["b", "a"]
            assert os.listdir(shop.folder) == shop.files
            assert os.listdir(shop.folder) in (["a", "b"], ["b", "a"])
            assert "a" in os.listdir(shop.folder)
            assert os.listdir(shop.folder)[0] == "a"
            assert len(os.listdir(shop.folder)) == 2
            assert not os.listdir(shop.folder) == ["a", "b"]
            assert os.listdir(shop.folder) == [*shop.files, "a"]
            assert shop.iterdir() == ["a", "b"]
            assert list(shop.disk.glob("*")) == ["a", "b"]
            assert tmp_path.iterdir() == ["a", "b"]
            assert list(reversed(glob.glob("*"))) == ["a", "b"]
            names = os.listdir(shop.folder)
            names.sort()
            assert names == ["a", "b"]
            ordered = os.listdir(shop.folder)
            shop.sort(ordered)
            assert ordered == ["a", "b"]
            changed = os.listdir(shop.folder)
            changed[0] = "a"
            assert changed == ["a", "b"]
            twice = os.listdir(shop.folder)
            twice = sorted(twice)
            assert twice == ["a", "b"]
            for root, folders, files in os.walk(shop.folder):
                files.sort()
                assert files == ["a", "b"]
            for entry in os.walk(shop.folder):
                assert list(entry) == ["a", "b"]
            assert list(os.walk(shop.folder)) == [a, b]
            assert next(os.walk(shop.folder))[0] == ["a", "b"]
            suffixes = [each.suffix for each in tmp_path.iterdir()]
            assert suffixes[0] == ".txt"
            assert suffixes[1] == ".txt"
            first = os.listdir(shop.folder)
            assert first[0] == "a"
            assert first[0] == "b"
            assert first[-1] == "b"
            shop.listed = os.listdir(shop.folder)
            assert shop.listed == ["a", "b"]
            found = [each for each in os.walk(shop.folder)]
            assert found == [a, b]
            root, inner = next(os.walk(shop.folder))
            root, shop.inner, shop.files = next(os.walk(shop.folder))
            shop.check(os.listdir(shop.folder) == ["a", "b"])
        """,
        """
        def test_numbers(names):
            assert list(map(str, {1, 2})) == ["1", "2"]
            assert [*set([1, 2])] == [names.one, names.two]

        def test_sets(shop, list):
            assert list({"tea", "milk"}) == ["tea", "milk"]

        def test_names(shop):
            assert sorted({"tea", "milk"}) == ["milk", "tea"]
            assert [*{1, 2}] == [1, 2]
            assert list(set(shop.numbers)) == [1, 2.5]
            assert list(set(shop.pairs)) == [(1, 2), (1, 3)]
            assert list({"tea"}) == ["tea"]
            assert {"tea", "milk"} == ["tea", "milk"]
            assert list(dict.fromkeys(["tea", "milk"])) == ["tea", "milk"]
            assert list({"tea": 1, "milk": 2}) == ["tea", "milk"]
            assert "".join({"tea", "milk"}) == "teamilk"
            assert ", ".join({"tea"}) == "tea"
            assert ", ".join({"tea", "milk"}) == shop.text
            assert len({"tea", "milk"}) == 2
            numbers = list({1, 2})
            assert numbers[0] == 1
            assert numbers[1] == 2
            expected = shop.names
            assert list({"tea", "milk"}) == expected
            assert list(map(str, {1}, {2})) == ["1", "2"]
            assert list(enumerate({"tea", "milk"})) == [(0, "tea"), (1, "milk")]
            assert list({"tea"}.pop()) == ["t", "ea"]
            assert list(shop.some - 2) == ["tea", "milk"]
            assert [*{"tea"}, "milk"] == ["tea", "milk"]
            assert {each: 1 for each in {"tea", "milk"}} == ["tea", "milk"]
            union = {"tea"}.union
            price = {1}[0] + {2}
        """,
        """
        import os
        from unittest import mock

        @mock.patch("os.listdir", return_value=["a", "b"])
        def test_files(listdir):
            assert os.listdir("x") == ["a", "b"]
        """,
        """
        import glob

        from shop import Disk

        glob.glob = Disk().glob

        def test_files(monkeypatch):
            assert glob.glob("x") == ["a", "b"]
        """,
        """
        from pathlib import Path

        def test_files(tmp_path, monkeypatch):
            monkeypatch.setattr(Path, "iterdir", lambda self: [self / "a", self / "b"])
            assert list(tmp_path.iterdir()) == [tmp_path / "a", tmp_path / "b"]
        """,
        """
        import os

        def test_files(fs):
            assert os.listdir("x") == ["a", "b"]
        """,
        """
        import os

        from pyfakefs import fake_filesystem_unittest

        class TestFiles(fake_filesystem_unittest.TestCase):
            def test_files(self):
                assert os.listdir("x") == ["a", "b"]
        """,
    ),
)

_LISTERS = {
    "os.listdir": LIST,
    "os.scandir": ITERATOR,
    "os.walk": WALK,
    "glob.glob": LIST,
    "glob.iglob": ITERATOR,
}


@rule.call(*_LISTERS)
def listed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a function of the standard library lists."""
    name = next(iter(module.names(call.func)))
    if not is_listing_faked(call, name.rpartition(".")[2], module):
        yield from _asserted(call, _LISTERS[name], f"the files that {name}() finds", module)


@rule.method("iterdir", "glob", "rglob")
def listed_by_path(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a path lists."""
    match call.func:
        case ast.Attribute(value=owner, attr=word) if _may_be_path(owner, word, module):
            if not is_listing_faked(call, word, module):
                yield from _asserted(call, ITERATOR, f"the files that {word}() finds", module)


def _may_be_path(owner: ast.expr, word: str, module: Module) -> bool:
    is_told = word == "iterdir" and not module.names(owner)
    return is_told or is_path(owner, module)


@rule.on(ast.Set, ast.SetComp, look=looks.is_given_on)
def displayed(node: ast.expr, module: Module) -> Iterator[Hit]:
    """Report what a set is made into."""
    yield from _asserted(node, SET, "the members of a set", module)


@rule.call("set", "frozenset")
def made(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report what a set is made into."""
    yield from _asserted(call, SET, "the members of a set", module)


def _asserted(source: ast.expr, kind: str, what: str, module: Module) -> Iterator[Hit]:
    """Report each place where one order of what a source gives is asserted."""

    def moves(element: ast.expr) -> bool:
        return kind != SET or is_hashed_by_chance(element, by_guess=True)

    forms = [*unordered(source, kind, module)]
    if kind == SET:
        forms = [each for each in forms if _is_by_chance(source, each)]
    for form in forms:
        other = compared_with(form.node, module)
        if other is not None and has_one_order(form, other, moves, module):
            yield rule.at(form.node, what=what).fixed(*_sorted(form, other, module))
    of_lists = [each for form in forms for each in items(form, moves, module)]
    if of_lists and are_of_several(of_lists):
        yield rule.at(of_lists[0].node, what=what)


def _is_by_chance(source: ast.expr, form: Form) -> bool:
    """Whether the members of a set may be at other places in each run, for all that is known of them.

    What is made of them does not tell; so they must be texts themselves.
    """
    known = members(source)
    is_known = bool(known) and not any(isinstance(each, ast.Starred) for each in known)
    if is_known or form.is_mapped:
        return any(is_hashed_by_chance(each, by_guess=not form.is_mapped) for each in known)
    return True


def _sorted(form: Form, other: ast.expr, module: Module) -> Edits:
    """``sorted()`` around both sides, or around the one that is not sorted as it is written."""
    above = module.parent(form.node)
    is_of_tuples = isinstance(above, ast.Call) and last_word(above.func) == "assertTupleEqual"
    texts = [string(each) for each in elements_of(other, module)]
    if isinstance(other, ast.Name) or form.kind == TEXT or None in texts or is_of_tuples:
        return ()
    if isinstance(form.node, ast.NamedExpr) or form.is_part:
        return ()
    is_sorted = isinstance(other, ast.List) and texts == sorted(filter(None, texts))
    sides = [form.node] if is_sorted else [form.node, other]
    return tuple(
        edit for side in sides for edit in (*before(side, "sorted(", module), *after(side, ")", module))
    )

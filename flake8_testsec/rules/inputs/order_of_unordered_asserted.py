"""A list that is made of what comes in no order, compared with a list in one certain order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.fixing.edits import Edits, after, before
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, string, structure
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.asserted import is_asserted
from flake8_testsec.vocabulary.testing.listings import is_listing_faked, is_path
from flake8_testsec.vocabulary.testing.no_order import ITERATOR, LIST, SET, TEXT, WALK, Form, unordered

rule = Rule(
    code="TSE228",
    summary="the order of what has no order is asserted: files of a folder, or members of a set",
    message="{what} come in no certain order, and one order is asserted; sort them first",
    roles=Role.TEST | Role.SUPPORT,
    cwe=758,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A folder is listed in the order that its file system happens to have, and a set of texts has another order
    in each process, because their hashes are salted. The test passes here, and fails on another machine, or
    in one run of two. Numbers in a set are not reported, which stay where they are. Where the rule is enabled
    by name, it also speaks of members of sets that are told by names, and of ``iterdir`` of what may be
    another thing than a path.
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
            same = list(tmp_path.iterdir())
            assert same[0].suffix == ".txt"
            assert same[1].suffix == ".txt"
            shop.listed = os.listdir(shop.folder)
            assert shop.listed == ["a", "b"]
            found = [each for each in os.walk(shop.folder)]
            assert found == [a, b]
            root, inner = next(os.walk(shop.folder))
            root, shop.inner, shop.files = next(os.walk(shop.folder))
            shop.check(os.listdir(shop.folder) == ["a", "b"])
            self.assertEqual(shop.files, "", os.listdir(shop.folder))
        """,
        """
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
_SEVERAL = 2
_EQUAL = frozenset(
    {"assertEqual", "assertEquals", "assertListEqual", "assertSequenceEqual", "assertTupleEqual"}
    | {"assert_equal", "assert_equals", "assert_list_equal", "eq_", "failUnlessEqual"}
)


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
    is_told = word == "iterdir" and not module.names(owner) and module.settings.enables(rule.code)
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
    is_set = kind == SET
    forms = [*unordered(source, kind, module)]
    for form in forms:
        other = _compared(form.node, module)
        if other is not None and _has_order(form, other, is_set, module) and _is_new(form.node, module):
            yield rule.at(form.node, what=what).fixed(*_sorted(form, other, module))
    items = [each for form in forms if form.kind == LIST for each in _items(form, is_set, module)]
    if items and _are_of_several(items) and _is_new(items[0].node, module):
        yield rule.at(items[0].node, what=what)


def _is_new(node: ast.AST, module: Module) -> bool:
    """Whether nothing has been said yet of a place, which is reached from each set in it."""
    known = _reported(module)
    is_new = node not in known
    known.add(node)
    return is_new


@once
def _reported(module: Module) -> set[ast.AST]:
    return set()


class _Item(NamedTuple):
    """One element of a list by its index, what it is asserted to be, and whether it is no part of it."""

    node: ast.expr
    place: int
    other: str
    is_whole: bool


def _items(form: Form, is_set: bool, module: Module) -> Iterator[_Item]:
    match module.parent(form.node):
        case ast.Subscript(slice=ast.Constant(value=int() as index)) as item:
            above = module.parent(item)
            is_part = isinstance(above, ast.Attribute)
            other = _compared(above if isinstance(above, ast.Attribute) else item, module)
            if other is not None and (not is_set or _is_hashed_by_chance(other, module)):
                yield _Item(item, index, structure(other), not (is_part or form.is_mapped))


def _are_of_several(items: Sequence[_Item]) -> bool:
    """Whether two elements that differ are certainly there."""
    if len({each.place for each in items}) > 1:
        return len({each.other for each in items}) > 1
    return items[0].place > 0 and items[0].is_whole


def _compared(node: ast.expr, module: Module) -> ast.expr | None:
    """What an expression is asserted to be equal to."""
    match module.parent(node):
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) as condition:
            return (right if left is node else left) if is_asserted(condition, module) else None
        case ast.Call(func=func, args=[left, right, *_]) if last_word(func) in _EQUAL:
            return right if left is node else left if right is node else None
        case _:
            return None


def _has_order(form: Form, other: ast.expr, is_set: bool, module: Module) -> bool:
    """Whether there are several elements, and the other side has them in one order."""
    if form.kind == TEXT:
        return _is_joined(form.node, other)
    elements = [each for each in _elements(other, module) if not isinstance(each, ast.Starred)]
    if form.kind != LIST or len({structure(each) for each in elements}) < _SEVERAL:
        return False
    return not is_set or any(_is_hashed_by_chance(each, module) for each in elements)


def _elements(node: ast.expr, module: Module) -> Sequence[ast.expr]:
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return elements
        case ast.Name():
            match module.bindings(node):
                case [Bound(value=ast.List(elts=elements) | ast.Tuple(elts=elements), node=ast.Name())]:
                    return elements
    return ()


def _is_hashed_by_chance(element: ast.expr, module: Module) -> bool:
    """Whether an element holds a text, whose hash is another one in each run; numbers stay where they are."""
    match element:
        case ast.Constant(value=str() | bytes() as text):
            return bool(text)
        case ast.Tuple(elts=elements):
            return any(_is_hashed_by_chance(each, module) for each in elements)
        case ast.JoinedStr():
            return True
        case ast.Name() | ast.Attribute() | ast.Call():
            return module.settings.enables(rule.code)
        case _:
            return False


def _is_joined(joined: ast.expr, other: ast.expr) -> bool:
    match joined, string(other):
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(between)))), str(text) if between:
            return len(set(text.split(between))) > 1
        case _:
            return False


def _sorted(form: Form, other: ast.expr, module: Module) -> Edits:
    """``sorted()`` around both sides, or around the one that is not sorted as it is written."""
    above = module.parent(form.node)
    is_of_tuples = isinstance(above, ast.Call) and last_word(above.func) == "assertTupleEqual"
    texts = [string(each) for each in _elements(other, module)]
    if isinstance(other, ast.Name) or form.kind == TEXT or None in texts or is_of_tuples:
        return ()
    if isinstance(form.node, ast.NamedExpr):
        return ()
    is_sorted = isinstance(other, ast.List) and texts == sorted(filter(None, texts))
    sides = [form.node] if is_sorted else [form.node, other]
    return tuple(
        edit for side in sides for edit in (*before(side, "sorted(", module), *after(side, ")", module))
    )

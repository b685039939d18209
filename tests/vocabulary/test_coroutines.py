"""Which functions a call certainly means, and which async tests nothing runs: the silent cases first."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.coroutines import async_tests, callees


def read(text: str) -> Module:
    return Module.parse(textwrap.dedent(text), "tests/test_example.py", Settings())


def asked(text: str) -> list[int]:
    """The lines of the functions that the one call with the argument ``...`` may mean."""
    module = read(text)
    (call,) = (each for each in module.nodes(ast.Call) if ast.unparse(each.args) == "...")
    return [function.lineno for function in callees(call.func, module)]


UNCERTAIN = {
    "a name that is bound nowhere": """
        here(...)
        """,
    "a parameter": """
        def test(here):
            here(...)
        """,
    "a class": """
        class here: ...
        here(...)
        """,
    "one of two bindings is an import": """
        try:
            from shop import here
        except ImportError:
            async def here(x): ...
        here(...)
        """,
    "neither a name nor an attribute of one": """
        async def here(x): ...
        [here][0](...)
        """,
    "a method of anybody": """
        class Shop:
            async def here(self, x): ...
        def test(shop):
            shop.here(...)
        """,
    "an instance that a context manager gives": """
        class Shop:
            async def here(self, x): ...
        def test():
            with Shop() as shop:
                shop.here(...)
        """,
    "an instance of a class from elsewhere": """
        from shop import Shop
        shop = Shop()
        shop.here(...)
        """,
    "an instance of what a function makes": """
        def make(): ...
        shop = make()
        shop.here(...)
        """,
    "self is a parameter of a lambda": """
        class Shop:
            async def here(self, x): ...
            test = lambda self: self.here(...)
        """,
    "self is no receiver in a static method": """
        class Shop:
            async def here(self, x): ...
            @staticmethod
            def test(self):
                self.here(...)
        """,
    "the second parameter": """
        class Shop:
            async def here(self, x): ...
            def test(self, other):
                other.here(...)
        """,
    "the method comes from a base elsewhere": """
        from shop import Shop
        class Test(Shop):
            def test(self):
                self.here(...)
        """,
    "a base elsewhere may come first": """
        from shop import Base
        class Shop:
            async def here(self, x): ...
        class Test(Base, Shop):
            def test(self):
                self.here(...)
        """,
    "a method that no class defines": """
        import unittest
        class Test(unittest.TestCase):
            def test(self):
                self.here(...)
        """,
    "a class decorator may wrap the methods": """
        from shop import in_loop
        @in_loop
        class Test:
            async def here(self, x): ...
            def test(self):
                self.here(...)
        """,
    "a metaclass may wrap the methods": """
        from shop import Meta
        class Test(metaclass=Meta):
            async def here(self, x): ...
            def test(self):
                self.here(...)
        """,
    "the attribute is assigned somewhere": """
        class Test:
            async def here(self, x): ...
            def test(self):
                self.here = print
                self.here(...)
        """,
    "the attribute may be set by name": """
        class Test:
            async def here(self, x): ...
            def test(self, monkeypatch):
                monkeypatch.setattr(self, "here", print)
                self.here(...)
        """,
    "classes that inherit from each other": """
        class One(Two): ...
        class Two(One):
            def test(self):
                self.here(...)
        """,
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_nothing_is_certain_about(case: str) -> None:
    assert asked(UNCERTAIN[case]) == []


CERTAIN = {
    "a function of the module": ("async def here(x): ...\nhere(...)", [1]),
    "one of two functions": (
        "if x:\n    async def here(x): ...\nelse:\n    def here(x): ...\nhere(...)",
        [4, 2],
    ),
    "a function of the same function": ("def test():\n    async def here(x): ...\n    here(...)", [2]),
    "a method of the same class": ("class A:\n    def here(self, x): self.here(...)", [2]),
    "a class method": ("class A:\n    @classmethod\n    def here(cls, x): cls.here(...)", [3]),
    "self of the function around": (
        "class A:\n    def here(self, x):\n        def inner():\n            self.here(...)",
        [2],
    ),
    "a method of a base": (
        "class A:\n    def here(self, x): ...\nclass B(A):\n    def test(self): self.here(...)",
        [2],
    ),
    "a method behind bases that are known": (
        "import unittest\nclass A(object):\n    def here(self, x): ...\n"
        "class B(unittest.TestCase, A):\n    def test(self): self.here(...)",
        [3],
    ),
    "an override below": (
        "class A:\n    async def here(self, x): ...\n    def test(self): self.here(...)\n"
        "class B(A):\n    def here(self, x): ...\nclass C:\n    def here(self, x): ...",
        [5, 2],
    ),
    "an instance made here": ("class A:\n    def here(self, x): ...\na: A = A()\na.here(...)", [2]),
    "a marker on the class": (
        "import abc, pytest\n@pytest.mark.slow\nclass A(metaclass=abc.ABCMeta):\n"
        "    def here(self, x): self.here(...)",
        [4],
    ),
}


@pytest.mark.parametrize(("text", "lines"), CERTAIN.values(), ids=CERTAIN)
def test_this_is_certain(text: str, lines: list[int]) -> None:
    assert sorted(asked(text)) == sorted(lines)


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(): ...",
        "async def helper(): ...",
        "import pytest\npytestmark = pytest.mark.asyncio\nasync def test_a(): ...",
        "async def test_a(): ...\nrun(test_a)",
        "async def test_a(): ...\nmain.test_a()",
        "class Test(Base):\n    async def test_a(self): ...",
        "class Test(metaclass=Meta):\n    async def test_a(self): ...",
        "@marked\nclass Test:\n    async def test_a(self): ...",
        "class Shop:\n    async def test_a(self): ...",
        "class Test:\n    async def test_a(self): ...\nclass TestMore(Test): ...",
        "@marked\nclass TestOuter:\n    class TestInner:\n        async def test_a(self): ...",
        "async def test_a(anyio_backend): ...",
        "@wrapped\nasync def test_a(): ...",
        "import pytest\n@pytest.mark.skip\nasync def test_a(): ...",
    ],
)
def test_something_may_run_these(text: str) -> None:
    assert async_tests(read(text)) == ([], [])


@pytest.mark.parametrize(
    ("marked", "unmarked", "lean"), [(2, 0, False), (3, 1, True), (3, 2, False), (4, 2, True)]
)
def test_most_have_to_be_marked(marked: int, unmarked: int, lean: bool) -> None:
    names = [f"@pytest.mark.trio\nasync def test_marked_{n}(): ...\n" for n in range(marked)]
    names += [f"async def test_unmarked_{n}(): ...\n" for n in range(unmarked)]
    found = async_tests(read("import pytest\n" + "".join(names)))
    assert (len(found.marked), len(found.unmarked), found.lean_on_markers) == (marked, unmarked, lean)

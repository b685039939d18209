"""A keyword that is to bind a double to what it stands for, and is none of the call's: it binds nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, span
from flake8_testsec.project.defined_nodes import may_be_none
from flake8_testsec.project.metadata import tests_doubles
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.verification import is_false
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES, new_position

rule = Rule(
    code="TSE613",
    summary="keyword of a double that means nothing there, such as Mock(autospec=...)",
    message="{what}; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A mock takes every keyword and makes an attribute of those that it does not know.
    ``Mock(autospec=Client)`` is a plain mock with an attribute ``autospec``: it answers to names that
    ``Client`` does not have, takes calls that ``Client`` refuses, and the test goes on passing when
    ``Client`` changes. ``autospec`` and ``new_callable`` are keywords of ``patch`` alone; some misspelt ones
    raise from Python 3.10 on. And what a mock returns, or raises, is for who calls it: nobody calls
    ``os.environ``, nor a constant.
    """,
    fix="""
    Write ``create_autospec(Client)``, ``Mock(spec=Client)`` or ``patch(..., autospec=True)``. What is no
    function gets its new value itself: ``patch("sys.argv", ["shop"])``, ``patch.dict("os.environ", {...})``.
    """,
    fixable="""
    A class that is given as ``autospec`` becomes the ``spec``, and a misspelt keyword is spelt right; unsafe,
    because code that does what the original refuses fails then. Without a class it is not known what the
    double stands for.
    """,
    bad=(
        """
        from unittest import mock

        from shop import Client

        def test_client():
            client = mock.Mock(autospec=Client)
                               ^^^^^^^^^^^^^^^
            orders = mock.MagicMock(autospec=True)
                                    ^^^^^^^^^^^^^
            basket = mock.MagicMock(new_callable=mock.PropertyMock)
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            goods = mock.Mock(sepc=Client)
                              ^^^^^^^^^^^
            with mock.patch("shop.pay", auto_spec=True):
                                        ^^^^^^^^^^^^^^
                assert buy(client, orders, basket, goods)

        @mock.patch.object(Client, "send", autopsec=True)
                                           ^^^^^^^^^^^^^
        @mock.patch("shop.rate", new_calable=mock.PropertyMock)
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_send(rate, send):
            assert rate
        """,
        """
        def test_client(mocker):
            mocker.patch("shop.pay", set_spec=Client)
                                     ^^^^^^^^^^^^^^^
            mocker.Mock(autospec=Client)
                        ^^^^^^^^^^^^^^^
        """,
        """
        import os
        import sys
        from unittest import mock

        @mock.patch("os.environ", return_value={"SHOP": "1"})
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_client(environ, mocker):
            with mock.patch.object(sys, "argv", side_effect=["shop"]):
                                                ^^^^^^^^^^^^^^^^^^^^
                mocker.patch("sys.platform", return_value="linux")
                                             ^^^^^^^^^^^^^^^^^^^^
                mocker.patch.object(os, "environ", return_value={})
                                                   ^^^^^^^^^^^^^^^
                assert buy()
        """,
        """
        # file: tests/test_client.py
        from unittest.mock import patch

        from shop import limits

        @patch("shop.limits.MOST", return_value=3)
                                   ^^^^^^^^^^^^^^
        @patch.object(limits, "LEAST", return_value=1)
                                       ^^^^^^^^^^^^^^
        def test_limits(least, most):
            assert limits.allowed()

        # file: shop/limits.py
        MOST = 7
        LEAST = 2
        """,
    ),
    good=(
        """
        from unittest import mock

        from shop import Client

        @mock.patch.object(Client, "send", autospec=True)
        @mock.patch("shop.rate", new_callable=mock.PropertyMock)
        def test_client(rate, send):
            client = mock.Mock(spec=Client, name="client")
            orders = mock.Mock(spec_set=Client, specs=1, special=2, wraps=Client())
            basket = mock.create_autospec(Client, spec_set=True)
            known = mock.Mock(spec=Client, autospec=True)
            told = mock.Mock(Client, autospec=True)
            slip = mock.create_autospec(Client, unsafe=True, set_spec=True)
            options = {"autospec": True}
            with mock.patch("shop.pay", **options):
                assert buy(client, orders, basket, known)
        """,
        """
        import unittest
        from unittest import mock

        from shop import Client

        class TestDoubles(unittest.TestCase):
            def test_misspelt(self):
                with self.assertRaises(RuntimeError):
                    with mock.patch.object(Client, "send", autospect=True):
                        pass
                with mock.patch.object(Client, "send", unsafe=True, autospect=True):
                    pass
        """,
        """
        # file: tests/test_client.py
        import os
        from unittest import mock

        from shop import limits

        @mock.patch("os.getcwd", return_value="/shop")
        @mock.patch("os.environ", {"SHOP": "1"})
        @mock.patch("shop.limits.MOST", return_value=3)
        @mock.patch("shop.limits.ask", return_value=3)
        @mock.patch("shop.limits.Least", return_value=3)
        @mock.patch("shop.limits.FEW", new_callable=mock.PropertyMock, return_value=3)
        @mock.patch("shop.limits.MANY", return_value=3)
        @mock.patch("shop.limits.CALLBACK", return_value=3)
        @mock.patch.object(limits.shop, "FEW", return_value=3)
        @mock.patch.object(target="os.environ", attribute=name, return_value=3)
        def test_limits(*mocks):
            with mock.patch.dict("os.environ", values={}), mock.patch(name, return_value=3):
                assert mock.Mock(return_value=os.environ)

        # file: shop/limits.py
        def MOST():
            return 7

        def ask():
            return 7

        class Least:
            pass

        FEW = 3
        MANY = ask
        CALLBACK = None
        """,
        """
        from shop.testing import Base, Mock

        class Shop(Base, autospec=True):
            pass

        def test_client(recorder):
            assert Mock(autospec=Client)
            assert recorder.Mock(autospec=Client)
        """,
    ),
)
_SPECS = ("spec", "spec_set")
_OF_PATCH = ("autospec", "new_callable")
_MISSPELT = {"auto_spec": "autospec", "autospect": "autospec", "sepc": "spec", "set_spec": "spec_set"}
_LIKELY = 0.85
_SHORTEST = 7
_OF_FIXTURE = frozenset({"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"})
_CALLED = ("return_value", "side_effect")
_VALUES = frozenset(
    {
        *("os.environ", "os.environb", "os.linesep", "os.name", "os.pathsep", "os.sep", "sys.argv"),
        *("sys.byteorder", "sys.executable", "sys.flags", "sys.maxsize", "sys.modules", "sys.path"),
        *("sys.platform", "sys.prefix", "sys.stderr", "sys.stdin", "sys.stdout", "sys.version"),
        *("sys.version_info", "socket.AF_UNIX", "string.ascii_letters", "time.timezone"),
    }
)
"""Values of the library that nobody can call."""
_WORDS = frozenset(name.rpartition(".")[2] for name in MOCK_CLASSES)


@rule.where(calls=(*sorted(_WORDS), "patch", "object"), look=looks.has_keywords)
def unknown(module: Module) -> Iterator[Hit]:
    """Report the keywords of mocks and patches that were to bind the double."""
    for given in module.nodes(ast.keyword):
        if given.arg is not None and _meant(given.arg):
            yield from _judged(given, given.arg, module)


@rule.where(calls=("patch", "object"), look=looks.has_keywords)
def never_called(module: Module) -> Iterator[Hit]:
    """Report what a mock shall return, or raise, in the place of a value that nobody calls."""
    for given in module.nodes(ast.keyword):
        call = module.parent(given) if given.arg in _CALLED else None
        if not isinstance(call, ast.Call) or keyword(call, "new_callable") is not None:
            continue
        replaced = next((each for each in _replaced(call, module) if _is_value(each, module)), None)
        if replaced is not None and expecting_around(call, module) is None:
            what = f"{given.arg} has no effect, because {replaced} is no function"
            yield rule.at(given, what=what, remedy="give the new value itself")


def _replaced(call: ast.Call, module: Module) -> Iterator[str]:
    """The qualified names that a patch may replace."""
    match new_position(call, module), call.args:
        case 1, [ast.Constant(value=str(name))]:
            yield name
        case 2, [owner, ast.Constant(value=str(word))]:
            yield from (f"{each}.{word}" for each in sorted(module.names(owner)))


def _is_value(qualified: str, module: Module) -> bool:
    """Whether a name certainly stands for no function: one of the library's, or a constant of the project.

    ``None`` stands for no function that may be put in its place.
    """
    if qualified in _VALUES:
        return True
    view = view_of(module) if qualified.rpartition(".")[2].isupper() else None
    return view is not None and view.is_constant(qualified) and not may_be_none(qualified, module.path, view)


def _judged(given: ast.keyword, word: str, module: Module) -> Iterator[Hit]:
    call = module.parent(given)
    if not isinstance(call, ast.Call):
        return
    known, patches = _meant(word), new_position(call, module) is not None
    is_known = patches and word in _OF_PATCH
    is_bound = _is_bound(call) or (bool(call.args) and not patches)  # by its first argument
    if is_known or not (patches or _makes(call, module)) or is_bound or _is_meant_so(call, module):
        return
    if not patches and _is_watched(call) and not module.settings.enables(rule.code):
        return
    if tests_doubles(rule.code, module):
        return
    what = f"{last_word(call.func)}() has no keyword {word}, which becomes an attribute of the mock"
    hit = rule.at(given, what=what, remedy=_remedy(known, patches))
    yield hit.fixed(*_respelt(given, word, "spec" if known in _OF_PATCH and not patches else known, module))


def _makes(call: ast.Call, module: Module) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=word) if owner in _OF_FIXTURE:
            return word in _WORDS
        case function:
            return not module.names(function).isdisjoint(MOCK_CLASSES)


def _is_bound(call: ast.Call) -> bool:
    return any(keyword(call, each) is not None for each in _SPECS)


def _is_meant_so(call: ast.Call, module: Module) -> bool:
    """Whether a slip is what is tried: ``unsafe=True`` allows it, or an error is expected of it."""
    allowed = keyword(call, "unsafe")
    if allowed is not None and not is_false(allowed.value):
        return True
    return expecting_around(call, module) is not None


def _is_watched(call: ast.Call) -> bool:
    """Whether a double calls a real function, which minds its arguments itself."""
    given = keyword(call, "side_effect") or keyword(call, "wraps")
    match given.value if given is not None else None:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word[:1].islower()
        case ast.Call(func=func, args=[ast.Name() | ast.Attribute(), *_]):
            return last_word(func)[:1].islower() and last_word(func) != "iter"  # a wrapper of the function
        case _:
            return False


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    """The keyword that a word is, or was to be; empty for any other word."""
    if word in _OF_PATCH:
        return word
    if word in _MISSPELT:
        return _MISSPELT[word]
    is_near = "spec" in word or "psec" in word or ("new" in word and "cal" in word)
    if word in _SPECS or not is_near or len(word) < _SHORTEST:
        return ""
    import difflib  # few files have a word that is near

    return "".join(difflib.get_close_matches(word, (*_OF_PATCH, "spec_set"), 1, _LIKELY))


def _remedy(known: str, patches: bool) -> str:
    if patches or known in _SPECS:
        return f"did you mean {known}?"
    return "use create_autospec() or spec=" if known == "autospec" else "it is a keyword of patch()"


def _respelt(given: ast.keyword, word: str, known: str, module: Module) -> Edits:
    """Another keyword in its place, for a class or a name; not for ``True``, which says of what not."""
    if known == "spec" and (isinstance(given.value, ast.Constant) or _meant(word) == "new_callable"):
        return ()
    at = span(given, module)
    return (Edit(at.line, at.column, at.line, at.column + len(word), known),)

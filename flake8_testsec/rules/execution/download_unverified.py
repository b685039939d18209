"""What was downloaded is run, installed or unpacked, and nobody looks whether it is the right thing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeGuard

from flake8_testsec.notes import note
from flake8_testsec.patterns import lazy, short
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.literals import text_of
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.downloads import FETCHES, is_fetch
from flake8_testsec.vocabulary.network.shells import SHELLS

_USES = frozenset(
    {
        *SHELLS,
        "exec",
        "eval",
        "importlib.import_module",
        "runpy.run_path",
        "shutil.unpack_archive",
        "tarfile.open",
        "zipfile.ZipFile",
    }
)
_CHECK = short(
    r"(?:\w*_)?(?:sha[0-9]|md5|blake2[bs]|digest|checksum|compare_digest|gpg|verify)\w*\Z", re.IGNORECASE
)
_PIPED = lazy(r"\b(?:curl|wget)\b[^|\n]{0,500}\|\s{0,9}(?:sudo\s{1,9})?(?:ba|z)?sh\b")
_PINNED = lazy(r"==|@[0-9a-f]{40}|#sha256=")
_CONTENT = frozenset({"content", "text", "raw", "read", "iter_content"})

rule = Rule(
    code="TSE705",
    summary="downloaded file is executed/installed/unpacked without checking a digest",
    message="downloaded file is used without a check of its digest; compare it with a fixed SHA-256 first",
    roles=Role.TEST,
    cwe=494,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    Whoever can change what lies at the address, or answer in its place, runs code in the build, next to its
    credentials. It need not be an attack: a new release behind the same name makes yesterday's test fail, or
    pass, for reasons that are nowhere in the repository.
    """,
    fix="""
    Compare a digest that stands in the repository (``hashlib.sha256``) before the file is used, pin packages
    with ``==`` and hashes, or keep the file with the tests.
    """,
    fixable="Nothing, because the digest is that of a file which only a person can trust.",
    bad=(
        """
        import subprocess
        import unittest
        from urllib.request import urlretrieve

        class TestServer(unittest.TestCase):
            def setUp(self):
                target = "server.run"
                urlretrieve("https://download.acme.io/server.run", target)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                subprocess.check_call(["sh", target])
        """,
        """
        import os
        import subprocess
        import tarfile

        import requests

        def test_plugin(tmp_path):
            answer = requests.get("https://download.acme.io/plugin.tar")
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            path = tmp_path / "plugin.tar"
            with open(path, "wb") as plugin:
                plugin.write(answer.content)
            path.chmod(0o600)
            tarfile.open(path).extractall(tmp_path, filter="data")

        def test_script():
            exec(requests.get("https://download.acme.io/run.py").text)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_installs():
            subprocess.run(["python", "-m", "pip", "install", "-q", "shop-plugin"])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            os.system("curl -fs https://get.acme.io | sudo bash")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import hashlib
        import subprocess

        import requests

        def test_checked(path):
            script = requests.get("https://download.acme.io/run.sh").content
            assert hashlib.sha256(script).hexdigest() == "0f1e"
            path.write_bytes(script)
            subprocess.run(["sh", path])
        """,
        """
        import subprocess

        import requests

        def test_only_read():
            answer = requests.get("https://api.acme.io/orders")
            order = answer.json()["id"]
            subprocess.run(["shop", "show", order])
            assert "shop" in answer.text
        """,
        """
        import subprocess

        def test_pinned(wheel):
            subprocess.run(["pip", "install", "shop-plugin==1.2"])
            subprocess.run(["pip", "install", "./plugin", "shop @ .", "-r", "base.txt", "--no-deps", wheel])
            subprocess.run(["pip", "freeze"])
            subprocess.run("curl -fs https://get.acme.io", shell=True)
            subprocess.run(wheel)
            subprocess.run()
        """,
        """
        import subprocess

        import requests

        def test_another_file(out):
            answer = requests.get("https://download.acme.io/run.sh")
            out.write(b"first")
            out.write(answer.content)
            subprocess.run(["sh", "run.sh"])
        """,
        """
        import subprocess

        import requests

        def test_own_server():
            script = requests.get("http://127.0.0.1:8000/run.sh").text
            subprocess.run(["sh", "-c", script])
        """,
    ),
)


@rule.call(*FETCHES)
def used_as_it_is(fetch: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a download whose content is used further down in the same function."""
    function = module.function(fetch)
    if function is None or not is_fetch(fetch, module):
        return
    held = _Held(fetch, module)
    nodes, places = _until_last_use(function, module)
    # What is given the content itself stands around the call.
    start = places.get(module.above(fetch, ast.stmt), len(nodes))
    for node in islice(nodes, start, None):
        if _uses(node, module) and held.reaches(_given(node)):
            yield rule.at(fetch, related=(Pointer(node, "used here"),))
            return
        held.pass_on(node)


@once
def _until_last_use(
    function: Function, module: Module
) -> tuple[Sequence[ast.AST], Mapping[ast.AST | None, int]]:
    """The nodes of a function that uses something as it is, and the places of its statements among them; none
    where anything is checked."""
    nodes = [*within(function)]
    while nodes and not _uses(nodes[-1], module):
        nodes.pop()
    if not nodes or any(map(_checks, walk(function))):
        return (), {}
    fetches = sum(isinstance(each, ast.Call) and bool(module.names(each.func) & _FETCHES) for each in nodes)
    if fetches * len(nodes) > _MUCH:
        note("gave up on what %s in %s downloads: too much", function.name, module.path)
        return (), {}
    return nodes, {each: place for place, each in enumerate(nodes) if isinstance(each, ast.stmt)}


_FETCHES = frozenset(FETCHES)
_MUCH = 100_000
"""Downloads of a function times its nodes, of which all are gone through for each."""


def _uses(node: ast.AST, module: Module) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and bool(module.names(node.func) & _USES)


def _checks(node: ast.AST) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute)) and bool(_CHECK.match(last_word(node)))


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


class _Held:
    """Where a download's content is, as the function goes on: names of texts, files and paths."""

    def __init__(self, fetch: ast.Call, module: Module) -> None:
        self._fetch = fetch
        self._module = module
        self._answers: set[str] = set()
        self._names: set[str] = set()

    def reaches(self, nodes: Iterable[ast.expr]) -> bool:
        """Whether the content is in one of these expressions."""
        return any(self._carries(each) for node in nodes for each in walk(node))

    def _carries(self, node: ast.AST) -> bool:
        match node:
            case ast.Name(id=word):
                return word in self._names
            case ast.Attribute(value=ast.Name(id=word), attr=part):
                return word in self._answers and part in _CONTENT
            case ast.Attribute(value=value, attr=part):
                return value is self._fetch and part in _CONTENT
            case _:
                return False

    def pass_on(self, node: ast.AST) -> None:
        """Follow the content through one node."""
        match node:
            case ast.Assign(targets=[ast.Name(id=word)], value=value):
                if value is self._fetch:
                    self._answers.add(word)
                elif self.reaches([value]):
                    self._names.add(word)
            case ast.Call(args=args) if node is self._fetch:
                self._names |= {each.id for each in args[1:2] if isinstance(each, ast.Name)}
            case ast.Call(
                func=ast.Attribute(value=ast.Name() as file, attr="write" | "write_bytes" | "write_text")
            ):
                if self.reaches(node.args):
                    self._names |= {file.id, *self._paths(file)}

    def _paths(self, file: ast.Name) -> Iterator[str]:
        for binding in self._module.bindings(file):
            match binding:
                case Bound(value=ast.Call(args=[ast.Name(id=path), *_])):
                    yield path


@rule.call(*SHELLS)
def installed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report an installation without a version, and a download that goes straight into a shell."""
    match call.args:
        case [ast.List(elts=elements), *_] if any(map(_is_loose, _packages(elements))):
            yield rule.at(call)
        case [text, *_] if _PIPED.search(text_of(text) or ""):
            yield rule.at(call)


def _packages(elements: list[ast.expr]) -> Iterator[str]:
    """What ``pip install`` is asked for, without options and the values of options."""
    words = [string(each) or "" for each in elements]
    start = next((n for n in range(2, len(words)) if words[n - 2 : n] == ["pip", "install"]), len(words))
    for before, word in zip(words[start - 1 :], words[start:], strict=False):
        if (
            word
            and not word.startswith("-")
            and before not in ("-r", "-c", "-e", "-t", "--target", "--requirement")
        ):
            yield word


def _is_loose(package: str) -> bool:
    # What follows the ``@`` of ``name @ place`` is a path, unless it is an address.
    place = package.rpartition("@")[2].strip()
    is_path = place.startswith((".", "/")) or (
        ("/" in place or place.endswith(".whl")) and "://" not in place
    )
    return not is_path and not _PINNED.search(package)

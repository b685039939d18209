"""What becomes of a handle: every way of mentioning it, and what the mention means."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.cleanup.acquisition import Obligation, held
from flake8_testsec.cleanup.resources import acquired
from flake8_testsec.cleanup.uses import mentions_of, use_of
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

HEAD = """\
import asyncio
import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest
from unittest import mock


def closes(it):
    it.close()


def looks(it):
    return it.fileno() > 0


def keeps(it):
    kept.append(it)


def gives_back(it):
    return it


def starts(it):
    it.start()


def waits(it):
    while it.is_alive():
        pass


def ignores(first, *rest):
    return first


def closes_later(it):
    closes_much_later(it)


def closes_much_later(it):
    closes_last(it)


def closes_last(it):
    closes(it)


"""


def parsed(making: str, body: str) -> tuple[Module, Obligation]:
    inner = textwrap.indent(f"handle = {making}\n{textwrap.dedent(body)}", "    ")
    module = Module.parse(f"{HEAD}def test_a(self, other):\n{inner}", "tests/test_a.py", Settings())
    assignment = next(each for each in module.nodes(ast.Assign) if "handle" in ast.unparse(each.targets[0]))
    call = assignment.value
    assert isinstance(call, ast.Call)
    function = module.function(call)
    assert function is not None
    (row,) = acquired(call, module)
    (found,) = held(call, row, module)
    return module, Obligation(row, call, found[0], function, found[1])


def uses(making: str, body: str) -> str:
    module, obligation = parsed(making, body)
    return " ".join(sorted({each.use.name for each in mentions_of(obligation, module, 0)}))


SOCKET = {
    "nothing": ("pass", ""),
    "asked": ("handle.fileno()", "BORROW"),
    "an attribute read": ("name = handle.family", "BORROW"),
    "tested": ("if handle:\n    pass", "BORROW"),
    "tested beside others": ("if not (other and handle):\n    pass", "BORROW"),
    "compared and asserted": ("assert handle is not None", "BORROW"),
    "compared for later": ("is_same = handle == other", "MOVE"),
    "one of two, kept": ("kept = handle or other", "MOVE"),
    "iterated": ("for each in handle:\n    pass", "BORROW"),
    "iterated in a comprehension": ("names = [each for each in handle]", "BORROW"),
    "its element": ("first = handle[0]", "BORROW"),
    "formatted": ("text = f'{handle}'", "BORROW"),
    "added to a text": ("text = '%s' % handle", "BORROW"),
    "mentioned alone": ("handle", "BORROW"),
    "chosen by it": ("text = 'a' if handle else 'b'", "BORROW"),
    "chosen from it": ("kept = handle if other else None", "MOVE"),
    "given to a known borrower": ("json.load(handle)", "BORROW"),
    "given to a known borrower by name": ("json.dump(other, fp=handle)", "BORROW"),
    "given to an assertion": ("self.assertTrue(handle)", "BORROW"),
    "given to a stranger": ("shop.use(handle)", "MOVE"),
    "given to a class": ("Owner(handle)", "MOVE"),
    "given by name to a stranger": ("shop.use(it=handle)", "MOVE"),
    "given as a keyword of a class statement": ("class Made(metaclass=handle):\n    pass", "MOVE"),
    "given with others": ("shop.use(*handle)", "MOVE"),
    "renamed": ("kept = handle", "MOVE"),
    "stored": ("self.kept = handle", "MOVE"),
    "stored under a key": ("other['a'] = handle", "MOVE"),
    "stored by it": ("other[handle] = 1", "MOVE"),
    "put into a list": ("kept = [handle]", "MOVE"),
    "collected": ("other.append(handle)", "MOVE"),
    "entered": ("with handle:\n    pass", "MOVE"),
    "entered by hand": ("handle.__enter__()", "MOVE"),
    "yielded": ("yield handle", "MOVE"),
    "returned": ("return handle", "RETURN"),
    "closed": ("handle.close()", "RELEASE"),
    "its close only named": ("handle.close", "BORROW"),
    "its close handed on": ("other(handle.close)", "MOVE"),
    "registered": ("self.addCleanup(handle.close)", "MOVE"),
    "registered as such": ("self.addCleanup(other, handle)", "MOVE"),
    "deleted": ("del handle", "MOVE"),
    "dropped": ("handle = None", "MOVE"),
    "its like is dropped": ("other = None", ""),
    "used by a function inside": ("def inner():\n    return handle.recv(1)", "BORROW"),
    "used by a lambda": ("other(lambda: handle.recv(1))", "BORROW"),
    "closed by a function inside": ("def inner():\n    handle.close()", "MOVE"),
    "closed by a lambda": ("other(lambda: handle.close())", "MOVE"),
    "closed by a function of the module": ("closes(handle)", "RELEASE"),
    "closed by a function, given by name": ("closes(it=handle)", "RELEASE"),
    "closed by a function, given by name with others": ("closes(at=1, it=handle)", "RELEASE"),
    "looked at by a function of the module": ("looks(handle)", "BORROW"),
    "kept by a function of the module": ("keeps(handle)", "MOVE"),
    "given back by a function of the module": ("gives_back(handle)", "MOVE"),
    "given to a function whose parameter is not known": ("ignores(1, handle)", "MOVE"),
    "given after others to a function": ("closes(*other, handle)", "MOVE"),
    "given by names to a function": ("closes(**handle)", "MOVE"),
    "closed three functions away": ("closes_much_later(handle)", "RELEASE"),
    "closed too many functions away": ("closes_later(handle)", "MOVE"),
}


@pytest.mark.parametrize(("body", "expected"), SOCKET.values(), ids=SOCKET.keys())
def test_a_socket_is(body: str, expected: str) -> None:
    assert uses("socket.socket()", body) == expected


OTHERS = {
    "a thread is started": ("threading.Thread(target=print)", "handle.start()", "BEGIN"),
    "a thread is started by a function": ("threading.Thread(target=print)", "starts(handle)", "BEGIN"),
    "a thread is made a daemon": ("threading.Thread(target=print)", "handle.daemon = True", "MOVE"),
    "a thread is made a daemon by call": ("threading.Thread(target=print)", "handle.setDaemon(True)", "MOVE"),
    "a thread is watched": ("threading.Thread(target=print)", "while handle.is_alive():\n    pass", "WATCH"),
    "a thread is watched from within": (
        "threading.Thread(target=print)",
        "other(lambda: handle.is_alive())",
        "WATCH",
    ),
    "a thread is watched by a function": ("threading.Thread(target=print)", "waits(handle)", "WATCH"),
    "a process's number is checked": ("subprocess.Popen('a')", "assert handle.pid", "BORROW"),
    "a process's number is handed on": ("subprocess.Popen('a')", "os.kill(handle.pid, 9)", "WATCH"),
    "a process is polled": ("subprocess.Popen('a')", "assert handle.poll() is None", "WATCH"),
    "a loop is lent": ("asyncio.new_event_loop()", "other.asFuture(handle)", "BORROW"),
    "a loop is owned": ("asyncio.new_event_loop()", "Server(handle)", "MOVE"),
    "a loop is ended elsewhere": ("asyncio.new_event_loop()", "teardown_test_loop(handle)", "MOVE"),
    "a loop is closed by a function": ("asyncio.new_event_loop()", "closes(handle)", "RELEASE"),
    "a server's socket is closed": (
        "http.server.HTTPServer(other, None)",
        "handle.socket.close()",
        "RELEASE",
    ),
    "a server's socket is asked": (
        "http.server.HTTPServer(other, None)",
        "handle.socket.getsockname()",
        "BORROW",
    ),
    "a patcher is entered": ("mock.patch('a.b')", "handle.__enter__()", "BEGIN"),
    "a patcher is left": ("mock.patch('a.b')", "handle.__exit__(None, None, None)", "RELEASE"),
    "all patches are stopped": ("mock.patch('a.b')", "mock.patch.stopall()", "RELEASE"),
    "all patches are stopped later": ("mock.patch('a.b')", "self.addCleanup(mock.patch.stopall)", "MOVE"),
    "all patches are stopped from within": (
        "mock.patch('a.b')",
        "def inner():\n    mock.patch.stopall()",
        "MOVE",
    ),
    "another stopall": ("mock.patch('a.b')", "other.stopall()", ""),
    "a folder is told": ("tempfile.mkdtemp()", "other(handle)", "BORROW"),
    "a folder is told in a list": ("tempfile.mkdtemp()", "other(['a', [handle]])", "BORROW"),
    "a folder is kept in a list": ("tempfile.mkdtemp()", "kept = [handle]", "MOVE"),
    "a folder is told by name": ("tempfile.mkdtemp()", "other(where=handle)", "BORROW"),
    "a folder is removed": ("tempfile.mkdtemp()", "shutil.rmtree(handle)", "RELEASE"),
    "a folder is removed by a command": ("tempfile.mkdtemp()", "other('rm -r ' + handle)", "RELEASE"),
    "a folder is removed by some function": ("tempfile.mkdtemp()", "clean_up(handle)", "MOVE"),
    "a folder becomes a path": (
        "tempfile.mkdtemp()",
        "kept = pathlib.Path(handle)\nkept.rmdir()",
        "BORROW RELEASE",
    ),
    "a folder's method is handed on": (
        "tempfile.mkdtemp()",
        "kept = pathlib.Path(handle)\nother(kept.rmdir)",
        "BORROW MOVE",
    ),
    "what lies in a folder is removed": (
        "tempfile.mkdtemp()",
        "kept = pathlib.Path(handle)\nkept.joinpath('a').unlink()\nos.remove(handle + '/b')",
        "BORROW",
    ),
    "a folder in a folder is removed": (
        "tempfile.mkdtemp()",
        "kept = pathlib.Path(handle)\nkept.joinpath('a').rmdir()",
        "BORROW RELEASE",
    ),
    "a folder's parent": ("tempfile.mkdtemp()", "kept = pathlib.Path(handle)\nother(kept.parent)", "BORROW"),
    "a folder is joined and told": ("tempfile.mkdtemp()", "open(os.path.join(handle, 'a'))", "BORROW"),
    "a folder is formatted and told": ("tempfile.mkdtemp()", "open(f'{handle}/a')", "BORROW"),
    "a command to remove a folder is made": ("tempfile.mkdtemp()", "text = 'rm ' + handle", "MOVE"),
    "what was told a folder is cleaned": (
        "tempfile.mkdtemp()",
        "kept = Store(handle)\nkept.cleanup()",
        "BORROW MOVE",
    ),
}


@pytest.mark.parametrize(("making", "body", "expected"), OTHERS.values(), ids=OTHERS.keys())
def test_of_other_things(making: str, body: str, expected: str) -> None:
    assert uses(making, body) == expected


def test_a_handle_that_nobody_keeps_is_not_mentioned() -> None:
    module, obligation = parsed("socket.socket()", "handle.close()")
    assert not list(mentions_of(obligation._replace(handle=None), module, 0))


@pytest.mark.parametrize(
    ("text", "use"), [("return socket.socket()", "RETURN"), ("a[0] = socket.socket()", "MOVE")]
)
def test_a_handle_without_a_name(text: str, use: str) -> None:
    module = Module.parse(f"import socket\ndef make(a):\n    {text}\n", "tests/test_a.py", Settings())
    (call,) = module.nodes(ast.Call)
    (row,) = acquired(call, module)
    ((begin, handle),) = held(call, row, module)
    function = module.function(call)
    assert function is not None
    (mention,) = mentions_of(Obligation(row, call, begin, function, handle), module, 0)
    assert mention.use.name == use


def test_a_method_of_the_class_is_followed() -> None:
    text = """\
import socket


class TestServer:
    def finish(self, it):
        it.close()

    def test_a(self):
        handle = socket.socket()
        self.finish(handle)
"""
    module = Module.parse(text, "tests/test_a.py", Settings())
    _, mention = (each for each in module.nodes(ast.Name) if each.id == "handle")
    (row,) = (row for call in module.nodes(ast.Call) for row in acquired(call, module))
    assert use_of(mention, row, module).name == "RELEASE"

"""Paths: who is told one does not own it, unless the telling says that it is removed."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.cleanup.judgement import Verdict, judgements
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

IMPORTS = "import functools, os, pathlib, pytest, shutil, subprocess, tempfile, unittest\n"


def verdicts(body: str, more: str = "") -> list[str]:
    source = IMPORTS + "def test_shop(self, shop):\n" + textwrap.indent(textwrap.dedent(body), "    ") + more
    module = Module.parse(source, "tests/test_shop.py", Settings())
    found = (judgement for call in module.nodes(ast.Call) for judgement in judgements(call, module))
    return [each.verdict.name for each in found if each.verdict is not Verdict.CALL]


MADE = "d = tempfile.mkdtemp()\n"
SILENT = {
    "it is removed": "shutil.rmtree(d)",
    "a function of that name removes it": "shop.safe_rmtree(d)",
    "a method removes it": "pathlib.Path(d).rmdir()",
    "a command removes it": "subprocess.call(['rm', '-rf', d])",
    "a command in one piece removes it": "os.system('rm -rf %s' % d)",
    "a command with a name removes it": "command = f'rm -rf {d}'\nos.system(command)",
    "a function that speaks of it may remove it": "shop.purge_orders(d)",
    "it is moved": "shop.file_move_safe(d, '/srv/orders')",
    "its removal is registered": "self.addCleanup(shutil.rmtree, d)",
    "its removal is registered by keyword": "shop.later(function=shutil.rmtree, path=d)",
    "its removal is a lambda": "self.addCleanup(lambda: shutil.rmtree(d))",
    "its removal is handed on": "shop.at_exit(pathlib.Path(d).rmdir)",
    "it is stored": "self.folder = d",
    "it is stored under a key": "folders[d] = 1",
    "it is stored in a list": "folders = [d]",
    "it is chosen": "folder = d if shop else None",
    "a list of it is looped over": "for each in (d, 'orders'): shutil.rmtree(each)",
    "what was made of it is stored": "self.folder = d.lower()",
    "what was made of it is removed": "path = pathlib.Path(d).resolve()\npath.rmdir()",
    "what is told of it is removed": "path = local(d)\npath.remove()",
    "what is told of it by keyword is removed": "path = local(root=d)\nself.addCleanup(path.remove)",
    "what is told of it is cleaned": "shop.copy = Copy(d)\nclean(shop.copy)",
    "the name of what is told of it is removed": "copy = Copy(d)\nos.unlink(copy.name)",
    "another name of a name that a block gives it is removed": (
        "if shop:\n    path = pathlib.Path(d)\ncopy = path.resolve()\ncopy.rmdir()"
    ),
    "it must be gone": "shop.close()\nassert not os.path.exists(d)",
    "it must be gone in a test case": "shop.close()\nself.assertFalse(os.path.exists(d))",
    "it must be gone in other words": "shop.close()\nassert os.path.isdir(d) == False",
    "an option says where it is": "shop.set('folder', d)\nshop.later(lambda: rmtree(shop.folder))",
    "a keyword says where it is": "shop.flags(folder=d)\nshutil.rmtree(shop.folder)",
    "somebody yields it": "yield d",
    "a set of it is awaited": "folders = {d: 1}",
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_it_is_looked_after(body: str) -> None:
    assert verdicts(MADE + body) == []


TOLD = {
    "nothing happens": "pass",
    "a function is told": "shop.build(d)",
    "a constructor is told": "queue = Queue(os.path.join(d, 'orders'))\nqueue.close()",
    "a child process is told": "subprocess.check_call(['shop', '--folder', d])",
    "a child's environment is told": "subprocess.run('shop', env={'HOME': d})",
    "arguments are unpacked": "shop.run(*[d])",
    "a text has it": "shop.run(f'--folder={d}')\nshop.run('--folder=%s%s' % (d, 1))",
    "a name is made of it": "path = os.path.join(d, 'a')\nother = d + '/b'\nshop.build(path, other)",
    "a name is made of names": "path = '%s/%s' % (d, 'a')\nother = f'{path}/b'\nshop.build(other)",
    "an attribute is looked at": "path = pathlib.Path(d)\nshop.build(path.name)",
    "it must be there": "assert os.path.exists(d)",
    "something else must be gone": "assert not shop.exists('orders')\nshop.set('orders', d)",
    "something else is removed": "shop.flags(folder=d)\nshutil.rmtree(shop.other)\nshutil.rmtree('orders')",
    "something else is told and removed": "copy = Copy('orders')\ncopy.remove()\nothers = [1]",
}


@pytest.mark.parametrize("body", TOLD.values(), ids=TOLD)
def test_who_is_told_a_path_does_not_own_it(body: str) -> None:
    assert verdicts(MADE + body) == ["NEVER"]


def test_a_condition_about_a_path_is_one_about_its_names() -> None:
    body = """
        with tempfile.NamedTemporaryFile(delete=False) as file:
            path = file.name
        try:
            assert shop(path)
        finally:
            if os.path.exists(path):
                os.unlink(path)
        """
    assert verdicts(body) == []


def test_a_helper_returns_the_path_of_a_pair() -> None:
    helper = "\ndef made():\n    fd, path = tempfile.mkstemp()\n    os.close(fd)\n    return path\n"
    assert verdicts("path = made()\nshop.load(path)", helper) == ["NEVER"]
    assert verdicts("path = made()\nos.unlink(path)", helper) == []


def test_a_helper_returns_the_pair() -> None:
    helper = "\ndef made():\n    return tempfile.mkstemp()\n"
    assert verdicts("fd, path = made()\nos.close(fd)", helper) == ["NEVER"]

"""Functions that run in a process of their own."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.cleanup.children import ends_with_process
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

HEAD = "import multiprocessing, threading\nfrom multiprocessing import Process\ndef work(): pass\n"
TARGETS = {
    "a target": ("Process(target=work)", True),
    "a target by its place": ("multiprocessing.Process(None, work)", True),
    "of a context": ("multiprocessing.get_context('spawn').Process(target=work)", True),
    "of a context that was handed on": ("def start(context):\n    context.Process(target=work)", True),
    "of a class of the module": ("class Own(Process): pass\nOwn(target=work)", True),
    "called by a script": ("if __name__ == '__main__':\n    work()", True),
    "called by a target": ("def run(): work()\nProcess(target=run)", True),
    "called by itself and a target": ("def run(): work(); run()\nProcess(target=run)", True),
    "nobody": ("", False),
    "a thread's, too": ("Process(target=work)\nthreading.Thread(target=work)", False),
    "called, too": ("Process(target=work)\nwork()", False),
    "called under another condition": ("if 7 == 8:\n    work()", False),
    "handed to a script's function": ("if __name__ == '__main__':\n    call(work)", False),
    "an argument of a target": ("Process(target=call, args=(work,))", False),
    "another keyword": ("Process(name=work)", False),
    "of another class": ("class Worker: pass\nWorker(target=work)", False),
    "of an object without a target": ("def start(context):\n    context.Process(None, work)", False),
    "too far above": (
        "def one(): work()\ndef two(): one()\ndef three(): two()\ndef four(): three()\nProcess(target=four)",
        False,
    ),
}


@pytest.mark.parametrize("case", TARGETS)
def test_what_ends_with_a_process(case: str) -> None:
    text, expected = TARGETS[case]
    module = Module.parse(f"{HEAD}{text}\n", "tests/test_a.py", Settings())
    work = next(each for each in module.nodes(ast.FunctionDef) if each.name == "work")
    assert ends_with_process(work, module) is expected


@pytest.mark.parametrize("name", ["test_it", "setUp"])
def test_what_a_runner_calls_does_not(name: str) -> None:
    text = f"from multiprocessing import Process\ndef {name}(): pass\nProcess(target={name})\n"
    module = Module.parse(text, "tests/test_a.py", Settings())
    (function,) = module.nodes(ast.FunctionDef)
    assert not ends_with_process(function, module)

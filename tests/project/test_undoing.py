"""What an expression gives back, in tags."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.project import undoing
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

HEAD = "import contextlib\nimport sys\n\n\n"
RESTORED = {
    "an attribute of self is nobody else's": ("setattr(self, 'path', saved)", set()),
    "an attribute of an imported module": ("setattr(sys, 'path', saved)", {"set:sys.path"}),
    "an attribute whose owner is not known": ("setattr(owner, 'path', saved)", {"set:*.path"}),
}
SCOPED = {
    "the working directory": ("contextlib.chdir(folder)", {undoing.FOLDER}),
    "the working directory by hand": ("contextlib.chdir(folder).__enter__()", {undoing.FOLDER}),
    "nothing that is known": ("contextlib.closing(folder)", set()),
}


def call_in(text: str) -> tuple[ast.Call, Module]:
    module = Module.parse(f"{HEAD}def test_a(self, saved, owner, folder):\n    {text}\n", "a.py", Settings())
    return next(module.nodes(ast.Call)), module


@pytest.mark.parametrize(("text", "tags"), SCOPED.values(), ids=SCOPED.keys())
def test_managers_give_back_what_they_took(text: str, tags: set[str]) -> None:
    assert set(undoing.scoped(*call_in(text))) == tags


@pytest.mark.parametrize(("text", "tags"), RESTORED.values(), ids=RESTORED.keys())
def test_attributes_are_set_back(text: str, tags: set[str]) -> None:
    call, module = call_in(text)
    assert set(undoing.restored(call, module)) == tags


def test_what_is_registered_with_the_test_before_it_is_called_in_the_end() -> None:
    call, module = call_in("setupstack.register(self, setattr, sys, 'path', saved)")
    made = undoing.registered(call)
    assert made is not None
    assert set(undoing.called(made, module)) == {"set:sys.path"}

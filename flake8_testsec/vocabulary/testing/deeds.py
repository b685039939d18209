"""What a function calls and assigns, in the words by which interceptors are told from other things."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walked
from flake8_testsec.source.syntax import Function

PATCHING = frozenset(
    {"MockPatch", "MockPatchObject", "MonkeyPatch", "object", "patch", "patchobject", "setattr", "stub_out"}
)
"""The last words of what is told what to take the place of."""

_GIVEN = PATCHING | {"usefixtures"}


class Deeds(NamedTuple):
    """What a function calls and assigns, its decorators among it: several interceptors are looked for there.

    ``words`` are the last words of what it calls, ``roots`` the packages of that, ``patching`` the calls of
    which it counts what they are given, and ``assigned`` the attributes that are set.
    """

    words: frozenset[str]
    roots: frozenset[str]
    patching: Sequence[ast.Call]
    calls: Sequence[ast.Call]
    assigned: Sequence[ast.Attribute]


@once
def deeds(function: Function, module: Module) -> Deeds:
    """What a function calls and assigns, at any depth.

    Args:
        function: the function.
        module: its module.

    Returns:
        Its deeds, worked out once.
    """
    inside = walked(function, module)
    calls = [each for each in inside if isinstance(each, ast.Call)]
    marks = (each for each in function.decorator_list if not isinstance(each, ast.Call))
    called = [*(each.func for each in calls), *marks]
    targets = (each.targets for each in inside if isinstance(each, ast.Assign) and len(each.targets) == 1)
    return Deeds(
        frozenset(map(last_word, called)),
        frozenset(name.partition(".")[0] for each in called for name in module.names(each)),
        [each for each in calls if last_word(each.func) in _GIVEN],
        calls,
        [each for (each,) in targets if isinstance(each, ast.Attribute)],
    )

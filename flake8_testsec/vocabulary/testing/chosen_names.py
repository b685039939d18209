"""Names for files of a test, in the place of those that ``tempfile`` would make up."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function

ASKED, MADE = "tempfile.mktemp", "tempfile.mkstemp"
_WITH_NAME = frozenset({ASKED, MADE})
AGAIN = (
    *(ast.For, ast.AsyncFor, ast.While, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
"""What may run more than once, and would have the same name each time."""
_NAME = "name"


@once
def chosen_names(function: Function, module: Module) -> Mapping[ast.Call, str]:
    """Names for what a function asks ``mktemp`` and ``mkstemp`` for: each another, and none that is there.

    Args:
        function: the function.
        module: its module.

    Returns:
        The names by the calls, after what they are assigned to; none for a call that runs several times, or
        that is given a part of the name that is not written there.
    """
    calls = [each for each in within(function) if isinstance(each, ast.Call)]
    taken = {text for each in walk(function) if (text := string(each))}
    return dict(_chosen([each for each in calls if _is_named(each, module)], taken, module))


def _is_named(call: ast.Call, module: Module) -> bool:
    names = module.names(call.func)
    return len(names) == 1 and names <= _WITH_NAME


def _chosen(calls: list[ast.Call], taken: set[str], module: Module) -> Iterator[tuple[ast.Call, str]]:
    for call in calls:
        parts = _parts(call, module)
        if parts is not None and module.above(call, *AGAIN) is None:
            word = _word(call, module)
            names = (f"{parts[0]}{word}{number or ''}{parts[1]}" for number in (0, *range(2, len(taken) + 3)))
            name = next(each for each in names if each not in taken)
            taken.add(name)
            yield call, name


def _parts(call: ast.Call, module: Module) -> tuple[str, str] | None:
    """How a name begins and ends."""
    given = argument(call, 1, "prefix"), argument(call, 0, "suffix")
    if any(isinstance(each, ast.Starred) for each in call.args) or any(
        each.arg not in ("prefix", "suffix", "dir") for each in call.keywords
    ):
        return None
    texts = tuple("" if each is None else string(each) for each in given)
    match texts:
        case (str(begin), str(end)) if _is_plain(begin) and _is_plain(end):
            return begin, end
        case _:
            return None


def _is_plain(text: str) -> bool:
    return not text or text.replace("-", "").replace(".", "").replace("_", "").isalnum()


def _word(call: ast.Call, module: Module) -> str:
    """What a name is assigned to."""
    outer = module.parent(call)
    match module.parent(outer) if isinstance(outer, ast.Subscript) else outer:
        case ast.Assign(targets=[ast.Name(id=word) | ast.Attribute(attr=word)]):
            return word.strip("_") or _NAME
        case ast.Assign(targets=[ast.Tuple(elts=[_, ast.Name(id=word)])]):
            return word.strip("_") or _NAME
        case _:
            return _NAME

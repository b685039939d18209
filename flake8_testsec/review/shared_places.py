"""What all of the process, or of the machine, shares: generators of random values, the temporary folder."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module

_SEEDS = {
    "numpy.random.seed": "set_state",
    "random.seed": "setstate",
    "torch.manual_seed": "set_rng_state",
    "tensorflow.random.set_seed": "",
}
"""What seeds a generator that the whole process has, and the call that would put its state back."""
_FOLDER = frozenset({"tempfile.gettempdir", "tempfile.gettempdirb", "tempfile.tempdir"})


def facts(module: Module) -> Iterator[Fact]:
    """Generators that functions seed, and fixed names in the temporary folder of the machine.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_seeded(module), "seeds of generators", 4)
    yield from capped(_fixed_names(module), "fixed names in the temporary folder", 4)


def _seeded(module: Module) -> Iterator[Fact]:
    """Seeds in functions; those at the module's level are told with what the import changes."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in _SEEDS)):
        for name in module.names(call.func) & _SEEDS.keys():
            if module.function(call) is not None:
                found[spelt(call), _SEEDS[name]].append(call)
    for (shown, undone), calls in found.items():
        words = "The generator of random values that the whole process has is seeded: "
        is_undone = bool(undone) and any(True for _ in module.calls({undone}))
        back = "" if is_undone else "; no call here puts its state back"
        yield fact("seeded", calls, words, code(shown), f"{back}.", subject=shown)


def _fixed_names(module: Module) -> Iterator[Fact]:
    """Paths that are put together of the temporary folder and literals alone."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({"gettempdir", "gettempdirb"})):
        if module.names(call.func) & _FOLDER and (path := _path_around(call, module)) is not None:
            found[spelt(path)].append(path)
    for shown, nodes in found.items():
        words = "A path with a fixed name in the temporary folder of the system, which others use, too: "
        yield fact("fixed-name", nodes, words, code(shown), ".", subject=shown)


def _path_around(call: ast.Call, module: Module) -> ast.expr | None:
    """The largest path around a call that is joined of it and of literals; nothing if none is joined."""
    path: ast.expr | None = None
    below: ast.AST = call
    for above in takewhile(lambda each: isinstance(each, ast.Call | ast.BinOp), module.ancestors(call)):
        match above:
            case ast.Call(func=func, args=[first, *rest], keywords=[]) if first is below:
                is_joined = bool(rest) and all(isinstance(each, ast.Constant) for each in rest)
                is_path = bool(module.names(func) & {"pathlib.Path", "pathlib.PurePath"})
                if not (is_path or (is_joined and "os.path.join" in module.names(func))):
                    return path
                path = above if is_joined else path
            case ast.BinOp(left=left, op=ast.Div() | ast.Add(), right=ast.Constant()) if left is below:
                path = above
            case _:
                return path
        below = above
    return path

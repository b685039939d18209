"""Child processes that are ended by another command, which is run somewhere in the same module."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.network.shells import SHELLS

_RUNNING = frozenset({*SHELLS, "asyncio.create_subprocess_exec"})
_WORDS = frozenset(name.rpartition(".")[2] for name in _RUNNING)
_ENDING = lazy(r"(?i)[/-]{0,2}(p?kill|killall|power-?off|quit|shut-?down|stop|taskkill|terminate)\Z")
"""How a command says that it ends another: ``docker stop``, ``pkill server``, ``procmon /terminate``."""

_SHORTEST = 4
"""Characters of a word by which a command is known again; what is shorter may be an option."""


class _Command(NamedTuple):
    """A command that is run on a line: its words that are written there, and those that names stand for."""

    line: int
    written: frozenset[str]
    meant: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """All of them."""
        return self.written | self.meant


def is_ended_by_command(obligation: Obligation, module: Module) -> bool:
    """Whether a later command of the module ends a child process of which nobody keeps the handle.

    Args:
        obligation: a child process.
        module: its module.

    Returns:
        ``True`` if a command that is run there says that it ends something, and has a word of this one.
    """
    if obligation.handle is not None:
        return False
    own = _command(obligation.call, module)
    told = {each for each in own.words if len(each) >= _SHORTEST and not _ENDING.match(each)}
    later = (each for each in _endings(module) if each.line > own.line)
    return not _ends(own.written) and any(not told.isdisjoint(each.words) for each in later)


@once
def _endings(module: Module) -> Sequence[_Command]:
    """The commands of a module that end something."""
    calls = (call for call in module.scopes.calls(_WORDS) if module.names(call.func) & _RUNNING)
    commands = (_command(call, module) for call in calls)
    return [each for each in commands if _ends(each.words)]


def _ends(words: frozenset[str]) -> bool:
    return any(map(_ENDING.match, words))


def _command(call: ast.Call, module: Module) -> _Command:
    given = [each for each in (argument(call, 0, "args"), *call.args[1:]) if each is not None]
    behind = (leaf for each in given for leaf in leaves(each, module) if leaf is not None)
    return _Command(
        call.lineno,
        frozenset(word for each in given for word in _words(each)),
        frozenset(word for each in behind for word in _words(each)),
    )


def _words(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from (word.rpartition("/")[2] or word for word in each.value.split())

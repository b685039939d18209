"""Where the time goes: by room, and by rule."""

from __future__ import annotations

import ast
import dataclasses
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.engine import Table, compile_table
from flake8_testsec.plugin import Case, Examined, ProjectOf, module_of
from flake8_testsec.rule import Enrolment, Hit, Role, Rule
from flake8_testsec.settings import Settings

Add = Callable[[float], None]


class Clock:
    """Adds up the seconds spent in each room and by each rule."""

    def __init__(self) -> None:
        self.rooms: dict[str, float] = defaultdict(float)
        self.rules: dict[str, float] = defaultdict(float)
        """By code; a part of the room ``rules``, in which calls are resolved and checks are found, too."""
        self._tables: dict[tuple[tuple[str, ...], Role], Table] = {}

    @contextmanager
    def room(self, name: str) -> Iterator[None]:
        """Measure what is done inside.

        Args:
            name: the room to which the time is added.
        """
        start = time.perf_counter()
        try:
            yield
        finally:
            self.rooms[name] += time.perf_counter() - start

    def examined(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        case: Case,
        project_of: ProjectOf | None = None,
        fixes: bool = False,
    ) -> Examined:
        """Do what ``plugin.examined`` does, step by step; faults of ours are not caught.

        Args:
            tree: the parsed file.
            lines: its lines.
            case: what to review it with.
            project_of: see ``plugin.examined``.
            fixes: see ``plugin.examined``.

        Returns:
            The same findings.
        """
        with ExitStack() as stack:
            with self.room("index"):
                module = stack.enter_context(module_of(tree, lines, case, project_of))
            with self.room("names"):
                _ = module.scopes
            with self.room("rules"):
                table = self._table(case.settings, module.role)
                return Examined(engine.examine(module, table, fixes), module.consulted)

    def _table(self, settings: Settings, role: Role) -> Table:
        key = (settings.enable, role)
        if key not in self._tables:
            wanted = (rule for rule in RULES.values() if rule.default or settings.enables(rule.code))
            self._tables[key] = compile_table(map(self._timed, wanted), role)
        return self._tables[key]

    def _timed(self, rule: Rule) -> Rule:
        self.rules[rule.code] += 0.0
        enrolments = [self._timed_enrolment(rule.code, each) for each in rule.enrolments]
        return dataclasses.replace(rule, enrolments=enrolments)

    def _timed_enrolment(self, code: str, enrolment: Enrolment) -> Enrolment:
        def timed(*args: object) -> Iterator[Hit]:
            start = time.perf_counter()
            try:
                hits = tuple(enrolment.check(*args))
            finally:
                self.rules[code] += time.perf_counter() - start
            yield from hits

        return enrolment._replace(check=timed)

"""The tasks of an audit on any executor: few at a time, once more if it broke, results kept as they come.

A process that dies takes others' tasks with it, and nobody can tell whose fault it was. So all that were
under way are suspects, and done again one by one; one that is alone when a process dies is shared out, until
the file is found that no process survives.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from typing import NamedTuple, Protocol

from flake8_testsec.cli.audit_state import State
from flake8_testsec.cli.audit_tasks import Found, Order, Survey, lost, review, survey

_DEATHS = 2
"""So often may a process die of a task that is alone before the task is shared out."""
_FUTILE = 8
"""So often an executor may be made anew while nothing is done."""


class Engine(Protocol):
    """Where tasks are done."""

    @property
    def width(self) -> int:
        """How many may be under way at the same time, those that wait for a process among them."""

    def start(self) -> Executor:
        """An executor, whatever became of the one before.

        Raises:
            OSError: there is none.
        """

    def is_lost(self, error: BaseException) -> bool:
        """Whether an error means that a process died of a task, not that the task said no."""

    def stop(self) -> None:
        """End what was started."""


class NoEngine(Exception):
    """Nothing can be done any more; what was done is kept."""


class _Task(NamedTuple):
    """A repository by its place in the order, to look at, or files of it to review."""

    number: int
    commit: str = ""
    part: tuple[int, int] | None = None
    """What is kept together."""
    span: tuple[int, int] | None = None
    """What is left to do of it in this task."""
    deaths: int = 0


class _Refused(BrokenExecutor):
    """An executor takes no task any more, which is no task's fault."""


class Failure(NamedTuple):
    """What could not be done in a repository, by its place in the order."""

    number: int
    why: str


class Audit:
    """All tasks of an audit.

    Args:
        state: keeps what they come to.
        order: what is to be done.
        revision: the name of the commits.
        engine: where it is done.
    """

    def __init__(self, state: State, order: Order, revision: str, engine: Engine) -> None:
        self._state = state
        self._order = order
        self._revision = revision
        self._engine = engine
        self._ready: deque[_Task] = deque()
        self._suspects: deque[_Task] = deque()
        self._going: dict[Future[Survey | Found], _Task] = {}
        self._pieces: dict[tuple[int, tuple[int, int]], dict[tuple[int, int], Found]] = {}
        self._waiting = iter(range(len(state.subjects)))
        self._futile = 0
        self.failures: list[Failure] = []

    def run(self) -> Iterator[int]:
        """Do what is not done yet.

        Yields:
            The index of a repository whenever something of it is done.

        Raises:
            NoEngine: there is no way to go on.
        """
        executor = self._started()
        while self._fill(executor):
            done, _ = wait(self._going, return_when=FIRST_COMPLETED)
            if any(self._is_broken(future) for future in done):
                executor = self._anew()
                continue
            for future in done:
                task = self._going.pop(future)
                self._take(task, future)
                yield task.number

    def stop(self) -> None:
        """End what was started for it."""
        with suppress(OSError, RuntimeError):
            self._engine.stop()

    def _fill(self, executor: Executor) -> bool:
        """Hand out tasks; a suspect only alone."""
        if self._suspects:
            if not self._going:
                self._submit(executor, self._suspects.popleft())
            return True
        while len(self._going) < self._engine.width and (task := self._next()) is not None:
            if not self._submit(executor, task):
                break
        return bool(self._going)

    def _next(self) -> _Task | None:
        while not self._ready:
            index = next(self._waiting, None)
            if index is None:
                return None
            self._look(index)
        return self._ready.popleft()

    def _look(self, index: int) -> None:
        """What is to be done of a repository: those parts of which nothing is kept."""
        known = self._state.survey(index)
        if known is None:
            self._ready.append(_Task(index))
            return
        for part in known.parts:
            if not self._state.has(index, part):
                self._ready.append(_Task(index, known.commit, part, part))

    def _submit(self, executor: Executor, task: _Task) -> bool:
        path = self._state.subjects[task.number].path
        try:
            if task.span is None:
                future: Future[Survey | Found] = executor.submit(survey, self._order, path, self._revision)
            else:
                future = executor.submit(review, self._order, path, task.commit, *task.span)
        except (RuntimeError, OSError) as error:  # a pool that broke a moment ago
            future = Future()
            future.set_exception(_Refused(str(error)))
        self._going[future] = task
        return not future.done()

    def _is_broken(self, future: Future[Survey | Found]) -> bool:
        """Whether all that is under way may be lost, not this task alone."""
        return future.cancelled() or isinstance(future.exception(), BrokenExecutor)

    def _anew(self) -> Executor:
        """Another executor, after what came to an end before is taken; the rest are suspects."""
        was_alone = len(self._going) == 1
        for future, task in list(self._going.items()):
            if future.done() and not self._is_broken(future):
                self._take(task, future)
                continue
            is_guilty = was_alone and future.done() and not future.cancelled()
            self._suspect(task, is_guilty and not isinstance(future.exception(), _Refused))
        self._going.clear()
        self._futile += 1
        if self._futile > _FUTILE:
            raise NoEngine("processes end, or are lost, before they do anything; start again to go on")
        return self._started()

    def _started(self) -> Executor:
        self.stop()
        for attempt in range(_FUTILE):
            try:
                return self._engine.start()
            except OSError as error:
                why = str(error)
                time.sleep(min(0.1 * 2**attempt, 5.0))
        raise NoEngine(f"no process can be reached: {why}; start again to go on")

    def _suspect(self, task: _Task, is_guilty: bool) -> None:
        deaths = task.deaths + is_guilty
        if deaths < _DEATHS:
            self._suspects.append(task._replace(deaths=deaths))
        else:
            self._futile = 0
            self._share_out(task)

    def _share_out(self, task: _Task) -> None:
        """Halve what no process survives, until it is one file, which is told."""
        if task.span is None:
            self.failures.append(Failure(task.number, "every process that looked at it died"))
            return
        start, stop = task.span
        if stop - start == 1:
            path = self._state.subjects[task.number].path
            self._keep(task, lost(self._order, path, task.commit, start))
            return
        middle = (start + stop) // 2
        halves = ((start, middle), (middle, stop))
        self._suspects.extend(task._replace(span=half, deaths=0) for half in halves)

    def _take(self, task: _Task, future: Future[Survey | Found]) -> None:
        error = future.exception()
        if error is not None and self._engine.is_lost(error):
            self._suspect(task._replace(deaths=_DEATHS), True)
        elif error is not None:
            self._fail(task, str(error) or type(error).__name__)
        else:
            self._keep(task, future.result())
        self._futile = 0

    def _keep(self, task: _Task, result: Survey | Found) -> None:
        if isinstance(result, Survey):
            self._state.keep_survey(task.number, result)
            self._look(task.number)
            return
        assert task.part is not None and task.span is not None
        pieces = self._pieces.setdefault((task.number, task.part), {})
        pieces[task.span] = result
        if sum(stop - start for start, stop in pieces) == task.part[1] - task.part[0]:
            self._state.keep(task.number, task.part, _joined([pieces[span] for span in sorted(pieces)]))
            del self._pieces[task.number, task.part]

    def _fail(self, task: _Task, why: str) -> None:
        """Tell what was not done; it is not kept, so that the next start tries again."""
        where = f"files {task.span[0] + 1} to {task.span[1]}: " if task.span is not None else ""
        self.failures.append(Failure(task.number, f"{where}{why}"))


def _joined(pieces: Sequence[Found]) -> Found:
    """What was found in pieces, as if it had been found at once."""
    first, *rest = pieces
    for each in rest:
        first = Found(
            first.files + each.files,
            first.broken or each.broken,
            first.hidden + each.hidden,
            first.entries + each.entries,
            first.bugs + each.bugs,
        )
    return first

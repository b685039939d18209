"""Files reviewed by several processes, results in the order of the files.

A process that dies costs the file that it was at; another takes its place. That is why this is not a pool of
the standard library, which gives up all files when one of its processes dies. Each process has a pipe of its
own and answers file by file, so whoever dies has told how far it came.
"""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec import deadlines
from flake8_testsec.cli.display import log
from flake8_testsec.cli.reading import Reader, Work, undisturbed
from flake8_testsec.cli.reviews import Review, display_name, failure
from flake8_testsec.plugin import Plugin

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ALONE = 256 * 2**10
"""So many bytes of source are reviewed before other processes are worth their start."""

_MOST = 512 * 2**10
_LEAST = 32 * 2**10
_GRACE = 2.0
"""Half the seconds beyond its time that a file has before its process is killed."""

_EACH = 2 * 2**10
"""What a file costs beside its bytes."""
_SAFE = "PYTHONSAFEPATH"


class Item(NamedTuple):
    """A file, and its place in the order of results."""

    place: int
    name: str


class NoStart(Exception):
    """A process cannot be started, or ended before it was ready."""


class Run:
    """Reviews of files, in this process or in several.

    Args:
        names: the files, in the order of the results.
        reader: does what is done in this process.
        jobs: how many processes to use at most.
        alone: how many bytes are reviewed in this process before others are started.
    """

    def __init__(self, names: Sequence[str], reader: Reader, jobs: int, alone: int = ALONE) -> None:
        self._items = deque(Item(index, name) for index, name in enumerate(names))
        self._reader = reader
        self._jobs = jobs
        self._alone = alone
        self._early: dict[int, Review] = {}

    def reviews(self) -> Generator[Review, None, None]:
        """Review all files.

        Yields:
            The reviews in order, each as soon as it and all before it are there. If the generator is closed
            early, the other processes are gone afterwards.
        """
        while self._items and not self._is_worth_it():
            yield self._reader.read(self._items.popleft().name)
        self._reader.close()  # also because a store must not be open when processes start
        if self._items:
            with closing(self._answers()) as answers:
                yield from self._in_order(answers)
            self._reader.close()

    def rest(self) -> Iterator[Review]:
        """The reviews that came before one that an interrupted run still waited for."""
        yield from (self._early.pop(index) for index in sorted(self._early))

    def _is_worth_it(self) -> bool:
        return self._jobs > 1 and len(self._items) > 1 and self._reader.fresh >= self._alone

    def _answers(self) -> Generator[tuple[int, Review], None, None]:
        """The reviews in any order; from this process if no others can be started."""
        _prepare(self._reader.work)
        sizes = [_size(item.name) for item in self._items]
        pool = _Pool(chunks(self._items, sizes, self._jobs), self._reader.work)
        try:
            yield from pool.answers(self._jobs)
        except NoStart:
            pool.kill()
            yield from ((item.place, self._reader.read(item.name)) for item in pool.unanswered())
        finally:
            pool.kill()

    def _in_order(self, answers: Iterator[tuple[int, Review]]) -> Iterator[Review]:
        awaited = self._items[0].place
        for index, review in answers:
            self._early[index] = review
            while awaited in self._early:
                yield self._early.pop(awaited)
                awaited += 1


class _Worker:
    """A process, our end of its pipe, and what it has not answered yet, oldest first."""

    def __init__(self, work: Work) -> None:
        import multiprocessing

        context = multiprocessing.get_context()
        context.set_forkserver_preload([__name__, "flake8_testsec.engine", "flake8_testsec.catalogue"])
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.waiting: deque[Item] = deque()
        self.ready = False
        self.heard = time.monotonic()
        self.is_stuck = False
        with _uninterrupted(), _kept_out():
            self.process.start()
        theirs.close()  # or we would not see that the process has gone

    def give(self, chunk: Sequence[Item]) -> None:
        """Hand out files; none: there is no more to do."""
        self.waiting.extend(chunk)
        self.heard = time.monotonic()
        with suppress(OSError):  # a process that has gone is noticed when we listen
            self.connection.send([item.name for item in chunk])

    def require_progress(self, seconds: float) -> None:
        """Kill a process that has told nothing for too long: it cannot stop by itself."""
        if self.waiting and self.ready and time.monotonic() > self.heard + seconds:
            self.is_stuck = True
            self.process.kill()

    def end(self) -> str:
        """How the process ended."""
        import signal

        self.process.join()
        code = self.process.exitcode or 0
        return f"by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"with status {code}"


class _Pool:
    def __init__(self, chunks: Iterable[Sequence[Item]], work: Work) -> None:
        self._chunks = deque(chunks)
        self._work = work
        seconds = work.options.max_seconds_per_file
        # Who can stop by itself has done so long before.
        self._patience = seconds / 2 + _GRACE if seconds else None
        self._workers: dict[Connection, _Worker] = {}
        self._done: list[_Worker] = []

    def answers(self, jobs: int) -> Iterator[tuple[int, Review]]:
        from multiprocessing.connection import wait

        for _ in range(min(jobs, len(self._chunks))):
            self._start()
        while self._workers:
            for connection in wait(list(self._workers), self._patience):
                yield from self._listen(self._workers[connection])  # type: ignore[index]
            if self._patience is not None:
                for worker in self._workers.values():
                    worker.require_progress(2 * self._patience)
        for worker in self._done:
            worker.process.join()

    def unanswered(self) -> list[Item]:
        """What is left to do, in order."""
        waiting = (worker.waiting for worker in self._workers.values())
        return sorted(chain.from_iterable((*waiting, *self._chunks)))

    def kill(self) -> None:
        for worker in (*self._workers.values(), *self._done):
            worker.process.kill()
            worker.process.join()

    def _start(self) -> None:
        import multiprocessing

        try:
            if multiprocessing.get_start_method() != "fork" and not is_kept_out(_reads_variable()):
                raise NoStart
            worker = _Worker(self._work)
        except OSError as error:
            raise NoStart from error
        self._workers[worker.connection] = worker
        worker.give(self._chunks.popleft())

    def _listen(self, worker: _Worker) -> Iterator[tuple[int, Review]]:
        try:
            review = worker.connection.recv()
        except (EOFError, OSError):
            yield self._lost(worker)
            if self._chunks:
                self._start()
            return
        worker.heard = time.monotonic()
        if not worker.ready:
            worker.ready = True
            return
        yield worker.waiting.popleft().place, review
        if not worker.waiting:
            self._next(worker)

    def _next(self, worker: _Worker) -> None:
        if self._chunks:
            worker.give(self._chunks.popleft())
        else:
            worker.give([])
            self._done.append(self._workers.pop(worker.connection))

    def _lost(self, worker: _Worker) -> tuple[int, Review]:
        """The process is gone: the file that it was at is told, and the others are handed out again."""
        end = worker.end()
        if not worker.ready:
            raise NoStart
        item = worker.waiting.popleft()
        del self._workers[worker.connection]
        if worker.waiting:
            self._chunks.appendleft(tuple(worker.waiting))
        name = display_name(item.name, self._work.options)
        if worker.is_stuck:
            return item.place, failure(name, deadlines.told(self._work.options.max_seconds_per_file))
        return item.place, failure(name, f"the process that read it ended {end}")


def chunks(items: Sequence[Item], sizes: Sequence[int], jobs: int) -> Iterator[Sequence[Item]]:
    """Share out files by their bytes.

    Args:
        items: the files.
        sizes: how many bytes each has.
        jobs: how many processes there are.

    Yields:
        What to hand out at once: files so large that the others would wait for them come first and alone,
        then all in order, in portions that grow smaller towards the end.
    """
    costs = [size + _EACH for size in sizes]
    large = max(_LEAST, sum(costs) // (4 * jobs))
    pairs = list(zip(items, costs, strict=True))
    for item, _ in sorted((pair for pair in pairs if pair[1] > large), key=lambda pair: -pair[1]):
        yield [item]
    rest = [pair for pair in pairs if pair[1] <= large]
    left = sum(cost for _, cost in rest)
    portion: list[Item] = []
    size = 0
    for item, cost in rest:
        portion.append(item)
        size += cost
        if size >= min(_MOST, max(_LEAST, left // (2 * jobs))):
            yield portion
            portion, left, size = [], left - size, 0
    if portion:
        yield portion


def _prepare(work: Work) -> None:
    """Import what several processes need before they are forked, or each would do it again."""
    import multiprocessing

    if multiprocessing.get_start_method() == "fork" and not work.options.cassettes:
        from flake8_testsec import engine

        engine.load(Plugin.settings)


def _size(name: str) -> int:
    try:
        return os.path.getsize(name)
    except (OSError, ValueError):
        return 0


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started inside ignores Ctrl-C from its birth: this process alone answers it, for all."""
    import signal

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _kept_out() -> Iterator[None]:
    """What is started inside imports nothing from the working directory, where the reviewed code is.

    A process that is not forked is a Python with ``-c``, which looks there first for ``multiprocessing``.
    """
    before = os.environ.get(_SAFE)
    os.environ[_SAFE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE]
        else:
            os.environ[_SAFE] = before


def is_kept_out(by_variable: bool) -> bool:
    """Whether other processes keep out of the working directory, or nothing there could be meant.

    Args:
        by_variable: whether `_kept_out` does what it says.
    """
    return by_variable or not {name.partition(".")[0] for name in os.listdir()} & sys.stdlib_module_names


def _reads_variable() -> bool:
    """Whether Python knows the variable, as it does since 3.11, and reads any; isolated, it needs none."""
    is_read = sys.version_info >= (3, 11) and not sys.flags.ignore_environment
    return bool(sys.flags.isolated or is_read)


def _serve(connection: Connection, work: Work) -> None:
    """What another process does: review what it is given, until there is no more or nobody listens."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with undisturbed(), suppress(OSError):
        log(work.options.verbose)  # a process that was spawned does not know
        reader = (work.reader or Reader)(work)
        connection.send(None)
        while names := _given(connection):
            for name in names:
                connection.send(reader.read(name))
        reader.close()


def _given(connection: Connection) -> list[str]:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None
    if connection not in wait([connection, parent.sentinel]):
        return []
    names: list[str] = connection.recv()
    return names

"""Where the tasks of an audit are done: processes of this machine, or those of a scheduler of Dask."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TimedOut
from typing import TYPE_CHECKING, Any

from flake8.exceptions import ExecutionError

from flake8_testsec.cli.light import usual

if TYPE_CHECKING:
    from collections.abc import Callable

_WAIT = 30.0
"""How long a scheduler may not answer, in seconds."""
_GRACE = 5.0
"""So much longer it may take to say that it does not."""


class Pool:
    """Processes of this machine, or whatever else is made by the protocol of ``concurrent.futures``.

    Args:
        jobs: how many tasks are done at the same time.
        make: gives an executor; one of processes if not given.
    """

    def __init__(self, jobs: int, make: Callable[[], Executor] | None = None) -> None:
        self.width = 2 * jobs
        self._make = make or (lambda: ProcessPoolExecutor(jobs, initializer=_begin))
        self._executor: Executor | None = None

    def start(self) -> Executor:
        """See ``audit_run.Engine``."""
        self._executor = self._make()
        return self._executor

    def is_lost(self, error: BaseException) -> bool:
        """See ``audit_run.Engine``: who loses a process says so by breaking."""
        return False

    def stop(self) -> None:
        """See ``audit_run.Engine``."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _begin() -> None:
    """Let a process of a pool leave Ctrl-C to the first process, and not outlive it."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def outlive() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=outlive, daemon=True).start()


class Dask:
    """The workers of a scheduler of Dask; as many as there are at any time.

    Args:
        address: the scheduler's; empty for a cluster on this machine.
        jobs: how many workers that cluster has.

    Raises:
        ExecutionError: the extra is missing.
    """

    def __init__(self, address: str, jobs: int) -> None:
        with usual():
            try:
                import distributed
            except ImportError as error:
                raise ExecutionError(
                    "argument --dask: it needs distributed: pip install 'flake8-testsec[dask]'"
                ) from error
        self._distributed: Any = distributed
        self._address = address
        self._jobs = jobs
        self._client: Any = None

    @property
    def width(self) -> int:
        """See ``audit_run.Engine``."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        threads = (int(each["nthreads"]) for each in workers)
        return 2 * max(1, sum(threads))

    def start(self) -> Executor:
        """See ``audit_run.Engine``."""
        try:
            with usual():
                self._client = within(_WAIT + _GRACE, self._made) if self._address else self._made()
        except (TimeoutError, TimedOut) as error:
            raise OSError(str(error) or "it does not answer") from error
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def _made(self) -> Any:
        if self._address:
            return self._distributed.Client(self._address, timeout=_WAIT, set_as_default=False)
        cluster = self._distributed.LocalCluster(
            n_workers=self._jobs, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        )
        return self._distributed.Client(cluster, set_as_default=False)

    def is_lost(self, error: BaseException) -> bool:
        """See ``audit_run.Engine``."""
        return isinstance(error, self._distributed.KilledWorker)

    def stop(self) -> None:
        """See ``audit_run.Engine``."""
        if self._client is not None:
            client, self._client = self._client, None
            cluster = client.cluster
            client.close(timeout=5)
            if cluster is not None:
                cluster.close(timeout=20)


def within(seconds: float, make: Callable[[], Any]) -> Any:
    """What a function gives, unless it takes too long.

    A client of Dask waits for ever for a scheduler that takes the connection and says nothing.

    Args:
        seconds: how long it may take; then it is left alone in a thread that ends with the process.
        make: the function.

    Raises:
        TimedOut: it takes longer.
        Exception: what the function raises.
    """
    made: Future[Any] = Future()

    def answer() -> None:
        try:
            made.set_result(make())
        except BaseException as error:
            made.set_exception(error)

    threading.Thread(target=answer, daemon=True).start()
    return made.result(seconds)

"""An end to what takes too long, in any thread of any process and on any system.

A thread beside looks at the clock, and asks the interpreter to raise `Overdue` where the work is. No signal
is needed, which Windows does not have and other programs may use. It comes between two instructions of
Python: what is inside a call of the interpreter's own, as to its parser, is reached when that returns.
"""

from __future__ import annotations

import _thread
import time
from contextlib import suppress

SECONDS = 60.0
"""What one file may take, unless the user says otherwise."""

LARGEST = 5_000_000
"""Bytes, or characters, of the largest file that is reviewed: a megabyte can become half a gigabyte."""

TOO_LARGE = f"larger than {LARGEST // 10**6} MB"
"""Why a larger one is not."""

_AGAIN = 2.0
"""Seconds after which who was not stopped is stopped again: a destructor may have swallowed it."""

_ENOUGH = 100
"""Jumps back, at each of which the interpreter looks for what it was asked to raise."""


class Overdue(BaseException):
    """The time is over. No ``except Exception`` on the way shall take it for its own."""


def told(seconds: float) -> str:
    """Why something was given up.

    Args:
        seconds: what it had.
    """
    return f"it takes longer than {seconds:g} seconds"


class _Watch:
    """What the thread beside shares with the work."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self.thread = _thread.get_ident()
        self.is_over = seconds <= 0
        self.is_late = self._is_settled = False
        self._raising = _thread.allocate_lock()
        self._end = _thread.allocate_lock()
        self._end.acquire()
        self._gone = _thread.allocate_lock()

    def start(self) -> None:
        """Watch from a thread of its own, if one can be started."""
        self._gone.acquire()
        try:
            _thread.start_new_thread(self._watched, ())
        except RuntimeError:
            self._gone.release()

    def join(self) -> None:
        """Wait for the end of the thread: Python 3.10 can crash if it ends itself meanwhile."""
        self._gone.acquire(timeout=_AGAIN)

    def _watched(self) -> None:
        try:
            self.run()
        finally:
            self._gone.release()

    def settle(self) -> None:
        """See to it that nothing more is raised."""
        while not self._is_settled:
            # It may come at any place, so whatever is done here can be done twice.
            with suppress(Overdue, RuntimeError):
                self.is_over = True
                with self._raising:
                    pass
                self._end.release()
            self._is_settled = self.is_over

    def run(self) -> None:
        """Wait, and raise."""
        while not self._end.acquire(timeout=max(0.0, self._until - time.monotonic())):
            with self._raising:
                if self.is_over:
                    return
                self.is_late = True
                _raise(self.thread, Overdue)
            self._until = time.monotonic() + _AGAIN


class limited:
    """Ends what is done inside when its time is over.

    Args:
        seconds: how long it may take; 0: as long as it wants, as where no thread can be started.

    Raises:
        Overdue: it took longer.
    """

    def __init__(self, seconds: float) -> None:
        self._watch = _Watch(seconds)

    def __enter__(self) -> None:
        if not self._watch.is_over:
            self._watch.start()

    def __exit__(self, *raised: object) -> None:
        self._watch.settle()
        with suppress(Overdue):
            self._watch.join()
        if self._watch.is_late:
            # What was asked for and has not come yet comes here. To take it back instead leaves Python 3.11
            # with a signal that it never clears, and if something traces, it waits for that for ever.
            with suppress(Overdue):
                for _ in range(_ENOUGH):
                    pass
            raise Overdue

    def __del__(self) -> None:
        # It may have come just before `__exit__` or behind `__enter__`, and then nobody has left.
        self._watch.settle()


def _raise(thread: int, error: type[BaseException]) -> None:
    """Have a thread raise an exception."""
    with suppress(ImportError, AttributeError):  # not every interpreter has it
        import ctypes

        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))

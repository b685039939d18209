"""Run one command and write down what it cost: ``python -I -S launch.py RESULT LIMIT COMMAND...``.

A process of its own and a small one: on Linux, the peak memory of a command begins with that of the process
that starts it, and a benchmark that holds megabytes of source would be reported as the command's.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in one unit of ``ru_maxrss``."""


def main(result: str, limit: str, *command: str) -> None:
    """Run the command in a session of its own.

    Args:
        result: the file to write to: status, CPU and clock in seconds, and the peak in bytes, as JSON.
        limit: seconds after which the command and its children are killed.
        command: the program and its arguments.
    """
    # A shell that starts something in the background lets it ignore interrupts, and that is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    start = time.perf_counter()
    # One that comes while the command is started would leave it running.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    child = os.posix_spawnp(command[0], command, os.environ, setsid=True, setsigmask=())
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(int(limit))
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _, status, usage = os.wait4(child, 0)
    except KeyboardInterrupt:  # which the terminal sends to this session only
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise SystemExit(130) from None
    wall = time.perf_counter() - start
    signal.alarm(0)
    row = {
        "status": os.waitstatus_to_exitcode(status),
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": wall,
        "peak": usage.ru_maxrss * UNIT,
    }
    with open(result, "w", encoding="utf-8") as stream:
        json.dump(row, stream)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Processes that need not start Python: forks of one that has imported what is not ours, and what it is told.

To start Python, flake8 and the measurement of coverage takes several times longer than most of what tests
look at, and so does the import of a hundred modules of ours. A fork has all of it, and is a process of its
own all the same: it has its folder, its environment and its streams, and ends as any program does. This file
is the program, too.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

NOT_OURS = ("flake8.main.cli", "flake8.plugins.pyflakes", "pycodestyle", "multiprocessing.pool")
AT_THE_START = ("PYTHON", "COV", "LC_", "LANG", "MALLOC")
"""What the names of variables begin with that Python looks at before it runs anything."""

ANSWER = struct.Struct("=q")
"""Two that come at once are told apart by their length."""
LONGEST = 300.0
"""Seconds after which a fork is ended; much more than any takes, for a machine that is busy."""


class Forks:
    """The process that is forked: one for all tests of this process, made for the first of them.

    Args:
        modules: what it imports besides what is not ours; nothing in them is called before there is a fork.
    """

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._server: subprocess.Popen[bytes] | None = None
        self._began_with: dict[str, str] = {}

    def fits(self, environment: Mapping[str, str], usual: Mapping[str, str] | None = None) -> bool:
        """Tell whether a Python that starts with this environment is what would be forked.

        Args:
            environment: what a process is to have.
            usual: what most have, with which the process that is forked starts; what is asked for first, if
                not given.
        """
        if self._server is None:
            self._start(environment if usual is None else usual)
        return _looked_at(environment) == self._began_with

    def run(
        self,
        module: str,
        folder: Path,
        arguments: Sequence[str],
        stdin: bytes,
        environment: Mapping[str, str],
    ) -> tuple[int, bytes, bytes]:
        """Run a module as ``python -m`` would, and tell its status, its output and its errors."""
        asked = {"module": module, "folder": os.fspath(folder), "arguments": list(arguments)}
        request = json.dumps({**asked, "environment": dict(environment)}).encode()
        with ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(4)]
            for file, content in zip(files, (request, stdin), strict=False):
                file.write(content)
                file.seek(0)
            return self._status(files), _content(files[2]), _content(files[3])

    def stop(self) -> None:
        """End the process; what was measured of it is written then."""
        if self._server is not None:
            self._channel.close()
            self._server.wait()
            self._server = None

    def _start(self, environment: Mapping[str, str]) -> None:
        self._channel, there = socket.socketpair()
        self._began_with = _looked_at(environment)
        self._server = subprocess.Popen(
            [sys.executable, __file__, str(there.fileno()), *self._modules],
            env=dict(environment),
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        there.close()

    def _status(self, files: Sequence[IO[bytes]]) -> int:
        socket.send_fds(self._channel, [b"."], [file.fileno() for file in files])
        child = self._answer()
        self._channel.settimeout(LONGEST)
        try:
            return self._answer()
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            self._channel.settimeout(None)
            self._answer()
            raise
        finally:
            self._channel.settimeout(None)

    def _answer(self) -> int:
        return int(ANSWER.unpack(self._channel.recv(ANSWER.size))[0])


def _looked_at(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(AT_THE_START)}


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _serve(channel: socket.socket, modules: Sequence[str]) -> None:
    """Fork for each request; a child returns to where the program ends, and ends as any other does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    del sys.path[0]  # the folder of this file
    for name in (*NOT_OURS, *modules):
        importlib.import_module(name)
    if modules:
        _keep_what_was_measured()
    gc.collect()
    gc.freeze()
    while streams := socket.recv_fds(channel, 1, 4)[1]:
        child = os.fork()
        if not child:
            channel.close()
            _become(*streams)
            return
        for stream in streams:
            os.close(stream)
        _answer(channel, child)
        _answer(channel, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _keep_what_was_measured() -> None:
    """Or each child would write it again beside its own."""
    if "coverage" in sys.modules:
        measured = sys.modules["coverage"].Coverage.current()
        if measured is not None:
            measured.save()


def _answer(channel: socket.socket, number: int) -> None:
    channel.sendall(ANSWER.pack(number))


def _become(request: int, *streams: int) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with open(request, encoding="utf-8") as file:
        asked = json.load(file)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv[1:] = asked["arguments"]
    sys.path.insert(0, os.getcwd())
    runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])

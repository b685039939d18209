"""More examples of TSE311, which would make the rule's own file too long."""

bad = (
    """
    import subprocess
    import threading


    def test_reads_the_first_line():
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        for line in server.stdout:
            if line == b"ready":
                break


    def test_reads_some():
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert server.stdout.read(5) == b"ready"
        assert server.stdout.readline() == b"open"


    def test_reads_until_it_is_ready():
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        while True:
            line = server.stdout.readline()
            if line == b"ready":
                break
        assert any(b"open" in line for line in server.stdout)


    def test_reads_until_there_is_something():
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        while True:
            block = server.stdout.read(4096)
            if block:
                break


    def test_waits_for_ever():
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        while True:
            server.stdout.readline()


    def test_is_pumped(show):
        server = subprocess.Popen(["shop-server"], stdout=subprocess.PIPE)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def pump():
            for line in server.stdout:
                show(line)

        threading.Thread(target=pump, daemon=True).start()
        threading.Thread(target=lambda: server.stdout.read(), daemon=True).start()
        show(server.stdout)
        show(next(server.stdout), server.stdout.encoding, list, server.args)
        for line in zip(server.stdout, show.expected):
            assert line
        while show.line != server.stdout.readline():
            if show.over:
                return
    """,
    """
    import subprocess


    def test_is_restarted():
        subprocess.Popen(["shop-server", "--port", "8080"])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run(["docker", "stop", "warehouse"])


    def test_is_stopped():
        subprocess.Popen(["docker", "stop", "warehouse"])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.Popen(["docker", "snapshot", "warehouse"])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        subprocess.run()
    """,
    """
    import multiprocessing
    import subprocess


    def serve():
        server = subprocess.Popen(["shop-server"])
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        assert server.stdin


    def test_serves():
        process = multiprocessing.Process(target=serve)
        process.start()
        process.join()
    """,
    """
    import os
    import signal
    import time
    from multiprocessing import Process

    from shop.worker import work


    def wait():
        time.sleep(3600)


    def pause():
        signal.pause()


    def serve():
        while not os.path.exists("stop"):
            time.sleep(1)


    def begin():
        work()


    def test_is_told():
        for target in (work, wait):
            Process(target=target).start()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Process(target=wait).start()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Process(target=pause).start()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Process(target=serve).start()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Process(target=begin).start()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Process().start()
        ^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    import asyncio
    import io
    import subprocess
    from asyncio.subprocess import PIPE


    async def test_ends_with_its_input(orders):
        process = await asyncio.create_subprocess_exec("shop-sort", stdin=PIPE, stdout=PIPE)
        process.stdin.write(orders)
        process.stdin.write_eof()
        assert await process.stdout.read() == orders


    async def test_lines_to_the_end():
        process = await asyncio.create_subprocess_shell("shop-sort", stdout=PIPE)
        async for line in process.stdout:
            assert line


    async def test_feeds_another(connection):
        process = await asyncio.create_subprocess_exec("shop-sort", stdout=PIPE)
        await connection.run("count", stdin=process.stdout)


    def test_report():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert report.stdout.readlines() == [b"17"]
        assert report.stderr.read(-1) == b""


    def test_lines():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        assert [line.strip() for line in report.stdout] == [b"17"]


    def test_joined():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        assert b"".join(report.stdout) == b"17"


    def test_joined_lines():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        assert b"".join(line.strip() for line in report.stdout) == b"17"


    def test_listed():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        assert list(report.stdout) == [b"17"]


    def test_text():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        for line in io.TextIOWrapper(report.stdout):
            assert line


    def test_line_by_line():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        for line in iter(report.stdout.readline, b""):
            assert line


    def test_while_there_are_lines():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        while line := report.stdout.readline():
            assert line


    def test_until_there_are_none():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        while True:
            line = report.stdout.readline()
            if not line:
                break
            assert line


    def test_until_it_is_empty():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        while True:
            line = report.stdout.readline()
            if line == b"":
                break
            assert line


    def test_block_by_block():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        while True:
            block = report.stdout.read(4096)
            if block:
                assert block
            else:
                break


    def output(report):
        return report.stdout.read().decode()


    def test_read_by_a_helper():
        report = subprocess.Popen(["shop-report"], stdout=subprocess.PIPE)
        assert output(report) == "17"
    """,
    """
    import os
    import subprocess
    import unittest


    class TestSync(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            subprocess.Popen(["machine", "-s", "Shop 1"])

        @classmethod
        def tearDownClass(cls):
            subprocess.run(["machine-control", "Shop 1", "poweroff"])

        def test_served(self):
            subprocess.Popen(["shop-server", "--port", "8080"])
            os.system("pkill -f shop-server")
    """,
    """
    import subprocess

    import pytest


    @pytest.mark.skip(reason="no server here")
    def test_server_answers(ask):
        server = subprocess.Popen(["shop-server"])
        assert ask("stock") == "17"
    """,
)

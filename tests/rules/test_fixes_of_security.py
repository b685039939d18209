"""What fixes of the families of inputs and execution change, and what they leave to a person."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, safe, stays

SERVER = "from shop import rpc\n\ndef test_a():\n    server = rpc.Server({!r}, 80)\n"


@pytest.mark.parametrize(
    ("host", "new"),
    [("0.0.0.0", "127.0.0.1"), ("*", "127.0.0.1"), ("::", "::1")],
)
def test_a_host_of_this_machine(host: str, new: str) -> None:
    becomes("TSE203", SERVER.format(host), SERVER.format(new))


@pytest.mark.parametrize(
    ("address", "new"),
    [("[::]:80", "localhost:80"), ("0.0.0.0:80", "127.0.0.1:80"), ("tcp://*:80", "tcp://127.0.0.1:80")],
)
def test_an_address_of_this_machine(address: str, new: str) -> None:
    text = "def test_a(server):\n    server.add_insecure_port('{}')\n"
    becomes("TSE203", text.format(address), text.format(new))


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(server):\n    server.bind('tcp://[::]:80')\n",
        SERVER.format("*") + "    assert server.family == AF_INET6\n",
        SERVER.format("0.0.0.0").replace("'0", "r'0"),
        SERVER.format("0.0.0.0").replace("'0.0", "'0' '.0"),
        SERVER.format("::0"),
        "import socket\nNAME = socket.gethostname()\n" + SERVER.format("*"),
    ],
)
def test_a_host_stays(text: str) -> None:
    stays("TSE203", text)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        (SERVER.format("0.0.0.0"), True),
        (SERVER.format("::"), False),
        (SERVER.format("0.0.0.0") + "    assert server.host == '0.0.0.0:80'\n", False),
        (SERVER.format("0.0.0.0") + "    server.tell(docker)\n", False),
        ("from shop import rpc\nHOST = '0.0.0.0'\n\ndef test_a():\n    rpc.Server(HOST, 80)\n", False),
    ],
)
def test_a_host_that_only_the_test_can_know(text: str, certain: bool) -> None:
    assert safe("TSE203", text) == [certain]
    assert safe("TSE203", text, "tests/servers.py") == [False]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def test_a():\n    open('/tmp/a.txt')", "def test_a(tmp_path):\n    open(str(tmp_path / 'a.txt'))"),
        (
            "class TestA:\n    def test_a(self, x):\n        open('/var/tmp/a', 'w')",
            "class TestA:\n    def test_a(self, x, tmp_path):\n        open(str(tmp_path / 'a'), 'w')",
        ),
        (
            "from pathlib import Path\n\ndef test_a(tmp_path):\n    a = Path('/tmp/a')\n    a.touch()",
            "from pathlib import Path\n\ndef test_a(tmp_path):\n    a = tmp_path / 'a'\n    a.touch()",
        ),
        (
            "from pathlib import Path\n\ndef test_a():\n    Path('/tmp/aa').touch()",
            "from pathlib import Path\n\ndef test_a(tmp_path):\n    (tmp_path / 'aa').touch()",
        ),
        ("def test_a():\n    open('/tmp/a/b.txt')", ""),
        ("def test_a():\n    open('/tmp/a.txt')\n    assert read('a.txt')", ""),
        ("def test_a(x=1):\n    open('/tmp/a.txt')", ""),
        ("def test_a():\n    tmp_path = 1\n    open('/tmp/a.txt', tmp_path)", ""),
        ("def helper():\n    open('/tmp/a.txt')", ""),
        (
            "import unittest\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        open('/tmp/b')",
            "",
        ),
        ("def test_a(server):\n    server.bind('/tmp/a.sock')", ""),
    ],
)
def test_a_path_of_the_test_alone(before: str, after: str) -> None:
    if "/tmp/a'" in before:  # a name so short stands everywhere
        before, after = before.replace("/tmp/a'", "/tmp/qq'"), after.replace("'a'", "'qq'")
    becomes("TSE206", before, after) if after else stays("TSE206", before)


@pytest.mark.parametrize(
    ("mode", "new"), [("0o777", "0o775"), ("0o666", "0o664"), ("0o002", "0o000"), ("511", ""), ("MODE", "")]
)
def test_a_mode_without_the_permission(mode: str, new: str) -> None:
    text = "import os\nMODE = 0o777\n\ndef test_a(a):\n    os.mkdir(a, {})\n"
    becomes("TSE208", text.format(mode), text.format(new)) if new else stays("TSE208", text.format(mode))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "def test_a():\n    sys.path.insert(0, A)",
            "def test_a(monkeypatch):\n    monkeypatch.syspath_prepend(A)",
        ),
        ("def test_a():\n    sys.path.append(A)", ""),
        ("def test_a():\n    sys.path.insert(1, A)", ""),
        ("def test_a():\n    sys.path.extend([A])", ""),
        ("def test_a():\n    sys.path.insert(0, A)\n    sys.path.insert(0, B)", ""),
        ("def test_a():\n    return sys.path.insert(0, A)", ""),
        ("def test_a(*a):\n    sys.path.insert(0, A)", ""),
        ("def setup_module():\n    sys.path.insert(0, A)", ""),
        (
            "class TestA(unittest.TestCase):\n    def setUp(self):\n        sys.path.append(self.a)",
            "class TestA(unittest.TestCase):\n    def setUp(self):\n        sys.path.append(self.a)\n"
            "        self.addCleanup(sys.path.remove, self.a)\n",
        ),
        ("class TestA(unittest.TestCase):\n    def setUp(self):\n        sys.path.append(a())", ""),
        ("class TestA(unittest.TestCase):\n    def setUp(case):\n        sys.path.append(A)", ""),
    ],
)
def test_a_change_of_the_search_path_is_taken_back(before: str, after: str) -> None:
    head = "import sys\nimport unittest\n\n"
    becomes("TSE706", head + before, head + after) if after else stays("TSE706", head + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("run('ls -l /tmp', shell=True)", 'run(["ls", "-l", "/tmp"])'),
        ("run('make X=1', shell=True, check=True)", 'run(["make", "X=1"], check=True)'),
        ("run(shell=True, args='ls')", 'run(args=["ls"])'),
        ("run('ls *', shell=True)", ""),
        ("run('ls | wc', shell=True)", ""),
        ("run('ls $HOME', shell=True)", ""),
        ("run('X=1 make', shell=True)", ""),
        ("run('cd /tmp', shell=True)", ""),
        ("run('ls ~', shell=True)", ""),
        ("run(' ', shell=True)", ""),
        ("run(command, shell=True)", ""),
        ("run('ls', shell=True, executable='/bin/bash')", ""),
        ("run('ls', shell=(True))", 'run(["ls"])'),
        ("getoutput('ls')", ""),
    ],
)
def test_a_command_without_a_shell(before: str, after: str) -> None:
    text = "import subprocess\n\ndef test_a(command):\n    subprocess.{}\n"
    becomes("TSE708", text.format(before), text.format(after)) if after else stays(
        "TSE708", text.format(before)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("yaml.load(a, Loader=yaml.Loader)", "yaml.safe_load(a)"),
        ("yaml.full_load_all(a)", "yaml.safe_load_all(a)"),
        ("yaml.load(a, Loader=(yaml.Loader))", "yaml.safe_load(a)"),
        ("yaml.load(a, (yaml.Loader))", ""),
        ("load(a, Loader=yaml.Loader)", ""),
        ("ruamel.yaml.load(a)", ""),
    ],
)
def test_a_loader_of_plain_data(before: str, after: str) -> None:
    text = "import ruamel.yaml\nimport yaml\nfrom yaml import load\n\ndef test_a(a):\n    return {}\n"
    becomes("TSE707", text.format(before), text.format(after)) if after else stays(
        "TSE707", text.format(before)
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assert eval(a) == [1, {'b': ()}]", "assert ast.literal_eval(a) == [1, {'b': ()}]"),
        ("assert 1 == eval(a)", "assert 1 == ast.literal_eval(a)"),
        ("assert eval(a) == f(a)", ""),
        ("assert eval(a) != 1", ""),
        ("assert eval(a, {}) == 1", ""),
        ("assert eval(a)", ""),
    ],
)
def test_text_that_is_read_as_a_literal(before: str, after: str) -> None:
    text = "import ast\n\ndef test_a(a):\n    {}\n"
    becomes("TSE701", text.format(before), text.format(after)) if after else stays(
        "TSE701", text.format(before)
    )


@pytest.mark.parametrize(
    ("head", "new"),
    [
        ("", "import ast\n\n\n"),
        ("from __future__ import annotations\n\n", "from __future__ import annotations\n\nimport ast\n\n"),
        ('"""A test."""\n\n', '"""A test."""\n\nimport ast\n\n'),
        ("'a text'.strip()\n", "import ast\n\n\n'a text'.strip()\n"),
        ("import os\n", "import ast\nimport os\n"),
        ("@x\n", "import ast\n\n\n@x\n"),
        ("import ast.x\n", "import ast.x\n"),
    ],
)
def test_where_an_import_is_put(head: str, new: str) -> None:
    body = "def test_a(a):\n    assert {}(a) == 1\n"
    before, after = head + body.format("eval"), new + body.format("ast.literal_eval") if new else ""
    becomes("TSE701", before, after) if after else stays("TSE701", before)


def test_a_name_that_is_taken_is_not_imported() -> None:
    stays("TSE701", "def test_a(ast):\n    assert eval(ast) == 1\n")

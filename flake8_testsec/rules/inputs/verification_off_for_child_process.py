"""A test starts a program that is told not to verify its peer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant

rule = Rule(
    code="TSE209",
    summary="verification switched off on a command line or in the environment",
    message="{flag} makes the child process accept any peer; give it the file of the test CA instead",
    roles=Role.TEST,
    cwe=295,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    What the program fetches, installs or sends goes to whoever answers. For ``pip`` and ``git`` that is code
    which the test then runs. In the environment the switch holds for every program that is started later,
    too.
    """,
    fix="""
    Give the program the certificate authority of the test server (``--cacert``, ``GIT_SSL_CAINFO``,
    ``PIP_CERT``, ``NODE_EXTRA_CA_CERTS``) or its host key (``UserKnownHostsFile``).
    """,
    fixable="Nothing, because where the certificate of the test server lies, the text does not tell.",
    bad=(
        """
        import subprocess
        import unittest

        class DownloadTest(unittest.TestCase):
            def test_download(self):
                subprocess.run(["curl", "-sk", self.url], timeout=5)
                                        ^^^^^
                command = ["wget", "--no-check-certificate", self.url]
                                   ^^^^^^^^^^^^^^^^^^^^^^^^
                subprocess.check_call(command)
                subprocess.Popen(args=["git", "-c", "http.sslVerify=false", "clone", self.url])
                                                    ^^^^^^^^^^^^^^^^^^^^^^
                subprocess.run(["/usr/bin/ssh", "-oStrictHostKeyChecking=no", self.host])
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                subprocess.run(["python", "-m", "pip", "install", "--trusted-host", self.host, "shop"])
                                                                  ^^^^^^^^^^^^^^^^
                subprocess.run("curl --insecure https://shop.test | tar x", shell=True)
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import os
        import subprocess

        os.environ["PYTHONHTTPSVERIFY"] = "0"
                                          ^^^

        def test_clone(monkeypatch, url):
            monkeypatch.setenv("GIT_SSL_NO_VERIFY", "1")
                                                    ^^^
            subprocess.run(["npm", "install"], env={"NODE_TLS_REJECT_UNAUTHORIZED": "0", **os.environ})
                                                                                    ^^^
            env = dict(os.environ, GIT_SSL_NO_VERIFY="true")
                                                     ^^^^^^
            subprocess.run(["git", "clone", url], env=env)
        """,
    ),
    good=(
        """
        import os
        import subprocess

        from shop.cli import main, parse

        def test_options(url, ca, commands):
            assert parse(["curl", "-k", url]).insecure
            main(["--trusted-host", "shop"])
            subprocess.run(["curl", "--cacert", ca, url])
            subprocess.run(["tar", "-k", "-xf", "shop.tar"])
            subprocess.run("curl https://shop.test | tar -k", shell=True)
            subprocess.run(["ssh", "-o", "StrictHostKeyChecking=yes", "shop"])
            subprocess.run(["grep", "http.sslVerify=false", "config"])
            subprocess.run([url, "-k"])
            subprocess.run([])
            subprocess.run(commands)
            subprocess.run(*commands)

        def test_environment(monkeypatch, value):
            kept = os.environ
            value.setenv("PYTHONHTTPSVERIFY")
            os.environ["PYTHONHTTPSVERIFY"] = "1"
            os.environ["NODE_TLS_REJECT_UNAUTHORIZED"] = value
            os.environ["SHOP"], other = "0", "0"
            # What is empty is as if it were not set: the peer is verified as always (requests since 2.28).
            os.environ["CURL_CA_BUNDLE"] = ""
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", "")
            subprocess.run(["curl", value], env={"CURL_CA_BUNDLE": ""})
            os.environ[value] = "0"
            monkeypatch.setenv("SHOP", "0")
            monkeypatch.setenv("GIT_SSL_NO_VERIFY", "")
            settings = {"GIT_SSL_NO_VERIFY": "1"}
            assert parse(settings).verify is False
            subprocess.run(["git", "status"], env={**os.environ, "GIT_SSL_NO_VERIFY": "0"})
            subprocess.run(["git", "status"], env=value)
        """,
        """
        import subprocess

        def run(arguments, environment):
            first = subprocess.run(["true"], env=environment())
            return subprocess.run(["true", *arguments], env=dict(environment, SHOP="1"))
        """,
    ),
)

_STARTS = tuple(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
_FLAGS = {
    program: lazy(flag)
    for programs, flag in (
        ("curl", r"-[sSfLvIiN]*k[sSfLvIiN]*|--insecure|--proxy-insecure"),
        ("wget", r"--no-check-certificate"),
        ("ssh scp sftp rsync", r"(-o)? ?StrictHostKeyChecking[= ](no|off)"),
        ("git", r"http\.sslVerify=(false|0)"),
        ("pip pip3 python python3", r"--trusted-host(=.*)?"),
    )
    for program in programs.split()
}
_VARIABLES = {
    "GIT_SSL_NO_VERIFY": ("1", "true", "yes", "on"),
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",),
    "PYTHONHTTPSVERIFY": ("0",),
}


@rule.call(*_STARTS)
def started(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the flags and the variables that a program is started with."""
    command = argument(call, 0, "args")
    words = list(_words(meant(command, module))) if command is not None else []
    program = words[0][1].rpartition("/")[2] if words else ""
    for node, word in words[1:] if program in _FLAGS else ():
        if flag := _FLAGS[program].fullmatch(word):
            yield rule.at(node, flag=flag[0])
    environment = argument(call, None, "env")
    if environment is not None:
        yield from _variables(meant(environment, module), module)


@rule.on(ast.Assign, hints=("environ",))
def assigned(statement: ast.Assign, module: Module) -> Iterator[Hit]:
    """Report a variable that is set for all programs to come."""
    match statement.targets:
        case [ast.Subscript(value=owner, slice=key)] if "os.environ" in module.names(owner):
            yield from _variable(string(key), statement.value)


@rule.method("setenv")
def set_for_test(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a variable that pytest's ``monkeypatch`` sets."""
    if len(call.args) > 1:
        yield from _variable(string(call.args[0]), call.args[1])


def _words(command: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """The words of a command with the literal that holds each; empty for what is not known."""
    match command:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from ((each, string(each) or "") for each in elements)
        case ast.Constant(value=str(text)):
            yield from ((command, word) for word in re.split(r"[|;&]", text)[0].split())


def _variables(environment: ast.expr, module: Module) -> Iterator[Hit]:
    match environment:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield from _variable(string(key), value)
        case ast.Call(keywords=keywords) if "dict" in module.names(environment.func):
            for each in keywords:
                yield from _variable(each.arg, each.value)


def _variable(name: str | None, value: ast.expr) -> Iterator[Hit]:
    text = string(value)
    if name in _VARIABLES and text is not None and text.lower() in _VARIABLES[name]:
        yield rule.at(value, flag=name)

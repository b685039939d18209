"""A command for the shell is put together from variables, which the shell reads as syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.shells import (
    SHELLS,
    command,
    has_syntax,
    is_built,
)

rule = Rule(
    code="TSE703",
    summary="shell command built from variables; pass a list",
    message="shell command built from variables; {remedy}",
    roles=Role.TEST | Role.SUPPORT,
    cwe=78,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    The shell takes the finished text apart again: a space in a path makes two arguments of it, a ``;`` or
    ``$(...)`` in a value becomes a command. Temporary folders, branch names and answers of servers hold
    such characters sooner or later, and then the test deletes, copies or runs something else than it says.
    What goes wrong in a shell is easily missed, too, since ``os.system`` raises nothing.

    Silence for what the module itself has written, for numbers, for pytest's ``tmp_path`` and for places that
    stand in quotes as one word; for parameters of functions that only the tests of other modules call. What
    tests put in mostly holds no such characters (a path of the checkout, a variable that the developer has
    set), so the rule is off unless enabled.
    """,
    fix="""
    Pass a list and leave the shell out (``subprocess.run(["cp", source, target], check=True)``), use
    ``shutil`` and ``os`` for files, or ``shlex.quote`` every value where a shell is needed.
    """,
    fixable="Nothing, because whether a value holds one argument or several, the text does not tell.",
    bad=(
        """
        import os
        import unittest

        class TestDisk(unittest.TestCase):
            def remove(self, device):
                os.system("sudo umount %s" % device)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.popen("mount {}".format(device)).close()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import subprocess

        def test_starts(config):
            server = subprocess.Popen(
                f"shop --config {config} --port {8000:d}",
                shell=True,
                ^^^^^^^^^^
            )
            subprocess.check_call("shop stop " + config.name + " --now", shell=True)
                                                                         ^^^^^^^^^^
            assert server.wait() == 0
        """,
        """
        # file: tests/shell.py
        import os

        import pytest

        class Disk:
            def mount(self, path):
                os.system(f"sudo mount -t tmpfs none {path}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def unmount(path):
            os.system(f"sudo umount {path}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            os.system(f"rm {os.environ['SHOP_FOLDER']}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def unmount_all():
            unmount(os.environ["SHOP_FOLDER"])

        @pytest.fixture
        def mounted(folder):
            os.system(f"mount {folder}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def setup_function(function):
            os.system(f"mount {function}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        # file: tests/test_shell.py
        import os

        def mount(path):
            os.system(f"sudo mount -t tmpfs none {path}")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_nothing(): ...
        """,
        """
        import os

        HERE = os.path.dirname(__file__)

        def logs_of(agent):
            return os.path.join(HERE, agent)

        class TestNodes:
            def setup_method(self):
                self.host = os.environ.get("SHOP_HOST", "localhost")

            def test_not_made_up(self, name, wanted):
                os.system("phantomjs {}/run.js".format(HERE))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.system(f"ssh {self.host} true {name.__file__}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.system(f"cp shop.log {logs_of('one')}")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.system("head -n %i %s" % (wanted, name))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.system(f'sh -c "rm {wanted}"')
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                os.system(f'cp "{wanted}" {name}')
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import asyncio
        import subprocess
        import sys

        async def test_runs(source, options):
            await asyncio.create_subprocess_shell(f"cp {source} .")
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            subprocess.getoutput(" ".join([sys.executable, "-m", "shop"]))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            subprocess.run(" ".join(str(each) for each in options), shell=True)
                                                                    ^^^^^^^^^^
            subprocess.run("ls %(folder)s" % {"folder": source}, shell=True)
                                                                 ^^^^^^^^^^
            subprocess.run("ls " + f"{source}" + " %s" % options, shell=True)
                                                                  ^^^^^^^^^^
        """,
    ),
    good=(
        """
        # file: tests/shell.py
        import os

        def mount(path):
            os.system(f"sudo mount -t tmpfs none {path}")
        """,
        """
        import os
        import subprocess

        def test_no_shell(source, target):
            subprocess.run(["cp", source, target], check=True)
            subprocess.run(f"cp {source}", shell=False)
            subprocess.run(*source)
            os.system("sync")
        """,
        """
        import subprocess

        def test_plain_variable(cmd, parts):
            subprocess.run(cmd, shell=True)
            subprocess.run(" ".join(parts), shell=True)
            subprocess.run(cmd + " > /dev/null 2>&1", shell=True)
            subprocess.run(f"{cmd} 2>&1", shell=True)
        """,
        """
        import os

        import ddt

        class TestFormats:
            @ddt.data("raw", "qcow2")
            def test_formats(self, name):
                self.skip_without(name)
                os.system(f"convert {name} | head -5")

            def skip_without(self, name):
                os.system(f"qemu-img --help | grep {name}")
        """,
        """
        import os
        import shlex

        FLAG = "--quiet"

        def test_quoted(source):
            quoted = shlex.quote(source)
            flags = FLAG + " -v"
            os.system(f"cp {shlex.quote(source)} {quoted} {FLAG} {flags}")
            os.system("cp " + shlex.quote(source) + " " + f"{FLAG}")
            os.system("kill %d" % source.pid)
            os.system("head -n %i %s" % (source.lines, FLAG))
            os.system(f"kill {os.getpid()} {source.number:d} {source.pid}")
            os.system(" ".join(("ls", FLAG)))
        """,
        """
        import os

        def test_opens(report):
            os.system(f"start {report}")
            os.system("start " + report)
            os.system("start {}".format(report))
        """,
        """
        import os
        import tempfile

        import pytest

        def is_healthy(nodes):
            for node in nodes:
                os.system(f"docker inspect shop-{node}-1")

        class TestNodes:
            folder = tempfile.mkdtemp()

            def setup_method(self):
                self.name = "shop-" + "1"
                is_healthy(list(range(1, 9)))

            @pytest.mark.parametrize("size, name", [(1, "one"), (2, "two")])
            def test_made_up(self, name, tmp_path, wanted):
                os.system(f"touch {tmp_path / 'orders'} {name} {self.name} {self.folder}")
                os.system(f'icacls "{wanted}" /deny Everyone:(W)')
                os.system("chmod +x '{}/run'".format(wanted))
                os.system('chmod +x "%s"' % wanted)
        """,
        """
        import os
        import shutil
        import subprocess

        import shop

        docker = shutil.which("docker")
        package = os.path.join(os.path.dirname(shop.__file__), os.pardir)

        def test_installed():
            subprocess.run(f"{docker} run -v {package}:/shop shop | head", shell=True)
        """,
        """
        import os

        def test_round(count):
            text = "a"
            text = text + "b"
            os.system(f"echo {text}")
        """,
    ),
)


@rule.call(*SHELLS)
def built(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a call that hands a shell a command with unquoted values in it."""
    found = command(call, module)
    if found is not None and is_built(found.text, module):
        needs_shell = has_syntax(found.text)
        yield rule.at(found.place, remedy="quote each with shlex.quote()" if needs_shell else "pass a list")

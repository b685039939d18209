"""Commands for a shell: which calls take one, and what is put into it unquoted."""

from __future__ import annotations

import ast
import time

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network import shells

HEAD = "import os, shlex, subprocess, sys\n"


def found(text: str) -> tuple[str, str] | None:
    module = Module.parse(HEAD + text, "tests/test_x.py", Settings())
    last = module.tree.body[-1]
    assert isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    command = shells.command(last.value, module)
    return command and (type(command.place).__name__, ast.unparse(command.text))


@pytest.mark.parametrize(
    "text",
    [
        "os.system()",
        "os.system(*args)",
        "subprocess.run('ls')",
        "subprocess.run('ls', shell=False)",
        "subprocess.run('ls', shell=shell)",
        "subprocess.run(**{'shell': True})",
        "os.system('start report.html')",
        "os.system(f'start {x}')",
        "os.system('start ' + x + y)",
        "os.system('start {}'.format(x))",
    ],
)
def test_no_shell(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("os.system(x)", ("Call", "x")),
        ("os.system(command=x)", ("Call", "x")),
        ("subprocess.getoutput(cmd=x)", ("Call", "x")),
        ("subprocess.run(x, shell=True)", ("keyword", "x")),
        ("subprocess.Popen(args=x, shell=1)", ("keyword", "x")),
    ],
)
def test_shell(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == expected


def built(text: str) -> bool:
    module = Module.parse(HEAD + text, "tests/test_x.py", Settings())
    last = module.tree.body[-1]
    assert isinstance(last, ast.Expr)
    return shells.is_built(last.value, module)


@pytest.mark.parametrize(
    "text",
    [
        "'ls'",
        "x",
        "run(x)",
        "f'ls'",
        "f'ls {1} {os.getpid()} {len(x)} {port} {child.pid} {x:d} {x:02.1f}'",
        "f'{x} 2>&1'",
        "x + ' > /dev/null 2>&1 &'",
        "'kill %d' % x",
        "'ls %s' % shlex.quote(x)",
        "'ls %s %s' % (shlex.quote(x), 'y')",
        "'ls {}'.format(shlex.quote(x))",
        "' '.join(x)",
        "' '.join(['ls', '-l'])",
        "' '.join(shlex.quote(each) for each in x)",
        "y.join([x])",
        "x - 1",
        "flag = '-l'\n'ls ' + flag",
        "flag = '-l' + flag\n'ls ' + flag",
        "path = shlex.quote(x)\nf'ls {path}'",
        "f'ls ' + f'{shlex.join(x)}'",
        "number = f'{x:d}'\n'kill ' + number",
    ],
)
def test_nothing_unquoted(text: str) -> None:
    assert not built(text)


@pytest.mark.parametrize(
    "text",
    [
        "f'ls {x}'",
        "f'{x} -l'",
        "f'ls {x:>10}'",
        "f'ls {x:{width}}'",
        "f'ls {sys.executable}'",
        "'ls ' + x",
        "'ls ' + f'{x}'",
        "'ls ' + 'a %s' % x",
        "x + y",
        "x + ' | sort'",
        "'ls %s' % x",
        "'ls %(x)s' % {'x': x}",
        "'ls %r %d' % (x, 1)",
        "'ls {} {y}'.format(1, y=x)",
        "' '.join(['ls', x])",
        "' '.join([str(each) for each in x])",
        "'ls ' + ' '.join(('a', x))",
        "'ls ' + ' '.join(x)",
        "flag = '-l'\nflag = x\n'ls ' + flag",
        "f'ls {x + y}'",
        "' '.join([*x])",
        "number = f'{x:>9}'\n'kill ' + number",
    ],
)
def test_something_unquoted(text: str) -> None:
    assert built(text)


def test_names_that_are_bound_to_each_other_are_asked_about_once() -> None:
    lines = [f"a{n} = a{n - 1} + a{n - 1}\na{n} = a{n - 1} + 'x'" for n in range(1, 40)]
    start = time.perf_counter()
    assert not built("\n".join(["a0 = 'x'", *lines, "f'ls {a39}'"]))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("os.system('head -n %i %s' % (x, 'orders'))", False),
        ("os.system('head -n %i %s' % (1, x))", True),
        ("os.system('head %s %s' % values)", True),
        ("os.system('head %i %i' % values)", False),
        ("os.system('head %i' % x)", False),
    ],
)
def test_what_percent_writes_as_a_number_is_no_text(text: str, expected: bool) -> None:
    module = Module.parse(HEAD + text, "tests/test_x.py", Settings())
    call = next(iter(module.calls({"system"})))
    assert shells.is_built(call.args[0], module) is expected

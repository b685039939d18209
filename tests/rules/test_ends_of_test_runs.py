"""Scripts that run tests: which of their ends are reported."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

CODE = "TSE555"
HEAD = "import asyncio, sys, os, unittest, pytest\nfrom shop import check, finish\n\n"


def lines(text: str) -> list[int]:
    source = HEAD + textwrap.dedent(text).strip("\n")
    findings = engine.check(source, "runtests.py", Settings(enable=(CODE,)))
    return [each.line for each in findings if each.code == CODE]


@pytest.mark.parametrize(
    "text",
    [
        "if __name__ == '__main__':\n    pytest.main([__file__])\n",
        "def main():\n    pytest.main()\n    return 0\nmain()\n",
        "unittest.TextTestRunner().run(1)\n",
        "pytest.main()\nsys.stdout.flush()\n",
    ],
)
def test_what_just_ends_is_reported(text: str) -> None:
    assert len(lines(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "pytest.main()\nprint('done')\nsys.exit()\n",
        "pytest.main()\n', '.join(sys.argv)\nsys.exit()\n",
        "pytest.main()\nsys.exit(0)\n",
        "pytest.main()\nos._exit(0)\n",
        "pytest.main()\nexit(None)\n",
        "pytest.main()\nraise SystemExit(0)\n",
        "def main():\n    pytest.main()\nif len(sys.argv) == 1:\n    sys.exit(main())\n",
        "def main():\n    pytest.main()\nmain()\nmain()\nquit()\n",
        "try:\n    check()\nexcept OSError:\n    raise\nelse:\n    pytest.main()\nfinally:\n    exit(0)\n",
        "try:\n    check()\nfinally:\n    pytest.main()\nsys.exit(0)\n",
        "try:\n    with open('x'):\n        unittest.main()\nfinally:\n    print('done')\n    os._exit(0)\n",
        "try:\n    check()\nexcept OSError:\n    raise\nelse:\n    unittest.main()\nfinally:\n    exit()\n",
        "try:\n    try:\n        unittest.main()\n    finally:\n        print(1)\nfinally:\n    exit()\n",
    ],
)
def test_what_ends_in_success_is_reported(text: str) -> None:
    assert len(lines(text)) in (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "pytest.main()\nfinish()\nsys.exit(0)\n",
        "def told():\n    print('done')\npytest.main()\ntold()\nsys.exit(0)\n",
        "def told():\n    pytest.main()\n    return 0.0\nsys.exit(told())\n",
        "pytest.main()\nsys.exit(main := 0)\n",
        "import subprocess\npytest.main()\nsubprocess.check_call(['a'])\nsys.exit(0)\n",
        "pytest.main()\ncheck.report.finish()\nsys.exit(0)\n",
        "def a():\n    global status\n    status = pytest.main()\n    sys.exit(0)\n",
        "def a():\n    while True:\n        pytest.main()\n    sys.exit(0)\n",
        "import nose\nnose.run(addplugins=[check])\nsys.exit(0)\n",
        "unittest.main(testRunner=check, exit=False)\nsys.exit(0)\n",
        "pytest.main()\nsys.exit(0.0)\n",
        "import atexit\npytest.main()\nsys.exit(0)\n",
        "import contextlib\n@contextlib.contextmanager\ndef a():\n    yield\npytest.main()\nsys.exit(0)\n",
        "class A:\n    def __exit__(self, *a):\n        check()\npytest.main()\nsys.exit(0)\n",
        "try:\n    unittest.main()\nexcept (OSError, SystemExit):\n    exit(1)\nfinally:\n    exit(0)\n",
        "with check():\n    pytest.main()\n    sys.exit(0)\n",
        "try:\n    with check():\n        unittest.main()\nfinally:\n    sys.exit(0)\n",
        "pytest.main()\nsys.exit = check\nsys.exit(0)\n",
        "for each in check():\n    pytest.main()\nsys.exit(0)\n",
        "try:\n    check()\nfinally:\n    finish()\npytest.main()\nsys.exit(0)\n",
        "def ended():\n    sys.exit(1)\npytest.main()\nended()\nsys.exit(0)\n",
        "def ended():\n    raise ValueError\npytest.main()\nended()\nsys.exit(0)\n",
        "class Ended:\n    pass\npytest.main()\nEnded()\nsys.exit(0)\n",
        "pytest.main()\nsys.exit(status=0)\n",
        "pytest.main()\nsys.exit(1)\n",
        "pytest.main()\nraise ValueError(0)\n",
        "pytest.main()\nraise\n",
        "def main():\n    pytest.main()\nsys.exit(main() or check())\n",
        "async def main():\n    pytest.main()\nasyncio.run(main())\nsys.exit(0)\n",
        "async def main():\n    pytest.main()\nasync def all():\n    await main()\n",
        "def main():\n    pytest.main()\nmain\nx = main\ncheck(main())\n",
        "def main():\n    def inner():\n        pytest.main()\n    inner()\nmain()\nsys.exit(0)\n",
        "try:\n    check()\nexcept OSError:\n    pytest.main()\nsys.exit(0)\n",
        "match sys.argv:\n    case []:\n        pytest.main()\nsys.exit(0)\n",
        "class Main:\n    pytest.main()\nsys.exit(0)\n",
        "def main():\n    pytest.main()\n    return 1\nsys.exit(main())\n",
        "def main():\n    unittest.main()\n",
        "try:\n    unittest.main()\nfinally:\n    finish()\n    sys.exit(0)\n",
        "class Main:\n    unittest.main()\n",
        "runner = check()\nrunner = unittest.TextTestRunner()\nrunner.run(1)\nsys.exit(0)\n",
        "result = pytest.main()\nprint(result.x())\nsys.exit(0)\n",
        "result = pytest.main()\nresult\nsys.exit(0)\n",
    ],
)
def test_silent(text: str) -> None:
    assert lines(text) == []


def test_many_runs_are_quick() -> None:
    assert len(lines("pytest.main()\n" * 2000 + "sys.exit(0)\n")) == 2000


def test_the_end_is_pointed_at() -> None:
    source = HEAD + "pytest.main()\nsys.exit(0)\n"
    [found] = [
        each for each in engine.check(source, "runtests.py", Settings(enable=(CODE,))) if each.code == CODE
    ]
    assert [each.line for each in found.related] == [5]

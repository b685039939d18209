"""TSE703 names the remedy that can be had."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        ('f"cp {source} target"', "pass a list"),
        ('f"cat {source} | head"', "quote each with shlex.quote()"),
        ('"ls %s > names" % source', "quote each with shlex.quote()"),
        ('"rm " + source + "/*"', "quote each with shlex.quote()"),
        ('f"cd {source}\\n make"', "quote each with shlex.quote()"),
        ('f"cd {source}\\n"', "pass a list"),
    ],
)
def test_a_list_cannot_stand_for_what_only_a_shell_understands(command: str, remedy: str) -> None:
    source = f"import os\ndef test_a(source):\n    os.system({command})\n"
    (found,) = engine.check(source, "tests/test_a.py", Settings(enable=("TSE703",)))
    assert found.message == f"shell command built from variables; {remedy}"


def test_what_is_imported_may_be_anything() -> None:
    source = "import os\nfrom shop import name\ndef test_a():\n    os.system(f'run {name}')\n"
    found = engine.check(source, "tests/test_a.py", Settings(enable=("TSE703",)))
    assert [each.code for each in found] == ["TSE703"]
    assert engine.check(source, "tests/test_a.py", Settings()) == []


OWN_PATHS = {
    "the interpreter": "import sys\ndef test_a():\n    os.system(f'{sys.executable} -m shop')\n",
    "who calls a function that no runner calls": "run = lambda name: os.system(f'rm {name}')\n",
    "the files of a package": (
        "from importlib.resources import files\ndef test_a():\n    os.system(f'{files(__package__)}/run')\n"
    ),
    "a file of a package": (
        "from importlib.resources import files\n"
        "def test_a():\n    os.system('sh %s' % files(__package__).joinpath('run'))\n"
    ),
    "the checkout": "HERE = os.path.dirname(__file__)\ndef test_a():\n    os.system(f'{HERE}/run')\n",
}


@pytest.mark.parametrize("source", OWN_PATHS.values(), ids=OWN_PATHS)
def test_own_paths_are_for_who_asks(source: str) -> None:
    for enabled, expected in (((), 0), (("TSE703",), 1), (("TSE708",), 0)):
        found = engine.check(f"import os\n{source}", "tests/test_a.py", Settings(enable=enabled))
        assert [each.code for each in found] == ["TSE703"] * expected

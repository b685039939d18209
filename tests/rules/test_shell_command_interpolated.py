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


FROM_OUTSIDE = (
    "os.environ['HOST']",
    "os.environ.get('HOST')",
    "os.getenv('HOST', 'local')",
    "sys.argv[1]",
    "input('host? ')",
    "sys.stdin.readline()",
    "HOST",
    "os.path.join(HOST, 'shop')",
)
FROM_INSIDE = ("os.getcwd()", "shop.host()", "platform.node()", "OTHER")


@pytest.mark.parametrize("value", (*FROM_OUTSIDE, *FROM_INSIDE))
def test_what_others_choose_is_reported_by_default(value: str) -> None:
    source = (
        "import os, platform, sys\nimport shop\nHOST = os.environ['HOST']\nOTHER = platform.node()\n"
        f"def test_a():\n    os.system(f'ping {{{value}}}')\n".replace("'ping", '"ping').replace("}')", '}")')
    )
    found = [each.code for each in engine.check(source, "tests/test_a.py", Settings())]
    assert found == (["TSE703"] if value in FROM_OUTSIDE else [])
    asked = engine.check(source, "tests/test_a.py", Settings(enable=("TSE703",)))
    assert [each.code for each in asked] == ["TSE703"]


def test_a_program_that_others_choose_is_reported_by_name() -> None:
    source = "import os\nDUMP = os.environ['DUMP']\ndef test_a():\n    os.system(f'{DUMP} -h shop')\n"
    assert engine.check(source, "tests/test_a.py", Settings()) == []
    asked = engine.check(source, "tests/test_a.py", Settings(enable=("TSE703",)))
    assert [each.code for each in asked] == ["TSE703"]


@pytest.mark.parametrize(
    "command",
    [
        'f"{sys.executable} -m shop {sys.argv[1]}"',
        'f"{os.getcwd()}/shop {sys.argv[1]}"',
        'f"  {os.path.dirname(__file__)}/shop {sys.argv[1]}"',
        'os.getcwd() + "/shop " + sys.argv[1]',
        '"{} {}".format(sys.executable, os.environ["SHOP"])',
    ],
)
def test_a_program_of_ones_own_is_told_what_others_choose(command: str) -> None:
    source = f"import os, sys\ndef test_a():\n    os.system({command})\n"
    assert [each.code for each in engine.check(source, "tests/test_a.py", Settings())] == ["TSE703"]


@pytest.mark.parametrize(
    "command", ["os.environ['SH'] + ' ' + sys.argv[1]", "'%s -c %s' % (sys.argv[1], os.getcwd())"]
)
def test_whoever_chooses_the_program_chooses_the_rest(command: str) -> None:
    source = f"import os, sys\ndef test_a():\n    os.system({command})\n"
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
    for enabled, expected in (((), 0), (("TSE703",), 1)):
        found = engine.check(f"import os\n{source}", "tests/test_a.py", Settings(enable=enabled))
        assert [each.code for each in found] == ["TSE703"] * expected
    (found_too,) = engine.check(f"import os\n{source}", "tests/test_a.py", Settings(enable=("TSE708",)))
    assert found_too.code == "TSE708"

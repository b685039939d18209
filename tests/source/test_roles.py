"""What a file is for, by its path, its contents and the user's word."""

from __future__ import annotations

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.paths import dotted, normalise
from flake8_testsec.source.roles import is_declared_production

TESTS = "import unittest\nclass TestA(unittest.TestCase):\n    def test_a(self): pass\n"


def role_of(source: str, path: str, settings: Settings | None = None) -> Role:
    return Module.parse(source, path, settings or Settings()).role


PATHS = {
    # never tests
    "contests/views.py": Role.PRODUCTION,
    "app/test_state/machine.py": Role.PRODUCTION,
    "app/engine_test/machine.py": Role.PRODUCTION,
    "app/test-data/machine.py": Role.PRODUCTION,
    "app/latest.py": Role.PRODUCTION,
    "app/attestation.py": Role.PRODUCTION,
    "app/contest.py": Role.PRODUCTION,
    "unittest/case.py": Role.PRODUCTION,
    "shop/data/orders.py": Role.PRODUCTION,
    "shop/fixtures/orders.py": Role.PRODUCTION,
    # input of tests
    "tests/data/sample.py": Role.NEUTRAL,
    "tests/fixtures/test_sample.py": Role.NEUTRAL,
    "testdata/test_sample.py": Role.NEUTRAL,
    "shop/test_data/sample.py": Role.NEUTRAL,
    "testing/example_scripts/test_sample.py": Role.NEUTRAL,
    # neither
    "docs/conf.py": Role.NEUTRAL,
    "scripts/release.py": Role.NEUTRAL,
    "examples/test_orders.py": Role.NEUTRAL,
    ".venv/lib/python3.12/site-packages/shop/tests/test_orders.py": Role.NEUTRAL,
    "env/dist-packages/shop/orders.py": Role.NEUTRAL,
    "node_modules/gyp/pylib/common_test.py": Role.NEUTRAL,
    "site-packages.py": Role.PRODUCTION,
    "shop/_vendor/click/core.py": Role.NEUTRAL,
    "shop/vendored/six.py": Role.NEUTRAL,
    "_vendored/six.py": Role.NEUTRAL,
    "tests/vendor/test_orders.py": Role.TEST,
    "shop/vendor.py": Role.PRODUCTION,
    "shop/vendors/orders.py": Role.PRODUCTION,
    "shop/vendor/orders.py": Role.PRODUCTION,
    "shop/vendor/test_orders.py": Role.TEST,
    "/srv/_vendor/shop/orders.py": Role.PRODUCTION,
    "../_vendor/shop/orders.py": Role.PRODUCTION,
    "C:\\_vendor\\shop\\orders.py": Role.PRODUCTION,
    # support
    "shop/testing/base.py": Role.SUPPORT,
    "shop/testing.py": Role.SUPPORT,
    "shop/test.py": Role.SUPPORT,
    "shop/fakes/db.py": Role.SUPPORT,
    # settings and production
    "shop/settings.py": Role.SETTINGS,
    "shop/settings/prod.py": Role.SETTINGS,
    "shop/local_settings.py": Role.SETTINGS,
    "shop/views.py": Role.PRODUCTION,
    "": Role.PRODUCTION,
    # tests
    "conftest.py": Role.TEST,
    "shop/tests.py": Role.TEST,
    "shop/test_orders.py": Role.TEST,
    "shop/orders_test.py": Role.TEST,
    "shop/orders_tests.py": Role.TEST,
    "tests/base.py": Role.TEST,
    "test/base.py": Role.TEST,
    "my_integration_tests/base.py": Role.TEST,
    "x2tests/base.py": Role.TEST,
    "tests_functional/base.py": Role.TEST,
    "unittests/tools/test_orders.py": Role.TEST,
    "shop/integrationtests/base.py": Role.TEST,
    "selftests/functional/output.py": Role.TEST,
    "tests/fakes/db.py": Role.TEST,
    "shop/test/base.py": Role.TEST,
    "examples/tests/test_orders.py": Role.TEST,
    "testing/test_orders.py": Role.TEST,
    # forms of paths
    "./tests/base.py": Role.TEST,
    "/home/ann/shop/tests/base.py": Role.TEST,
    "src/../tests/base.py": Role.TEST,
    "tests/../src/base.py": Role.PRODUCTION,
    "C:\\work\\shop\\tests\\base.py": Role.TEST,
    "tests\\data\\base.py": Role.NEUTRAL,
}


@pytest.mark.parametrize("path", PATHS)
def test_paths(path: str) -> None:
    assert role_of("", path) is PATHS[path]


CONTENTS = {
    "a production module with a self-test inside is silent": ("shop/orders.py", TESTS, Role.NEUTRAL),
    "a module called after the tests that it defines is a test": ("run_unittests.py", TESTS, Role.TEST),
    "a module called after a contest is silent": ("shop/contest.py", TESTS, Role.NEUTRAL),
    "a support module that defines tests is a test": ("shop/testing/orders.py", TESTS, Role.TEST),
    "an example that defines tests is a test": ("examples/orders.py", TESTS, Role.TEST),
    "standard input that defines tests is a test": ("stdin", TESTS, Role.TEST),
    "standard input without tests is production code": ("stdin", "import unittest\n", Role.PRODUCTION),
    "tests without a framework do not count": ("-", "def test_a(): pass\n", Role.PRODUCTION),
    "functions count": ("-", "from pytest import raises\ndef test_a(): pass\n", Role.TEST),
    "coroutines count": ("-", "import pytest\nasync def test_a(): pass\n", Role.TEST),
    "a plain class counts by its name": (
        "-",
        "import pytest\nclass TestA:\n    def test_a(self): pass\n",
        Role.TEST,
    ),
    "a class without base and name does not": (
        "-",
        "import pytest\nclass A:\n    def test_a(self): pass\n",
        Role.PRODUCTION,
    ),
    "a class without tests does not": ("-", "import pytest\nclass TestA: pass\n", Role.PRODUCTION),
    "a test framework below another package does not": (
        "-",
        "from .pytest import x\nfrom . import pytest\ndef test_a(): pass\n",
        Role.PRODUCTION,
    ),
    "a submodule of a framework does": ("-", "from django import test\ndef test_a(): pass\n", Role.TEST),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents(case: str) -> None:
    path, source, role = CONTENTS[case]
    assert role_of(source, path) is role


MAIN = "if __name__ == '__main__':\n    main()\n"
MARKED = "f = open('a')  # [consider-using-with]\ng = open('b')  # [consider-using-with]\n"
MISLEADING = {
    # input of linters and type checkers
    "what pylint is to find": ("tests/functional/a.py", MARKED, Role.NEUTRAL),
    "marks on lines of their own": ("tests/a.py", "# +1:[no-name]\nx\n# -1:[no-name, other]\n", Role.NEUTRAL),
    "what a type checker is to find": ("tests/a.py", "x = 1  # E: no\ny = 2  # error: no\n", Role.NEUTRAL),
    "what semgrep is to find": ("tests/a.py", "# ruleid: eval\nx\n# ok: eval\ny\n", Role.NEUTRAL),
    "codes": ("tests/a.py", "x = 1  # B006\ny = 2  # B006: 4, 'x'\n", Role.NEUTRAL),
    "marked tests that no runner finds": (
        "tests/a.py",
        "import pytest\nclass TestA:\n    def test_a(self):\n        x  # [a-b]\n        y  # [a-b]\n",
        Role.NEUTRAL,
    ),
    "tests of a package data": ("tests/data/test_a.py", "def test_a(): pass\n", Role.TEST),
    "input in a folder data": ("tests/data/test_a.py", "import a\n", Role.NEUTRAL),
    "input of a linter in a folder data": (
        "tests/data/test_a.py",
        f"{MARKED}def test_a(): pass\n",
        Role.NEUTRAL,
    ),
    "tests in a folder of samples": ("tests/fixtures/test_a.py", "def test_a(): pass\n", Role.NEUTRAL),
    "tests of tools": ("tools/test_a.py", "import a\ndef test_a():\n    assert a\n", Role.TEST),
    "tests of tools that check nothing": ("tools/test_a.py", "def test_a(): pass\n", Role.NEUTRAL),
    "one mark": ("tests/a.py", "f = open('a')  # [consider-using-with]\n", Role.TEST),
    "ordinary comments": (
        "tests/a.py",
        "x = 1  # type: ignore[a-b]\ny = 2  # noqa: E501\nz = 3  # [see above]\nw = 4  # RFC2616\n",
        Role.TEST,
    ),
    "marks inside a text": ("tests/a.py", f"TEXT = '''\n{MARKED}\n'''\n", Role.TEST),
    "marks in a file that runners find": ("tests/test_a.py", MARKED, Role.TEST),
    "marks in production code": ("shop/a.py", MARKED, Role.PRODUCTION),
    # scripts
    "a main program": ("tests/server.py", f"import sys\ndef main(): pass\n{MAIN}", Role.NEUTRAL),
    "a main program called after tests": ("perf/test_speed.py", f"def main(): pass\n{MAIN}", Role.NEUTRAL),
    "its own body reads the command line": ("tests/a.py", "import sys\nprint(sys.argv[1])\n", Role.NEUTRAL),
    "its own body writes a file and says so": (
        "tests/make.py",
        "open('a', 'w').write('b')\nfor x in y:\n    print(x)\n",
        Role.NEUTRAL,
    ),
    "its own body prints, and pytest imports it": ("tests/test_a.py", "print(x)\n", Role.TEST),
    "its own body prints and checks": ("tests/a.py", "assert x\nprint(x)\n", Role.TEST),
    "its own body prints, for others": ("tests/a.py", "def f(): pass\nprint(f)\n", Role.TEST),
    "its own body prints if it must": ("tests/a.py", "if x:\n    print(x)\n", Role.TEST),
    "its own body serves": ("tests/app.py", "app = App()\napp.run(port=1)\n", Role.NEUTRAL),
    "its own body serves in a block": (
        "tests/app.py",
        "server = Server()\nwith suppress(KeyboardInterrupt):\n    server.serve_forever()\n",
        Role.NEUTRAL,
    ),
    "its own body tries to serve": (
        "tests/app.py",
        "server = Server()\ntry:\n    server.serve_forever()\nfinally:\n    server.close()\n",
        Role.NEUTRAL,
    ),
    "its own body serves, by a package": ("tests/app.py", "import uvicorn\nuvicorn.run(x)\n", Role.NEUTRAL),
    "a handler called after tests": (
        "tests/app.py",
        f"app = App()\n@app.route('/')\nasync def test(request): pass\n{MAIN}",
        Role.NEUTRAL,
    ),
    "a script with a test": ("tests/a.py", f"def test_a(): pass\n{MAIN}", Role.TEST),
    "a script with a marked test": (
        "tests/a.py",
        f"import ddt\nfrom shop import mark\n@ddt.data(1)\n@mark\ndef test_a(): pass\n{MAIN}",
        Role.TEST,
    ),
    "a script with a fixture": ("tests/a.py", f"@fixture\ndef shop(): pass\n{MAIN}", Role.TEST),
    "a script with a base class": ("tests/a.py", f"class ShopTestCase(Base): pass\n{MAIN}", Role.TEST),
    "a script with a framework": ("tests/a.py", f"import unittest\n{MAIN}", Role.TEST),
    "a script that loads tests": ("tests/a.py", f"def load_tests(a, b, c): pass\n{MAIN}", Role.TEST),
    "a script called after tests that asserts": (
        "test_a.py",
        f"def main():\n    assert 1\n{MAIN}",
        Role.TEST,
    ),
    "a conftest that is a script": ("tests/conftest.py", MAIN, Role.TEST),
    "a function reads the command line": ("tests/a.py", "def f():\n    print(sys.argv)\n", Role.TEST),
    "a program that comes back": ("tests/a.py", "import subprocess\nsubprocess.run(['a'])\n", Role.TEST),
    "another condition": ("tests/a.py", "if __name__ != __main__:\n    main()\n", Role.TEST),
    # behave and Robot Framework
    "steps": (
        "features/steps/shop.py",
        "from behave import given\n@given('a shop')\ndef step(context): pass\n",
        Role.TEST,
    ),
    "hooks around steps": (
        "features/environment.py",
        "def before_all(context): pass\ndef after_scenario(context, scenario): pass\n",
        Role.TEST,
    ),
    "a formatter for behave": (
        "shop/report.py",
        "from behave.formatter.base import Formatter\nclass F(Formatter): pass\n",
        Role.PRODUCTION,
    ),
    "steps of another kind": (
        "shop/a.py",
        "from shop import step\n@step('a')\ndef a(): pass\n",
        Role.PRODUCTION,
    ),
    "one function called like a hook": ("shop/a.py", "def before_all(context): pass\n", Role.PRODUCTION),
    "functions called like hooks": (
        "shop/a.py",
        "def before_all(shop): pass\ndef after_all(): pass\n",
        Role.PRODUCTION,
    ),
    "keywords": (
        "lib/shop.py",
        "from robot.api.deco import keyword\n@keyword\ndef a(): 1\n",
        Role.SUPPORT,
    ),
    "a library": ("lib/shop.py", "class A:\n    ROBOT_LIBRARY_SCOPE = 'GLOBAL'\n", Role.SUPPORT),
    "a library that the decorators of others describe": (
        "shop/a.py",
        "from robot.api.deco import library\n@other\ndef a(): pass\n",
        Role.PRODUCTION,
    ),
    "a robot": ("shop/a.py", "from robot.api import logger\ndef robot(): pass\n", Role.PRODUCTION),
}


@pytest.mark.parametrize("case", MISLEADING)
def test_contents_that_tell_more_than_the_path(case: str) -> None:
    path, source, role = MISLEADING[case]
    assert role_of(source, path) is role


APPLICATION = ("shop/__init__.py", "shop/test/__init__.py", "shop/test/models.py", "shop/test/admin.py")
DOMAIN = {
    "an application": (APPLICATION, "shop/test/views.py", "", Role.PRODUCTION),
    "an application's settings": (APPLICATION, "shop/test/settings/a.py", "", Role.SETTINGS),
    "without models and views": (APPLICATION[:2], "shop/test/orders.py", "", Role.TEST),
    "without what makes it one": (APPLICATION[:3], "shop/test/orders.py", "", Role.TEST),
    "outside a package": (APPLICATION[1:], "shop/test/orders.py", "", Role.TEST),
    "with tests": ((*APPLICATION, "shop/test/conftest.py"), "shop/test/orders.py", "", Role.TEST),
    "a file that runners find": (APPLICATION, "shop/test/test_orders.py", "", Role.TEST),
    "a file of tests": (APPLICATION, "shop/test/orders.py", "import unittest\n", Role.TEST),
    "at the top": (("__init__.py", "test/models.py", "test/apps.py"), "test/orders.py", "", Role.TEST),
    "tests inside": (APPLICATION, "shop/test/tests/orders.py", "", Role.TEST),
    "another name": (APPLICATION, "shop/tests/orders.py", "", Role.TEST),
    "sellers": (
        ("LICENSE", "shop/__init__.py", "shop/vendor/__init__.py"),
        "shop/vendor/orders.py",
        "",
        Role.PRODUCTION,
    ),
    "copies with a list": (("vendor/vendor.txt",), "vendor/click/core.py", "", Role.NEUTRAL),
    "copies with a licence": (("shop/vendor/LICENSE",), "shop/vendor/six.py", "", Role.NEUTRAL),
    "a copy with a licence": (
        ("shop/__init__.py", "shop/vendor/click/COPYING"),
        "shop/vendor/click/test_core.py",
        "",
        Role.NEUTRAL,
    ),
    "a checkout with a licence": (("vendor/shop/LICENSE",), "vendor/shop/core.py", "", Role.PRODUCTION),
}


@pytest.mark.parametrize("case", DOMAIN)
def test_a_package_of_the_domain_called_test(case: str) -> None:
    files, path, source, role = DOMAIN[case]
    view = Project(Tree(dict.fromkeys(files, ""))).view(path)
    module = Module.parse(source, path, Settings(), view)
    assert module.role is role
    assert module.purpose.why


USER = {
    "a folder": ("checks/a.py", Settings(test_paths=("checks",)), Role.TEST),
    "a folder with a slash": ("app/checks/a.py", Settings(test_paths=("checks/",)), Role.TEST),
    "a path of two folders": ("app/x/checks/a.py", Settings(test_paths=("x/checks",)), Role.TEST),
    "a file's pattern": ("app/a_check.py", Settings(test_paths=("*_check.py",)), Role.TEST),
    "a pattern over folders": ("app/x/y/a.py", Settings(test_paths=("app/*/a.py",)), Role.TEST),
    "an absolute pattern": ("/srv/app/a.py", Settings(test_paths=("/srv/app/*",)), Role.TEST),
    "an empty pattern matches nothing": ("app/a.py", Settings(test_paths=(".",)), Role.PRODUCTION),
    "another folder does not match": ("app/checksum/a.py", Settings(test_paths=("checks",)), Role.PRODUCTION),
    "production below a folder of tests": (
        "tests/app/a.py",
        Settings(production_paths=("tests/app",)),
        Role.PRODUCTION,
    ),
    "settings below a folder of tests": (
        "tests/settings.py",
        Settings(production_paths=("tests/settings.py",)),
        Role.SETTINGS,
    ),
    "tests win over production": ("a.py", Settings(test_paths=("a.py",), production_paths=("*",)), Role.TEST),
    "no data folders": ("tests/data/a.py", Settings(data_names=()), Role.TEST),
    "a private support package": ("shop/_testutils/runs.py", Settings(), Role.SUPPORT),
    "a private support module": ("shop/_testing.py", Settings(), Role.SUPPORT),
    "a private module of another name": ("shop/_contest.py", Settings(), Role.PRODUCTION),
    "other support folders": ("app/doubles/a.py", Settings(support_names=("doubles",)), Role.SUPPORT),
    "no neutral folders": ("scripts/a.py", Settings(neutral_names=()), Role.PRODUCTION),
}


@pytest.mark.parametrize("case", USER)
def test_the_users_word(case: str) -> None:
    path, settings, role = USER[case]
    assert role_of("", path, settings) is role


DECLARED = {
    "production code by its path is not declared": ("shop/a.py", Settings(), False),
    "a pattern of another folder does not declare": ("shop/a.py", Settings(production_paths=("app",)), False),
    "tests win": ("a.py", Settings(test_paths=("a.py",), production_paths=("*",)), False),
    "a pattern declares": ("pytest_shop/a.py", Settings(production_paths=("pytest_shop",)), True),
    "a pattern declares settings": ("t/settings.py", Settings(production_paths=("t",)), True),
}


@pytest.mark.parametrize("case", DECLARED)
def test_declared_production(case: str) -> None:
    path, settings, declared = DECLARED[case]
    assert is_declared_production(path, settings) is declared


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("tests/../tests/a.py", ("tests", "a.py")),
        ("../../a.py", ("a.py",)),
        ("D:/x/a.py", ("x", "a.py")),
        ("", ()),
        ("a\\b.py", ("a", "b.py")),
    ],
)
def test_normalised_paths(path: str, parts: tuple[str, ...]) -> None:
    assert normalise(path) == parts


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("shop/tests/test_a.py", "shop.tests.test_a"),
        ("src/shop/a.py", "shop.a"),
        ("lib.py", "lib"),
        ("shop/__init__.py", "shop"),
        ("my-project/shop/a.py", "shop.a"),
        ("stdin", "stdin"),
        ("", ""),
        ("a-b.py", ""),
    ],
)
def test_dotted_paths(path: str, name: str) -> None:
    assert ".".join(dotted(path)) == name

"""What is said by default of YAML that is read, and what on request."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings


def found(text: str, *enable: str) -> list[str]:
    source = f"import pytest\nimport yaml\n\n{textwrap.dedent(text)}"
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return [each.message for each in findings if each.code == "TSE707"]


@pytest.mark.parametrize("call", ["yaml.load(text)", "yaml.load_all(text)"])
def test_a_call_without_a_loader_is_an_error_in_present_releases(call: str) -> None:
    text = f"""
    def test_reads(text):
        try:
            assert {call}
        except (KeyError, ValueError):
            raise
    """
    assert [each.partition("; ")[0] for each in found(text)] == [f"yaml.load() with no loader {SAID}"]


SAID = "is an error in PyYAML 6, and builds arbitrary objects before"

ON_REQUEST = {
    "a loader": "def test_reads(text):\n    yaml.load(text, yaml.Loader)",
    "a function that chooses one": "def test_reads(text):\n    yaml.unsafe_load(text)",
    "an error that is expected": """
    def test_reads(text):
        with pytest.raises(TypeError):
            yaml.load(text)
    """,
    "an error that is caught": """
    def test_reads(text):
        try:
            yaml.load(text)
        except TypeError:
            yaml.safe_load(text)
    """,
    "any error that is caught": """
    def test_reads(text):
        try:
            yaml.load(text)
        except Exception:
            yaml.safe_load(text)
    """,
    "another package": """
    from ruamel import yaml
    def test_reads(text):
        yaml.load(text)
    """,
    "a kind": """
    from ruamel.yaml import YAML
    def test_reads(text):
        YAML(typ="unsafe").load(text)
    """,
}


@pytest.mark.parametrize("text", ON_REQUEST.values(), ids=ON_REQUEST)
def test_what_works_is_reported_on_request(text: str) -> None:
    assert not found(text)
    assert found(text, "TSE707")


def test_another_package_is_not_said_to_be_pyyaml() -> None:
    text = "import ruamel.yaml\n\ndef test_reads(text):\n    assert not ruamel.yaml.load(text)\n"
    (message,) = found(text, "TSE707")
    assert not found(text)
    assert message == 'yaml.load() with no loader builds arbitrary objects; use YAML(typ="safe")'


REPLACED = {
    "a patch": ('mocker.patch("yaml.load", return_value={})', True),
    "a patch by way of the module under test": ('mocker.patch("shop.config.yaml.load")', True),
    "a patch of the object": ('mocker.patch.object(yaml, "load")', True),
    "several patches": ('mocker.patch.multiple("yaml", load=read)', True),
    "monkeypatch": ('monkeypatch.setattr(yaml, "load", yaml.safe_load)', True),
    "an assignment": ("yaml.load = yaml.safe_load", True),
    "a patch of something else": ('mocker.patch("shop.load")', False),
    "a patch of another module": ('mocker.patch.object(json, "load")', False),
    "a patch of the class": ('mocker.patch.object(yaml, "SafeLoader")', False),
    "a patch of nothing": ("mocker.patch()", False),
    "an assignment elsewhere": ("json.load = yaml.safe_load", False),
}


@pytest.mark.parametrize("case", REPLACED)
def test_what_is_replaced_is_not_the_function_of_pyyaml(case: str) -> None:
    done, is_replaced = REPLACED[case]
    text = f"import json\n\ndef test_reads(mocker, monkeypatch, text):\n    {done}\n    yaml.load(text)\n"
    assert bool(found(text)) is not is_replaced
    assert bool(found(text, "TSE707")) is not is_replaced


ASKED = {
    'yaml.__version__ < "5"': True,
    'tuple(yaml.__version__.split(".")) < ("5",)': True,
    'not hasattr(yaml, "FullLoader")': True,
    'importlib.metadata.version("PyYAML") < "5"': True,
    "IS_OLD": True,
    'shop.__version__ < "5"': False,
    'hasattr(shop, "yaml")': False,
    'importlib.metadata.version("shop") < "5"': False,
    "IS_SMALL": False,
    "shop.is_open()": False,
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_branch_for_a_release_knows_what_it_calls(asked: str) -> None:
    text = f"""
    import importlib.metadata
    import shop

    IS_OLD = yaml.__version__ < "5"
    IS_SMALL = shop.size() < 5

    def test_reads(text):
        if {asked}:
            orders = yaml.load(text)
        else:
            orders = yaml.safe_load(text)
        assert orders == yaml.load(text) if {asked} else {{}}
    """
    assert len(found(text)) == (0 if ASKED[asked] else 2)


MANAGER = "class Manager:\n    def read(self, text):\n        return yaml.load(text)"

SET_UP = (
    "class TestA(unittest.TestCase):\n    def setUp(self):\n        yaml.load('x')\n    def test_a(self): ..."
)


@pytest.mark.parametrize(
    ("path", "text", "needs", "expected"),
    [
        ("tests/test_x.py", "def test_reads(text):\n    yaml.load(text)", "PyYAML>=5\n", True),
        ("tests/test_x.py", "ORDERS = yaml.load(open('orders'))", "", True),
        ("tests/test_x.py", "def test_reads(text):\n    yaml.load(text)", "PyYAML<6\n", False),
        ("tests/test_x.py", "@pytest.mark.skip\ndef test_reads(text):\n    yaml.load(text)", "", False),
        ("tests/manager.py", "ORDERS = yaml.load(open('orders'))", "", True),
        ("tests/manager.py", f"{MANAGER}\nORDERS = Manager().read('x')", "", True),
        ("tests/test_x.py", SET_UP, "", True),
    ],
)
def test_a_call_must_fail_in_a_run(path: str, text: str, needs: str, expected: bool) -> None:
    source = f"import unittest\nimport pytest\nimport yaml\n\n{text}\n"
    view = Project(Tree({path: source, "requirements.txt": needs})).view(path)
    for enabled, told in (((), expected), (("TSE707",), True)):
        found = engine.check(source, path, Settings(enable=enabled), view)
        assert ("TSE707" in [each.code for each in found]) is told


@pytest.mark.parametrize(("user", "expected"), [("Manager().read('x')", True), ("Manager()", False)])
def test_a_helper_must_be_called_by_somebody(user: str, expected: bool) -> None:
    path, source = "tests/manager.py", f"import yaml\n\n{MANAGER}\n"
    files = {
        path: source,
        "tests/__init__.py": "",
        "tests/test_a.py": f"from tests.manager import Manager\n{user}\n",
    }
    found = engine.check(source, path, Settings(), Project(Tree(files)).view(path))
    assert ("TSE707" in [each.code for each in found]) is expected

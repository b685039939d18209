"""What is said by default of YAML that is read, and what on request."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
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

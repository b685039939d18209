"""The schema describes every line that is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .runs import ROOT, watched

jsonschema = pytest.importorskip("jsonschema", reason="not with every Python")

TEXT = """\
import os, tempfile


def test_a():
    os.environ["SHOP"] = "1"
    os.unlink("evidence.jsonl") if os.environ.get("BREAK") else tempfile.mkdtemp()
"""


def test_the_schema_describes_what_is_written(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "evidence-1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = watched(tmp_path, {"test_a.py": TEXT}, "--testsec-lines")
    assert {each["kind"] for each in found} >= {"run", "file", "test", "leak", "end"}
    for each in [*found, {"kind": "broken", "error": "OSError"}]:
        validator.validate(each)
    assert not validator.is_valid({**found[0], "value": "a secret"})

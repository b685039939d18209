"""Templates of ``--format``: a wrong one is one line before the review, not a traceback in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError

from flake8_testsec.cli.templates import approved

from ..doors import DEFECT, flake8, lay_out, testsec

PYTHONS = ""
"""The rest of the line is Python's own and changes with its versions."""

WRONG = {
    "a field that is not there": (
        "%(summary)s",
        "no field 'summary'; there are row, col, end_line, end_column, path, code, ",
    ),
    "a field in capitals": ("%(Path)s", "no field 'Path'"),
    "a field without a name": ("%()s", "no field ''"),
    "a field in a field": ("%(a%(b))s", "no field 'a%(b)'"),
    "a number of what is a text": ("%(path)d", PYTHONS),
    "a number of what is a colour": ("%(row)d%(bold)d", PYTHONS),
    "a character of what is a text": ("%(text)c", PYTHONS),
    "a character of what is a number": ("%(row)c", PYTHONS),
    "a letter that converts nothing": ("%(col)z", PYTHONS),
    "a per cent sign at the end": ("%(path)s %", PYTHONS),
    "a name without a conversion": ("%(path)", PYTHONS),
    "a name that does not end": ("%(path)s:%(row", PYTHONS),
    "a conversion without a name": ("%(path)s %s", "'%s' does not name a field"),
    "a conversion without a name at the beginning": ("%s %(path)s", "'%s' does not name a field"),
    "a conversion without a name in a second line": ("%(path)s\n% d", "'% ' does not name a field"),
    "a width from elsewhere": ("%(row)*d", PYTHONS),
    "a width for a gigabyte": ("%(row)1000000000d", "a width is too large"),
    "a precision for a gigabyte": ("%(row).1000000000f", "a width is too large"),
    "what is no text": ("%(path)s\udcff", PYTHONS),
}


@pytest.mark.parametrize(("template", "why"), WRONG.values(), ids=WRONG.keys())
def test_wrong_templates_are_refused(template: str, why: str) -> None:
    with pytest.raises(ExecutionError) as refused:
        approved(template)
    before, said = str(refused.value).split(" is no template: ")
    assert before == f"argument --format: {template!r}"
    assert said.startswith(why)
    assert said


RIGHT = {
    "flake8's own": "%(path)s:%(row)d:%(col)d: %(code)s %(text)s",
    "every field": "%(bold)s%(red)s%(path)s%(reset)s %(cyan)s%(row)s:%(col)s %(code)s %(text)s",
    "numbers in other forms": "%(path)r %(row)05d %(col)#x %(row)+.2f %(col)e",
    "a per cent sign": "%(path)s 100%% %%(row)1000000000d %%s",
    "widths": "%(path)-40s|%(row)999d|%(col)5.3s",
    "several lines": "%(path)s\n\t%(text)s",
}


@pytest.mark.parametrize("template", RIGHT.values(), ids=RIGHT.keys())
def test_right_templates_say_what_flake8_says(template: str, tmp_path: Path) -> None:
    assert approved(template) == template
    lay_out(tmp_path, {"tests/test_a.py": DEFECT})
    done = testsec(tmp_path, "check", f"--format={template}")
    assert done == flake8(tmp_path, "--select=TSE,E9", f"--format={template}")
    assert done.status == 1


@pytest.mark.parametrize("where", ["the command line", "the configuration"])
@pytest.mark.parametrize("source", [DEFECT, ""], ids=["with a finding", "without one"])
def test_a_wrong_template_is_one_line_and_status_two(source: str, where: str, tmp_path: Path) -> None:
    given = where == "the command line"
    config = "[flake8]\n" + ("" if given else "format = %(summary)s\n")
    lay_out(tmp_path, {"tests/test_a.py": source, "tox.ini": config})
    done = testsec(tmp_path, "check", *(["--format=%(summary)s"] if given else []))
    assert (done.status, done.out) == (2, "")
    why = "'%(summary)s' is no template: no field 'summary'; there are "
    assert done.err.startswith(f"testsec check: error: argument --format: {why}")
    assert done.err.count("\n") == 1

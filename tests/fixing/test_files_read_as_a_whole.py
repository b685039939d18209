"""Files that are read as a whole and kept by no name: in place, or in a block, all of a function alike."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.fixing.application import apply

from .texts import fixed, module, stays

HEAD = "import json\nfrom pathlib import Path\n\ndef test_shop(shop, p, q):\n"
LONG = "shop.orders_of_this_year_and_the_last_one_and_those_of"


def body(text: str) -> str:
    return HEAD + textwrap.indent(textwrap.dedent(text).strip("\n") + "\n", "    ")


def every(text: str) -> str:
    """A text with all fixes."""
    read = module(body(text))
    found = engine.examine(read, engine.compile_table([RULES["TSE301"]], read.role), fixes=True)
    after = apply(read.lines, (edit for each in found for edit in each.fix.edits))
    assert after != read.source
    return textwrap.dedent(after.removeprefix(HEAD))


READ = {
    "lines that are joined": ('a = "".join(open(p).readlines())', "a = Path(p).read_text()"),
    "lines that a file gives": ('a = "".join(open(p))', "a = Path(p).read_text()"),
    "lines of bytes": ('a = b"".join(open(p, "rb").readlines())', "a = Path(p).read_bytes()"),
    "lines with more between them": (
        'a = " ".join(open(p).readlines())',
        'with open(p) as file:\n    a = " ".join(file.readlines())',
    ),
    "a line that is joined": (
        'a = "".join(open(p).readline())',
        'with open(p) as file:\n    a = "".join(file.readline())',
    ),
    "an argument over several lines": (
        'shop.send(\n    "".join(\n        open(p).readlines()\n    ),\n    1,\n)',
        "shop.send(\n    Path(p).read_text(),\n    1,\n)",
    ),
    "a path that has a line to itself": (
        f"shop.send(\n    a=open({LONG}).read(),\n)",
        f"shop.send(\n    a=Path(\n        {LONG}\n    ).read_text(),\n)",
    ),
    "a path that has none": (
        f"a = open({LONG}).read()",
        f"with open({LONG}) as file:\n    a = file.read()",
    ),
    "a file that a reader is given": (
        "a = json.load(\n    open(p)\n)",
        "with open(p) as file:\n    a = json.load(file)",
    ),
    "a file that is given on": (
        "a = len(\n    json.load(\n        open(p)\n    )\n)",
        "with open(p) as file:\n    a = len(json.load(file))",
    ),
    "lines that are given on": (
        "a = len(\n    open(p).readlines()\n)",
        "with open(p) as file:\n    a = len(file.readlines())",
    ),
    "with a comma that a formatter keeps": (
        "a = json.load(\n    open(p),\n)",
        "with open(p) as file:\n    a = json.load(\n        file,\n    )",
    ),
    "with more than that": (
        "a = json.load(\n    open(p), cls=shop\n)",
        "with open(p) as file:\n    a = json.load(\n        file, cls=shop\n    )",
    ),
    "what would be too long on a line": (
        f"a = {LONG}(\n    json.load(open(p))\n)",
        f"with open(p) as file:\n    a = {LONG}(\n        json.load(file)\n    )",
    ),
    "a path over several lines": (
        'a = json.load(open(p +\n                   "a"))',
        'with open(p +\n          "a") as file:\n    a = json.load(file)',
    ),
    "in parentheses of its own": (
        "a = json.load(\n    open(\n        p\n    )\n)",
        "with open(\n    p\n) as file:\n    a = json.load(file)",
    ),
    "hanging": (
        "a = open(\n    p, newline=q\n).read()",
        "with open(\n    p, newline=q\n) as file:\n    a = file.read()",
    ),
    "added": (
        'a = ""\na += open(p, newline=q).read()',
        'a = ""\nwith open(p, newline=q) as file:\n    a += file.read()',
    ),
    "to what is no name": ("shop.a += open(p, newline=q).read()", None),
    "given back": (
        "return open(p, newline=q).read()",
        "with open(p, newline=q) as file:\n    return file.read()",
    ),
    "one of two": ("a = json.load(open(p)) == json.load(open(q))", None),
    "one of two of which the other has a place": (
        "a = json.load(open(p)) == open(q).read()",
        "with open(p) as file:\n    a = json.load(file) == Path(q).read_text()",
    ),
    "with a remark": ("a = open(\n    p  # ours\n).read()", None),
    "with a text over several lines": ('a = open(p + """\n/a""", newline=q).read()', None),
    "not to be told from the body": ("a = open(p +\n    q, newline=q).read()", None),
    "less far in than it begins": ("a = json.load(open(p +\n  q))", None),
}


@pytest.mark.parametrize(("before", "after"), READ.values(), ids=READ)
def test_a_file(before: str, after: str | None) -> None:
    if after is None:
        stays("TSE301", body(before))
    else:
        assert every(before) == f"{after}\n"


ALIKE = {
    "in place": (
        'a = open(p).read()\nb = open(q, "rb").read()',
        "a = Path(p).read_text()\nb = Path(q).read_bytes()",
    ),
    "in blocks, where one has no place": (
        "a = open(p).read()\nb = open(q, newline=p).read()",
        "with open(p) as file:\n    a = file.read()\nwith open(q, newline=p) as file:\n    b = file.read()",
    ),
    "in blocks, where one would be too long": (
        f"a = open(p).read()\nb = open({LONG}).read()",
        f"with open(p) as file:\n    a = file.read()\nwith open({LONG}) as file:\n    b = file.read()",
    ),
    "each as it can, where a block suits not all": (
        "a = open(p).read()\nb = open(q, newline=p).read()\nshop(shop.name(), open(p).read())",
        "a = Path(p).read_text()\nwith open(q, newline=p) as file:\n    b = file.read()\n"
        "shop(shop.name(), Path(p).read_text())",
    ),
    "what is no whole is read otherwise": (
        "a = open(p).read()\nb = json.load(open(q))",
        "a = Path(p).read_text()\nwith open(q) as file:\n    b = json.load(file)",
    ),
}


@pytest.mark.parametrize(("before", "after"), ALIKE.values(), ids=ALIKE)
def test_one_form_in_a_function(before: str, after: str) -> None:
    assert every(before) == f"{after}\n"


def test_the_class_is_imported_where_its_module_would_be_too_long() -> None:
    name = "shop.orders_of_this_year"
    text = f"import os\n\ndef test_shop(shop):\n    assert shop.sum == open({name}).read()\n    assert os\n"
    assert "pathlib.Path" in fixed("TSE301", text)[0]
    text = text.replace(name, f"{name}_and_so")
    assert fixed("TSE301", text) == [
        f"import os\nfrom pathlib import Path\n\ndef test_shop(shop):\n"
        f"    assert shop.sum == Path({name}_and_so).read_text()\n    assert os\n"
    ]
    more = "\ndef test_more(shop):\n    assert shop.sum == open(shop.a).read()\n"
    assert all("Path(" in each and "pathlib.Path(" not in each for each in fixed("TSE301", text + more))

"""Files that a module opens outside of all functions, and keeps no name for."""

from __future__ import annotations

import pytest

from .texts import fixed

OPENED = {
    "read at once": ("text = open(PATH).read()", "text = Path(PATH).read_text()"),
    "given to what reads it": (
        "data = json.load(open(PATH))",
        "with open(PATH) as file:\n    data = json.load(file)",
    ),
    "with a type": (
        "data: dict = json.load(open(PATH))",
        "with open(PATH) as file:\n    data: dict = json.load(file)",
    ),
    "written": ('open(PATH, "w").write("x")', 'with open(PATH, "w") as file:\n    file.write("x")'),
    "in a loop": (
        "for each in open(PATH):\n    print(each)",
        "with open(PATH) as file:\n    for each in file:\n        print(each)",
    ),
    "where the name is a function's": (
        "def file(): pass\nopen(PATH, 'w').write(x)",
        "def file(): pass\nwith open(PATH, 'w') as stream:\n    stream.write(x)",
    ),
    "where the name is a variable's": (
        "file = 1\nopen(PATH, 'w').write(x)",
        "file = 1\nwith open(PATH, 'w') as stream:\n    stream.write(x)",
    ),
    "kept by a reader, which all may use": ("rows = csv.reader(open(PATH))", ""),
    "in a class": ("class A:\n    data = json.load(open(PATH))", ""),
}


@pytest.mark.parametrize(("before", "after"), OPENED.values(), ids=OPENED)
def test_what_a_module_opens(before: str, after: str) -> None:
    head = "import csv\nimport json\nfrom pathlib import Path\n\n"
    assert fixed("TSE301", f"{head}{before}\n") == [f"{head}{after}\n" if after else ""]

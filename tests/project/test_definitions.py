"""Where a name gets its meaning, where modules hand it on, replace it, or take all names of others."""

from __future__ import annotations

import pytest

from flake8_testsec.project.bound_once import is_settled
from flake8_testsec.project.definitions import definition
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project

CHOICE = "try:\n    from fastlib import send\nexcept ImportError:\n    from .slow import send\n"
FILES = {
    "shop/slow.py": "async def send(): ...\nclass Till: ...\n",
    "shop/extra.py": "def more(): ...\n",
    "shop/sync.py": "def send(): ...\n",
    "shop/starred.py": "from .extra import *\n",
    "shop/made.py": "def __getattr__(name): ...\n",
    "shop/open.py": "from .slow import send\n",
    "shop/package.py": "from .slow import Till\n",
    "shop/choice.py": f"from .extra import *\n{CHOICE}",
    "shop/replaced.py": "from .slow import send\ndef send(): ...\n",
    "shop/local.py": "try:\n    from .slow import send\nexcept ImportError:\n    def send(): ...\n",
    "shop/computed.py": "from .slow import send\nsend = wrapped(send)[0]\n",
    "shop/subscript.py": "send = table[0]\nTill = other.thing()[0].it\n",
    "shop/one.py": "from .slow import *\nfrom .extra import *\n",
    "shop/two.py": "from .slow import *\nfrom .sync import *\n",
    "shop/unread.py": "from .slow import *\nfrom elsewhere import *\n",
    "shop/nested.py": "from .slow import *\nfrom .starred import *\n",
    "shop/dynamic.py": "from .slow import *\nfrom .made import *\n",
    "shop/after.py": "from .slow import send\nfrom .extra import *\n",
    "shop/covered.py": "from .slow import send\nfrom .sync import *\n",
    "shop/circle.py": "from .ring import send\n",
    "shop/ring.py": "from .circle import send\n",
    "shop/both.py": "from .slow import Till as One, Till as Two\nif One:\n    Till = One\n",
    "shop/unsaid.py": "Till = either or other\nsend = (lambda: either)().other\n",
}


@pytest.mark.parametrize(
    ("qualified", "place"),
    [
        ("shop.slow.send", "shop/slow.py"),
        ("shop.open.send", "shop/slow.py"),
        ("shop.package.Till.shut", "shop/slow.py"),
        ("shop.one.send", "shop/slow.py"),
        ("shop.after.send", "shop/slow.py"),
        ("shop.both.Till", "shop/slow.py"),
        ("shop.subscript.send", "shop/subscript.py"),
        *(
            (f"shop.{module}.send", None)
            for module in ("choice", "replaced", "local", "computed", "two", "unread", "nested", "dynamic")
        ),
        *((f"shop.{module}.send", None) for module in ("covered", "circle", "absent", "unsaid", "extra")),
    ],
)
def test_a_name_is_followed_to_the_one_place_that_it_can_come_from(qualified: str, place: str | None) -> None:
    found = definition(qualified, "tests/test_a.py", Project(Tree(FILES)).view("tests/test_a.py"))
    assert (found and found.module.path) == place


def test_of_what_cannot_be_read_nothing_is_settled() -> None:
    files = {"shop/slow.py": "def send(): ...\n"}
    view = Project(Tree(files)).view("tests/test_a.py")
    facts = view.facts("shop.slow")
    assert facts is not None
    assert is_settled("send", facts, view)
    for text in ("def send(:\n", "\0"):
        files["shop/slow.py"] = text
        assert not is_settled("send", facts, Project(Tree(files)).view("tests/test_a.py"))

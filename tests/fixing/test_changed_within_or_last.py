"""What a test changes within a block, or last of all, and what stands below a removal."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

WITHIN = """\
import os
import shutil
import sys
import tempfile

def test_input(main):
    old = sys.stdin
    with open("a") as file:
        sys.stdin = file
        main()
    main.ask()
    sys.stdin = old
    assert sys.stdin
"""


def test_what_is_changed_within_a_block_and_put_back_below() -> None:
    becomes(
        "TSE313",
        WITHIN,
        """\
        import os
        import shutil
        import sys
        import tempfile

        def test_input(main):
            old = sys.stdin
            try:
                with open("a") as file:
                    sys.stdin = file
                    main()
                main.ask()
            finally:
                sys.stdin = old
            assert sys.stdin
        """,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    old = sys.stdin\n    with open", "    with open"),
        ("    sys.stdin = old", "    sys.stdin = sys.__stdin__"),
        ('with open("a") as file:', 'for file in open("a"):'),
        ("    old = sys.stdin\n    with", "    if main:\n        old = sys.stdin\n    with"),
        ("    assert sys.stdin", "    del main.sent"),
    ],
)
def test_what_is_changed_within_a_block_and_left(old: str, new: str) -> None:
    found = fixed("TSE313", WITHIN.replace(old, new))
    assert set(found) <= {""}


def test_a_variable_that_is_deleted_below_a_removal() -> None:
    stays(
        "TSE306",
        """\
        import os
        import shutil
        import tempfile

        def test_load():
            folder = tempfile.mkdtemp()
            os.environ["SHOP"] = folder
            assert load()
            shutil.rmtree(folder)
            del os.environ["SHOP"]
        """,
    )


LAST = """\
import os

def test_home(shop):
    assert shop.home()
    {}
"""


@pytest.mark.parametrize(
    "text",
    [
        "os.environ['SHOP'] = '/shop'",
        "if shop:\n        os.environ['SHOP'] = '/shop'",
        "if shop:\n        os.environ['SHOP'] = '/shop'\n        return\n    assert shop",
    ],
)
def test_what_a_test_sets_last(text: str) -> None:
    stays("TSE304", LAST.format(text))


@pytest.mark.parametrize(
    "text",
    [
        "for each in shop:\n        os.environ['SHOP'] = each",
        "if shop:\n        os.environ['SHOP'] = '/shop'\n    assert shop",
        "os.environ['SHOP'] = '/shop'\n    assert shop",
    ],
)
def test_what_a_test_sets_before_others(text: str) -> None:
    assert "monkeypatch.setenv('SHOP', " in fixed("TSE304", LAST.format(text))[0]

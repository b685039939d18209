"""Code that can never run where it is: comments that name what is not there, and tests defined twice."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, fixed, safe, stays

LEFT = """\
import pytest

def test_order(run):
    with pytest.raises(ValueError) as info:
        run("é")
    assert "é" in str(info.value)

def test_offer(run):
    with pytest.raises(ValueError, match="è"):
        run("è")

    # assert "è" in str(info.value)
    #
    # assert run.count == 1
    #

    run.stop()
"""


def test_an_assertion_that_names_what_another_test_has() -> None:
    (found,) = fixed("TSE501", LEFT)
    assert found == LEFT.replace(
        "\n    # assert " + LEFT.partition("\n    # assert ")[2], "\n    run.stop()\n"
    )
    assert safe("TSE501", LEFT) == [False]


def test_an_assertion_between_others() -> None:
    becomes(
        "TSE501",
        """
        def test_window(session):
            window = session.open()
            # self.assertEqual(2,
            #     int(window.index), number)
            assert window.title

            assert window.index
        """,
        """
        def test_window(session):
            window = session.open()
            assert window.title

            assert window.index
        """,
    )


def test_another_comment_may_read_the_same() -> None:
    text = LEFT.replace("    run.stop()\n", "    run.stop()\n    # assert info == run\n    run.stop()\n")
    assert all(fixed("TSE501", text))


KEPT = {
    "words beside it": ("    # assert run", "    # It does not say.\n    # assert run"),
    "an assertion before it": ("    # assert", "    # assert run.name\n    # assert"),
    "an import brings it": ("import pytest", "import pytest\nimport info"),
    "it is a module's": ("str(info", "str(infos"),
    "it is called, and may be imported": ("str(info.value)", "info()"),
    "a comment above binds it": ('    run("è")', '    run("è")\n    # info = run()'),
    "a comment above binds it, too": ('    run("è")', '    run("è")\n    # one, info = run()'),
    "a comment below enters it": ("    run.stop()", "    # with open_run() as info:\n    run.stop()"),
    "the comment binds it": ('    # assert "è"', '    # info = run()\n    # assert "è"'),
    "the comment takes it": ("str(info.value)", "all(lambda info: info.value)"),
    "a star import may bring it": ("import pytest", "import pytest\nfrom shop import *"),
}


@pytest.mark.parametrize(("old", "new"), KEPT.values(), ids=KEPT)
def test_what_may_be_made_again(old: str, new: str) -> None:
    head, mark, below = LEFT.partition("\n\ndef test_offer")
    text = LEFT.replace(old, new, 1) if "import" in old else head + mark + below.replace(old, new, 1)
    stays("TSE501", text)


TWICE = '''\
import pytest

@pytest.mark.slow
def test_order():
    """É."""
    assert order()  # now


# Another one.
def test_offer():
    assert offer()


@pytest.mark.slow
def test_order():
    """É."""
    assert order()  # now
'''


def test_the_same_test_twice() -> None:
    (found,) = fixed("TSE509", TWICE)
    assert found == "import pytest\n\n" + TWICE.partition("\n\n\n")[2]
    assert safe("TSE509", TWICE) == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# now", "# then"),
        ("@pytest.mark.slow\n", ""),
        ("@pytest", "# Ours.\n@pytest"),
        ("order()  # now", "orders()"),
    ],
)
def test_tests_that_differ(old: str, new: str) -> None:
    stays("TSE509", TWICE.replace(old, new, 1))

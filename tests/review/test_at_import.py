"""What is changed where a file is imported, and what handlers and doubles raise."""

from __future__ import annotations

from tests.review.asking import told


def test_what_is_changed_for_good_at_import() -> None:
    text = """
        import sys
        import warnings

        warnings.simplefilter("ignore")
        shop.simplefilter("ignore")

        def test_a():
            warnings.simplefilter("ignore")

        if __name__ == "__main__":
            sys.path.append("shop")
        if shop:
            sys.path.append("till")
    """
    found = [each for each in told(text, "Resources") if "imported" in each]
    assert found == [
        "State of the whole process, changed when the file is imported: `warnings.simplefilter('ignore')` "
        "(line 4).",
        "State of the whole process, changed when the file is imported, under a condition: "
        "`sys.path.append('till')` (line 13).",
    ]


def test_handlers_that_raise_on_some_ways_and_errors_by_a_name() -> None:
    text = """
        from unittest.mock import patch

        def test_a():
            error = OSError()
            try:
                with patch("os.close", side_effect=error):
                    run()
            except ValueError:
                if shop:
                    raise
    """
    assert told(text, "Exceptions") == [
        "A failure is provoked: `side_effect = error`; no assertion of the test itself follows it (line 6).",
        "Caught: `ValueError`; the handler raises on some of its ways (lines 8–10).",
    ]


def test_names_of_parameters_are_no_ids() -> None:
    text = """
        import pytest

        CASES = [pytest.param(1, id="one"), Shop(id="two")]
    """
    assert told(text, "Hard-coded values") == ["Given under the name of an id: `id='two'` (line 3)."]

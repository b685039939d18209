"""What fixes of the doubles' family change, and what they leave to a person."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays

HEAD = "from unittest import mock\n\ndef test_send(self):\n    send = mock.Mock()\n    "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("send.called_once_with(1)", "send.assert_called_once_with(1)"),
        ("send.not_called", "send.assert_not_called()"),
        ("assert send.called_once()", "send.assert_called_once()"),
        ("assert send.not_called  # é", "send.assert_not_called()  # é"),
        ("self.assertTrue(send.called_with(1))", "send.assert_called_with(1)"),
        ("self.assertTrue(send.not_called)", "send.assert_not_called()"),
        ("send.has_calls([mock.call(1)])", "send.assert_has_calls([mock.call(1)])"),
        ("send.has_calls(calls=[])", ""),
        ("send.has_calls(mock.call(1))", ""),
        ("send.called_with", ""),
        ("assert send.called_once(), 'no call'", ""),
        ("assert (send.called_once())", ""),
        ("assert(send.called_once())", ""),
        ("assert not send.called_once()", ""),
        ("self.assertTrue(send.not_called, 'no call')", ""),
        ("self.assertTrue( send.not_called)", ""),
        ("self.assertFalse(send.not_called)", ""),
        ("self.assertTrue(send.not_called) or 1", ""),
        ("assert self.assertTrue(send.not_called)", ""),
    ],
)
def test_a_misspelt_assertion(before: str, after: str) -> None:
    becomes("TSE607", HEAD + before, HEAD + after) if after else stays("TSE607", HEAD + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("send.assert_not_called", "send.assert_not_called()"),
        ("assert send.assert_called", "send.assert_called()"),
        ("self.assertTrue(send.assert_called)", "send.assert_called()"),
        ("send.called", "assert send.called"),
        ("send.assert_has_calls = [1]", "send.assert_has_calls([1])"),
        ("send.assert_has_calls = (1, 2)", "send.assert_has_calls((1, 2))"),
        ("send.assert_has_calls = ([1])", ""),
        ("send.assert_called_with = mock.call(1)", ""),
        ("send.assert_called_with", ""),
        ("send.call_count", ""),
        ("assert send.assert_called, 'no call'", ""),
    ],
)
def test_an_assertion_that_is_not_called(before: str, after: str) -> None:
    becomes("TSE608", HEAD + before, HEAD + after) if after else stays("TSE608", HEAD + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("send.assert_has_calls([], any_order=True)", "send.assert_not_called()"),
        ("none = []\n    send.assert_has_calls(none)", "send.assert_not_called()"),
        ("none = others = []\n    send.assert_has_calls(none)", ""),
        ("none, others = [], 1\n    send.assert_has_calls(none)", ""),
        ("none = []; send.assert_has_calls(none)", ""),
    ],
)
def test_an_empty_list_of_calls(before: str, after: str) -> None:
    becomes("TSE609", HEAD + before, HEAD + after) if after else stays("TSE609", HEAD + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "mock.patch('shop.a')  # é\n    assert send()\n    # done\n\n    return send",
            "with mock.patch('shop.a'):  # é\n        assert send()\n        # done\n\n        return send",
        ),
        (
            "now = mock.patch('shop.a')\n    assert send()",
            "with mock.patch('shop.a') as now:\n        assert send()",
        ),
        (
            "mock.patch(\n        'shop.a'\n    )\n    assert send()",
            "with mock.patch(\n        'shop.a'\n    ):\n        assert send()",
        ),
        ("assert send()\n    mock.patch('shop.a')", ""),
        ("mock.patch('shop.a'); assert send()", ""),
        ("mock.patch('shop.a')\n    send(); send()", ""),
        ("(mock.patch('shop.a'))\n    assert send()", ""),
    ],
)
def test_a_patch_that_is_thrown_away(before: str, after: str) -> None:
    becomes("TSE606", HEAD + before, HEAD + after) if after else stays("TSE606", HEAD + before)


@pytest.mark.parametrize("function", ["setUp(self)", "helper(self)", "send(self)"])
def test_a_patch_of_a_set_up_must_outlive_it(function: str) -> None:
    decorator = "@pytest.fixture\n    " if function.startswith("send") else ""
    stays(
        "TSE606",
        "import pytest\nfrom unittest import mock\n\nclass TestX:\n"
        f"    {decorator}def {function}:\n        mock.patch('shop.a')\n        x = 1\n",
    )


def test_a_patch_of_a_fixture_that_waits_for_the_test() -> None:
    head = "import pytest\nfrom unittest import mock\n\n@pytest.fixture\ndef send():\n    "
    becomes(
        "TSE606",
        head + "mock.patch('shop.a')\n    yield 1\n",
        head + "with mock.patch('shop.a'):\n        yield 1\n",
    )


def test_a_patch_of_a_module_is_left_alone() -> None:
    stays("TSE606", "from unittest import mock\n\nmock.patch('shop.a')\nx = 1\n")


def test_what_a_patch_creates_has_no_specification() -> None:
    head = "from unittest import mock\n\ndef test_a():\n    with "
    stays("TSE611", head + "mock.patch('shop.a', create=True):\n        assert a()\n")
    becomes(
        "TSE611",
        head + "mock.patch('shop.a',):\n        assert a()\n",
        head + "mock.patch('shop.a', autospec=True,):\n        assert a()\n",
    )


def test_an_assignment_of_a_mock_class_should_become_a_patch() -> None:
    stays("TSE610", "from unittest import mock\nimport shop\n\ndef test_a():\n    shop.send = mock.Mock\n")

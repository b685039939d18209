"""Prose that gives a reason, told from prose that names the next step."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.vocabulary.testing.reasons import admits_defect, contradicts, denies, gives_reason

REASONS = (
    "Repr !! no more",
    "not there in later version",
    "not there since newer releases",
    "call_count is incorrect when using a virtual bus",
    "re-enable from here on once the shop has a status",
    "The following check fails on MacOS",
    "Differs by Python version",
    "no longer the case -- just using the hash for now",
    "no strategy for several remotes yet:",
    "This field doesn't seem to be returned by the server itself.",
    "TODO: Nested objects not supported by copy",
    "TODO: should this also match the folder (positively?)",
    "would .signal be available elsewhere?",
    "FIXME some sort of timezone issue here",
    "FIXME(ann): Support PUT logging",
    "XXX: the reader has no attribute 'get_all'",
    "XXX not until version 4/5",
    "NOTE(bob): read the docs to know why this is commented.",
    "Check the total: disabled for now, the shop rounds it.",
    "file IO is *not* async",
    "Only works on Linux",
    "see comment in test_orders",
    "shop.OperationFailed: Address unknown",
    "AssertionError: OSError not raised by list",
    "Expect 0.99 get 0.98",
    "it should be below the shelf\n(do not fail without it; this depends on the shop)",
    "the size will be tested after it is implemented",
    "flip back when the shop is a machine again",
    "this doesn't work as the servers have a column of their own",
    "the order is random",
    "it is read as (netloc:'',\npath='/y), but the shop turns it into an address\npath='/y' -- which is fair",
    "we now allow such names",
    "We need support for streams, since the body cannot be read twice",
    "one line\nthat goes on: the shop does\nnot round",
    "First sentence. The second one is skipped because it is slow.",
    "Skip this, the reader depends on the platform",
)


@pytest.mark.parametrize("prose", REASONS)
def test_this_is_a_reason(prose: str) -> None:
    assert gives_reason(prose)


STEPS = (
    "no more orders in the shop",
    "check that it is not there in versions",
    "should be no more",
    "We would expect three orders",
    "",
    "check the result",
    "Verify the server is in ERROR state due to the error in its file",
    "Now make sure that nothing is left",
    "and then we check that it does not fail",
    "the logs",
    "Buy something.",
    "a wrong password",
    "no user",
    "When not found, None is returned",
    "It should not raise",
    "must not be called",
    "fix this",
    "FIXME:",
    "TODO",
    "ToDo: Fix this",
    "TODO(ann) Fix",
    "TODO; requires consideration",
    "XXX TODO: hidden",
    "TODO: Not sure if this defaults...",
    "XXX check for failing set-up",
    "no idea why it fails",
    "expect three orders",
    "Dealing with unset fields?",
    "Why?",
    "NOTE: orders come in pairs",
    "wait until the shop is open",
    "we're going to engage all shelves, plus the extra",
    'assert rep.skipped == "%sreason == "is not supported"',
    "x = [  # no longer",
)


@pytest.mark.parametrize("prose", STEPS)
def test_this_is_no_reason(prose: str) -> None:
    assert not gives_reason(prose)


def test_only_the_beginning_of_a_sentence_is_read() -> None:
    assert gives_reason("the order is late " * 10 + "and is not sent")
    assert not gives_reason("the order is late " * 30 + "and is not sent" + " not" * 100_000)


def test_a_denial_above_a_denial_is_what_it_asserts() -> None:
    assert gives_reason("the order is not sent")
    assert not gives_reason("the order is not sent", denies=True)


@pytest.mark.parametrize(
    "prose",
    (
        "the order is not sent yet",
        "the order isn't sent yet",
        "the order is not sent because the shop is closed",
        "flaky",
        "This order isn't late. Instead, it takes up a lot of memory",
        "FIXME: the order is sent",
        "is the order sent?",
    ),
)
def test_a_cause_or_a_condition_above_a_denial_is_a_reason(prose: str) -> None:
    assert gives_reason(prose, denies=True)


DENYING = (
    "with raises(KeyError): run()",
    "assert not x",
    "assert x is None",
    "assert x == []",
    "assert 0 == x",
    "assert x not in y",
    "assert x != y",
    "assert x is not y",
    "assert x and not y",
    "self.assertFalse(x)",
    "self.assertNotIn(x, y)",
    "self.assertIsNone(x)",
    "self.assertRaises(KeyError, run)",
    "assert_not_equal(x, y)",
    "self.assertEqual(x, 0)",
    "self.assertEqual({}, x)",
    "await self.assertNotSent(x)",
)


@pytest.mark.parametrize("code", DENYING)
def test_this_denies(code: str) -> None:
    assert denies(ast.parse(code).body[0])


@pytest.mark.parametrize(
    "code",
    (
        "assert x",
        "assert x == 1",
        "assert x < y < z",
        "assert x and y",
        "self.assertTrue(x)",
        "self.assertEqual(1, x)",
        "mock.assert_called_once()",
        "x = 1",
    ),
)
def test_this_does_not_deny(code: str) -> None:
    assert not denies(ast.parse(code).body[0])


ADMITTED = (
    "fails",
    "It fails.",
    "skipped: this test is flaky and needs to be fixed",
    "Tests don't work yet",
    "Known to hang sometimes",
    "randomly fails for some reason",
    "disabled until the server is fixed",
    "Not now!",
    "TODO: cert expired",
)
NOT_ADMITTED = (
    "fails too often due to remote service",
    "flaky due to a third-party server",
    "this backend does not fail on duplicates",
    "crashes are out of scope of this backend",
    "strange quarks are not modelled here",
    "covers race conditions of the C client, see the other class",
    "Inherited: infinite loop detection is in the base class",
    "times out without a GPU",
    "Fails on Windows",
    "On Windows, this test fails",
    "needs an update of the server's certificate by hand",
    "it is not broken",
    "the parser is broken in tmux 3.4",
    "TODO lists are not shown here",
    "todo-lists are not shown here",
    "TODO: needs credentials",
    "until the end of the day",
)


@pytest.mark.parametrize("reason", ADMITTED)
def test_that_a_test_is_ill_is_the_whole_of_its_reason(reason: str) -> None:
    assert admits_defect(reason)


@pytest.mark.parametrize("reason", NOT_ADMITTED)
def test_what_is_said_of_something_else_or_under_a_condition_admits_nothing(reason: str) -> None:
    assert not admits_defect(reason)


@pytest.mark.parametrize(
    "prose",
    ("The case should be executed successfully.", "this should work", "must not raise", "no error here"),
)
def test_what_an_expected_error_is_not(prose: str) -> None:
    assert contradicts(prose)


@pytest.mark.parametrize("prose", ("It is rejected successfully.", "this should raise", "work on errors"))
def test_what_an_expected_error_may_be(prose: str) -> None:
    assert not contradicts(prose)

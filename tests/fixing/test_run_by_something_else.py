"""Checks that something else runs, calls that something else repeats, and texts that end one line below."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, stays

SIBLINGS = """\
    from shop import Client

    async def test_orders(serve, run_in_thread):
        server = await serve()

        def check():
            assert Client(server.url).orders()

        await run_in_thread(server, check)

    async def test_order(serve, run_in_thread):
        server = await serve()

        def check():
            assert Client(server.url).order(1)
    """
POLLED = """\
    import requests

    def is_up():
        try:
            return requests.get("https://shop.com/").ok
        except OSError:
            return False

    def test_up(wait):
        wait(is_up)
    """
HALVES = """\
    from shop import answer

    def test_answer():
        assert "the shop "
        "is open" in answer()
    """


def test_a_check_is_handed_on_like_others() -> None:
    becomes("TSE511", SIBLINGS, f"{SIBLINGS}\n        await run_in_thread(server, check)\n")


@pytest.mark.parametrize(
    "text",
    [
        SIBLINGS.replace("await run_in_thread(server, check)", "check()"),
        SIBLINGS.replace("await run_in_thread(server, check)", "await run_in_thread(\n            check)"),
        SIBLINGS.replace("test_order(serve, run_in_thread)", "test_order(serve)"),
        SIBLINGS.replace("await run_in_thread(server, check)", "x = await run_in_thread(server, check)"),
        SIBLINGS.replace(
            "        await run_in_thread(server, check)\n",
            "        await run_in_thread(server, check)\n        await run_in_thread(check, server)\n",
        ),
    ],
)
def test_a_check_that_may_block_is_left_to_a_person(text: str) -> None:
    stays("TSE511", text)


def test_a_coroutine_is_awaited() -> None:
    text = SIBLINGS.replace("    def check", "    async def check").partition("async def test_order(")
    text_of_one = f"{text[0].partition('async def')[0]}{text[1]}{text[2]}"
    assert fixed("TSE511", text_of_one)[0].endswith("\n    await check()\n")


def test_what_asks_again_has_its_own_patience() -> None:
    stays("TSE205", POLLED)
    stays(
        "TSE205",
        """\
        import requests

        def test_up():
            while True:
                try:
                    assert requests.get("https://shop.com/").ok
                except OSError:
                    continue
        """,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def is_up", "def test_is_up"),
        ("except OSError:\n            return False", "finally:\n            pass"),
    ],
)
def test_one_request_gets_its_limit(old: str, new: str) -> None:
    assert ", timeout=60)" in fixed("TSE205", POLLED.replace(old, new))[0]


def test_a_request_at_import() -> None:
    text = 'import requests\n\ntry:\n    requests.get("https://shop.com/")\nexcept OSError:\n    pass\n'
    assert ", timeout=60)" in fixed("TSE205", text)[0]


def test_a_text_in_two_halves_is_one_assertion() -> None:
    becomes(
        "TSE508",
        HALVES,
        """\
        from shop import answer

        def test_answer():
            assert (
                "the shop "
                "is open" in answer()
            )
        """,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('shop "\n', 'shop "  # so far\n'),
        ('shop "\n', 'shop "\n\n'),
        ("in answer()", "in answer(\n        )"),
        ("    assert", "    answer(); assert"),
    ],
)
def test_halves_that_are_left_to_a_person(old: str, new: str) -> None:
    stays("TSE508", HALVES.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('assert "the shop "', "answer()"),
        ('assert "the shop "', 'assert "the shop ", 1'),
        ('"is open" in', "'is open' in answer() and answer in"),
        ('        assert "the shop "\n', ""),
    ],
)
def test_what_is_no_half(old: str, new: str) -> None:
    assert '    assert "is open" in' in (after := fixed("TSE508", HALVES.replace(old, new))[-1]) or (
        "    assert 'is open' in" in after
    )

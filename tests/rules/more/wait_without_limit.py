"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import os
    import select
    import selectors
    import signal

    def test_children(pid, port):
        os.wait4(pid, 0)
        ^^^^^^^^^^^^^^^^
        os.wait3(0)
        ^^^^^^^^^^^
        signal.sigwait({signal.SIGCHLD})
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ready = selectors.DefaultSelector()
        ready.register(port, selectors.EVENT_READ)
        assert ready.select()
               ^^^^^^^^^^^^^^
        poll = select.poll()
        assert poll.poll()
               ^^^^^^^^^^^
    """,
    """
    import queue
    import threading

    import pytest

    def test_taken_in_turn(values):
        paid = queue.Queue()
        paid.put(1)
        for each in values:
            assert paid.get() == each
                   ^^^^^^^^^^
        assert [paid.get() for each in values]
                ^^^^^^^^^^

    def test_filled_later(values):
        paid = queue.Queue()
        threading.Thread(target=lambda: paid.put(1)).start()
        assert paid.get() == 1
               ^^^^^^^^^^

    def test_taken_by_others(consume):
        paid = queue.Queue()
        threading.Thread(target=consume, args=(paid,), daemon=True).start()
        paid.put(1)
        assert paid.get() == 1
               ^^^^^^^^^^

    def test_full(ready):
        paid = queue.Queue(1)
        paid.put(1)
        with pytest.raises(queue.Full):
            paid.put_nowait(2)
        assert paid.get() == 1
        assert paid.get() == 2
               ^^^^^^^^^^

    def test_in_the_other_case(ready):
        paid = queue.Queue()
        if ready:
            paid.put(1)
        else:
            assert paid.get() == 1
                   ^^^^^^^^^^
        one = paid.put(2) if ready else paid.get()
                                        ^^^^^^^^^^
        try:
            paid.put(3)
        except TypeError:
            assert paid.get() == 3
                   ^^^^^^^^^^
        else:
            paid.put(4)
        finally:
            assert paid.get() == 4
                   ^^^^^^^^^^

    def test_perhaps(ready, values):
        paid = queue.Queue()
        ready() and paid.put(1)
        [paid.put(each) for each in values]
        assert paid.get() == 1
               ^^^^^^^^^^
    """,
    """
    import asyncio

    async def test_task():
        paid = asyncio.Queue()
        asyncio.create_task(paid.put(1))
        assert await paid.get() == 1
                     ^^^^^^^^^^
    """,
)

good = (
    """
    import queue

    def test_filled(ready, note):
        paid = queue.Queue()
        paid.put(1)
        paid.put(2)
        paid.put(3)
        if ready:
            note(paid.get())
        note(paid.get())
        with note:
            assert not paid.empty() and paid.get() == 3

    def test_in_turn(values):
        paid = queue.Queue()
        for each in values:
            try:
                if each:
                    paid.put(each)
                    assert paid.get() == each
                else:
                    paid.put(0)
                    assert paid.get() == 0
            finally:
                paid.put(1)
                assert paid.get()
    """,
    """
    import asyncio

    async def test_filled():
        paid = asyncio.Queue()
        await paid.put(1)
        assert await paid.get() == 1
    """,
)

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
)

good = ()

"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    '''Sends mail. The flag DRY is used for testing.'''
    from unittest import mock
    ^^^^^^^^^^^^^^^^^^^^^^^^^

    DRY = mock.Mock()
    """,
)
good = (
    """
    '''Sends no mail. It is used for testing.'''
    from unittest import mock

    DRY = mock.Mock()
    """,
)

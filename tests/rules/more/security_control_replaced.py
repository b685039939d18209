"""More examples of TSE604, which would make the rule's own file too long."""

bad = (
    """
    import unittest
    from unittest import mock

    from shop import auth

    def say_yes(user):
        "Everybody."
        return True

    auth.is_authenticated = say_yes
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    mock.patch("shop.auth.check_password", new=mock.Mock(return_value=True)).start()
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @mock.patch("shop.auth.has_permission", say_yes)
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    class TestOrders(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.patcher = mock.patch.object(auth, "validate_token", return_value=True)
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            cls.patcher.start()

        def setUp(self):
            self.stub_out("shop.policy.authorize", say_yes)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def setUpModule():
        auth.verify_signature = lambda *args: True
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    from unittest import mock

    def soft_authorizer(name):
        def authorize(context):
            return True
        return authorize

    class TestExtensions:
        @mock.patch("shop.api.authorizer")
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        @mock.patch("shop.api.host")
        def test_list(self, host, authorizer):
            authorizer.side_effect = soft_authorizer
            assert self.get("extensions")

        @mock.patch("shop.api.authorizer")
        def test_get(self, authorizer):
            authorizer.return_value = True
            assert self.get("extensions/1")
    """,
)

good = (
    """
    from unittest import mock

    def deny(*args):
        return False

    def allow_later(*args):
        def later():
            log(args)
        return later

    @mock.patch("shop.api.authorizer")
    def test_list(authorizer, *users):
        authorizer.return_value = False
        authorizer.side_effect = deny
        authorizer.side_effect = allow_later
        authorizer.side_effect = mock.Mock
        users.side_effect = True
        assert get("extensions")

    @mock.patch("shop.api.authorize")
    @mock.patch("shop.api.authorizer", **OPTIONS)
    @mock.patch("shop.api.authorizer")
    def test_get():
        assert get("extensions/1")
    """,
)

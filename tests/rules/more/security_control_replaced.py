"""More examples of TSE604, which would make the rule's own file too long."""

bad = (
    """
    import pytest
    from django.test import TestCase, override_settings

    from shop.auth import get_current_user, get_user_or_404, require_admin, verify_token
    from shop.main import app, create_app

    app.dependency_overrides.update({get_current_user: lambda: {"name": "ann"}})
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def nothing():
        pass

    @pytest.fixture(autouse=True)
    def passing():
        app.dependency_overrides[require_admin] = lambda: None
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        app.dependency_overrides[verify_token] = nothing
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.fixture
    def app_no_mail():
        app = create_app()
        app.config["LOGIN_DISABLED"] = True
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        return app

    def test_options(client):
        client.post("/", login_options(DISABLE_AUTH=1, LOGIN_DISABLED=None))

    @override_settings(AUTHENTICATION_BACKENDS=["shop.testing.AllowAllBackend"])
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    class AuthorListTest(TestCase):
        def test_list(self):
            assert self.client.get("/")
    """,
    """
    import unittest
    from unittest import mock

    import pytest
    from django.test import TestCase, override_settings

    from shop import auth
    from shop.auth import get_current_active_user, oauth2_scheme, require_admin
    from shop.main import app
    from tests.users import ann

    patcher = mock.patch("shop.auth.verify_token", return_value=True)
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def setUpModule():
        patcher.start()

    class OrderTest(unittest.TestCase):
        patcher = mock.patch("shop.auth.check_password", return_value=True)
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @classmethod
        def setUpClass(cls):
            cls.patcher.start()

    def some_admin():
        return "ann"

    @pytest.fixture(autouse=True)
    def admin(monkeypatch):
        app.dependency_overrides = {require_admin: some_admin, app.clock: some_admin}
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        app.dependency_overrides.update({get_current_active_user: ann})
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        monkeypatch.setitem(app.dependency_overrides, oauth2_scheme, lambda: "token")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.fixture
    def allowed(monkeypatch):
        monkeypatch.setattr(auth, "check_permission", lambda *args: True)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    @pytest.mark.usefixtures("allowed", NAME)
    class TestAllowed:
        pass

    @override_settings(AUTHENTICATION_BACKENDS=["tests.backends.AllowAll"], DEBUG=True)
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    @override_settings(REST_FRAMEWORK={"DEFAULT_PERMISSION_CLASSES": [], "PAGE_SIZE": 3, **MORE})
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    class ShopTest(TestCase):
        pass
    """,
    """
    # file: tests/conftest.py
    import pytest

    @pytest.fixture
    def no_auth(monkeypatch):
        monkeypatch.setattr("shop.auth.check_permission", lambda *args: True)

    @pytest.fixture
    def denied(monkeypatch):
        monkeypatch.setattr("shop.auth.check_permission", lambda *args: False)
    # file: tests/test_shop.py
    import pytest

    pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_auth", "denied", "shop")]
                                                            ^^^^^^^^^

    class TestShop:
        pytestmark = pytest.mark.usefixtures("no_auth")
                                             ^^^^^^^^^
    """,
    """
    import unittest

    from flask_testing import TestCase

    from shop.main import create_app

    WTF_CSRF_ENABLED = False
    ^^^^^^^^^^^^^^^^^^^^^^^^

    class Config:
        LOGIN_DISABLED = True
        ^^^^^^^^^^^^^^^^^^^^^

    class ShopTest(TestCase):
        def create_app(self):
            app = create_app()
            app.config.from_mapping({"SKIP_AUTH": True, NAME: 1, **MORE}, TESTING=False)
                                     ^^^^^^^^^^^
            return app

        def setUp(self):
            self.app.config["AUTH_DISABLED"] = True
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
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
    import pytest
    from django.test import TestCase, override_settings

    from shop.auth import get_active_user_count, get_current_user, get_role_repository, get_token_generator
    from shop.main import app, create_app

    def nobody_here():
        return None

    def some():
        return AnonymousUser()

    def closed():
        raise PermissionError

    class TestAnonymous:
        @pytest.fixture(autouse=True)
        def nobody(self):
            app.dependency_overrides[get_current_user] = lambda: None
            app.dependency_overrides[get_current_user] = lambda: AnonymousUser()
            app.dependency_overrides[get_current_user] = nobody_here
            app.dependency_overrides[get_current_user] = some
            app.dependency_overrides[get_current_user] = closed
            app.dependency_overrides[get_active_user_count] = lambda: 3
            app.dependency_overrides[get_role_repository] = lambda: {}
            app.dependency_overrides[get_token_generator] = lambda: "token"

    @override_settings(
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        }
    )
    class ClosedShopTest(TestCase):
        def test_closed(self):
            assert self.client.get("/").status_code == 403

    @pytest.fixture
    def app_no_login():
        app = create_app()
        app.config["LOGIN_DISABLED"] = True
        return app

    @pytest.fixture
    def app_login_disabled():
        app = create_app()
        app.config["LOGIN_DISABLED"] = True
        return app

    @override_settings(AUTHENTICATION_BACKENDS=["shop.testing.AllowAllBackend"])
    class AuthorizationTest(TestCase):
        def test_allowed(self):
            assert self.client.get("/")
    """,
    """
    import pytest

    from shop.main import create_app

    @pytest.fixture
    def app(request):
        app = create_app()
        app.config["WTF_CSRF_ENABLED"] = False
        if request.node.get_closest_marker("csrf"):
            del app.config["WTF_CSRF_ENABLED"]
        if request.node.get_closest_marker("login"):
            app.config["LOGIN_DISABLED"] = True
        app.config["SKIP_AUTH"] = True
        app.config["SKIP_AUTH"] = False
        return app
    """,
    """
    import pytest
    from unittest import mock
    from django.test import override_settings

    from shop.auth import deny_all, get_current_user, get_session
    from shop.main import app, create_app, settings
    from tests.pages import page

    app.dependency_overrides[get_session] = lambda: None
    app.dependency_overrides[get_current_user] = deny_all
    app.dependency_overrides[get_current_user] = lambda: abort(401)
    app.overrides[get_current_user] = lambda: None
    app.users.update({get_current_user: page})
    app.options = {get_current_user: page}
    app.dependency_overrides.update(page)

    def raises():
        raise PermissionError

    class Reader:
        pass

    @pytest.fixture(autouse=True)
    def denied(user):
        app.dependency_overrides[get_current_user] = raises
        app.dependency_overrides[get_current_user] = Reader
        app.dependency_overrides[get_current_user] = user
        app.dependency_overrides[get_current_user] = user()

    @pytest.fixture
    def known_user():
        app.dependency_overrides[get_current_user] = lambda: "ann"

    @pytest.fixture
    def app_without_login():
        app = create_app()
        app.config["LOGIN_DISABLED"] = True
        app.config["WTF_CSRF_ENABLED"] = True
        app.config["SKIP_AUTH"] = page
        app.pages["LOGIN_DISABLED"] = True
        return app

    def test_one():
        app.dependency_overrides[get_current_user] = lambda: "ann"
        settings.update(page, LOGIN_DISABLED=True)
        WTF_CSRF_ENABLED = False

    patcher = mock.patch("shop.auth.verify_token", return_value=True)
    other = mock.patch("shop.auth.verify_token", return_value=True)
    stopped = mock.patch("shop.auth.verify_token", return_value=True)

    def test_two():
        patcher.start()
        page.start()
        stopped.stop()

    def setUpModule(other):
        other.start()
        page.other.start()
        page().start()

    @override_settings(AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.AllowAllUsersModelBackend"])
    @override_settings(REST_FRAMEWORK={"DEFAULT_PERMISSION_CLASSES": ["shop.IsAdmin"], **page})
    @page.override(AUTHENTICATION_BACKENDS=["tests.backends.AllowAll"])
    @page
    class TestShop:
        pass

    @override_settings(AUTHENTICATION_BACKENDS=["tests.backends.AllowAll"])
    class TestBackends:
        pass
    """,
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

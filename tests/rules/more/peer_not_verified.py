"""More examples of TSE202, which would make the rule's own file too long."""

bad = (
    """
    # file: shop/client.py
    import requests

    class Client:
        def __init__(self, url, verify=True):
            self.url, self.verify = url, verify

        def get(self, path):
            return requests.get(self.url + path, verify=self.verify, timeout=3)

    class Kept:
        def __init__(self, verify=True):
            self.session = requests.Session()
            self.session.verify = verify

    class Own:
        def __init__(self, url=None, verify=True):
            def get():
                return requests.get(url, verify=verify)
            self.get = get

    def fetch(url, verify=True):
        session = requests.Session()
        session.verify = verify
        return session.get(url)
    # file: tests/test_shop.py
    import functools

    import requests

    from shop.client import Client, Kept, Own, fetch

    get = functools.partial(requests.get, verify=False, timeout=3)
                                          ^^^^^^^^^^^^

    def test_clients(url):
        assert Kept(verify=False) and Own(verify=False)
                    ^^^^^^^^^^^^          ^^^^^^^^^^^^
        assert Client(url, verify=False).get("/").ok
                           ^^^^^^^^^^^^
        assert fetch(url, verify=False).ok and get(url).ok
                          ^^^^^^^^^^^^
    # file: tests/test_patched.py
    import pytest
    import requests

    @pytest.fixture(autouse=True)
    def no_verify(monkeypatch):
        monkeypatch.setattr(requests.Session, "verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    def test_shop(monkeypatch, url):
        monkeypatch.setattr(requests.Session, "verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        monkeypatch.setattr("requests.Session.verify", False)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
)
good = (
    """
    # file: shop/client.py
    import requests

    class Token:
        def __init__(self, text, verify=True):
            self.text, self.verify = text, bool(verify)
            self._verify = text
            text.verify = verify

        @classmethod
        def fetch(cls, url, verify=True):
            return cls(requests.get(url, verify=verify).text)

        def again(self):
            return requests.get(self.text, verify=self._verify)

    class Held:
        verify = True

        def get(self, url):
            return requests.get(url, verify=self.verify)

    def load(url, verify=True):
        def get(url, verify):
            return requests.get(url, verify=verify)
        return get(url, True) if verify else None

    def fetch(url, verify=True):
        return requests.get(url, verify=verify)

    class Maker:
        class Inner:
            def __init__(self, verify):
                requests.get("https://shop.test", verify=verify)

    def other(self, verify):
        verify = verify or VERIFY
        return requests.get(self.url, verify=verify), requests.get(self.url, verify=self.verify)
    # file: tests/test_shop.py
    from unittest import mock

    from shop.client import Held, Maker, Token, fetch, load, other

    def test_token(url):
        assert Token("e30.e30.x", verify=False).text and Held(verify=False)
        assert load(url, verify=False) and Maker(verify=False) and other(url, verify=False)

    @mock.patch("shop.client.requests.get")
    def test_patched(get):
        assert fetch("https://shop.test", verify=False)
    """,
    """
    from unittest import mock

    import paramiko
    import requests

    def test_passes_it_on(get):
        get.assert_called_with("https://shop.test/", verify=False)
        assert get.call_args == mock.call("https://shop.test/", verify=False)
        session = mock.Mock()
        session.verify = False

    def test_host_key_policy(client):
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())

    class TestUnverified:
        def test_warns(self, server):
            requests.get(server.url, verify=False, timeout=5)

        def test_session(self, session):
            session.verify = False
    """,
    """
    # file: shop/client.py
    import requests

    VERIFY = True

    class Client:
        def __init__(self, verify=True):
            self.verify, self.other = verify, verify

        def get(self, path):
            return requests.get(path, timeout=3)

    def fetch(url, verify=True):
        return requests.get(url, verify=VERIFY, timeout=3), url.get(url, verify=verify)
    # file: tests/test_shop.py
    import functools

    import requests

    from shop.client import Client, fetch
    from shop.missing import Missing

    get = functools.partial(requests.get, timeout=3)
    post = functools.partial(print, verify=False)
    none = functools.partial(*get)

    def own(verify):
        return verify

    def test_shop(monkeypatch, url):
        monkeypatch.setattr(requests.Session, "verify", True)
        monkeypatch.setattr(url, "verify", False)
        monkeypatch.setattr(url, "name", False)
        monkeypatch.setattr("shop.name", False)
        monkeypatch.setattr(url)
        assert Client(verify=False) and fetch(url, verify=False) and Missing(verify=False)
        assert url.shop(verify=False) and own(verify=False)
    """,
)

"""More examples of a rule, which would make its own file too long."""

bad = (
    """
    import unittest
    from unittest import mock

    class TestOrders(unittest.TestCase):
        def test_ships(self):
            ship = mock.Mock()
            complete(7, ship)
            self.assertTrue(
                ship.called_with(
                ^^^^^^^^^^^^^^^^^
                    7,
                )
            )
            with mock.patch("shop.ship", new=mock.Mock()) as ship:
                ship.was_called()
                ^^^^^^^^^^^^^^^^^
    """,
)

good = (
    """
    import asynctest

    async def test_ships():
        ship = asynctest.CoroutineMock()
        await complete(7, ship)
        ship.assert_awaited_once()
        assert ship.awaited
    """,
    """
    import requests_mock

    def test_fetches(mock_api):
        with requests_mock.Mocker() as mocker:
            mocker.get("https://shop.example/", text="ok")
            fetch()
            assert mocker.called_once
            assert mock_api.called_once
    """,
    """
    import unittest

    import pytest

    from shop import checks
    from shop.fakes import FakeMailer

    class TestOrders(unittest.TestCase):
        def test_helpers_of_the_project(self, shop, mock_shop):
            self.assert_called_onc(shop)
            checks.assert_called_onc(shop)
            checks.called_with(shop, 7)
            self.assertEqual([shop.host, self.called_with], [1, 2])
            mailer = FakeMailer()
            assert mailer.called_with("ann")
            shop.assert_has_no_calls()
            shop.returned_value = 7
            shop.sid_effect = 7
            mock_shop.side_effects = 7
            assert shop.called_once
            assert shop.not_called()
            assert self.tracker.not_called()
            assert shop.task.awaited()
            shop.verify(shop.not_called())
            shop.not_called
            assert mock_shop.called_once
            with pytest.raises(AttributeError):
                mock_shop.asset_called_with(7)
            with self.assertRaises(AttributeError):
                mock_shop.called_with(7)
            self.assertRaises(AttributeError, mock_shop.any_call)
            shop.notify(lambda: mock_shop.called_with(7))
            result = mock_shop.has_calls([7])
    """,
    """
    from robber import expect

    def test_ships(ship):
        expect(ship).to.have.been.called_once_with(7)
        settings = dict(return_vaule=7)
        assert settings, ship.called_with(7)
    """,
    """
    from unittest import mock

    class Tracker:
        was_called = False

    def test_ships(gateway, tracker, mocker):
        ship = mock.Mock(is_called=True)
        ship.has_been_called = True
        complete(7, ship)
        assert ship.has_been_called
        assert ship.is_called
        assert gateway.was_called
        gateway.never_called()
        tracker.only_once()
        count = ship.was_called()
        assert ship.call_count == 1
        assert ship.called_count == 1
        with mock.patch("shop.ship", new=Tracker()) as track:
            assert track.was_called
        with mock.patch.object(shop, "ship", Tracker()) as track:
            assert track.was_called
        fixed = mocker.patch("shop.ship", Tracker())
        assert fixed.was_called
        gateway.waited()
        gateway.starts_with("a")
    """,
)

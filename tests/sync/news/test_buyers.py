"""Buyers are written to once per order, only where the channel allows it and the store switched it on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import OutgoingMail
from marketplaces.canonical.orders import Buyer
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from orders.models import Order
from orders.services.intake import import_orders
from sync.models import MarketplaceSyncLog
from sync.news import buyers
from sync.news.addresses import is_relay, plain_address
from sync.news.letters import NotNeeded, compose
from tests.orders.world import World, line, told
from tests.sync.news.people import look


class Storefront(Connector):
    """A shop of one's own, where the seller writes to the buyers."""

    code, name, capabilities = "bazaar", "Bazaar", frozenset()
    mails_buyers = True
    relay_hosts = ("relay.bazaar.example",)


class Closed(Storefront):
    """A marketplace that writes itself."""

    mails_buyers = False


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[type[Connector]]]:
    """Which connector the shop of these tests has."""
    kinds: list[type[Connector]] = [Storefront]
    monkeypatch.setattr(registry, "connector_class", lambda code: kinds[-1])
    monkeypatch.setattr(registry, "connectors", lambda: (kinds[-1],))
    yield kinds


@pytest.fixture
def world(world: World, kind: Any) -> World:
    world.put("CUP", 50)
    buyers.switch(world.shop, on=True, by="Anna")
    MarketplaceSyncLog.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, sync_type="orders",
        status="completed", start_time=timezone.now(), end_time=timezone.now(),
    )  # fmt: skip
    return world


def arrives(world: World, number: str, *, run: Any = None, **more: Any) -> Order:
    now = timezone.now()
    values = {"placed_at": now - timedelta(hours=1), **more}
    import_orders(connection=world.shop, orders=[told(number, line("CUP", 2, "29.50"), **values)], seen_at=now,
                  cause="poll", run_id=run)  # fmt: skip
    return world.ours(number)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="order_confirmation"))


def test_an_order_is_confirmed_once_however_often_it_moves(world: World) -> None:
    order = arrives(world, "5-1")
    look()
    arrives(world, "5-1", status=OrderStatus.PROCESSING, later=9)
    look()
    (mail,) = mails()
    assert (mail.to, mail.order_id, mail.key) == ("anna@example.org", order.pk, f"order:{order.pk}")


def test_the_letter_says_what_was_ordered_and_where_it_goes(world: World, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Orion <post@orion.example>"
    arrives(world, "5-1")
    look()
    made = compose(mails()[0])
    assert made.subject == "Your order 5-1 at Teahouse"
    assert "2 × Kettle CUP: €59.00" in made.text
    assert "Total: €59.00" in made.text
    assert "Rue du Fort 3" in made.text
    assert made.sender == "Teahouse <post@orion.example>"
    assert "/settings/" not in made.text
    body = made.text.split("\n\n", 1)[1]
    assert body.startswith("Thank you for your order of ")


def test_the_country_is_written_by_its_name(world: World) -> None:
    order = arrives(world, "5-1")
    Order.objects.filter(pk=order.pk).update(shipping_address={"line1": "12 rue Serpenoise", "country": "fr"})
    look()
    assert "12 rue Serpenoise\nFrance" in compose(mails()[0]).text


def test_an_unpaid_order_is_confirmed_when_it_is_paid(world: World) -> None:
    arrives(world, "5-1", status=OrderStatus.PENDING)
    look()
    assert mails() == []
    arrives(world, "5-1", status=OrderStatus.CONFIRMED, later=9)
    look()
    assert len(mails()) == 1


def test_by_itself_no_shop_writes_to_anybody(world: World) -> None:
    buyers.switch(world.shop, on=False, by="Anna")
    assert world.shop.history.first().history_change_reason == "order confirmations off by Anna"
    arrives(world, "5-1")
    look()
    assert mails() == []


def test_where_the_marketplace_forbids_it_it_cannot_be_switched_on(world: World, kind: Any) -> None:
    buyers.switch(world.shop, on=False, by="Anna")
    kind.append(Closed)
    with pytest.raises(DomainError, match="not known to allow it"):
        buyers.switch(world.shop, on=True, by="Anna")
    assert buyers.switched_on(world.shop) is None


def test_a_marketplace_that_forbids_it_later_is_obeyed_at_once(world: World, kind: Any) -> None:
    arrives(world, "5-1")
    look()
    kind.append(Closed)
    with pytest.raises(NotNeeded):
        compose(mails()[0])
    arrives(world, "5-2")
    look()
    assert len(mails()) == 1


def test_orders_from_before_the_switch_and_from_a_first_sync_and_old_ones_are_no_news(world: World) -> None:
    MarketplaceSyncLog.objects.all().delete()
    now = timezone.now()
    first = MarketplaceSyncLog.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, sync_type="orders",
        status="in_progress", start_time=now,
    )  # fmt: skip
    arrives(world, "5-1", run=first.pk)
    arrives(world, "5-2", placed_at=now - timedelta(days=3))
    arrives(world, "5-3")
    buyers.switch(world.shop, on=False, by="Anna")
    buyers.switch(world.shop, on=True, by="Anna")
    look()
    assert mails() == []


@pytest.mark.parametrize(
    "address",
    [
        "x@relay.bazaar.example", "x@de.RELAY.bazaar.example", "anna@example.org, all@example.org", "no address",
        "anna@example.org\r\nBcc: all@example.org", "Anna <anna@example.org>", "a" * 250 + "@example.org",
        "анна@example.org", "",
    ],
)  # fmt: skip
def test_only_plain_addresses_of_persons_are_written_to(world: World, address: str) -> None:
    arrives(world, "5-1", buyer=Buyer(remote_id="b", name="Anna", email=address[:254]))
    look()
    assert mails() == []


def test_an_order_cancelled_before_the_mail_goes_out_is_not_confirmed(world: World) -> None:
    arrives(world, "5-1")
    look()
    arrives(world, "5-1", status=OrderStatus.CANCELLED, later=9)
    with pytest.raises(NotNeeded, match="cancelled"):
        compose(mails()[0])
    gone = mails()[0]
    gone.order_id = uuid4()
    with pytest.raises(NotNeeded):
        compose(gone)


def test_a_buyer_named_like_a_placeholder_or_a_header_is_only_a_name(world: World) -> None:
    buyer = Buyer(remote_id="b", name="{total}\r\nBcc: x@example.org <b>", email="anna@example.org")
    arrives(world, "5-1", buyer=buyer)
    look()
    made = compose(mails()[0])
    assert "Hello {total} Bcc: x@example.org <b>," in made.text
    assert "<b>" not in made.html
    assert "Bcc" not in made.message(uuid4()).message()


def test_an_address_is_plain_or_nothing() -> None:
    assert plain_address(" anna@example.org ") == "anna@example.org"
    assert plain_address("anna@example.org\nx") == ""


def test_relays_are_what_the_connectors_declare(kind: Any) -> None:
    assert is_relay("x@relay.bazaar.example")
    assert not is_relay("x@notrelay.bazaar.example.org")

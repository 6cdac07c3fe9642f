"""The key pool and the keys of an order: the owner's, never the stranger's, and no key where none was asked for."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fulfillment.models import KeyDelivery, LicenseKey
from fulfillment.services.keys import assigning, delivering, files, pool
from inventory.models import Variant
from orders.models import Order, OrderItem
from tests.dashboard import world
from tests.dashboard.conftest import Cast

POOL = "/fulfilment/keys/"
SECRET = "LUMEN-AAAA-0001"


@pytest.fixture
def order(cast: Cast) -> Order:
    """One digital line, its key at hand."""
    made = world.order(world.connection(cast.store), quantity=1)
    variant = world.variant(cast.store, sku="GAME-1")
    OrderItem.objects.filter(order=made).update(is_digital=True, variant=variant, cancelled_quantity=0)
    Order.objects.filter(pk=made.pk).update(status="confirmed")
    rows = files.read(SECRET.encode(), zone=cast.store.zone)
    pool.load(store=cast.store, rows=rows, variant=variant, by="Anna")
    made.refresh_from_db()
    return made


def given(order: Order) -> KeyDelivery:
    assigning.assign(OrderItem.objects.get(order=order).pk)
    delivery = delivering.hand_over(order.pk, sent_to="anna@example.org")
    assert delivery is not None
    return delivery


def test_a_file_is_loaded_and_what_is_not_taken_is_named(owner: Client, cast: Cast) -> None:
    world.variant(cast.store, sku="GAME-1")
    upload = SimpleUploadedFile("keys.csv", b"sku,key\nGAME-1,K-1\nGAME-1,K-1\nNOPE,K-2\n")
    answer = owner.post(f"{POOL}load/", {"file": upload})
    text = answer.content.decode()
    assert LicenseKey.objects.filter(store=cast.store).count() == 1
    assert "line 3" in text and "line 4" in text and "NOPE" in text
    assert "K-1" not in text and "K-2" not in text
    assert "GAME-1" in owner.get(POOL).content.decode()


def test_only_who_manages_loads(reader: Client, packer: Client, stranger: Client, cast: Cast) -> None:
    for who in (reader, packer, stranger):
        who.post(f"{POOL}load/", {"typed": "K-9", "sku": "GAME-1"})
    assert not LicenseKey.objects.exists()


def test_an_orders_keys_are_masked_and_a_look_asks_why(owner: Client, stranger: Client, order: Order) -> None:
    given(order)
    page = f"/orders/{order.pk}/keys/"
    key = LicenseKey.objects.get(order_item__order=order)
    assert SECRET not in owner.get(page).content.decode()
    assert SECRET not in owner.post(f"{page}{key.pk}/show/", {"why": ""}, follow=True).content.decode()
    assert SECRET in owner.post(f"{page}{key.pk}/show/", {"why": "buyer asks again"}).content.decode()
    assert "buyer asks again" in key.history.first().history_change_reason
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"{page}{key.pk}/show/", {"why": "buyer asks again"}).status_code == 404


def test_the_link_shows_nothing_until_the_button_is_pressed_and_then_to_one_browser(order: Order) -> None:
    address = f"/keys/open/{delivering.token_of(given(order))}/"
    buyer, other = Client(), Client()
    assert SECRET not in other.get(address).content.decode()
    first = buyer.get(address)
    assert "no-referrer" in first["Referrer-Policy"] and "no-store" in first["Cache-Control"]
    assert SECRET in buyer.post(address).content.decode()
    assert SECRET in buyer.post(address).content.decode(), "a doubled click is the same buyer"
    late = other.post(address)
    assert (late.status_code, SECRET in late.content.decode()) == (410, False)
    assert re.search("shown already", other.get(address).content.decode())
    assert Client().get(f"{address[:-4]}xxx/").status_code == 404
    assert LicenseKey.objects.get(order_item__order=order).state == "opened"


def test_an_order_whose_buyer_has_no_address_is_handed_over_by_hand_once(owner: Client, order: Order) -> None:
    assigning.assign(OrderItem.objects.get(order=order).pk)
    for _ in range(2):
        owner.post(f"/orders/{order.pk}/keys/hand-over/")
    order.refresh_from_db()
    assert (order.status, KeyDelivery.objects.filter(order=order).count()) == ("fulfilled", 1)


def test_keys_are_bought_at_a_supplier_from_its_page_and_its_page_speaks_of_nothing_else(
    owner: Client, packer: Client, cast: Cast
) -> None:
    shop = world.connection(cast.store, "CodesWholesale", "codeswholesale")
    page = f"/connections/{shop.pk}/"
    shown = owner.get(page).content.decode()
    assert "Buying costs money" in shown
    assert not any(words in shown for words in ("Send stock", "Fee rule", "Stock rule", "Warehouses"))
    assert packer.post(f"{page}buying/", {"on": "yes"}).status_code in (403, 404)
    owner.post(f"{page}buying/", {"on": "yes"})
    shop.refresh_from_db()
    assert shop.settings["buys_keys"] == "on"
    assert "Buy no more" in owner.get(page).content.decode()
    owner.post(f"{page}buying/", {"on": "no"})
    shop.refresh_from_db()
    assert "buys_keys" not in shop.settings


def test_a_shop_that_sells_no_keys_is_not_bought_from(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    page = f"/connections/{shop.pk}/"
    assert "Buying keys" not in owner.get(page).content.decode()
    assert "sells no keys" in owner.post(f"{page}buying/", {"on": "yes"}, follow=True).content.decode()
    shop.refresh_from_db()
    assert "buys_keys" not in shop.settings


def test_an_order_that_is_over_lacks_no_key(owner: Client, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status="fulfilled")
    assert "This order is over" in owner.get(f"/orders/{order.pk}/keys/").content.decode()


def test_what_its_keys_cost_and_who_looked_stand_below_and_a_packer_sees_neither(
    owner: Client, packer: Client, order: Order
) -> None:
    given(order)
    item = OrderItem.objects.select_related("variant").get(order=order)
    Variant.objects.filter(pk=item.variant_id).update(cost="1.00", currency=order.currency)
    page = f"/orders/{order.pk}/keys/"
    assert "Looks and replacements" not in owner.get(page).content.decode()
    key = LicenseKey.objects.get(order_item__order=order)
    owner.post(f"{page}{key.pk}/show/", {"why": "buyer asks again"})
    shown = owner.get(page).content.decode()
    assert "Margin before fees" in shown and "buyer asks again" in shown and "Looks and replacements" in shown
    hidden = packer.get(page).content.decode()
    assert "Cost of its keys" not in hidden and "buyer asks again" not in hidden


def test_keys_of_a_list_are_revoked_with_a_reason_and_what_is_not_in_the_pool_is_named(
    owner: Client, cast: Cast, order: Order
) -> None:
    given(order)
    owner.post(f"{POOL}load/", {"typed": "K-1\nK-2", "sku": "GAME-1"})
    typed = f"K-1\nK-1\n{SECRET}\nK-unknown"
    owner.post(f"{POOL}revoke/", {"typed": typed, "why": ""})
    owner.post(f"{POOL}revoke/", {"typed": "", "why": "they leaked"})
    assert not LicenseKey.objects.filter(state="revoked").exists()
    text = owner.post(f"{POOL}revoke/", {"typed": typed, "why": "they leaked"}).content.decode()
    revoked = LicenseKey.objects.get(state="revoked")
    assert revoked.key == "K-1" and "they leaked" in revoked.history.first().history_change_reason
    assert "1 key is revoked." in text and "belongs to order" in text and "This key is not here." in text
    assert SECRET not in text and "K-unknown" not in text
    owner.post(f"{POOL}load/", {"typed": "K-1", "sku": "GAME-1"})
    assert LicenseKey.objects.filter(store=cast.store, state="pool").count() == 1, "a revoked key does not come back"


def test_only_who_manages_revokes_and_only_in_the_own_store(
    owner: Client, reader: Client, packer: Client, stranger: Client, cast: Cast
) -> None:
    world.variant(cast.store, sku="GAME-1")
    owner.post(f"{POOL}load/", {"typed": "K-1", "sku": "GAME-1"})
    for who in (reader, packer, stranger):
        who.post(f"{POOL}revoke/", {"typed": "K-1", "why": "they leaked"})
    assert owner.get(f"{POOL}revoke/").status_code == 405
    assert LicenseKey.objects.get().state == "pool"


def test_the_margin_of_a_line_says_what_it_is_made_of_and_a_later_price_changes_nothing(
    owner: Client, packer: Client, order: Order
) -> None:
    Variant.objects.update(cost="4.20", currency=order.currency)
    given(order)
    Variant.objects.update(cost="99.00")
    shown = owner.get(f"/orders/{order.pk}/keys/").content.decode()
    assert "What this line leaves" in shown and "1 key of" in shown and "4.20" in shown and "99.00" not in shown
    assert "when the key was given to this line" in shown
    assert "What this line leaves" not in packer.get(f"/orders/{order.pk}/keys/").content.decode()

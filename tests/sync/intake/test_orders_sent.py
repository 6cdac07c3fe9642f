"""Orders that a shop sends: stored once, stock reserved with them, and shown back as they are here."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import NeedsYou
from core.services.stores import open_store
from fulfillment.services.ship_whole import ship_whole
from inventory.models import Reservation
from marketplaces.models import Connection
from marketplaces.services import connect
from marketplaces.services.limiter import DatabaseLimiter
from orders.models import MarketplaceOrder, Order
from sync.models import ReceivedOrder

from .conftest import ORDER, SECRET, changed, connected, put, reserved


def test_an_order_is_stored_and_its_stock_reserved(shop, tea):
    answer = shop.push()
    assert (answer.status_code, answer.told["result"], answer.told["status"]) == (201, "created", "confirmed")
    order = Order.objects.get()
    assert answer.told["id"] == str(order.pk)
    assert (order.channel_order_id, str(order.total), order.customer_name) == ("WEB-1001", "84.7000", "Zoé Müller")
    assert reserved(tea) == (5, 2)
    shop.connection.refresh_from_db()
    assert shop.connection.orders_read_at is not None


def test_the_same_order_again_changes_nothing(shop, tea):
    shop.push()
    again = shop.push()
    assert (again.status_code, again.told["result"]) == (200, "unchanged")
    assert MarketplaceOrder.objects.count() == ReceivedOrder.objects.count() == 1
    assert reserved(tea) == (5, 2)


def test_a_newer_order_moves_the_reservation_and_an_older_one_nothing(shop, tea):
    shop.push()
    more = changed(revision=3, lines__0__quantity=3, lines__0__total="119.70", totals__total="124.60")
    assert shop.push(more).told["result"] == "updated"
    assert reserved(tea) == (5, 3)
    stale = shop.push()
    assert (stale.status_code, stale.told["code"]) == (409, "stale_update")
    assert reserved(tea) == (5, 3)


def test_a_cancelled_order_gives_its_units_back(shop, tea):
    shop.push()
    assert shop.call("POST", "/orders/WEB-1001/cancel", {"reason": "changed my mind"}).told["status"] == "cancelled"
    assert reserved(tea) == (5, 0)


def test_what_is_not_there_is_short_and_never_refused(shop, store, place):
    put(store, place, "TEA", 1)
    assert shop.push().status_code == 201
    assert Reservation.objects.values_list("asked", "granted", "short").get() == (2, 1, 1)
    assert NeedsYou.objects.filter(kind="short", settled_at=None).count() == 1


def test_an_unknown_sku_is_kept_and_asked_about_once(shop, db):
    answer = shop.push()
    assert (answer.status_code, [each["code"] for each in answer.told["warnings"]]) == (201, ["unknown_sku"])
    assert list(NeedsYou.objects.filter(settled_at=None).values_list("kind", flat=True)) == ["not_linked"]


def test_a_part_given_back_before_sending_leaves_the_order_to_be_packed(shop, tea):
    shop.push()
    refund = {"external_refund_id": "R-1", "amount": "10.00", "currency": "EUR", "reason": "scratched"}
    answer = shop.call("POST", "/orders/WEB-1001/refunds", refund)
    assert (answer.status_code, answer.told["status"]) == (201, "confirmed")
    assert reserved(tea) == (5, 2)
    again = shop.call("POST", "/orders/WEB-1001/refunds", refund)
    assert (again.status_code, again.told["result"]) == (200, "unchanged")


def test_a_payment_confirms_an_unpaid_order(shop, tea):
    shop.push(changed(status="pending", payment_status="unpaid"))
    payment = {"external_payment_id": "P-1", "status": "paid", "amount": "84.70", "currency": "EUR"}
    assert shop.call("POST", "/orders/WEB-1001/payments", payment).told["status"] == "confirmed"
    assert Order.objects.get().status == "confirmed"


def test_after_shipping_lines_stay_and_our_parcels_are_shown(shop, tea):
    shop.push()
    ship_whole(order=Order.objects.get(), carrier="DHL", tracking_number="LU1", request_key="r1")
    shown = shop.call("GET", "/orders/WEB-1001").told
    assert (shown["hub_status"], len(shown["fulfillments"])) == ("shipped", 1)
    (parcel,) = shown["fulfillments"]
    assert (parcel["tracking_number"], parcel["lines"]) == ("LU1", [{"external_line_id": "1", "quantity": 2}])
    other = changed(revision=3, lines__0__quantity=1, lines__0__total="39.90", totals__total="44.80")
    assert shop.push(other).told["code"] == "state_conflict"


def test_orders_are_listed_by_change_page_by_page(shop, tea):
    for number in range(1, 6):
        shop.push(
            changed(external_id=f"W-{number}", lines__0__quantity=1, lines__0__total="39.90", totals__total="44.80")
        )
    seen, cursor = [], ""
    for _ in range(3):
        page = shop.call("GET", f"/orders?limit=2&cursor={cursor}").told
        seen += [each["external_id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([f"W-{number}" for number in range(1, 6)], None)
    soon = (timezone.now() + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shop.call("GET", f"/orders?updated_since={soon}").told["items"] == []
    assert shop.call("GET", "/orders?cursor=nonsense").status_code == 400


def test_a_batch_keeps_the_good_and_names_the_bad(shop, tea):
    bad = changed(external_id="W-2", totals__total="1.00", payment_status="unpaid")
    answer = shop.call("POST", "/orders/batch", {"orders": [ORDER, bad, {"external_id": "W-3"}]})
    assert [each["status"] for each in answer.told["results"]] == ["created", "failed", "failed"]
    assert list(Order.objects.values_list("channel_order_id", flat=True)) == ["WEB-1001"]


def test_what_nobody_could_keep_is_refused_with_a_sentence(shop, tea):
    answer = shop.push(changed(lines__0__name="NUL \0"))
    assert (answer.status_code, answer.told["code"]) == (400, "bad_json")
    lone = json.dumps(ORDER).replace("Th\\u00e9i\\u00e8re", "\\ud800").encode()
    assert shop.push(lone).told["code"] == "bad_json"
    assert Order.objects.count() == 0


def test_a_doubtful_order_needs_somebody_until_it_comes_right(shop, tea):
    answer = shop.push(changed(totals__total="90.00"))
    assert (answer.status_code, [each["code"] for each in answer.told["warnings"]]) == (201, ["total_rounding"])
    shop.push(changed(external_id="W-2", shipping_address__city="", revision=1))
    open_rows = NeedsYou.objects.filter(settled_at=None).order_by("kind")
    assert [(row.kind, str(row.subject_id)) for row in open_rows] == [
        ("money", answer.told["id"]), ("unreadable", str(Order.objects.get(channel_order_id="W-2").pk)),
    ]  # fmt: skip
    shop.push(changed(external_id="W-2", revision=2))
    assert list(NeedsYou.objects.filter(settled_at=None).values_list("kind", flat=True)) == ["money"]


@pytest.mark.parametrize("status", ["paused", "disconnected"])
def test_a_shop_that_is_not_on_is_not_served(shop, tea, status):
    (connect.pause if status == "paused" else connect.disconnect)(shop.connection)
    answer = shop.push()
    wanted = (403, "connection_disabled") if status == "paused" else (401, "unknown_key")
    assert (answer.status_code, answer.told["code"]) == wanted
    assert Order.objects.count() == 0


def test_a_shop_whose_callbacks_are_stopped_still_sells(shop, tea):
    Connection.objects.filter(pk=shop.connection.pk).update(status="stopped")
    assert shop.push().status_code == 201


def test_a_shop_whose_orders_are_switched_off_is_told_so(shop, tea):
    Connection.objects.filter(pk=shop.connection.pk).update(orders_in=False)
    assert shop.push().told["code"] == "connection_disabled"


def test_another_shop_neither_reads_nor_writes_here(shop, tea):
    shop.push()
    elsewhere = connected(open_store(slug="other", name="Other", owner_email="o@other.example").store)
    assert elsewhere.call("GET", "/orders/WEB-1001").status_code == 404
    assert elsewhere.call("GET", "/orders").told["items"] == []
    assert elsewhere.call("GET", "/stock").told["items"] == []


def test_an_address_that_is_nobodys_says_no_more_than_a_wrong_key(shop, tea):
    wrong = shop.push(secret="f" * 30)
    assert (wrong.status_code, wrong.told["code"]) == (401, "bad_signature")
    stranger = shop.client.post(f"/api/v1/storefront/{tea.pk}/orders", b"{}", content_type="application/json")
    assert (stranger.status_code, json.loads(stranger.content)["code"]) == (401, "unknown_key")
    assert "Content-Language" not in stranger.headers or stranger.headers["Content-Type"] == "application/problem+json"


def test_another_marketplaces_connection_has_no_such_address(shop, tea):
    assert shop.client.post(f"/api/v1/ozon/{shop.connection.pk}/orders").status_code == 404
    assert shop.client.post(f"/api/v1/nowhere/{shop.connection.pk}/orders").status_code == 404


def test_the_former_secret_is_believed_while_keys_are_exchanged(shop, tea):
    from marketplaces.framework import registry
    from marketplaces.services import credentials

    kind = registry.connector_class("storefront")
    credentials.save(shop.connection, kind, {"key_id": "web_1", "secret": "whsec_the_next_one_2027"})
    assert shop.push(secret="whsec_the_next_one_2027").status_code == 201
    assert shop.push(secret=SECRET).status_code == 200


def test_a_shop_that_calls_too_often_is_asked_to_wait(shop, tea, monkeypatch):
    monkeypatch.setattr(DatabaseLimiter, "take", lambda *_: 1.2)
    answer = shop.push()
    assert (answer.status_code, answer.told["code"], answer.headers["Retry-After"]) == (429, "rate_limited", "2")


def test_a_body_that_is_too_long_is_refused_before_it_is_read(shop, tea):
    answer = shop.push(b'{"a":"' + b"x" * 1024 * 1024 + b'"}')
    assert (answer.status_code, answer.told["code"]) == (413, "too_large")


def test_odd_numbers_and_the_query_are_signed_as_they_are_on_the_wire(shop, tea):
    shop.push(changed(external_id="A/1 ü"))
    assert shop.call("GET", "/orders/A%2F1%20%C3%BC").told["external_id"] == "A/1 ü"

"""Native webhooks: believed, taken once, mapped as the contract's table says, and never refused for their content."""

import base64
import hashlib
import hmac
import json

import pytest

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.connectors.storefront.intake import StorefrontIntake
from marketplaces.framework.intake import IncomingCall

from .samples import BASE, HOOK_SECRET, KEYS, NOW

WOO = {
    "id": 727, "number": "727", "status": "processing", "currency": "EUR", "prices_include_tax": True,
    "date_created": "2026-01-05T11:00:00", "date_created_gmt": "2026-01-05T10:00:00",
    "date_modified_gmt": "2026-01-05T10:00:30", "discount_total": "10.00", "discount_tax": "1.70",
    "shipping_total": "4.19", "shipping_tax": "0.71", "total": "53.20", "total_tax": "7.73", "customer_id": 0,
    "customer_note": "", "billing": {
        "first_name": "Zoé", "last_name": "Müller", "company": "", "address_1": "12A, Rue de l'Exemple",
        "address_2": "", "city": "Luxembourg", "state": "", "postcode": "L-1234", "country": "LU",
        "email": "zoe@example.lu", "phone": "+352621000000",
    },
    "shipping": {"first_name": "", "last_name": "", "company": "", "address_1": "", "city": "", "country": ""},
    "shipping_lines": [{"id": 1, "method_id": "flat_rate", "method_title": "Standard"}],
    "line_items": [
        {
            "id": 315, "name": "Théière", "product_id": 93, "quantity": 3, "subtotal": "51.28", "subtotal_tax": "8.72",
            "total": "41.28", "total_tax": "7.02", "sku": "LU-1001", "price": 13.76,
        },
    ],
    "refunds": [],
}  # fmt: skip
SHOPIFY = {
    "id": 9007199254740993, "name": "#1001", "created_at": "2026-01-05T05:00:00-05:00",
    "processed_at": "2026-01-05T05:00:00-05:00", "updated_at": "2026-01-05T05:00:30-05:00", "cancelled_at": None,
    "currency": "EUR", "presentment_currency": "CHF", "taxes_included": False, "financial_status": "paid",
    "fulfillment_status": None, "total_price": "110.80", "total_tax": "15.30", "total_discounts": "10.00",
    "total_shipping_price_set": {"shop_money": {"amount": "5.50", "currency_code": "EUR"}},
    "email": None, "contact_email": "zoe@example.lu", "phone": None, "test": False, "note": None,
    "customer": {"id": 207119551}, "billing_address": None,
    "shipping_address": {
        "first_name": "Zoé", "last_name": "Müller", "company": None, "address1": "12A, Rue de l'Exemple",
        "address2": None, "city": "Luxembourg", "province": None, "zip": "L-1234", "country_code": "LU", "phone": None,
    },
    "line_items": [
        {
            "id": 9007199254740995, "title": "Théière", "name": "Théière - bleue", "quantity": 2, "sku": "LU-1001",
            "price": "50.00", "requires_shipping": True, "discount_allocations": [{"amount": "10.00"}],
            "tax_lines": [{"price": "15.30", "rate": 0.17}],
        },
    ],
    "refunds": [],
}  # fmt: skip


def post(desk, system, body, *, keys=KEYS, delivery="d-1", topic="", **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = base64.b64encode(hmac.new(HOOK_SECRET.encode(), raw, hashlib.sha256).digest()).decode()
    given = {
        "woocommerce": {
            "x-wc-webhook-signature": signature, "x-wc-webhook-topic": topic or "order.updated",
            "x-wc-webhook-delivery-id": delivery, "content-type": "application/json",
        },
        "shopify": {
            "x-shopify-hmac-sha256": signature, "x-shopify-topic": topic or "orders/updated",
            "x-shopify-shop-domain": "atelier.example", "x-shopify-webhook-id": delivery,
            "content-type": "application/json",
        },
    }[system]  # fmt: skip
    path = f"/hooks/{system}"
    call = IncomingCall(
        method="POST", target=BASE + path, path=path, headers={**given, **headers}, body=raw, received_at=NOW
    )
    return StorefrontIntake().answer(call, keys, desk).status


def test_a_woocommerce_order_is_read_with_the_tax_in_its_prices(desk):
    assert post(desk, "woocommerce", WOO) == 200
    order = desk.last
    assert (order.remote_id, order.number, order.status, order.remote_status) == (
        "727",
        "727",
        "confirmed",
        "processing",
    )
    assert [str(each) for each in (order.total, order.tax, order.shipping_cost, order.discount)] == [
        "53.20", "7.73", "4.90", "11.70",
    ]  # fmt: skip
    (line,) = order.lines
    assert (line.remote_id, line.quantity, str(line.unit_price), str(line.discount)) == ("315", 3, "20.00", "11.70")
    assert order.placed_at.isoformat() == "2026-01-05T10:00:00+00:00"
    assert (order.shipping_address.line1, order.buyer.email) == ("12A, Rue de l'Exemple", "zoe@example.lu")
    assert order.raw["line_items"][0]["id"] == 315
    assert desk.asks == []


def test_a_shopify_order_is_read_with_its_long_numbers_whole(desk):
    assert post(desk, "shopify", SHOPIFY) == 200
    order = desk.last
    assert (order.remote_id, order.number, order.currency) == ("9007199254740993", "#1001", "EUR")
    assert [str(each) for each in (order.total, order.tax, order.shipping_cost)] == ["110.80", "15.30", "5.50"]
    (line,) = order.lines
    assert (line.remote_id, str(line.unit_price), str(line.discount)) == ("9007199254740995", "50.00", "10.00")
    assert order.placed_at.isoformat() == "2026-01-05T05:00:00-05:00"
    assert order.buyer.email == "zoe@example.lu"
    assert desk.asks == []


@pytest.mark.parametrize(("system", "body"), [("woocommerce", WOO), ("shopify", SHOPIFY)])
def test_a_forged_webhook_is_refused(desk, system, body):
    header = {"woocommerce": "x-wc-webhook-signature", "shopify": "x-shopify-hmac-sha256"}[system]
    for forged in ("", "AAAA", base64.b64encode(b"0" * 32).decode()):
        assert post(desk, system, body, **{header: forged}) == 401
    unset = KEYS.__class__(key_id="web_1", secrets=KEYS.secrets)
    assert post(desk, system, body, keys=unset) == 401
    assert desk.stored == []


@pytest.mark.parametrize("domain", ["", "other.example"])
def test_a_webhook_of_another_shopify_shop_is_refused(desk, domain):
    assert post(desk, "shopify", SHOPIFY, **{"x-shopify-shop-domain": domain}) == 401


def test_a_delivery_is_taken_once(desk):
    for _ in range(2):
        assert post(desk, "shopify", SHOPIFY) == 200
    assert post(desk, "woocommerce", WOO, delivery="a") == 200
    assert post(desk, "woocommerce", WOO, delivery="b") == 200  # another number, the same content
    assert len(desk.stored) == 2


@pytest.mark.parametrize("body", [b"webhook_id=5", b""])
def test_the_ping_on_saving_a_webhook_is_answered_and_has_no_effect(desk, body):
    kind = {"content-type": "application/x-www-form-urlencoded", "x-wc-webhook-signature": ""}
    assert post(desk, "woocommerce", body, **kind) == 200
    assert desk.stored == [] and desk.keys == {}


@pytest.mark.parametrize(
    ("system", "body", "topic"),
    [
        ("woocommerce", {**WOO, "status": "checkout-draft"}, ""), ("woocommerce", {**WOO, "status": "auto-draft"}, ""),
        ("woocommerce", WOO, "product.updated"), ("shopify", {**SHOPIFY, "test": True}, ""),
        ("shopify", {"id": 1}, "products/update"), ("woocommerce", {"id": 727}, "order.deleted"),
        ("shopify", {"id": 5, "order_id": 7, "transactions": []}, "refunds/create"),
    ],
)  # fmt: skip
def test_what_is_no_order_yet_is_taken_and_left_alone(desk, system, body, topic):
    assert post(desk, system, body, topic=topic) == 200
    assert desk.stored == [] and desk.asks == []


@pytest.mark.parametrize(
    ("system", "body"),
    [
        ("woocommerce", b"{torn"), ("woocommerce", b"[]"), ("woocommerce", {"id": 1}),
        ("woocommerce", {**WOO, "line_items": 5}), ("woocommerce", {**WOO, "total": "much"}),
        ("woocommerce", {**WOO, "billing": "x"}), ("shopify", {**SHOPIFY, "line_items": [{"id": 1}]}),
        ("shopify", {**SHOPIFY, "currency": 5.5}), ("shopify", {**SHOPIFY, "updated_at": "today"}),
        ("woocommerce", {**WOO, "currency": "CHF"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_and_needs_a_person(desk, system, body):
    """A shop whose webhook is refused five times switches it off."""
    assert post(desk, system, body) == 200
    assert desk.stored == []
    assert len(desk.asks) == 1


def test_trouble_of_ours_is_not_swallowed(desk):
    desk.trouble = RuntimeError("the database went away")
    with pytest.raises(RuntimeError):
        post(desk, "woocommerce", WOO)
    assert post(desk, "woocommerce", WOO) == 200
    assert len(desk.stored) == 1


def test_an_older_webhook_changes_nothing(desk):
    post(desk, "woocommerce", WOO)
    post(desk, "woocommerce", {**WOO, "status": "pending", "date_modified_gmt": "2026-01-05T10:00:10"}, delivery="d-2")
    assert len(desk.stored) == 1


def test_an_unknown_word_of_a_plugin_is_kept(desk):
    post(desk, "woocommerce", {**WOO, "status": "wc-awaiting-pickup"})
    assert (desk.last.status, desk.last.remote_status) == (OrderStatus.UNKNOWN, "awaiting-pickup")


def test_an_order_of_fees_only_has_one_line_and_adds_up(desk):
    bare = {**WOO, "line_items": [], "shipping_total": "0.00", "shipping_tax": "0.00", "total": "11.70"}
    post(
        desk,
        "woocommerce",
        {**bare, "fee_lines": [{"id": 9, "name": "Workshop", "total": "10.00", "total_tax": "1.70"}]},
    )
    (line,) = desk.last.lines
    assert (line.title, str(line.unit_price), line.is_digital) == ("Workshop", "11.70", True)
    post(desk, "woocommerce", {**bare, "id": 728}, delivery="d-2")
    assert [str(each.unit_price) for each in desk.last.lines] == ["11.70"]
    assert desk.asks == []


def test_refunds_are_negative_at_woocommerce_and_successful_ones_count_at_shopify(desk):
    refunds = [{"id": 900, "reason": "", "total": "-10.00"}]
    post(desk, "woocommerce", {**WOO, "status": "completed", "refunds": refunds})
    assert desk.last.status == OrderStatus.PARTIALLY_REFUNDED
    moved = {"amount": "110.80", "kind": "refund"}
    failed = {"id": 1, "transactions": [{**moved, "status": "failure"}]}
    post(desk, "shopify", {**SHOPIFY, "fulfillment_status": "fulfilled", "refunds": [failed]})
    assert desk.last.status == OrderStatus.SHIPPED
    told = {"id": 2, "order_id": SHOPIFY["id"], "transactions": [{**moved, "status": "success"}]}
    post(desk, "shopify", told, topic="refunds/create", delivery="d-2")
    assert desk.last.status == OrderStatus.REFUNDED


def test_a_deleted_order_is_cancelled_unless_it_was_sent(desk):
    post(desk, "woocommerce", WOO)
    post(desk, "woocommerce", {"id": 727}, topic="order.deleted", delivery="d-2")
    assert desk.last.status == OrderStatus.CANCELLED


def test_lines_that_change_after_shipping_are_not_taken_and_need_a_person(desk):
    post(desk, "shopify", SHOPIFY)
    desk.move(str(SHOPIFY["id"]), OrderStatus.SHIPPED)
    line = {**SHOPIFY["line_items"][0], "quantity": 3}
    later = {**SHOPIFY, "line_items": [line], "updated_at": "2026-01-05T06:00:00-05:00"}
    assert post(desk, "shopify", later, delivery="d-2") == 200
    assert len(desk.stored) == 1
    assert [cause for _, cause, _ in desk.asks] == ["changed_after_shipping"]


def test_a_product_that_is_digital_here_is_digital_there(desk):
    desk.products["LU-1001"] = True
    post(desk, "woocommerce", {**WOO, "status": "completed"})
    assert desk.last.status == OrderStatus.FULFILLED


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"cancelled_at": "2026-01-05T05:00:30-05:00"}, "cancelled"),
        ({"fulfillment_status": "fulfilled"}, "shipped"),
        ({"fulfillment_status": "fulfilled", "fulfillments": [{"shipment_status": "delivered"}]}, "delivered"),
    ],
)
def test_what_happens_within_the_same_second_is_news(desk, change, status):
    """Times are whole seconds there, and what cancels an order may leave all other fields as they were."""
    post(desk, "shopify", SHOPIFY)
    post(desk, "shopify", {**SHOPIFY, **change}, delivery="d-2")
    assert desk.last.status == status

"""Orders in: looked at in the contract's order, stored once, newest word last."""

import pytest

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.intake import Parcel

from .samples import NOW, ORDER, call, order, receive


def push(desk, told, key="key-00000001"):
    return receive(desk, "POST", "/orders", told, key=key)


def test_a_new_order_is_created_and_read_in_our_words(desk):
    status, body = push(desk, ORDER)
    assert (status, body["result"], body["status"], body["external_id"]) == (201, "created", "confirmed", "WEB-1001")
    assert body["warnings"] == []
    read = desk.last
    assert (read.number, read.currency, str(read.total), str(read.shipping_cost)) == ("1001", "EUR", "59.60", "4.90")
    assert (read.buyer.name, read.shipping_address.postcode) == ("Zoé Müller", "L-1234")
    assert [(line.sku, line.quantity, str(line.discount), line.is_digital) for line in read.lines] == [
        ("LU-1001", 1, "3.34", False), ("DIG-1", 2, "1.66", True),
    ]  # fmt: skip
    assert read.raw["metadata"] == {"source": "web"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"lines__0__quantity": 0}, "/lines/0/quantity"), ({"lines__0__quantity": "1"}, "/lines/0/quantity"),
        ({"lines__0__quantity": True}, "/lines/0/quantity"), ({"lines__0__quantity": 1.5}, "/lines/0/quantity"),
        ({"lines": []}, "/lines"), ({"lines__0__unit_price": 39.9}, "/lines/0/unit_price"),
        ({"lines__0__total": "36,56"}, "/lines/0/total"),
        ({"lines__1__external_line_id": "1"}, "/lines/1/external_line_id"),
        ({"totals__total": "59.6"}, "/totals/total"), ({"customer__email": "zoe"}, "/customer/email"),
        ({"placed_at": "2026-01-05"}, "/placed_at"), ({"updated_at": "2026-01-05T10:00:00"}, "/updated_at"),
        ({"placed_at": "2026-02-30T10:00:00Z"}, "/placed_at"), ({"status": "refunded"}, "/status"),
        ({"external_id": ""}, "/external_id"), ({"external_id": "x" * 101}, "/external_id"),
        ({"shipping_address__country": "lu"}, "/shipping_address/country"), ({"currency": "eur"}, "/currency"),
        ({"metadata__source": 1}, "/metadata/source"), ({"revision": -1}, "/revision"),
        ({"prices_include_tax": "yes"}, "/prices_include_tax"), ({"url": "no address"}, "/url"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_place(desk, change, pointer):
    status, body = push(desk, order(**change))
    assert (status, body["code"]) == (422, "validation_failed")
    assert pointer in [each["pointer"] for each in body["errors"]]
    assert desk.stored == []


@pytest.mark.parametrize("name", ["external_id", "placed_at", "updated_at", "currency", "prices_include_tax", "totals", "customer", "lines"])  # fmt: skip  # noqa: E501
def test_what_is_needed_is_missed_by_name(desk, name):
    told = order()
    del told[name]
    assert [each["pointer"] for each in push(desk, told)[1]["errors"]] == [f"/{name}"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":Infinity}', b"[" * 100_000,
        b'{"total":' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_is_refused(desk, body):
    status, told = push(desk, body)
    assert (status, told["code"]) == (400, "bad_json")


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"1"])
def test_a_body_that_is_no_order_is_refused(desk, body):
    assert push(desk, body)[0] == 422


def test_another_currency_is_refused(desk):
    status, body = push(desk, order(currency="CHF"))
    assert (status, body["code"]) == (422, "currency_not_allowed")


def test_an_unknown_product_never_refuses_an_order(desk):
    desk.products = {"DIG-1": True}
    status, body = push(desk, ORDER)
    assert status == 201
    assert [(each["code"], each["pointer"]) for each in body["warnings"]] == [("unknown_sku", "/lines/0/sku")]
    assert desk.asks == []  # the hub asks for it by itself, once for the SKU and not once for each order


def test_a_line_without_a_sku_and_a_parcel_without_a_street_are_told(desk):
    _status, body = push(desk, order(lines__0__sku=None, shipping_address__line1=""))
    assert {each["code"] for each in body["warnings"]} == {"sku_missing", "address_incomplete"}


def test_the_same_again_changes_nothing(desk):
    push(desk, ORDER)
    status, body = push(desk, ORDER, "key-00000002")
    assert (status, body["result"]) == (200, "unchanged")
    assert len(desk.stored) == 1


def test_a_newer_revision_is_taken_even_when_its_clock_is_behind(desk):
    push(desk, ORDER)
    told = order(revision=3, updated_at="2026-01-05T09:00:00Z", note="ring twice")
    assert push(desk, told, "key-00000002")[1]["result"] == "updated"
    assert desk.last.buyer_note == "ring twice"


@pytest.mark.parametrize(
    "older",
    [{"revision": 1, "updated_at": "2026-01-06T10:00:00Z"}, {"revision": None, "updated_at": "2026-01-05T10:00:29Z"}],
)
def test_an_older_word_is_refused(desk, older):
    push(desk, ORDER)
    status, body = push(desk, order(**older, note="late"), "key-00000002")
    assert (status, body["code"]) == (409, "stale_update")
    assert len(desk.stored) == 1


def test_another_word_of_the_same_time_is_taken(desk):
    push(desk, ORDER)
    assert push(desk, order(note="second thought"), "key-00000002")[1]["result"] == "updated"


@pytest.mark.parametrize("left", [OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.FULFILLED])
def test_lines_and_prices_stay_once_the_goods_have_left(desk, left):
    push(desk, ORDER)
    desk.move("WEB-1001", left)
    changed = order(revision=3, lines__0__quantity=2, lines__0__total="76.46", totals__total="99.50")
    assert push(desk, changed, "key-00000002")[1]["code"] == "state_conflict"
    gone = order(revision=3, status="cancelled")
    assert push(desk, gone, "key-00000003")[1]["code"] == "state_conflict"
    moved = order(revision=3, shipping_address__line1="13, Rue de l'Exemple")
    assert push(desk, moved, "key-00000004")[1]["result"] == "updated"


def test_a_test_order_is_looked_at_and_leaves_nothing(desk):
    status, body = push(desk, order(test=True))
    assert (status, body["result"], body["status"]) == (200, "unchanged", "confirmed")
    assert desk.stored == [] and desk.held == {}
    assert push(desk, order(test=True, lines=[]), "key-00000002")[0] == 422


def test_a_batch_is_answered_item_by_item(desk):
    told = {"orders": [ORDER, order(external_id="WEB-2", lines=[]), 7, order(external_id="WEB-3"), ORDER]}
    status, body = receive(desk, "POST", "/orders/batch", told)
    assert status == 200
    assert [(each["index"], each["status"]) for each in body["results"]] == [
        (0, "created"), (1, "failed"), (2, "failed"), (3, "created"), (4, "unchanged"),
    ]  # fmt: skip
    assert body["results"][1]["problem"]["errors"][0]["pointer"] == "/lines"
    assert [each.remote_id for each in desk.stored] == ["WEB-1001", "WEB-3"]


@pytest.mark.parametrize(("count", "status"), [(0, 422), (50, 200), (51, 422)])
def test_a_batch_holds_one_to_fifty(desk, count, status):
    orders = [order(external_id=f"WEB-{number}") for number in range(count)]
    assert receive(desk, "POST", "/orders/batch", {"orders": orders})[0] == status


@pytest.mark.parametrize(("count", "status"), [(500, 201), (501, 422)])
def test_an_order_has_500_lines_at_most(desk, count, status):
    lines = [{**ORDER["lines"][0], "external_line_id": str(n), "total": "1.00"} for n in range(count)]
    told = order(lines=lines, totals={"total": f"{count}.00"})
    assert push(desk, told)[0] == status


def test_a_cancellation_is_taken_before_shipping_only(desk):
    push(desk, ORDER)
    status, body = receive(desk, "POST", "/orders/WEB-1001/cancel", {"reason": "changed my mind"}, key="key-00000002")
    assert (status, body["result"], body["status"]) == (200, "updated", "cancelled")
    assert desk.last.cancel_reason == "changed my mind"
    again = receive(desk, "POST", "/orders/WEB-1001/cancel", {}, key="key-00000003")
    assert again[1]["result"] == "unchanged"
    desk.move("WEB-1001", OrderStatus.SHIPPED)
    assert receive(desk, "POST", "/orders/WEB-1001/cancel", {}, key="key-00000004")[1]["code"] == "state_conflict"


PAYMENT = {
    "external_payment_id": "P-1", "status": "paid", "amount": "59.60", "currency": "EUR",
    "paid_at": "2026-01-05T10:05:00Z",
}  # fmt: skip


def pay(desk, key, **more):
    return receive(desk, "POST", "/orders/WEB-1001/payments", {**PAYMENT, **more}, key=key)


def test_a_payment_confirms_an_order_once(desk):
    push(desk, order(status="pending", payment_status="unpaid"))
    assert desk.last.status == OrderStatus.PENDING
    assert pay(desk, "key-00000002")[1]["status"] == "confirmed"
    assert desk.last.paid_at.isoformat() == "2026-01-05T10:05:00+00:00"
    assert pay(desk, "key-00000003")[1]["result"] == "unchanged"


def test_an_order_that_comes_again_keeps_its_payment(desk):
    """The shop's queue repeats the order as it was before it was paid."""
    first = order(status="pending", payment_status="unpaid")
    push(desk, first)
    pay(desk, "key-00000002")
    assert push(desk, first, "key-00000003")[1]["result"] == "unchanged"
    assert desk.last.status == OrderStatus.CONFIRMED


@pytest.mark.parametrize(
    ("payments", "status", "word"),
    [
        ([("P-1", "authorized", "59.60")], "pending", "authorized"),
        ([("P-1", "authorized", "59.60"), ("P-1", "paid", "59.60")], "confirmed", "paid"),
        ([("P-1", "failed", "59.60")], "pending", "unpaid"),
        ([("P-1", "paid", "20.00")], "pending", "partially_paid"),
        ([("P-1", "paid", "20.00"), ("P-2", "paid", "39.60")], "confirmed", "paid"),
        ([("P-1", "paid", "59.60"), ("P-2", "failed", "59.60")], "confirmed", "paid"),
        ([("P-1", "authorized", "59.60"), ("P-1", "voided", "59.60")], "pending", "voided"),
    ],
)
def test_payments_add_up(desk, payments, status, word):
    push(desk, order(status="pending", payment_status="unpaid"))
    for number, (name, state, amount) in enumerate(payments):
        told = pay(desk, f"key-1000000{number}", external_payment_id=name, status=state, amount=amount)
    assert told[1]["status"] == status
    assert desk.last.remote_substatus == word


REFUND = {"external_refund_id": "R-1", "amount": "10.00", "currency": "EUR"}


def refund(desk, key, **more):
    return receive(desk, "POST", "/orders/WEB-1001/refunds", {**REFUND, **more}, key=key)


def test_a_refund_is_told_once_and_never_more_than_was_paid(desk):
    push(desk, order(status="delivered"))
    status, body = refund(desk, "key-00000002")
    assert (status, body["status"]) == (201, "partially_refunded")
    assert refund(desk, "key-00000003")[:1] == (200,)
    assert refund(desk, "key-00000004", amount="11.00")[1]["code"] == "state_conflict"
    too_much = refund(desk, "key-00000005", external_refund_id="R-2", amount="49.63")
    assert (too_much[0], too_much[1]["errors"][0]["pointer"]) == (422, "/amount")
    assert refund(desk, "key-00000006", external_refund_id="R-2", amount="49.60")[1]["status"] == "refunded"


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "CHF"}, {"amount": "0.00"}, {"amount": "-1.00"},
        {"lines": [{"external_line_id": "1", "quantity": 2}]}, {"lines": [{"external_line_id": "9", "quantity": 1}]},
    ],
)  # fmt: skip
def test_a_refund_that_makes_no_sense_is_refused(desk, wrong):
    push(desk, ORDER)
    assert refund(desk, "key-00000002", **wrong)[0] == 422


def test_a_part_given_back_before_shipping_leaves_the_order_to_be_packed(desk):
    push(desk, ORDER)
    assert refund(desk, "key-00000002")[1]["status"] == "confirmed"


@pytest.mark.parametrize(("what", "body"), [("payments", PAYMENT), ("refunds", REFUND), ("cancel", {})])
def test_what_is_told_of_an_unknown_order_is_a_conflict(desk, what, body):
    status, told = receive(desk, "POST", f"/orders/NOPE/{what}", body)
    assert (status, told["code"]) == (409, "state_conflict")


def test_orders_are_shown_with_our_state_and_their_parcels(desk):
    push(desk, ORDER)
    parcel = Parcel(ref="F1", tracking_number="LU1", carrier="", shipped_at=NOW, units={"1": 1})
    desk.move("WEB-1001", OrderStatus.SHIPPED, fulfillments=[parcel])
    shown = {
        "id": "F1", "tracking_number": "LU1", "tracking_url": None, "carrier": None,
        "shipped_at": "2026-01-05T11:00:00.000Z", "lines": [{"external_line_id": "1", "quantity": 1}],
    }  # fmt: skip
    status, body = receive(desk, "GET", "/orders/WEB-1001")
    assert (status, body["hub_status"], body["fulfillments"], body["status"]) == (200, "shipped", [shown], "confirmed")
    assert receive(desk, "GET", "/orders/NOPE")[0] == 404


def test_a_number_with_odd_signs_is_found(desk):
    push(desk, order(external_id="A/1 ü"))
    assert receive(desk, "GET", "/orders/A%2F1%20%C3%BC")[0] == 200


def test_lists_are_paged_to_the_end(desk):
    for number in range(5):
        push(desk, order(external_id=f"WEB-{number}"), f"key-2000000{number}")
    found, cursor = [], ""
    while True:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        _status, page = receive(desk, "GET", "/orders", query=query)
        found += [each["external_id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == [f"WEB-{number}" for number in range(5)]


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"updated_since": "today"}, {"cursor": "forged"}]
)
def test_a_wrong_question_is_refused(desk, query):
    assert receive(desk, "GET", "/orders", query=query)[0] == 400


def test_stock_is_told_of_the_skus_named(desk):
    desk.units = {"LU-1001": 4, "DIG-1": 9}
    _status, body = receive(desk, "GET", "/stock?sku=LU-1001,NOPE", query={"sku": "LU-1001,NOPE"})
    assert [(each["sku"], each["available"]) for each in body["items"]] == [("LU-1001", 4)]
    many = ",".join(f"S{number}" for number in range(101))
    assert receive(desk, "GET", "/stock", query={"sku": many})[0] == 400


def test_a_call_reads_nothing_before_it_is_believed(desk):
    """The body is not even JSON, and the signature is what is answered."""
    assert receive(desk, "POST", "/orders", b"{", secret="another-secret-entirely")[1]["code"] == "bad_signature"
    assert call("POST", "/orders", b"{").body == b"{"

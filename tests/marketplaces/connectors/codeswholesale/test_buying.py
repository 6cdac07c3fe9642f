"""No key is bought twice: not after a lost answer, a torn one, a hurried colleague or a supplier that says nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.purchases import KeyForm, PurchaseLine, PurchaseRequest, PurchaseState
from marketplaces.framework.errors import (
    BalanceTooLow,
    InDoubt,
    NotFound,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedPayload,
)
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.samples import ORDER, OTHER, PRODUCT, REFERENCE

BUY, HISTORY = "POST /v3/orders", "GET /v3/orders"
BY_NAME, BY_NUMBER = f"GET /v3/orders/{REFERENCE}", f"GET /v3/orders/{ORDER}"
ASKED = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
WANTED = PurchaseRequest(
    reference=REFERENCE,
    lines=(PurchaseLine(remote_product_id=PRODUCT, quantity=2, unit_cost=Decimal("8.4900")),),
)
MAYBE_SENT = replace(WANTED, asked_at=ASKED)
NOTHING = samples.error(404, message="Order not found")


def listed(*rows):
    return {"items": list(rows)}


def test_our_reference_travels_as_order_id_and_costs_stay_exact(remote, supplier):
    remote.answers(BUY, samples.order())
    bought = supplier.buy(WANTED)
    (sent,) = remote.asked(BUY)
    assert sent.raw == (
        b'{"orderId":"hub-4711-1","allowPreOrder":false,"products":[{"productId":"'
        + PRODUCT.encode()
        + b'","quantity":2,"price":8.49}]}'
    )
    assert sent.headers["Content-Type"] == "application/json"
    assert (bought.remote_id, bought.reference, bought.state) == (ORDER, REFERENCE, PurchaseState.WAITING)
    assert bought.total == Decimal("16.98")


def test_promised_keys_are_bought_only_where_the_merchant_sells_them(remote, supplier):
    remote.answers(BUY, samples.order())
    supplier.buy(replace(WANTED, allow_promised=True))
    assert remote.asked(BUY)[0].body["allowPreOrder"] is True


def test_what_was_bought_before_is_found_and_not_bought_again(remote, supplier):
    remote.answers(BY_NAME, samples.order(samples.code(1), samples.code(2)))
    assert supplier.buy(WANTED).remote_id == ORDER
    assert remote.asked(BUY) == []


@pytest.mark.parametrize(
    "lost",
    [
        samples.error(500), samples.error(502), samples.error(503), (504, b"<html>"), (200, b"<html>later</html>"),
        (200, b'{"orderId": "0a0a'), (200, {}), (200, []), (200, b"null"), (201, b""), samples.error(408),
        (302, {}), (303, b""),
        samples.error(409), samples.error(429),
    ],
)  # fmt: skip
def test_after_a_lost_answer_the_order_is_looked_for_and_never_sent_again(remote, supplier, lost):
    remote.answers(BUY, lost)
    remote.answers(BY_NAME, NOTHING, samples.order())
    remote.answers(HISTORY, listed())
    assert supplier.buy(WANTED).remote_id == ORDER
    assert len(remote.asked(BUY)) == 1


@pytest.mark.parametrize("lost", [samples.error(500), (200, {}), samples.error(429), {"status": "Fulfilling"}])
def test_what_cannot_be_found_is_left_in_doubt(remote, supplier, lost):
    remote.answers(BUY, lost)
    remote.answers(HISTORY, listed())
    with pytest.raises(InDoubt) as caught:
        supplier.buy(WANTED)
    assert caught.value.maybe_done
    assert caught.value.retry_after == 60
    assert "reference" in str(caught.value)
    assert len(remote.asked(BUY)) == 1


def test_trouble_while_looking_leaves_it_in_doubt_too(remote, supplier):
    remote.answers(BUY, samples.error(500))
    remote.answers(BY_NAME, NOTHING, samples.error(503))
    with pytest.raises(InDoubt) as caught:
        supplier.buy(WANTED)
    assert caught.value.maybe_done
    assert len(remote.asked(BUY)) == 1


def test_a_purchase_in_doubt_is_only_looked_for(remote, supplier):
    remote.answers(HISTORY, listed())
    for _ in range(3):
        with pytest.raises(InDoubt):
            supplier.buy(MAYBE_SENT)
    assert remote.asked(BUY) == []
    assert remote.asked(HISTORY)[0].query == {"startFrom": "2026-11-19", "endOn": "2026-11-21"}


def test_a_person_may_have_it_sent_once_more_under_the_same_reference(remote, supplier):
    remote.answers(HISTORY, listed())
    remote.answers(BUY, samples.order())
    assert supplier.buy(replace(MAYBE_SENT, again=True)).reference == REFERENCE
    assert [each.body["orderId"] for each in remote.asked(BUY)] == [REFERENCE]


def test_sending_again_looks_first_as_well(remote, supplier):
    remote.answers(BY_NAME, samples.order())
    remote.answers(HISTORY, listed())
    assert supplier.buy(replace(MAYBE_SENT, again=True)).remote_id == ORDER
    assert remote.asked(BUY) == []


@pytest.mark.parametrize("refused", [samples.error(400), NOTHING, {}, samples.order(clientOrderId="another")])
def test_where_the_reference_opens_nothing_the_days_around_are_searched(remote, supplier, refused):
    remote.answers(BY_NAME, refused)
    remote.answers(HISTORY, listed({"orderId": "x", "clientOrderId": None}, samples.order()))
    remote.answers(BY_NUMBER, samples.order(samples.code(1), samples.code(2)))
    found = supplier.find_purchase(REFERENCE, asked_at=ASKED)
    assert found.remote_id == ORDER
    assert len(found.keys) == 2


def test_a_reference_that_is_refused_is_searched_for_before_the_first_order_too(remote, supplier):
    remote.answers(BY_NAME, samples.error(400))
    remote.answers(HISTORY, listed(samples.order()))
    remote.answers(BY_NUMBER, samples.order())
    assert supplier.buy(WANTED).remote_id == ORDER
    assert remote.asked(BUY) == []


@pytest.mark.parametrize("again", [False, True])
def test_an_order_that_is_listed_and_not_shown_was_bought_all_the_same(remote, supplier, again):
    remote.answers(HISTORY, listed(samples.order()))
    remote.answers(BY_NUMBER, NOTHING)
    with pytest.raises(InDoubt):
        supplier.buy(replace(MAYBE_SENT, again=again))
    assert remote.asked(BUY) == []


def test_a_second_order_under_our_reference_is_told(remote, supplier):
    second = samples.order(orderId="0b0b", createdOn="2026-11-20T12:00:09.000Z")
    remote.answers(HISTORY, listed(second, samples.order()))
    remote.answers(BY_NUMBER, samples.order(samples.code(1), samples.code(2)))
    found = supplier.find_purchase(REFERENCE, asked_at=ASKED)
    assert (found.remote_id, found.doubles) == (ORDER, ("0b0b",))


def test_another_purchase_under_our_reference_needs_a_person(remote, supplier):
    remote.answers(BY_NAME, samples.order(products=[{"productId": OTHER, "codes": []}]))
    with pytest.raises(Rejected) as caught:
        supplier.buy(WANTED)
    assert caught.value.fix
    assert remote.asked(BUY) == []


@pytest.mark.parametrize(
    ("answer", "kind", "word"),
    [
        (samples.error(400, 10002, "Not enough balance"), BalanceTooLow, "Top up"),
        (samples.error(404, 20001, "Product not found"), NotFound, "off its list"),
        (samples.error(400, message="Price has changed"), Rejected, "Price has changed"),
    ],
)
def test_a_clear_refusal_is_no_doubt(remote, supplier, answer, kind, word):
    remote.answers(BUY, answer)
    with pytest.raises(kind) as caught:
        supplier.buy(WANTED)
    assert not caught.value.maybe_done
    assert word in str(caught.value)
    assert len(remote.asked(BUY)) == len(remote.asked(BY_NAME)) == 1


def test_an_ended_token_is_renewed_and_the_order_sent_again_for_it_was_refused_at_the_door(remote, supplier):
    remote.answers("POST /oauth/token", samples.TOKEN)
    remote.answers(BUY, (401, {"error": "invalid_token", "error_description": "ended"}), samples.order())
    assert supplier.buy(WANTED).remote_id == ORDER
    first, second = remote.asked(BUY)
    assert first.raw == second.raw
    assert second.headers["Authorization"] == "Bearer token-new-0002"


def test_a_limit_answer_makes_orders_rest_and_nothing_else(remote, line):
    at = line()
    remote.answers(BUY, samples.error(429))
    remote.answers(HISTORY, listed())
    with pytest.raises(InDoubt):
        at.connector.buy(WANTED)
    assert [(group, seconds) for group, _, seconds in at.limiter.penalties] == [("buy", 30.0)]


def test_our_own_limit_leaves_no_doubt(remote, line):
    at = line()
    remote.answers(BY_NAME, NOTHING)
    at.limiter.waits = [0.0, 500.0]
    with pytest.raises(RateLimited) as caught:
        at.connector.buy(WANTED)
    assert not caught.value.maybe_done
    assert remote.asked(BUY) == []


def test_where_nobody_is_nothing_was_bought(remote, line):
    at = line()
    at.connector.context.transport.base_url = "http://127.0.0.1:9"
    with pytest.raises(Unavailable) as caught:
        at.connector.buy(WANTED)
    assert not caught.value.maybe_done


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": ""}, {"reference": ".."}, {"reference": "a/b"}, {"reference": "é"}, {"reference": "a" * 61},
        {"lines": ()},
        {"lines": (PurchaseLine(remote_product_id=PRODUCT, quantity=0, unit_cost=Decimal(1)),)},
        {"lines": (PurchaseLine(remote_product_id="", quantity=1, unit_cost=Decimal(1)),)},
        {"lines": (PurchaseLine(remote_product_id=PRODUCT, quantity=1, unit_cost=Decimal("NaN")),)},
        {"lines": (PurchaseLine(remote_product_id=PRODUCT, quantity=1, unit_cost=Decimal(-1)),)},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_even_asked(remote, supplier, wrong):
    with pytest.raises(Rejected):
        supplier.buy(replace(WANTED, **wrong))
    assert remote.seen == []


# Keys ----------------------------------------------------------------------------------------------------------------
def test_n_pieces_are_n_keys(remote, supplier):
    remote.answers(BY_NUMBER, samples.order(samples.code(1, code=" AAAA-1 "), samples.code(2)))
    found = supplier.purchase(ORDER)
    assert [key.text for key in found.keys] == ["AAAA-1", "AAAA-BBBB-0002"]
    assert found.missing(WANTED.lines) == {}


def test_a_completed_order_with_too_few_keys_is_not_whole(remote, supplier):
    remote.answers(BY_NUMBER, samples.order(samples.code(1)))
    found = supplier.purchase(ORDER)
    assert found.state is PurchaseState.READY
    assert found.missing(WANTED.lines) == {PRODUCT: 1}


def test_pictures_are_fetched_by_their_own_call(remote, supplier):
    remote.answers(BY_NUMBER, samples.order(samples.image(1), samples.image(2)))
    remote.answers("GET /v3/codes/c0de-1", samples.image(1, code=samples.PNG, filename="..\\up/../card.png"))
    remote.answers("GET /v3/codes/c0de-2", samples.image(2, code="no picture at all!"))
    found = supplier.purchase(ORDER)
    first, second = found.keys
    assert (first.media_type, first.file_name, len(first.image)) == ("image/png", "card.png", 67)
    assert second.problem and not second.is_here
    assert "no picture" not in second.problem
    assert found.missing(WANTED.lines) == {PRODUCT: 1}


def test_a_text_that_is_not_in_the_order_is_asked_for(remote, supplier):
    remote.answers(BY_NUMBER, samples.order(samples.code(1, code=""), samples.code(2, code=None)))
    remote.answers("GET /v3/codes/c0de-1", samples.code(1))
    found = supplier.purchase(ORDER)
    assert [key.text for key in found.keys] == ["AAAA-BBBB-0001", ""]
    assert found.keys[1].problem
    assert found.missing(WANTED.lines) == {PRODUCT: 1}


@pytest.mark.parametrize("word", ["CODE_PREORDER", "PRE_ORDER"])
def test_a_promised_key_is_no_error_and_comes_later(remote, supplier, word):
    promised = {"codeType": word, "status": "Pre-ordered code", "code": None}
    remote.answers(BY_NUMBER, samples.order(samples.code(1, **promised), samples.code(2)))
    found = supplier.purchase(ORDER)
    assert [key.form for key in found.keys] == [KeyForm.PROMISED, KeyForm.TEXT]
    assert found.missing(WANTED.lines) == {}
    assert remote.asked("GET /v3/codes/c0de-1") == []
    remote.answers("GET /v3/codes/c0de-1", samples.code(1, **promised), samples.code(1))
    assert not supplier.bought_key("c0de-1").is_here
    assert supplier.bought_key("c0de-1").text == "AAAA-BBBB-0001"


def test_another_key_than_the_one_asked_for_is_not_taken(remote, supplier):
    remote.answers("GET /v3/codes/c0de-1", samples.code(2))
    with pytest.raises(UnexpectedPayload):
        supplier.bought_key("c0de-1")


def test_passing_trouble_with_one_picture_is_not_taken_for_a_bad_one(remote, supplier):
    remote.answers(BY_NUMBER, samples.order(samples.image(1)))
    remote.answers("GET /v3/codes/c0de-1", samples.error(503))
    with pytest.raises(Unavailable):
        supplier.purchase(ORDER)


def test_no_key_is_shown_by_accident(remote, line):
    at = line()
    secret = "QQQQ-WWWW-EEEE"  # noqa: S105
    odd = {"codeId": "c0de-3", "codeType": "CODE_TEXT", "code": {"value": secret}}
    remote.answers(BY_NUMBER, samples.order(samples.code(1, code=secret), samples.image(2, code=samples.PNG), odd))
    found = at.connector.purchase(ORDER)
    assert found.keys[0].text == secret
    said = f"{found!r} {found.raw!r} {found.keys!r} {at.recorder.calls!r}"
    assert secret not in said
    assert samples.PNG not in said


def test_an_invoice_is_a_file(remote, supplier):
    remote.answers(f"{BY_NUMBER}/invoice", {"invoiceNo": "INV-1", "body": "JVBERi0xLjQ="})
    found = supplier.invoice(ORDER)
    assert (found.number, found.pdf) == ("INV-1", b"%PDF-1.4")
    assert "PDF" not in repr(found)
    remote.answers(f"{BY_NUMBER}/invoice", {"invoiceNo": "INV-1", "body": "no base64"})
    with pytest.raises(UnexpectedPayload):
        supplier.invoice(ORDER)

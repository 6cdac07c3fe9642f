"""Buying at the practice CodesWholesale: what is paid, when keys come, what is refused, and what it forgives."""

import base64

import pytest


def filled(hub, number):
    hub.control("clock", {"advance": 5})
    return hub.call("GET", f"/v3/orders/{number}").json()


def balance(hub):
    return hub.call("GET", "/v3/accounts/current").json()["totalToUse"]


def test_an_order_is_paid_at_once_and_filled_a_little_later(hub):
    made = hub.order(quantity=2).json()
    assert (made["status"], made["clientOrderId"], made["products"][0]["codes"]) == ("Fulfilling", "hub-1", [])
    assert balance(hub) == pytest.approx(3000 - made["totalPrice"])
    done = filled(hub, made["orderId"])
    assert done["status"] == "Completed"
    codes = done["products"][0]["codes"]
    assert len({each["code"] for each in codes}) == 2
    assert {each["codeType"] for each in codes} == {"CODE_TEXT"}


def test_an_order_is_found_by_our_reference_and_its_own_link_says_so(hub):
    made = hub.order(reference="hub-77").json()
    assert hub.call("GET", "/v3/orders/hub-77").json()["orderId"] == made["orderId"]
    assert made["links"][0]["href"].endswith("/v3/orders/hub-77")


def test_the_same_reference_buys_twice(hub):
    """Nothing says that it is refused (contract section 5), so a hub must not rely on it."""
    first, second = hub.order().json(), hub.order().json()
    assert first["orderId"] != second["orderId"]
    rows = hub.call("GET", "/v3/orders", params={"startFrom": "2026-10-20", "endOn": "2026-10-20"}).json()["items"]
    assert [each["orderId"] for each in rows if each["clientOrderId"] == "hub-1"] == [
        first["orderId"],
        second["orderId"],
    ]
    assert hub.call("GET", "/v3/orders/hub-1").json()["orderId"] == first["orderId"]


def test_a_client_order_id_in_the_request_is_dropped_without_a_word(hub):
    product = hub.of_form("text")
    body = {"clientOrderId": "hub-1", "products": [{"productId": product["productId"], "quantity": 1}]}
    answer = hub.session.post(f"{hub.url}/v3/orders", json=body, headers=hub.headers, timeout=10)
    assert (answer.status_code, answer.json()["clientOrderId"]) == (200, None)


def test_a_picture_is_null_in_the_order_and_bytes_by_its_own_call(hub):
    made = hub.order("image").json()
    (code,) = filled(hub, made["orderId"])["products"][0]["codes"]
    assert (code["codeType"], code["status"], code["code"]) == ("CODE_IMAGE", "Image code", None)
    whole = hub.call("GET", f"/v3/codes/{code['codeId']}").json()
    assert base64.b64decode(whole["code"]).startswith(b"\x89PNG\r\n\x1a\n")
    assert whole["filename"].endswith(".png")


def test_a_pre_order_is_paid_and_its_key_comes_later(hub, receiver):
    hub.call("PUT", "/v2/webhook", {"webhook": receiver.url})
    assert "pre-order" in hub.refused(hub.order("preorder"), 400)
    made = hub.order("preorder", allowPreOrder=True).json()
    (code,) = filled(hub, made["orderId"])["products"][0]["codes"]
    assert (code["codeType"], code["code"]) == ("CODE_PREORDER", None)
    assert hub.control("assign", {"order": "hub-1"}) == {"keys": 1}
    hub.control("deliver", {})
    assert receiver.heard[-1]["type"] == "PREORDER"
    assert receiver.heard[-1]["orderId"] == made["orderId"]
    assert hub.call("GET", f"/v3/codes/{code['codeId']}").json()["code"]


def test_promises_are_taken_unless_they_are_refused(hub):
    product = hub.of_form("preorder")
    row = {"productId": product["productId"], "quantity": 1}
    assert hub.call("POST", "/v3/orders", {"orderId": "hub-2", "products": [row]}).status_code == 200


def test_without_enough_money_nothing_is_bought(hub):
    hub.control("balance", {"balance": "1.00", "credit": "1.00"})
    hub.refused(hub.order(quantity=3), 400, 10002)
    assert balance(hub) == 2.0


def test_credit_is_spent_after_the_own_money(hub):
    price = hub.of_form("text")["prices"][2]["value"]
    hub.control("balance", {"balance": "1.00", "credit": "100.00"})
    hub.order()
    body = hub.call("GET", "/v3/accounts/current").json()
    assert body["currentBalance"] == 0
    assert body["currentCredit"] == pytest.approx(101 - price)


def test_another_price_than_todays_is_refused(hub):
    product = hub.of_form("text")
    row = {"productId": product["productId"], "quantity": 10, "price": product["prices"][2]["value"]}
    assert "changed" in hub.refused(hub.call("POST", "/v3/orders", {"orderId": "hub-3", "products": [row]}), 400)
    row["price"] = product["prices"][1]["value"]
    assert hub.call("POST", "/v3/orders", {"orderId": "hub-3", "products": [row]}).status_code == 200


def test_more_than_there_are_is_refused_whole(hub):
    first, second = hub.products()[0], hub.products()[3]
    rows = [
        {"productId": first["productId"], "quantity": 1},
        {"productId": second["productId"], "quantity": second["quantity"] + 1},
    ]
    hub.refused(hub.call("POST", "/v3/orders", {"orderId": "hub-4", "products": rows}), 400)
    assert balance(hub) == 3000
    assert hub.products()[0]["quantity"] == first["quantity"]
    hub.refused(hub.call("GET", "/v3/orders/hub-4"), 404)


def test_two_lines_of_a_product_share_what_there_is(hub):
    product = hub.of_form("text")
    row = {"productId": product["productId"], "quantity": product["quantity"]}
    more = {**row, "quantity": 1}
    answer = hub.call("POST", "/v3/orders", {"orderId": "hub-8", "products": [row, more]})
    assert "out of stock" in hub.refused(answer, 400)


@pytest.mark.parametrize(
    "products",
    [
        None, [], "x", [7], [{}], [{"productId": "x"}], [{"productId": 7, "quantity": 1}],
        [{"productId": "b7a0c1d2-0001-4a00-8000-000000000001", "quantity": 0}],
        [{"productId": "b7a0c1d2-0001-4a00-8000-000000000001", "quantity": 1.5}],
        [{"productId": "b7a0c1d2-0001-4a00-8000-000000000001", "quantity": True}],
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(hub, products):
    hub.refused(hub.call("POST", "/v3/orders", {"orderId": "hub-5", "products": products}), 400)


def test_an_unknown_product_has_its_code(hub):
    row = {"productId": "b7a0c1d2-0001-4a00-8000-000000000001", "quantity": 1}
    hub.refused(hub.call("POST", "/v3/orders", {"orderId": "hub-6", "products": [row]}), 404, 20001)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"'])
def test_a_body_that_is_no_object_is_refused(hub, body):
    headers = {**hub.headers, "Content-Type": "application/json"}
    answer = hub.session.post(f"{hub.url}/v3/orders", data=body, headers=headers, timeout=10)
    hub.refused(answer, 400)
    plain = hub.session.post(f"{hub.url}/v3/orders", data=b"{}", headers=hub.headers, timeout=10)
    hub.refused(plain, 400)


def test_the_history_is_of_whole_days(hub):
    hub.order()
    hub.control("clock", {"now": "2026-10-21T00:00:30Z"})
    hub.sign_in()
    hub.order(reference="hub-late")

    def named(**days):
        rows = hub.call("GET", "/v3/orders", params=days).json()["items"]
        return [each["clientOrderId"] for each in rows if str(each["clientOrderId"]).startswith("hub")]

    assert named(startFrom="2026-10-20", endOn="2026-10-20") == ["hub-1"]
    assert named(startFrom="2026-10-21") == ["hub-late"]
    assert named() == ["hub-1", "hub-late"]
    for wrong in ({"startFrom": "20.10.2026"}, {"startFrom": "2026-10-21", "endOn": "2026-10-20"}, {"page": "1"}):
        hub.refused(hub.call("GET", "/v3/orders", params=wrong), 400)


def test_an_invoice_is_a_file(hub):
    made = hub.order().json()
    body = hub.call("GET", f"/v3/orders/{made['orderId']}/invoice").json()
    assert base64.b64decode(body["body"]).startswith(b"%PDF")


def test_a_buyer_is_judged_by_address_and_ip_address(hub):
    ask = {"customerEmail": "buyer@example.lu", "customerIpAddress": "203.0.113.7"}
    assert hub.call("POST", "/v3/security", ask).json()["riskScore"] < 1.5
    risky = {**ask, "customerEmail": "risky@example.lu"}
    assert hub.call("POST", "/v3/security", risky).json()["riskScore"] >= 1.5
    hub.refused(hub.call("POST", "/v3/security", {"customerEmail": "buyer@example.lu"}), 400)


def test_complaints_are_on_request_and_judged_one_by_one(hub):
    made = hub.order().json()
    good = {
        "productId": made["products"][0]["productId"], "codeType": "CODE_TEXT", "code": "X", "reason": "Used",
        "screenshot": {"filename": "a.png", "contentType": "image/png", "data": "eA=="},
    }  # fmt: skip
    hub.refused(hub.call("POST", "/v3/complaints", {"orderId": "hub-1", "complaints": [good]}), 403)
    hub.control("complaints", {"allowed": True})
    assert hub.call("POST", "/v3/complaints", {"orderId": "hub-1", "complaints": [good]}).json()["responses"][0][
        "complaintId"
    ]
    assert len(hub.call("GET", "/v3/complaints/order/hub-1").json()["complaints"]) == 1
    assert hub.call("GET", "/v3/complaints/order/hub-2").json() == {"complaints": []}
    hub.refused(hub.call("POST", "/v3/complaints", {"orderId": "nobody", "complaints": [good]}), 404)

"""Digital signatures: keys are made for applications only; a call about money is believed as it was signed, or not."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from .hub import ORDERS, Hub, error_of

KEYS = "/developer/key_management/v1/signing_key"
GERMAN = "usr-4Tg7LumenDE"
BACK = "http://127.0.0.1:9/back/"


@pytest.fixture
def german(hub: Hub) -> Hub:
    """Signed in as a seller whose calls about money must be signed."""
    query = {
        "client_id": hub.keys["client_id"], "redirect_uri": hub.keys["ru_name"], "response_type": "code",
        "scope": "https://api.ebay.com/oauth/api_scope/sell.fulfillment "
        "https://api.ebay.com/oauth/api_scope/sell.finances",
    }  # fmt: skip
    page = hub.session.post(
        f"{hub.url}/oauth2/authorize", params=query, data={"accepted": BACK, "account": GERMAN}, timeout=10,
        allow_redirects=False,
    )  # fmt: skip
    code = dict(part.split("=", 1) for part in urlsplit(page.headers["Location"]).query.split("&"))["code"]
    answer = hub.token_call(grant_type="authorization_code", code=unquote(code), redirect_uri=hub.keys["ru_name"])
    hub.token = answer.json()["access_token"]
    return hub


def new_key(hub: Hub) -> dict[str, Any]:
    token = hub.token
    made = hub.as_application().call("POST", KEYS, body={"signingKeyCipher": "ED25519"})
    hub.token = token
    assert made.status_code == 201
    return dict(made.json())


def signed(hub: Hub, key: dict[str, Any], path: str, told: Any, **wrong: Any) -> Any:
    """The call with its four headers, written as RFC 9421 has it; `wrong` changes one thing after signing."""
    raw = json.dumps(told).encode()
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(raw).digest()).decode()}:"
    names = wrong.get("names", ("content-digest", "x-ebay-signature-key", "@method", "@path", "@authority"))
    parts = {
        "content-digest": digest, "x-ebay-signature-key": key["jwe"], "@method": "POST", "@path": f"/ebay{path}",
        "@authority": urlsplit(hub.url).netloc,
    }  # fmt: skip
    quoted = " ".join(f'"{name}"' for name in names)
    params = f"({quoted});created={wrong.get('created', int(time.time()))}"
    lines = [f'"{name}": {parts[name]}' for name in names]
    base = "\n".join([*lines, f'"@signature-params": {params}']).encode()
    private: Any = load_der_private_key(base64.b64decode(key["privateKey"]), None)
    headers = {
        "Authorization": f"Bearer {hub.token}", "Content-Type": "application/json", "Content-Digest": digest,
        "x-ebay-signature-key": key["jwe"], "Signature-Input": f"sig1={params}",
        "Signature": f"sig1=:{base64.b64encode(private.sign(base)).decode()}:", **wrong.get("headers", {}),
    }  # fmt: skip
    data = wrong.get("body", raw)
    return hub.judged(hub.session.post(f"{hub.url}{path}", data=data, headers=headers, timeout=10))


def refund(hub: Hub) -> tuple[str, dict[str, Any]]:
    number = hub.sell(account=GERMAN)
    amount = {"value": "1.00", "currency": "EUR"}
    return f"{ORDERS}/order/{number}/issue_refund", {
        "reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": amount,
    }  # fmt: skip


def test_a_key_is_made_for_the_application_and_its_private_half_is_told_once(hub: Hub) -> None:
    assert error_of(hub.call("POST", KEYS, body={"signingKeyCipher": "ED25519"})) == (403, 1100)
    made = new_key(hub)
    assert {"signingKeyId", "jwe", "privateKey", "publicKey", "creationTime", "expirationTime"} <= made.keys()
    again = hub.as_application().call("GET", f"{KEYS}/{made['signingKeyId']}").json()
    assert again["jwe"] == made["jwe"] and "privateKey" not in again
    assert hub.call("POST", KEYS, body={"signingKeyCipher": "ROT13"}).status_code == 400


def test_a_signed_refund_is_taken_and_an_unsigned_one_is_not(german: Hub) -> None:
    path, body = refund(german)
    assert error_of(german.call("POST", path, body=body)) == (403, 215122)
    assert signed(german, new_key(german), path, body).json()["refundStatus"] == "PENDING"


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({"body": b'{"reasonForRefund": "OTHER_ADJUSTMENT"}'}, 215122),
        ({"created": 1_700_000_000}, 215122),
        ({"names": ("x-ebay-signature-key", "@method", "@path", "@authority")}, 215122),
        ({"headers": {"Signature": "sig1=:AAAA:"}}, 215122),
        ({"headers": {"Signature-Input": "nonsense"}}, 215122),
        ({"headers": {"x-ebay-signature-key": "another"}}, 215120),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused(german: Hub, wrong: dict[str, Any], number: int) -> None:
    path, body = refund(german)
    assert error_of(signed(german, new_key(german), path, body, **wrong)) == (403, number)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"reasonForRefund": ""}, (400, 34903)), ({"comment": "x" * 101}, (400, 34921)),
        ({"orderLevelRefundAmount": {"value": "0", "currency": "USD"}}, (400, 34907)),
        ({"orderLevelRefundAmount": {"value": "1.00", "currency": "EUR"}}, (400, 34909)),
        ({"orderLevelRefundAmount": {"value": "99999", "currency": "USD"}}, (400, 34915)),
        ({"orderLevelRefundAmount": None}, (400, 34905)),
        ({"orderLevelRefundAmount": None, "refundItems": [{"lineItemId": "1"}]}, (400, 34914)),
    ],
    ids=str,
)  # fmt: skip
def test_wrong_refunds_have_ebays_numbers(hub: Hub, more: dict[str, Any], answer: tuple[int, int]) -> None:
    number = hub.sell()
    amount = {"value": "1.00", "currency": "USD"}
    body = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": amount, **more}
    told = {name: value for name, value in body.items() if value is not None}
    assert error_of(hub.call("POST", f"{ORDERS}/order/{number}/issue_refund", body=told)) == answer


def test_one_refund_at_a_time(hub: Hub) -> None:
    path = f"{ORDERS}/order/{hub.sell()}/issue_refund"
    body = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": {"value": "1.00", "currency": "USD"}}
    assert hub.call("POST", path, body=body).status_code == 200
    assert error_of(hub.call("POST", path, body=body)) == (400, 34922)

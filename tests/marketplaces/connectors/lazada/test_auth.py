"""The signature, held against the contract's worked vectors."""

from urllib.parse import parse_qs, urlsplit

import pytest

from marketplaces.connectors.lazada import auth
from tests.marketplaces.connectors.lazada.conftest import CREDENTIALS, good

AT = 1767225600000
STOCK = (
    "<Request><Product><Skus><Sku><ItemId>2000001</ItemId><SkuId>7000001</SkuId><SellerSku>TEA-1</SellerSku>"
    "<SellableQuantity>12</SellableQuantity></Sku></Skus></Product></Request>"
)
VECTORS = [
    (
        "/orders/get",
        [
            ("update_after", "2026-01-01T00:00:00+07:00"), ("sort_by", "updated_at"), ("sort_direction", "ASC"),
            ("limit", "100"), ("offset", "0"),
        ],
        True,
        "1001DB356398A7D0F614E04E6962EE1B5638BEC8D92CCBD34A63FC69920DD87C",
    ),
    (
        "/auth/token/create",
        [("code", "0_100132_demo")],
        False,
        "E0D53E4C147E2991B38A9F315541C275E157C1C5113DF8FA900108AFF3EA946E",
    ),
    (
        "/product/stock/sellable/update",
        [("payload", STOCK)],
        True,
        "8A913BB2E8976EBD5C37B674C6ED61C3194B7E756992361BB8818650343FCC49",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "params", "token", "wanted"), VECTORS)
def test_a_call_is_signed_as_the_contract_shows(path, params, token, wanted):
    system = dict(auth.system_params(CREDENTIALS, path, params, milliseconds=AT, token=token))
    assert system["sign"] == wanted
    assert ("access_token" in system) is token
    assert (system["app_key"], system["timestamp"], system["sign_method"]) == ("100132", str(AT), "sha256")


def test_an_empty_parameter_and_the_signature_itself_are_not_signed():
    assert auth.sign("s", "/p", [("a", "1")]) == auth.sign("s", "/p", [("a", "1"), ("b", ""), ("sign", "X")])


def test_the_link_carries_the_state_inside_the_address_to_come_back_to():
    link = auth.consent_link(
        host="http://host/lazada/", app_key="100132", redirect_url="https://hub.example.com/back?a=1", state="xyz"
    )
    parts, query = urlsplit(link), parse_qs(urlsplit(link).query)
    assert parts.path == "/lazada/oauth/authorize"
    assert query["redirect_uri"] == ["https://hub.example.com/back?a=1&state=xyz"]
    assert (query["response_type"], query["client_id"]) == (["code"], ["100132"])


def test_every_call_over_the_wire_carries_its_own_fresh_signature_and_its_time_in_milliseconds(lazada, remote, clock):
    remote.answers("/seller/get", good({"seller_id": 300500, "name": "S", "status": "ACTIVE"}))
    lazada.account()
    clock.sleep(60)
    lazada.account()
    first, second = (each.given for each in remote.seen)
    assert (first["timestamp"], second["timestamp"]) == (str(AT), str(AT + 60_000))
    assert first["sign"] != second["sign"]
    assert remote.seen[0].path == "/rest/seller/get"


def test_what_is_told_travels_in_a_form_and_is_signed_with_the_rest(lazada, remote):
    remote.answers("/product/stock/sellable/update", good({}))
    lazada.client.update_stock(STOCK)
    (call,) = remote.seen
    assert call.form == {"payload": STOCK}
    assert dict(call.query)["sign"] == "8A913BB2E8976EBD5C37B674C6ED61C3194B7E756992361BB8818650343FCC49"

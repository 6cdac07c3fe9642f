"""The signature, held against the contract's worked vectors."""

from urllib.parse import parse_qs, urlsplit

from marketplaces.connectors.shopee import auth
from tests.marketplaces.connectors.shopee.conftest import CREDENTIALS

AT = 1767225600


def test_a_public_call_is_signed_as_the_contract_shows():
    query = auth.public_query(CREDENTIALS, "/api/v2/auth/token/get", AT)
    assert query["sign"] == "d1f5c9289f5261fd4007793b1f7ab680fd34190ee61f3531bda80e8ee3b390fc"
    assert query.keys() == {"partner_id", "timestamp", "sign"}


def test_a_shop_call_is_signed_as_the_contract_shows():
    query = auth.shop_query(CREDENTIALS, "/api/v2/order/get_order_list", AT)
    assert query["sign"] == "632c1fe7494dcd9671e083d353200ffaaa0ffc514bf427e55e00403eaacf0de0"
    assert query["access_token"] == CREDENTIALS["access_token"]
    assert query["shop_id"] == "220033445"


def test_the_link_is_signed_over_its_own_path_and_carries_the_state_inside_the_redirect():
    link = auth.authorisation_link(
        CREDENTIALS,
        host="http://host/shopee/",
        redirect_url="https://hub.example.com/back?a=1",
        state="xyz",
        timestamp=AT,
    )
    parts, query = urlsplit(link), parse_qs(urlsplit(link).query)
    assert parts.path == "/shopee/api/v2/shop/auth_partner"
    assert query["sign"] == [auth.sign(CREDENTIALS["partner_key"], "1000001", "/api/v2/shop/auth_partner", AT)]
    assert query["redirect"] == ["https://hub.example.com/back?a=1&state=xyz"]
    assert query["partner_id"] == ["1000001"]
    assert "shop_id" not in query


def test_every_call_over_the_wire_carries_its_own_fresh_signature(shopee, remote, clock):
    remote.answers("shop/get_shop_info", {"error": "", "shop_name": "S", "region": "TH", "status": "NORMAL"})
    shopee.account()
    clock.sleep(60)
    shopee.account()
    first, second = remote.seen
    assert first.value("timestamp") == str(AT)
    assert second.value("timestamp") == str(AT + 60)
    assert first.value("sign") != second.value("sign")

"""Whose key it is, where the calls go, how often they are tried, and how the receiver is registered."""

import pytest

from marketplaces.connectors.fourseller import connector as kind
from marketplaces.framework.credentials import checked
from marketplaces.framework.errors import LoginExpired, RateLimited, Unavailable, UnexpectedPayload
from tests.marketplaces.connectors.fourseller import samples
from tests.marketplaces.connectors.fourseller.conftest import CREDENTIALS
from tests.marketplaces.connectors.remote import Headed

URL = "https://hub.example.com/hooks/fourseller/t/"


def test_the_ping_says_whose_key_it_is(remote, line):
    at = line(currency="")
    remote.answers("GET /v1/ping", {"seller_id": "S-1", "name": "Lumen"})
    remote.answers("GET /v1/products", samples.page([samples.product(currency="USD")]))
    found = at.connector.account()
    assert (found.remote_account_id, found.name, found.currency) == ("S-1", "Lumen", "USD")
    assert remote.seen[0].headers["Authorization"] == f"Bearer {CREDENTIALS['api_key']}"
    assert remote.seen[0].headers["X-Seller-ID"] == "S-1"


def test_where_there_is_no_ping_a_list_of_one_order_proves_the_key(remote, fourseller):
    remote.answers("GET /v1/orders", samples.page([samples.order()]))
    assert fourseller.account().remote_account_id == "S-1"
    assert remote.asked("GET /v1/orders")[0].query == {"limit": "1"}


def test_a_page_of_somebody_else_is_no_proof(remote, fourseller):
    remote.answers("GET /v1/orders", {"hello": "world"})
    with pytest.raises(UnexpectedPayload):
        fourseller.account()


def test_the_key_of_another_seller_is_refused(remote, fourseller):
    remote.answers("GET /v1/ping", {"seller_id": "S-2"})
    with pytest.raises(LoginExpired, match="S-2"):
        fourseller.account()


@pytest.mark.parametrize("products", [(500, {}), samples.page([]), {"data": 7}, samples.page([{"currency": "Euro"}])])
def test_a_shop_that_does_not_tell_its_currency_is_connected_all_the_same(remote, line, products):
    at = line(currency="")
    remote.answers("GET /v1/ping", {})
    remote.answers("GET /v1/products", products)
    assert at.connector.account().currency == ""


def test_paths_and_header_names_are_settings(remote, line):
    at = line(paths="base=/open/v2,orders=/trades", headers="key=X-Api-Key,seller=X-Shop")
    remote.answers("GET /open/v2/trades/FS-1", samples.order())
    assert at.connector.order_items(["FS-1"]).items
    sent = remote.seen[0].headers
    assert (sent["X-Api-Key"], sent["X-Shop"]) == (CREDENTIALS["api_key"], "S-1")
    assert "Authorization" not in sent and "X-Seller-ID" not in sent


@pytest.mark.parametrize(
    ("field", "good"),
    [
        ("paths", "orders=/v2/orders"), ("paths", "base=/v2,ping=/me"), ("headers", "seller=X-Shop"),
        ("headers", "key=X-Api-Key,signature=X-Sign"), ("write_mode", "batch"), ("write_mode", "single"),
    ],
)  # fmt: skip
def test_a_setting_in_its_form_is_taken(field, good):
    values, problems = checked(kind.credential_fields, CREDENTIALS | {field: good})
    assert (values[field], problems) == (good, {})


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("paths", "orders=v2"), ("paths", "parcels=/x"), ("paths", "orders=/a,"), ("headers", "seller=X Shop"),
        ("headers", "seller=X:Shop"), ("headers", "cookie=X"), ("write_mode", "Batch"), ("write_mode", "both"),
    ],
)  # fmt: skip
def test_a_setting_of_another_form_gets_a_sentence(field, bad):
    assert len(checked(kind.credential_fields, CREDENTIALS | {field: bad})[1][field].split()) > 4


def test_a_call_is_tried_again_after_one_two_and_four_seconds(remote, line):
    at = line()
    remote.answers("GET /v1/ping", (500, {}))
    with pytest.raises(Unavailable):
        at.connector.account()
    assert at.clock.slept == [1.0, 2.0, 4.0]
    assert len(remote.seen) == 4


def test_all_tries_together_stay_under_half_a_minute(remote, line):
    """An answer that takes eleven seconds leaves room for two more tries and not for a third."""
    at = line()

    def slow(seen):
        at.clock.sleep(11)
        return 500, {}

    remote.answers("GET /v1/ping", slow)
    with pytest.raises(Unavailable):
        at.connector.account()
    assert len(remote.seen) == 3


def test_a_wait_that_is_told_is_kept_and_one_that_is_not_is_a_minute_later(remote, line):
    at = line()
    remote.answers("GET /v1/ping", Headed(429, {}, {"Retry-After": "7"}), {"seller_id": "S-1"})
    at.connector.account()
    assert at.clock.slept == [7.0]
    remote.answers("GET /v1/ping", (429, {}))
    with pytest.raises(RateLimited) as caught:
        at.connector.account()
    assert caught.value.retry_after == 60.0
    assert [seconds for _, _, seconds in at.limiter.penalties] == [7.0, 60.0]


def test_a_receiver_is_registered_before_the_old_one_goes(remote, fourseller):
    ours, other = {"id": "wh_1", "url": URL}, {"id": "wh_2", "url": "https://erp.example.com/"}
    remote.answers("GET /v1/webhooks", {"data": [ours, other]})
    remote.answers("POST /v1/webhooks", (201, {"id": "wh_3", "url": URL, "secret": "fs_whsec_new"}))
    remote.answers("DELETE /v1/webhooks/wh_1", (204, None))
    assert fourseller.register_webhook(URL) == {"webhook_secret": "fs_whsec_new"}
    assert [each.method for each in remote.seen] == ["GET", "POST", "DELETE"]
    assert len(remote.asked("POST /v1/webhooks")[0].body["events"]) == 8


def test_a_registration_without_a_secret_is_none_and_the_old_one_stays(remote, fourseller):
    remote.answers("GET /v1/webhooks", {"data": [{"id": "wh_1", "url": URL}]})
    remote.answers("POST /v1/webhooks", (201, {"id": "wh_3", "secret": None}))
    with pytest.raises(UnexpectedPayload):
        fourseller.register_webhook(URL)
    assert "DELETE" not in {each.method for each in remote.seen}


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        ([], ""), ([{"url": "https://a.example/"}, {"url": URL}], URL),
        ([{"url": URL}, {"url": "https://a.example/", "active": False}], URL),
    ],
)  # fmt: skip
def test_the_newest_receiver_that_is_on_is_told(remote, fourseller, rows, address):
    remote.answers("GET /v1/webhooks", {"data": rows})
    assert fourseller.registered_webhook() == address

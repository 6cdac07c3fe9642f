"""Digital goods: keys leave in one call and in nothing else; what a chat gave is told as delivered."""

import json
from datetime import date
from typing import Any

import pytest

from marketplaces.canonical.digital import DeliveredLine, DigitalDelivery
from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.connectors.yandex import digital
from marketplaces.framework.errors import Rejected
from tests.marketplaces.connectors.remote import Remote

LIST = "/v1/businesses/5001/orders"
GIVE = "/v2/campaigns/21000001/orders/77000001/deliverDigitalGoods"
STATUS = "/v2/campaigns/21000001/orders/77000001/status"
PAYMENT = {"payment": {"value": 500, "currencyId": "RUR"}}


def order(status: str = "PROCESSING", way: str = "EMAIL", **more: Any) -> dict[str, Any]:
    row = {
        "orderId": 77000001, "campaignId": 21000001, "programType": "DBS", "status": status, "substatus": "STARTED",
        "creationDate": "2026-11-27T10:00:00Z", "prices": PAYMENT,
        "items": [{"id": 501, "offerId": "KEY", "offerName": "Key", "count": 2, "prices": PAYMENT}],
        "delivery": {"type": "DIGITAL", "digitalGoods": {"type": way}},
    }  # fmt: skip
    return {"orders": [row | more], "paging": {}}


def delivery(*keys: str, line: str = "501", until: date | None = None) -> DigitalDelivery:
    given = DeliveredLine(remote_line_id=line, sku="KEY", quantity=2, keys=keys, good_until=until)
    return DigitalDelivery(order_remote_id="77000001", lines=(given,))


def test_all_keys_of_a_line_go_with_instructions_and_the_first_day_on_which_one_ends(
    remote: Remote, yandex: yandex_connector
) -> None:
    remote.answers(LIST, order())
    remote.answers(GIVE, {"status": "OK"})
    yandex.tell_digital(delivery("WORD-ABCDE-1", "WORD-ABCDE-2", until=date(2027, 2, 18)))
    (sent,) = remote.asked(GIVE)
    (item,) = sent.body["items"]
    assert (item["id"], item["codes"], item["activate_till"]) == (501, ["WORD-ABCDE-1", "WORD-ABCDE-2"], "2027-02-18")
    assert item["slip"] == digital.INSTRUCTIONS


def test_a_key_that_never_ends_gets_a_day_far_away(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, order())
    remote.answers(GIVE, {"status": "OK"})
    yandex.tell_digital(delivery("WORD-ABCDE-1", "WORD-ABCDE-2"))
    assert remote.asked(GIVE)[0].body["items"][0]["activate_till"] == "2099-12-31"


@pytest.mark.parametrize("status", ["DELIVERED", "RETURNED"])
def test_what_the_buyer_has_is_not_sent_again(remote: Remote, yandex: yandex_connector, status: str) -> None:
    remote.answers(LIST, order(status))
    yandex.tell_digital(delivery("WORD-ABCDE-1", "WORD-ABCDE-2"))
    assert remote.asked(GIVE) == []


def test_what_a_chat_gave_is_told_without_a_key(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, order(way="CHAT"))
    remote.answers(STATUS, {"order": {}})
    yandex.tell_digital(delivery())
    assert remote.asked(STATUS)[0].body == {"order": {"status": "DELIVERED"}}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (delivery("WORD-ABCDE-1"), "1 of the 2 keys"), (delivery("WORD-ABCDE-1", "W" * 257), "longer than the 256"),
        (delivery("WORD-ABCDE-1", "WORD-ABCDE-2", line="9"), "no line 9"),
    ],
)  # fmt: skip
def test_what_the_market_would_not_take_is_not_sent(
    remote: Remote, yandex: yandex_connector, told: DigitalDelivery, words: str
) -> None:
    remote.answers(LIST, order())
    with pytest.raises(Rejected, match=words):
        yandex.tell_digital(told)
    assert remote.asked(GIVE) == []


def test_a_refusal_that_repeats_a_key_does_not_show_it(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, order())
    error = {"status": "ERROR", "errors": [{"code": "BAD_REQUEST", "message": "Code WORD-ABCDE-1 was used before"}]}
    remote.answers(GIVE, (400, error))
    with pytest.raises(Rejected, match="was used before") as caught:
        yandex.tell_digital(delivery("WORD-ABCDE-1", "WORD-ABCDE-2"))
    assert "WORD-ABCDE-" not in f"{caught.value} {json.dumps(caught.value.as_dict())} {caught.value.args}"


def test_no_key_is_printed() -> None:
    assert "WORD" not in repr(delivery("WORD-ABCDE-1", "WORD-ABCDE-2"))


def test_keys_are_asked_for_where_the_market_sends_them(yandex: yandex_connector) -> None:
    def ways(**told: Any) -> bool:
        return yandex.sends_keys({"delivery": told})

    assert ways(type="DIGITAL") and ways(type="DIGITAL", digitalGoods={"type": "ACTIVATION_CODE"})
    assert not ways(type="DIGITAL", digitalGoods={"type": "STEAM_GIFT"})
    assert not ways(type="DELIVERY")

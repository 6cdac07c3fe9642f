"""Agreeing to a return: only one that waits, only where money back is offered, each unit of it decided."""

from typing import Any

import pytest

from marketplaces.canonical.returns import ReturnStatus
from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.framework.errors import AlreadyDone, Rejected
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .samples import RETURN

LIST, CHOICES = "/v2/campaigns/21000001/returns", "/v1/businesses/5001/returns/decisions"
SUBMIT = "/v2/campaigns/21000001/orders/77000001/returns/45000001/decision/submit"
WAITS = {
    **RETURN, "refundStatus": "WAITING_FOR_DECISION",
    "items": [
        {"shopSku": "SKU-1", "count": 1, "decisions": [{"returnItemId": 91, "count": 1}]},
        {"shopSku": "SKU-2", "count": 2, "decisions": [{"returnItemId": 92, "count": 2}]},
    ],
}  # fmt: skip


def returns(*rows: Any, token: str = "") -> dict[str, Any]:
    return {"status": "OK", "result": {"returns": list(rows), "paging": {"nextPageToken": token} if token else {}}}


def choices(*words: str) -> dict[str, Any]:
    return {"status": "OK", "result": {"availableDecisions": [{"decisionType": word} for word in words]}}


def test_every_item_of_the_return_is_decided(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, returns({**WAITS, "id": 1}, token="t2"), returns(WAITS))
    remote.answers(CHOICES, choices("DECLINE_REFUND", "REFUND_MONEY"))
    remote.answers(SUBMIT, {"status": "OK"})
    yandex.confirm_return("45000001")
    assert [seen.body for seen in remote.asked(CHOICES)] == [{"campaignId": 21000001, "returnId": 45000001}]
    (sent,) = remote.asked(SUBMIT)
    assert sent.body == {
        "returnItemDecisions": [
            {"returnItemId": 91, "decisionType": "REFUND_MONEY"},
            {"returnItemId": 92, "decisionType": "REFUND_MONEY"},
        ]
    }


def test_one_that_waits_no_more_was_decided_before(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, returns())
    with pytest.raises(AlreadyDone):
        yandex.confirm_return("45000001")
    assert remote.asked(SUBMIT) == []


def test_where_no_money_back_is_offered_the_cabinet_decides(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(LIST, returns(WAITS))
    remote.answers(CHOICES, choices("REPAIR", "REPLACE"))
    with pytest.raises(Rejected, match="offers no refund") as caught:
        yandex.confirm_return("45000001")
    assert "cabinet" in caught.value.fix
    assert remote.asked(SUBMIT) == []


def test_a_return_that_was_agreed_to_is_read_as_accepted(shop: Shop) -> None:
    number = shop.sold().remote_id
    shop.control("move", {"order": number, "status": "DELIVERED"})
    returned = shop.control("return", {"order": number})["id"]
    shop.control("move_return", {"return": returned, "refund": "PREMODERATION_DECISION_WAITING"})
    assert status_of(shop, returned) is ReturnStatus.REQUESTED
    shop.connector.confirm_return(returned)
    assert status_of(shop, returned) is ReturnStatus.ACCEPTED


def status_of(shop: Shop, number: str) -> ReturnStatus:
    since, until = shop.window()
    pages = shop.connector.pull_returns(since=since, until=until)
    return next(each.status for page in pages for each in page.items if each.remote_id == number)

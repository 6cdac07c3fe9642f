"""Returns: numbered pages, status, and consent that gives the refund."""

from __future__ import annotations

from typing import Any

import pytest

from .hub import Hub
from .test_orders import wish


def returns(hub: Hub, **change: Any) -> dict[str, Any]:
    return hub.get("returns/get_return_list", **{"page_no": 0, "page_size": 50} | change)


def test_returns_are_walked_by_page_number(hub: Hub) -> None:
    found: list[str] = []
    number, more = 0, True
    while more:
        body = returns(hub, page_no=number, page_size=4)["response"]
        found += [row["return_sn"] for row in body["return"]]
        number, more = number + 1, body["more"]
    assert len(found) == len(set(found)) > 8


def test_consent_refunds_once(hub: Hub) -> None:
    order = hub.sell(**wish(hub, 2))
    hub.control("move", {"order": order, "status": "TO_RETURN"})
    row = next(row for row in returns(hub, status="REQUESTED")["response"]["return"] if row["order_sn"] == order)
    assert row["refund_amount"] == pytest.approx(row["item"][0]["item_price"] * 2)
    assert hub.post("returns/confirm", {"return_sn": row["return_sn"]})["response"] == {"return_sn": row["return_sn"]}
    told = hub.get("returns/get_return_detail", return_sn=row["return_sn"])["response"]
    assert told["status"] == "ACCEPTED"
    assert hub.post("returns/confirm", {"return_sn": row["return_sn"]})["error"] == "error_validation"


def test_an_unknown_return_does_not_exist(hub: Hub) -> None:
    assert hub.post("returns/confirm", {"return_sn": "1"})["error"] == "error_not_exists"
    assert hub.get("returns/get_return_detail", return_sn="1")["error"] == "error_not_exists"


@pytest.mark.parametrize(
    "change",
    [
        {"page_size": 101},
        {"page_no": "first"},
        {"status": "LOST"},
        {"update_time_from": 0, "update_time_to": 16 * 86400},
    ],
)
def test_a_wrong_return_list_is_refused(hub: Hub, change: dict[str, Any]) -> None:
    assert returns(hub, **change)["error"] == "error_param"

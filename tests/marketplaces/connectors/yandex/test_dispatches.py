"""Dispatches: read before they are confirmed, by the Market's own word of what may be done; every status known."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from marketplaces.canonical.dispatches import DispatchStatus
from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.connectors.yandex.dispatches import STATUSES
from marketplaces.framework.errors import AlreadyDone, Rejected, Unavailable, UnexpectedPayload
from tests.conftest import shared
from tests.marketplaces.connectors.remote import Remote

from .conftest import refusal

BASE = "/v2/campaigns/21000001/first-mile/shipments"
FIRST, LAST = date(2026, 11, 26), date(2026, 12, 3)


def row(number: int = 4100001, **more: Any) -> dict[str, Any]:
    """One of the list, as the specification draws it."""
    return {
        "id": number, "planIntervalFrom": "2026-11-28T09:00:00+03:00", "planIntervalTo": "2026-11-28T18:00:00+03:00",
        "shipmentType": "IMPORT", "warehouseTo": {"id": 172, "name": "СЦ Софьино", "address": "д. Софьино, 1"},
        "externalId": str(number), "orderIds": [77000000001, 77000000002], "draftCount": 0, "plannedCount": 2,
        "factCount": 1, "signature": {"signed": False}, "status": "OUTBOUND_READY_FOR_CONFIRMATION", **more,
    }  # fmt: skip


def listed(*rows: dict[str, Any], after: str = "") -> dict[str, Any]:
    return {"status": "OK", "result": {"shipments": list(rows), "paging": {"nextPageToken": after} if after else {}}}


def standing(status: str, *actions: str) -> dict[str, Any]:
    told = {**row(), "currentStatus": {"status": status}, "availableActions": list(actions)}
    return {"status": "OK", "result": told}


def test_all_pages_of_the_days_are_read_the_soonest_first(remote: Remote, yandex: yandex_connector) -> None:
    late = row(4100002, planIntervalFrom="2026-11-29T09:00:00+03:00", planIntervalTo="2026-11-29T18:00:00+03:00")
    remote.answers(BASE, listed(late, after="P2"), listed(row()))
    one, other = yandex.dispatches(first=FIRST, last=LAST)
    assert (one.remote_id, other.remote_id) == ("4100001", "4100002")
    assert (one.starts_at, one.place) == (datetime(2026, 11, 28, 6, tzinfo=UTC), "СЦ Софьино, д. Софьино, 1")
    assert (one.order_remote_ids, one.planned, one.counted) == (("77000000001", "77000000002"), 2, 1)
    assert (one.brought, one.status) == (True, DispatchStatus.READY)
    first, second = remote.asked(BASE)
    assert (first.method, first.body) == ("PUT", {"dateFrom": "2026-11-26", "dateTo": "2026-12-03"})
    assert (first.query, second.query) == ({"limit": "30"}, {"limit": "30", "pageToken": "P2"})


def test_a_list_that_goes_in_circles_ends(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(BASE, lambda _seen: listed(row(), after="P2"))
    with pytest.raises(UnexpectedPayload):
        yandex.dispatches(first=FIRST, last=LAST)


def test_each_status_of_the_specification_is_known_and_no_other() -> None:
    spec = (shared("contracts/yandex") / "yandex-market-partner-api.trimmed.json").read_text()
    words = json.loads(spec)["components"]["schemas"]["ShipmentStatusType"]["enum"]
    assert set(STATUSES) == set(words)


def test_a_new_word_and_a_parcel_that_is_fetched(remote: Remote, yandex: yandex_connector) -> None:
    place = {"id": 1, "name": "Наш склад"}
    remote.answers(BASE, listed(row(status="ON_THE_MOON", shipmentType="WITHDRAW", warehouse=place)))
    (one,) = yandex.dispatches(first=FIRST, last=LAST)
    assert (one.status, one.remote_status) == (DispatchStatus.UNKNOWN, "ON_THE_MOON")
    assert (one.brought, one.place) == (False, "Наш склад")


@pytest.mark.parametrize("lacking", ["id", "planIntervalFrom", "planIntervalTo", "orderIds", "plannedCount"])
def test_one_that_lacks_what_it_must_have_is_said(remote: Remote, yandex: yandex_connector, lacking: str) -> None:
    remote.answers(BASE, listed(row(**{lacking: None})))
    with pytest.raises(UnexpectedPayload):
        yandex.dispatches(first=FIRST, last=LAST)


def test_what_is_offered_is_confirmed(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(f"{BASE}/4100001", standing("OUTBOUND_READY_FOR_CONFIRMATION", "CONFIRM"))
    remote.answers(f"{BASE}/4100001/confirm", {"status": "OK"})
    yandex.confirm_dispatch("4100001")
    (sent,) = remote.asked(f"{BASE}/4100001/confirm")
    assert (sent.method, sent.body) == ("POST", {})


@pytest.mark.parametrize("status", ["OUTBOUND_CONFIRMED", "OUTBOUND_SIGNED", "ACCEPTED", "FINISHED"])
def test_what_was_confirmed_is_not_confirmed_again(remote: Remote, yandex: yandex_connector, status: str) -> None:
    remote.answers(f"{BASE}/4100001", standing(status, "DOWNLOAD_ACT"))
    with pytest.raises(AlreadyDone):
        yandex.confirm_dispatch("4100001")
    assert remote.asked(f"{BASE}/4100001/confirm") == []


@pytest.mark.parametrize("status", ["OUTBOUND_CREATED", "OUTBOUND_READY_FOR_CONFIRMATION", "ERROR", "ON_THE_MOON"])
def test_what_is_not_offered_is_not_asked_for(remote: Remote, yandex: yandex_connector, status: str) -> None:
    remote.answers(f"{BASE}/4100001", standing(status))
    with pytest.raises(Rejected):
        yandex.confirm_dispatch("4100001")
    with pytest.raises(Rejected):
        yandex.dispatch_act("4100001")
    assert remote.asked(f"{BASE}/4100001/confirm") == remote.asked(f"{BASE}/4100001/act") == []


@pytest.mark.parametrize("after", ["OUTBOUND_CONFIRMED", "OUTBOUND_READY_FOR_CONFIRMATION"])
def test_what_an_answer_that_broke_had_said_is_read(remote: Remote, yandex: yandex_connector, after: str) -> None:
    ready = standing("OUTBOUND_READY_FOR_CONFIRMATION", "CONFIRM")
    remote.answers(f"{BASE}/4100001", ready, standing(after))
    remote.answers(f"{BASE}/4100001/confirm", refusal(500, "Internal"))
    if after == "OUTBOUND_CONFIRMED":
        yandex.confirm_dispatch("4100001")
    else:
        with pytest.raises(Unavailable):
            yandex.confirm_dispatch("4100001")
    assert len(remote.asked(f"{BASE}/4100001/confirm")) == 1, "It is not said twice."


def test_an_act_that_is_no_pdf_is_none(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers(f"{BASE}/4100001", standing("OUTBOUND_CONFIRMED", "DOWNLOAD_ACT"))
    remote.answers(f"{BASE}/4100001/act", {"status": "OK"})
    with pytest.raises(UnexpectedPayload):
        yandex.dispatch_act("4100001")

"""Postings as the API tells them: every scheme, every status, page by page."""

from __future__ import annotations

import pytest

from .hub import EVERYTHING, YEAR, Hub


def test_the_key_tells_its_roles_and_its_end(hub: Hub) -> None:
    answer = hub.call("/v1/roles").json()
    assert "/v4/posting/fbs/list" in answer["roles"][0]["methods"]
    assert answer["expires_at"] > "2026-10-20"
    assert hub.call("/v1/seller/info").json()["company"]["name"] == "Atelier Lumen Москва"


def test_pages_give_every_posting_once_in_both_directions(hub: Hub) -> None:
    known = {o["id"] for o in hub.control("state", method="GET")["orders"] if o["scheme"] != "FBO"}
    for direction in ("ASC", "DESC"):
        seen: list[str] = []
        cursor, more = "", True
        while more:
            body = {"filter": YEAR, "limit": 17, "cursor": cursor, "sort_dir": direction, "with": EVERYTHING}
            answer = hub.call("/v4/posting/fbs/list", body).json()
            seen += [p["posting_number"] for p in answer["postings"]]
            cursor, more = answer["cursor"], answer["has_next"]
        assert len(seen) == len(set(seen))
        assert set(seen) == known


def test_the_shop_has_postings_in_every_status_and_scheme(hub: Hub) -> None:
    fbs = hub.postings()
    statuses = {posting["status"] for posting in fbs}
    assert statuses >= {
        "awaiting_registration", "acceptance_in_progress", "awaiting_approve", "awaiting_packaging", "awaiting_deliver",
        "arbitration", "client_arbitration", "sent_by_seller", "driver_pickup", "delivering", "delivered",
        "not_accepted", "cancelled", "cancelled_from_split_pending",
    }  # fmt: skip
    assert {posting["tpl_integration_type"] for posting in fbs} == {"ozon", "non_integrated"}
    fbo = hub.postings("/v3/posting/fbo/list")
    assert {"delivered", "delivering", "cancelled", "awaiting_packaging"} <= {posting["status"] for posting in fbo}
    assert all(posting["order_id"] > 2**31 for posting in fbs + fbo)


def test_only_rfbs_tells_who_the_buyer_is_and_writes_it_in_his_own_letters(hub: Hub) -> None:
    fbs = hub.postings()
    own = [posting for posting in fbs if posting["tpl_integration_type"] == "non_integrated"]
    assert all(posting["customer"] is None for posting in fbs if posting not in own)
    assert all(posting["customer"]["address"]["country"] == "Россия" for posting in own)


@pytest.mark.parametrize("scheme", ["FBS", "rfbs", "FBO"])
def test_a_buyer_who_names_nothing_takes_what_the_scheme_can_send(hub: Hub, scheme: str) -> None:
    for number in range(2, 12):
        hub.control("seed", {"seed": number, "products": 25, "orders": 3})
        (sold,) = hub.control("sell", {"scheme": scheme})["orders"]
        assert sold["scheme"] == scheme.upper()


def test_what_was_not_asked_for_is_null(hub: Hub) -> None:
    body = {"filter": YEAR, "limit": 1}
    bare = hub.call("/v4/posting/fbs/list", body).json()["postings"][0]
    full = hub.call("/v4/posting/fbs/list", body | {"with": EVERYTHING}).json()["postings"][0]
    for part in EVERYTHING:
        assert bare[part] is None
        assert full[part] is not None


def test_money_is_text_with_a_currency_in_the_list_and_beside_it_in_the_single_one(hub: Hub) -> None:
    posting = hub.postings()[0]
    line = posting["products"][0]
    assert line["price"]["currency"] == "RUB"
    single = hub.posting(posting["posting_number"])["products"][0]
    assert (single["price"], single["currency_code"]) == (line["price"]["amount"], "RUB")


def test_the_change_filter_finds_what_moved_since(hub: Hub) -> None:
    number = hub.sell()
    hub.wait(3600)
    hub.control("move", {"order": number, "status": "awaiting_deliver"})
    since = {"from": "2026-10-20T12:30:00Z", "to": "2026-10-20T14:00:00Z"}
    assert [p["posting_number"] for p in hub.postings(last_changed_status_date=since)] == [number]
    before = {"from": "2026-10-20T14:00:00Z"}
    assert hub.postings(last_changed_status_date=before) == []


def test_unfulfilled_lists_open_postings_by_their_deadline(hub: Hub) -> None:
    window = {"cutoff_from": "2026-10-01T00:00:00Z", "cutoff_to": "2026-11-01T00:00:00Z"}
    found = hub.postings("/v4/posting/fbs/unfulfilled/list", **window)
    deadlines = [posting["shipment_date"] for posting in found]
    assert deadlines == sorted(deadlines)
    assert deadlines[0] < "2026-10-20T12:00:00Z" < deadlines[-1]
    assert not {"delivered", "cancelled", "delivering"} & {posting["status"] for posting in found}


def test_filters_by_status_order_and_warehouse(hub: Hub) -> None:
    some = hub.postings(statuses=["awaiting_deliver"])
    assert {posting["status"] for posting in some} == {"awaiting_deliver"}
    one = some[0]
    same = hub.postings(order_numbers=[one["order_number"]])
    assert one["posting_number"] in {posting["posting_number"] for posting in same}
    here = hub.postings(warehouse_ids=[str(one["delivery_method"]["warehouse_id"])])
    assert {p["delivery_method"]["warehouse_id"] for p in here} == {one["delivery_method"]["warehouse_id"]}


def test_both_spellings_of_awaiting_registration_are_understood(hub: Hub) -> None:
    spaced, plain = (hub.postings(statuses=[word]) for word in ("awaiting registration", "awaiting_registration"))
    assert spaced == plain != []


def test_a_split_known_before_has_its_parent(hub: Hub) -> None:
    postings = {posting["posting_number"]: posting for posting in hub.postings()}
    children = [posting for posting in postings.values() if posting["parent_posting_number"]]
    assert len(children) >= 2
    parent = postings[children[0]["parent_posting_number"]]
    assert parent["status"] == "cancelled_from_split_pending"


def test_a_missing_page_shows_nothing_and_moves_on(hub: Hub) -> None:
    hub.control("faults", {"kind": "missing_page", "times": 1})
    answer = hub.call("/v4/posting/fbs/list", {"filter": YEAR, "limit": 10}).json()
    assert (answer["postings"], answer["has_next"]) == ([], True)
    after = hub.call("/v4/posting/fbs/list", {"filter": YEAR, "limit": 10, "cursor": answer["cursor"]}).json()
    assert len(after["postings"]) == 10


def test_returns_come_by_last_id(hub: Hub) -> None:
    everything = hub.call("/v1/returns/list", {"limit": 500}).json()["returns"]
    assert len(everything) > 2
    seen, last, more = [], 0, True
    while more:
        answer = hub.call("/v1/returns/list", {"limit": 2, "last_id": last}).json()
        seen += [row["id"] for row in answer["returns"]]
        last, more = seen[-1], answer["has_next"]
    assert seen == [row["id"] for row in everything]
    number = everything[0]["posting_number"]
    mine = hub.call("/v1/returns/list", {"limit": 9, "filter": {"posting_numbers": [number]}}).json()["returns"]
    assert {row["posting_number"] for row in mine} == {number}


def test_a_new_posting_comes_from_the_splitting_and_tells_its_tariff(hub: Hub) -> None:
    """As the specification prints it: an object, and a word of its own list, never nothing."""
    number = hub.sell()
    body = f'{{"posting_number":"{number}"}}'.encode()
    headers = hub.headers | {"Content-Type": "application/json"}
    found = hub.call("/v3/posting/fbs/get", json=None, data=body, headers=headers).json()["result"]
    assert (found["substatus"], found["previous_substatus"]) == ("posting_created", "posting_split_pending")
    assert found["tariffication"] == {
        "current_tariff_rate": 1,
        "current_tariff_type": "no_discount",
        "current_tariff_charge": "",
        "current_tariff_charge_currency_code": "RUB",
        "next_tariff_rate": 1,
        "next_tariff_type": "commission",
        "next_tariff_charge": "50",
        "next_tariff_starts_at": found["shipment_date"],
        "next_tariff_charge_currency_code": "RUB",
    }

"""What waits for a person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import NeedsYou, Store
from marketplaces.models import Connection, OutboundChange
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def need(store: Store, title: str = "Short by 1: Carafe", **fields: Any) -> NeedsYou:
    return NeedsYou.objects.create(store=store, title=title, cause_key=title, **{"kind": "short", **fields})


def page(client: Client, tail: str = "") -> str:
    return client.get(f"/needs-you/{tail}").content.decode()


def test_the_costliest_comes_first_and_stands_open(owner: Client, cast: Cast) -> None:
    need(cast.store, "Small", money=Decimal(3), currency="EUR", fix="Do little.")
    need(cast.store, "None at all", fix="Do nothing.")
    need(
        cast.store,
        "Large",
        money=Decimal(74),
        currency="EUR",
        fix="Do much.",
        tried="We tried.",
        said="NO",
        cost="Much.",
    )
    html = page(owner)
    places = [html.index(f">{title}</a>") for title in ("Large", "Small", "None at all")]
    assert places == sorted(places)
    for words in ("3 things only a person can settle", "Do much.", "We tried.", "NO", "€74.00"):
        assert words in html
    assert "Do little." not in html


def test_a_shortage_names_what_is_missing_and_a_refusal_what_was_answered(owner: Client, cast: Cast) -> None:
    made = world.order(world.connection(cast.store), lines=2)
    first, second = made.items.order_by("position")
    world.reserve(first, world.variant(cast.store, "A"), granted=1)
    world.reserve(second, world.variant(cast.store, "B", on_hand=0), granted=0, short=1)
    need(cast.store, f"{made.number} is short of 1 unit", subject_type="order", subject_id=made.pk, money=Decimal(9))
    need(cast.store, "Refused", kind="refused", said="held by Ozon")
    need(cast.store, "Cancel", kind="cancel_asked", subject_type="order", subject_id=made.pk, money=Decimal(1))
    html = page(owner)
    assert html.count(second.product_name) == 2
    assert first.product_name not in html
    assert "“held by Ozon”" in html


def test_who_answered_has_a_name(owner: Client, cast: Cast) -> None:
    made = world.order(world.connection(cast.store))
    subject = {"subject_type": "order", "subject_id": made.pk, "said": "NO"}
    assert "Ozon answered" in page(owner, f"{need(cast.store, 'A', kind='refused', **subject).pk}/")
    assert "The buyer says" in page(owner, f"{need(cast.store, 'B', kind='cancel_asked', **subject).pk}/")


def test_one_has_an_address_of_its_own(owner: Client, cast: Cast) -> None:
    need(cast.store, "Large", money=Decimal(74), currency="EUR")
    small = need(cast.store, "Small", fix="Do little.")
    assert "Do little." in page(owner, f"{small.pk}/")


def test_it_leads_to_where_it_is_mended(owner: Client, cast: Cast) -> None:
    made = world.order(world.connection(cast.store))
    need(cast.store, subject_type="order", subject_id=made.pk)
    html = page(owner)
    assert f'href="/orders/{made.pk}/"' in html
    assert 'aria-label="Ozon"' in html


def test_a_number_that_differs_leads_to_its_ledger(owner: Client, cast: Cast) -> None:
    variant = world.variant(cast.store)
    need(cast.store, kind="differs", subject_type="variant", subject_id=variant.pk)
    assert f'href="/inventory/{variant.pk}/ledger/"' in page(owner)


def refused(store: Store, **fields: Any) -> tuple[NeedsYou, OutboundChange]:
    shop = world.connection(store)
    made = world.order(shop)
    change = OutboundChange.objects.create(
        store=store, connection=shop, kind="cancel", subject_id=made.marketplace_orders.get().pk, state="refused",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    key = f"outbound:{change.pk}"
    row = need(store, key, kind="refused", subject_type="outbound_change", subject_id=change.pk)
    return row, change


def test_what_was_refused_can_be_sent_again_and_leads_to_its_order(owner: Client, cast: Cast) -> None:
    row, change = refused(cast.store)
    html = page(owner)
    assert "Try again" in html
    assert "Open the order" in html
    owner.post(f"/needs-you/{row.pk}/again/")
    change.refresh_from_db()
    row.refresh_from_db()
    assert change.state == "waiting"
    assert row.settled_how == "Tried again"


def test_numbers_held_back_can_be_let_go(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    OutboundChange.objects.create(
        store=cast.store, connection=shop, kind="stock", subject_id=shop.pk, state="held",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    row = need(cast.store, f"held:{shop.pk}", kind="held_push", subject_type="connection", subject_id=shop.pk)
    assert "Let the numbers go" in page(owner)
    owner.post(f"/needs-you/{row.pk}/again/")
    assert OutboundChange.objects.get().state == "waiting"


def test_only_who_manages_may_let_numbers_go_that_would_empty_a_shop(packer: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    change = OutboundChange.objects.create(
        store=cast.store, connection=shop, kind="stock", subject_id=shop.pk, state="held",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    row = need(cast.store, f"held:{shop.pk}", kind="held_push", subject_type="connection", subject_id=shop.pk)
    assert "Let the numbers go" not in page(packer)
    assert packer.post(f"/needs-you/{row.pk}/again/").status_code == 403
    packer.post(f"/syncs/waiting/{change.pk}/again/")
    packer.post(f"/connections/{shop.pk}/let-go/")
    assert OutboundChange.objects.get().state == "held"


def test_where_sending_cannot_help_there_is_no_button(owner: Client, cast: Cast) -> None:
    row = need(cast.store)
    assert "Try again" not in page(owner)
    assert owner.post(f"/needs-you/{row.pk}/again/").status_code == 404


@pytest.mark.parametrize("until", ["hour", "tomorrow"])
def test_what_is_put_off_leaves_the_list_and_comes_back(owner: Client, cast: Cast, until: str) -> None:
    row = need(cast.store)
    owner.post(f"/needs-you/{row.pk}/snooze/", {"until": until})
    assert row.title not in page(owner)
    assert row.title in page(owner, "?list=later")
    NeedsYou.objects.update(snoozed_until=world.hours(-1))
    assert row.title in page(owner)


def test_it_can_be_settled_by_hand_and_says_by_whom(packer: Client, cast: Cast) -> None:
    row = need(cast.store)
    packer.post(f"/needs-you/{row.pk}/settle/")
    row.refresh_from_db()
    assert (bool(row.settled_at), row.settled_by) == (True, "Marc Thill")
    assert "Marc Thill" in page(packer, "?list=settled")


def test_nothing_waiting_is_good_news(owner: Client) -> None:
    assert "Nothing waits for you" in page(owner)


def test_a_packer_reads_no_money(packer: Client, cast: Cast) -> None:
    need(cast.store, money=Decimal(74), currency="EUR")
    assert "€" not in page(packer)


@pytest.mark.parametrize("act", ["snooze", "settle", "again"])
def test_who_may_not_changes_nothing(reader: Client, stranger: Client, owner: Client, cast: Cast, act: str) -> None:
    row = need(cast.store)
    address = f"/needs-you/{row.pk}/{act}/"
    assert reader.post(address, {"until": "hour"}).status_code == 403
    assert stranger.post(address, {"until": "hour"}).status_code == 404
    assert owner.get(address).status_code == 405
    row.refresh_from_db()
    assert (row.settled_at, row.snoozed_until) == (None, None)


def test_the_stranger_sees_none_of_it(stranger: Client, cast: Cast) -> None:
    row = need(cast.store)
    assert row.title not in page(stranger)
    assert stranger.get(f"/needs-you/{row.pk}/").status_code == 404


@pytest.mark.parametrize("entries", [1, 20])
def test_it_takes_the_same_queries_however_many(
    owner: Client, cast: Cast, entries: int, django_assert_max_num_queries
) -> None:
    shop = world.connection(cast.store)
    for number in range(entries):
        need(cast.store, f"T{number}", subject_type="order", subject_id=world.order(shop).pk)
    with django_assert_max_num_queries(13):
        page(owner)


def test_the_list_of_orders_that_need_somebody_agrees(owner: Client, cast: Cast, db: None) -> None:
    made = world.order(world.connection(cast.store))
    need(cast.store, subject_type="order", subject_id=made.pk)
    assert Connection.objects.count() == 1
    assert made.number in owner.get("/orders/?view=needs").content.decode()


def test_a_deadline_is_called_what_it_is(owner: Client, cast: Cast) -> None:
    """To ship by, or to answer until: of a return nothing is shipped."""
    from django.utils import timezone

    row = need(cast.store, "Something", kind="short", subject_type="order", deadline=timezone.now())
    assert "Ship by" in owner.get(f"/needs-you/{row.pk}/").content.decode()
    row = need(cast.store, "Other", kind="return", subject_type="order", deadline=timezone.now())
    html = owner.get(f"/needs-you/{row.pk}/").content.decode()
    assert "Until" in html and "Ship by" not in html

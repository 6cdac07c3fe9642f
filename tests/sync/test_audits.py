"""The audit feed: every table of one store, newest first, old beside new, and nothing that is secret."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import ApiToken, Membership, Role, Store, User
from orders.models import Order
from orders.services.lifecycle import move
from sync import audits
from sync.audit_rows import with_previous
from sync.audits import Asked, Audit
from tests.dashboard import world
from tests.proofs.everything import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="ours", name="Ours")


@pytest.fixture
def owner(store: Store) -> Membership:
    user = User.objects.create_user("nadia@example.org", "correct horse battery", name="Nadia Weber")
    return Membership.objects.create(user=user, store=store, role=Role.OWNER)


def all_of(member: Membership, asked: Asked | None = None, size: int = 200) -> list[Audit]:
    return list(audits.NEWEST.page(audits.feed(member, asked), size=size).rows)  # type: ignore[arg-type]


def newest(member: Membership, table: str) -> Audit:
    return all_of(member, Asked(type=table))[0]


def test_only_what_belongs_to_all_stores_is_left_out() -> None:
    audited = {model._meta.db_table for model in apps.get_models() if hasattr(model, "history")}
    assert audited - set(audits.audited_models()) - {"marketplaces"} == set()


def test_making_something_shows_what_it_is(owner: Membership) -> None:
    made = newest(owner, "stores")
    assert (made.event, made.old_values, made.auditable_id) == ("created", None, owner.store_id)
    assert made.new_values and made.new_values["name"] == "Ours" and "created_at" not in made.new_values


def test_a_change_shows_old_beside_new_and_nothing_else(owner: Membership) -> None:
    owner.store.name = "Renamed"
    owner.store._change_reason = "changed by Nadia Weber"
    owner.store.save()
    change = newest(owner, "stores")
    assert (change.event, change.who) == ("updated", "Nadia Weber")
    assert (change.old_values, change.new_values) == ({"name": "Ours"}, {"name": "Renamed"})


def test_a_move_of_an_order_is_a_change_of_status(owner: Membership) -> None:
    order = world.order(world.connection(owner.store))
    move(order=order, to="shipped", who="Nadia Weber", reason="Handed over")
    change = newest(owner, "orders")
    assert change.event == "status_changed" and change.reason == "Handed over"
    assert change.old_values and change.new_values
    assert (change.old_values["status"], change.new_values["status"]) == ("confirmed", "shipped")


def test_what_the_engine_writes_by_itself_is_synced(owner: Membership) -> None:
    order = world.order(world.connection(owner.store))
    order.tracking_number = "RR1"
    order._change_reason = "tracking number"
    order.save()
    assert (newest(owner, "orders").event, newest(owner, "orders").who) == ("synced", "")


def test_hiding_a_row_is_deleting_it(owner: Membership) -> None:
    order = world.order(world.connection(owner.store))
    order.soft_delete()
    assert newest(owner, "orders").event == "deleted"


def test_removing_a_row_shows_what_it_was(owner: Membership) -> None:
    place = world.location(owner.store)
    place.delete()
    gone = newest(owner, "locations")
    assert (gone.event, gone.new_values) == ("deleted", None)
    assert gone.old_values and gone.old_values["name"] == "Main"


def test_a_stranger_reads_nothing_of_ours(owner: Membership) -> None:
    world.order(world.connection(owner.store), lines=2)
    elsewhere = Store.objects.create(slug="elsewhere", name="Elsewhere")
    stranger = Membership.objects.create(
        user=User.objects.create_user("sam@example.org"), store=elsewhere, role=Role.OWNER
    )
    assert {audit.auditable_type for audit in all_of(stranger)} == {"stores", "memberships"}
    assert {audit.auditable_id for audit in all_of(stranger)} == {elsewhere.pk, stranger.pk}


def test_parts_are_found_through_what_they_are_parts_of(owner: Membership) -> None:
    world.order(world.connection(owner.store))
    assert newest(owner, "order_items").event == "created"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_walking_forth_and_back_meets_every_change_once(owner: Membership, size: int) -> None:
    for _ in range(4):
        world.order(world.connection(owner.store, f"Shop {_}"), lines=2)
    whole = [audit.entry for audit in all_of(owner)]
    # Two tables may be written in the same instant: the entry's id decides.
    same = timezone.now()
    Order.history.update(history_date=same)
    whole = [audit.entry for audit in all_of(owner)]
    forth, after = [], ""
    while True:
        page = audits.NEWEST.page(audits.feed(owner), after=after, size=size)  # type: ignore[arg-type]
        forth += [audit.entry for audit in page.rows]
        if not page.next:
            break
        after = page.next
    assert forth == whole and len(set(whole)) == len(whole)
    back = audits.NEWEST.page(audits.feed(owner), before=page.earlier, size=size)  # type: ignore[arg-type]
    assert [audit.entry for audit in back.rows] == whole[: len(whole) - len(page.rows)][-size:]


def test_it_is_narrowed_by_type_thing_person_and_time(owner: Membership) -> None:
    order = world.order(world.connection(owner.store))
    now = timezone.now()
    assert {audit.auditable_type for audit in all_of(owner, Asked(type="orders"))} == {"orders"}
    assert all_of(owner, Asked(type="nonsense")) == []
    assert {audit.auditable_id for audit in all_of(owner, Asked(object_id=order.pk))} == {order.pk}
    assert all_of(owner, Asked(user_id=owner.user_id)) == []
    assert all_of(owner, Asked(since=now + timedelta(minutes=1))) == []
    assert all_of(owner, Asked(until=now - timedelta(minutes=1))) == []
    assert all_of(owner, Asked(since=now - timedelta(minutes=1), until=now + timedelta(minutes=1)))


def test_whoever_did_it_is_named(owner: Membership) -> None:
    owner.store.name = "Renamed"
    owner.store._history_user = owner.user  # type: ignore[attr-defined]
    owner.store.save()
    found = all_of(owner, Asked(user_id=owner.user_id))
    assert [(audit.who, audit.user_id, audit.event) for audit in found] == [("Nadia Weber", owner.user_id, "updated")]


def test_no_secret_and_no_phone_number_is_in_it(owner: Membership) -> None:
    shop = world.connection(owner.store, settings={"api_key": "very-secret-key", "note": "Bearer abcdefghijkl"})
    world.order(shop, shipping_address={"line1": "x", "phone": "+352 621 000 111"})
    written = json.dumps([[audit.old_values, audit.new_values] for audit in all_of(owner)])
    for secret in ("very-secret-key", "abcdefghijkl", "621 000 111", "843 555 12"):
        assert secret not in written


def test_tokens_are_read_about_by_whoever_may_make_them(owner: Membership) -> None:
    ApiToken.objects.create(
        store=owner.store, user=owner.user, name="Till", prefix="orion_x", digest="d" * 64, expires_at=timezone.now()
    )
    assert "d" * 64 not in str(newest(owner, "api_tokens").new_values)
    reader = Membership.objects.create(
        user=User.objects.create_user("rita@example.org"), store=owner.store, role=Role.READ_ONLY
    )
    assert "api_tokens" not in {audit.auditable_type for audit in all_of(reader)}
    assert all_of(reader, Asked(type="api_tokens")) == []


def test_everything_in_it_can_be_written_as_json(owner: Membership) -> None:
    line: Any = world.order(world.connection(owner.store)).items.get()
    world.reserve(line, world.variant(owner.store), 1)
    for audit in all_of(owner):
        json.dumps([audit.old_values, audit.new_values])


def test_two_changes_in_one_instant_are_told_apart_by_their_ids(owner: Membership) -> None:
    for name in ("Second", "Third", "Fourth"):
        owner.store.name = name
        owner.store.save()
    now = timezone.now()
    Store.history.filter(id=owner.store_id).update(history_date=now)
    told = {audit.entry: audit for audit in all_of(owner, Asked(type="stores"))}
    names = dict(Store.history.filter(id=owner.store_id).order_by("history_id").values_list("history_id", "name"))
    entries = list(names)
    for before, entry in zip(entries, entries[1:], strict=False):
        if told[entry].event != "created":
            old, new = told[entry].old_values, told[entry].new_values
            assert old and new and (old["name"], new["name"]) == (names[before], names[entry])


def test_a_page_asks_as_often_whatever_is_on_it(owner: Membership) -> None:
    for number in range(6):
        world.order(world.connection(owner.store, f"Shop {number}"), lines=3)
    assert len({audit.auditable_type for audit in all_of(owner, size=25)}) > 3
    with CaptureQueriesContext(database) as queries:
        all_of(owner, size=25)
    assert len(queries) <= 3  # which rows, what they say, who did it


def test_rows_of_all_tables_together_are_what_each_table_gives(store: Store) -> None:
    everything(store)
    seen = set()
    for model in audits.audited_models().values():
        history: Any = model.history.model  # type: ignore[attr-defined]
        rows = {row.pk: row for row in history.objects.all()}
        told = with_previous({history: list(rows)})
        assert set(told) == set(rows)
        for pk, (row, before) in told.items():
            earlier = [each for each in rows.values() if each.id == row.id and _when(each) < _when(row)]
            assert (before and before.pk) == (max(earlier, key=_when).pk if earlier else None)
            for field in history._meta.concrete_fields:
                ours, theirs = getattr(row, field.attname), getattr(rows[pk], field.attname)
                assert (ours, type(ours), str(ours)) == (theirs, type(theirs), str(theirs)), (model, field.name)
                seen.add(type(field).__name__)
    assert {"DecimalField", "JSONField", "DateTimeField", "UUIDField", "BooleanField"} <= seen


def _when(row: Any) -> tuple[Any, Any]:
    return row.history_date, row.pk

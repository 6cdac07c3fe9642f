"""The cards: worst first, each with what is wrong and the act that mends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marketplaces.framework import registry
from marketplaces.models import ApiCall, OutboundChange
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def cards(page: str) -> list[str]:
    return re.findall(r'<h2><a class="plain"[^>]*>([^<]+)</a>', page)


def test_the_first_visit_says_what_to_do(owner: Client, cast: Cast) -> None:
    text = owner.get("/connections/").content.decode()
    assert "No shop is connected" in text
    assert 'href="/connect/"' in text


def test_the_worst_comes_first(owner: Client, cast: Cast) -> None:
    now = timezone.now()
    world.connection(cast.store, "A healthy", orders_read_at=now)
    world.connection(cast.store, "B paused", status="paused")
    world.connection(cast.store, "C ends soon", login_ends_at=now + timedelta(days=9), orders_read_at=now)
    world.connection(cast.store, "D ends tomorrow", login_ends_at=now + timedelta(hours=20), orders_read_at=now)
    world.connection(cast.store, "E stopped", status="stopped", status_kind="login_expired")
    world.connection(cast.store, "F gone", status="disconnected")
    text = owner.get("/connections/").content.decode()
    assert cards(text) == ["E stopped", "D ends tomorrow", "C ends soon", "B paused", "A healthy", "F gone"]
    assert "Sign in again" in text and "Keys end in 8 days" in text and "1 is stopped." in text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("permission_missing", "Stopped: a right is missing"),
        ("account_suspended", "Stopped: the shop is closed there"),
        ("switched_off", "Stopped: switched off by who runs Orion"),
        ("something_else", "Stopped"),
    ],
)
def test_a_stopped_shop_says_why_and_what_helps(owner: Client, cast: Cast, kind: str, word: str) -> None:
    fix = "Give the key the missing permission in the seller portal, then press Test."
    shop = world.connection(cast.store, status="stopped", status_kind=kind, status_reason=fix)
    text = owner.get("/connections/").content.decode()
    assert word in text and fix in text and f"/connections/{shop.pk}/test/" in text
    head = owner.get(f"/connections/{shop.pk}/").content.decode()
    assert re.search(r'class="btn btn-primary">.{0,200}Test connection', head, re.DOTALL)


def test_a_refused_change_is_on_the_card(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store, orders_read_at=timezone.now())
    OutboundChange.objects.create(
        store=cast.store, connection=shop, kind="stock", subject_id=shop.pk, state="refused",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    text = owner.get("/connections/").content.decode()
    assert "1 thing refused" in text
    assert "1 needs a look." in text and "All of them work." not in text
    assert f"/syncs/waiting/?connection={shop.pk}&amp;state=refused" in text


def test_calls_are_held_against_the_limit(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    ApiCall.objects.bulk_create(
        ApiCall(connection=shop, operation="x", method="POST", path="/", at=timezone.now()) for _ in range(24)
    )
    assert "24 of 2,400 calls a minute" in owner.get("/connections/").content.decode()


def test_the_table_is_what_connectors_declare(reader: Client, cast: Cast) -> None:
    text = reader.get("/connections/").content.decode()
    table = text[text.index("<table") : text.index("</table>")]
    assert all(kind.name in table for kind in registry.connectors())
    assert table.count("<tr>") == 1 + len(registry.connectors())


def test_many_shops_cost_no_more_queries(owner: Client, cast: Cast, django_assert_max_num_queries) -> None:
    for number in range(12):
        world.connection(cast.store, f"Shop {number}")
    with django_assert_max_num_queries(13):
        owner.get("/connections/")


def test_the_reader_sees_no_button(reader: Client, cast: Cast) -> None:
    world.connection(cast.store)
    text = reader.get("/connections/").content.decode()
    assert "Ozon Москва" in text
    assert "/test/" not in text and "/pause/" not in text and 'href="/connect/"' not in text[text.index("<main") :]


@pytest.mark.parametrize("person", ["stranger"])
def test_the_stranger_sees_none_of_them(stranger: Client, cast: Cast, person: str) -> None:
    world.connection(cast.store)
    assert "Ozon Москва" not in stranger.get("/connections/").content.decode()


def test_a_shop_saved_without_a_test_says_so_until_something_was_read(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    type(shop).objects.filter(pk=shop.pk).update(last_tested_at=None, orders_read_at=None, products_read_at=None)
    assert "Not tested yet" in owner.get("/connections/").content.decode()
    type(shop).objects.filter(pk=shop.pk).update(orders_read_at=timezone.now())
    html = owner.get("/connections/").content.decode()
    assert "Healthy" in html and "Not tested yet" not in html

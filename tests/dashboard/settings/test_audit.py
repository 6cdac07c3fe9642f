"""The audit on its page: old beside new, narrowed, paged, without secrets, not for packers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import Membership
from dashboard import audit_words
from dashboard.context import region_of
from dashboard.views.settings.audit import Shown
from orders.models import Order
from orders.services.lifecycle import move
from sync import audits
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def order(cast: Cast) -> Order:
    made = world.order(world.connection(cast.store, settings={"api_key": "very-secret-key"}))
    move(order=made, to="shipped", who="Nadia Weber", reason="Handed over by Nadia Weber")
    return made


def shown(client: Client, query: str = "") -> str:
    answer = client.get(f"/settings/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_what_it_was_what_became_of_it_who_and_why(owner: Client, order: Order) -> None:
    page = shown(owner, "?type=orders")
    assert f"Order {order.number}" in page and "Handed over" in page
    assert re.search(r"<del>Confirmed</del>.*?<ins>Shipped</ins>", page, re.DOTALL) and "Nadia Weber" in page


def test_it_is_narrowed_by_kind_person_day_and_thing(owner: Client, order: Order, cast: Cast) -> None:
    today = timezone.now().astimezone(cast.store.zone).date()
    tomorrow = today + timedelta(days=1)
    kinds = re.findall(r'href="\?type=(\w+)&amp;id=', shown(owner, "?type=orders"))
    assert set(kinds) == {"orders"} and len(kinds) == order.history.count()
    assert "No change fits" in shown(owner, f"?since={tomorrow}")
    assert "No change fits" in shown(owner, f"?until={today - timedelta(days=1)}")
    assert "No change fits" in shown(owner, f"?who={cast.packer.pk}")
    assert order.number in shown(owner, f"?since={today}&until={today}&type=orders")
    assert shown(owner, f"?id={order.pk}").count("<tr role") == 1 + order.history.count()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"": 64}, "64"),
        ({"main_shelf": 7, "": 2}, "main shelf: 7, 2"),
        ("2480.9000", "2480.90"),
        ("0.1234", "0.1234"),
        ("-12.5000", "-12.50"),
    ],
)
def test_a_value_is_written_for_people(cast: Cast, value: Any, words: str) -> None:
    member = Membership.objects.get(user=cast.owner)
    assert Shown(region_of(member), {}).value(value, {}) == words


WRONG = ("type=nonsense", "who=x", "since=yesterday", "until=2026-13-40", "id=1", "type=api_tokens'--")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_filter_that_cannot_be_is_said(owner: Client, order: Order, wrong: str) -> None:
    answer = owner.get(f"/settings/audit/?{wrong}")
    assert answer.status_code == 422 and "to correct" in answer.content.decode()


@pytest.mark.parametrize("cursor", ["x", "\x00", "9" * 300, "W10"])
def test_a_cursor_that_cannot_be_read_is_the_first_page(owner: Client, order: Order, cursor: str) -> None:
    assert order.number in owner.get("/settings/audit/", {"after": cursor, "type": "orders"}).content.decode()


def test_it_goes_on_to_the_next_page_with_its_filters(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    for _ in range(55):
        world.order(shop)
    page = shown(owner, "?type=orders")
    onward = re.search(r'href="(\?type=orders&amp;after=[^"]+)" rel="next"', page)
    assert onward and page.count("<tr role") == 51
    assert shown(owner, onward[1].replace("&amp;", "&")).count("<tr role") == 6


def test_no_secret_and_no_phone_number_is_on_it(owner: Client, order: Order) -> None:
    page = shown(owner)
    assert "very-secret-key" not in page and "843 555" not in page


def test_it_is_of_ones_own_store(stranger: Client, order: Order) -> None:
    assert order.number not in shown(stranger)


def test_a_packer_reads_no_prices_there_either(packer: Client, order: Order) -> None:
    answer = packer.get("/settings/audit/")
    assert answer.status_code == 403 and "not for packers" in answer.content.decode()
    assert "/settings/audit/" not in packer.get("/settings/you/").content.decode()


def test_a_reader_reads_all_but_tokens(reader: Client, owner: Client, order: Order, cast: Cast) -> None:
    owner.post("/settings/tokens/", {"name": "Till", "user": str(cast.owner.pk), "may_orders": "read", "life": "30d"})
    assert "Till" in shown(owner) and "Till" not in shown(reader)


def test_whoever_was_signed_in_is_named(owner: Client, cast: Cast) -> None:
    sent: dict[str, Any] = {
        "name": "Lumen", "currency": "EUR", "timezone": "UTC", "locale": "en-GB", "language_1": "en",
    }  # fmt: skip
    owner.post("/settings/store/", sent)
    page = shown(owner, f"?who={cast.owner.pk}&type=stores")
    assert re.search(r"<del>Atelier Lumen</del>.*?<ins>Lumen</ins>", page, re.DOTALL)


def test_the_number_of_queries_does_not_grow_with_the_rows(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)

    def asked() -> int:
        with CaptureQueriesContext(database) as queries:
            shown(owner, "?type=order_items")
        return len(queries)

    world.order(shop)
    first = asked()
    for _ in range(10):
        world.order(shop, lines=3)
    assert asked() <= first + 1


#: Names that are the machinery's own, wherever they stand in a field's word.
INTERNAL = re.compile(r"_|\b(id|pk|uuid|remote|json|url|config|credential|outbound|sku|gtin)\b")


def test_no_thing_and_no_field_is_called_by_its_internal_name() -> None:
    for table, model in audits.audited_models().items():
        assert not INTERNAL.search(audit_words.thing(table, model)), table
        columns = (column.name for column in model.history.model._meta.concrete_fields)
        for name in (name for name in columns if not name.startswith("history_") and name not in audits.UNTOLD):
            assert not INTERNAL.search(audit_words.field(name)), f"{table}.{name}: dashboard/audit_words.py names it"


def test_what_a_value_points_at_is_called_by_its_name(owner: Client, cast: Cast, order: Order) -> None:
    page = shown(owner, f"?id={order.pk}")
    assert str(order.connection_id) not in page and ">shop</dt><dd>Ozon Москва<" in page
    assert "line1: ул. Баумана" in page and "{&quot;" not in page


def test_what_only_the_machinery_needs_is_folded(owner: Client, order: Order) -> None:
    page = shown(owner, f"?id={order.items.get().pk}")
    open_part, folded = page.split("<details", 1)[0], page.split("<summary")[-1]
    assert "line there" in folded and "line there" not in open_part
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", re.sub(r"<(a|input|option|link|form)[^>]*>", "", page))

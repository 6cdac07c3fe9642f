"""Files are written from what the queue has told; a full one is never replaced by an empty one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import NeedsYou
from inventory.models import MarketplaceProduct
from inventory.services.locations import default_location
from inventory.services.stock import adjust
from marketplaces.models import ApiCall, Connection, OutboundChange
from sync.feed_files import rendering
from sync.feed_files.kinds import files_of
from sync.models import Publication
from tests.sync.feed_files.conftest import listed, told

NAME = "products_fr.csv"


def rows(shop: Connection) -> list[list[str]]:
    text = rendering.path_of(shop, NAME).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_stock_that_is_due_stands_in_the_file_and_waits_to_be_fetched(shop: Connection) -> None:
    listed(shop, "A", 5)
    listed(shop, "B", 3)
    run = told(shop)
    assert (run.status, run.updated_records) == ("completed", 2)
    assert rows(shop)[0] == ["id", "availability", "atalanda:quantity"]
    assert {tuple(row) for row in rows(shop)[1:]} == {("A", "in stock", "5"), ("B", "in stock", "3")}
    assert set(OutboundChange.objects.values_list("state", flat=True)) == {"accepted"}
    assert not ApiCall.objects.filter(connection=shop).exists()


def test_nothing_looks_for_what_waits_to_be_fetched(shop: Connection) -> None:
    listed(shop, "A")
    told(shop)
    assert OutboundChange.objects.get().due_at > timezone.now() + timedelta(days=300)


def test_what_was_never_counted_is_in_no_file(shop: Connection) -> None:
    listed(shop, "A")
    listed(shop, "NEVER", None)
    told(shop)
    assert [row[0] for row in rows(shop)[1:]] == ["A"]


def test_prices_have_columns_of_their_own_and_with_both_rows_are_whole(shop: Connection) -> None:
    listed(shop, "A")
    Connection.objects.filter(pk=shop.pk).update(price_out=True, stock_out=False)
    shop.refresh_from_db()
    told(shop, "prices")
    assert rows(shop) == [["id", "price", "sale_price"], ["A", "9.90 EUR", ""]]
    Connection.objects.filter(pk=shop.pk).update(stock_out=True)
    shop.refresh_from_db()
    told(shop)
    row = dict(zip(rows(shop)[0], rows(shop)[1], strict=True))
    assert (row["title"], row["price"], row["atalanda:quantity"]) == ("Lampe A", "9.90 EUR", "5")


def test_with_nothing_switched_on_nothing_is_written(shop: Connection) -> None:
    listed(shop, "A")
    Connection.objects.filter(pk=shop.pk).update(stock_out=False)
    shop.refresh_from_db()
    assert rendering.render(shop) is None
    assert not rendering.path_of(shop, NAME).exists()


def test_an_empty_file_never_takes_the_place_of_a_full_one(shop: Connection) -> None:
    listed(shop, "A")
    told(shop)
    before = rows(shop)
    MarketplaceProduct.objects.get().delete()
    for anyway in (False, True):
        found = rendering.render(shop, anyway=anyway)
        assert found is not None and found.held
    assert rows(shop) == before
    cause = NeedsYou.objects.get(settled_at__isnull=True)
    assert (cause.kind, cause.subject_id) == ("refused", shop.pk)


def test_half_of_a_file_gone_waits_for_a_person_who_may_publish_it_all_the_same(shop: Connection) -> None:
    made = [listed(shop, sku) for sku in "ABCDEF"]
    told(shop)
    for each in made[:4]:
        each.delete()
    held = rendering.render(shop)
    assert held is not None and held.held == "Only 2 of 6 listings are left."
    assert len(rows(shop)) == 7
    assert rendering.render(shop, anyway=True) == rendering.Rendered(2)
    assert len(rows(shop)) == 3
    assert not NeedsYou.objects.filter(settled_at__isnull=True).exists()


def test_no_half_written_file_is_left_behind_when_rendering_fails(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(shop, "A")
    told(shop)

    def torn(*_args: object, **_more: object) -> Iterator[str]:
        yield "id\n"
        raise RuntimeError("torn")

    monkeypatch.setattr(type(files_of(shop)), "render", torn)
    with pytest.raises(RuntimeError):
        rendering.render(shop)
    assert [each.name for each in rendering.path_of(shop, NAME).parent.iterdir()] == [NAME]


def test_a_new_number_comes_into_the_next_file(shop: Connection) -> None:
    listing = listed(shop, "A", 5)
    told(shop)
    place = default_location(shop.store)
    adjust(store=shop.store, variant=listing.variant, location=place, delta=-2, reason="sold", actor_label="test")
    told(shop)
    assert rows(shop)[1] == ["A", "in stock", "3"]
    assert Publication.objects.get().rows == 1

"""The stock list, why a number is what it is, the ledger, and changing a count."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from inventory.models import InventoryChange, MarketplaceProduct, Reservation, Stock, Variant
from inventory.services.departures import consume
from inventory.services.rules import set_rule
from inventory.services.stock import recount
from marketplaces.models import Connection, OutboundChange
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store, stock_out=True)


@pytest.fixture
def variant(shop: Connection) -> Variant:
    """Twelve counted, three of them reserved for an order."""
    made = world.variant(shop.store, on_hand=0)
    place = world.location(shop.store)
    recount(store=shop.store, variant=made, location=place, counted=12, reason="first count")
    world.reserve(world.order(shop, quantity=3).items.get(), made, granted=3)
    return made


@pytest.fixture
def listing(shop: Connection, variant: Variant) -> MarketplaceProduct:
    """Shown there as 7, as it was sent."""
    made = listed(shop, variant, stock=7)
    now = timezone.now()
    OutboundChange.objects.create(
        store=shop.store, connection=shop, kind="stock", subject_id=made.pk, state="synced", wanted_at=now, due_at=now,
        sent_at=now, sent_version=1, seen_version=1, seen_at=now, last_sent={"stock": {"": 7}},
    )  # fmt: skip
    return made


def test_a_refused_number_says_what_was_answered(owner: Client, shop: Connection, listing: MarketplaceProduct) -> None:
    change = OutboundChange.objects.filter(subject_id=listing.pk)
    change.update(state="refused", error="Ozon refused this", error_said="held for a promotion")
    html = owner.get(f"/inventory/listings/{listing.pk}/why/").content.decode()
    assert ">held for a promotion</q>" in html and "Ozon refused this" not in html


def listed(shop: Connection, variant: Variant, **fields: object) -> MarketplaceProduct:
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, variant=variant, product=variant.product,
        marketplace_product_id=variant.sku, marketplace_sku=variant.sku, status="active", last_sync_at=timezone.now(),
        **fields,
    )  # fmt: skip


def cells(page: str, name: str) -> list[str]:
    found = re.findall(rf'data-label="{name}">(.*?)</td>', page)
    return [re.sub(r"<[^>]+>|[^\d−-]", "", cell) for cell in found]


def test_a_row_says_on_hand_reserved_buffer_available_and_what_is_shown(
    owner: Client, shop: Connection, listing: MarketplaceProduct
) -> None:
    set_rule(shop, by="test", safety_stock=2)
    page = owner.get("/inventory/").content.decode()
    assert [cells(page, name) for name in ("On hand", "Reserved", "Buffer", "Available")] == [
        ["12"], ["3"], ["2"], ["7"],
    ]  # fmt: skip
    assert f'popovertarget="why-{listing.pk}"' in page


def test_a_row_says_how_long_it_lasts_and_the_list_is_narrowed_by_it(owner: Client, variant: Variant) -> None:
    assert "lasts about" not in owner.get("/inventory/").content.decode()
    with transaction.atomic():
        consume(uuid4(), [(Reservation.objects.get(variant=variant).order_item_id, 3)])
    assert "lasts about 21 days" in owner.get("/inventory/").content.decode()
    assert variant.sku in owner.get("/inventory/?cover=30").content.decode()
    for narrow in ("7", "14"):
        assert "No product matches" in owner.get(f"/inventory/?cover={narrow}").content.decode()
    assert variant.sku in owner.get("/inventory/?cover=nonsense").content.decode()


def test_the_first_visit_says_where_products_come_from(owner: Client, cast: Cast) -> None:
    assert "No products yet" in owner.get("/inventory/").content.decode()


def test_an_empty_view_and_an_empty_search_say_so(owner: Client, variant: Variant) -> None:
    assert "Nothing is in this view" in owner.get("/inventory/?view=short").content.decode()
    assert "No product matches" in owner.get("/inventory/?q=nothing-like-it").content.decode()


def test_htmx_gets_the_rows_alone(owner: Client, variant: Variant) -> None:
    part = owner.get("/inventory/", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert variant.sku in part and "<html" not in part


def test_a_full_page_is_small_and_costs_few_queries(
    owner: Client, shop: Connection, django_assert_max_num_queries
) -> None:
    for number in range(30):
        listed(shop, world.variant(shop.store, f"SKU-{number:02}"), stock=5)
    with django_assert_max_num_queries(20):
        answer = owner.get("/inventory/")
    assert 'rel="next"' in answer.content.decode()
    assert len(answer.content) < 90_000


def test_the_sum_of_a_listing_adds_up_and_names_order_rule_and_trail(
    owner: Client, shop: Connection, listing: MarketplaceProduct
) -> None:
    set_rule(shop, by="test", safety_stock=2)
    part = owner.get(f"/inventory/listings/{listing.pk}/why/", headers={"HX-Request": "true"}).content.decode()
    numbers = [int(found) for found in re.findall(r'<span class="n">(\d+)</span>', part)]
    assert numbers == [12, 3, 2, 7]
    assert "O-1" in part and "/orders/" in part
    assert f"/connections/{shop.pk}/#rule" in part
    assert "Sent 7" in part and "Shown there as 7" in part
    assert "<html" not in part


def test_without_script_the_sum_is_a_page(owner: Client, shop: Connection, listing: MarketplaceProduct) -> None:
    page = owner.get(f"/inventory/listings/{listing.pk}/why/").content.decode()
    assert "<h1>Ozon Москва shows 7, available are 9</h1>" in page
    set_rule(shop, by="test", safety_stock=2)
    page = owner.get(f"/inventory/listings/{listing.pk}/why/").content.decode()
    assert "<h1>Why Ozon Москва shows 7</h1>" in page


def test_what_is_available_is_explained(owner: Client, variant: Variant) -> None:
    part = owner.get(f"/inventory/{variant.pk}/why/", headers={"HX-Request": "true"}).content.decode()
    assert [int(found) for found in re.findall(r'<span class="n">(\d+)</span>', part)] == [12, 3, 9]


def test_a_difference_comes_first_and_can_be_sent_again(owner: Client, listing: MarketplaceProduct) -> None:
    MarketplaceProduct.objects.filter(pk=listing.pk).update(stock=4)
    part = owner.get(f"/inventory/listings/{listing.pk}/why/", headers={"HX-Request": "true"}).content.decode()
    assert "They show 4, we sent 7." in part
    assert part.index("They show 4") < part.index("On hand")
    assert "Send again" in part


def test_one_product_is_sent_again_alone(owner: Client, listing: MarketplaceProduct, variant: Variant) -> None:
    MarketplaceProduct.objects.filter(pk=listing.pk).update(stock=4)
    address = f"/inventory/{variant.pk}/send/"
    part = owner.get(f"/inventory/listings/{listing.pk}/why/", headers={"HX-Request": "true"}).content.decode()
    assert f'formaction="{address}"' in part and "<form" not in part
    owner.post(address)
    assert OutboundChange.objects.get(subject_id=listing.pk).state == "waiting"


def test_ticked_products_are_sent_now(owner: Client, listing: MarketplaceProduct, variant: Variant) -> None:
    text = owner.post("/inventory/act/", {"do": "send", "variant": str(variant.pk)}, follow=True).content.decode()
    assert "The stock of 1 product is sent" in text
    assert OutboundChange.objects.get(subject_id=listing.pk).state == "waiting"


def test_a_strangers_product_is_not_sent(stranger: Client, listing: MarketplaceProduct, variant: Variant) -> None:
    stranger.post("/inventory/act/", {"do": "send", "variant": str(variant.pk)})
    assert OutboundChange.objects.get(subject_id=listing.pk).state == "synced"


def change(**fields: str) -> dict[str, str]:
    return {"how": "delta", "number": "5", "reason": "delivery 4711", "note": "", **fields}


def test_a_difference_is_added_with_its_reason_and_its_hand(packer: Client, cast: Cast, variant: Variant) -> None:
    place = str(world.location(cast.store).pk)
    answer = packer.post(f"/inventory/{variant.pk}/adjust/", change(location=place), follow=True)
    assert "12 became 17" in answer.content.decode()
    row = InventoryChange.objects.order_by("-created_at").first()
    assert (row.delta, row.cause, row.reason, row.actor) == (5, "adjusted", "delivery 4711", cast.packer)
    ledger = answer.content.decode()
    assert "delivery 4711" in ledger and "+5" in ledger and "Marc Thill" in ledger


def test_a_typographic_minus_is_understood(owner: Client, cast: Cast, variant: Variant) -> None:
    owner.post(f"/inventory/{variant.pk}/adjust/", change(number="−2", location=str(world.location(cast.store).pk)))
    assert Stock.objects.get(variant=variant).on_hand == 10


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": "-20"}, "Only 12 are there; taking 20 would leave −8."),
        ({"number": "-10"}, "enter a count instead"),
        ({"number": "many"}, "Enter a whole number"),
        ({"how": "counted", "number": "-1"}, "A count cannot be below zero."),
        ({"reason": ""}, "Enter why"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    owner: Client, cast: Cast, variant: Variant, fields: dict[str, str], sentence: str
) -> None:
    typed = change(location=str(world.location(cast.store).pk), note="typed words", **fields)
    answer = owner.post(f"/inventory/{variant.pk}/adjust/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text and "typed words" in text
    assert Stock.objects.get(variant=variant).on_hand == 12


def test_a_count_below_what_is_reserved_is_taken(owner: Client, cast: Cast, variant: Variant) -> None:
    place = str(world.location(cast.store).pk)
    owner.post(f"/inventory/{variant.pk}/adjust/", change(how="counted", number="1", location=place))
    level = Stock.objects.get(variant=variant)
    assert (level.on_hand, level.reserved) == (1, 1)
    assert "Short by 2" in owner.get("/inventory/?view=short").content.decode()


def test_what_a_change_would_do_is_shown_before_it_is_done(
    packer: Client, shop: Connection, variant: Variant, listing: MarketplaceProduct
) -> None:
    set_rule(shop, by="test", safety_stock=2)
    place = world.location(variant.store)
    before = list(OutboundChange.objects.values()), list(InventoryChange.objects.values_list("pk"))
    asked = {"how": "delta", "number": "−4", "location": str(place.pk)}
    part = packer.get(f"/inventory/{variant.pk}/adjust/preview/", asked).content.decode()
    assert "<html" not in part
    assert f"On hand in {place.name}: 12 becomes 8." in part
    assert "Available: 7 becomes 3." in part
    assert "is told 3" in part
    assert (list(OutboundChange.objects.values()), list(InventoryChange.objects.values_list("pk"))) == before
    assert Stock.objects.get(variant=variant).on_hand == 12


def test_what_cannot_be_is_said_while_it_is_typed(packer: Client, variant: Variant) -> None:
    asked = {"how": "delta", "number": "-13", "location": str(world.location(variant.store).pk)}
    assert "Only 12 are there" in packer.get(f"/inventory/{variant.pk}/adjust/preview/", asked).content.decode()
    half = packer.get(f"/inventory/{variant.pk}/adjust/preview/", {**asked, "number": "-"}).content.decode()
    assert "Enter how many, and it says here" in half


def test_without_script_a_button_shows_what_would_change(packer: Client, variant: Variant) -> None:
    asked = {"how": "counted", "number": "2", "location": str(world.location(variant.store).pk), "look": "1"}
    answer = packer.post(f"/inventory/{variant.pk}/adjust/", asked)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "12 becomes 2." in page and "Open orders are then short of 1 unit" in page
    assert 'value="2"' in page
    assert Stock.objects.get(variant=variant).on_hand == 12


def test_a_product_never_counted_is_counted_by_default(packer: Client, variant: Variant) -> None:
    Variant.objects.filter(pk=variant.pk).update(opening_counted_at=None)
    page = packer.get(f"/inventory/{variant.pk}/adjust/").content.decode()
    assert re.search(r'value="counted"[^>]*checked', page)


def test_a_place_of_another_store_is_no_choice(owner: Client, cast: Cast, variant: Variant) -> None:
    theirs = world.location(cast.elsewhere)
    assert owner.post(f"/inventory/{variant.pk}/adjust/", change(location=str(theirs.pk))).status_code == 422


def test_a_whole_sku_opens_at_once_and_a_part_is_searched(owner: Client, variant: Variant) -> None:
    assert owner.get(f"/inventory/adjust/?q={variant.sku.lower()}").url == f"/inventory/{variant.pk}/adjust/"
    assert variant.sku in owner.get("/inventory/adjust/?q=LMP").content.decode()
    assert "Nothing matches" in owner.get("/inventory/adjust/?q=xyz").content.decode()


def test_the_ledger_is_narrowed_by_cause(owner: Client, variant: Variant) -> None:
    assert "first count" in owner.get(f"/inventory/{variant.pk}/ledger/?cause=recount").content.decode()
    assert "No change fits" in owner.get(f"/inventory/{variant.pk}/ledger/?cause=shipped").content.decode()


def test_the_reader_sees_all_and_may_not(reader: Client, listing: MarketplaceProduct, variant: Variant) -> None:
    assert "Adjust stock" not in reader.get("/inventory/").content.decode()
    assert reader.get(f"/inventory/{variant.pk}/ledger/").status_code == 200
    for address in ("act/", f"{variant.pk}/adjust/", f"{variant.pk}/send/"):
        assert reader.post(f"/inventory/{address}", change()).status_code == 403


@pytest.mark.parametrize(
    "what", ["{variant}/adjust/", "{variant}/ledger/", "{variant}/why/", "listings/{listing}/why/"]
)
def test_the_stranger_gets_nothing(stranger: Client, listing: MarketplaceProduct, variant: Variant, what: str) -> None:
    address = "/inventory/" + what.format(variant=variant.pk, listing=listing.pk)
    assert stranger.get(address).status_code == 404
    assert variant.sku not in stranger.get("/inventory/").content.decode()
    assert stranger.post(f"/inventory/{variant.pk}/send/").status_code == 404


def test_a_get_changes_nothing(owner: Client, variant: Variant) -> None:
    assert owner.get("/inventory/act/").status_code == 405
    assert owner.get(f"/inventory/{variant.pk}/send/").status_code == 405
    owner.get(f"/inventory/{variant.pk}/adjust/?number=5&how=delta")
    assert Stock.objects.get(variant=variant).on_hand == 12


def test_a_change_refused_for_its_reason_still_shows_what_it_would_do(owner: Client, variant: Variant) -> None:
    asked = {"how": "delta", "number": "-2", "location": str(world.location(variant.store).pk), "reason": ""}
    answer = owner.post(f"/inventory/{variant.pk}/adjust/", asked)
    assert answer.status_code == 422
    assert "12 becomes 10" in answer.content.decode()


def test_what_is_not_found_is_said_in_the_readers_own_words(owner: Client) -> None:
    assert "No product matches “teapot”" in owner.get("/inventory/?q=teapot").content.decode()

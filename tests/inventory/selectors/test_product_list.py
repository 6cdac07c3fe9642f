"""The product list: views, search, pages, and what its rows show."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inventory.models import Product, ProductTranslation, Variant
from inventory.selectors.product_list import VIEWS, Filters, filtered, find_exact, ordered, product_list, view_counts
from inventory.services.rules import set_rule
from marketplaces.models import OutboundChange
from tests.inventory.world import World, make_world


def titles(world: World, view: str = "all", **filters: object) -> list[str]:
    return [row["title"] for row in product_list(world.store, view, Filters(**filters)).page.rows]


def named(world: World, title: str, sku: str, **more: object) -> Variant:
    made = world.variant(sku, **more)
    Product.objects.filter(pk=made.product_id)
    made.product.title = title
    made.product.save()
    return made


def test_a_row_shows_variants_stock_prices_shops_and_missing_texts(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    pot = named(world, "Pot", "POT", units=12, price=Decimal(10), currency="EUR")
    Variant.objects.create(store=world.store, product=pot.product, sku="POT-L", price=Decimal(14), currency="EUR")
    world.listing(pot)
    world.listing(pot, marketplace_product_id="two")
    world.listing(pot, shop=world.another_shop(), marketplace_product_id="three")
    world.reserve(pot, 3)
    set_rule(world.shop, by="test", safety_stock=2)
    facts = product_list(world.store).facts[pot.product_id]
    assert (facts.variants, facts.available, facts.missing) == (2, 9, 1)
    assert [(each.lowest, each.highest, each.currency) for each in facts.prices] == [(Decimal(10), Decimal(14), "EUR")]
    assert [shop.name for shop in facts.shops][0] == "Bazaar shop" and len(facts.shops) == 2
    assert facts.on_sale == 3


def test_the_title_is_in_the_members_language_or_says_where_it_is_from(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    pot, cup = named(world, "Pot", "POT"), named(world, "Cup", "CUP")
    ProductTranslation.objects.create(store=world.store, product=pot.product, language="de", title="Kanne")
    facts = product_list(world.store, language="de").facts
    assert facts[pot.product_id].title.value == "Kanne"
    borrowed = facts[cup.product_id].title
    assert (borrowed.value, borrowed.language, borrowed.borrowed) == ("Cup", "en", True)


def test_views_hold_what_their_names_say(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    listed, digital, refused = named(world, "A", "A"), named(world, "B", "B"), named(world, "C", "C")
    stock_refused = named(world, "D", "D")
    world.listing(listed)
    digital.product.kind = "digital"
    digital.product.save()
    world.listing(refused, status="refused")
    row, now = world.listing(stock_refused), timezone.now()
    OutboundChange.objects.filter(subject_id=row.pk).delete()
    OutboundChange.objects.create(
        store=world.store, connection=world.shop, kind="stock", subject_id=row.pk, state="refused", wanted_at=now,
        due_at=now,
    )  # fmt: skip
    world.listing(digital, status="deleted")
    ProductTranslation.objects.create(store=world.store, product=listed.product, language="de", title="A")
    found = {view: titles(world, view) for view in VIEWS}
    assert found == {
        "all": ["A", "B", "C", "D"], "missing": ["B", "C", "D"], "unlisted": ["B"], "refused": ["C", "D"],
        "digital": ["B"],
    }  # fmt: skip
    assert view_counts(world.store) == {view: len(rows) for view, rows in found.items()}


def test_a_description_that_one_language_has_is_missing_in_the_other(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    pot = named(world, "Pot", "POT")
    text = ProductTranslation.objects.create(store=world.store, product=pot.product, language="de", title="Kanne")
    assert titles(world, "missing") == []
    text.description = "Ein Liter."
    text.save()
    assert titles(world, "missing") == ["Pot"]
    assert product_list(world.store).facts[pot.product_id].missing == 1


def test_the_view_and_the_rows_count_missing_texts_alike(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    for number in range(6):
        product = named(world, f"P{number}", f"P{number}").product
        product.language = ["", "en", "ru"][number % 3]
        product.description = "words" if number % 2 else ""
        product.save()
        if number > 2:
            ProductTranslation.objects.create(
                store=world.store, product=product, language="de", title="x", description="y" if number > 3 else ""
            )
    page = product_list(world.store)
    lacking = [row["title"] for row in page.page.rows if page.facts[row["id"]].missing]
    assert titles(world, "missing") == lacking


def test_archived_ones_are_shown_only_when_asked_for(world: World) -> None:
    named(world, "Pot", "POT")
    away = named(world, "Old", "OLD").product
    away.status = "archived"
    away.save()
    assert titles(world) == ["Pot"]
    assert titles(world, status="archived") == ["Old"]


@pytest.mark.parametrize("q", ["teekan", "TEAPOT", "pot-1", "400638133393", "Pot-1", "_blue", "50%"])
def test_search_finds_any_part_of_title_translation_and_sku_and_the_start_of_a_gtin(world: World, q: str) -> None:
    pot = named(world, "Teapot_blue 50% off", "POT-1", gtin="4006381333931")
    named(world, "Cup", "CUP-2")
    ProductTranslation.objects.create(store=world.store, product=pot.product, language="de", title="Teekanne")
    make_world().variant("POT-1")
    assert titles(world, q=q) == ["Teapot_blue 50% off"]


def test_one_exact_sku_or_gtin_is_found_at_once(world: World) -> None:
    pot = named(world, "Pot", "POT-1", gtin="4006381333931")
    assert find_exact(world.store, "POT-1") == find_exact(world.store, "4006381333931") == pot.product_id
    assert find_exact(world.store, "POT") is None
    named(world, "Other", "OTHER", gtin="4006381333931")
    assert find_exact(world.store, "4006381333931") is None
    assert find_exact(make_world().store, "POT-1") is None


def test_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    for number in range(7):
        named(world, f"Same {number % 2}", f"SKU-{number}")
    seen, after = [], ""
    while True:
        page = product_list(world.store, after=after, size=3).page
        seen += [row["id"] for row in page.rows]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == 7
    assert page.earlier


def test_the_number_of_queries_does_not_grow(world: World, django_assert_max_num_queries) -> None:
    for number in range(20):
        world.listing(named(world, f"P{number}", f"S{number}", units=3))
    with django_assert_max_num_queries(14):
        product_list(world.store)


def test_the_shop_narrows(world: World) -> None:
    world.listing(named(world, "Pot", "POT"))
    named(world, "Cup", "CUP")
    assert titles(world, connection=world.shop.pk) == ["Pot"]
    assert filtered(world.store, "all", Filters(connection=world.another_shop().pk)).count() == 0


def many(world: World, count: int = 1_500) -> None:
    """Lamps, and every seventh of them blue by its name, its SKU or its translation."""
    goods = [Product(store=world.store, title=f"Lamp {number:05d}") for number in range(count)]
    for product in goods[::21]:
        product.title += " blue"
    Product.objects.bulk_create(goods)
    Variant.objects.bulk_create(
        Variant(store=world.store, product=product, sku=f"L-{number}{'-BLUE' if number % 21 == 7 else ''}")
        for number, product in enumerate(goods)
    )
    ProductTranslation.objects.bulk_create(
        ProductTranslation(store=world.store, product=product, language="de", title="Lampe, blue")
        for product in goods[14::21]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE products, product_variants, product_translations")


def test_a_search_turns_page_by_page_through_all_that_it_finds_and_nothing_else(world: World) -> None:
    many(world)
    asked = Filters(q="blue")
    wanted = list(filtered(world.store, "all", asked).order_by("title", "id").values_list("title", flat=True))
    found, cursor = [], ""
    while True:
        page = product_list(world.store, "all", asked, after=cursor, size=40).page
        found += [row["title"] for row in page.rows]
        if not (cursor := page.next):
            break
    assert found == wanted and len(found) == 1_500 // 7 + 1
    back = product_list(world.store, "all", asked, before=page.earlier, size=40).page
    assert [row["title"] for row in back.rows] == wanted[160:200]


def test_what_is_common_is_found_among_the_next_products_by_title_and_not_by_sorting_all_of_it(world: World) -> None:
    many(world)
    keys, rows = ordered(world.store, "all", Filters(q="Lamp"))
    with CaptureQueriesContext(connection) as asked:
        assert len(keys.page(rows, fields=("id", "title")).rows) == 25
    look = next(query["sql"] for query in asked if "is_found" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {look}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using products_by_title" in plan
    assert "never executed" in plan, "the 3-gram index was asked although the first products had it"


def test_digital_goods_are_counted_and_paged_out_of_their_own_index(world: World) -> None:
    many(world)
    rows = filtered(world.store, "digital", Filters())
    for asked in (rows.order_by(), rows.order_by("title", "id")[:25]):
        assert "digital_products_by_title" in asked.explain()

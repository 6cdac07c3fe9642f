"""Cards go out whole: new ones say what their type asks, changed ones keep what was not told, one refusal stays one."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.products import ProductCard, ProductRemoval, Size
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.ozon.categories import Place
from marketplaces.connectors.ozon.offers import PAUSES
from marketplaces.framework.errors import NotFound, RateLimited, Rejected
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop

FLOOR_LAMP = "17028701/91501"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(None, codes=["ozon"]) as sandbox:
        yield sandbox


@pytest.fixture
def shop(server: Running) -> Iterator[Shop]:
    shop = Shop("ozon", server.url).fresh(products=20, orders=0).judged()
    yield shop
    shop.close()
    assert shop.violations == []


def new(**more: Any) -> ProductCard:
    given: dict[str, Any] = {
        "ref": "n", "sku": "NEW-1", "title": "Торшер «Лира»", "price": Decimal("4990"), "currency": "RUB",
        "category": "Торшер «Вега»", "brand": "Atelier Lumen", "options": {"colour": "белый"}, "weight_g": 2300,
        "package": Size(length_mm=400, width_mm=300, height_mm=200), "description": "<p>Латунь и лён.</p>",
        "images": ("https://shop.example/lyra.jpg", "https://shop.example/lyra-2.jpg"), "gtin": "4006381333931",
    }  # fmt: skip
    return ProductCard(**{**given, **more})


def known(shop: Shop, sku: str = "ORI-LMP-BRS", **more: Any) -> ProductCard:
    (product,) = shop.connector.find_products([sku])
    price = product.variants[0].price
    given = {"title": product.title, "price": price, "category": "", "brand": "", "options": {}, "weight_g": None}
    given |= {"package": None, "description": "", "images": (), "gtin": ""}
    return new(ref="k", sku=sku, remote_product_id=product.remote_id, **{**given, **more})


def card_of(shop: Shop, sku: str) -> dict[str, Any]:
    """What Ozon holds of it, as its own call tells."""
    client = shop.connector._client
    number = client.product_info([], [sku])["items"][0]["id"]
    return dict(client.product_attributes([str(number)])["result"][0])


def said(card: dict[str, Any], number: int) -> list[str]:
    return [v["value"] for each in card["attributes"] if each["id"] == number for v in each["values"]]


def error_of(shop: Shop, card: ProductCard) -> Any:
    (result,) = shop.connector.push_products([card])
    return result.error


def test_a_new_card_says_what_its_type_asks(shop: Shop) -> None:
    (result,) = shop.connector.push_products([new()])
    assert (result.ok, result.visible, result.remote_product_id.isdigit()) == (True, True, True)
    card = card_of(shop, "NEW-1")
    assert (said(card, 85), said(card, 10096), said(card, 4191)) == (["Atelier Lumen"], ["белый"], [new().description])
    assert (card["depth"], card["width"], card["height"], card["weight"]) == (400, 300, 200, 2300)
    assert (card["primary_image"], card["images"]) == (new().images[0], [new().images[1]])
    assert (card["description_category_id"], card["type_id"]) == Place(17028701, 91501)


def test_what_a_type_asks_is_told_by_name(shop: Shop) -> None:
    asked = {each.name: each for each in shop.connector.attributes(FLOOR_LAMP)}
    assert asked["Бренд"].is_required and asked["Бренд"].answered
    assert "colour" in asked["Цвет товара"].also and asked["Цвет товара"].only_listed
    assert not asked["Аннотация"].only_listed
    with pytest.raises(Rejected, match="no type called"):
        shop.connector.attributes("Ковёр-самолёт")


def test_a_characteristic_is_said_under_its_name_before_an_option_and_what_is_not_listed_is_named(shop: Shop) -> None:
    spoken = new(options={"colour": "белый"}, attributes={"цвет товара": "синий"})
    (result,) = shop.connector.push_products([spoken])
    assert result.ok and said(card_of(shop, "NEW-1"), 10096) == ["синий"]
    wrong = error_of(shop, new(sku="NEW-2", attributes={"Цвет товара": "мраморный"}))
    assert isinstance(wrong, Rejected) and "does not list this word: Цвет товара: мраморный" in str(wrong)
    assert shop.connector.find_products(["NEW-2"]) == []


def test_a_changed_card_says_it_too_and_a_wrong_word_changes_nothing(shop: Shop) -> None:
    assert error_of(shop, known(shop, attributes={"Цвет товара": "белый"})) is None
    assert said(card_of(shop, "ORI-LMP-BRS"), 10096) == ["белый"]
    wrong = error_of(shop, known(shop, attributes={"Цвет товара": "мраморный"}))
    assert isinstance(wrong, Rejected) and "мраморный" in str(wrong)
    assert said(card_of(shop, "ORI-LMP-BRS"), 10096) == ["белый"]


def test_what_is_new_is_not_on_sale_before_ozon_has_looked_at_it(shop: Shop) -> None:
    assert error_of(shop, new()) is None
    assert shop.connector.find_products(["NEW-1"])[0].variants[0].status is ListingStatus.INACTIVE
    shop.pass_time(60)
    assert shop.connector.find_products(["NEW-1"])[0].variants[0].status is ListingStatus.OUT_OF_STOCK


@pytest.mark.parametrize("named", ["Торшер «Вега»", "торшер «вега»", "Освещение / Торшер «Вега»", FLOOR_LAMP])
def test_a_type_is_named_by_its_name_its_way_or_its_numbers(named: str, shop: Shop) -> None:
    assert error_of(shop, new(category=named)) is None


def test_a_type_that_is_not_there_is_said(shop: Shop) -> None:
    error = error_of(shop, new(category="Самовар"))
    assert isinstance(error, Rejected) and "Самовар" in str(error) and "17028922/91565" in error.fix
    assert isinstance(error_of(shop, new(category="Снято с продажи")), Rejected)  # no products can be made in it


def test_what_the_type_asks_and_the_card_lacks_is_named(shop: Shop) -> None:
    error = error_of(shop, new(category="Плед шерстяной", options={}))
    assert isinstance(error, Rejected) and "Материал" in str(error)
    assert error_of(shop, new(category="Плед шерстяной", options={"Материал": "шерсть"})) is None


def test_goods_without_a_brand_are_said_to_have_none(shop: Shop) -> None:
    assert error_of(shop, new(brand="")) is None
    assert said(card_of(shop, "NEW-1"), 85) == ["Нет бренда"]


def test_a_changed_title_leaves_everything_else_as_it_stands(shop: Shop) -> None:
    before = card_of(shop, "ORI-LMP-BRS")
    assert error_of(shop, known(shop, title="Торшер", keeps_price=True)) is None
    after = card_of(shop, "ORI-LMP-BRS")
    assert after["name"] == "Торшер"
    assert {**after, "name": "", "attributes": []} == {**before, "name": "", "attributes": []}
    assert sorted(map(str, after["attributes"])) == sorted(map(str, before["attributes"]))


def test_a_price_that_is_not_ours_stays_with_its_crossed_out_one(shop: Shop) -> None:
    (before,) = shop.connector.find_products(["ORI-LMP-BRS"])
    assert error_of(shop, known(shop, title="Торшер", price=Decimal(1), keeps_price=True)) is None
    (after,) = shop.connector.find_products(["ORI-LMP-BRS"])
    was, now = before.variants[0], after.variants[0]
    assert (now.price, now.compare_price) == (was.price, was.compare_price)


def test_the_same_card_again_changes_nothing(shop: Shop) -> None:
    for _ in range(2):
        assert error_of(shop, new()) is None
    products = [each for page in shop.connector.pull_products() for each in page.items]
    assert [each.variants[0].sku for each in products].count("NEW-1") == 1


def test_one_refused_card_never_costs_the_others(shop: Shop) -> None:
    cards = [new(), new(ref="bad", sku="NEW-2", currency="EUR"), new(ref="gone", sku="X", remote_product_id="999")]
    results = {result.ref: result for result in shop.connector.push_products(cards)}
    assert results["n"].ok
    assert isinstance(results["bad"].error, Rejected) and "RUB" in str(results["bad"].error)
    assert isinstance(results["gone"].error, NotFound)


def test_a_call_refused_as_a_whole_is_told_card_by_card(shop: Shop) -> None:
    long = "Л" * 501  # the pages hold such a card back; a program may not
    (product,) = shop.connector.find_products(["ORI-LMP-BRS"])
    bad = replace(known(shop), ref="bad", title=long, remote_product_id=product.remote_id)
    results = {result.ref: result for result in shop.connector.push_products([new(), bad])}
    assert results["n"].ok
    assert isinstance(results["bad"].error, Rejected)


def test_taken_out_it_is_in_the_archive_and_can_be_offered_again(shop: Shop) -> None:
    (first,) = shop.connector.push_products([new()])
    removal = ProductRemoval(ref="d", remote_product_id=first.remote_product_id, sku="NEW-1")
    for _ in range(2):
        (gone,) = shop.connector.delete_products([removal])
        assert (gone.ok, gone.visible) == (True, True)
    assert shop.connector.find_products(["NEW-1"]) == []
    (again,) = shop.connector.push_products([new(title="Торшер «Лира», новый")])
    assert (again.ok, again.remote_product_id) == (True, first.remote_product_id)
    assert shop.connector.find_products(["NEW-1"])[0].title == "Торшер «Лира», новый"


def test_a_task_that_takes_long_is_accepted_and_not_yet_seen(shop: Shop) -> None:
    shop.control("settings", {"import_polls": len(PAUSES) + 1})
    (result,) = shop.connector.push_products([new()])
    assert (result.ok, result.visible) == (True, False)
    assert shop.clock.slept[-len(PAUSES) :] == list(PAUSES)
    shop.pass_time(60)
    assert [each.variants[0].sku for each in shop.connector.find_products(["NEW-1"])] == ["NEW-1"]


def test_the_daily_number_used_up_waits_for_the_next_day(shop: Shop) -> None:
    shop.control("settings", {"daily_create": 1, "import_polls": 0})
    results = shop.connector.push_products([new(), new(ref="m", sku="NEW-2")])
    errors = {result.ref: result.error for result in results}
    assert errors["n"] is None
    assert isinstance(errors["m"], RateLimited)
    assert 60 <= (errors["m"].retry_after or 0) <= 86_400


def test_cards_are_read_with_brand_description_and_weight(shop: Shop) -> None:
    (lamp,) = shop.connector.find_products(["ORI-LMP-BRS"])
    assert (lamp.brand, lamp.weight_g is not None, "Орион" in lamp.description) == (
        "Atelier Lumen",
        True,
        True,
    )


def test_every_type_that_takes_products_is_told_with_its_way_and_both_numbers(shop: Shop) -> None:
    found = {each.remote_id: each.path for each in shop.connector.categories()}
    assert FLOOR_LAMP in found and len(found[FLOOR_LAMP]) > 1
    assert not any("Снято с продажи" in path for path in found.values())

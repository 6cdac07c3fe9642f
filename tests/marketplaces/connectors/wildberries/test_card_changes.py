"""A changed card keeps all that nobody changed; each card of a call has its own answer."""

from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.products import ProductCard, Size
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.connectors.wildberries.card_changes import card_row
from marketplaces.framework.errors import NotFound, Rejected
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

LIST, UPDATE = "POST /content/v2/get/cards/list", "POST /content/v2/cards/update"
FAULTS = "POST /content/v2/cards/error/list"
DONE = {"data": None, "error": False, "errorText": "", "additionalErrors": {}}


def there(number: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "nmID": number, "imtID": 3, "vendorCode": f"mug-{number}", "brand": "Люмен", "title": "Кружка",
        "needKiz": False, "description": "Керамика.", "photos": [{"big": "https://images.example.com/1.webp"}],
        "dimensions": {"length": 12, "width": 9, "height": 10, "weightBrutto": 0.35, "isValid": True},
        "characteristics": [
            {"id": 14177449, "name": "Цвет", "value": ["красный"]}, {"id": 88952, "name": "Вес, г", "value": 350},
        ],
        "sizes": [{"chrtID": number * 10, "techSize": "0", "wbSize": "", "skus": ["4600000000017"]}],
        "updatedAt": "2026-11-19T08:00:00Z", **more,
    }  # fmt: skip


def listed(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"cards": list(cards), "cursor": {"total": len(cards)}}


def card(number: int = 7, **more: Any) -> ProductCard:
    given = {"ref": f"c{number}", "title": "Кружка красная", "remote_product_id": str(number), **more}
    return ProductCard(sku=f"mug-{number}", price=Decimal(900), currency="RUB", keeps_price=True, **given)


def answers(connector: wildberries_connector, *cards: ProductCard) -> dict[str, tuple[str, bool]]:
    return {
        each.ref: (type(each.error).__name__ if each.error else "", each.visible)
        for each in connector.change_cards(cards)
    }


def test_what_is_ours_is_changed_and_the_rest_is_told_as_it_stands_there() -> None:
    row = card_row(there(kizMarked=True), card(weight_g=1250, package=Size(length_mm=121, width_mm=90, height_mm=100)))
    assert row == {
        "nmID": 7, "vendorCode": "mug-7", "kizMarked": True, "brand": "Люмен", "title": "Кружка красная",
        "description": "Керамика.",
        "dimensions": {"length": 13, "width": 9, "height": 10, "weightBrutto": 1.25},
        "characteristics": [{"id": 14177449, "value": ["красный"]}, {"id": 88952, "value": 350}],
        "sizes": [{"chrtID": 70, "skus": ["4600000000017"]}],
    }  # fmt: skip


def test_sizes_that_have_names_keep_them() -> None:
    sizes = [{"chrtID": 71, "techSize": "XL", "wbSize": "52", "skus": []}]
    assert card_row(there(sizes=sizes))["sizes"] == sizes


def test_a_changed_card_is_seen_there(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(LIST, listed(there()), listed(there(title="Кружка красная")))
    remote.answers(UPDATE, DONE)
    assert answers(wildberries, card()) == {"c7": ("", True)}
    (sent,) = remote.asked(UPDATE)
    assert [row["title"] for row in sent.body] == ["Кружка красная"]
    assert sent.body[0]["dimensions"]["weightBrutto"] == 0.35


def test_a_card_that_is_so_already_is_not_sent(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(LIST, listed(there(title="Кружка красная")))
    assert answers(wildberries, card()) == {"c7": ("", True)}
    assert remote.asked(UPDATE) == []


def test_of_two_sizes_of_one_card_the_newest_goes_and_answers_for_both(
    wildberries: wildberries_connector, remote: Remote
) -> None:
    remote.answers(LIST, listed(there()), listed(there(title="Кружка синяя")))
    remote.answers(UPDATE, DONE)
    found = answers(wildberries, card(ref="a"), card(ref="b", title="Кружка синяя"))
    assert found == {"a": ("", True), "b": ("", True)}
    assert [row["title"] for row in remote.asked(UPDATE)[0].body] == ["Кружка синяя"]


def test_a_refused_call_names_cards_and_the_others_are_sent_again(
    wildberries: wildberries_connector, remote: Remote
) -> None:
    remote.answers(
        LIST, listed(there(7)), listed(there(8)), listed(there(7, title="Кружка красная")),
    )  # fmt: skip
    named = {"mug-8": "missing required characteristics with ids: {1}"}
    remote.answers(UPDATE, (400, {"data": None, "error": True, "errorText": "no", "additionalErrors": named}), DONE)
    first, second = wildberries.change_cards([card(7), card(8)])
    assert first.ok and first.visible
    assert isinstance(second.error, Rejected)
    assert second.error.said == named["mug-8"]
    assert [[row["nmID"] for row in each.body] for each in remote.asked(UPDATE)] == [[7, 8], [7]]


@pytest.mark.parametrize("more", [{}, {"additionalErrors": None}, {"additionalErrors": {"another": "no"}}])
def test_a_refusal_that_names_no_card_of_ours_holds_for_all(
    wildberries: wildberries_connector, remote: Remote, more: dict[str, Any]
) -> None:
    remote.answers(LIST, listed(there()))
    remote.answers(UPDATE, (400, {"data": None, "error": True, "errorText": "Too many", **more}))
    (found,) = wildberries.change_cards([card()])
    assert isinstance(found.error, Rejected)
    assert found.error.said == "Too many"
    assert len(remote.asked(UPDATE)) == 1


def test_a_fault_that_shows_up_later_is_told_and_what_is_not_shown_yet_is_not_seen(
    wildberries: wildberries_connector, remote: Remote
) -> None:
    remote.answers(LIST, listed(there(7)), listed(there(8)))
    remote.replies[LIST] += [listed(there(7)), listed(there(8))]
    remote.answers(UPDATE, DONE)
    batches = [{"errors": {"mug-8": ["слишком длинно", "и плохо"]}}, {"errors": {"mug-8": ["старое"]}}]
    remote.answers(FAULTS, {"data": {"items": batches, "cursor": {"next": False}}})
    first, second = wildberries.change_cards([card(7), card(8)])
    assert (first.ok, first.visible) == (True, False)
    assert isinstance(second.error, Rejected)
    assert second.error.said == "слишком длинно; и плохо"


@pytest.mark.parametrize("number", ["404", "", "none"])
def test_a_card_that_is_not_there_is_not_made(wildberries: wildberries_connector, remote: Remote, number: str) -> None:
    remote.answers(LIST, listed())
    (found,) = wildberries.change_cards([card(remote_product_id=number)])
    assert isinstance(found.error, NotFound)
    assert remote.asked(UPDATE) == []


def test_the_practice_shop_empties_what_is_not_told_and_tells_faults_later(shop: Shop) -> None:
    product = next(page.items[0] for page in shop.connector.pull_products())
    with shop.trouble():
        long = shop.connector.change_cards([card(remote_product_id=product.remote_id, title="Длинно " * 20)])
    assert "не может быть длиннее 60" in long[0].error.said  # type: ignore[union-attr]
    (good,) = shop.connector.change_cards([card(remote_product_id=product.remote_id, description="Новое описание.")])
    assert (good.ok, good.visible) == (True, True)
    raw = product.raw
    bare = [{"nmID": raw["nmID"], "vendorCode": raw["vendorCode"], "sizes": raw["sizes"], "characteristics": [
        {"id": 14177449, "value": ["синий"]}
    ]}]  # fmt: skip
    shop.connector._client.update_cards(bare)  # type: ignore[attr-defined]
    after = [each for page in shop.connector.pull_products() for each in page.items]
    now = next(each for each in after if each.remote_id == product.remote_id)
    assert (now.title, now.description, now.brand) == (raw["vendorCode"], "", "")

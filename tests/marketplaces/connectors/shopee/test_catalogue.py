"""Products, stock and prices as Shopee tells them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.shopee import catalogue
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from tests.marketplaces.connectors.shopee import samples
from tests.marketplaces.connectors.shopee.conftest import NOW, bad, good


def items(*ids, more=False, following=0, total=0):
    rows = [{"item_id": each, "item_status": "NORMAL", "update_time": 1767225600} for each in ids]
    return good({"item": rows, "total_count": total, "has_next_page": more, "next_offset": following})


def base_infos(request):
    ids = [int(each) for each in request.value("item_id_list").split(",")]
    return good({"item_list": [samples.base_info(item_id=each, has_model=each % 2 == 0) for each in ids]})


@pytest.fixture
def catalogue_there(remote):
    remote.answers("product/get_item_list", items(1, 2, more=True, following=2, total=3), items(3, total=3))
    remote.answers("product/get_item_base_info", base_infos)
    remote.answers("product/get_model_list", good(samples.models()))


def test_an_item_without_models_is_one_variant_without_an_id():
    product = catalogue.product(samples.base_info(), None)
    (variant,) = product.variants
    assert (product.remote_id, product.title, product.brand, product.weight_g) == ("2000001", "Tea", "ชาเขียว", 250)
    assert (variant.remote_id, variant.sku, variant.gtin) == ("", "TEA", "")
    assert (variant.price, variant.currency, variant.stock) == (Decimal(150), "THB", {"": 12})
    assert variant.status is ListingStatus.ACTIVE


@pytest.mark.parametrize(("theirs", "change"), [(True, {"is_fulfillment_by_shopee": True}), (False, {})])
def test_what_lies_at_shopee_is_counted_by_shopee(theirs, change):
    (variant,) = catalogue.product({**samples.base_info(), **change}, None).variants
    assert variant.stock_is_theirs is theirs


def test_each_model_is_a_variant_with_its_options():
    green, black = catalogue.product(samples.base_info(has_model=True), samples.models()).variants
    assert (green.remote_id, green.sku, green.gtin) == ("7000001", "TEA-G-S", "4006381333931")
    assert green.options == {"Colour": "Green", "Size": "S"}
    assert (green.price, green.stock, green.image_url) == (
        Decimal("150.25"),
        {"THZ": 5, "THY": 0},
        "https://img.example/g.jpg",
    )
    assert (black.title, black.status) == ("黑, L", ListingStatus.INACTIVE)


@pytest.mark.parametrize(
    ("remote", "ours"),
    {
        "NORMAL": "active", "UNLIST": "inactive", "REVIEWING": "inactive", "BANNED": "refused",
        "SELLER_DELETE": "deleted", "SHOPEE_DELETE": "deleted", "SOMETHING_NEW": "inactive",
    }.items(),
)  # fmt: skip
def test_each_item_status_has_its_word(remote, ours):
    (variant,) = catalogue.product(samples.base_info(item_status=remote), None).variants
    assert (variant.status, variant.remote_status) == (ours, remote)


def test_nothing_left_is_out_of_stock():
    sold_out = {"seller_stock": [{"location_id": "", "stock": 0}]}
    (variant,) = catalogue.product(samples.base_info(stock_info_v2=sold_out), None).variants
    assert variant.status is ListingStatus.OUT_OF_STOCK


def test_an_item_without_price_or_stock_tells_neither():
    (variant,) = catalogue.product(samples.base_info(price_info=None, stock_info_v2=None), None).variants
    assert (variant.price, variant.stock, variant.status) == (None, None, ListingStatus.ACTIVE)


@pytest.mark.parametrize(
    ("told", "stock"),
    [
        ({"summary_info": {"total_available_stock": 7}}, {"": 7}),
        ({"summary_info": {"total_available_stock": 7}, "seller_stock": None}, {"": 7}),
        ({"summary_info": {"total_available_stock": 7}, "shopee_stock": [{"location_id": "", "stock": 7}]}, None),
        ({"summary_info": {"total_reserved_stock": 0}}, None),
        ({}, None),
        ({"summary_info": {"total_available_stock": 7}, "seller_stock": []}, {"": 0}),
    ],
)
def test_stock_without_places_is_the_sum_or_unknown_but_never_a_zero_that_nobody_told(told, stock):
    (variant,) = catalogue.product(samples.base_info(stock_info_v2=told), None).variants
    assert variant.stock == stock


@pytest.mark.parametrize(
    ("change", "has"),
    [
        ({"has_model": True}, True), ({"has_model": False}, False), ({"has_model": None}, False),
        ({"has_model": None, "price_info": None}, False), ({"has_model": None, "stock_info_v2": None}, False),
        ({"has_model": None, "price_info": None, "stock_info_v2": None}, True),
    ],
)  # fmt: skip
def test_an_item_that_does_not_say_whether_it_has_models_shows_it_by_its_price_and_stock(change, has):
    assert catalogue.has_models(samples.base_info(**change)) is has


@pytest.mark.parametrize(("change", "path"), [({"tier_index": [0, 7]}, "tier_index"), ({"model_id": "x"}, "model_id")])
def test_a_model_of_another_form_is_named(change, path):
    models = samples.models()
    models["model"][0] |= change
    with pytest.raises(UnexpectedPayload) as caught:
        catalogue.product(samples.base_info(has_model=True), models)
    assert caught.value.path == path


def test_products_are_read_page_by_page_and_models_only_where_there_are_some(shopee, remote, catalogue_there):
    pages = list(shopee.pull_products())
    assert [[product.remote_id for product in page.items] for page in pages] == [["1", "2"], ["3"]]
    assert [page.total for page in pages] == [3, 3]
    assert pages[-1].cursor is None
    assert [call.value("item_id") for call in remote.asked("product/get_model_list")] == ["2"]
    first = remote.asked("product/get_item_list")[0]
    assert first.values("item_status") == ["NORMAL", "BANNED", "UNLIST", "REVIEWING", "SELLER_DELETE", "SHOPEE_DELETE"]
    assert first.values("update_time_from") == []


def test_products_go_on_from_a_cursor(shopee, remote, catalogue_there):
    page = next(iter(shopee.pull_products()))
    list(shopee.pull_products(cursor=page.cursor))
    assert [call.value("offset") for call in remote.asked("product/get_item_list")] == ["0", "2"]


def test_products_changed_since_are_asked_for(shopee, remote, catalogue_there):
    list(shopee.pull_products(since=NOW - timedelta(days=1)))
    call = remote.asked("product/get_item_list")[0]
    assert (call.value("update_time_from"), call.value("update_time_to")) == ("1767139200", "1767225600")


def test_one_item_that_cannot_be_read_does_not_cost_the_others(shopee, remote):
    remote.answers("product/get_item_list", items(1, 2, 3))
    infos = [samples.base_info(item_id=1), samples.base_info(item_id=2, has_model=True)]
    remote.answers("product/get_item_base_info", good({"item_list": infos}))
    remote.answers("product/get_model_list", bad("error_item_not_found"))
    (page,) = shopee.pull_products()
    assert [product.remote_id for product in page.items] == ["1"]
    assert {each.remote_id: type(each.error) for each in page.refused} == {"2": NotFound, "3": NotFound}


def test_a_deleted_item_whose_details_are_gone_is_no_failure(shopee, remote):
    rows = [{"item_id": 1, "item_status": "SELLER_DELETE"}, {"item_id": 2, "item_status": "NORMAL"}]
    remote.answers("product/get_item_list", good({"item": rows, "total_count": 2, "has_next_page": False}))
    remote.answers("product/get_item_base_info", good({"item_list": [samples.base_info(item_id=2)]}))
    (page,) = shopee.pull_products()
    assert ([product.remote_id for product in page.items], page.refused) == (["2"], [])


def test_one_id_that_fails_the_whole_call_is_found_and_refused_alone(shopee, remote):
    def answer(request):
        return bad("error_item_not_found") if "2" in request.value("item_id_list").split(",") else base_infos(request)

    remote.answers("product/get_item_list", items(1, 2, 3))
    remote.answers("product/get_item_base_info", answer)
    (page,) = shopee.pull_products()
    assert [product.remote_id for product in page.items] == ["1", "3"]
    assert [each.remote_id for each in page.refused] == ["2"]


def test_a_walk_that_is_taken_up_later_is_safe_only_until_its_beginning(shopee, remote, catalogue_there, clock):
    page = next(iter(shopee.pull_products(since=NOW - timedelta(days=1))))
    clock.sleep(3600)
    (rest,) = shopee.pull_products(cursor=page.cursor)
    assert (page.safe_until, rest.safe_until) == (None, NOW)


def test_an_offset_that_stands_still_is_no_endless_loop(shopee, remote, catalogue_there):
    remote.answers("product/get_item_list", items(1, more=True, following=0))
    with pytest.raises(UnexpectedPayload):
        list(shopee.pull_products())


def test_stock_is_told_per_location_and_what_a_promotion_holds_apart(shopee, remote, catalogue_there):
    levels = [level for page in shopee.pull_stock() for level in page.items]
    told = [
        (each.remote_product_id, each.remote_variant_id, each.warehouse_remote_id, each.quantity) for each in levels
    ]
    assert told == [
        ("1", "", "", 12), ("2", "7000001", "THZ", 5), ("2", "7000001", "THY", 0), ("2", "7000002", "THZ", 0),
        ("3", "", "", 12),
    ]  # fmt: skip
    assert levels[0].reserved == 3


def test_stock_and_prices_of_named_products_need_no_list(shopee, remote, catalogue_there):
    (page,) = shopee.pull_stock(remote_product_ids=["1", "1"])
    assert [level.remote_product_id for level in page.items] == ["1"]
    (page,) = shopee.pull_prices(remote_product_ids=["2"])
    assert [(level.sku, level.price, level.currency) for level in page.items] == [
        ("TEA-G-S", Decimal("150.25"), "THB"), ("TEA-B-L", Decimal(160), "THB"),
    ]  # fmt: skip
    assert "product/get_item_list" not in remote.names()


def test_warehouses_are_the_locations_at_which_items_lie(shopee, remote, catalogue_there):
    rows = [{"warehouse_id": 1, "warehouse_name": "Bangkok", "location_id": "THZ", "holiday_mode_state": 0}]
    remote.answers("shop/get_warehouse_detail", good(rows))
    (place,) = shopee.warehouses()
    assert (place.remote_id, place.name, place.is_active) == ("THZ", "Bangkok", True)


@pytest.mark.parametrize(
    "answer", [bad("warehouse.error_not_in_whitelist"), bad("error_permission", status=403), good({"list": []})]
)
def test_a_shop_that_may_not_ask_for_names_has_the_ids(shopee, remote, catalogue_there, answer):
    remote.answers("shop/get_warehouse_detail", answer)
    assert [place.remote_id for place in shopee.warehouses()] == ["THY", "THZ"]


def test_a_shop_with_one_place_has_an_unnamed_one_and_is_not_asked(shopee, remote):
    remote.answers("product/get_item_list", items(1))
    remote.answers("product/get_item_base_info", base_infos)
    (place,) = shopee.warehouses()
    assert place.remote_id == ""
    assert "shop/get_warehouse_detail" not in remote.names()

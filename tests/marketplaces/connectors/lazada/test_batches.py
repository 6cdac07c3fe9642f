"""Stock and prices: what is sent, and whose fault a refusal is."""

from decimal import Decimal

import pytest

from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.lazada import batches
from marketplaces.framework.errors import LoginExpired, NotFound, Rejected, RetryLater
from tests.marketplaces.connectors.lazada.conftest import bad, good
from tests.marketplaces.connectors.lazada.test_auth import STOCK

PATH = "/product/stock/sellable/update"


def stock(number=1, *, quantity=12, warehouse="", sku=""):
    return StockUpdate(
        ref=f"r{number}{warehouse}", remote_product_id="2000001", remote_variant_id=str(7000000 + number),
        sku=sku or f"TEA-{number}", quantity=quantity, warehouse_remote_id=warehouse,
    )  # fmt: skip


def price(number=1, amount="150.00"):
    return PriceUpdate(
        ref=f"r{number}", remote_product_id="2000001", remote_variant_id=str(7000000 + number), sku=f"TEA-{number}",
        price=Decimal(amount), currency="THB",
    )  # fmt: skip


def test_stock_is_written_as_the_contract_shows():
    assert batches.stock_payload([[stock()]]) == STOCK


def test_a_shop_with_warehouses_is_told_by_warehouse_and_each_sku_once(lazada, remote):
    remote.answers(PATH, good({}))
    results = lazada.push_stock([stock(warehouse="a", quantity=1), stock(warehouse="b", quantity=2)])
    assert [each.ok for each in results] == [True, True]
    payload = remote.seen[0].given["payload"]
    assert payload.count("<Sku>") == 1
    assert "<WarehouseCode>a</WarehouseCode><SellableQuantity>1</SellableQuantity>" in payload
    assert "<WarehouseCode>b</WarehouseCode><SellableQuantity>2</SellableQuantity>" in payload


def test_signs_of_xml_in_a_sku_are_escaped():
    assert "<SellerSku>A&amp;B &lt;1&gt;</SellerSku>" in batches.stock_payload([[stock(sku="A&B <1>")]])


def test_prices_are_exact_text_and_leave_stock_alone(lazada, remote):
    remote.answers("/product/price_quantity/update", good({}))
    assert [each.ok for each in lazada.push_price([price(amount="150.10")])] == [True]
    (row,) = remote.seen[0].json("payload")["Request"]["Product"]["Skus"]["Sku"]
    assert row == {"ItemId": "2000001", "SkuId": "7000001", "SellerSku": "TEA-1", "Price": "150.10"}


def test_only_the_named_sku_fails(lazada, remote):
    detail = [{"seller_sku": "TEA-2", "field": "SellerSku", "message": "SELLER_SKU_NOT_FOUND"}]
    remote.answers(PATH, bad("501", "Update product failed", detail=detail))
    found = {each.ref: each.error for each in lazada.push_stock([stock(1), stock(2), stock(3)])}
    assert (found["r1"], found["r3"]) == (None, None)
    assert isinstance(found["r2"], NotFound)
    assert len(remote.seen) == 1


def test_a_refusal_that_names_nobody_is_narrowed_down(lazada, remote):
    def judge(request):
        return bad("4170", "campaign") if "TEA-3" in request.given["payload"] else good({})

    remote.answers(PATH, judge)
    found = {each.ref: each.error for each in lazada.push_stock([stock(n) for n in range(1, 6)])}
    assert {ref for ref, error in found.items() if error} == {"r3"}
    assert isinstance(found["r3"], Rejected)
    assert len(found) == 5


def test_a_busy_lazada_is_no_fault_of_the_goods(lazada, remote):
    remote.answers(PATH, bad("ServiceTimeout", kind="ISP"))
    assert all(isinstance(each.error, RetryLater) for each in lazada.push_stock([stock(1), stock(2)]))


def test_an_ended_sign_in_is_not_the_goods_matter_either(lazada, remote):
    remote.answers(PATH, bad("IllegalAccessToken"))
    with pytest.raises(LoginExpired):
        lazada.push_stock([stock()])


def test_inventory_calls_spend_from_both_limits(lazada, remote, limiter):
    remote.answers(PATH, good({}))
    lazada.push_stock([stock()])
    assert sorted(group for group, _ in limiter.reserved) == ["*", "inventory"]


def test_no_call_is_made_for_nothing(lazada, remote):
    assert lazada.push_stock([]) == []
    assert remote.seen == []


@pytest.mark.parametrize(("country", "wanted"), [("th", "1234.57"), ("sg", "1234.57"), ("vn", "1235"), ("id", "1235")])
def test_a_price_has_the_digits_of_its_country(lazada, credentials, country, wanted):
    credentials.values["country"] = country
    assert str(lazada.listing_price(Decimal("1234.567"))) == wanted

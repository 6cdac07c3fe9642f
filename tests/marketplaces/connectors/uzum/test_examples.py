"""The contract's own examples are read: the specification file has none."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.uzum import connector as uzum_connector
from marketplaces.connectors.uzum.errors import classify
from marketplaces.framework.errors import Rejected
from marketplaces.framework.transport import Answer
from tests.conftest import shared
from tests.marketplaces.connectors.remote import Remote

from .conftest import wrapped


def examples() -> list[Any]:
    """JSON objects and lists of the contract, in its order; what is cut short with dots is no JSON and left out."""
    text = shared("contracts/uzum/CONTRACT.md").read_text()
    found = []
    for piece in re.findall(r"```json\n(.*?)```|`([\[{].*?[\]}])`", text, re.DOTALL):
        try:
            found.append(json.loads(piece[0] or piece[1]))
        except ValueError:
            continue
    return found


def example(*names: str) -> Any:
    """The first that has all these words in it."""
    return next(each for each in examples() if all(f'"{name}"' in json.dumps(each) for name in names))


def test_the_order_is_read_whole(uzum: uzum_connector, remote: Remote) -> None:
    told = example("orders", "orderItems")
    remote.answers("/v1/fbs/order/50000001", wrapped(told["payload"]["orders"][0]))
    (found,) = uzum.order_items(["50000001"]).items
    (line,) = found.lines
    assert (found.number, found.status, found.total, found.currency) == (
        "50000001", "processing", Decimal(150000), "UZS",
    )  # fmt: skip
    assert (line.remote_id, line.sku, line.quantity, line.unit_price) == ("70000001", "MUG-RED", 1, Decimal(150000))
    assert (found.fees, found.net) == (Decimal(20000), Decimal(120000))
    assert (found.buyer.name, found.buyer.phone, found.shipping_address.line1) == (
        "A. Buyer",
        "+998900000000",
        "Tashkent",
    )


def test_the_shop_is_found(remote: Remote, uzum: uzum_connector) -> None:
    remote.answers("/v1/shops", next(each for each in examples() if isinstance(each, list)))
    assert (uzum.account().remote_account_id, uzum.account().name) == ("96273", "My shop")


def test_the_card_is_read(remote: Remote, uzum: uzum_connector) -> None:
    told = example("productList", "skuList")
    remote.answers("/v1/product/shop/96273", told)
    (page,) = uzum.pull_products()
    (variant,) = page.items[0].variants
    assert (page.items[0].remote_id, variant.remote_id, variant.sku) == ("900001", "800001", "MUG-RED")
    assert (variant.price, variant.stock, variant.status, variant.gtin) == (Decimal(150000), {"": 7}, "active", "")


def test_what_is_written_has_the_shape_of_the_contracts_stock_call(remote: Remote, uzum: uzum_connector) -> None:
    told = example("skuAmountList", "fbsLinked")
    remote.answers("/v3/fbs/sku/stocks", wrapped(told))
    remote.answers("/v2/fbs/sku/stocks", wrapped(told))
    row = told["skuAmountList"][0]
    update = StockUpdate(
        ref="a", remote_product_id="900001", remote_variant_id=str(row["skuId"]), sku="MUG-RED", quantity=row["amount"]
    )
    assert [result.error for result in uzum.push_stock([update])] == [None]
    assert remote.asked("/v2/fbs/sku/stocks")[0].body == told


def test_the_refusal_is_understood() -> None:
    told = example("seller-order-02", "trace")
    found = classify(Answer(status=400, headers={}, body=b"", json=told))
    assert isinstance(found, Rejected) and found.remote_code == "seller-order-02"


@pytest.mark.parametrize("names", [("orders",), ("productList",), ("skuAmountList",), ("seller-order-02",)])
def test_the_contract_still_holds_these_examples(names: tuple[str, ...]) -> None:
    assert example(*names)

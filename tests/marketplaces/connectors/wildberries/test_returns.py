"""Returns out of the sales feed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from marketplaces.canonical.returns import Return
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.connectors.wildberries import returns
from marketplaces.framework.errors import UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from . import samples

SALES, NEW, LIST = "GET /api/v1/supplier/sales", "GET /api/v3/orders/new", "GET /api/v3/orders"
SINCE, UNTIL = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def sold(remote: Remote) -> Remote:
    remote.answers(NEW, {"orders": []})
    remote.answers(LIST, {"next": 0, "orders": [samples.order()]})
    return remote


def read(wildberries: wildberries_connector) -> list[Return]:
    pages = list(wildberries.pull_returns(since=SINCE, until=UNTIL))
    assert [item for page in pages for item in page.refused] == []
    return [each for page in pages for each in page.items]


def test_a_return_is_that_of_our_order(wildberries: wildberries_connector, sold: Remote) -> None:
    sold.answers(SALES, [samples.sale(saleID="S9100000000", priceWithDisc=1014), samples.sale()])
    (found,) = read(wildberries)
    assert (found.remote_id, found.order_remote_id) == ("R9100000001", "13800001")
    assert (found.refund_amount, found.currency, found.refund_given) == (Decimal(1014), "RUB", True)
    assert found.updated_at == datetime(2026, 10, 6, 7, 11, 7, tzinfo=UTC)
    assert (found.lines[0].sku, found.lines[0].remote_variant_id) == ("mug-red", "987654321")
    assert sold.asked(SALES)[0].value("dateFrom") == "2026-10-01T03:00:00"


def test_an_amount_that_is_not_reckoned_yet_is_not_told(wildberries: wildberries_connector, sold: Remote) -> None:
    sold.answers(SALES, [samples.sale(priceWithDisc=0)])
    assert read(wildberries)[0].refund_amount is None


def test_returns_of_their_own_warehouse_are_left_out(wildberries: wildberries_connector, sold: Remote) -> None:
    sold.answers(SALES, [samples.sale(srid="11.another", warehouseType="Склад WB")])
    assert read(wildberries) == []


def test_without_returns_no_order_is_looked_for(wildberries: wildberries_connector, sold: Remote) -> None:
    sold.answers(SALES, [samples.sale(saleID="S9100000000")])
    assert read(wildberries) == []
    assert sold.asked(LIST) == []


def test_a_feed_that_was_cut_off_goes_on(
    wildberries: wildberries_connector, sold: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "FULL", 2)
    later = samples.sale(saleID="R9100000002", lastChangeDate="2026-10-07T10:00:00")
    sold.answers(SALES, [samples.sale(), later], [later])
    assert [each.remote_id for each in read(wildberries)] == ["R9100000001", "R9100000002"]
    assert [each.value("dateFrom") for each in sold.asked(SALES)] == ["2026-10-01T03:00:00", "2026-10-07T10:00:00"]


def test_a_feed_that_does_not_move_on_is_noticed(
    wildberries: wildberries_connector, sold: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "FULL", 1)
    sold.answers(SALES, [samples.sale()])
    with pytest.raises(UnexpectedPayload, match="lastChangeDate"):
        read(wildberries)


def test_what_the_buyer_brought_back_is_seen(shop: Shop) -> None:
    order = shop.sold()
    shop.control("move", {"order": order.remote_id, "status": "sold"})
    shop.control("return", {"order": order.remote_id})
    _since, until = shop.window()
    pages = shop.connector.pull_returns(since=until - timedelta(hours=1), until=until)
    assert [each.order_remote_id for page in pages for each in page.items] == [order.remote_id]

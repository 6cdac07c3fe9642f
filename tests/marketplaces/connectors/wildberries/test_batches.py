"""Stock: by size and warehouse, read back, one bad row apart."""

from collections.abc import Callable
from typing import Any

import pytest

from marketplaces.canonical.stock import StockUpdate
from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import NotFound, PermissionMissing, Rejected, Unavailable
from tests.contract.shop import Shop
from tests.contract.writing import answered, shown, stock
from tests.marketplaces.connectors.remote import Remote, Seen

from .conftest import refusal

WRITE, READ = "PUT /api/v3/stocks/658434", "POST /api/v3/stocks/658434"


def update(size: int | str, quantity: int = 5, *, place: str = "658434", ref: str = "") -> StockUpdate:
    return StockUpdate(
        ref=ref or str(size), remote_product_id="1", remote_variant_id=str(size), sku="mug-red", quantity=quantity,
        warehouse_remote_id=place,
    )  # fmt: skip


def kept(**units: int) -> Callable[[Seen], Any]:
    """A warehouse that holds these, or what was told last where none is named."""
    rows = {int(name.removeprefix("s")): amount for name, amount in units.items()}
    return lambda seen: {
        "stocks": [
            {"chrtId": size, "amount": rows.get(size, 5)} for size in seen.body["chrtIds"] if rows.get(size, 5) >= 0
        ]
    }


def test_what_was_told_is_read_back(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(WRITE, (204, None))
    remote.answers(READ, kept(s2=4))
    results = {each.ref: each for each in wildberries.push_stock([update(1), update(2)])}
    assert remote.asked(WRITE)[0].body == {"stocks": [{"chrtId": 1, "amount": 5}, {"chrtId": 2, "amount": 5}]}
    assert {ref: (each.ok, each.visible) for ref, each in results.items()} == {"1": (True, True), "2": (True, False)}


def test_a_yes_that_changed_nothing_is_noticed(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(WRITE, (204, None))
    remote.answers(READ, kept(s2=-1))
    errors = answered(wildberries.push_stock([update(1), update(2)]))
    assert errors["1"] is None
    assert isinstance(errors["2"], NotFound)


def test_named_rows_are_left_out_and_the_rest_is_sent_again(wildberries: wildberries_connector, remote: Remote) -> None:
    bad = [{"code": "NotFound", "message": "unknown", "data": [{"sku": "", "chrtId": 2, "amount": 5}]}]
    remote.answers(WRITE, (409, bad), (204, None))
    remote.answers(READ, kept())
    errors = answered(wildberries.push_stock([update(1), update(2), update(3)]))
    assert (errors["1"], errors["3"], type(errors["2"])) == (None, None, NotFound)
    assert [len(each.body["stocks"]) for each in remote.asked(WRITE)] == [3, 2]


def test_refusals_without_end_cost_three_calls(wildberries: wildberries_connector, remote: Remote) -> None:
    def one(seen: Seen) -> Any:
        return 409, [{"code": "NotFound", "message": "no", "data": [{"chrtId": seen.body["stocks"][0]["chrtId"]}]}]

    remote.answers(WRITE, one)
    errors = answered(wildberries.push_stock([update(size) for size in range(1, 11)]))
    assert len(remote.asked(WRITE)) == 3
    assert [type(errors[str(size)]) for size in range(1, 11)] == [NotFound] * 3 + [Unavailable] * 7


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((409, [{"code": "StoreIsProcessing", "message": "busy"}]), Unavailable),
        ((409, [{"code": "CargoWarehouseRestrictionKGTPlus", "message": "too large"}]), Rejected),
        (refusal("NotFound", 404), NotFound),
        (refusal("IncorrectRequestBody", 400), Rejected),
    ],
)
def test_a_reason_for_the_call_holds_for_all(
    wildberries: wildberries_connector, remote: Remote, answer: Any, kind: type
) -> None:
    remote.answers(WRITE, answer)
    errors = answered(wildberries.push_stock([update(1), update(2)]))
    assert {type(error) for error in errors.values()} == {kind}
    assert len(remote.asked(WRITE)) == 1


def test_trouble_of_the_account_stops_all(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(WRITE, (403, {"title": "access denied", "detail": "token scope not allowed"}))
    with pytest.raises(PermissionMissing, match="Marketplace"):
        wildberries.push_stock([update(1)])


def test_each_warehouse_is_told_apart(wildberries: wildberries_connector, remote: Remote) -> None:
    for place in ("658434", "658435"):
        remote.answers(f"PUT /api/v3/stocks/{place}", (204, None))
        remote.answers(f"POST /api/v3/stocks/{place}", kept())
    results = wildberries.push_stock([update(1, ref="a"), update(1, ref="b", place="658435")])
    assert answered(results) == {"a": None, "b": None}
    assert len(remote.asked(WRITE)) == len(remote.asked("PUT /api/v3/stocks/658435")) == 1


@pytest.mark.parametrize(("places", "ok"), [(1, True), (2, False), (0, False)])
def test_without_a_warehouse_the_only_one_is_meant(
    wildberries: wildberries_connector, remote: Remote, places: int, ok: bool
) -> None:
    rows = [{"id": 658434 + at, "name": "W", "isDeleting": False} for at in range(places)]
    remote.answers("GET /api/v3/warehouses", rows)
    remote.answers(WRITE, (204, None))
    remote.answers(READ, kept())
    (result,) = wildberries.push_stock([update(1, place="")])
    assert result.ok is ok


@pytest.mark.parametrize("quantity", [-1, 100_001])
def test_what_cannot_be_told_is_refused_here(wildberries: wildberries_connector, remote: Remote, quantity: int) -> None:
    (result,) = wildberries.push_stock([update(1, quantity)])
    assert isinstance(result.error, Rejected)
    assert remote.seen == []


def test_an_unknown_size_never_fails_the_rest(shop: Shop) -> None:
    good = next(each for each in shop.stock_levels() if each.quantity > 0)
    bad = update(999_999_999_999, place=good.warehouse_remote_id, ref="bad")
    errors = answered(shop.connector.push_stock([stock(good, ref="good", quantity=good.quantity + 1), bad]))
    assert errors["good"] is None
    assert isinstance(errors["bad"], NotFound)
    assert shown(shop, good) == good.quantity + 1


def test_a_warehouse_that_is_worked_on_is_tried_later(shop: Shop) -> None:
    level = shop.stock_levels()[0]
    shop.control("warehouse", {"warehouse": level.warehouse_remote_id, "isProcessing": True})
    errors = answered(shop.connector.push_stock([stock(level, ref="a", quantity=3)]))
    assert isinstance(errors["a"], Unavailable)

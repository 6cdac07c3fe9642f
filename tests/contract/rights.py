"""Rights: a key that may not do one thing is told by name which right it lacks, and does everything else."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.shipments import CancelRequest
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import ConnectorError, PermissionMissing
from marketplaces.framework.results import ItemResult
from tests.contract.shop import Shop
from tests.contract.writing import price, stock

Act = Callable[[], Any]


class Rights:
    """The right is taken away at the practice marketplace, which answers as the marketplace does then."""

    code: ClassVar[str]
    keyless: ClassVar[frozenset[Capability]]

    @pytest.mark.parametrize(
        "capability",
        [
            Capability.PULL_ORDERS, Capability.PULL_PRODUCTS, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
            Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
        ],
    )  # fmt: skip
    def test_a_right_that_the_key_lacks_is_named_and_nothing_else_stops(
        self, shop: Shop, capability: Capability
    ) -> None:
        if capability in self.keyless:
            pytest.skip("It is read without a key.")
        shop.needs(capability)
        path, error = self._refused(shop, capability)
        assert error.fix and str(error)[-1] in ".!?”"
        assert shop.transport.right_for(path) in error.fix, "The sentence names the right."
        assert shop.credentials.refreshes <= 1, "At most its token is renewed once: it is no trouble that passes."
        self._the_rest_goes_on(shop, path)
        shop.control("faults", method="DELETE")
        assert end_of(ACTS[capability](shop)) is None, "Once the right is there, the same goes through."

    def test_each_name_of_a_right_stands_for_calls_that_are_made(self, shop: Shop) -> None:
        """One that fits no path of theirs would be told to nobody."""
        if not shop.kind.rights:
            pytest.skip(f"{shop.kind.name} has no names for rights.")
        paths = [path for each in shop.able if each in ACTS for path in paths_of(shop, ACTS[each](shop))]
        named = {shop.transport.right_for(path) for path in paths}
        assert named - {""}

    @staticmethod
    def _refused(shop: Shop, capability: Capability) -> tuple[str, PermissionMissing]:
        """The first of its calls without which it cannot be done; some do with less where a right is missing."""
        for path in paths_of(shop, ACTS[capability](shop)):
            act = ACTS[capability](shop)
            shop.control("calls", method="DELETE")
            shop.fault("forbidden", path=path)
            with shop.trouble():
                error = end_of(act)
            if error is None:
                shop.control("faults", method="DELETE")
                continue
            assert isinstance(error, PermissionMissing), error
            (fault,) = shop.control("faults")
            assert 1 <= fault["hits"] <= 2, "It is not tried again, but once where a token is renewed."
            return path, error
        raise AssertionError("No right that was taken away was missed.")

    @staticmethod
    def _the_rest_goes_on(shop: Shop, path: str) -> None:
        """Whose shop it is can still be asked, where that is not the same call."""
        shop.control("calls", method="DELETE")
        with shop.trouble():
            error = end_of(shop.connector.account)
        assert error is None or any(each.startswith(path) for each in called(shop)), error


def called(shop: Shop) -> list[str]:
    """The paths that were called, writes first."""
    calls = [each["call"].split(" ", 1) for each in shop.control("calls?last=500")["last"]]
    ordered = sorted(calls, key=lambda each: each[0] in ("GET", "HEAD"))
    return list(dict.fromkeys(path for _method, path in ordered))


def paths_of(shop: Shop, act: Act) -> list[str]:
    """Where an act calls, each without the number of its order and what stands behind it."""
    shop.control("calls", method="DELETE")
    assert end_of(act) is None
    number = getattr(act, "number", "")
    return list(dict.fromkeys(path.partition(number)[0] if number else path for path in called(shop)))


class OfOrder:
    """An act on one order, whose number may stand in paths."""

    def __init__(self, number: str, work: Act) -> None:
        self.number, self._work = number, work

    def __call__(self) -> Any:
        return self._work()


def ship(shop: Shop) -> Act:
    order = shop.sold()
    return OfOrder(order.remote_id, lambda: shop.shipped(order, tracking_number="TRK-0009", carrier="DHL") and None)


def cancel(shop: Shop) -> Act:
    order = shop.sold()
    reason = shop.connector.cancel_reasons(order.remote_id)[0].code
    request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reason, message="damaged")
    return OfOrder(order.remote_id, lambda: shop.connector.cancel(request))


def tell_stock(shop: Shop) -> Act:
    level = next(each for each in shop.stock_levels() if each.quantity > 0)
    update = stock(level, ref="a", quantity=level.quantity + 2)
    return lambda: shop.push_stock([update])


def tell_price(shop: Shop) -> Act:
    update = price(shop.price_levels()[0], ref="p")
    return lambda: shop.push_price([update])


def read_orders(shop: Shop) -> Act:
    since, until = shop.window()
    return lambda: list(shop.connector.pull_orders(since=since, until=until)) and None


ACTS: dict[Capability, Callable[[Shop], Act]] = {
    Capability.PULL_ORDERS: read_orders,
    Capability.PULL_PRODUCTS: lambda shop: lambda: list(shop.connector.pull_products()) and None,
    Capability.PUSH_STOCK: tell_stock,
    Capability.PUSH_PRICE: tell_price,
    Capability.CONFIRM_SHIPMENT: ship,
    Capability.CANCEL: cancel,
}


def end_of(act: Act) -> ConnectorError | None:
    """The error that it ends in, as a whole or for its one item."""
    try:
        told = act()
    except ConnectorError as error:
        return error
    results = [each for each in told if isinstance(each, ItemResult)] if isinstance(told, list | tuple) else []
    return next((each.error for each in results if each.error), None)

"""The suite that every connector inherits, and where a shop that calls us differs from one that is called.

What reads orders and products is skipped: the shop has no list of either. How it tells us stands in test_intake.py,
test_hooks.py and test_shop_and_hub.py.
"""

import logging
from decimal import Decimal

import pytest

from marketplaces.canonical.shipments import CancelRequest
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import ConnectorError, DataProblem, RateLimited, Unavailable
from tests.contract.suite import ConnectorContract
from tests.contract.writing import answered, price, same, shown, stock

SORTED = {"error500": Unavailable, "html_page": Unavailable, "rate_limit": RateLimited}
PUSHES = "The shop pushes its orders to the intake; it has no list that could be asked for."


class TestStorefront(ConnectorContract):
    code = "storefront"
    lacks = {
        Capability.PULL_ORDERS: PUSHES,
        Capability.ORDER_ITEMS: PUSHES,
        Capability.PULL_PRODUCTS: "The shop sells our catalogue; products of its own are not told by the contract.",
        Capability.WEBHOOK: "Its pushes are orders and no hints to ask: they go to the intake, not to the inbox.",
    }

    @pytest.mark.parametrize("kind", SORTED)
    def test_lasting_trouble_is_sorted_and_said_in_a_sentence(self, shop, kind):
        """A torn answer is none here: a 2xx is done, whatever stands in it (test_callbacks.py)."""
        super().test_lasting_trouble_is_sorted_and_said_in_a_sentence(shop, kind)

    @pytest.mark.parametrize("kind", SORTED)
    def test_passing_trouble_is_not_noticed(self, shop, kind):
        super().test_passing_trouble_is_not_noticed(shop, kind)

    @pytest.mark.parametrize("kind", SORTED)
    def test_no_call_is_tried_for_ever(self, shop, kind):
        super().test_no_call_is_tried_for_ever(shop, kind)

    def test_no_secret_is_told(self, shop, caplog):
        caplog.set_level(logging.DEBUG)
        errors = []
        for kind in (*SORTED, "expired_token"):
            shop.fault(kind)
            with shop.trouble(), pytest.raises(ConnectorError) as caught:
                shop.connector.account()
            errors.append(caught.value)
            shop.control("faults", method="DELETE")
        texts = [str(each) for call in shop.recorder.calls for each in (call.path, call.said, call.request_id)]
        texts += [f"{error} {error!r} {error.as_dict()} {error.args} {error.__cause__}" for error in errors]
        texts += [record.getMessage() for record in caplog.records if record.name.startswith(("marketplaces", "orion"))]
        planted = [shop.credentials.values[name] for name in ("secret", "hook_secret")]
        assert len(texts) > len(errors)
        assert [value for value in planted if any(value in text for text in texts)] == []

    def test_one_refused_item_never_fails_the_rest(self, shop):
        """A SKU that it does not sell is none of its business; one that it refuses is told apart from the others."""
        good, bad = shop.stock_levels()[:2]
        shop.fault("partial_failure", times=2)  # the callback with both rows, then the first of them alone
        updates = [stock(bad, ref="bad", quantity=1), stock(good, ref="good", quantity=good.quantity + 1)]
        results = answered(shop.connector.push_stock(updates))
        assert results["good"] is None
        assert isinstance(results["bad"], DataProblem)
        assert shown(shop, good) == good.quantity + 1

    def test_one_refused_price_never_fails_the_rest(self, shop):
        """Likewise."""
        good, bad = shop.price_levels()[:2]
        shop.fault("partial_failure", times=2)
        results = answered(shop.connector.push_price([price(bad, ref="bad"), price(good, ref="good")]))
        assert results["good"] is None
        assert isinstance(results["bad"], DataProblem)
        assert next(each.price for each in shop.price_levels() if same(each, good)) == good.price + Decimal(1)

    def test_a_cancelled_order_is_cancelled_once(self, shop):
        """The shop answers a callback that it knows like the first time: nobody is told that it was done before."""
        order = shop.sold()
        reasons = shop.connector.cancel_reasons(order.remote_id)
        assert reasons and all(each.code and each.title for each in reasons)
        request = CancelRequest(ref="c", order_remote_id=order.remote_id, reason=reasons[0].code, message="damaged")
        for _ in range(2):
            shop.connector.cancel(request)
            assert shop.status_of(order) == "cancelled"
        taken = shop.control("state?orders=0&products=0&webhooks=0")["callbacks"]
        assert [each["type"] for each in taken] == ["order.status_changed"]

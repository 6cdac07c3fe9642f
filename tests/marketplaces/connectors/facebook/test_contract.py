"""Facebook keeps what every connector promises; its former order calls are asked for apart, where Meta's are gone."""

from collections.abc import Iterator

import pytest

from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotSupported
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.conftest import shared
from tests.contract.exercise import exercise
from tests.contract.pushes import judged
from tests.contract.receiver import receiving
from tests.contract.shop import Shop
from tests.contract.suite import ConnectorContract
from tests.contract.wire import expected_operations

ORDER_EDGES = (
    "commerce_orders", "acknowledge_order", "shipments", "cancellations", "refunds", "order_management_apps",
)  # fmt: skip


class TestFacebook(ConnectorContract):
    code = "facebook"

    @pytest.fixture
    def shop(self, practice: str) -> Iterator[Shop]:
        """With the order calls as they were. That those are gone is all that may be held against it."""
        shared("tools/wirecheck")
        shop = Shop(self.code, practice)
        shop.control("legacy", {"on": True})
        shop = shop.fresh().judged()
        yield shop
        shop.close()
        assert [each for each in shop.violations if not is_of_a_removed_call(each)] == []

    @pytest.fixture
    def quick(self, practice: str) -> Iterator[Shop]:
        shop = Shop(self.code, practice)
        shop.control("legacy", {"on": True})
        yield shop.fresh()
        shop.close()

    @pytest.mark.wirecheck
    def test_every_declared_operation_is_as_documented(self, practice: str) -> None:
        """As Facebook is today, and then nothing at all is held against it."""
        shop = Shop(self.code, practice)
        shop.control("legacy", {"on": False})
        shop.credentials.values.clear()
        shop.fresh().judged()
        assert Capability.PULL_ORDERS not in shop.able
        exercise(shop)
        shop.close()
        assert shop.violations == []
        assert expected_operations(self.code) - {name for name, _status in shop.exchanges} == set()
        since, until = shop.window()
        with pytest.raises(NotSupported, match="27 October 2026"):
            shop.connector.pull_orders(since=since, until=until)

    # No message tells of orders (contract section 7): what is pushed is another change of the page.
    @pytest.fixture(autouse=True)
    def pushes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.contract.pushes.one_push", one_change)

    def test_a_sale_is_pushed_as_documented_and_names_the_order(self, shop: Shop) -> None:
        """A sale is silent; what is pushed is as documented."""
        shop.sold()
        message = one_change(shop)
        assert judged(shop, message) == []
        self._handler(shop).verify(message, shop.credentials.values)

    def test_a_push_it_does_not_know_is_taken_and_left_alone(self, shop: Shop) -> None:
        handler, message = self._handler(shop), one_change(shop)
        event = handler.parse(message)
        assert (event.topic, event.kind) == (Topic.OTHER, "page.feed")
        assert handler.reply(message, event).status == 200
        assert not 200 <= handler.refusal("forged").status < 300


def one_change(shop: Shop) -> IncomingWebhook:
    """Something happens on the page, and only that arrives."""
    assert shop.kind.webhooks is not None
    with receiving(shop.code, shop.kind.webhooks) as receiver:
        shop.control("webhook", method="DELETE")
        shop.control("webhook", {"url": receiver.url})
        number = len(shop.control("state?orders=0&products=0")["webhooks"])
        shop.control("happen", {"value": {"item": "post", "message": f"šviesa {number}"}})
        shop.control("deliver", {})
        receiver.wait_for(1)
        shop.control("webhook", method="DELETE")
    (message,) = receiver.arrived
    return message


def is_of_a_removed_call(violation: str) -> bool:
    name, _, said = violation.partition(": ")
    rules = ("removed_operation", "unknown_path", "unknown_method")
    return name.rsplit("/", 1)[-1] in ORDER_EDGES and any(rule in said for rule in rules)

"""What Amazon writes into a queue: both spellings of the envelope, every kind that we hear, and torn ones."""

import json
from typing import Any

import pytest

from marketplaces.connectors.amazon.notifications import parse
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import Topic

METADATA = {
    "ApplicationId": "amzn1.sellerapps.app.1", "SubscriptionId": "s-1", "PublishTime": "2026-11-26T10:00:01.000Z",
    "NotificationId": "n-1",
}  # fmt: skip
ORDER_CHANGE: dict[str, Any] = {
    "NotificationVersion": "1.0", "NotificationType": "ORDER_CHANGE", "PayloadVersion": "1.0",
    "EventTime": "2026-11-26T10:00:00.000Z", "NotificationMetadata": METADATA,
    "Payload": {"OrderChangeNotification": {
        "NotificationLevel": "OrderLevel", "SellerId": "A3LUMEN7DE4K2X", "AmazonOrderId": "305-1234567-1234567",
        "OrderChangeType": "OrderStatusChange",
        "OrderChangeTrigger": {"TimeOfOrderChange": "2026-11-26T10:00:00.000Z", "ChangeReason": "OrderStatusChange"},
        "Summary": {
            "MarketplaceId": "A1PA6795UKMFR9", "OrderStatus": "Unshipped", "FulfillmentType": "MFN", "OrderItems": [],
        },
    }},
}  # fmt: skip
FEED = {
    "notificationVersion": "2020-09-04", "notificationType": "FEED_PROCESSING_FINISHED", "payloadVersion": "2020-09-04",
    "eventTime": "2026-11-26T10:00:00.000Z",
    "payload": {"feedProcessingFinishedNotification": {
        "sellerId": "A3LUMEN7DE4K2X", "feedId": "50001", "feedType": "JSON_LISTINGS_FEED", "processingStatus": "DONE",
        "resultFeedDocumentId": "d-1",
    }},
    "notificationMetadata": {"applicationId": "a", "subscriptionId": "s", "publishTime": "t", "notificationId": "n-2"},
}  # fmt: skip


def listing(kind: str) -> dict[str, Any]:
    """Listings put their fields straight into the payload."""
    told = {"SellerId": "A3LUMEN7DE4K2X", "MarketplaceId": "A1PA6795UKMFR9", "Sku": "MUG-1", "Status": ["BUYABLE"]}
    return {**ORDER_CHANGE, "NotificationType": kind, "Payload": told}


def told(message: Any) -> Any:
    return parse(json.dumps(message).encode())


def test_a_changed_order_names_the_order_and_the_shop() -> None:
    event = told(ORDER_CHANGE)
    assert (event.topic, event.kind, event.key) == (Topic.ORDER, "ORDER_CHANGE", "n-1")
    assert event.remote_ids == ("305-1234567-1234567",)
    assert event.remote_account_id == "A3LUMEN7DE4K2X:A1PA6795UKMFR9"
    assert event.occurred_at is not None and event.occurred_at.isoformat() == "2026-11-26T10:00:00+00:00"


def test_the_other_spelling_is_read_too() -> None:
    event = told(FEED)
    assert (event.topic, event.kind, event.key) == (Topic.OTHER, "FEED_PROCESSING_FINISHED", "n-2")
    assert (event.remote_ids, event.remote_account_id) == ((), "")


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        ("LISTINGS_ITEM_STATUS_CHANGE", Topic.PRODUCT), ("LISTINGS_ITEM_STATUS_CHANGED", Topic.PRODUCT),
        ("LISTINGS_ITEM_ISSUES_CHANGE", Topic.PRODUCT), ("LISTINGS_ITEM_MFN_QUANTITY_CHANGE", Topic.OTHER),
        ("FBA_INVENTORY_AVAILABILITY_CHANGES", Topic.STOCK), ("PRICING_HEALTH", Topic.OTHER),
    ],
)  # fmt: skip
def test_what_a_kind_is_about(kind: str, topic: Topic) -> None:
    event = told(listing(kind))
    assert (event.topic, event.remote_ids) == (topic, ())
    assert event.remote_account_id == "A3LUMEN7DE4K2X:A1PA6795UKMFR9"


@pytest.mark.parametrize(
    "torn",
    [
        {}, [], "x", {**ORDER_CHANGE, "NotificationMetadata": {}}, {**ORDER_CHANGE, "NotificationType": ""},
        {**ORDER_CHANGE, "Payload": "x"}, {**ORDER_CHANGE, "EventTime": "yesterday"},
    ],
)  # fmt: skip
def test_what_is_torn_is_not_believed(torn: Any) -> None:
    with pytest.raises(WebhookRejected):
        told(torn)


def test_what_is_no_json_is_not_believed() -> None:
    with pytest.raises(WebhookRejected):
        parse(b"\xff{")

"""Amazon's notifications as it writes them into a seller's queue: pure. Two spellings of the same envelope."""

import json
from collections.abc import Mapping

from marketplaces.framework.errors import UnexpectedPayload, WebhookRejected
from marketplaces.framework.webhooks import Topic, WebhookEvent

from .reading import Json, find_moment, mapping, text

#: Numbers that our own stock changes move are told back by Amazon, too: they are no reason to read the catalogue.
TOPICS = {
    "ORDER_CHANGE": Topic.ORDER,
    "LISTINGS_ITEM_STATUS_CHANGE": Topic.PRODUCT,
    "LISTINGS_ITEM_ISSUES_CHANGE": Topic.PRODUCT,
    "LISTINGS_ITEM_MFN_QUANTITY_CHANGE": Topic.OTHER,
    "FBA_INVENTORY_AVAILABILITY_CHANGES": Topic.STOCK,
    "FEED_PROCESSING_FINISHED": Topic.OTHER,
    "REPORT_PROCESSING_FINISHED": Topic.OTHER,
}
#: The schema of one kind spells its name otherwise.
ALSO = {"LISTINGS_ITEM_STATUS_CHANGED": "LISTINGS_ITEM_STATUS_CHANGE"}


def parse(body: bytes) -> WebhookEvent:
    """Raises WebhookRejected for what is torn, or is no notification."""
    try:
        message = mapping(json.loads(body), "message")
        return _event(message)
    except (ValueError, UnexpectedPayload) as error:
        raise WebhookRejected("no notification") from error


def _event(message: Json) -> WebhookEvent:
    kind = text(_of(message, "NotificationType"), "NotificationType")
    kind = ALSO.get(kind, kind)
    metadata = mapping(_of(message, "NotificationMetadata"), "NotificationMetadata")
    key = text(_of(metadata, "NotificationId"), "NotificationId")
    if not kind or not key:
        raise UnexpectedPayload("NotificationMetadata.NotificationId", key)
    told = _told(mapping(_of(message, "Payload"), "Payload"))
    topic = TOPICS.get(kind, Topic.OTHER)
    order = text(_of(told, "AmazonOrderId"), "AmazonOrderId") if topic == Topic.ORDER else ""
    return WebhookEvent(
        topic=topic, kind=kind, key=key, remote_ids=(order,) if order else (), remote_account_id=_account(told),
        occurred_at=find_moment(_of(message, "EventTime"), "EventTime"),
    )  # fmt: skip


def _told(payload: Json) -> Json:
    """Some kinds put their fields one level down, under the kind's own name."""
    inner = [each for name, each in payload.items() if name.lower().endswith("notification")]
    return mapping(inner[0], "Payload") if inner else payload


def _account(told: Json) -> str:
    """The seller on a marketplace, where both are named; one queue may hear of several."""
    summary = _of(told, "Summary")
    place = _of(summary, "MarketplaceId") if isinstance(summary, Mapping) else _of(told, "MarketplaceId")
    seller, marketplace = text(_of(told, "SellerId"), "SellerId"), text(place, "MarketplaceId")
    return f"{seller}:{marketplace}" if seller and marketplace else ""


def _of(found: Json, name: str) -> object:
    """By its name with a capital, or without."""
    return found[name] if name in found else found.get(name[0].lower() + name[1:])

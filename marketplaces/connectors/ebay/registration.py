"""Where eBay sends its messages: an address for alerts, a destination that answers a challenge, subscriptions."""

from collections.abc import Mapping

from marketplaces.framework.errors import AlreadyDone, NotFound, PermissionMissing, Rejected

from . import auth
from .client import EbayClient
from .reading import Json, mapping, rows, text

#: What we want to hear of, where the account offers it: the list there differs from what is documented.
WANTED = ("ORDER_CONFIRMATION", "AUTHORIZATION_REVOCATION", "MARKETPLACE_ACCOUNT_DELETION", "ITEM_AVAILABILITY")
NAME = "Orion"
NO_EMAIL = "eBay wants an e-mail address that it can write to when messages do not arrive"


def register(client: EbayClient, values: Mapping[str, str], url: str) -> None:
    """Every step may have been done before."""
    _configure(client, values)
    destination = _destination(client, values, url)
    for topic in client.get_topics(values):
        if text(topic.get("topicId")) in WANTED:
            _subscribe(client, values, topic, destination)


def address(client: EbayClient, values: Mapping[str, str]) -> str:
    """The newest destination that is switched on."""
    found = [
        text(mapping(each.get("deliveryConfig"), "deliveryConfig").get("endpoint"), "endpoint")
        for each in client.get_destinations(values)
        if text(each.get("status")) == "ENABLED"
    ]
    return found[-1] if found else ""


def _configure(client: EbayClient, values: Mapping[str, str]) -> None:
    """Somebody whom eBay writes to; what was entered there before is left as it is."""
    try:
        client.get_config(values)
    except NotFound:
        if not values.get("alert_email"):
            raise Rejected(
                NO_EMAIL, fix="Enter the e-mail for alerts on the connection, then register again."
            ) from None
        client.update_config(values, values["alert_email"])


def _destination(client: EbayClient, values: Mapping[str, str], url: str) -> str:
    """Its number; eBay calls the address while it is being made."""
    for each in client.get_destinations(values):
        if text(mapping(each.get("deliveryConfig"), "deliveryConfig").get("endpoint")) == url:
            return text(each.get("destinationId"), "destinationId")
    delivery = {"endpoint": url, "verificationToken": auth.verification_token(values, url)}
    return client.create_destination(values, {"name": NAME, "status": "ENABLED", "deliveryConfig": delivery})


def _subscribe(client: EbayClient, values: Mapping[str, str], topic: Json, destination: str) -> None:
    payload = next(iter(rows(topic.get("supportedPayloads"), "supportedPayloads")), {})
    body = {
        "topicId": text(topic.get("topicId")),
        "status": "ENABLED",
        "destinationId": destination,
        "payload": {
            "format": "JSON",
            "schemaVersion": text(payload.get("schemaVersion")) or "1.0",
            "deliveryProtocol": "HTTPS",
        },
    }
    try:
        client.create_subscription(values, body, by_app=text(topic.get("scope")) != "USER")
    except (AlreadyDone, PermissionMissing):
        return  # it was subscribed before, or this account may not hear of it: polling does not need it

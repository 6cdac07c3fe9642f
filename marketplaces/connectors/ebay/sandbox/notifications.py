"""The Notification API: an address for alerts, destinations that must answer a challenge, topics, subscriptions."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import requests

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.webhooks import BadReceiver, check_receiver

from . import keys, pushes
from .answers import NOTIFICATION, refuse
from .asked import body
from .sellers import PREFIX
from .times import iso

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
BASE = "/commerce/notification/v1"
VERIFICATION = re.compile(r"[A-Za-z0-9_-]{32,80}")
PATIENCE = 3.0


@routes.get(f"{BASE}/public_key/{{kid}}", access="any")
def get_public_key(shop: EbayEmulator, request: Request) -> Answer:
    if request.params["kid"] != keys.KID:
        raise refuse(404, 195001, "Invalid or missing public key id.", domain=NOTIFICATION)
    return json_answer({"key": keys.public(), "algorithm": "ECDSA", "digest": "SHA1"})


@routes.get(f"{BASE}/config", access="any")
def get_config(shop: EbayEmulator, request: Request) -> Answer:
    held = shop.state.table("config").find("app")
    if held is None:
        raise refuse(404, 195026, "Configuration Not Found.", domain=NOTIFICATION)
    return json_answer(held)


@routes.add("PUT", f"{BASE}/config", access="any")
def update_config(shop: EbayEmulator, request: Request) -> Answer:
    email = str(body(request, domain=NOTIFICATION).get("alertEmail") or "")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise refuse(400, 195025, "Invalid or missing email.", domain=NOTIFICATION)
    shop.state.table("config").put("app", {"alertEmail": email})
    return Answer(204)


@routes.get(f"{BASE}/topic", access="any")
def get_topics(shop: EbayEmulator, request: Request) -> Answer:
    payload = {"format": ["JSON"], "schemaVersion": "1.0", "deliveryProtocol": "HTTPS", "deprecated": False}
    scopes = {"APP": [PREFIX], "USER": [f"{PREFIX}/commerce.notification.subscription"]}
    topics = [
        {
            "topicId": name, "description": name.replace("_", " ").capitalize(), "status": "ENABLED",
            "context": "SELLER", "scope": scope, "filterable": False, "authorizationScopes": scopes[scope],
            "supportedPayloads": [payload],
        }
        for name, scope in pushes.TOPICS.items()
    ]  # fmt: skip
    return json_answer(_listed(request, "topics", topics, "/topic"))


@routes.get(f"{BASE}/destination", access="any")
def get_destinations(shop: EbayEmulator, request: Request) -> Answer:
    found = list(shop.state.table("destinations").values())
    return json_answer(_listed(request, "destinations", found, "/destination"))


@routes.post(f"{BASE}/destination", access="any")
def create_destination(shop: EbayEmulator, request: Request) -> Answer:
    told = body(request, domain=NOTIFICATION)
    table = shop.state.table("destinations")
    url = _checked(shop, told)
    if any(each["deliveryConfig"]["endpoint"] == url for each in table.values()):
        raise refuse(409, 195021, "Destination exists for this endpoint", domain=NOTIFICATION)
    number = f"dst-{table.next_number(1001)}"
    table.put(number, {"destinationId": number, **_kept(told)})
    return Answer(201, b"", {"Location": f"{request.base_url}{BASE}/destination/{number}"})


@routes.add("PUT", f"{BASE}/destination/{{id}}", access="any")
def update_destination(shop: EbayEmulator, request: Request) -> Answer:
    held, told = _destination(shop, request), body(request, domain=NOTIFICATION)
    _checked(shop, told)
    shop.state.table("destinations").put(held["destinationId"], {"destinationId": held["destinationId"], **_kept(told)})
    return Answer(204)


@routes.add("DELETE", f"{BASE}/destination/{{id}}", access="any")
def delete_destination(shop: EbayEmulator, request: Request) -> Answer:
    held = _destination(shop, request)
    if any(each["destinationId"] == held["destinationId"] for each in shop.state.table("subscriptions").values()):
        raise refuse(409, 195022, "Destination is in use", domain=NOTIFICATION)
    shop.state.table("destinations").delete(held["destinationId"])
    shop.webhooks.drop(held["deliveryConfig"]["endpoint"])
    return Answer(204)


@routes.get(f"{BASE}/subscription", access="any")
def get_subscriptions(shop: EbayEmulator, request: Request) -> Answer:
    found = [each for each in shop.state.table("subscriptions").values() if each["_account"] == request.account]
    return json_answer(_listed(request, "subscriptions", [_seen(each) for each in found], "/subscription"))


@routes.post(f"{BASE}/subscription", access="any")
def create_subscription(shop: EbayEmulator, request: Request) -> Answer:
    told = body(request, domain=NOTIFICATION)
    table, topic = shop.state.table("subscriptions"), str(told.get("topicId") or "")
    destination = shop.state.table("destinations").find(str(told.get("destinationId") or ""))
    if topic not in pushes.TOPICS:
        raise refuse(400, 195027, "Invalid or missing topic id.", domain=NOTIFICATION)
    if destination is None:
        raise refuse(400, 195007, "Invalid or missing destination id.", domain=NOTIFICATION)
    if told.get("status") not in ("ENABLED", "DISABLED"):
        raise refuse(400, 195006, "Invalid or missing subscription status.", domain=NOTIFICATION)
    if (told.get("payload") or {}).get("schemaVersion") != "1.0":
        raise refuse(400, 195008, "Invalid or missing schema version.", domain=NOTIFICATION)
    if (pushes.TOPICS[topic] == "USER") != bool(request.account):
        raise refuse(403, 195011, "Not authorized for this topic.", domain=NOTIFICATION)
    if any((each["topicId"], each["_account"]) == (topic, request.account) for each in table.values()):
        raise refuse(409, 195012, "Subscription already exists", domain=NOTIFICATION)
    number = f"sub-{table.next_number(2001)}"
    kept = {name: told[name] for name in ("topicId", "status", "destinationId", "payload")}
    created = {"creationDate": iso(shop.clock.now()), "_account": request.account}
    table.put(number, {"subscriptionId": number, **kept, **created})
    _listen(shop, destination)
    return Answer(201, b"", {"Location": f"{request.base_url}{BASE}/subscription/{number}"})


@routes.add("DELETE", f"{BASE}/subscription/{{id}}", access="any")
def delete_subscription(shop: EbayEmulator, request: Request) -> Answer:
    table = shop.state.table("subscriptions")
    held = table.find(request.params["id"])
    if held is None or held["_account"] != request.account:
        raise refuse(404, 195013, "Invalid subscription id.", domain=NOTIFICATION)
    table.delete(held["subscriptionId"])
    _listen(shop, shop.state.table("destinations")[held["destinationId"]])
    return Answer(204)


@routes.post(f"{BASE}/subscription/{{id}}/test", access="any")
def test_subscription(shop: EbayEmulator, request: Request) -> Answer:
    held = shop.state.table("subscriptions").find(request.params["id"])
    if held is None or held["_account"] != request.account:
        raise refuse(404, 195013, "Invalid subscription id.", domain=NOTIFICATION)
    pushes.send(shop, request.account, held["topicId"], {"test": True})
    return Answer(202)


def _checked(shop: EbayEmulator, told: dict[str, Any]) -> str:
    """The address of a destination that has answered the challenge."""
    delivery = told.get("deliveryConfig") or {}
    url, verification = str(delivery.get("endpoint") or ""), str(delivery.get("verificationToken") or "")
    if not 0 < len(str(told.get("name") or "")) <= 64:
        raise refuse(400, 195016, "Invalid name. Markups or lengths greater than 64 not supported", domain=NOTIFICATION)
    try:
        check_receiver(url)
    except BadReceiver as error:
        message = f"Invalid or missing endpoint. {error}"
        raise refuse(400, 195017, message, domain=NOTIFICATION) from error
    if told.get("status") not in ("ENABLED", "DISABLED"):
        raise refuse(400, 195018, "Invalid or missing destination status.", domain=NOTIFICATION)
    if not VERIFICATION.fullmatch(verification):
        raise refuse(400, 195019, "Invalid or missing verification token for this endpoint.", domain=NOTIFICATION)
    if "app" not in shop.state.table("config"):
        message = "Please provide configurations required for notifications. Refer to /config"
        raise refuse(409, 195003, message, domain=NOTIFICATION)
    if not _answers(url, verification):
        raise refuse(409, 195020, "Challenge verification failed for requested endpoint", domain=NOTIFICATION)
    return url


def _answers(url: str, verification: str) -> bool:
    """Whether the endpoint knows the token: it hashes our code, the token and its own address, in that order."""
    code = secrets.token_hex(16)
    expected = hashlib.sha256(f"{code}{verification}{url}".encode()).hexdigest()
    try:
        reply = requests.get(f"{url}?{urlencode({'challenge_code': code})}", timeout=PATIENCE, allow_redirects=False)
        typed = reply.headers.get("Content-Type", "").startswith("application/json")
        return reply.status_code == 200 and typed and reply.json().get("challengeResponse") == expected
    except (requests.RequestException, ValueError, AttributeError):
        return False


def _listen(shop: EbayEmulator, destination: dict[str, Any]) -> None:
    """The receiver as its subscriptions stand now."""
    topics: dict[str, list[str]] = {}
    for each in shop.state.table("subscriptions").values():
        if each["destinationId"] == destination["destinationId"] and each["status"] == "ENABLED":
            topics.setdefault(each["topicId"], []).append(each["_account"])
    shop.webhooks.register(destination["deliveryConfig"]["endpoint"], topics=topics)


def _destination(shop: EbayEmulator, request: Request) -> dict[str, Any]:
    held = shop.state.table("destinations").find(request.params["id"])
    if held is None:
        raise refuse(404, 195014, "Invalid destination id.", domain=NOTIFICATION)
    return held


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("name", "status", "deliveryConfig")}


def _seen(subscription: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in subscription.items() if not name.startswith("_")}


def _listed(request: Request, name: str, found: list[dict[str, Any]], path: str) -> dict[str, Any]:
    return {name: found, "total": len(found), "href": f"{request.base_url}{BASE}{path}", "limit": 20}

"""eBay's messages: signed by a key that is fetched by its number, and only ever a reason to look."""

import base64
import binascii
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from marketplaces.framework.errors import UnexpectedPayload, UnknownKey, WebhookRejected
from marketplaces.framework.webhooks import (
    IncomingWebhook,
    Topic,
    WebhookEvent,
    WebhookHandler,
    WebhookReply,
    json_message,
)

from . import auth
from .reading import Json, find_moment, mapping, rows, text

SIGNATURE = "x-ebay-signature"
#: Only orders and the account lead to something; the others are stored and left alone.
TOPICS: Mapping[str, Topic] = {
    "ORDER_CONFIRMATION": Topic.ORDER,
    "ORDER_CANCELLATION_ACTIVITY": Topic.ORDER,
    "ITEM_AVAILABILITY": Topic.STOCK,
    "ITEM_PRICE_REVISION": Topic.PRODUCT,
    "AUTHORIZATION_REVOCATION": Topic.ACCOUNT,
}
#: eBay signs with SHA-1; the header says which digest, in case that changes.
DIGESTS: Mapping[str, hashes.HashAlgorithm] = {
    "SHA1": hashes.SHA1(),
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}
HEAD, TAIL = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"
CHALLENGE = "challenge_code"


class EbayWebhooks(WebhookHandler):
    """The key is kept with the connection, under the name by which the messages call it.

    What is signed is the raw body, which eBay sends in its compact form: written anew it would be another text.
    """

    def verify(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> None:
        head = _header(incoming)
        if not credentials.get("notification_key") or head["kid"] != credentials.get("notification_key_id"):
            raise UnknownKey(head["kid"], marketplace="eBay")
        key, digest = _key(credentials["notification_key"]), DIGESTS.get(head.get("digest", "SHA1").upper())
        if digest is None:
            raise WebhookRejected("It is signed in a way that is not known here", marketplace="eBay")
        if not _fits(key, digest, head["signature"], incoming.body):
            raise WebhookRejected("The signature does not fit the body", marketplace="eBay")

    def parse(self, incoming: IncomingWebhook) -> WebhookEvent:
        """Kinds that nobody here knows are OTHER; a repeated message carries the same number."""
        message = json_message(incoming, marketplace="eBay")
        try:
            kind = text(mapping(message.get("metadata"), "metadata").get("topic"), "metadata.topic")
            note = mapping(message.get("notification"), "notification")
            key = text(note.get("notificationId"), "notification.notificationId")
            if not kind or not key:
                raise WebhookRejected("The message names no topic or has no number", marketplace="eBay")
            data, topic = mapping(note.get("data"), "notification.data"), TOPICS.get(kind, Topic.OTHER)
            return WebhookEvent(
                topic=topic,
                kind=kind,
                key=key,
                remote_ids=_named(topic, data),
                remote_account_id=_account(data),
                occurred_at=find_moment(note.get("eventDate"), "notification.eventDate"),
            )
        except UnexpectedPayload as error:
            raise WebhookRejected(f"The field {error.path} cannot be read", marketplace="eBay") from error

    def reply(self, incoming: IncomingWebhook, event: WebhookEvent) -> WebhookReply:
        """Nothing in it."""
        return WebhookReply(status=204)

    def refusal(self, reason: str) -> WebhookReply:
        """Their own word for a signature that does not fit."""
        return WebhookReply(status=412)

    def challenge(self, incoming: IncomingWebhook, credentials: Mapping[str, str]) -> WebhookReply:
        """A word made of theirs and of one that only we both know."""
        code = incoming.query.get(CHALLENGE, "")
        if not code or not credentials.get("client_secret"):
            raise WebhookRejected("It is no challenge", marketplace="eBay")
        token = auth.verification_token(credentials, incoming.url)
        answer = {"challengeResponse": auth.challenge_response(code, token, incoming.url)}
        return WebhookReply(status=200, body=json.dumps(answer).encode())


def told_key(answer: Json) -> str:
    """The key of an answer, as it is kept; one that cannot be read takes no other's place."""
    kept = key_text(text(answer.get("key"), "key"))
    try:
        _key(kept)
    except WebhookRejected as error:
        raise UnexpectedPayload("key", answer.get("key")) from error
    return kept


def key_text(pem: str) -> str:
    """A public key as it is kept: the letters between head and tail, without blanks."""
    return "".join(pem.replace(HEAD, "").replace(TAIL, "").split())


def _header(incoming: IncomingWebhook) -> dict[str, str]:
    try:
        head = json.loads(base64.b64decode(incoming.headers.get(SIGNATURE, ""), validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise WebhookRejected("The message is not signed", marketplace="eBay") from error
    wanted = ("kid", "signature")
    if not isinstance(head, dict) or not all(isinstance(head.get(name), str) and head[name] for name in wanted):
        raise WebhookRejected("The message is not signed", marketplace="eBay")
    return {name: value for name, value in head.items() if isinstance(value, str)}


def _key(kept: str) -> ec.EllipticCurvePublicKey:
    try:
        key = load_der_public_key(base64.b64decode(key_text(kept), validate=True))
    except (binascii.Error, ValueError) as error:
        raise WebhookRejected("The key that is kept here cannot be read", marketplace="eBay") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise WebhookRejected("The key that is kept here is of another kind", marketplace="eBay")
    return key


def _fits(key: ec.EllipticCurvePublicKey, digest: hashes.HashAlgorithm, signature: str, message: bytes) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), message, ec.ECDSA(digest))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _named(topic: Topic, data: Json) -> tuple[str, ...]:
    """The order, or the listings it is about."""
    order = mapping(data.get("order"), "data.order")
    if topic is Topic.ORDER:
        return tuple(filter(None, (text(order.get("orderId") or data.get("orderId"), "data.order.orderId"),)))
    if topic in (Topic.STOCK, Topic.PRODUCT):
        listed = rows(data.get("items"), "data.items") or [data]
        return tuple(filter(None, (text(each.get("listingId"), "listingId") for each in listed)))
    return ()


def _account(data: Json) -> str:
    """Whose shop: a user id stays, a name does not."""
    user = mapping(data.get("user"), "data.user")
    return text(user.get("userId") or data.get("userId"), "data.user.userId")

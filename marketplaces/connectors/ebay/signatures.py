"""Digital signatures of calls about money, which eBay asks of sellers of the EU and the UK (RFC 9421 and RFC 9530).

After eBay's guide "Digital Signatures for APIs" and its repository digital-signature-verification-ebay-api, both as of
November 2026: a key pair is made by eBay on request, the public half as a JWE that goes with each call, the private
half told once. Calls for other sellers may be signed as well, so whoever has a key signs.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.transport import Outgoing

from .reading import Json, find_moment, needed_text, whole

CIPHER = "ED25519"
#: A key is replaced so long before its end; it is good for three years.
AHEAD = timedelta(days=30)


def is_wanted(values: Mapping[str, str], *, now: datetime) -> bool:
    """Whether a key has to be made: there is none, or it ends soon."""
    if not values.get("signing_key") or not values.get("signing_secret"):
        return True
    ends = find_moment(values.get("signing_ends"), "signing_ends")
    return ends is not None and ends - now < AHEAD


def values_of(answer: Json) -> dict[str, str]:
    """The credentials to keep of a key that was made now: nobody tells the private half again."""
    ends = datetime.fromtimestamp(whole(answer.get("expirationTime"), "expirationTime"), UTC)
    found = {
        "signing_key": needed_text(answer.get("jwe"), "jwe"),
        "signing_secret": needed_text(answer.get("privateKey"), "privateKey"),
        "signing_ends": ends.isoformat(timespec="seconds"),
    }
    _private(found["signing_secret"])
    return found


def sign(outgoing: Outgoing, values: Mapping[str, str], *, address: str, now: datetime) -> None:
    """Adds the four headers. Without a key the call goes as it is: most sellers need none, eBay says who does."""
    if not values.get("signing_key") or not values.get("signing_secret"):
        return
    parts = urlsplit(address)
    covered = {
        "x-ebay-signature-key": values["signing_key"],
        "@method": outgoing.method.upper(),
        "@path": f"{parts.path}{outgoing.path}",
        "@authority": parts.netloc.lower(),
    }
    if outgoing.json is not None:
        # The digest is of these very bytes, so they are written here and not once more on the way.
        outgoing.body = json.dumps(outgoing.json, ensure_ascii=False, separators=(",", ":")).encode()
        outgoing.json = None
        outgoing.headers["Content-Type"] = "application/json"
    if outgoing.body:
        covered = {"content-digest": digest(outgoing.body), **covered}
    names = " ".join(f'"{name}"' for name in covered)
    params = f"({names});created={int(now.timestamp())}"
    signature = _signed(values["signing_secret"], base(covered, params))
    outgoing.headers |= {
        **{name: value for name, value in covered.items() if not name.startswith("@")},
        "Signature-Input": f"sig1={params}",
        "Signature": f"sig1=:{base64.b64encode(signature).decode()}:",
    }


def digest(body: bytes) -> str:
    """The header Content-Digest."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def base(covered: Mapping[str, str], params: str) -> bytes:
    """What is signed: a line for each covered part, and what is covered last."""
    lines = [f'"{name}": {value}' for name, value in covered.items()]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def _signed(secret: str, message: bytes) -> bytes:
    key = _private(secret)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    return key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def _private(secret: str) -> ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey:
    """PKCS #8 in base64, as eBay tells it: without head and tail."""
    inside = "".join(line for line in secret.split("\n") if not line.startswith("-----"))
    try:
        key = serialization.load_der_private_key(base64.b64decode(inside), password=None)
    except (binascii.Error, ValueError, TypeError):
        raise UnexpectedPayload("privateKey", "a text that is no private key") from None
    if not isinstance(key, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise UnexpectedPayload("privateKey", type(key).__name__)
    return key

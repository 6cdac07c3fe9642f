"""Digital signatures: keys made by a call of the application; calls about money that sellers must sign with them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from .answers import refuse

if TYPE_CHECKING:
    from .marketplace import EbayEmulator

routes = Routes()
PATH = "/developer/key_management/v1/signing_key"
DOMAIN = "API_KEY_MANAGEMENT"
#: A key is good for three years.
LIFE = 3 * 365 * 86_400
#: A signature older or newer than this is not taken.
DRIFT = 300
CIPHERS = ("ED25519", "RSA")
#: What must be covered; the digest only where there is a body.
COVERED = ("x-ebay-signature-key", "@method", "@path", "@authority")
_INPUT = re.compile(r'sig1=(?P<params>\((?P<names>"[^()]*")\);created=(?P<created>\d+)(?:;[^,]*)?)$')
_DIGEST = re.compile(r"sha-256=:(?P<value>[A-Za-z0-9+/=]+):$")
_SIGNATURE = re.compile(r"sig1=:(?P<value>[A-Za-z0-9+/=]+):$")


class BadSignature(Exception):
    """Why it is not believed; nobody but the sandbox hears it."""


@routes.post(PATH, access="app")
def create_signing_key(shop: EbayEmulator, request: Request) -> Answer:
    """The private key is told here and never again."""
    cipher = (request.json if isinstance(request.json, dict) else {}).get("signingKeyCipher")
    if cipher not in CIPHERS:
        raise refuse(400, 210004, "Invalid value for signingKeyCipher", domain=DOMAIN)
    return json_answer(new_key(shop, cipher), 201)


@routes.get(f"{PATH}/{{key}}", access="app")
def get_signing_key(shop: EbayEmulator, request: Request) -> Answer:
    for kept in shop.state.table("signing_keys").values():
        if kept["signingKeyId"] == request.params["key"]:
            return json_answer({name: value for name, value in kept.items() if name != "privateKey"})
    raise refuse(404, 210001, "The signing key is not found", domain=DOMAIN)


def new_key(shop: EbayEmulator, cipher: str) -> dict[str, Any]:
    made: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    made = ed25519.Ed25519PrivateKey.generate() if cipher == "ED25519" else rsa.generate_private_key(65537, 2048)
    private = made.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = json.dumps({"zip": "DEF", "enc": "A256GCM", "alg": "A256GCMKW"}, separators=(",", ":")).encode()
    jwe = ".".join([_web(head), *(_web(secrets.token_bytes(size)) for size in (32, 12, 96, 16))])
    now = int(shop.clock.timestamp())
    kept = {
        "signingKeyId": secrets.token_hex(16), "signingKeyCipher": cipher, "creationTime": now,
        "expirationTime": now + LIFE, "jwe": jwe, "publicKey": base64.b64encode(public).decode(),
        "privateKey": base64.b64encode(private).decode(),
    }  # fmt: skip
    shop.state.table("signing_keys").put(jwe, kept)
    return kept


def practice(shop: EbayEmulator) -> dict[str, Any]:
    """The key that a demo begins with; a hub that signs in gets one of its own."""
    table = shop.state.table("signing_keys")
    return next(iter(table.values()), None) or new_key(shop, "ED25519")


def fault_of(shop: EbayEmulator, request: Request) -> tuple[int, str] | None:
    """Why a call is not believed to be signed by its seller's key; None for a good one."""
    jwe = request.headers.get("x-ebay-signature-key")
    if not jwe or not request.headers.get("Signature") or not request.headers.get("Signature-Input"):
        return 215122, "Signature validation failed: a signature header is missing"
    kept = shop.state.table("signing_keys").find(jwe)
    if kept is None or kept["expirationTime"] <= shop.clock.timestamp():
        return 215120, "Signature validation failed: the key is not known, or its time is over"
    try:
        _verify(request, kept["publicKey"], now=shop.clock.timestamp())
    except BadSignature as wrong:
        return 215122, f"Signature validation failed: {wrong}"
    return None


def _verify(request: Request, public: str, *, now: float) -> None:
    told = _INPUT.match(request.headers.get("Signature-Input", ""))
    given = _SIGNATURE.match(request.headers.get("Signature", ""))
    if told is None or given is None:
        raise BadSignature("Signature-Input or Signature is not written as RFC 9421 has it")
    names = [name.strip('"') for name in told["names"].split()]
    missing = {*COVERED, *(("content-digest",) if request.body else ())} - set(names)
    if missing:
        raise BadSignature(f"not covered: {', '.join(sorted(missing))}")
    if abs(now - int(told["created"])) > DRIFT:
        raise BadSignature("created is not the present")
    if request.body:
        _check_digest(request)
    key = serialization.load_der_public_key(base64.b64decode(public))
    signature = base64.b64decode(given["value"])
    if not any(_fits(key, signature, _base(request, names, told["params"], path)) for path in _paths(request)):
        raise BadSignature("the signature does not fit what it covers")


def _check_digest(request: Request) -> None:
    told = _DIGEST.match(request.headers.get("Content-Digest", ""))
    try:
        digest = base64.b64decode(told["value"], validate=True) if told else b""
    except binascii.Error:
        digest = b""
    if not secrets.compare_digest(digest, hashlib.sha256(request.body).digest()):
        raise BadSignature("Content-Digest does not fit the body")


def _paths(request: Request) -> tuple[str, str]:
    """eBay's own path; here its calls lie below one of the sandbox, which a caller behind a proxy does not see."""
    return request.path, urlsplit(request.base_url).path + request.path


def _base(request: Request, names: list[str], params: str, path: str) -> bytes:
    derived = {"@method": request.method.upper(), "@path": path, "@authority": request.headers.get("Host", "").lower()}
    lines = [f'"{name}": {derived[name] if name in derived else request.headers.get(name, "")}' for name in names]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def _fits(key: Any, signature: bytes, message: bytes) -> bool:
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _web(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

"""The key that messages are signed with: NIST P-256, told by a call as one line of PEM."""

from __future__ import annotations

import base64
import json
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

#: A practice key: it signs nothing but the sandbox's own messages.
_NUMBER = 0x4F72696F6E20707261637469636573207369676E696E67206D65737361676573
KID = "0d2f9b0e-5c1a-4c7e-9a53-6b1f2e7c8d90"
_HEAD, _TAIL = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_NUMBER, ec.SECP256R1())


def public() -> str:
    """Without any line break, as eBay gives it."""
    return f"{_HEAD}{inside()}{_TAIL}"


@cache
def inside() -> str:
    """What stands between head and tail."""
    pem = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return pem.replace(_HEAD, "").replace(_TAIL, "").replace("\n", "")


def signature_header(body: bytes) -> str:
    """The header X-EBAY-SIGNATURE of a message."""
    signed = _key().sign(body, ec.ECDSA(hashes.SHA1()))
    parts = {"alg": "ecdsa", "kid": KID, "signature": base64.b64encode(signed).decode(), "digest": "SHA1"}
    return base64.b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode()

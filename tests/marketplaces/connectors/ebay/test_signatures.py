"""Signatures of calls about money: the published vector, what is covered, and which keys are taken."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from marketplaces.connectors.ebay import signatures
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.transport import Outgoing

#: RFC 9421, appendix B.1.4: a key for examples.
EXAMPLE = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF"
NOW = datetime(2026, 11, 3, 8, tzinfo=UTC)
HOST = "https://api.ebay.com"


def outgoing(**more):
    given = {"method": "POST", "path": "/sell/fulfillment/v1/order/1/issue_refund", "params": [], "headers": {}}
    return Outgoing(**{**given, **more})


def test_the_example_of_rfc_9421_gets_its_signature():
    """Appendix B.2.6."""
    covered = {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT", "@method": "POST", "@path": "/foo", "@authority": "example.com",
        "content-type": "application/json", "content-length": "18",
    }  # fmt: skip
    names = " ".join(f'"{name}"' for name in covered)
    message = signatures.base(covered, f'({names});created=1618884473;keyid="test-key-ed25519"')
    signed = base64.b64encode(signatures._signed(EXAMPLE, message)).decode()
    assert signed == "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="


def test_the_digest_is_that_of_rfc_9530():
    assert signatures.digest(b'{"hello": "world"}') == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"


def test_a_call_carries_four_headers_and_the_very_bytes_that_were_signed():
    call = outgoing(json={"comment": "Größe"})
    signatures.sign(call, {"signing_key": "JWE", "signing_secret": EXAMPLE}, address=HOST, now=NOW)
    assert (call.json, json.loads(call.body)) == (None, {"comment": "Größe"})
    assert call.headers["content-digest"] == signatures.digest(call.body)
    assert call.headers["x-ebay-signature-key"] == "JWE"
    names = '("content-digest" "x-ebay-signature-key" "@method" "@path" "@authority")'
    assert call.headers["Signature-Input"] == f"sig1={names};created={int(NOW.timestamp())}"
    assert call.headers["Content-Type"] == "application/json"
    assert call.headers["Signature"].startswith("sig1=:") and call.headers["Signature"].endswith(":")


def test_a_call_without_a_body_has_no_digest():
    call = outgoing(method="GET")
    signatures.sign(call, {"signing_key": "JWE", "signing_secret": EXAMPLE}, address=HOST, now=NOW)
    assert "content-digest" not in call.headers and "content-digest" not in call.headers["Signature-Input"]


def test_without_a_key_the_call_goes_as_it_is():
    call = outgoing(json={"a": 1})
    signatures.sign(call, {"signing_key": "JWE"}, address=HOST, now=NOW)
    assert (call.json, call.body, call.headers) == ({"a": 1}, None, {})


def test_an_rsa_key_signs_as_well():
    key = rsa.generate_private_key(65537, 2048)
    der = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    signed = signatures._signed(der, b"message")
    key.public_key().verify(signed, b"message", padding.PKCS1v15(), hashes.SHA256())


@pytest.mark.parametrize("secret", ["", "no key", base64.b64encode(b"no key").decode()])
def test_what_is_no_private_key_is_said_without_showing_it(secret):
    with pytest.raises(UnexpectedPayload) as caught:
        signatures._private(secret)
    assert secret == "" or secret not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, True),
        ({"signing_key": "J", "signing_secret": "S"}, False),
        ({"signing_key": "J", "signing_secret": "S", "signing_ends": "2029-11-03T08:00:00+00:00"}, False),
        ({"signing_key": "J", "signing_secret": "S", "signing_ends": "2026-11-20T08:00:00+00:00"}, True),
    ],
)
def test_a_key_is_made_where_there_is_none_or_its_end_is_near(values, wanted):
    assert signatures.is_wanted(values, now=NOW) is wanted


def test_what_ebay_tells_of_a_new_key_is_kept():
    told = {"jwe": "JWE", "privateKey": EXAMPLE, "expirationTime": 1857110400, "signingKeyId": "1"}
    assert signatures.values_of(told) == {
        "signing_key": "JWE", "signing_secret": EXAMPLE, "signing_ends": "2028-11-06T08:00:00+00:00",
    }  # fmt: skip

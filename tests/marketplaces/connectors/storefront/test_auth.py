"""Signatures, with the contract's own vectors."""

import json

import pytest

from marketplaces.connectors.storefront import auth
from marketplaces.connectors.storefront.sandbox import signing
from tests.conftest import shared

SIDES = ("connector", "sandbox")


@pytest.fixture
def vectors():
    return json.loads(shared("contracts/storefront/examples.json").read_text("utf-8"))["signature_vectors"]


def test_every_vector_of_a_call_is_met_by_both_sides(vectors):
    secret, stamp = vectors["secret"], vectors["timestamp"]
    assert len(vectors["cases"]) == 6
    for case in vectors["cases"]:
        body = case["raw_body"].encode()
        given = {"timestamp": stamp, "method": case["method"], "target": case["target"], "body": body}
        assert len(body) == case["bytes"]
        assert auth.call_signature(secret, **given) == f"v1={case['hex']}", case["name"]
        assert signing.of_call(secret, stamp, case["method"], case["target"], body) == f"v1={case['hex']}"


def test_the_vector_of_a_callback_is_met_by_both_sides(vectors):
    body = vectors["callback_hub_to_shop"]["raw_body"].encode()
    wanted = f"v1={vectors['callback_hub_to_shop']['hex']}"
    assert auth.callback_signature(vectors["secret"], timestamp=vectors["timestamp"], body=body) == wanted
    assert signing.of_callback(vectors["secret"], vectors["timestamp"], body) == wanted


@pytest.mark.parametrize(("system", "header"), [("shopify", "X-Shopify-Hmac-SHA256"), ("woocommerce", "X-WC-Webhook-Signature")])  # fmt: skip  # noqa: E501
def test_the_vectors_of_native_webhooks_are_met_by_both_sides(vectors, system, header):
    case = vectors[system]
    body = case["raw_body"].encode()
    assert auth.native_signature(case["secret"], body) == signing.of_native(case["secret"], body) == case[header]
    assert auth.is_native(case[header], ["another", case["secret"]], body)
    assert not auth.is_native(case[header], ["another"], body)
    assert not auth.is_native(case[header], [case["secret"]], body + b" ")


@pytest.mark.parametrize("given", ["", "!!!", "AAAA", "ü", "v1=00"])
def test_a_native_signature_of_another_form_is_none(given):
    assert not auth.is_native(given, ["secret"], b"{}")


def test_one_of_two_signatures_is_enough_while_the_secret_changes():
    assert auth.is_one_of("v1=aa, v1=bb", ["v1=bb"])
    assert not auth.is_one_of("v1=aa,v1=cc", ["v1=bb"])
    assert not auth.is_one_of("", ["v1=bb"])
    assert not auth.is_one_of("v1=bb", [])

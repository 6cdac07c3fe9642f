"""The header, and what a token says of itself."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from marketplaces.connectors.wildberries.auth import Token, authorise, read_token
from marketplaces.framework.transport import Outgoing


def jwt(**claims: Any) -> str:
    parts = ({"alg": "ES256", "typ": "JWT"}, claims)
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*texts, "c2lnbmF0dXJl"))


def test_the_token_goes_as_it_is() -> None:
    outgoing = Outgoing(method="GET", path="/ping", params=[], headers={})
    authorise(outgoing, {"token": "a.b.c"})
    assert outgoing.headers == {"Authorization": "a.b.c"}


def test_a_token_tells_seller_end_and_categories() -> None:
    bits = (1 << 1) | (1 << 4)
    found = read_token(jwt(sid="4f6c1d0a-5b7e-4c1d-9a53-3f0a2b9c7e11", exp=1_790_841_600, s=bits))
    assert found.seller == "4f6c1d0a-5b7e-4c1d-9a53-3f0a2b9c7e11"
    assert found.ends_at == datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert found.categories == ("Content", "Marketplace")


def test_a_token_that_may_only_read_says_so() -> None:
    assert read_token(jwt(s=(1 << 30) | (1 << 3))).categories == ("Prices and discounts", "read only")


@pytest.mark.parametrize("token", ["", "abc", "a.b", "a.!!!.c", "a.eyJ4.c", "a.W10.c", jwt(sid=7, exp="soon", s=None)])
def test_what_is_no_such_token_says_nothing(token: str) -> None:
    assert read_token(token) == Token()


def test_a_base_token_is_told_from_the_others() -> None:
    assert [read_token(jwt(acc=kind)).is_base for kind in (1, 2, 3, 4, None)] == [True, False, False, False, False]

"""requests-oauthlib and a client made of CodesWholesale's description, before the practice CodesWholesale."""

from __future__ import annotations

import json
from typing import Any

import pytest
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error
from requests_oauthlib import OAuth2Session

from tests.clients.generated import Made, make
from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(
    library="requests-oauthlib", code="codeswholesale", patched="`token_url`, and that it is no TLS"
)
#: What the practice CodesWholesale takes at once, and tokens in five minutes from one address (contract, section 6).
BURST, TOKENS = 4, 50


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make("codeswholesale", "openapi.yaml", tmp_path_factory.mktemp("made"))


@pytest.fixture(autouse=True)
def plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def token(shop: Shop, secret: str = "", *, seen: list[int] | None = None) -> dict[str, Any]:
    """By the client's own keys, which travel in the form: CodesWholesale reads no Basic header.

    `seen` fills up with the statuses that came, by the hook that the library gives for it.
    """
    number = shop.keys["client_id"]
    session = OAuth2Session(client=BackendApplicationClient(client_id=number))
    session.register_compliance_hook("access_token_response", lambda answer: _noted(answer, seen))
    given = {"client_secret": secret or shop.keys["client_secret"], "include_client_id": True}
    return dict(session.fetch_token(f"{shop.url}/oauth/token", **given))


def _noted(answer: Any, seen: list[int] | None) -> Any:
    if seen is not None:
        seen.append(answer.status_code)
    return answer


@pytest.fixture
def ask(package: str, shop: Shop) -> Any:
    """The limit of two calls a second is not what these tests are about."""
    shop.desk("POST", "limits", {"enabled": False})
    return asking(package, shop, token(shop)["access_token"])


def asking(package: str, shop: Shop, access: str) -> Any:
    made = Made(package, base_url=shop.url, headers={"Authorization": f"Bearer {access}"})
    return lambda call, *where, **params: made.ask(f"default.{call}", *where, **params)


def test_a_token_is_given_and_the_same_one_again_with_less_life(shop: Shop) -> None:
    first = token(shop)
    shop.desk("POST", "clock", {"advance": 60})
    again = token(shop)
    assert first["token_type"].lower() == "bearer" and first["access_token"] == again["access_token"]
    assert 0 < again["expires_in"] < first["expires_in"]
    with pytest.raises(OAuth2Error):
        token(shop, "not-the-secret")


def test_the_list_comes_by_continuation_and_each_product_alone(ask: Any) -> None:
    found: list[Any] = []
    params: dict[str, Any] = {}
    while True:
        page = ask("list_products", **params).parsed
        found += page.items
        if not isinstance(page.continuation_token, str) or not page.continuation_token:
            break
        params = {"continuation_token": page.continuation_token}
    numbers = [str(product.product_id) for product in found]
    assert len(numbers) == len(set(numbers)) > 20
    assert ask("get_product", numbers[0]).parsed.name == found[0].name
    assert ask("get_description", numbers[0]).status_code == 200


def test_keys_are_bought_and_found_again_by_ones_own_reference(ask: Any, shop: Shop) -> None:
    before = ask("get_account").parsed
    product = next(each for each in ask("list_products").parsed.items if each.quantity > 5)
    price = next(band.value for band in product.prices if band.from_ == 1)
    wanted = {"productId": str(product.product_id), "quantity": 2, "price": price}
    body = {"orderId": "hub-4711-2", "allowPreOrder": False, "products": [wanted]}
    order = ask("create_order", body=body).parsed
    assert order.client_order_id == "hub-4711-2"
    for _ in range(10):
        read = ask("get_order", str(order.order_id)).parsed
        if read.status.lower() == "completed":
            break
        shop.desk("POST", "clock", {"advance": 60})
    assert len(read.products[0].codes) == 2
    assert ask("get_order", "hub-4711-2").parsed.order_id == order.order_id
    after = ask("get_account").parsed
    assert round(before.total_to_use - after.total_to_use, 2) == round(2 * price, 2)


def test_a_dead_token_an_unknown_product_and_a_wrong_price_are_told_apart(ask: Any, package: str, shop: Shop) -> None:
    refused = asking(package, shop, "00000000-0000-4000-8000-000000000000")("get_account")
    assert refused.status_code == 401 and refused.parsed.error == "invalid_token"
    unknown = ask("get_product", "00000000-0000-4000-8000-000000000000")
    assert (unknown.status_code, unknown.parsed.code) == (404, 20001)
    product = next(each for each in ask("list_products").parsed.items if each.quantity > 5)
    wanted = {"productId": str(product.product_id), "quantity": 1, "price": 0.01}
    wrong = ask("create_order", body={"orderId": "hub-1", "allowPreOrder": False, "products": [wanted]})
    assert wrong.status_code == 400 and wrong.parsed.message


def test_more_than_two_calls_a_second_are_429_until_a_second_went_by(package: str, shop: Shop) -> None:
    """The client's answer is the limit's own; a 429 is told by its status, the description gives it no body."""
    shop.stand_still()
    call = asking(package, shop, token(shop)["access_token"])
    told = [call("get_account") for _ in range(6)]
    assert [each.status_code for each in told] == [200] * BURST + [429] * (6 - BURST)
    assert told[-1].parsed is None and json.loads(told[-1].content)["message"]
    shop.desk("POST", "clock", {"advance": 1})
    assert [call("get_account").status_code for _ in range(3)] == [200, 200, 429]


def test_more_than_fifty_tokens_in_five_minutes_are_429(shop: Shop) -> None:
    """oauthlib shows no status: its hook sees the answer, and what it raises says that no token came."""
    shop.stand_still()
    seen: list[int] = []
    for _ in range(TOKENS):
        token(shop, seen=seen)
    with pytest.raises(OAuth2Error):
        token(shop, seen=seen)
    assert seen == [200] * TOKENS + [429]
    shop.desk("POST", "clock", {"advance": 301})
    assert token(shop, seen=seen)["access_token"] and seen[-1] == 200

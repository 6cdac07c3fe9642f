"""Connector and practice supplier together: money and keys are counted there after everything that can go wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from marketplaces.canonical.purchases import KeyForm, PurchaseState
from marketplaces.connectors.codeswholesale import mapping
from marketplaces.framework.errors import BalanceTooLow, InDoubt, LoginExpired, NotFound, Rejected
from marketplaces.sandbox.server import Running, running
from tests.contract.shop import Shop
from tests.marketplaces.connectors.codeswholesale.exercise import filled, request

REFERENCE = "hub-item-1"


@pytest.fixture(scope="module")
def practice() -> Iterator[Running]:
    with running(None, codes=["codeswholesale"]) as server:
        yield server


@pytest.fixture
def shop(practice: Running) -> Iterator[Shop]:
    shop = Shop("codeswholesale", practice.url).fresh(orders=5)
    shop.control("token", {"wrapped": False})
    yield shop
    shop.close()


def bought(shop):
    """What was paid for under our reference, as the supplier's own desk counts it."""
    orders = shop.control("state?products=0&webhooks=0")["orders"]
    return [each for each in orders if each["reference"] == REFERENCE]


def spent(shop):
    held = shop.control("state?products=0&orders=0&webhooks=0")
    return Decimal("3000.00") - Decimal(held["balance"]) - Decimal(held["credit"])


@pytest.mark.parametrize("form", ["text", "image"])
@pytest.mark.parametrize("quantity", [1, 3, 12])
def test_so_many_pieces_are_so_many_keys(shop, form, quantity):
    wanted = request(shop, REFERENCE, form=form, quantity=quantity)
    found = filled(shop, shop.connector.buy(wanted))
    assert found.missing(wanted.lines) == {}
    assert len({key.text or key.image for key in found.keys}) == quantity
    assert spent(shop) == wanted.lines[0].unit_cost * quantity


@pytest.mark.parametrize("how", ["nothing", "error500", "html_page", "torn", "limit"])
def test_after_a_lost_answer_one_order_was_paid(shop, how):
    wanted = request(shop, REFERENCE, quantity=2)
    shop.control("lose", {"how": how})
    found = filled(shop, shop.connector.buy(wanted))
    assert found.missing(wanted.lines) == {}
    assert found.doubles == ()
    assert len(bought(shop)) == 1
    assert spent(shop) == wanted.lines[0].unit_cost * 2


@pytest.mark.parametrize("how", ["nothing", "error500", "html_page", "limit"])
def test_an_order_that_was_not_taken_is_sent_again_only_when_that_was_decided(shop, how):
    wanted = request(shop, REFERENCE)
    shop.control("lose", {"how": how, "done": False})
    with pytest.raises(InDoubt):
        shop.connector.buy(wanted)
    maybe = replace(wanted, asked_at=datetime.now(UTC))
    for _ in range(2):
        with pytest.raises(InDoubt):
            shop.connector.buy(maybe)
    assert bought(shop) == []
    shop.connector.buy(replace(maybe, again=True))
    assert len(bought(shop)) == 1


def test_what_was_paid_twice_by_hand_is_told(shop):
    wanted = request(shop, REFERENCE)
    first = shop.connector.buy(wanted)
    shop.connector._client.create_order(mapping.order_text(wanted))
    found = shop.connector.find_purchase(REFERENCE, asked_at=datetime.now(UTC))
    assert len(bought(shop)) == 2
    assert len(found.doubles) == 1
    assert {found.remote_id, *found.doubles} == {each["id"] for each in bought(shop)}
    assert first.remote_id in {found.remote_id, *found.doubles}


def test_two_hurried_colleagues_buy_once(shop):
    wanted = request(shop, REFERENCE)
    first, second = shop.connector.buy(wanted), shop.connector.buy(wanted)
    assert first.remote_id == second.remote_id
    assert len(bought(shop)) == 1


def test_a_token_that_ends_on_the_way_costs_nothing(shop):
    wanted = request(shop, REFERENCE)
    shop.control("token", {"drop": True})
    shop.connector.buy(wanted)
    assert len(bought(shop)) == 1
    assert shop.credentials.refreshes == 1


def test_the_wrapped_form_of_a_token_opens_as_well(shop):
    shop.control("token", {"wrapped": True, "drop": True})
    assert shop.connector.account().currency == "EUR"
    assert shop.credentials.refreshes == 1


def test_wrong_keys_give_no_token(shop):
    shop.control("token", {"drop": True})
    shop.credentials.values["client_secret"] = "cw-secret-of-another"
    with pytest.raises(LoginExpired):
        shop.connector.account()
    with pytest.raises(LoginExpired):
        shop.connector.prove_other_keys()


def test_too_little_money_buys_nothing(shop):
    wanted = request(shop, REFERENCE, quantity=3)
    shop.control("balance", {"balance": "1.00", "credit": "0.00"})
    with pytest.raises(BalanceTooLow) as caught:
        shop.connector.buy(wanted)
    assert not caught.value.maybe_done
    assert bought(shop) == []
    assert shop.connector.balance().to_spend == Decimal("1")
    shop.control("balance", {"balance": "500.00"})
    assert shop.connector.buy(wanted).reference == REFERENCE


def test_a_cost_that_was_not_agreed_to_is_not_paid(shop):
    wanted = request(shop, REFERENCE)
    shop.control("supply", {"sku": f"cw_{wanted.lines[0].remote_product_id}", "price": "99.00"})
    with pytest.raises(Rejected, match="changed"):
        shop.connector.buy(wanted)
    assert bought(shop) == []


def test_what_left_the_list_is_gone_at_once(shop):
    wanted = request(shop, REFERENCE)
    sku = f"cw_{wanted.lines[0].remote_product_id}"
    shop.control("supply", {"sku": sku, "hidden": True})
    with pytest.raises(NotFound):
        shop.connector.buy(wanted)
    assert shop.connector.find_products([sku]) == []
    listed = {
        variant.sku for page in shop.connector.pull_products() for each in page.items for variant in each.variants
    }
    assert sku not in listed


def test_a_supplier_that_gives_too_few_is_seen_through(shop):
    wanted = request(shop, REFERENCE, quantity=3)
    shop.control("short", {"keys": 1})
    found = filled(shop, shop.connector.buy(wanted))
    assert found.state is PurchaseState.READY
    assert found.missing(wanted.lines) == {wanted.lines[0].remote_product_id: 1}


def test_a_promised_key_comes_later(shop):
    wanted = request(shop, REFERENCE, form="preorder")
    with pytest.raises(Rejected, match="pre-order"):
        shop.connector.buy(wanted)
    found = filled(shop, shop.connector.buy(replace(wanted, allow_promised=True)))
    (key,) = found.keys
    assert (key.form, key.is_here) == (KeyForm.PROMISED, False)
    shop.control("assign", {"order": found.remote_id})
    assert shop.connector.bought_key(key.remote_id).text
    (now,) = shop.connector.purchase(found.remote_id).keys
    assert (now.form, now.is_here) == (KeyForm.TEXT, True)


@pytest.mark.parametrize(("word", "state"), [("Cancelled", "failed"), ("Failed", "failed"), ("OnHold", "unknown")])
def test_what_becomes_of_an_order_is_told(shop, word, state):
    shop.control("pace", {"seconds": 3600})
    found = shop.connector.buy(request(shop, REFERENCE))
    shop.control("move", {"order": found.remote_id, "status": word})
    now = shop.connector.purchase(found.remote_id)
    assert (now.state, now.remote_status) == (state, word)


def test_what_is_new_is_all_that_is_read_in_between(shop):
    shop.fresh(products=120, orders=0)
    since = datetime.fromisoformat(shop.control("clock")["now"])
    sku = shop.control("state?orders=0&webhooks=0")["products"][70]["sku"]
    shop.control("supply", {"sku": sku, "quantity": 7})
    (page,) = shop.connector.pull_products(since=since)
    assert [each.variants[0].sku for each in page.items] == [sku]
    assert page.items[0].variants[0].stock == {"": 7}


def test_what_is_hidden_during_a_walk_hides_no_other(shop):
    shop.fresh(products=120, orders=0)
    there = [each["sku"] for each in shop.control("state?orders=0&webhooks=0")["products"]]
    walk = shop.connector.pull_products()
    pages = [next(walk)]
    shop.control("supply", {"sku": there[0], "hidden": True})
    pages += list(walk)
    assert {each.variants[0].sku for page in pages for each in page.items} == set(there)


def test_version_2_buys_as_well(shop):
    shop.credentials.values["api_version"] = "v2"
    wanted = request(shop, REFERENCE, form="image", quantity=2)
    found = filled(shop, shop.connector.buy(wanted))
    assert [key.form for key in found.keys] == [KeyForm.IMAGE] * 2
    assert shop.connector.find_purchase(REFERENCE, asked_at=datetime.now(UTC)).remote_id == found.remote_id
    assert len([each for page in shop.connector.pull_products() for each in page.items]) == 20

"""Shops that share a stock are together never told more than is there, and what is kept for one is told to it alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from inventory.models import InventorySyncConfig, MarketplaceProduct, PromotionHold, Variant
from inventory.selectors.stock import Rule, shape, told
from inventory.selectors.why import why_listing
from inventory.services import promotion_holds
from inventory.services.bundles import set_parts
from inventory.services.rules import set_rule
from inventory.services.stock import recount
from marketplaces.models import Connection
from tests.inventory.world import World, make_world, wanted

shelves = st.lists(st.integers(0, 40), min_size=1, max_size=3)
shops = st.lists(
    st.tuples(st.integers(1, 99), st.integers(0, 15), st.integers(0, 6), st.integers(0, 6), st.booleans()),
    min_size=1, max_size=5,
)  # fmt: skip


def _rules(told_of: list[tuple[int, int, int, int, bool]]) -> list[Rule]:
    """Shops in their turn: share, units held, buffer, threshold, whether zero is sent."""
    everything = sum(held for _share, held, *_rest in told_of)
    before, promised, rules = 0, 0, []
    for share, held, buffer, threshold, send_zero in told_of:
        rules.append(
            Rule(
                buffer=buffer, threshold=threshold, send_zero=send_zero, share=share, share_before=before,
                held_own=held, held_before=promised, held=everything,
            )
        )  # fmt: skip
        before, promised = before + share, promised + held
    return rules


@given(units=shelves, asked=shops)
def test_no_unit_is_offered_twice(units: list[int], asked: list[tuple[int, int, int, int, bool]]) -> None:
    free = {f"w{number}": each for number, each in enumerate(units)}
    offered = [shape(free, rule) for rule in _rules(asked)]
    for warehouse, there in free.items():
        assert sum(found.get(warehouse, 0) for found in offered) <= there
    assert all(number >= 0 for found in offered for number in found.values())
    for rule, found in zip(_rules(asked), offered, strict=True):
        assert found.keys() in (free.keys(), set())
        assert found == {} if not rule.send_zero and not sum(found.values()) else found


@given(units=st.integers(0, 200), cut=st.integers(1, 99))
def test_shares_that_make_a_whole_leave_nothing_unsold(units: int, cut: int) -> None:
    first, second = Rule(share=cut), Rule(share=100 - cut, share_before=cut)
    assert sum(sum(shape({"": units}, rule).values()) for rule in (first, second)) == units


@given(units=st.integers(0, 60), held=st.integers(0, 60))
def test_what_is_kept_for_one_shop_is_told_to_no_other(units: int, held: int) -> None:
    mine, others = Rule(held_own=held, held=held), Rule(held=held)
    assert shape({"": units}, mine) == {"": units}
    assert shape({"": units}, others) == {"": max(0, units - held)}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def pot(world: World) -> Variant:
    return world.variant("POT", 5)


@pytest.fixture
def pair(world: World, pot: Variant) -> tuple[MarketplaceProduct, MarketplaceProduct]:
    """The same article at two shops."""
    return world.listing(pot), world.listing(pot, shop=world.another_shop())


def _told(*listings: MarketplaceProduct) -> list[int]:
    found = told([listing.pk for listing in listings])
    return [found[listing.pk].total for listing in listings]


def _share(shop: Connection, share: int, priority: int = 100) -> None:
    set_rule(shop, by="Ann", share_percent=share, priority=priority)


def test_the_last_units_go_to_the_shop_whose_turn_is_first(
    world: World, pot: Variant, pair: tuple[MarketplaceProduct, MarketplaceProduct]
) -> None:
    ours, theirs = pair
    _share(ours.connection, 50, priority=2)
    _share(theirs.connection, 50, priority=1)
    assert _told(*pair) == [2, 3]
    recount(store=world.store, variant=pot, location=world.place, counted=1)
    assert _told(*pair) == [0, 1]
    _share(ours.connection, 50, priority=1)
    _share(theirs.connection, 50, priority=2)
    assert _told(*pair) == [1, 0]


def test_a_shop_that_does_not_offer_it_takes_no_part_of_it(world: World, pot: Variant) -> None:
    listing = world.listing(pot)
    _share(listing.connection, 60, priority=2)
    _share(world.another_shop(), 40, priority=1)
    assert _told(listing) == [3]


def test_a_changed_share_is_news_for_whoever_shares(pair: tuple[MarketplaceProduct, MarketplaceProduct]) -> None:
    ours, theirs = pair
    _share(ours.connection, 50)
    before = wanted(ours)
    _share(theirs.connection, 50)
    assert wanted(ours) == before + 1


def test_each_term_takes_what_it_really_takes(pair: tuple[MarketplaceProduct, MarketplaceProduct]) -> None:
    ours, theirs = pair
    promotion_holds.hold(listing=theirs, quantity=2, until=timezone.now() + timedelta(days=1), by="Ann")
    _share(ours.connection, 50)
    set_rule(ours.connection, by="Ann", safety_stock=1)
    because = why_listing(ours)
    assert because is not None
    amounts = {term.kind: term.amount for term in because.terms}
    assert amounts == {"on_hand": 5, "reserved": 0, "held": -2, "share": -1, "buffer": -1}
    assert because.available == _told(ours)[0] == 1


def test_what_is_kept_ends_by_itself_and_the_other_shops_hear_of_it(
    pair: tuple[MarketplaceProduct, MarketplaceProduct],
) -> None:
    ours, theirs = pair
    promotion_holds.hold(listing=ours, quantity=4, until=timezone.now() + timedelta(days=1), by="Ann")
    assert _told(*pair) == [5, 1]
    PromotionHold.objects.update(until=timezone.now() - timedelta(hours=1))
    before = wanted(theirs)
    assert _told(*pair) == [5, 5]
    assert (promotion_holds.end_over(), promotion_holds.end_over()) == (1, 0)
    assert wanted(theirs) == before + 1


def test_what_the_shop_sells_comes_out_of_what_is_kept_for_it(
    world: World, pot: Variant, pair: tuple[MarketplaceProduct, MarketplaceProduct]
) -> None:
    ours, theirs = pair
    promotion_holds.hold(listing=ours, quantity=4, until=timezone.now() + timedelta(days=1), by="Ann")
    promotion_holds.sold(ours.connection, {pot.pk: 3})
    promotion_holds.sold(theirs.connection, {pot.pk: 1})
    world.reserve(pot, 4)
    assert PromotionHold.objects.get().left == 1
    assert _told(*pair) == [1, 0]


def test_ended_by_hand_or_said_anew(pair: tuple[MarketplaceProduct, MarketplaceProduct]) -> None:
    until = timezone.now() + timedelta(days=1)
    for quantity in (4, 2):
        promotion_holds.hold(listing=pair[0], quantity=quantity, until=until, by="Ann")
    assert _told(*pair) == [5, 3]
    promotion_holds.end(listing=pair[0], by="Ann")
    promotion_holds.end(listing=pair[0], by="Ann")
    assert _told(*pair) == [5, 5]
    assert PromotionHold.objects.count() == 1


def test_bundles_are_shared_as_articles_are(world: World, pot: Variant) -> None:
    gift = set_parts(world.variant("GIFT"), {pot.pk: 1}, by="Ann")
    listing = world.listing(gift)
    _share(listing.connection, 40)
    assert _told(listing) == [2]


@pytest.mark.parametrize(("quantity", "days", "sentence"), [(0, 1, "1 or more"), (1, -1, "last day is over")])
def test_what_cannot_be_kept_is_said(
    pair: tuple[MarketplaceProduct, MarketplaceProduct], quantity: int, days: int, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        promotion_holds.hold(
            listing=pair[0], quantity=quantity, until=timezone.now() + timedelta(days=days), by="Ann"
        )  # fmt: skip


def test_nothing_is_kept_for_what_nobody_has_linked(world: World) -> None:
    with pytest.raises(DomainError, match="Link this listing"):
        promotion_holds.hold(
            listing=world.listing(None), quantity=1, until=timezone.now() + timedelta(days=1), by="Ann"
        )  # fmt: skip
    assert not InventorySyncConfig.objects.exists()

"""What a shop is told for the names that we give to carriers."""

import pytest

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.selectors.carriers import carriers_of
from fulfillment.services.carriers import carrier_map, map_carriers, told_as
from fulfillment.services.ship import ship
from marketplaces.models import OutboundChange
from orders.models import OrderItem
from sync.push.parcel import shipment_request
from sync.push.queue import Claimed
from tests.orders.world import World, line, told


def sent(world: World, carrier: str, remote: str = "R-1") -> Shipment:
    if "TEA" not in world.variants:
        world.put("TEA", 9)
    world.take_in(told(remote, line("TEA", 1)))
    order = world.ours(remote)
    takes = {item.pk: 1 for item in OrderItem.objects.filter(order=order)}
    return ship(order=order, takes=takes, carrier=carrier, tracking_number="A1", request_key="k")


def test_the_channel_is_told_its_own_word_however_ours_is_typed(world: World) -> None:
    assert map_carriers(world.shop, {" DHL  Paket ": "DHL_DE"}, by="Anna") == 1
    assert told_as(world.shop, "dhl paket") == "DHL_DE" and told_as(world.shop, "GLS") == "GLS"
    parcel = sent(world, "DHL PAKET")
    change = OutboundChange.objects.get(kind="shipment")
    claimed = Claimed(
        id=change.pk, subject_id=parcel.pk, version=1, sent_version=0, attempts=0, state=change.state, progress={},
        last_sent={}, urgent=False,
    )  # fmt: skip
    assert shipment_request(parcel, claimed).carrier == "DHL_DE"
    parcel.refresh_from_db()
    assert parcel.carrier == "DHL PAKET"
    assert "carriers named by Anna" in world.shop.history.first().history_change_reason


def test_a_word_that_is_emptied_lets_the_name_go(world: World) -> None:
    map_carriers(world.shop, {"DHL": "DHL_DE", "GLS": "GLS_X"}, by="Anna")
    assert map_carriers(world.shop, {"dhl": " "}, by="Anna") == 1
    world.shop.refresh_from_db()
    assert carrier_map(world.shop) == {"GLS": "GLS_X"}
    assert map_carriers(world.shop, {"GLS": "GLS_X"}, by="Anna") == 0


def test_names_of_parcels_are_shown_with_what_was_refused_and_guessed(world: World) -> None:
    sent(world, "DHL", "R-1")
    refused = sent(world, "dhl", "R-2")
    OutboundChange.objects.filter(subject_id=refused.pk).update(state="refused")
    theirs = sent(world, "DHL_DE", "R-3")
    theirs.tracking_from = "marketplace"
    theirs.save()
    map_carriers(world.shop, {"Post": "P1"}, by="Anna")
    dhl, post = carriers_of(world.shop)
    assert (dhl.parcels, dhl.refused, dhl.guess, dhl.is_missing) == (2, 1, "DHL_DE", True)
    assert (post.name, post.told, post.parcels) == ("Post", "P1", 0)


@pytest.mark.parametrize(("name", "word"), [("  ", "X"), ("n" * 101, "X"), ("DHL", "w" * 101), ("DHL", "a\x00")])
def test_what_cannot_be_kept_is_refused_and_nothing_changes(world: World, name: str, word: str) -> None:
    with pytest.raises(DomainError):
        map_carriers(world.shop, {"GLS": "G", name: word}, by="Anna")
    world.shop.refresh_from_db()
    assert carrier_map(world.shop) == {}

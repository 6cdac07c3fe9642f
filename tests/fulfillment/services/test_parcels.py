"""Several parcels of an order at once."""

from collections.abc import Mapping

import pytest

from core.errors import DomainError
from fulfillment.models import Shipment
from fulfillment.services.parcels import Parcel, ship_parcels
from marketplaces.models import OutboundChange
from orders.models import MarketplaceOrder, Order, OrderItem
from tests.orders.world import World, line, told


def items(order: Order) -> Mapping[str, OrderItem]:
    return {item.product_sku: item for item in OrderItem.objects.filter(order=order)}


def test_two_parcels_leave_together_each_with_its_number(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 3)))
    order = world.ours("R-1")
    tea = items(order)["TEA"]
    first, second = ship_parcels(
        order=order, request_key="k", actor_label="Anna",
        parcels=[Parcel(takes={tea.pk: 1}, tracking_number="A"), Parcel(takes={tea.pk: 2}, tracking_number="B")],
    )  # fmt: skip
    assert [(each.number, each.tracking_number) for each in (first, second)] == [(1, "A"), (2, "B")]
    assert (world.ours("R-1").status, world.stock("TEA")) == ("shipped", (2, 0))
    assert OutboundChange.objects.filter(kind="shipment").count() == 2


def test_the_same_request_sends_nothing_twice_also_the_rest_of_an_order(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 3)))
    order = world.ours("R-1")
    sent = ship_parcels(order=order, parcels=[Parcel()], request_key="k")
    assert ship_parcels(order=order, parcels=[Parcel()], request_key="k") == sent
    assert world.stock("TEA") == (2, 0)
    with pytest.raises(DomainError, match="nothing to ship"):
        ship_parcels(order=order, parcels=[Parcel()], request_key="another")


def test_one_parcel_that_cannot_leave_keeps_all_of_them(world: World) -> None:
    world.put("TEA", 5)
    world.take_in(told("R-1", line("TEA", 3)))
    order = world.ours("R-1")
    tea = items(order)["TEA"]
    with pytest.raises(DomainError, match="1 of 3 are left to ship"):
        ship_parcels(
            order=order, request_key="k", parcels=[Parcel(takes={tea.pk: 2}), Parcel(takes={tea.pk: 2})]
        )  # fmt: skip
    assert not Shipment.objects.exists()
    assert (world.ours("R-1").status, world.stock("TEA")) == ("confirmed", (5, 3))


def test_the_rest_of_an_order_of_two_postings_leaves_in_two_parcels(world: World) -> None:
    world.put("TEA", 5)
    world.put("CUP", 5)
    world.take_in(told("R-1", line("TEA", 1), line("CUP", 2)))
    order = world.ours("R-1")
    there = MarketplaceOrder.objects.get(order=order)
    second = MarketplaceOrder.objects.get(pk=there.pk)
    second.pk, second.marketplace_order_id, second._state.adding = None, "R-1-2", True
    second.save()
    OrderItem.objects.filter(order=order, product_sku="CUP").update(marketplace_order=second)
    sent = ship_parcels(order=order, parcels=[Parcel(carrier="DHL")], request_key="k")
    assert {each.marketplace_order_id for each in sent} == {there.pk, second.pk}
    assert [each.carrier for each in sent] == ["DHL", "DHL"]
    assert world.ours("R-1").status == "shipped"

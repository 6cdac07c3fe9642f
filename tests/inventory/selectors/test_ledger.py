"""The ledger page."""

from inventory.selectors.ledger import ledger, ledger_rows
from inventory.services.stock import adjust, recount
from tests.inventory.world import World


def test_changes_come_newest_first_with_their_balance(world: World) -> None:
    pot = world.variant("POT", 5)
    adjust(store=world.store, variant=pot, location=world.place, delta=-2, reason="Broken", actor_label="Anna")
    adjust(store=world.store, variant=pot, location=world.place, delta=4, reason="Delivery")
    page = ledger(pot, size=2)
    assert [(row["delta"], row["on_hand_after"], row["reason"]) for row in page.rows] == [
        (4, 7, "Delivery"), (-2, 3, "Broken"),
    ]  # fmt: skip
    rest = ledger(pot, after=page.next, size=2)
    assert ([row["delta"] for row in rest.rows], rest.next) == ([5], "")
    assert page.rows[1]["actor_label"] == "Anna"


def test_it_is_narrowed_by_cause_and_by_place(world: World) -> None:
    pot, annex = world.variant("POT", 5), world.another_place("annex")
    recount(store=world.store, variant=pot, location=annex, counted=3)
    adjust(store=world.store, variant=pot, location=world.place, delta=1, reason="Delivery")
    assert [row["cause"] for row in ledger(pot, cause="adjusted").rows] == ["adjusted"]
    assert [row["location__name"] for row in ledger(pot, location=annex).rows] == ["Annex"]
    assert ledger_rows(pot).count() == 3


def test_another_variants_changes_are_not_in_it(world: World) -> None:
    world.variant("CUP", 5)
    assert not ledger(world.variant("POT")).rows

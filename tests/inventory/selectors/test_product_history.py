"""What happened to a product, by whom."""

from decimal import Decimal

from inventory.selectors.product_history import product_history
from inventory.services.listings import link, unlink
from inventory.services.overrides import set_overrides
from inventory.services.product_create import create_product
from inventory.services.product_edit import edit_product, edit_variant
from inventory.services.texts import save_texts
from tests.inventory.world import World


def test_each_act_names_who_did_what_newest_first(world: World) -> None:
    world.store.languages = ["en", "de"]
    world.store.save()
    product = create_product(store=world.store, title="Pot", sku="POT", by="Anna", variant={"price": Decimal(5)})
    pot = product.variants.get()
    save_texts(product=product, language="de", title="Kanne", description="", by="Ben")
    edit_product(product=product, by="Cleo", brand="Lumen")
    edit_variant(variant=pot, by="Dan", price=Decimal(6))
    row = world.listing(None)
    link(row, pot, by="Eve")
    set_overrides(listing=row, by="Fay", stock=2)
    row.stock = 9
    row.save()
    events = product_history(product)
    told = [(each.who, each.kind, each.act, [change.field for change in each.changes]) for each in events]
    assert told[:6] == [
        ("Fay", "listing", "changed", ["stock_override"]), ("Eve", "listing", "changed", ["variant_id"]),
        ("", "listing", "made", []), ("Dan", "variant", "changed", ["price"]),
        ("Cleo", "product", "changed", ["brand"]), ("Ben", "texts", "made", []),
    ]  # fmt: skip
    assert {each.who for each in told_by(events[6:])} == {"Anna"}
    change = events[3].changes[0]
    assert (change.before, change.after) == (Decimal(5), Decimal(6))


def told_by(events):
    return [each for each in events if each.kind in ("product", "variant")]


def test_who_may_not_see_money_sees_no_change_of_it(world: World) -> None:
    pot = world.variant("POT", price=Decimal(5), currency="EUR")
    edit_variant(variant=pot, by="Dan", price=Decimal(6), gtin="4006381333931")
    edit_variant(variant=pot, by="Eve", cost=Decimal(2))
    events = product_history(pot.product, money=False)
    assert [[change.field for change in each.changes] for each in events if each.act == "changed"] == [["gtin"]]


def test_an_unlinked_listing_is_no_part_of_it_any_more(world: World) -> None:
    pot, row = world.variant("POT"), world.listing(None)
    link(row, pot, by="Eve")
    unlink(row, by="Eve")
    assert not [each for each in product_history(pot.product) if each.kind == "listing"]

"""Products put away and brought back."""

from inventory.models import Product
from inventory.services.archive import archive, restore
from tests.inventory.world import World, make_world


def test_products_are_put_away_and_brought_back_with_history(world: World) -> None:
    pot, cup = world.variant("POT").product, world.variant("CUP").product
    assert archive(store=world.store, product_ids=[pot.pk, cup.pk], by="Anna") == 2
    assert archive(store=world.store, product_ids=[pot.pk], by="Anna") == 0
    pot.refresh_from_db()
    assert pot.status == Product.Status.ARCHIVED
    assert pot.history.latest().history_change_reason == "archived by Anna"
    assert restore(store=world.store, product_ids=[pot.pk], by="Ben") == 1
    pot.refresh_from_db()
    assert pot.status == Product.Status.ACTIVE


def test_another_stores_product_is_not_touched(world: World) -> None:
    theirs = make_world().variant("POT").product
    assert archive(store=world.store, product_ids=[theirs.pk], by="Anna") == 0
    theirs.refresh_from_db()
    assert theirs.status == Product.Status.ACTIVE

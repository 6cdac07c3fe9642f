"""Our categories at a shop: suggested by name, chosen by a person, and used by every new card from then on."""

from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from inventory.models import CategoryChoice, Offer
from inventory.selectors.category_map import Theirs, category_map, likely
from inventory.selectors.offering import Terms, plan, variants_of
from inventory.services.category_map import choose_category, keep_tree
from marketplaces.canonical.products import RemoteCategory
from marketplaces.models import Connection, Marketplace, OutboundChange
from tests.inventory.world import World, make_world

TREE = [
    RemoteCategory(remote_id="7", path=("Home", "Table lamps")),
    RemoteCategory(remote_id="8", path=("Home", "Floor lamps, for halls and stairs")),
    RemoteCategory(remote_id="9", path=("Lamps", "Bulbs")),
    RemoteCategory(remote_id="10", path=("Home", "Kettles")),
]


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    marketplace, _made = Marketplace.objects.get_or_create(code="ebay", defaults={"name": "eBay"})
    Connection.objects.filter(pk=made.shop.pk).update(marketplace=marketplace, products_out=True)
    made.shop = Connection.objects.select_related("marketplace", "store").get(pk=made.shop.pk)
    return made


def put(world: World, sku: str, category: str) -> None:
    variant = world.variant(sku, price=Decimal("9.90"), currency="EUR")
    product = variant.product
    product.category, product.images, product.description = category, ["https://img.example/a.jpg"], "It shines."
    product.save()


def planned(world: World, sku: str, **terms: str) -> tuple[str, list[str]]:
    """The category of its card, and what it lacks."""
    rows = variants_of(world.store, [world.store.variants.get(sku=sku).product_id])
    (line,) = plan(world.store, rows, [world.shop], terms={world.shop.pk: Terms(**terms)} if terms else None)
    assert line.card is not None
    return line.card.category, [lack.field for lack in line.lacks]


def test_what_has_our_words_in_its_own_name_is_likelier_than_what_stands_below_such_a_name() -> None:
    leaves = [Theirs(id=each.remote_id, path=" / ".join(each.path)) for each in TREE]
    assert [each.id for each in likely("Lamp", leaves)] == ["7", "8", "9"]
    assert [each.id for each in likely("Table lamps", leaves)][0] == "7"
    assert likely("Carpets", leaves) == () and likely("–", leaves) == ()


def test_ours_are_listed_with_suggestions_until_somebody_chooses(world: World) -> None:
    put(world, "LAMP", "Lamps")
    put(world, "POT", "Kettles")
    put(world, "POT-2", "Kettles")
    keep_tree(shop=world.shop, categories=TREE)
    found = category_map(world.shop)
    assert [(each.ours, each.products, each.theirs) for each in found] == [("Kettles", 2, ""), ("Lamps", 1, "")]
    assert [each.id for each in found[0].suggestions] == ["10"]
    choose_category(shop=world.shop, ours="Kettles", theirs="10", by="Nadia")
    lamps, kettles = category_map(world.shop)
    assert (kettles.theirs, kettles.path, kettles.chosen_by) == ("10", "Home / Kettles", "Nadia")
    assert lamps.ours == "Lamps" and not kettles.suggestions


def test_a_new_card_goes_into_what_was_chosen_unless_another_is_named(world: World) -> None:
    put(world, "LAMP", "Lamps")
    assert planned(world, "LAMP")[0] == "" and "category" in planned(world, "LAMP")[1]
    choose_category(shop=world.shop, ours="Lamps", theirs="7", by="Nadia")
    assert planned(world, "LAMP")[0] == "7" and "category" not in planned(world, "LAMP")[1]
    assert planned(world, "LAMP", category="8")[0] == "8"
    choose_category(shop=world.shop, ours="Lamps", theirs="", by="Nadia")
    assert "category" in planned(world, "LAMP")[1]


def test_what_waits_for_its_category_is_sent_again_once_it_is_chosen(world: World) -> None:
    put(world, "LAMP", "Lamps")
    put(world, "POT", "Kettles")
    for variant in world.store.variants.all():
        Offer.objects.create(store=world.store, connection=world.shop, variant=variant)
    choose_category(shop=world.shop, ours="Lamps", theirs="7", by="Nadia")
    (change,) = OutboundChange.objects.filter(kind="product")
    assert Offer.objects.get(pk=change.subject_id).variant.sku == "LAMP"
    choose_category(shop=world.shop, ours="Lamps", theirs="7", by="Nadia")
    change.refresh_from_db()
    assert change.wanted_version == 1  # nothing was changed


def test_what_cannot_be_is_refused_and_an_empty_reading_keeps_the_tree(world: World) -> None:
    keep_tree(shop=world.shop, categories=TREE)
    with pytest.raises(DomainError, match="does not tell"):
        keep_tree(shop=world.shop, categories=[])
    assert len(world.shop.category_tree.leaves) == 4 and world.shop.category_tree.read_at <= timezone.now()
    for words in ({"ours": " ", "theirs": "7"}, {"ours": "Lamps", "theirs": "7" * 251}):
        with pytest.raises(DomainError):
            choose_category(shop=world.shop, by="Nadia", **words)
    takes_ours, _made = Marketplace.objects.get_or_create(code="fourseller", defaults={"name": "4Seller"})
    Connection.objects.filter(pk=world.shop.pk).update(marketplace=takes_ours)
    other = Connection.objects.select_related("marketplace", "store").get(pk=world.shop.pk)
    with pytest.raises(DomainError, match="as they are"):
        choose_category(shop=other, ours="Lamps", theirs="7", by="Nadia")
    assert not CategoryChoice.objects.exists()

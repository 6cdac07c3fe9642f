"""What a category of a shop asks of goods: read, chosen by name, said by every card, and checked before it is sent."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from inventory.models import AttributeChoice, CategoryAttributes, Offer
from inventory.selectors.attribute_map import attribute_map
from inventory.selectors.offering import Planned, plan, variants_of
from inventory.services.attribute_map import choose_attribute, keep_attributes
from inventory.services.category_map import choose_category
from marketplaces.canonical.products import RemoteAttribute
from marketplaces.models import Connection, Marketplace, OutboundChange
from tests.inventory.world import World, make_world

ASKED = [
    RemoteAttribute(name="Brand", is_required=True, answered=True),
    RemoteAttribute(name="Shade", also=("colour",)),
    RemoteAttribute(name="Material", is_required=True, only_listed=True),
]


@pytest.fixture
def world(db: None) -> World:
    made = make_world()
    marketplace, _made = Marketplace.objects.get_or_create(code="ebay", defaults={"name": "eBay"})
    Connection.objects.filter(pk=made.shop.pk).update(marketplace=marketplace, products_out=True)
    made.shop = Connection.objects.select_related("marketplace", "store").get(pk=made.shop.pk)
    for sku, options in (("LAMP", {"Colour": "red"}), ("LAMP-2", {"Stuff": "oak"})):
        variant = made.variant(sku, price=Decimal("9.90"), currency="EUR")
        variant.options = options
        variant.save()
        product = variant.product
        product.category, product.images, product.description = "Lamps", ["https://img.example/a.jpg"], "It shines."
        product.attributes = {"regions": ["EU", "UK"]}
        product.save()
    choose_category(shop=made.shop, ours="Lamps", theirs="7", by="Nadia")
    return made


def said(world: World, sku: str) -> dict[str, str]:
    """What its card says to attributes of theirs."""
    card = planned(world, sku).card
    assert card is not None
    return dict(card.attributes)


def planned(world: World, sku: str) -> Planned:
    rows = variants_of(world.store, [world.store.variants.get(sku=sku).product_id])
    (line,) = plan(world.store, rows, [world.shop])
    assert line.card is not None
    return line


def test_what_must_be_said_and_is_not_stands_first_with_how_many_say_it(world: World) -> None:
    keep_attributes(shop=world.shop, category="7", attributes=ASKED)
    found = attribute_map(world.shop, "7")
    assert [(each.theirs.name, each.saying, each.goods, each.is_open) for each in found.asked] == [
        ("Material", 0, 2, True), ("Brand", 2, 2, False), ("Shade", 1, 2, False),
    ]  # fmt: skip
    assert found.ours == ("Lamps",) and {"Colour", "Stuff", "regions", "sku", "title"} <= set(found.facts)
    choose_attribute(shop=world.shop, category="7", name="Material", fact="stuff", by="Nadia")
    (material, *_rest) = attribute_map(world.shop, "7").asked
    assert (material.theirs.name, material.saying, material.is_open, material.chosen_by) == (
        "Material",
        1,
        True,
        "Nadia",
    )
    choose_attribute(shop=world.shop, category="7", name="Material", words="brass", by="Nadia")
    assert not any(each.is_open for each in attribute_map(world.shop, "7").asked)


def test_a_card_says_what_was_chosen_and_stays_while_it_must_say_more(world: World) -> None:
    assert planned(world, "LAMP").goes and said(world, "LAMP") == {}  # not read: the shop will say
    keep_attributes(shop=world.shop, category="7", attributes=ASKED)
    line = planned(world, "LAMP")
    assert not line.goes and "asks for Material" in line.reason and line.lacks[0].field == "attributes"
    choose_attribute(shop=world.shop, category="7", name="Material", fact="Stuff", by="Nadia")
    choose_attribute(shop=world.shop, category="7", name="Where", fact="regions", by="Nadia")
    assert said(world, "LAMP-2") == {"Material": "oak", "Where": "EU, UK"}
    assert planned(world, "LAMP-2").goes and not planned(world, "LAMP").goes  # the other says nothing of its stuff
    choose_attribute(shop=world.shop, category="7", name="Material", words="brass", by="Nadia")
    assert planned(world, "LAMP").goes and said(world, "LAMP")["Material"] == "brass"


def test_an_option_of_the_same_name_says_it_by_itself(world: World) -> None:
    keep_attributes(shop=world.shop, category="7", attributes=[RemoteAttribute(name="STUFF", is_required=True)])
    assert planned(world, "LAMP-2").goes and not planned(world, "LAMP").goes


def test_goods_elsewhere_say_nothing_of_it(world: World) -> None:
    choose_attribute(shop=world.shop, category="7", name="Material", words="brass", by="Nadia")
    choose_category(shop=world.shop, ours="Lamps", theirs="8", by="Nadia")
    assert said(world, "LAMP") == {}


def test_what_waits_is_sent_again_once_and_a_choice_can_be_taken_back(world: World) -> None:
    variant = world.store.variants.get(sku="LAMP")
    Offer.objects.create(store=world.store, connection=world.shop, variant=variant)
    for _twice in range(2):
        choose_attribute(shop=world.shop, category="7", name="Material", words="brass", by="Nadia")
    (change,) = OutboundChange.objects.filter(kind="product")
    assert change.wanted_version == 1
    choose_attribute(shop=world.shop, category="7", name="Material", by="Nadia")
    assert said(world, "LAMP") == {}
    assert AttributeChoice.objects.get().history.count() == 2


def test_what_cannot_be_is_refused_at_its_field_and_an_empty_reading_keeps_the_last(world: World) -> None:
    keep_attributes(shop=world.shop, category="7", attributes=ASKED)
    with pytest.raises(DomainError, match="does not tell"):
        keep_attributes(shop=world.shop, category="7", attributes=[])
    assert len(CategoryAttributes.objects.get().attributes) == 3
    refused = {
        "category": {"category": " ", "name": "Material", "words": "oak"}, "name": {"name": " ", "words": "oak"},
        "words": {"name": "Material", "words": "o" * 251},
        "fact": {"name": "Material", "words": "oak", "fact": "Stuff"},
    }  # fmt: skip
    for field, words in refused.items():
        with pytest.raises(DomainError) as error:
            choose_attribute(shop=world.shop, by="Nadia", **{"category": "7", **words})
        assert error.value.field == field
    assert not AttributeChoice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        AttributeChoice.objects.create(
            store=world.store, connection=world.shop, category="7", name="Material", words="oak", fact="Stuff"
        )


def test_a_marketplace_without_attributes_of_its_own_takes_none(world: World) -> None:
    other, _made = Marketplace.objects.get_or_create(code="shopee", defaults={"name": "Shopee"})
    Connection.objects.filter(pk=world.shop.pk).update(marketplace=other)
    shop = Connection.objects.select_related("marketplace", "store").get(pk=world.shop.pk)
    with pytest.raises(DomainError, match="takes no attributes"):
        choose_attribute(shop=shop, category="7", name="Material", words="oak", by="Nadia")

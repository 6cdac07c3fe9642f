"""What sending products to shops would do: one line per variant and shop, with what is missing and what forbids it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Store
from inventory.models import MarketplaceProduct, Offer, Product, Variant
from inventory.selectors.attribute_map import Requirements
from inventory.selectors.cards import Cards
from marketplaces.canonical.products import ProductCard
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.abilities import able, has_own_categories, lacks_of, takes_cards

Status = MarketplaceProduct.Status
#: At most so many variants are planned at once.
MOST = 2_000
FIELDS = {
    "sku": gettext_lazy("SKU"), "title": gettext_lazy("title"), "price": gettext_lazy("price"),
    "description": gettext_lazy("description"), "brand": gettext_lazy("brand"), "category": gettext_lazy("category"),
    "gtin": gettext_lazy("GTIN"), "images": gettext_lazy("picture"), "weight_g": gettext_lazy("weight"),
    "options": gettext_lazy("options"), "attributes": gettext_lazy("attributes"),
    "package": gettext_lazy("size of the package"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A field that keeps a card from being taken, and the sentence that says what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What only the merchant can say of a new listing at one shop: its category there, and a price in its currency."""

    category: str = ""
    price: Decimal | None = None

    def over(self, earlier: Terms) -> Terms:
        """What is not said now is as it was said before."""
        return Terms(
            category=self.category or earlier.category, price=earlier.price if self.price is None else self.price
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A variant at a shop: `card` would be sent, new where there is no `listing`; `why` forbids it whole."""

    shop: Connection
    variant: Variant
    card: ProductCard | None
    listing: MarketplaceProduct | None = None
    why: str = ""
    #: The category that was named for it at this shop, this time or before; else the card has what was chosen for ours.
    named: str = ""
    lacks: tuple[Lack, ...] = ()

    @property
    def is_new(self) -> bool:
        """It is not offered there yet."""
        return self.listing is None

    @property
    def goes(self) -> bool:
        """Nothing keeps it here."""
        return not self.why and not self.lacks

    @property
    def reason(self) -> str:
        """Why it stays, in a sentence; empty where it goes."""
        return self.why or " ".join(lack.sentence for lack in self.lacks)

    @property
    def below_cost(self) -> bool:
        """A new listing would be sold for less than it costs us; who sees costs is told, and decides."""
        cost = self.variant.cost
        return bool(self.is_new and self.card and cost is not None and 0 < self.card.price < cost)


def shops_for(store: Store) -> list[Connection]:
    """The shops of a store to which products can be sent, by name."""
    rows = Connection.objects.filter(store=store).exclude(status=Connection.Status.DISCONNECTED)
    found = rows.select_related("marketplace", "store").order_by("name", "pk")
    return [shop for shop in found if takes_cards(shop)]


def why_not(shop: Connection) -> str:
    """Why nothing of products can be sent to this shop now; empty if it can."""
    if not takes_cards(shop):
        return _("%(kind)s takes no products from outside.") % {"kind": shop.marketplace.name}
    if not shop.products_out:
        return _("“Send products” is switched off at %(shop)s. Switch it on on its page.") % {"shop": shop.name}
    if not shop.is_working:
        return _("%(shop)s is stopped or paused: %(why)s") % {
            "shop": shop.name, "why": shop.status_reason or shop.get_status_display(),
        }  # fmt: skip
    return ""


def variants_of(store: Store, product_ids: Collection[UUID]) -> QuerySet[Variant]:
    """The variants of some products, as a plan wants them."""
    rows = Variant.objects.filter(store=store, product__in=list(product_ids), product__deleted_at__isnull=True)
    return rows.select_related("product").order_by("product__title", "product_id", "position", "sku")


def plan(
    store: Store, variants: Iterable[Variant], shops: Sequence[Connection], *, terms: Mapping[UUID, Terms] | None = None
) -> list[Planned]:
    """What would be sent: a line per variant and shop, several where it has several listings there.

    `terms` are given by shop; what is not given is as it was the last time. At most eight queries.
    """
    rows = list(variants)
    there, unlinked = _listings(rows, shops), _same_sku_unlinked(rows, shops)
    kept = _kept(rows, shops)
    cards = Cards(store, {row.product_id for row in rows})
    asked = Requirements(shops)
    found = []
    for shop in shops:
        forbidden = why_not(shop)
        for variant in rows:
            place = (shop.pk, variant.pk)
            given = (terms or {}).get(shop.pk, Terms()).over(kept.get(place, Terms()))
            listed: Sequence[MarketplaceProduct | None] = there.get(place) or [None]
            for listing in listed:
                why = forbidden or _why(variant, shop, listing, unlinked)
                found.append(_planned(cards, asked, variant, shop, listing, given, why))
    return found


def _planned(
    cards: Cards, asked: Requirements, variant: Variant, shop: Connection, listing: MarketplaceProduct | None,
    terms: Terms, why: str,
) -> Planned:  # fmt: skip
    card = cards.card(variant, shop, ref=str(variant.pk), listing=listing, category=terms.category, price=terms.price)
    return Planned(
        shop=shop, variant=variant, listing=listing, card=card, why=why, named=terms.category,
        lacks=lacking(card, shop, asked.unsaid(card, shop)),
    )  # fmt: skip


def lacking(card: ProductCard, shop: Connection, unsaid: Sequence[str] = ()) -> tuple[Lack, ...]:
    """What keeps a card from being taken at a shop: its own rules, a price as every new listing needs one, and what
    its category there asks and the card leaves `unsaid`.
    """
    found = [Lack(field=name, sentence=_sentence(name, limit)) for name, limit in lacks_of(shop, card)]
    if card.remote_product_id:
        return tuple(found)
    if has_own_categories(shop) and not card.category:
        words = _("Name the category of %(kind)s that it belongs to.") % {"kind": shop.marketplace.name}
        found = [lack for lack in found if lack.field != "category"] + [Lack(field="category", sentence=words)]
    if card.price <= 0:
        words = _("It has no price in %(currency)s.") % {"currency": shop.currency or "?"}
        found.append(Lack(field="price", sentence=words))
    if unsaid:
        words = _("Its category asks for %(names)s. Say it on the shop's page under Categories.")
        found.append(Lack(field="attributes", sentence=words % {"names": ", ".join(unsaid)}))
    return tuple(found)


def _sentence(field: str, limit: int) -> str:
    word = str(FIELDS.get(field, field))
    if not limit:
        return _("The %(field)s is missing.") % {"field": word}
    if field == "images":
        return _("There are more than %(n)d pictures.") % {"n": limit}
    return _("The %(field)s is longer than %(n)d characters.") % {"field": word, "n": limit}


def _why(
    variant: Variant, shop: Connection, listing: MarketplaceProduct | None, unlinked: set[tuple[UUID, str]]
) -> str:
    if variant.product.status == Product.Status.ARCHIVED:
        return _("It is archived. Bring it back first.")
    if listing is not None:
        return ""
    if not able(shop, "push_products"):
        return _("%(kind)s takes changes of what is offered there, but no new products. Make it there first.") % {
            "kind": shop.marketplace.name
        }
    if (shop.pk, variant.sku) in unlinked:
        return _("A listing there has this SKU and is not linked. Link it first.")
    return ""


def living(rows: QuerySet[MarketplaceProduct]) -> QuerySet[MarketplaceProduct]:
    """Listings that are there, as far as we know."""
    return rows.exclude(status=Status.DELETED).defer("raw", "description")


def _listings(
    variants: Sequence[Variant], shops: Sequence[Connection]
) -> dict[tuple[UUID, UUID], list[MarketplaceProduct]]:
    found: dict[tuple[UUID, UUID], list[MarketplaceProduct]] = {}
    rows = MarketplaceProduct.objects.filter(variant__in=list(variants), connection__in=list(shops))
    for row in living(rows).order_by("created_at", "pk"):
        assert row.variant_id is not None
        found.setdefault((row.connection_id, row.variant_id), []).append(row)
    return found


def _same_sku_unlinked(variants: Sequence[Variant], shops: Sequence[Connection]) -> set[tuple[UUID, str]]:
    rows = MarketplaceProduct.objects.filter(
        connection__in=list(shops), marketplace_sku__in={row.sku for row in variants}, variant__isnull=True
    )
    return set(living(rows).values_list("connection_id", "marketplace_sku"))


def _kept(variants: Sequence[Variant], shops: Sequence[Connection]) -> dict[tuple[UUID, UUID], Terms]:
    rows = Offer.objects.filter(variant__in=list(variants), connection__in=list(shops)).order_by("updated_at")
    return {(row.connection_id, row.variant_id): Terms(category=row.category, price=row.price) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the wish for a variant at a shop has come; `state` as outbound changes say it."""

    offer: Offer
    change: OutboundChange | None


def standings(store: Store, *, product_ids: Collection[UUID]) -> list[Standing]:
    """The offers of some products with the news of each, by shop: two queries."""
    rows = Offer.objects.filter(store=store, variant__product__in=list(product_ids))
    offers = list(
        rows.select_related("connection__marketplace", "variant__product", "listing").order_by(
            "connection__name", "variant__position", "pk"
        )
    )
    news = OutboundChange.objects.filter(kind=OutboundChange.Kind.PRODUCT, subject_id__in=[row.pk for row in offers])
    changes = {row.subject_id: row for row in news}
    return [Standing(offer=row, change=changes.get(row.pk)) for row in offers]


def standing_of(offer: Offer) -> Standing:
    """One of them."""
    return next(each for each in standings(offer.store, product_ids=[offer.variant.product_id]) if each.offer == offer)

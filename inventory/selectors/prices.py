"""The price a listing should have: its own, made of the cost, or the product's; in its bounds; and what holds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from core.models import Store
from inventory.models import MarketplaceProduct, PriceRule, Variant
from inventory.selectors.expected_fees import Fee, expected_fees
from inventory.selectors.price_sum import Step, Sum, lowest, marked_up
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in the currency of the listing's shop, with the steps that made it.

    `lowest` is what it must bring to pay for cost, fees and margin; None where no rule guards it or the cost is in
    another currency. One that is `is_held` is not told: it lies below that.
    """

    amount: Decimal
    currency: str
    steps: tuple[Step, ...] = field(default=(), compare=False)
    lowest: Decimal | None = field(default=None, compare=False)
    is_held: bool = field(default=False, compare=False)
    is_made: bool = field(default=False, compare=False)
    rule: PriceRule | None = field(default=None, compare=False)
    fee: Fee = field(default=Fee(), compare=False)


class PriceBook:
    """The rules, suppliers and fees behind the prices of some listings, read once for all of them."""

    def __init__(
        self, rules: Sequence[PriceRule] = (), suppliers: Mapping[UUID, set[UUID]] | None = None,
        fees: Mapping[UUID, Fee] | None = None,
    ) -> None:  # fmt: skip
        self._rules, self._suppliers, self._fees = rules, suppliers or {}, fees or {}

    def rule_for(self, variant: Variant, shop_id: UUID) -> PriceRule | None:
        """The rule that names most of it: shop and supplier, shop, supplier, or neither."""
        bought_at = self._suppliers.get(variant.pk, set())
        fitting = [
            rule for rule in self._rules
            if rule.store_id == variant.store_id and rule.connection_id in (None, shop_id)
            and (rule.supplier_id is None or rule.supplier_id in bought_at)
        ]  # fmt: skip
        return max(fitting, key=_names_more, default=None)

    def of(self, listing: MarketplaceProduct) -> Price | None:
        """As `price_of`."""
        variant = listing.variant
        currency = listing.currency or listing.connection.currency
        if variant is None or not currency:
            return None
        rule = self.rule_for(variant, listing.connection_id)
        cost = _cost(variant, currency, listing.store)
        begun = _begun(listing, variant, currency, rule, cost)
        if begun is None:
            return None
        begun.within(listing.price_floor, listing.price_ceiling)
        return self._guarded(begun, currency, rule, cost, listing.connection_id, listing.price_ceiling)

    def first(self, variant: Variant, shop: Connection) -> Price | None:
        """As `first_price`."""
        if not shop.currency:
            return None
        rule, cost = self.rule_for(variant, shop.pk), _cost(variant, shop.currency, shop.store)
        begun = _made(rule, cost, shop.currency) or _own(variant, shop.currency, shop.store)
        return None if begun is None else self._guarded(begun, shop.currency, rule, cost, shop.pk, None)

    def _guarded(
        self, begun: Sum, currency: str, rule: PriceRule | None, cost: Decimal | None, shop_id: UUID,
        ceiling: Decimal | None,
    ) -> Price:  # fmt: skip
        fee = self._fees.get(shop_id, Fee())
        least = None
        if rule is not None and cost is not None:
            least = lowest(cost, fee, rule.min_margin_percent, currency)
            if begun.total < least and rule.below == PriceRule.Below.RAISE and (ceiling is None or least <= ceiling):
                begun.to("raised", least)
        return Price(
            begun.total, currency, tuple(begun.steps), least, least is not None and begun.total < least,
            begun.steps[0].kind == "cost", rule, fee,
        )  # fmt: skip


def _names_more(rule: PriceRule) -> tuple[bool, bool, str]:
    return (rule.connection_id is not None, rule.supplier_id is not None, str(rule.pk))


def _begun(
    listing: MarketplaceProduct, variant: Variant, currency: str, rule: PriceRule | None, cost: Decimal | None
) -> Sum | None:
    if listing.price_override is not None:
        return Sum("override", listing.price_override)
    return _made(rule, cost, currency) or _own(variant, currency, listing.store)


def _made(rule: PriceRule | None, cost: Decimal | None, currency: str) -> Sum | None:
    if rule is None or rule.markup_percent is None or not cost:
        return None
    return marked_up(cost, rule.markup_percent, rule.markup_fixed, rule.rounding, currency)


def _own(variant: Variant, currency: str, store: Store) -> Sum | None:
    if variant.price is None or (variant.currency or store.currency) != currency:
        return None
    return Sum("product", variant.price)


def _cost(variant: Variant, currency: str, store: Store) -> Decimal | None:
    """What it costs us, where that is in the same money: nothing is converted."""
    return variant.cost if (variant.currency or store.currency) == currency else None


def price_book(store_ids: Iterable[UUID], variant_ids: Iterable[UUID], shop_ids: Iterable[UUID]) -> PriceBook:
    """One query where there are no rules, else three."""
    rules = list(PriceRule.objects.filter(store__in=set(store_ids)))
    if not rules:
        return PriceBook()
    suppliers: dict[UUID, set[UUID]] = {}
    if named := {rule.supplier_id for rule in rules if rule.supplier_id}:
        rows = MarketplaceProduct.objects.filter(connection__in=named, variant__in=set(variant_ids))
        for variant, shop in rows.values_list("variant_id", "connection_id"):
            if variant is not None:
                suppliers.setdefault(variant, set()).add(shop)
    return PriceBook(rules, suppliers, expected_fees(set(shop_ids)))


def book_of(listings: Iterable[MarketplaceProduct]) -> PriceBook:
    """The book of some listings."""
    rows = list(listings)
    variants = {row.variant_id for row in rows if row.variant_id is not None}
    if not variants:
        return PriceBook()
    return price_book({row.store_id for row in rows}, variants, {row.connection_id for row in rows})


def price_of(listing: MarketplaceProduct, book: PriceBook | None = None) -> Price | None:
    """The listing's own price, else one made of the cost by a rule, else the variant's; kept within its bounds.

    None without one or in another currency. For many listings hand in their `book_of`: else each reads its own.
    """
    return (book or book_of([listing])).of(listing)


def first_price(variant: Variant, shop: Connection, book: PriceBook | None = None) -> Price | None:
    """What a new listing of the variant would cost at a shop; None without a price or in another currency."""
    return (book or price_book([shop.store_id], [variant.pk], [shop.pk])).first(variant, shop)

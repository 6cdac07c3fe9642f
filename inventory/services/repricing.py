"""Changes many prices at once: first as a list of what would become of each, then as exactly that list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from core.money import minor_digits
from core.services.sets import update_rows
from inventory.models import MarketplaceProduct, Variant
from inventory.services.outbound import mark_price
from inventory.services.product_fields import LARGEST_PRICE

HOW = ("percent", "amount", "set")
MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """What would become of one variant's price, and how many listings follow it."""

    variant_id: UUID
    sku: str
    title: str
    before: Decimal
    after: Decimal
    currency: str
    listings: int = 0
    below_cost: bool = False


@dataclass(slots=True)
class Plan:
    """The changes, and the variants left alone with a sentence."""

    changes: list[PriceChange] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def plan_prices(*, store: Store, product_ids: Collection[UUID], how: str, number: Decimal) -> Plan:
    """What the change would do; nothing is written. Raises DomainError for a change that cannot be."""
    if how not in HOW:
        raise DomainError(_("Choose percent, amount or a new price."), field="how")
    if not number.is_finite() or abs(number) >= LARGEST_PRICE or (how == "percent" and number <= -100):
        raise DomainError(_("Enter a number that leaves a price above 0."), field="number")
    follow = Q(listings__price_override__isnull=True, listings__deleted_at__isnull=True)
    rows = Variant.objects.filter(store=store, product__in=list(product_ids)).select_related("product")
    plan = Plan()
    for variant in rows.annotate(followers=Count("listings", filter=follow)).order_by("sku")[: MOST + 1]:
        _add(plan, variant, store, how, number)
    if len(plan.changes) + len(plan.left) > MOST:
        raise DomainError(_("These are more than %(most)d variants. Tick fewer products.") % {"most": MOST})
    return plan


def _add(plan: Plan, variant: Variant, store: Store, how: str, number: Decimal) -> None:
    if variant.price is None and how != "set":
        plan.left.append((variant.sku, _("It has no price to change. Give it one first.")))
        return
    before = variant.price if variant.price is not None else Decimal(0)
    currency = variant.currency or store.currency
    after = _after(before, how, number, currency)
    if after <= 0 or after >= LARGEST_PRICE:
        plan.left.append((variant.sku, _("Its price would not be above 0. It stays as it is.")))
    elif after == variant.price:
        plan.left.append((variant.sku, _("Its price is that already.")))
    else:
        plan.changes.append(
            PriceChange(
                variant_id=variant.pk, sku=variant.sku, title=variant.product.title, before=before, after=after,
                currency=currency, listings=getattr(variant, "followers", 0),
                below_cost=variant.cost is not None and after < variant.cost,
            )
        )  # fmt: skip


def _after(before: Decimal, how: str, number: Decimal, currency: str) -> Decimal:
    exact = {"percent": before * (100 + number) / 100, "amount": before + number, "set": number}[how]
    return exact.quantize(Decimal(1).scaleb(-minor_digits(currency)), rounding=ROUND_HALF_UP)


def change_prices(
    *, store: Store, changes: Sequence[PriceChange], by: str, user_id: UUID | None = None
) -> tuple[int, list[tuple[str, str]]]:
    """Carry out a plan: how many changed, and those left alone because their price was changed meanwhile."""
    wanted = {change.variant_id: change for change in changes}
    left: list[tuple[str, str]] = []
    with transaction.atomic():
        rows = []
        locked = Variant.objects.select_for_update().filter(store=store, pk__in=list(wanted)).order_by("pk")
        for variant in locked:
            change = wanted[variant.pk]
            if (variant.price if variant.price is not None else Decimal(0)) != change.before:
                left.append((variant.sku, _("Its price was changed meanwhile. Look at it and change it again.")))
            else:
                rows.append((variant.pk, change.after, variant.currency or store.currency))
        written = update_rows(
            Variant, ("id", "price", "currency"), rows, now=timezone.now(), reason=f"price changed by {by}",
            user_id=user_id,
        )  # fmt: skip
        followers = MarketplaceProduct.objects.filter(variant__in=written, price_override__isnull=True)
        mark_price(list(followers.values_list("pk", flat=True)))
    return len(written), left

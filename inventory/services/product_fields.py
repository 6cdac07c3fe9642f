"""What a product and a variant may be given by hand: each value checked, with a sentence where it cannot be."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import Product, Variant
from inventory.services.gtin import checked_gtin

LARGEST_PRICE = Decimal(10) ** 11
LARGEST_NUMBER = 1_000_000_000
PRODUCT = {"title": 500, "brand": 150, "category": 250}
VARIANT = ("sku", "gtin", "options", "price", "currency", "cost", "weight_g", "low_stock_at", "image_url")


def checked_product(wanted: dict[str, Any]) -> dict[str, Any]:
    """The values of a product as they are kept. Raises DomainError naming the field."""
    known = {*PRODUCT, "kind", "status", "images", "attributes", "description", "language"}
    _refuse_unknown(wanted, known)
    values = {name: _text(name, value, PRODUCT.get(name)) for name, value in wanted.items() if isinstance(value, str)}
    values |= {name: value for name, value in wanted.items() if not isinstance(value, str)}
    if "title" in values and not values["title"]:
        raise DomainError(_("Enter a title."), field="title")
    if "kind" in values and values["kind"] not in Product.Kind.values:
        raise DomainError(_("Choose physical or digital."), field="kind")
    if "status" in values and values["status"] not in Product.Status.values:
        raise DomainError(_("Choose active, draft or archived."), field="status")
    return values


def checked_variant(store: Store, wanted: dict[str, Any], *, known: Variant | None = None) -> dict[str, Any]:
    """The values of a variant as they are kept; a SKU belongs to one variant of the store."""
    _refuse_unknown(wanted, set(VARIANT))
    values = dict(wanted)
    if "sku" in values:
        values["sku"] = _sku(store, values["sku"], known)
    if "gtin" in values:
        values["gtin"] = checked_gtin(values["gtin"])
    for name in ("price", "cost"):
        if name in values:
            values[name] = _amount(name, values[name])
    for name in ("weight_g", "low_stock_at"):
        if name in values:
            values[name] = _whole(name, values[name])
    if "currency" in values:
        values["currency"] = _text("currency", values["currency"], 3).upper()
    return values


def _refuse_unknown(wanted: dict[str, Any], known: set[str]) -> None:
    for name in wanted:
        if name not in known:
            raise DomainError(_("There is no field “%(name)s” to set.") % {"name": name}, field=name)


def _text(name: str, value: str, most: int | None) -> str:
    text = value.replace("\x00", "").strip()
    if most is not None and len(text) > most:
        sentence = _("This is longer than %(most)d characters. Shorten it by %(over)d.")
        raise DomainError(sentence % {"most": most, "over": len(text) - most}, field=name)
    return text


def _sku(store: Store, value: str, known: Variant | None) -> str:
    sku = _text("sku", value, 100)
    if not sku:
        raise DomainError(_("Enter a SKU: your own number of this product."), field="sku")
    other = Variant.all_objects.filter(store=store, sku=sku)
    if known is not None:
        other = other.exclude(pk=known.pk)
    if taken := other.select_related("product").first():
        sentence = _("%(sku)s is the SKU of “%(title)s” already. Enter another.")
        raise DomainError(sentence % {"sku": sku, "title": taken.product.title}, field="sku")
    return sku


def _amount(name: str, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or value < 0:
        raise DomainError(_("Enter an amount of 0 or more."), field=name)
    if value >= LARGEST_PRICE:
        raise DomainError(_("This is more than can be kept. Enter a smaller amount."), field=name)
    if value != round(value, 4):
        raise DomainError(_("Enter at most four digits after the point."), field=name)
    return value


def _whole(name: str, value: int | None) -> int | None:
    if value is not None and not 0 <= value <= LARGEST_NUMBER:
        raise DomainError(_("Enter a whole number of 0 or more."), field=name)
    return value if value is not None or name == "weight_g" else 0

"""What the product list is asked for, and the forms that make and change products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.models import Store
from dashboard.forms.amounts import AmountField, NumberField
from dashboard.forms.asked_before import AskedBeforeForm
from dashboard.forms.style import StyledForm
from inventory.models import Product
from inventory.selectors.product_list import Filters
from marketplaces.models import Connection

WHOLE = _("Enter a whole number, for example 12.")


def _whole(label: Any, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, widget=widget, error_messages={"invalid": WHOLE}, **more
    )  # fmt: skip


class ProductFilters(StyledForm):
    """Search and two filters. What cannot be read is left out: addresses are typed by hand."""

    q = forms.CharField(required=False, max_length=200)
    connection = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)

    def __init__(self, data: Any, shops: Sequence[Connection]) -> None:
        super().__init__(data)
        self._choose("connection", _("Channel"), [("", _("All channels")), *((str(row.pk), row.name) for row in shops)])
        self._choose("status", _("State"), [("", _("All but archived")), *Product.Status.choices])
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Title, SKU, GTIN")}

    def asked(self) -> Filters:
        """The readable part of what was asked."""
        self.is_valid()
        told = self.cleaned_data
        return Filters(
            q=told.get("q", ""), status=told.get("status") or "",
            connection=UUID(told["connection"]) if told.get("connection") else None,
        )  # fmt: skip

    def _choose(self, name: str, label: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["aria-label"] = label


class NewProductForm(StyledForm):
    """A product with its first variant; only title and SKU must be known."""

    title = forms.CharField(label=_("Title"), max_length=500, error_messages={"required": _("Enter a title.")})
    sku = forms.CharField(
        label=_("SKU"), max_length=100, help_text=_("Your own number of it. Listings with the same SKU are linked."),
        error_messages={"required": _("Enter a SKU: your own number of this product.")},
    )  # fmt: skip
    price = AmountField(label=_("Price"), required=False)
    gtin = forms.CharField(
        label=_("GTIN"), required=False, max_length=20, help_text=_("The 8, 12, 13 or 14 digits of its barcode.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Product.Kind.choices, initial=Product.Kind.PHYSICAL)
    brand = forms.CharField(label=_("Brand"), required=False, max_length=150)
    opening_count = _whole(
        _("How many are there"), help_text=_("Counted now. Left empty, no channel hears of it until it is counted.")
    )  # fmt: skip
    description = forms.CharField(
        label=_("Description"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any, store: Store) -> None:
        super().__init__(data)
        _in_currency(self, store.currency)

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        told = self.cleaned_data
        return {
            "title": told["title"], "sku": told["sku"], "kind": told["kind"], "brand": told["brand"],
            "description": told["description"], "opening_count": told["opening_count"],
            "variant": {"price": told["price"], "gtin": told["gtin"]},
        }  # fmt: skip


def _in_currency(form: StyledForm, currency: str) -> None:
    for field in form.fields.values():
        if isinstance(field, AmountField):
            field.currency = currency
            field.label = f"{field.label} ({currency})"


class ProductForm(AskedBeforeForm):
    """What is true of a product in every language."""

    KINDS: Mapping[str, type] = {"brand": str, "category": str, "kind": str, "status": str}
    brand = forms.CharField(label=_("Brand"), required=False, max_length=150)
    category = forms.CharField(label=_("Category"), required=False, max_length=250)
    kind = forms.ChoiceField(label=_("Kind"), choices=Product.Kind.choices)
    status = forms.ChoiceField(label=_("State"), choices=Product.Status.choices)


class VariantForm(AskedBeforeForm):
    """One SKU with its numbers and its money."""

    KINDS: Mapping[str, type] = {
        "sku": str, "gtin": str, "price": Decimal, "cost": Decimal, "weight_g": int, "low_stock_at": int
    }  # fmt: skip
    sku = forms.CharField(label=_("SKU"), max_length=100, error_messages={"required": _("Enter a SKU.")})
    gtin = forms.CharField(label=_("GTIN"), required=False, max_length=20)
    price = AmountField(label=_("Price"), required=False)
    cost = AmountField(label=_("Cost"), required=False, help_text=_("What you pay for it. Packers do not see it."))
    weight_g = _whole(_("Weight in grams"))
    low_stock_at = _whole(_("Reorder at"), help_text=_("At so many available it counts as low; 0 is never."))

    def __init__(self, data: Any, currency: str, **more: Any) -> None:
        super().__init__(data, **more)
        _in_currency(self, currency)

    @classmethod
    def drawn(cls, row: Any, **more: Any) -> VariantForm:
        """In the variant's own currency."""
        form: VariantForm = super().drawn(row, currency=row.currency or row.store.currency, **more)
        return form

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self.cleaned_data[name] for name in self.KINDS} | {
            "low_stock_at": self.cleaned_data["low_stock_at"] or 0
        }


class NewVariantForm(StyledForm):
    """One more SKU of a product; what tells it from the others is an option."""

    sku = forms.CharField(label=_("SKU"), max_length=100, error_messages={"required": _("Enter a SKU.")})
    option = forms.CharField(label=_("What tells it apart"), max_length=50, help_text=_("For example colour or size."))
    value = forms.CharField(label=_("Its value"), max_length=100, help_text=_("For example blue or XL."))
    price = AmountField(label=_("Price"), required=False)
    gtin = forms.CharField(label=_("GTIN"), required=False, max_length=20)

    def __init__(self, data: Any, store: Store) -> None:
        super().__init__(data)
        _in_currency(self, store.currency)

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        told = self.cleaned_data
        options = {told["option"]: told["value"]}
        return {"sku": told["sku"], "options": options, "price": told["price"], "gtin": told["gtin"]}


class TextsForm(StyledForm):
    """Title and description in one language, and how they stood when it was drawn."""

    language = forms.CharField(max_length=10)
    title = forms.CharField(required=False, max_length=5000)
    description = forms.CharField(required=False, max_length=200_000, widget=forms.Textarea)
    was_title = forms.CharField(required=False, max_length=5000, strip=False)
    was_description = forms.CharField(required=False, max_length=200_000, strip=False)


class OverrideForm(AskedBeforeForm):
    """A listing's own price and stock; empty follows the product."""

    KINDS: Mapping[str, type] = {
        "price_override": Decimal, "stock_override": int, "price_floor": Decimal, "price_ceiling": Decimal,
        "stock_buffer": int, "stock_threshold": int,
    }  # fmt: skip
    price_override = AmountField(label=_("Price at this listing"), required=False)
    stock_override = _whole(
        _("Stock told there"), help_text=_("So many, whatever is on the shelf. Empty: what is available there.")
    )  # fmt: skip

    price_floor = AmountField(
        label=_("Never less than"), required=False, help_text=_("Whatever a rule or a change of many prices says.")
    )
    price_ceiling = AmountField(label=_("Never more than"), required=False)
    stock_buffer = _whole(
        _("Buffer"), help_text=_("Units kept back from this listing. Empty: as the rule of the shop or the store says.")
    )  # fmt: skip
    stock_threshold = _whole(
        _("Show 0 below"), help_text=_("With fewer available, it shows 0. Empty: as the rule says; 0 switches it off.")
    )  # fmt: skip

    def __init__(self, data: Any, currency: str, **more: Any) -> None:
        super().__init__(data, **more)
        _in_currency(self, currency)


class PriceForm(StyledForm):
    """How the prices of several products change."""

    how = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, initial="percent",
        choices=[
            ("percent", _("By percent, for example −10")), ("amount", _("By an amount, for example 2.50")),
            ("set", _("To one new price")),
        ],
    )  # fmt: skip
    number = NumberField(label=_("By or to"), error_messages={"required": _("Enter a number, for example −10.")})


class UploadForm(StyledForm):
    """A feed from one's own disk."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV, Excel (.xlsx) or JSON with the columns id and title; price, gtin, quantity … if any."),
        error_messages={
            "required": _("Choose a file."), "empty": _("This file is empty. Nothing was changed."),
            "missing": _("Choose a file."), "invalid": _("Choose a file."),
        },
    )  # fmt: skip

"""Strict reading and plain writing: what is not known is refused by name, money is text with its currency beside it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class Strict(serializers.Serializer[Any]):
    """A body or query whose unknown fields are refused with the names of the known ones."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = [name for name, field in self.fields.items() if not field.read_only]
            unknown = [str(name) for name in data if name not in known]
            if unknown:
                raise serializers.ValidationError({name: [unknown_sentence(known)] for name in unknown})
            if wrong := _wrong_types({name: (self.fields[name], data[name]) for name in data}):
                raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)


class Empty(Strict):
    """A body that says nothing."""


#: How a field is written in JSON: exactly so, not as something that could be taken for it.
JSON_TYPES: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], type], ...] = (
    (serializers.BooleanField, bool),
    (serializers.IntegerField, int),
    (serializers.DecimalField, str),
    (serializers.CharField, str),
    (serializers.UUIDField, str),
    (serializers.ChoiceField, str),
    (serializers.DateTimeField, str),
    (serializers.DateField, str),
)


def wrong_type(field: serializers.Field[Any, Any, Any, Any], value: Any) -> Any:
    """What is wrong when a value is of another kind than its field, else None: 0 is not false, 5 is no text."""
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return _wrong_types({place: (field.child, each) for place, each in enumerate(value)})
    if isinstance(field, serializers.DictField) and isinstance(value, Mapping):
        return _wrong_types({name: (field.child, each) for name, each in value.items()})
    if isinstance(field, serializers.DecimalField) and isinstance(value, str) and not value.strip():
        return [_("Write an amount, such as 12.50, or null for none.") if field.allow_null else _("Write an amount.")]
    wanted = next((kind for base, kind in JSON_TYPES if isinstance(field, base)), None)
    if wanted is None or value is None or _is_like(value, wanted):
        return None
    return [
        {bool: _("Write true or false."), int: _("Write a whole number."), str: _("Write a text, in quotes.")}[wanted]
    ]


def _wrong_types(values: Mapping[Any, tuple[serializers.Field[Any, Any, Any, Any], Any]]) -> dict[Any, Any] | None:
    wrong = {name: said for name, (field, value) in values.items() if (said := wrong_type(field, value))}
    return wrong or None


def _is_like(value: Any, wanted: type) -> bool:
    if isinstance(value, FromQuery):
        return wanted is not bool or value in ("true", "false")
    if wanted is int:
        return (isinstance(value, int) and not isinstance(value, bool)) or (
            isinstance(value, float) and value.is_integer()
        )
    return isinstance(value, wanted)


class FromQuery(str):
    """A value out of an address, where everything is text."""

    __slots__ = ()


def unknown_sentence(known: list[str]) -> str:
    """What to write instead."""
    if not known:
        return _("There is no such field; this takes none.")
    return _("There is no such field. Known: %(names)s.") % {"names": ", ".join(known)}


@extend_schema_field({"type": "string", "pattern": r"^-?\d+\.\d{2,4}$"})
class MoneyField(serializers.DecimalField):
    """An amount as text, two decimals at least; null for a packer, who sees no money.

    Its currency stands beside it. Without a view's context nothing is shown: forgetting it must not tell.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_digits": 15, "decimal_places": 4, "read_only": True, "allow_null": True, **kwargs}
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> Any:
        if value is None or not self.context.get("sees_money", False):
            return None
        return amount_text(Decimal(value))


def amount_text(amount: Decimal) -> str:
    """12.5000 as 12.50, 0.1234 as it is."""
    whole, _point, parts = f"{amount:.4f}".partition(".")
    return f"{whole}.{parts[:2]}{parts[2:].rstrip('0')}"

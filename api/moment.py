"""Moments that are asked for: with their offset, and such as a calendar has everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class MomentField(serializers.DateTimeField):
    """ISO 8601. What lies before the year 1 or after 9999 in UTC is no moment of anybody's."""

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise serializers.ValidationError(
                _("There is no such moment. Write one like 2026-11-26T09:00:00Z.")
            ) from None

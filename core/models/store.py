"""A merchant's business: the tenant."""

import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record


def check_time_zone(name: str) -> None:
    """Raise ValidationError for a name that the zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("There is no time zone “%(name)s”. Enter one like Europe/Luxembourg."), params={"name": name}
        )


class Store(Record):
    """Every domain row belongs to exactly one store; a stranger gets 404."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$")])
    locale = models.CharField(max_length=12, default="en-GB")
    timezone = models.CharField(max_length=60, default="Europe/Luxembourg", validators=[check_time_zone])
    languages = models.JSONField(default=list, blank=True, help_text=_("Fallback order, first is the store's own."))
    country = models.CharField(max_length=2, blank=True)
    import_price_share = models.PositiveSmallIntegerField(
        default=30, help_text=_("An import that would change more of the known prices, in percent, is held.")
    )
    next_order_number = models.PositiveBigIntegerField(default=10001, editable=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="core.Membership", related_name="stores")

    history = HistoricalRecords(excluded_fields=["next_order_number"])

    class Meta(Record.Meta):
        db_table = "stores"
        constraints = [models.UniqueConstraint(fields=["slug"], name="one_store_per_slug")]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which this store's pages tell the time."""
        return zoneinfo.ZoneInfo(self.timezone)

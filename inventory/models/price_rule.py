"""How a price comes of what a thing costs, and what keeps it from being told."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class PriceRule(Record):
    """A markup over the cost and the guards of the price; for a store, one of its shops, one supplier, or both.

    The rule that names more counts: shop and supplier, then shop, then supplier, then the store's own. Without a
    percentage no price is made of the cost; the guards count all the same.
    """

    class Rounding(models.TextChoices):
        EXACT = "exact", _("as it comes")
        WHOLE = "whole", _("up to the whole")
        NINETY_NINE = "0.99", _("up to .99")
        NINETY_FIVE = "0.95", _("up to .95")
        NINETY = "0.90", _("up to .90")

    class Below(models.TextChoices):
        HOLD = "hold", _("hold it and ask me")
        RAISE = "raise", _("raise it to the lowest that pays")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="price_rules")
    connection = models.ForeignKey(
        "marketplaces.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="price_rules",
        help_text=_("Where it is sold; empty: at every shop."),
    )  # fmt: skip
    supplier = models.ForeignKey(
        "marketplaces.Connection", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("Where it is bought; empty: anywhere."),
    )  # fmt: skip
    markup_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    markup_fixed = models.DecimalField(
        max_digits=15, decimal_places=4, default=0, help_text=_("Added after the percentage, in the cost's currency.")
    )
    rounding = models.CharField(max_length=5, choices=Rounding.choices, default=Rounding.EXACT)
    min_margin_percent = models.DecimalField(
        max_digits=7, decimal_places=4, default=0, help_text=_("Of the price, after cost and fees.")
    )
    below = models.CharField(max_length=5, choices=Below.choices, default=Below.HOLD)
    jump_percent = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True,
        help_text=_("A made price that moves by more waits for a person."),
    )  # fmt: skip
    set_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "price_rules"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "connection", "supplier"], nulls_distinct=False, name="one_price_rule_per_scope"
            ),
            models.CheckConstraint(
                condition=models.Q(min_margin_percent__gte=0, min_margin_percent__lt=100), name="margin_of_a_whole"
            ),
        ]

    @property
    def markup_share(self) -> Decimal | None:
        """The markup as a share of one."""
        return None if self.markup_percent is None else self.markup_percent / 100

    @property
    def margin_share(self) -> Decimal:
        """The least margin as a share of one."""
        return self.min_margin_percent / 100

    @property
    def jump_share(self) -> Decimal | None:
        """How far a made price may move, as a share of one."""
        return None if self.jump_percent is None else self.jump_percent / 100

    def __str__(self) -> str:
        return f"{self.connection_id or '*'} / {self.supplier_id or '*'}"


class PriceHold(Record):
    """A price that is not told until somebody has looked; `allowed` is the amount that a person let go."""

    class Cause(models.TextChoices):
        BELOW = "below", _("Below cost and fees")
        JUMP = "jump", _("Moves by much")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    listing = models.OneToOneField("inventory.MarketplaceProduct", on_delete=models.CASCADE, related_name="price_hold")
    cause = models.CharField(max_length=5, choices=Cause.choices)
    wanted = models.DecimalField(max_digits=15, decimal_places=4)
    currency = models.CharField(max_length=3)
    lowest = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    told = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    is_open = models.BooleanField(default=True)
    allowed = models.DecimalField(max_digits=15, decimal_places=4, null=True, blank=True)
    allowed_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "price_holds"
        indexes = [
            models.Index(fields=["store", "created_at", "id"], condition=models.Q(is_open=True), name="prices_held")
        ]

    def __str__(self) -> str:
        return f"{self.wanted} {self.currency}: {self.cause}"

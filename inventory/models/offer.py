"""What somebody wants offered at a shop: a variant's card, sent there and kept up to date."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


class Offer(Record):
    """The wish; what the card says is read from the product when it is sent, so that the latest wins.

    `listing` is what it became there, empty until the marketplace shows it. The subject of outbound changes of kind
    “product” is an offer, so the wish is numbered before there is anything at the marketplace.
    """

    class Wish(models.TextChoices):
        OFFERED = "offered", _("Offered")
        REMOVED = "removed", _("Taken out")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="offers")
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="offers")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="offers")
    listing = models.OneToOneField(
        "inventory.MarketplaceProduct", null=True, blank=True, on_delete=models.SET_NULL, related_name="offer"
    )
    wanted = models.CharField(max_length=8, choices=Wish.choices, default=Wish.OFFERED)
    category = models.CharField(max_length=250, blank=True, help_text=_("Theirs, where ours is not one of theirs."))
    price = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text=_("Of the new listing, where the product has none in the shop's currency."),
    )  # fmt: skip
    asked_by = models.CharField(max_length=150, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "offers"
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "variant"],
                condition=models.Q(listing__isnull=True),
                name="one_new_offer_per_variant",
            )
        ]
        indexes = [models.Index(fields=["variant"], name="offers_of_variant")]

    def __str__(self) -> str:
        return f"{self.wanted} {self.variant_id}"

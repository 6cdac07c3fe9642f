"""A buyer as a channel knows them."""

from django.db import models
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from core.models import Record


class Customer(Record):
    """Found again by the marketplace's own id of the buyer; one without an id is not merged with anybody."""

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="customers")
    connection = models.ForeignKey("marketplaces.Connection", null=True, on_delete=models.SET_NULL, related_name="+")
    remote_id = models.CharField(max_length=100)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "customers"
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote_id"], name="one_customer_per_remote_buyer")
        ]
        indexes = [
            models.Index(fields=["store", "-created_at", "-id"], name="customers_by_date"),
            models.Index(fields=["connection", "-created_at", "-id"], name="customers_by_shop"),
            models.Index("store", Lower("email"), condition=~models.Q(email=""), name="customers_by_email"),
            models.Index(fields=["store", "phone"], condition=~models.Q(phone=""), name="customers_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.remote_id

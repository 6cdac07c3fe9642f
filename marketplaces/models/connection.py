"""A store's shop on one marketplace."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Record


def new_webhook_token() -> str:
    """The unguessable part of the address that this connection's pushes come to."""
    return secrets.token_urlsafe(24)


class Connection(Record):
    """Secrets are in `marketplace_credentials`, not here. What goes out to buyers starts switched off (law 13)."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Healthy")
        PAUSED = "paused", _("Paused by you")
        STOPPED = "stopped", _("Stopped")  # an account problem; `status_reason` says which
        DISCONNECTED = "disconnected", _("Disconnected")  # history stays

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="connections")
    marketplace = models.ForeignKey("marketplaces.Marketplace", on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=100)
    remote_account_id = models.CharField(max_length=100, help_text=_("Their id of this shop, from the test call."))
    remote_account_name = models.CharField(max_length=150, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=2, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    status_kind = models.CharField(max_length=30, blank=True, help_text=_("The error's kind while stopped."))
    status_reason = models.TextField(blank=True)
    status_since = models.DateTimeField(null=True, blank=True)
    is_sandbox = models.BooleanField(default=False)
    base_url = models.CharField(max_length=255, blank=True, help_text=_("Overrides the marketplace's address."))
    settings = models.JSONField(default=dict, blank=True, help_text=_("What is not secret."))
    webhook_token = models.CharField(max_length=60, default=new_webhook_token, editable=False)
    orders_in = models.BooleanField(_("read orders"), default=True)
    products_in = models.BooleanField(_("read products"), default=True)
    stock_out = models.BooleanField(_("send stock"), default=False)
    price_out = models.BooleanField(_("send prices"), default=False)
    products_out = models.BooleanField(_("send products"), default=False, db_default=False)
    fulfilment_out = models.BooleanField(_("send shipments"), default=True)
    login_ends_at = models.DateTimeField(null=True, blank=True)
    last_tested_at = models.DateTimeField(null=True, blank=True)
    orders_read_at = models.DateTimeField(null=True, blank=True)
    products_read_at = models.DateTimeField(null=True, blank=True)
    stock_sent_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(
        excluded_fields=["webhook_token", "orders_read_at", "products_read_at", "stock_sent_at", "last_tested_at"]
    )

    class Meta(Record.Meta):
        db_table = "marketplace_connections"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "marketplace", "remote_account_id"], name="one_connection_per_remote_account"
            ),
            models.UniqueConstraint(fields=["webhook_token"], name="one_connection_per_webhook_token"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_untested(self) -> bool:
        """Saved without a test, and nothing has been read or sent since: nobody knows whether its keys are good."""
        moments = (self.last_tested_at, self.orders_read_at, self.products_read_at, self.stock_sent_at)
        return self.status == self.Status.ACTIVE and not any(moments)

    @property
    def state_in_words(self) -> str:
        """Its status as people read it; an untested shop is not called healthy."""
        return str(_("Not tested yet") if self.is_untested else self.get_status_display())

    @property
    def is_working(self) -> bool:
        """May be called: neither paused, stopped nor disconnected."""
        return self.status == self.Status.ACTIVE and self.deleted_at is None

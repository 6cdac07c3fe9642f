"""The second step of signing in: a code of an app, or one of ten codes on paper."""

import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from core.fields import SecretField

#: How many codes before and after the present one are believed: clocks differ.
TOLERANCE = 1
DIGITS = 6


class SecondStep(ThrottlingMixin, Device):
    """Six digits that change every 30 seconds (RFC 6238). One a person; it counts once `confirmed`.

    A code is believed once. Each wrong one doubles the wait for the next, recovery codes included.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = SecretField(help_text=_("Known to the app and to us."))
    drift = models.SmallIntegerField(default=0)
    last_step = models.BigIntegerField(default=-1, help_text=_("The newest code that was used."))
    since = models.DateTimeField(null=True, blank=True)

    objects: models.Manager["SecondStep"] = models.Manager()

    class Meta:
        db_table = "second_steps"
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")
        constraints = [models.UniqueConstraint(fields=["user"], name="one_second_step_per_person")]

    def get_throttle_factor(self) -> int:
        """Seconds after the first wrong code; they double with each further one."""
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether this is the code of now, and not used yet. The row is to be locked by who asks."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        if not (token.isascii() and token.isdigit() and len(token) == DIGITS):
            self.throttle_increment()
            return False
        clock = TOTP(bytes.fromhex(self.key), digits=DIGITS, drift=self.drift)
        clock.time = time.time()
        if not clock.verify(int(token), TOLERANCE, self.last_step + 1):
            self.throttle_increment()
            return False
        self.last_step, self.drift = clock.t(), clock.drift
        self.throttle_reset(commit=False)
        self.save()
        return True


class RecoveryCode(models.Model):
    """For the day the phone is lost: believed once, kept as a digest."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "recovery_codes"
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_recovery_code_per_digest")]

    def __str__(self) -> str:
        return f"{self.user} · {self.used_at or '–'}"

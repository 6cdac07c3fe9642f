"""Who is meant: the documents name the user in each call, and a token already says who that is."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers

from api.endpoint import Endpoint
from api.serializers import Strict
from api.views import StoreViews


class Named(Strict):
    """What every call of the documents may carry."""

    userId = serializers.CharField(
        required=False, max_length=100, help_text="The token's user, who is meant anyway; anybody else is a 404."
    )


class Alias(StoreViews):
    """A path of the documents."""

    tag = "marketplace"

    def read_query(self, told: Endpoint) -> dict[str, Any]:
        """Without the user, who must be the token's."""
        return self._mine(super().read_query(told))

    def read_body(self, told: Endpoint) -> dict[str, Any]:
        """Without the user, who must be the token's."""
        return self._mine(super().read_body(told))

    def _mine(self, read: dict[str, Any]) -> dict[str, Any]:
        if read.pop("userId", str(self.user.pk)).strip().lower() != str(self.user.pk):
            raise Http404
        return read

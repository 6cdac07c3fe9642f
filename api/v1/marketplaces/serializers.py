"""What a program must know of a marketplace before it connects a shop."""

from __future__ import annotations

from rest_framework import serializers

from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.limits import LimitScope


class CredentialFieldSerializer(serializers.Serializer[object]):
    """One field to fill in; never a value."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field may not be called so, a column of ours is
    secret = serializers.BooleanField(help_text="Kept encrypted and never shown again.")
    required = serializers.BooleanField()  # type: ignore[assignment]
    granted = serializers.BooleanField(help_text="Signing in by link brings it.")
    told = serializers.BooleanField(help_text="The marketplace tells it by itself; leave it out.")
    hint = serializers.CharField()
    where = serializers.CharField(help_text="Where the seller portal shows it.")
    pattern = serializers.CharField(help_text="A regular expression, empty where any text will do.")


class LimitSerializer(serializers.Serializer[object]):
    """At most `rate` calls or items per `per` seconds."""

    group = serializers.CharField(help_text="`*` is every call.")
    rate = serializers.FloatField()
    per = serializers.FloatField()
    burst = serializers.FloatField(help_text="So many may go at once.")
    scope = serializers.ChoiceField(choices=[scope.value for scope in LimitScope])
    items = serializers.BooleanField(help_text="The items of the calls are counted, not the calls.")
    window = serializers.BooleanField(help_text="All of it may go at once in a fixed window of `per` seconds.")


class MarketplaceSerializer(serializers.Serializer[type[Connector]]):
    """One kind of marketplace, as its connector declares it."""

    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    auth_type = serializers.CharField()
    api_version = serializers.CharField()
    documentation_url = serializers.CharField()
    experimental = serializers.BooleanField()
    capabilities = serializers.SerializerMethodField()
    credential_fields = CredentialFieldSerializer(many=True)
    limits = LimitSerializer(many=True)

    def get_capabilities(self, kind: type[Connector]) -> list[str]:
        """What it can do, by the names of the operations."""
        return [capability.value for capability in Capability if capability in kind.capabilities]

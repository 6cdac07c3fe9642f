"""A connection as programs see it, and what they may say about one. A secret goes in and never comes out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from core.net import AddressRefused, check_address
from fulfillment.selectors.carriers import CarrierWord
from fulfillment.services.carriers import LONGEST
from marketplaces.models import Connection
from marketplaces.services import connectors, naming
from sync.switches import SWITCHES

LONGEST_SECRET = 8000


class SwitchesSerializer(serializers.Serializer[Connection]):
    """What it reads and what it sends."""

    orders_in = serializers.BooleanField()
    products_in = serializers.BooleanField()
    stock_out = serializers.BooleanField()
    price_out = serializers.BooleanField()
    products_out = serializers.BooleanField()
    fulfilment_out = serializers.BooleanField()


class ConnectionSerializer(serializers.Serializer[Connection]):
    """One shop on one marketplace."""

    id = serializers.UUIDField()
    marketplace = serializers.CharField(source="marketplace.code")
    name = serializers.CharField()
    remote_account_id = serializers.CharField(help_text="Their id of this shop.")
    remote_account_name = serializers.CharField()
    currency = serializers.CharField()
    country = serializers.CharField()
    status = serializers.ChoiceField(choices=Connection.Status.values)
    status_kind = serializers.CharField(help_text="The kind of error while stopped.")
    status_reason = serializers.CharField()
    status_since = serializers.DateTimeField(allow_null=True)
    is_sandbox = serializers.BooleanField()
    address = serializers.SerializerMethodField()
    switches = SwitchesSerializer(source="*")
    secrets = serializers.SerializerMethodField()
    login_ends_at = serializers.DateTimeField(allow_null=True)
    last_tested_at = serializers.DateTimeField(allow_null=True)
    is_untested = serializers.BooleanField(help_text="Saved without a test, and nothing was read or sent since.")
    orders_read_at = serializers.DateTimeField(allow_null=True)
    products_read_at = serializers.DateTimeField(allow_null=True)
    stock_sent_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_address(self, shop: Connection) -> str:
        """Where its calls go."""
        return connectors.address_of(shop)

    def get_secrets(self, shop: Connection) -> dict[str, str]:
        """Which secrets are stored: the name of each field and the last characters, to recognise it by."""
        credential = getattr(shop, "credential", None)
        return {str(name): str(hint) for name, hint in credential.hints.items()} if credential is not None else {}


class VerdictSerializer(serializers.Serializer[Any]):
    """One of the three answers of a test."""

    name = serializers.ChoiceField(choices=["reachable", "accepted", "shape"])
    state = serializers.ChoiceField(choices=["passed", "refused", "not_tried"])
    said = serializers.CharField()
    fix = serializers.CharField()
    duration_ms = serializers.IntegerField()


class ConnectedSerializer(serializers.Serializer[Any]):
    """The shop that was saved, and what the test said; no verdicts where no test was wanted."""

    connection = ConnectionSerializer()
    verdicts = VerdictSerializer(many=True)


class NewlyConnectedSerializer(ConnectedSerializer):
    """The same of a shop that was just connected, with the keys that were made for it."""

    made = serializers.DictField(
        child=serializers.CharField(),
        help_text="Keys made for a shop of your own, by field; told this once. Empty where the keys were sent.",
    )


class TestedSerializer(serializers.Serializer[Any]):
    """What a test of the stored keys said."""

    passed = serializers.BooleanField()
    verdicts = VerdictSerializer(many=True)
    connection = ConnectionSerializer()


class SwitchedSerializer(serializers.Serializer[Any]):
    """The switches as they are now, and how many listings are told because of it."""

    switches = SwitchesSerializer()
    listings_to_tell = serializers.IntegerField()


class ConnectionQuery(Strict):
    """Which connections."""

    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    status = serializers.ChoiceField(required=False, choices=Connection.Status.values)


def _secrets(**kwargs: Any) -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_SECRET),
        help_text="Field name to value; the marketplace's `credential_fields` name them.",
        **kwargs,
    )


class NewConnection(Strict):
    """A shop to connect."""

    marketplace = serializers.SlugField(max_length=20, help_text="A marketplace's code.")
    name = serializers.CharField(required=False, max_length=100, help_text="What to call the shop here.")
    credentials = _secrets()
    sandbox = serializers.BooleanField(default=False, help_text="Connect to our practice marketplace.")
    base_url = serializers.CharField(
        required=False, max_length=255, help_text="Another address for its calls; https, in a public network."
    )
    test = serializers.BooleanField(default=True, help_text="Call the marketplace first; false saves as it is.")

    def validate_base_url(self, address: str) -> str:
        """Its form; the number it leads to is checked at each call."""
        try:
            check_address(address, resolve=lambda host, port: [])
        except AddressRefused as refused:
            raise serializers.ValidationError(str(refused)) from None
        return address


class ConnectionName(Strict):
    """What the shop is to be called here."""

    name = serializers.CharField(max_length=naming.LONGEST)


class NewSecrets(Strict):
    """New values; a field that is left out keeps what is stored."""

    credentials = _secrets(allow_empty=False)


class MaybeSecrets(Strict):
    """New values, or none to try the stored ones."""

    credentials = _secrets(required=False)


class WantedSwitches(Strict):
    """Only what is named is touched."""

    orders_in = serializers.BooleanField(required=False)
    products_in = serializers.BooleanField(required=False)
    stock_out = serializers.BooleanField(required=False)
    price_out = serializers.BooleanField(required=False)
    products_out = serializers.BooleanField(required=False)
    fulfilment_out = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError(f"Name a switch: {', '.join(SWITCHES)}.")
        return attrs


class CarrierWordSerializer(serializers.Serializer[CarrierWord]):
    """One carrier: our name, what the shop is told where that is another word, and how its parcels fared."""

    name = serializers.CharField()
    told = serializers.CharField(help_text="Empty: our name.")
    guess = serializers.CharField(help_text="What the marketplace itself called a carrier of about that name.")
    parcels = serializers.IntegerField()
    refused = serializers.IntegerField()


class CarriersSerializer(serializers.Serializer[dict[str, Any]]):
    """The most used first."""

    carriers = CarrierWordSerializer(many=True)


class NamedCarriers(Strict):
    """Our names and what the shop is told for them."""

    carriers = serializers.DictField(child=serializers.CharField(max_length=LONGEST, allow_blank=True))

"""A listing as programs see it, ours beside theirs, and what it may be."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.pagination import SHORT_SEARCH
from api.serializers import MoneyField, Strict
from inventory.models import Agreement, MarketplaceProduct, PriceHold, RefusedMatch
from inventory.models.agreement import Decides, Field
from inventory.selectors.disagreements import Standing, fingerprint
from inventory.selectors.listing_list import VIEWS
from inventory.selectors.price_sum import Step
from inventory.selectors.product_page import Listed
from inventory.services.agreements.settle import Side
from inventory.services.listings.candidates import Suggestion
from inventory.services.listings.suggest import Evidence, Verdict
from inventory.services.product_fields import LARGEST_NUMBER
from orders.services.goods import MOST_CERTAIN


class ListingSerializer(serializers.Serializer[Listed]):
    """A variant offered on a connection. A bare name is theirs; `our_` and `told` are ours."""

    id = serializers.UUIDField(source="listing.id")
    connection = serializers.UUIDField(source="listing.connection_id")
    marketplace = serializers.CharField(source="listing.connection.marketplace.code")
    remote_product_id = serializers.CharField(source="listing.marketplace_product_id")
    remote_variant_id = serializers.CharField(source="listing.marketplace_variant_id")
    sku = serializers.CharField(source="listing.marketplace_sku")
    url = serializers.CharField(source="listing.marketplace_url")
    title = serializers.CharField(source="listing.title")
    status = serializers.ChoiceField(source="listing.status", choices=MarketplaceProduct.Status.values)
    remote_status = serializers.CharField(source="listing.remote_status")
    product = serializers.UUIDField(source="listing.product_id", allow_null=True)
    variant = serializers.UUIDField(source="listing.variant_id", allow_null=True)
    variant_sku = serializers.CharField(source="listing.variant.sku", default=None, allow_null=True)
    linked_at = serializers.DateTimeField(source="listing.linked_at", allow_null=True)
    linked_by = serializers.CharField(source="listing.linked_by", help_text="A person, or “same SKU”.")
    price = MoneyField(source="listing.price", help_text="Shown there.")
    our_price = MoneyField(source="price", help_text="What we would tell; null in another currency.")
    price_override = MoneyField(source="listing.price_override")
    currency = serializers.CharField()
    price_differs = serializers.BooleanField()
    stock = serializers.IntegerField(source="channel.seen", allow_null=True, help_text="Shown there.")
    told = serializers.IntegerField(source="channel.told", allow_null=True, help_text="What it should show.")
    sent = serializers.IntegerField(source="channel.sent", allow_null=True, help_text="What was sent last.")
    stock_override = serializers.IntegerField(source="listing.stock_override", allow_null=True)
    stock_state = serializers.CharField(source="channel.state", help_text="How far the number has come.")
    stock_why = serializers.CharField(source="channel.why")
    seen_at = serializers.DateTimeField(source="listing.last_sync_at")


class ListingDetailSerializer(ListingSerializer):
    """One listing, whole."""

    description = serializers.CharField(source="listing.description")
    language = serializers.CharField(source="listing.language")
    options = serializers.DictField(source="listing.options")
    brand = serializers.CharField(source="listing.brand")
    gtin = serializers.CharField(source="listing.gtin")
    image_url = serializers.CharField(source="listing.image_url")
    compare_price = MoneyField(source="listing.compare_price")
    stock_by_warehouse = serializers.DictField(source="listing.stock_by_warehouse")
    created_at = serializers.DateTimeField(source="listing.created_at")


class LinkedSerializer(serializers.Serializer[Any]):
    """The listing as it is now; so many order lines that waited got their product."""

    listing = ListingDetailSerializer()
    lines = serializers.IntegerField()


class EvidenceSerializer(serializers.Serializer[Evidence]):
    """What one field says. `share` is the likeness of titles, or their price as a share of ours."""

    field = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    share = serializers.FloatField(allow_null=True)


class SuggestionSerializer(serializers.Serializer[Suggestion]):
    """A variant of ours that may be what the listing offers."""

    variant = serializers.UUIDField(source="variant.id")
    sku = serializers.CharField(source="variant.sku")
    title = serializers.CharField(source="variant.product.title")
    score = serializers.IntegerField(source="likeness.score", help_text="0 to 99.")
    is_certain = serializers.BooleanField(help_text="Nothing contradicts it, and nothing else is as likely.")
    rivals = serializers.IntegerField(help_text="Others that are as likely.")
    evidence = EvidenceSerializer(source="likeness.evidence", many=True)


class RefusedSerializer(serializers.Serializer[RefusedMatch]):
    """A variant that a person said the listing is not."""

    variant = serializers.UUIDField(source="variant_id")
    sku = serializers.CharField(source="variant.sku")
    title = serializers.CharField(source="variant.product.title")
    refused_by = serializers.CharField()
    refused_at = serializers.DateTimeField(source="updated_at")
    reason = serializers.CharField()


class MatchSerializer(serializers.Serializer[Any]):
    """A listing and the variant it would be linked to, with the evidence."""

    listing = serializers.UUIDField(source="listing.id")
    listing_sku = serializers.CharField(source="listing.marketplace_sku")
    listing_title = serializers.CharField(source="listing.title")
    connection = serializers.UUIDField(source="listing.connection_id")
    suggestion = SuggestionSerializer()


class LeftAloneSerializer(serializers.Serializer[Any]):
    """A listing that was not linked, and why."""

    listing = serializers.UUIDField()
    sentence = serializers.CharField()


class MatchedSerializer(serializers.Serializer[Any]):
    """What became of each; so many order lines that waited got their product."""

    linked = serializers.ListField(child=serializers.UUIDField())
    lines = serializers.IntegerField()
    refused = LeftAloneSerializer(many=True)


class OverridesSerializer(serializers.Serializer[MarketplaceProduct]):
    """The listing's own price and stock (null follows the product), the bounds of its price, and what is kept back."""

    price = MoneyField(source="price_override")
    stock = serializers.IntegerField(source="stock_override", allow_null=True)
    floor = MoneyField(source="price_floor", help_text="Never told less.")
    ceiling = MoneyField(source="price_ceiling", help_text="Never told more.")
    buffer = serializers.IntegerField(
        source="stock_buffer",
        allow_null=True,
        help_text="Kept back here; null: as the shop's or the store's rule says.",
    )
    threshold = serializers.IntegerField(
        source="stock_threshold", allow_null=True, help_text="With fewer it shows 0; null: as the rule says."
    )
    currency = serializers.SerializerMethodField()

    def get_currency(self, listing: MarketplaceProduct) -> str:
        """Of the price."""
        return listing.currency or listing.connection.currency


class ListingQuery(Strict):
    """Which listings."""

    view = serializers.ChoiceField(choices=list(VIEWS), default="all", help_text="Unlinked ones come surest first.")
    q = serializers.CharField(
        required=False, max_length=200, help_text="Part of a title or SKU, start of a GTIN." + SHORT_SEARCH
    )
    connection = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(required=False, choices=MarketplaceProduct.Status.values)


class LinkListing(Strict):
    """Exactly one of the two."""

    variant = serializers.UUIDField(required=False)
    sku = serializers.CharField(required=False, max_length=100)
    replace = serializers.BooleanField(default=False, help_text="Also when it is linked to another one.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("variant" in attrs) == ("sku" in attrs):
            raise serializers.ValidationError("Name either the variant or its SKU.")
        return attrs


class StepSerializer(serializers.Serializer[Step]):
    """One step of a price; the amounts of all steps add up to it."""

    kind = serializers.CharField(
        help_text="product, override, cost, markup, fixed, rounding, floor, ceiling or raised (to what pays)."
    )
    amount = MoneyField()


class PriceSerializer(serializers.Serializer[Any]):
    """What a listing should cost, and why."""

    amount = MoneyField(source="price.amount")
    currency = serializers.CharField(source="price.currency")
    steps = StepSerializer(source="price.steps", many=True)
    lowest = MoneyField(source="price.lowest", help_text="That pays for cost, fees and margin; null: not guarded.")
    rule = serializers.UUIDField(source="price.rule.id", default=None, allow_null=True)
    held = serializers.ChoiceField(
        source="hold.cause", choices=PriceHold.Cause.values, default=None, allow_null=True,
        help_text="Why it waits for a person instead of being told; null where it does not.",
    )  # fmt: skip


class HeldPriceSerializer(serializers.Serializer[PriceHold]):
    """A price that waits for a person."""

    listing = serializers.UUIDField(source="listing_id")
    listing_sku = serializers.CharField(source="listing.marketplace_sku")
    connection = serializers.UUIDField(source="connection_id")
    cause = serializers.ChoiceField(choices=PriceHold.Cause.values)
    wanted = MoneyField(help_text="What would be told.")
    told = MoneyField(help_text="What was told last; null: nothing yet.")
    lowest = MoneyField(help_text="That pays for cost, fees and margin.")
    currency = serializers.CharField()
    since = serializers.DateTimeField(source="updated_at")


class AllowPrice(Strict):
    """The amount as it was seen."""

    wanted = serializers.DecimalField(max_digits=15, decimal_places=4)


class RefuseMatch(Strict):
    """The variant that it is not."""

    variant = serializers.UUIDField()
    reason = serializers.CharField(required=False, max_length=250, allow_blank=True)


class SuggestAgain(Strict):
    """The variant that was refused."""

    variant = serializers.UUIDField()


class MatchPair(Strict):
    """A listing and the variant it was listed with."""

    listing = serializers.UUIDField()
    variant = serializers.UUIDField()


class LinkMatches(Strict):
    """Pairs of `GET listings/certain/`."""

    pairs = MatchPair(many=True, allow_empty=False)

    def validate_pairs(self, pairs: list[Any]) -> list[Any]:
        """As many as are listed at once."""
        if len(pairs) > MOST_CERTAIN:
            raise serializers.ValidationError(f"Name at most {MOST_CERTAIN} pairs.")
        return pairs


class ChangedOverrides(Strict):
    """Only what is named is changed; null follows the product again."""

    price = serializers.DecimalField(max_digits=15, decimal_places=4, required=False, allow_null=True, min_value=0)
    stock = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST_NUMBER)
    floor = serializers.DecimalField(max_digits=15, decimal_places=4, required=False, allow_null=True, min_value=0)
    ceiling = serializers.DecimalField(max_digits=15, decimal_places=4, required=False, allow_null=True, min_value=0)
    buffer = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST_NUMBER)
    threshold = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST_NUMBER)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name price, stock, floor, ceiling, buffer or threshold.")
        return attrs


class FieldSerializer(serializers.Serializer[Standing]):
    """One field of a listing: what both last agreed on, and what each says now. Prices are decimals as text."""

    field = serializers.ChoiceField(source="agreement.field", choices=Field.values)
    state = serializers.ChoiceField(source="agreement.state", choices=Agreement.State.values)
    base_ours = serializers.CharField(source="agreement.base_ours")
    base_theirs = serializers.CharField(source="agreement.base_theirs")
    ours = serializers.CharField(source="agreement.ours")
    theirs = serializers.CharField(source="agreement.theirs")
    ours_at = serializers.DateTimeField(source="agreement.ours_at", allow_null=True)
    theirs_at = serializers.DateTimeField(source="agreement.theirs_at", allow_null=True)
    agreed_at = serializers.DateTimeField(source="agreement.agreed_at")
    agreed_by = serializers.CharField(source="agreement.agreed_by", help_text="A person; empty: by itself.")
    decides = serializers.ChoiceField(choices=Decides.values, help_text="Who does, the next time both change it.")
    seen = serializers.SerializerMethodField(help_text="Send it back with a choice: refused where either has changed.")

    def get_seen(self, standing: Standing) -> str:
        """Of both sides as they are now."""
        return fingerprint(standing.agreement)


class FieldsSerializer(serializers.Serializer[Any]):
    """All fields of a listing as they stand now."""

    fields_now = FieldSerializer(many=True)


class FieldChoice(Strict):
    """What becomes of a field. `own` needs a text."""

    field = serializers.ChoiceField(choices=Field.values)
    side = serializers.ChoiceField(
        choices=[side.value for side in Side],
        help_text="ours is sent; theirs becomes the listing's own; own is a text of its own; both leaves both.",
    )
    text = serializers.CharField(required=False, max_length=100_000, trim_whitespace=False)
    seen = serializers.CharField(required=False, max_length=40)


class SettleFields(Strict):
    """All of them are settled, or none."""

    choices = FieldChoice(many=True, allow_empty=False)


class FieldRule(Strict):
    """Who decides about a field the next time both change it."""

    field = serializers.ChoiceField(choices=Field.values)
    decides = serializers.ChoiceField(choices=Decides.values)
    whole_shop = serializers.BooleanField(default=False, help_text="For all listings of its shop, not this one alone.")

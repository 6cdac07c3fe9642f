"""Products, stock and listings for staff. Stock is changed by counting, never here; links and rules have pages."""

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest

from core.admin import AuditedAdmin, ReadOnlyAdmin, WatchedAdmin
from inventory.models import (
    Agreement,
    AttributeChoice,
    BundlePart,
    CategoryAttributes,
    CategoryChoice,
    CategoryTree,
    ConnectionLocation,
    FieldOwner,
    InventoryChange,
    InventorySyncConfig,
    ListingFigures,
    Location,
    MarketplaceProduct,
    MarketplaceProductTranslation,
    Offer,
    PriceHold,
    PriceRule,
    Product,
    ProductTranslation,
    PromotionHold,
    RefusedMatch,
    Reservation,
    Stock,
    StoreStockRule,
    Variant,
)
from inventory.services.outbound import mark_price


class KeptAdmin(AuditedAdmin):
    """Staff may change a row; none is made or lost here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Product)
class ProductAdmin(KeptAdmin):
    """What a store sells, in its own words."""

    list_display = ("title", "brand", "kind", "status", "store", "created_at")
    list_filter = ("status", "kind")
    list_select_related = ("store",)
    search_fields = ("title", "brand", "feed_id")
    readonly_fields = ("store", "feed_id")


@admin.register(ProductTranslation)
class ProductTranslationAdmin(KeptAdmin):
    """The same in other languages."""

    list_display = ("product", "language", "title", "store")
    list_filter = ("language",)
    list_select_related = ("product", "store")
    search_fields = ("title",)
    readonly_fields = ("store", "product")


@admin.register(Variant)
class VariantAdmin(KeptAdmin):
    """What can be counted and sold. A new price is told to the shops."""

    list_display = ("sku", "product", "price", "currency", "gtin", "opening_counted_at", "store")
    list_select_related = ("product", "store")
    search_fields = ("sku", "gtin", "product__title")
    readonly_fields = ("store", "product", "sku", "opening_counted_at", "is_bundle")

    def save_model(self, request: HttpRequest, obj: Variant, form: ModelForm, change: bool) -> None:
        """The truth and the news of it, in the transaction of the page."""
        super().save_model(request, obj, form, change)
        if {"price", "currency"} & set(form.changed_data):
            mark_price(list(obj.listings.values_list("pk", flat=True)))


@admin.register(Offer)
class OfferAdmin(WatchedAdmin):
    """What is to be offered or taken out where; asked for on the product's page."""

    list_display = ("variant", "connection", "wanted", "listing", "asked_by", "store", "updated_at")
    list_filter = ("wanted",)
    list_select_related = ("variant", "connection", "listing", "store")
    search_fields = ("variant__sku", "variant__product__title")


@admin.register(Location)
class LocationAdmin(KeptAdmin):
    """Where goods are."""

    list_display = ("name", "code", "is_default", "store")
    list_select_related = ("store",)
    search_fields = ("name", "code")
    readonly_fields = ("store", "is_default")


@admin.register(ConnectionLocation)
class ConnectionLocationAdmin(WatchedAdmin):
    """Their warehouses; which place each hears of is chosen on the connection's page."""

    list_display = ("remote_name", "remote_id", "connection", "location", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("connection", "location")
    search_fields = ("remote_id", "remote_name")


@admin.register(InventorySyncConfig)
class InventorySyncConfigAdmin(WatchedAdmin):
    """How shops are told about stock."""

    list_display = ("connection", "is_enabled", "strategy", "safety_stock", "out_of_stock_threshold", "send_zero")
    list_filter = ("strategy", "is_enabled")
    list_select_related = ("connection",)


@admin.register(StoreStockRule)
class StoreStockRuleAdmin(WatchedAdmin):
    """What stores keep back at every shop."""

    list_display = ("store", "buffer", "threshold")
    list_select_related = ("store",)


@admin.register(MarketplaceProduct)
class MarketplaceProductAdmin(WatchedAdmin):
    """Listings, as the marketplace tells them."""

    list_display = ("marketplace_sku", "title", "connection", "variant", "linked_by", "price", "stock", "status")
    list_filter = ("status", "marketplace", ("variant", admin.EmptyFieldListFilter))
    list_select_related = ("connection", "variant")
    search_fields = ("marketplace_sku", "marketplace_product_id", "title")


@admin.register(MarketplaceProductTranslation)
class MarketplaceProductTranslationAdmin(WatchedAdmin):
    """A listing's words in other languages."""

    list_display = ("listing", "language", "title")
    list_filter = ("language",)
    list_select_related = ("listing",)


@admin.register(Agreement)
class AgreementAdmin(WatchedAdmin):
    """What listings and products last agreed on; settled on the listing's page."""

    list_display = ("listing", "field", "state", "decides", "agreed_by", "agreed_at", "store")
    list_filter = ("state", "field", "decides")
    list_select_related = ("listing", "store")
    search_fields = ("listing__marketplace_sku", "listing__title")


@admin.register(FieldOwner)
class FieldOwnerAdmin(WatchedAdmin):
    """Whose word counts at a shop when both sides changed."""

    list_display = ("connection", "field", "decides", "set_by", "store")
    list_filter = ("field", "decides")
    list_select_related = ("connection", "store")


@admin.register(PriceRule)
class PriceRuleAdmin(WatchedAdmin):
    """How prices come of costs, and what holds them back."""

    list_display = ("connection", "supplier", "markup_percent", "min_margin_percent", "below", "set_by", "store")
    list_select_related = ("connection", "supplier", "store")


@admin.register(PriceHold)
class PriceHoldAdmin(WatchedAdmin):
    """Prices that wait for a person, and those that were let go."""

    list_display = ("listing", "cause", "wanted", "lowest", "told", "is_open", "allowed_by", "store")
    list_filter = ("cause", "is_open")
    list_select_related = ("listing", "store")


@admin.register(CategoryChoice)
class CategoryChoiceAdmin(WatchedAdmin):
    """Which category of a shop ours belong in."""

    list_display = ("ours", "theirs", "path", "connection", "chosen_by", "store", "updated_at")
    search_fields = ("ours", "theirs", "path")
    list_select_related = ("connection", "store")


@admin.register(CategoryTree)
class CategoryTreeAdmin(ReadOnlyAdmin):
    """The categories of a shop as they were read last."""

    list_display = ("connection", "read_at", "store")
    list_select_related = ("connection", "store")


@admin.register(AttributeChoice)
class AttributeChoiceAdmin(WatchedAdmin):
    """What goods say to a characteristic of a shop's category."""

    list_display = ("name", "words", "fact", "category", "connection", "chosen_by", "store", "updated_at")
    search_fields = ("name", "words", "fact", "category")
    list_select_related = ("connection", "store")


@admin.register(CategoryAttributes)
class CategoryAttributesAdmin(ReadOnlyAdmin):
    """What categories of a shop ask, as it was read last."""

    list_display = ("category", "connection", "read_at", "store")
    list_select_related = ("connection", "store")


@admin.register(RefusedMatch)
class RefusedMatchAdmin(WatchedAdmin):
    """Listings and variants that somebody said are not the same."""

    list_display = ("listing", "variant", "refused_by", "reason", "store", "updated_at")
    list_select_related = ("listing", "variant", "store")
    search_fields = ("variant__sku", "listing__marketplace_sku")


@admin.register(ListingFigures)
class ListingFiguresAdmin(ReadOnlyAdmin):
    """What marketplaces count by themselves."""

    list_display = ("listing", "day", "connection", "ordered_units", "revenue", "currency", "views", "updated_at")
    list_filter = ("connection__marketplace",)
    list_select_related = ("listing", "connection")
    search_fields = ("listing__marketplace_sku",)


@admin.register(Reservation)
class ReservationAdmin(WatchedAdmin):
    """Units held for order lines."""

    list_display = ("variant", "location", "order_item_id", "asked", "granted", "short", "consumed")
    list_select_related = ("variant", "location")
    search_fields = ("=order_item_id", "variant__sku")


@admin.register(BundlePart)
class BundlePartAdmin(WatchedAdmin):
    """What bundles are made of; changed on the page of the product."""

    list_display = ("bundle", "quantity", "part", "store")
    list_select_related = ("bundle", "part", "store")
    search_fields = ("bundle__sku", "part__sku")


@admin.register(PromotionHold)
class PromotionHoldAdmin(WatchedAdmin):
    """Units kept for a shop's promotion."""

    list_display = ("variant", "connection", "left", "quantity", "until", "ended_at")
    list_select_related = ("variant", "connection")
    search_fields = ("variant__sku",)


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    """How many there are; the ledger is its history."""

    list_display = ("variant", "location", "on_hand", "reserved", "store")
    list_select_related = ("variant", "location", "store")
    search_fields = ("variant__sku",)


@admin.register(InventoryChange)
class InventoryChangeAdmin(ReadOnlyAdmin):
    """The ledger."""

    list_display = ("created_at", "variant", "location", "delta", "on_hand_after", "cause", "reason", "actor_label")
    list_filter = ("cause",)
    list_select_related = ("variant", "location")
    search_fields = ("variant__sku", "=order_item_id", "=shipment_id")
    ordering = ("-created_at", "-id")

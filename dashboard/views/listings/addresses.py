"""Addresses of the listings; `dashboard.urls` joins them with the others."""

from django.urls import path

from dashboard.views.listings import (
    certain,
    drift,
    fields,
    held_prices,
    holding,
    linking,
    listing,
    overrides,
    page,
    price_why,
    taking_out,
)

listings = [
    path("listings/", listing.listing, name="listings"),
    path("listings/certain/", certain.certain, name="listings_certain"),
    path("listings/drift/", drift.drift, name="drift"),
    path("listings/drift/act/", drift.act, name="drift_act"),
    path("listings/prices/", held_prices.held_prices, name="held_prices"),
    path("listings/prices/act/", held_prices.held_prices_act, name="held_prices_act"),
    path("listings/price-rules/", held_prices.price_rules, name="price_rules"),
    path("listings/price-rules/set/", held_prices.price_rule_set, name="price_rule_set"),
    path("listings/price-rules/remove/", held_prices.price_rule_remove, name="price_rule_remove"),
    path("listings/<uuid:pk>/price/", price_why.price_why, name="listing_price"),
    path("listings/<uuid:pk>/", page.page, name="listing"),
    path("listings/settle/", fields.settle_many, name="listings_settle"),
    path("listings/<uuid:pk>/fields/", fields.fields, name="listing_fields"),
    path("listings/<uuid:pk>/take-out/", taking_out.take_out, name="listing_take_out"),
    path("listings/<uuid:pk>/link/", linking.link, name="listing_link"),
    path("listings/<uuid:pk>/new/", linking.new, name="listing_new"),
    path("listings/<uuid:pk>/unlink/", linking.unlinking, name="listing_unlink"),
    path("listings/<uuid:pk>/refuse/", linking.refuse, name="listing_refuse"),
    path("listings/<uuid:pk>/suggest-again/", linking.suggest_again, name="listing_suggest_again"),
    path("listings/<uuid:pk>/undo/", linking.undo, name="listing_undo"),
    path("listings/<uuid:pk>/overrides/", overrides.overrides, name="listing_overrides"),
    path("listings/<uuid:pk>/hold/", holding.holding, name="listing_hold"),
]

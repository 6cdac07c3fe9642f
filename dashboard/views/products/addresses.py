"""Addresses of the products; `dashboard.urls` joins them with the others."""

from django.urls import path

from dashboard.views.products import add, bulk, edit, feed, listing, page, parts, publish, send, sources, texts

products = [
    path("products/", listing.listing, name="products"),
    path("products/act/", bulk.act, name="products_act"),
    path("products/archive/", bulk.archiving, name="products_archive"),
    path("products/prices/", bulk.prices, name="products_prices"),
    path("products/publish/", bulk.publishing_many, name="products_publish"),
    path("products/new/", add.new, name="product_new"),
    path("products/import/", feed.upload, name="products_import"),
    path("products/import/sources/", sources.sources, name="import_sources"),
    path("products/import/sources/<uuid:pk>/", sources.source, name="import_source"),
    path("products/import/sources/<uuid:pk>/columns/", sources.columns, name="import_source_columns"),
    path("products/import/sources/<uuid:pk>/do/<slug:act>/", sources.act, name="import_source_act"),
    path("products/<uuid:pk>/", page.page, name="product"),
    path("products/<uuid:pk>/texts/", texts.save, name="product_texts"),
    path("products/<uuid:pk>/edit/", edit.product, name="product_edit"),
    path("products/<uuid:pk>/send/", send.send, name="product_send"),
    path("products/<uuid:pk>/publish/", publish.publish, name="product_publish"),
    path("products/<uuid:pk>/offers/", page.offers, name="product_offers"),
    path("products/<uuid:pk>/archive/", edit.archiving, name="product_archive"),
    path("products/<uuid:pk>/overrides/", edit.remove_all, name="product_overrides"),
    path("products/<uuid:pk>/variants/", add.variant, name="variant_new"),
    path("products/<uuid:pk>/variants/<uuid:variant>/", edit.variant, name="variant_edit"),
    path("products/<uuid:pk>/variants/<uuid:variant>/parts/", parts.parts, name="bundle_parts"),
]

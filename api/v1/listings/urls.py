"""The addresses of listings."""

from django.urls import path

from api.v1.listings.views import Listings

ACTS = {
    "link": "link", "unlink": "unlink", "undo": "undo", "create-product": "create_product",
    "suggest-again": "suggest_again",
}  # fmt: skip

urlpatterns = [
    path("listings/", Listings.as_view({"get": "list"})),
    path("listings/<uuid:pk>/", Listings.as_view({"get": "retrieve", "delete": "take_out"})),
    path("listings/certain/", Listings.as_view({"get": "certain", "post": "link_certain"})),
    path("listings/held-prices/", Listings.as_view({"get": "held_prices"})),
    path("listings/<uuid:pk>/price/", Listings.as_view({"get": "price"})),
    path("listings/<uuid:pk>/price/allow/", Listings.as_view({"post": "allow_price"})),
    path("listings/<uuid:pk>/refused/", Listings.as_view({"get": "refused", "post": "refuse"})),
    path("listings/<uuid:pk>/suggestions/", Listings.as_view({"get": "suggestions"})),
    path("listings/<uuid:pk>/fields/", Listings.as_view({"get": "fields", "post": "settle"})),
    path("listings/<uuid:pk>/fields/decide/", Listings.as_view({"post": "decide"})),
    path("listings/<uuid:pk>/overrides/", Listings.as_view({"get": "overrides", "patch": "override"})),
    *(path(f"listings/<uuid:pk>/{word}/", Listings.as_view({"post": act})) for word, act in ACTS.items()),
]

"""The addresses of stock."""

from django.urls import path

from api.v1.stock.views import ListingStock, Locations, PromotionHolds, StockRules, StockViews, StoreRule

urlpatterns = [
    path("stock/", StockViews.as_view({"get": "list"})),
    path("stock/changes/", StockViews.as_view({"get": "changes", "post": "change_many"})),
    path("stock/<uuid:pk>/", StockViews.as_view({"get": "retrieve"})),
    path("stock/<uuid:pk>/ledger/", StockViews.as_view({"get": "ledger"})),
    path("stock/<uuid:pk>/adjust/", StockViews.as_view({"post": "adjust"})),
    path("stock/<uuid:pk>/recount/", StockViews.as_view({"post": "recount"})),
    path("locations/", Locations.as_view({"get": "list"})),
    path("listings/<uuid:pk>/stock/", ListingStock.as_view({"get": "retrieve"})),
    path(
        "listings/<uuid:pk>/hold/",
        PromotionHolds.as_view({"get": "retrieve", "put": "keep", "delete": "end"}),
    ),
    path("stock-rule/", StoreRule.as_view({"get": "retrieve", "patch": "change"})),
    path("connections/<uuid:pk>/stock-rule/", StockRules.as_view({"get": "retrieve", "patch": "change"})),
]

"""The addresses of price rules."""

from django.urls import path

from api.v1.price_rules.views import PriceRules

urlpatterns = [
    path("price-rules/", PriceRules.as_view({"get": "list", "post": "create"})),
    path("price-rules/<uuid:pk>/", PriceRules.as_view({"delete": "remove"})),
]

"""The addresses of marketplaces."""

from django.urls import path

from api.v1.marketplaces.views import Marketplaces

urlpatterns = [
    path("marketplaces/", Marketplaces.as_view({"get": "list"})),
    path("marketplaces/<slug:code>/", Marketplaces.as_view({"get": "retrieve"})),
]

"""The addresses of figures."""

from django.urls import path

from api.v1.analytics.views import Analytics

urlpatterns = [
    path("analytics/sales/", Analytics.as_view({"get": "sales"})),
    path("analytics/marketplaces/", Analytics.as_view({"get": "marketplaces"})),
    path("analytics/syncs/", Analytics.as_view({"get": "syncs"})),
]

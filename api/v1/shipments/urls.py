"""The addresses of parcels."""

from django.urls import path

from api.v1.shipments.views import Shipments

urlpatterns = [
    path("shipments/", Shipments.as_view({"get": "list"})),
    path("shipments/<uuid:pk>/", Shipments.as_view({"get": "retrieve"})),
    path("shipments/<uuid:pk>/delivered/", Shipments.as_view({"post": "delivered"})),
    path("shipments/<uuid:pk>/refused/", Shipments.as_view({"post": "refused"})),
    path("shipments/<uuid:pk>/tracking/", Shipments.as_view({"post": "tracking"})),
]

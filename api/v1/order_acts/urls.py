"""The addresses of acts on many orders."""

from django.urls import path

from api.v1.order_acts.views import OrderActs

urlpatterns = [
    path("orders/acts/", OrderActs.as_view({"post": "create"})),
    path("orders/acts/<uuid:pk>/", OrderActs.as_view({"get": "retrieve"})),
]

"""The addresses of the key pool, and of the keys of an order."""

from django.urls import path

from api.v1.keys.order_views import OrderKeyViews
from api.v1.keys.views import Keys

ORDER = "orders/<uuid:pk>/keys/"

urlpatterns = [
    path("keys/", Keys.as_view({"get": "list"})),
    path("keys/suppliers/", Keys.as_view({"get": "suppliers"})),
    path("keys/load/", Keys.as_view({"post": "load"})),
    path("keys/revoke/", Keys.as_view({"post": "revoke"})),
    path(ORDER, OrderKeyViews.as_view({"get": "retrieve"})),
    path(f"{ORDER}hand-over/", OrderKeyViews.as_view({"post": "hand_over"})),
    path(f"{ORDER}send-again/", OrderKeyViews.as_view({"post": "send_again"})),
    path(f"{ORDER}<uuid:key>/replace/", OrderKeyViews.as_view({"post": "replace"})),
    path("orders/<uuid:pk>/purchases/<uuid:purchase>/", OrderKeyViews.as_view({"post": "decide"})),
]

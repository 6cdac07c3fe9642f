"""The addresses of supplies."""

from django.urls import path

from api.v1.supplies.views import Supplies

urlpatterns = [
    path("supplies/", Supplies.as_view({"get": "list", "post": "create"})),
    path("supplies/<uuid:pk>/", Supplies.as_view({"get": "retrieve"})),
    path("supplies/<uuid:pk>/fill/", Supplies.as_view({"post": "fill"})),
    path("supplies/<uuid:pk>/take-out/", Supplies.as_view({"post": "take_out"})),
    path("supplies/<uuid:pk>/hand-over/", Supplies.as_view({"post": "hand_over"})),
    path("supplies/<uuid:pk>/labels/", Supplies.as_view({"post": "labels"})),
    path("supplies/<uuid:pk>/code/", Supplies.as_view({"post": "code"})),
]

"""The addresses of products that are sent to shops."""

from django.urls import path

from api.v1.offers.views import Offers

urlpatterns = [
    path("products/publish/", Offers.as_view({"post": "publish_many"})),
    path("products/<uuid:pk>/publish/", Offers.as_view({"get": "preview", "post": "publish"})),
    path("products/<uuid:pk>/offers/", Offers.as_view({"get": "list"})),
]

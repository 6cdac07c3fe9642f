"""The addresses of products and variants."""

from django.urls import path

from api.v1.products.views import Products, Variants

urlpatterns = [
    path("products/", Products.as_view({"get": "list", "post": "create"})),
    path("products/<uuid:pk>/", Products.as_view({"get": "retrieve", "patch": "change"})),
    path("products/<uuid:pk>/archive/", Products.as_view({"post": "archive"})),
    path("products/<uuid:pk>/restore/", Products.as_view({"post": "restore"})),
    path("products/<uuid:pk>/variants/", Products.as_view({"post": "add_variant"})),
    path("variants/<uuid:pk>/", Variants.as_view({"get": "retrieve", "patch": "change"})),
    path("variants/<uuid:pk>/parts/", Variants.as_view({"put": "set_parts"})),
]

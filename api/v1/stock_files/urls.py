"""The addresses of stock files."""

from django.urls import path

from api.v1.stock_files.views import StockFiles

urlpatterns = [
    path("stock-files/", StockFiles.as_view({"get": "list", "post": "create"})),
    path("stock-files/<uuid:pk>/", StockFiles.as_view({"get": "retrieve", "patch": "change", "delete": "remove"})),
    path("stock-files/<uuid:pk>/put/", StockFiles.as_view({"post": "put_now"})),
    path("stock-files/<uuid:pk>/accept-key/", StockFiles.as_view({"post": "accept_key"})),
]

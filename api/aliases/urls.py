"""The documents' paths, without a slash at the end, as they are written there."""

from django.urls import path

from api.aliases import views
from api.aliases.health import Integrations
from api.aliases.hook import hook
from api.not_there import NotThere

urlpatterns = [
    path("marketplace/platforms", views.Platforms.as_view({"get": "list"})),
    path("marketplace/connections", views.Shops.as_view({"get": "list", "post": "create"})),
    path("marketplace/sync-orders", views.Syncs.as_view({"post": "orders"})),
    path("marketplace/sync/products", views.Syncs.as_view({"post": "products"})),
    path("marketplace/sync/inventory", views.Syncs.as_view({"post": "inventory"})),
    path("marketplace/orders", views.Orders.as_view({"get": "list"})),
    path("marketplace/status", views.Status.as_view({"get": "list"})),
    path("marketplace/webhooks", views.Webhooks.as_view({"get": "list"})),
    path("webhooks/marketplace", hook, name="marketplace_hook"),
]

#: Beside the API, at the root.
health = [
    path("health/marketplace-integrations", Integrations.as_view({"get": "retrieve"}), name="integrations"),
    path("health/", NotThere.as_view(), name="not_there"),
    path("health/<path:rest>", NotThere.as_view(), name="not_there"),
]

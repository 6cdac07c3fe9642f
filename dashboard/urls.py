"""Every address of the merchant's pages."""

from django.urls import path

from dashboard import addresses, desk_addresses
from dashboard.views import elements, me, needs_you
from dashboard.views.keys.addresses import keys
from dashboard.views.listings.addresses import listings
from dashboard.views.notifications.addresses import notifications
from dashboard.views.orders import (
    acts,
    cancelling,
    desk,
    labels,
    linking,
    listing,
    page,
    shipping,
    shipping_many,
    syncing,
)
from dashboard.views.products.addresses import products
from dashboard.views.session_addresses import signing_in
from dashboard.views.settings.addresses import settings
from dashboard.views.today import page as today

app_name = "dashboard"

urlpatterns = [
    path("", today.page, name="home"),
    *signing_in,
    *keys,
    path("more/", me.more, name="more"),
    path("elements/", elements.elements, name="elements"),
    path("orders/", listing.listing, name="orders"),
    path("orders/sync/", acts.sync_orders, name="orders_sync"),
    path("orders/syncing/", syncing.syncing, name="orders_syncing"),
    path("orders/ship/", shipping_many.ship_many, name="orders_ship"),
    path("orders/act/", acts.act, name="orders_act"),
    path("orders/<uuid:pk>/", page.page, name="order"),
    path("orders/<uuid:pk>/raw/", page.raw, name="order_raw"),
    path("orders/<uuid:pk>/ship/", shipping.ship, name="order_ship"),
    path("orders/<uuid:pk>/parcels/<uuid:parcel>/delivered/", shipping.delivered, name="parcel_delivered"),
    path("orders/<uuid:pk>/parcels/<uuid:parcel>/tracking/", shipping.tracking, name="parcel_tracking"),
    path("orders/<uuid:pk>/hold/", desk.hold, name="order_hold"),
    path("orders/<uuid:pk>/release/", desk.release, name="order_release"),
    path("orders/<uuid:pk>/cancel/", cancelling.cancelling, name="order_cancel"),
    path("orders/<uuid:pk>/label/", labels.label, name="order_label"),
    path("orders/<uuid:pk>/lines/<uuid:line>/link/", linking.linking, name="order_link"),
    path("orders/<uuid:pk>/notes/", desk.notes, name="order_notes"),
    path("orders/<uuid:pk>/phone/", desk.phone, name="order_phone"),
    path("orders/<uuid:pk>/retry/<uuid:change>/", acts.retry, name="order_retry"),
    path("needs-you/", needs_you.inbox, name="needs_you"),
    path("needs-you/<uuid:pk>/", needs_you.one, name="need"),
    path("needs-you/<uuid:pk>/snooze/", needs_you.snooze, name="need_snooze"),
    path("needs-you/<uuid:pk>/again/", needs_you.again, name="need_again"),
    path("needs-you/<uuid:pk>/settle/", needs_you.settle, name="need_settle"),
    *desk_addresses.orders,
    *desk_addresses.invoices,
    *desk_addresses.customers,
    *desk_addresses.fulfilment,
    *addresses.connections,
    *products,
    *addresses.inventory,
    *listings,
    *addresses.syncs,
    *addresses.analytics,
    *settings,
    *notifications,
    path("me/theme", me.theme, name="theme"),
    path("me/density", me.density, name="density"),
    path("me/store", me.change_store, name="change_store"),
]

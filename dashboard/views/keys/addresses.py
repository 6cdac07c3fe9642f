"""Addresses of keys; `dashboard.urls` joins them with the others."""

from django.urls import path

from dashboard.views.keys import buying, listing, opening, order

keys = [
    path("fulfilment/keys/", listing.listing, name="key_pool"),
    path("fulfilment/keys/load/", listing.load, name="keys_load"),
    path("fulfilment/keys/revoke/", listing.revoke, name="keys_revoke"),
    path("connections/<uuid:pk>/buying/", buying.switch, name="connection_buying"),
    path("orders/<uuid:pk>/keys/", order.page, name="order_keys"),
    path("orders/<uuid:pk>/keys/hand-over/", order.hand_over, name="order_keys_hand_over"),
    path("orders/<uuid:pk>/keys/send-again/", order.send_again, name="order_keys_again"),
    path("orders/<uuid:pk>/keys/<uuid:key>/show/", order.show, name="order_key_show"),
    path("orders/<uuid:pk>/keys/<uuid:key>/replace/", order.replace, name="order_key_replace"),
    path("orders/<uuid:pk>/purchases/<uuid:purchase>/", order.decide, name="order_purchase"),
    path("keys/open/<str:token>/", opening.opening, name="keys_open"),
    path("keys/open/<str:token>/picture/<int:place>/", opening.picture, name="keys_picture"),
]

"""What a marketplace makes of a parcel, said where one is filled in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marketplaces.framework import registry
from orders.models import Order


def parcels_hint(order: Order) -> str:
    """Whether it numbers parcels itself and takes only one of an order; empty where neither needs a word."""
    if order.connection is None or order.connection.marketplace.code not in registry.codes():
        return ""
    kind, said = registry.connector_class(order.connection.marketplace.code), []
    if kind.numbers_parcels:
        said.append(_("%(kind)s chooses the carrier and gives the number: leave both empty.") % {"kind": kind.name})
    if not kind.partial_shipments:
        words = (
            _("%(kind)s takes one parcel of an order; it may be several boxes.")
            if takes_boxes(order)
            else _("%(kind)s takes one parcel of an order.")
        )
        said.append(words % {"kind": kind.name})
    return " ".join(said)


def takes_boxes(order: Order) -> bool:
    """Whether a parcel of this order may be several boxes, each told with what lies in it."""
    if order.connection is None or order.connection.marketplace.code not in registry.codes():
        return False
    return order.remote_scheme in registry.connector_class(order.connection.marketplace.code).boxed_schemes

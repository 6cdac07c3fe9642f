"""Who sees a buyer's number (F154): one rule for pages and the API."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core import roles
from core.phone import masked
from core.roles import Member
from orders.models import Order
from orders.selectors.views import SHIPPABLE


def can_be_packed(order: Order) -> bool:
    """Ours to send, and nothing keeps it: what `lanes.leaving` lists."""
    ours = order.scheme == Order.Scheme.SELLER and order.archived_at is None
    return ours and order.held_at is None and order.status in SHIPPABLE


def sees_phone(order: Order, member: Member | None) -> bool:
    """Whoever reads about buyers sees it masked; a packer that of an order to pack now, for the parcel's label."""
    if roles.may(member, "see_contacts"):
        return True
    return roles.may(member, "write") and can_be_packed(order)


def phone_for(order: Order, member: Member | None) -> str | None:
    """The number as this member sees it: recognisable, not callable."""
    return masked(order.customer_phone) if sees_phone(order, member) else None


def may_show_phone(order: Order, member: Member | None) -> bool:
    """In full only for whoever works on orders."""
    return roles.may(member, "write") and sees_phone(order, member)


def check_may_show_phone(order: Order, member: Member | None) -> None:
    """Raise PermissionDenied with the reason where it may not be shown in full."""
    if not roles.may(member, "write"):
        raise PermissionDenied(roles.refusal("write"))
    if not sees_phone(order, member):
        raise PermissionDenied(_("A packer sees a buyer’s number while the order can be packed; this one cannot now."))

"""The unified words for states. An unlisted remote word is UNKNOWN and keeps its text (never a guess)."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """One rule for all marketplaces; see FEATURES.md "Unified status"."""

    PENDING = "pending"  # not to be prepared yet: unpaid, under review, or waiting for our acceptance
    CONFIRMED = "confirmed"  # paid or accepted: prepare it
    PROCESSING = "processing"  # we have begun: packed at the marketplace, in a supply, part shipped
    READY_FOR_SHIPMENT = "ready_for_shipment"  # packed or arranged, only the hand-over is left
    SHIPPED = "shipped"  # in transit
    DELIVERED = "delivered"  # with the buyer
    FULFILLED = "fulfilled"  # digital goods sent, and only that
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    UNKNOWN = "unknown"  # a remote word that no table lists


class ListingStatus(StrEnum):
    """State of a variant offered on a connection."""

    ACTIVE = "active"  # buyers can order it
    INACTIVE = "inactive"  # exists, not offered
    OUT_OF_STOCK = "out_of_stock"  # offered, nothing left
    DELETED = "deleted"  # gone or archived there
    REFUSED = "refused"  # the marketplace does not accept the card


class Scheme(StrEnum):
    """Who sends the parcel (F80)."""

    SELLER = "seller"  # FBS, rFBS, FBM: we do; stock is reserved here
    MARKETPLACE = "marketplace"  # FBO, FBA: they do; our stock is not touched

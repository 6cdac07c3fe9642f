"""Listings: what marketplaces offer, stored as they say it, linked to what we sell."""

from inventory.services.listings.creation import create_from, create_missing
from inventory.services.listings.linking import link, link_same_sku, unlink
from inventory.services.listings.prices_seen import prices_seen
from inventory.services.listings.ranking import rank_shop, rank_store
from inventory.services.listings.refusing import refusals, refuse_match, take_back_refusal
from inventory.services.listings.seen import stock_seen
from inventory.services.listings.seen_in_orders import listing_from_order
from inventory.services.listings.upsert import Outcome, mark_missing, upsert_products

__all__ = [
    "Outcome",
    "create_from",
    "create_missing",
    "link",
    "link_same_sku",
    "listing_from_order",
    "mark_missing",
    "prices_seen",
    "rank_shop",
    "rank_store",
    "refusals",
    "refuse_match",
    "stock_seen",
    "take_back_refusal",
    "unlink",
    "upsert_products",
]

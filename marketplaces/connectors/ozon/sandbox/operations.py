"""The table of contents: every group of operations this practice Ozon answers."""

from __future__ import annotations

from . import (
    analytics,
    cancellations,
    cards,
    categories,
    fulfilment,
    labels,
    postings,
    prices,
    products,
    returns,
    seller,
    stocks,
)

OPERATIONS = (
    seller.routes,
    postings.routes,
    fulfilment.routes,
    labels.routes,
    cancellations.routes,
    returns.routes,
    products.routes,
    categories.routes,
    cards.routes,
    stocks.routes,
    prices.routes,
    analytics.routes,
)

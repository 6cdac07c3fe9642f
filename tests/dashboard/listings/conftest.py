"""The same shop for the pages of listings."""

from tests.dashboard.products.conftest import lamp, listing, product, shop

__all__ = ["lamp", "listing", "product", "shop"]

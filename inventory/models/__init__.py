"""The rows of inventory."""

from inventory.models.agreement import Agreement, FieldOwner
from inventory.models.attribute import AttributeChoice, CategoryAttributes
from inventory.models.bundle import BundlePart
from inventory.models.category import CategoryChoice, CategoryTree
from inventory.models.change import InventoryChange
from inventory.models.figures import ListingFigures
from inventory.models.listing import MarketplaceProduct, MarketplaceProductTranslation
from inventory.models.location import ConnectionLocation, Location
from inventory.models.offer import Offer
from inventory.models.price_rule import PriceHold, PriceRule
from inventory.models.product import Product
from inventory.models.promotion_hold import PromotionHold
from inventory.models.refused_match import RefusedMatch
from inventory.models.reservation import Reservation
from inventory.models.stock import Stock
from inventory.models.store_stock_rule import StoreStockRule
from inventory.models.sync_config import InventorySyncConfig
from inventory.models.translation import ProductTranslation
from inventory.models.variant import Variant

__all__ = [
    "Agreement",
    "AttributeChoice",
    "BundlePart",
    "CategoryAttributes",
    "CategoryChoice",
    "CategoryTree",
    "ConnectionLocation",
    "FieldOwner",
    "InventoryChange",
    "InventorySyncConfig",
    "ListingFigures",
    "Location",
    "MarketplaceProduct",
    "MarketplaceProductTranslation",
    "Offer",
    "PriceHold",
    "PriceRule",
    "Product",
    "ProductTranslation",
    "PromotionHold",
    "RefusedMatch",
    "Reservation",
    "Stock",
    "StoreStockRule",
    "Variant",
]

"""The rows of fulfilment."""

from fulfillment.models.license_key import LicenseKey
from fulfillment.models.shipment import Shipment, ShipmentItem
from fulfillment.models.supplier_order import SupplierOrder

__all__ = ["LicenseKey", "Shipment", "ShipmentItem", "SupplierOrder"]

"""The rows of fulfilment."""

from fulfillment.models.joint_parcel import JointOrder, JointParcel
from fulfillment.models.key_delivery import KeyDelivery
from fulfillment.models.label import Label
from fulfillment.models.license_key import LicenseKey
from fulfillment.models.shipment import Shipment, ShipmentItem
from fulfillment.models.supplier_balance import SupplierBalance
from fulfillment.models.supplier_order import SupplierOrder
from fulfillment.models.supply import SuppliedOrder, Supply
from fulfillment.models.unit_mark import UnitMark

__all__ = [
    "JointOrder", "JointParcel", "KeyDelivery", "Label", "LicenseKey", "Shipment", "ShipmentItem", "SuppliedOrder",
    "SupplierBalance", "SupplierOrder", "Supply", "UnitMark",
]  # fmt: skip

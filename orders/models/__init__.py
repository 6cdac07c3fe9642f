"""The rows of orders."""

from orders.models.bulk_act import BulkAct
from orders.models.customer import Customer
from orders.models.desk_setting import DeskSetting
from orders.models.fee_rule import FeeRule
from orders.models.invoice import Invoice
from orders.models.item import OrderItem
from orders.models.marketplace_order import MarketplaceOrder, MarketplaceOrderItem
from orders.models.order import Order
from orders.models.order_refund import OrderRefund, OrderRefundLine
from orders.models.order_return import OrderReturn, OrderReturnLine
from orders.models.saved_view import SavedView
from orders.models.seller import Seller
from orders.models.status_history import OrderStatusHistory

__all__ = [
    "BulkAct", "Customer", "DeskSetting", "FeeRule", "Invoice", "MarketplaceOrder", "MarketplaceOrderItem", "Order",
    "OrderItem", "OrderRefund", "OrderRefundLine", "OrderReturn", "OrderReturnLine", "OrderStatusHistory", "SavedView",
    "Seller",
]  # fmt: skip

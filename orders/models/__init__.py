"""The rows of orders."""

from orders.models.customer import Customer
from orders.models.item import OrderItem
from orders.models.marketplace_order import MarketplaceOrder, MarketplaceOrderItem
from orders.models.order import Order
from orders.models.status_history import OrderStatusHistory

__all__ = ["Customer", "MarketplaceOrder", "MarketplaceOrderItem", "Order", "OrderItem", "OrderStatusHistory"]

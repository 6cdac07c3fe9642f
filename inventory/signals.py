"""What inventory tells those above it."""

from django.dispatch import Signal

#: Sent with `order_item_ids` in the transaction in which their shortages grew or shrank by no act of the order itself.
shortages_changed = Signal()

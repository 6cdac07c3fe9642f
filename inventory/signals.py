"""What inventory tells those above it, and what it asks them."""

from django.dispatch import Signal

#: Sent with `order_item_ids` in the transaction in which their shortages grew or shrank by no act of the order itself.
shortages_changed = Signal()

#: Sent with `connection`, `variant_ids` and `placed_until`; a receiver returns {variant id: units} of the open order
#: lines of that shop that it had taken off its shown stock by then.
open_units_asked = Signal()

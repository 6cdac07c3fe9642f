"""What marketplaces tells those above it."""

from django.dispatch import Signal

#: Sent with `connection` in the transaction in which it began to work or ceased to.
working_changed = Signal()

"""The places of a store."""

from core.models import Store
from inventory.models import Location


def default_location(store: Store) -> Location:
    """The place that stock is at unless somebody says otherwise; made when the store has none yet."""
    found, _made = Location.all_objects.get_or_create(
        store=store, is_default=True, defaults={"name": "Main", "code": "main"}
    )
    return found

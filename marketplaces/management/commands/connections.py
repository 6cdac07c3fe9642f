"""manage.py connections: what is connected, and how it is."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import Store
from marketplaces.models import Connection
from marketplaces.services.connectors import address_of


class Command(BaseCommand):
    """Never shows a secret, nor the address that pushes come to."""

    help = "Lists the connected shops, the ones with trouble first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", metavar="SLUG", help="only this store's")
        parser.add_argument("--json", action="store_true", help="print one line of JSON per connection")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Connection.objects.select_related("store", "marketplace").order_by(
            "store__slug", "marketplace__name", "name"
        )
        if options["store"]:
            if not Store.objects.filter(slug=options["store"]).exists():
                raise CommandError(f"There is no store “{options['store']}”.", returncode=2)
            rows = rows.filter(store__slug=options["store"])
        found = sorted(rows, key=lambda row: row.status == Connection.Status.ACTIVE)
        for row in found:
            self.stdout.write(json.dumps(_facts(row), ensure_ascii=False) if options["json"] else _line(row))
        if not found and not options["json"]:
            self.stdout.write("No shop is connected yet. `manage.py connect` connects one.")


def _facts(row: Connection) -> dict[str, Any]:
    return {
        "connection": str(row.pk),
        "store": row.store.slug,
        "marketplace": row.marketplace.code,
        "name": row.name,
        "account": row.remote_account_id,
        "status": row.status,
        "reason": row.status_reason,
        "is_untested": row.is_untested,
        "sandbox": row.is_sandbox,
        "address": address_of(row),
        "stock_out": row.stock_out,
        "price_out": row.price_out,
        "products_out": row.products_out,
        "orders_read_at": row.orders_read_at.isoformat() if row.orders_read_at else None,
    }


def _line(row: Connection) -> str:
    practice = ", sandbox" if row.is_sandbox else ""
    line = f"{row.pk}  {row.store.slug}  {row.marketplace.code}  {row.name}  {row.state_in_words}{practice}"
    return f"{line}\n    {row.status_reason}" if row.status_reason else line

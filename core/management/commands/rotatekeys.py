"""manage.py rotatekeys: writes every encrypted value again under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.crypto import UnreadableSecret, rotate


class Command(BaseCommand):
    """All columns in one transaction: a failure changes nothing."""

    help = (
        "Put the new key first in FERNET_KEYS, keep the old ones behind it, restart, run this; "
        "then the old ones may be taken out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = rotate()
        except UnreadableSecret as error:
            raise CommandError(str(error)) from None
        for each in done:
            self.stdout.write(f"{each.table}.{each.column}: {each.rows} values")
        self.stdout.write("Everything is readable with the first key of FERNET_KEYS alone.")

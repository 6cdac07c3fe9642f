"""manage.py unlock: lets somebody try to sign in again, also when phone and recovery codes are lost."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import User
from core.services import locks, second_step, sessions


class Command(BaseCommand):
    """For whoever has this machine's command line: the last way in when no owner and no staff can help."""

    help = "Forgets wrong passwords of an address; --second-step also turns its second step off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--second-step", action="store_true", help="sign-in asks for the password alone; all sessions end"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        locks.unlock(user.email)
        self.stdout.write(f"{user.email} can try again at once.")
        if options["second_step"]:
            second_step.turn_off(user)
            sessions.end_others(user)
            self.stdout.write("The second step is off; every browser is signed out.")

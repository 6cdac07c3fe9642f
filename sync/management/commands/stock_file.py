"""Stock files of a store: listed, made, put."""

import argparse
import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from core.models import Store
from sync.models import StockFile
from sync.stock_files import keeping, putting


class Command(BaseCommand):
    """`manage.py stock_file --store SLUG [--put NAME [--anyway] [--folder FOLDER] [--sftp USER@HOST:PORT]]`.

    With a folder or a server the file is made first where there is none of that name. A server made here may lie in a
    private network; its password is asked for, or read from a pipe.
    """

    help = "Stock files of a store: lists them, makes one, puts one now."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--store", required=True)
        parser.add_argument("--put", metavar="NAME", help="put this one now")
        parser.add_argument("--anyway", action="store_true", help="also where it has shrunk")
        parser.add_argument("--folder", default="", help="of this machine, or of the server")
        parser.add_argument("--sftp", metavar="USER@HOST:PORT", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        store = Store.objects.filter(slug=options["store"]).first()
        if store is None:
            raise CommandError(f"There is no store {options['store']}.")
        if name := options["put"]:
            self._put(self._file(store, name, options), anyway=options["anyway"])
        for file in StockFile.objects.filter(store=store).order_by("name"):
            put = f"{file.rows} lines, {file.put_at:%Y-%m-%d %H:%M}" if file.put_at else "not put yet"
            self.stdout.write(f"{file.name}  {file.host or file.folder or '.'}: {file.held or file.error or put}")

    def _file(self, store: Store, name: str, options: dict[str, Any]) -> StockFile:
        file = StockFile.objects.filter(store=store, name=name).order_by("created_at").first()
        if file is not None:
            return file
        if not options["folder"] and not options["sftp"]:
            raise CommandError(f"{store.slug} has no stock file {name}. Name its folder or its server to make it.")
        try:
            return keeping.make(
                store=store, by="command line", name=name, folder=options["folder"], private_address=True,
                **_server(options["sftp"]),
            )  # fmt: skip
        except DomainError as refused:
            raise CommandError(str(refused)) from None

    def _put(self, file: StockFile, *, anyway: bool) -> None:
        outcome = putting.put_now(file.pk, anyway=anyway)
        if outcome is None or not outcome.is_put:
            raise CommandError(outcome.why_not if outcome else "It is being put just now.")


def _server(text: str) -> dict[str, Any]:
    if not text:
        return {"where": StockFile.Where.FOLDER}
    user, _at, place = text.rpartition("@")
    host, _colon, port = place.partition(":")
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return {
        "where": StockFile.Where.SFTP, "host": host, "port": int(port) if port.isdigit() else 22, "username": user,
        "password": password,
    }  # fmt: skip

"""manage.py matrix: what each marketplace can do as a table; `docs/matrix.md` is this, and a test holds it to it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from marketplaces.services import matrix

HEAD = """# What each marketplace can do

Written by `make matrix` from what each connector declares; do not edit it. The contract suite (`tests/contract`) calls
every operation that is declared against the practice marketplace, and has every other one refuse aloud, so this page
says what was carried out. *By file*: the marketplace fetches it as a file instead of being called. *Changes only*: what
is offered there is kept as described here, nothing new is made. *If set up*: only where the connection's settings say
that this shop has it; its guide says which shops do.

"""


class Command(BaseCommand):
    help = "Prints what each marketplace can do, as a table in Markdown."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(written(), ending="")


def written() -> str:
    """The whole page."""
    with translation.override("en"):
        heads = ["Marketplace", *(str(word) for word, _able in matrix.COLUMNS), "Several parcels", "How"]
        lines = [heads, ["---"] * len(heads)]
        for row in matrix.rows():
            cells = [str(matrix.WORDS[cell]) for cell in (*row.cells, row.several)]
            link = f"[{row.kind.name}](marketplaces/{row.kind.code}.md)"
            lines.append([link, *(word if word != "No" else "–" for word in cells), row.way])
        return HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)

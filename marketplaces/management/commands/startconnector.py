"""manage.py startconnector: writes the two folders of a new marketplace; its tests are red until they are filled in."""

import keyword
import re
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

SKELETON = Path(__file__).parents[1] / "skeleton"
ENDING = "-tpl"
CODE = re.compile(r"[a-z][a-z0-9]{1,19}")


class Command(BaseCommand):
    """Nothing else has to be touched: the registry finds the folder."""

    help = "Writes marketplaces/connectors/CODE and tests/marketplaces/connectors/CODE."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="2 to 20 small letters and digits, for example acme")
        parser.add_argument("--name", default="", help="as people write it (the code with a capital)")
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR), help="project folder (this one)")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"]
        if not CODE.fullmatch(code):
            raise CommandError("A code is 2 to 20 small letters and digits and begins with a letter.", returncode=2)
        if keyword.iskeyword(code):
            raise CommandError(
                f"“{code}” is a word of Python and cannot name a folder of it. Add a digit.", returncode=2
            )
        targets = {
            SKELETON / "connector": options["into"] / "marketplaces" / "connectors" / code,
            SKELETON / "tests": options["into"] / "tests" / "marketplaces" / "connectors" / code,
        }
        for target in targets.values():
            if target.exists():
                raise CommandError(f"{target} exists already. Nothing was written.", returncode=2)
        name = options["name"].strip() or code.capitalize()
        words = {"code": code, "name": name, "prefix": code.capitalize()}
        for source, target in targets.items():
            _write(source, target, words)
            self.stdout.write(f"Written: {target.relative_to(options['into'])}")
        tests = targets[SKELETON / "tests"].relative_to(options["into"])
        self.stdout.write(f"Now write sandbox/ from the documents, then: python -m pytest {tests}")


def _write(source: Path, target: Path, words: dict[str, str]) -> None:
    for template in sorted(source.rglob(f"*{ENDING}")):
        path = target / str(template.relative_to(source)).removesuffix(ENDING)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")

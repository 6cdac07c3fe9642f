"""The pages of imports in a real browser: columns asked about, sources, a held import and its refused rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from core.models import User
from inventory.models import Variant
from sync import uploads
from sync.asking import ask_import
from sync.models import ImportSource, MarketplaceSyncLog
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOREIGN = (
    "Artikelnummer;Bezeichnung;Preis;Beschreibung;Nr;Notiz\n"
    "ORI-LMP-BRS;Tischlampe Orion, Messing;129,00 €;Eine Lampe mit einem langen, langen Satz darüber, was sie kann;7;\n"
    "ORI-LMP-COP;Tischlampe Orion, Kupfer;149,00 €;Noch eine;8;\n"
)


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.IMPORT_FOLDER = tmp_path, tmp_path / "in"


@pytest.fixture
def places(cast: Cast, lamp: Variant) -> dict[str, str]:
    """Sources in each state, an import that is held, and one with refused rows."""
    now, by = timezone.now(), User.objects.filter(stores=cast.store).first()
    states = (("brought", ""), ("failed", "The address answered with HTTP 500."), ("asks", "Say what its columns are."))
    sources = [
        ImportSource.objects.create(
            store=cast.store, name=f"Supplier {state}", kind="url", url="https://supplier.example.com/a/long/feed.csv",
            next_run_at=now, checked_at=now, last_result=state, last_error=error,
        )
        for state, error in states
    ]  # fmt: skip

    def brought(text: str) -> MarketplaceSyncLog:
        ticket = uploads.keep(store=cast.store, name="feed.csv", data=("id,title,price\n" + text).encode())
        run = ask_import(store=cast.store, ticket=ticket, by=by)
        uploads.carry_out(run.pk)
        return run

    prices = [f"S-{n},Thing {n},{n}.00 EUR\n" for n in range(1, 31)]
    brought("".join(prices))
    refused = brought('R-1,,5 EUR\nR-2,Pot,"1,234 EUR"\nR-3,A title,free\n')
    held = brought("".join(row.replace(".00", "0.00") for row in prices))
    return {"source": str(sources[2].pk), "refused": str(refused.pk), "held": str(held.pk)}


def _sound(page: Page, name: str, face: str) -> list[object]:
    found: list[object] = [*faults(page)]
    if (pixels := too_wide(page)) > 0:
        found.append(f"{pixels} pixels too wide")
    picture(page, f"{name}-{face}")
    return found


@pytest.mark.parametrize("face", FACES)
def test_every_page_of_imports_is_sound(
    chrome: Browser, live_server: Any, owner: Client, places: dict[str, str], face: str, tmp_path: Path
) -> None:
    wrong: dict[str, object] = {}
    pages = {
        "import": "/products/import/", "import-sources": "/products/import/sources/",
        "import-source": "/products/import/sources/{source}/", "import-held": "/syncs/{held}/",
        "import-refused": "/syncs/{refused}/",
    }  # fmt: skip
    feed = tmp_path / "foreign.csv"
    feed.write_text(FOREIGN)
    with opened(chrome, live_server.url, face, owner) as page:
        for name, path in pages.items():
            page.goto(live_server.url + path.format(**places))
            if found := _sound(page, name, face):
                wrong[name] = found
        page.goto(f"{live_server.url}/products/import/")
        page.locator("#id_file").set_input_files(str(feed))
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_role("heading", name="What are the columns of foreign.csv?")).to_be_visible()
        wrong |= {"columns": found} if (found := _sound(page, "import-columns", face)) else {}
        page.get_by_role("button", name="Show what would change").first.click()
        expect(page.get_by_text("What foreign.csv would do")).to_be_visible()
        wrong |= {"foresight": found} if (found := _sound(page, "import-foresight", face)) else {}
    assert wrong == {}


def test_a_source_asks_only_what_its_kind_has(
    chrome: Browser, live_server: Any, places: dict[str, str], owner: Client
) -> None:
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + "/products/import/sources/")
        for kind, asks, asks_not in (
            ("url", ("Address", "Password"), ("Folder here", "Files")),
            ("folder", ("Folder here", "Files"), ("Address", "Password")),
            ("sftp", ("Address", "Password", "Files"), ("Folder here",)),
        ):
            page.get_by_label("Where").select_option(kind)
            for label in asks:
                expect(page.get_by_label(label, exact=True)).to_be_visible()
            for label in asks_not:
                expect(page.get_by_label(label, exact=True)).to_be_hidden()

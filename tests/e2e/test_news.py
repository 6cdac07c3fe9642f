"""A refused push rings the bell and leaves a mail; its link leads to the page with the fix."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
#: Of the goods of one practice shop, those that can lose a few and are refused nothing yet.
PLENTY = """
    SELECT l.marketplace_sku, l.variant_id, l.id FROM marketplace_products l
    JOIN stores s ON s.id = l.store_id JOIN marketplaces m ON m.id = l.marketplace_id AND m.code = 'shopee'
    JOIN stock k ON k.variant_id = l.variant_id AND k.on_hand - k.reserved > 6
    JOIN outbound_changes o ON o.subject_id = l.id AND o.kind = 'stock' AND o.state = 'synced'
    WHERE s.slug = 'atelier-lumen' AND l.status = 'active' ORDER BY l.marketplace_sku LIMIT 1
"""
#: What waits for a person because the stock of this listing is refused.
REFUSED = """
    SELECT n.id FROM needs_you n JOIN outbound_changes o ON o.id = n.subject_id
    WHERE o.kind = 'stock' AND o.state = 'refused' AND o.subject_id = '{listing}'
      AND n.kind = 'refused' AND n.settled_at IS NULL
"""
AGAIN = """
    SELECT n.id FROM needs_you n JOIN needs_you b ON b.id = '{before}' AND b.cause_key = n.cause_key
    WHERE n.settled_at IS NULL AND n.created_at > b.settled_at
"""


def refused_one(whole: Whole, merchant: str, eventually: Callable[..., None]) -> tuple[object, object, str]:
    """All units of an article are promised to a promotion there, and three of them break here: need, variant, SKU."""
    eventually(lambda: whole.ask(PLENTY), seconds=60)
    ((sku, variant, listing),) = whole.ask(PLENTY)
    whole.control("shopee", "reserve", {"sku": sku, "quantity": 1000})
    with whole.person(merchant) as page:
        change(page, variant, "-3", "broken")
    refused = REFUSED.format(listing=listing)
    eventually(lambda: whole.ask(refused), seconds=60)
    ((need,),) = whole.ask(refused)
    return need, variant, sku


def change(page: Page, variant: object, units: str, reason: str) -> None:
    """More or fewer on the shelf, by the form."""
    page.goto(f"/inventory/{variant}/adjust/")
    page.get_by_label("How many").fill(units)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Save the change").click()
    page.wait_for_url(f"**/inventory/{variant}/ledger/**")


def read_everything(whole: Whole, merchant: str, need: object, eventually: Callable[..., None]) -> None:
    """What the first sync brought and this refusal are told by now, and read, also what comes meanwhile."""
    many = "SELECT 1 FROM notifications WHERE cause_key = 'many:refused'"
    eventually(lambda: told(whole, need) or whole.ask(many), seconds=60)
    with whole.person(merchant) as page:

        def nothing_is_left() -> bool:
            page.goto("/notifications/")
            button = page.get_by_role("button", name="Mark all read")
            if not button.count():
                return True
            button.click()
            page.wait_for_timeout(500)
            return False

        eventually(nothing_is_left, seconds=60)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_refused_push_rings_the_bell_leaves_a_mail_and_leads_to_its_fix(
    whole: Whole, merchant: str, eventually: Callable[..., None], script: bool
) -> None:
    need, variant, sku = refused_one(whole, merchant, eventually)
    read_everything(whole, merchant, need, eventually)
    with whole.person(merchant, script=script) as page:
        page.goto(f"/needs-you/{need}/")
        page.get_by_role("button", name="It is settled").click()
        page.wait_for_url("**/needs-you/")
        change(page, variant, "1" if script else "-1", "found one")
        eventually(lambda: whole.ask(AGAIN.format(before=need)), seconds=60)
        ((raised,),) = whole.ask(AGAIN.format(before=need))
        eventually(lambda: told(whole, raised), seconds=40)
        eventually(lambda: f"/needs-you/{raised}/" in posted(whole), seconds=40)
        if not script:
            page.reload()
        page.get_by_role("link", name=re.compile(r"unread notification")).click(timeout=40_000)  # no reload: it rings
        page.get_by_role("button", name=re.compile(re.escape(sku))).click()
        page.wait_for_url(f"**/needs-you/{raised}/")
        page.get_by_role("button", name="Try again").wait_for()
        page.goto("/notifications/?list=all")
        page.get_by_text(sku).first.wait_for()


def told(whole: Whole, need: object) -> bool:
    return bool(whole.ask(f"SELECT 1 FROM notifications WHERE url LIKE '%{need}%'"))  # noqa: S608


def posted(whole: Whole) -> str:
    """Everything that was mailed."""
    return "".join(file.read_text() for file in (whole.var / "mail").glob("*"))

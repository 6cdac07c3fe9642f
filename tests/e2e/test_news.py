"""A refused push rings the bell and leaves a mail; its link leads to the page with the fix."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("whole"), pytest.mark.timeout(900)]
#: A stock that the practice marketplace keeps refusing, and what waits for a person because of it.
REFUSED = """
    SELECT n.id, l.variant_id, l.marketplace_sku FROM needs_you n
    JOIN outbound_changes o ON o.id = n.subject_id AND o.kind = 'stock' AND o.state = 'refused'
    JOIN marketplace_products l ON l.id = o.subject_id JOIN stores s ON s.id = n.store_id
    WHERE s.slug = 'atelier-lumen' AND n.kind = 'refused' AND n.settled_at IS NULL
    ORDER BY l.marketplace_sku LIMIT 1
"""
#: Of the goods of one practice shop, those that sell well enough to lose three.
PLENTY = """
    SELECT l.marketplace_sku, l.variant_id FROM marketplace_products l
    JOIN stores s ON s.id = l.store_id JOIN marketplaces m ON m.id = l.marketplace_id AND m.code = 'shopee'
    JOIN stock k ON k.variant_id = l.variant_id AND k.on_hand - k.reserved > 6
    WHERE s.slug = 'atelier-lumen' AND l.status = 'active' ORDER BY l.marketplace_sku LIMIT 1
"""
AGAIN = """
    SELECT n.id FROM needs_you n JOIN needs_you b ON b.id = '{before}' AND b.cause_key = n.cause_key
    WHERE n.settled_at IS NULL AND n.created_at > b.settled_at
"""


def have_one_refused(whole: Whole, merchant: str, eventually: Callable[..., None]) -> None:
    """All units of an article are promised to a promotion there, and three of them break here."""
    if whole.ask(REFUSED):
        return
    eventually(lambda: whole.ask(PLENTY), seconds=60)
    ((sku, variant),) = whole.ask(PLENTY)
    whole.control("shopee", "reserve", {"sku": sku, "quantity": 1000})
    with whole.person(merchant) as page:
        change(page, variant, "-3", "broken")
    eventually(lambda: whole.ask(REFUSED), seconds=60)


def change(page: Page, variant: object, units: str, reason: str) -> None:
    """More or fewer on the shelf, by the form."""
    page.goto(f"/inventory/{variant}/adjust/")
    page.get_by_label("How many").fill(units)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Save the change").click()
    page.wait_for_url(f"**/inventory/{variant}/ledger/**")


def read_everything(whole: Whole, merchant: str, eventually: Callable[..., None]) -> None:
    """What the first sync brought is told by now, and read."""
    refusals = "SELECT 1 FROM notifications WHERE cause_key = 'many:refused' OR read_at IS NOT NULL"
    eventually(lambda: whole.ask(refusals), seconds=60)
    with whole.person(merchant) as page:
        page.goto("/notifications/")
        if page.get_by_role("button", name="Mark all read").count():
            page.get_by_role("button", name="Mark all read").click()
            page.get_by_role("heading", name="All read").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_refused_push_rings_the_bell_leaves_a_mail_and_leads_to_its_fix(
    whole: Whole, merchant: str, eventually: Callable[..., None], script: bool
) -> None:
    have_one_refused(whole, merchant, eventually)
    ((need, variant, sku),) = whole.ask(REFUSED)
    read_everything(whole, merchant, eventually)
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

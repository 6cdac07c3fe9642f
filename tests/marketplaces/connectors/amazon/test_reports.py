"""More listings than can be paged through: a report in a table whose columns differ."""

import gzip
from decimal import Decimal

import pytest

from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.amazon import goods, reports
from marketplaces.connectors.amazon.walks import MOST_LISTINGS
from marketplaces.framework.errors import Unavailable, UnexpectedPayload

from .conftest import GERMANY, SELLER

LISTINGS = f"GET /listings/2021-08-01/items/{SELLER}"
REPORTS = "/reports/2021-06-30"
HEAD = "item-name\tseller-sku\tquantity\tprice\tasin1\tfulfillment-channel\tstatus"
ROWS = (
    "Becher „groß“\tMUG-1\t4\t9.99\tB01\tDEFAULT\tActive",
    'Vase "alt"\tVASE/2\t\t48.50\tB02\tAMAZON_EU\tInactive',
    "Ohne Preis\tFREE-3\t0\t\tB03\tDEFAULT\tInactive",
)
TABLE = "\r\n".join((HEAD, *ROWS, ""))


def made(remote, *states, content=None, packed=False):
    remote.answers(LISTINGS, {"numberOfResults": MOST_LISTINGS + 1, "items": []})
    remote.answers(f"GET {REPORTS}/reports", {"reports": []})
    remote.answers(f"POST {REPORTS}/reports", (202, {"reportId": "7"}))
    seen = [{"reportId": "7", "processingStatus": each} for each in states]
    if content is not None:
        seen[-1]["reportDocumentId"] = "doc"
        told = {"reportDocumentId": "doc", "url": f"{remote.url}/report?sig=1"}
        remote.answers(f"GET {REPORTS}/documents/doc", told | ({"compressionAlgorithm": "GZIP"} if packed else {}))
        remote.answers("GET /report", (200, gzip.compress(content) if packed else content))
    remote.answers(f"GET {REPORTS}/reports/7", *seen)
    inventory = [{"sellerSku": "VASE/2", "inventoryDetails": {"fulfillableQuantity": 6}}]
    remote.answers("GET /fba/inventory/v1/summaries", {"payload": {"granularity": {}, "inventorySummaries": inventory}})


@pytest.mark.parametrize("packed", [True, False])
def test_a_large_catalogue_comes_in_a_report(amazon, remote, packed):
    made(remote, "IN_QUEUE", "IN_PROGRESS", "DONE", content=TABLE.encode("cp1252"), packed=packed)
    first, last = amazon.pull_products()
    assert (first.items, first.cursor) == ((), {"report": "7", "row": 0})
    mug, vase, free = last.items
    assert (mug.title, mug.variants[0].price, mug.variants[0].stock) == ("Becher „groß“", Decimal("9.99"), {"": 4})
    assert (vase.remote_id, vase.variants[0].stock_is_theirs, vase.variants[0].stock) == ("VASE/2", True, {"": 6})
    assert (free.variants[0].price, free.variants[0].status) == (None, ListingStatus.OUT_OF_STOCK)
    assert remote.asked(f"POST {REPORTS}/reports")[0].body == {
        "reportType": "GET_MERCHANT_LISTINGS_ALL_DATA", "marketplaceIds": [GERMANY],
    }  # fmt: skip


def test_who_was_cut_off_asks_about_the_same_report(amazon, remote):
    made(remote, "DONE", content=TABLE.encode("cp1252"))
    (page,) = amazon.pull_products(cursor={"report": "7", "row": 1})
    assert [each.remote_id for each in page.items] == ["VASE/2", "FREE-3"]
    assert remote.asked(f"POST {REPORTS}/reports") == []


def test_a_report_that_an_earlier_walk_ordered_is_taken(amazon, remote):
    """Amazon cancels a second one."""
    made(remote, "DONE", content=TABLE.encode("cp1252"))
    known = [{"reportId": "9", "processingStatus": "CANCELLED"}, {"reportId": "7", "processingStatus": "IN_PROGRESS"}]
    remote.answers(f"GET {REPORTS}/reports", {"reports": known})
    assert len([each for page in amazon.pull_products() for each in page.items]) == 3
    assert remote.asked(f"POST {REPORTS}/reports") == []
    query = remote.asked(f"GET {REPORTS}/reports")[0].query
    assert (query["reportTypes"], query["marketplaceIds"]) == ("GET_MERCHANT_LISTINGS_ALL_DATA", GERMANY)


@pytest.mark.parametrize("state", ["CANCELLED", "FATAL"])
def test_a_report_that_is_not_made_is_no_empty_shop(amazon, remote, state):
    made(remote, state)
    with pytest.raises(Unavailable):
        list(amazon.pull_products())


def test_a_report_that_takes_long_is_asked_about_next_time(line, remote):
    shop = line()
    made(remote, "IN_PROGRESS")
    with pytest.raises(Unavailable):
        list(shop.connector.pull_products())
    assert len(remote.asked(f"GET {REPORTS}/reports/7")) == len(reports.PAUSES) + 1


def test_columns_are_found_by_name():
    table = "status\tseller-sku\tnew column\nActive\tA\tx\n"
    (row,) = goods.report_rows(table)
    assert (row["seller-sku"], row["status"]) == ("A", "Active")


def test_a_table_without_skus_is_none():
    with pytest.raises(UnexpectedPayload):
        goods.report_rows("<html>\tsorry\n")


@pytest.mark.parametrize(
    ("content_type", "place", "wanted"),
    [
        ("text/plain; charset=Cp1252", GERMANY, "cp1252"), ("text/plain;charset=UTF-8", GERMANY, "utf-8-sig"),
        ("text/plain", GERMANY, "cp1252"), ("text/plain", "A1VC38T7YXB528", "cp932"),
        ("text/plain; charset=Windows-31J", GERMANY, "cp932"), ("text/plain; charset=klingon", GERMANY, "cp1252"),
    ],
)  # fmt: skip
def test_the_alphabet_of_a_report(content_type, place, wanted):
    assert reports.alphabet(content_type, place) == wanted

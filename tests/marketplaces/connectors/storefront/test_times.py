"""Times of the three systems: offsets, missing zones, fractions of any length."""

import pytest

from marketplaces.connectors.storefront import shopify, woocommerce
from marketplaces.connectors.storefront.shapes import moment


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00+00:00"),
        ("2026-01-05t10:00:00z", "2026-01-05T10:00:00+00:00"),
        ("2026-01-05T11:00:00+01:00", "2026-01-05T10:00:00+00:00"),
        ("2026-01-05T10:00:00.5Z", "2026-01-05T10:00:00.500000+00:00"),
        ("2026-01-05T10:00:00.123456789Z", "2026-01-05T10:00:00.123456+00:00"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00+00:00"),  # the night that has this hour twice
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00+00:00"),
        ("2028-02-29T00:00:00-05:00", "2028-02-29T05:00:00+00:00"),
    ],
)
def test_a_time_with_a_zone_is_read(text, utc):
    assert moment(text).astimezone(moment("2026-01-05T10:00:00Z").tzinfo).isoformat() == utc


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-01-05", "2026-01-05T10:00:00", "2026-01-05 10:00:00Z", "2026-02-29T10:00:00Z", "1767225600",
        "2026-01-05T24:00:00Z", "2026-01-05T10:00:00+0100", "٢٠٢٦-01-05T10:00:00Z",
    ],
)  # fmt: skip
def test_a_time_without_a_zone_or_of_no_day_is_none(text):
    assert moment(text) is None


def test_woocommerces_gmt_fields_are_utc_and_its_plain_ones_are_not_read():
    native = {
        "id": 1, "status": "processing", "currency": "EUR", "total": "0.00", "date_created": "2026-07-01T12:00:00",
        "date_created_gmt": "2026-07-01T10:00:00", "date_modified_gmt": "2026-07-01T10:00:05",
    }  # fmt: skip
    assert woocommerce.document(native)["order"]["placed_at"] == "2026-07-01T10:00:00Z"


def test_shopifys_times_keep_their_offset():
    native = {
        "id": 1, "currency": "EUR", "total_price": "0.00", "processed_at": None,
        "created_at": "2026-07-01T06:00:00-04:00", "updated_at": "2026-07-01T06:00:05-04:00",
    }  # fmt: skip
    order = shopify.document(native)["order"]
    assert moment(order["placed_at"]) == moment("2026-07-01T10:00:00Z")

"""Packing and handing over: steps already done are skipped, and a yes outside is no yes inside."""

import base64

import pytest

from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest
from marketplaces.framework.errors import Rejected, Unavailable, UnexpectedPayload
from tests.marketplaces.connectors.lazada.conftest import good, result
from tests.marketplaces.connectors.lazada.samples import item

ORDER = "900100200300"
ITEMS, PROVIDERS = "/orders/items/get", "/order/shipment/providers/get"
PACK, RTS, DOCUMENT = "/order/fulfill/pack", "/order/package/rts", "/order/package/document/get"
ONE, TWO = 900100200301, 900100200302


def listed(*items):
    return good([{"order_id": int(ORDER), "order_number": int(ORDER), "order_items": list(items)}])


def request(quantity=2, **more):
    line = ShipmentLine(remote_line_id=str(ONE), sku="TEA-1", quantity=quantity)
    return ShipmentRequest(ref="p", order_remote_id=ORDER, lines=(line,), **more)


def packed(*numbers, code="0", message="success", retry=False):
    rows = [
        {
            "order_item_id": each, "item_err_code": code, "msg": message, "tracking_number": "LEX1",
            "shipment_provider": "LEX TH", "package_id": "FP1" if code == "0" else "", "retry": retry,
        }
        for each in numbers
    ]  # fmt: skip
    return result({"pack_order_list": [{"order_id": int(ORDER), "order_item_list": rows}]})


def ready(code="0", message="success", retry=False):
    rows = [{"package_id": "FP1", "item_err_code": code, "msg": message, "retry": retry}]
    return result({"packages": rows})


def offered(kind="TFS"):
    providers = [{"name": "LEX TH", "provider_code": "FM50"}, {"name": "Flash Express", "provider_code": "FM41"}]
    return result({"platform_default": 1, "shipping_allocate_type": kind, "shipment_providers": providers})


SHOWN = {"status": "ready_to_ship", "package_id": "FP1", "tracking_code": "LEX1", "shipment_provider": "LEX TH"}


@pytest.fixture
def going(remote):
    """Everything goes well: two units are open, and ready afterwards."""
    remote.answers(ITEMS, listed(item(1), item(2)), listed(item(1, **SHOWN), item(2, **SHOWN)))
    remote.answers(PROVIDERS, offered())
    remote.answers(PACK, packed(ONE, TWO))
    remote.answers(RTS, ready())
    return remote


def test_a_parcel_is_packed_and_handed_over(lazada, going):
    found = lazada.confirm_shipment(request())
    assert going.names() == [ITEMS, PROVIDERS, PACK, RTS, ITEMS]
    assert (found.visible, found.parcel_remote_id, found.tracking_number, found.carrier) == (
        True, "FP1", "LEX1", "LEX TH",
    )  # fmt: skip
    assert going.asked(PACK)[0].json("packReq") == {
        "pack_order_list": [{"order_id": int(ORDER), "order_item_list": [ONE, TWO]}],
        "delivery_type": "dropship",
        "shipping_allocate_type": "TFS",
    }
    assert going.asked(RTS)[0].json("readyToShipReq") == {"packages": [{"package_id": "FP1"}]}
    assert going.asked(PACK)[0].method == "POST"


def test_told_again_it_only_looks(lazada, remote):
    remote.answers(ITEMS, listed(item(1, **SHOWN), item(2, **SHOWN)))
    found = lazada.confirm_shipment(request())
    assert remote.names() == [ITEMS]
    assert (found.visible, found.parcel_remote_id) == (True, "FP1")


def test_packed_units_are_only_handed_over(lazada, remote):
    units = [item(each, status="packed", package_id="FP1") for each in (1, 2)]
    remote.answers(ITEMS, listed(*units), listed(item(1, **SHOWN), item(2, **SHOWN)))
    remote.answers(RTS, ready())
    assert lazada.confirm_shipment(request()).visible
    assert remote.names() == [ITEMS, RTS, ITEMS]


def test_what_is_taken_but_not_shown_is_asked_again(lazada, going):
    still = [item(each, status="packed", package_id="FP1") for each in (1, 2)]
    going.answers(ITEMS, listed(item(1), item(2)), listed(*still))
    found = lazada.confirm_shipment(request())
    assert not found.visible
    assert found.progress == {"items": [str(ONE), str(TWO)]}
    going.answers(ITEMS, listed(item(1, **SHOWN), item(2, **SHOWN)))
    assert lazada.confirm_shipment(request(progress=found.progress)).visible


def test_a_part_takes_open_units_only(lazada, remote):
    rest = (ShipmentLine(remote_line_id=str(ONE), sku="TEA-1", quantity=1),)
    gone = item(1, **SHOWN)
    remote.answers(ITEMS, listed(gone, item(2), item(3)), listed(gone, item(2, **SHOWN), item(3)))
    remote.answers(PROVIDERS, offered())
    remote.answers(PACK, packed(TWO))
    remote.answers(RTS, ready())
    found = lazada.confirm_shipment(request(quantity=1, rest=rest))
    assert (found.visible, found.progress) == (True, {"items": [str(TWO)]})
    assert remote.asked(PACK)[0].json("packReq")["pack_order_list"][0]["order_item_list"] == [TWO]


def test_a_carrier_is_named_only_where_lazada_asks_us(lazada, going):
    going.answers(PROVIDERS, offered("NTFS"))
    lazada.confirm_shipment(request(carrier="flash express"))
    assert going.asked(PACK)[0].json("packReq")["shipment_provider_code"] == "FM41"


@pytest.mark.parametrize(("retry", "kind"), [(False, Rejected), (True, Unavailable)])
def test_an_item_that_fails_inside_a_good_answer_fails(lazada, going, retry, kind):
    going.answers(PACK, packed(ONE, TWO, code="700010", message="Wrong status", retry=retry))
    with pytest.raises(kind) as caught:
        lazada.confirm_shipment(request())
    assert (caught.value.said, caught.value.remote_code) == ("Wrong status", "700010")
    assert going.asked(RTS) == []


def test_a_package_that_fails_inside_a_good_answer_fails(lazada, going):
    going.answers(RTS, ready(code="700011", message="Wrong package"))
    with pytest.raises(Rejected, match="Wrong package"):
        lazada.confirm_shipment(request())


def test_a_pack_answer_that_leaves_out_a_unit_is_not_believed(lazada, going):
    going.answers(PACK, packed(ONE))
    with pytest.raises(UnexpectedPayload):
        lazada.confirm_shipment(request())


@pytest.mark.parametrize("status", ["unpaid", "canceled"])
def test_what_cannot_be_sent_is_refused_before_anything_is_written(lazada, remote, status):
    remote.answers(ITEMS, listed(item(1, status=status), item(2, status=status)))
    with pytest.raises(Rejected):
        lazada.confirm_shipment(request())
    assert remote.names() == [ITEMS]


def test_a_line_that_is_not_there_is_refused(lazada, remote):
    remote.answers(ITEMS, listed(item(9)))
    with pytest.raises(Rejected, match="no line"):
        lazada.confirm_shipment(request())


def test_labels_are_one_pdf(lazada, remote):
    remote.answers(ITEMS, listed(item(1, **SHOWN), item(2, **SHOWN)))
    file = base64.b64encode(b"%PDF-1.4 x").decode()
    remote.answers(DOCUMENT, result({"file": file, "doc_type": "PDF", "pdf_url": ""}))
    assert lazada.label([ORDER]) == b"%PDF-1.4 x"
    asked = remote.asked(DOCUMENT)[0].json("getDocumentReq")
    assert asked == {"doc_type": "PDF", "packages": [{"package_id": "FP1"}]}


def test_a_label_that_is_not_there_yet_comes_later(lazada, remote):
    remote.answers(ITEMS, listed(item(1)))
    with pytest.raises(Unavailable):
        lazada.label([ORDER])
    remote.answers(ITEMS, listed(item(1, **SHOWN)))
    remote.answers(DOCUMENT, result({"file": "", "doc_type": "PDF"}))
    with pytest.raises(Unavailable):
        lazada.label([ORDER])


def test_a_label_of_another_form_is_named(lazada, remote):
    remote.answers(ITEMS, listed(item(1, **SHOWN)))
    remote.answers(DOCUMENT, result({"file": base64.b64encode(b"<html>").decode(), "doc_type": "HTML"}))
    with pytest.raises(UnexpectedPayload, match=r"result\.data\.file"):
        lazada.label([ORDER])

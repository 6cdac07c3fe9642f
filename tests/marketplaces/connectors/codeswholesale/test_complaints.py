"""Complaints: judged before they are sent, one answer each, never sent twice, and the key is not shown."""

from dataclasses import replace

import pytest

from marketplaces.canonical.purchases import KeyForm
from marketplaces.connectors.codeswholesale.complaints import KeyComplaint
from marketplaces.framework.errors import PermissionMissing, Unavailable, UnexpectedPayload
from tests.marketplaces.connectors.codeswholesale import samples
from tests.marketplaces.connectors.codeswholesale.samples import PRODUCT, REFERENCE

CALL = "POST /v3/complaints"
KEY = "QQQQ-WWWW-EEEE"
USED = KeyComplaint(
    ref="a",
    remote_product_id=PRODUCT,
    form=KeyForm.TEXT,
    reason="Used",
    key=KEY,
    comment="Used before",
    screenshot=b"x",
)


def done(**more):
    return {"codeValue": KEY, "productId": PRODUCT, "status": 200, "message": "ok", "complaintId": 7, **more}


def test_a_complaint_carries_the_key_its_reason_and_a_screenshot(remote, supplier):
    remote.answers(CALL, {"responses": [done()]})
    (result,) = supplier.complain(REFERENCE, [USED])
    assert (result.ref, result.ok) == ("a", True)
    assert remote.seen[0].body == {
        "orderId": REFERENCE,
        "complaints": [
            {
                "productId": PRODUCT, "codeType": "CODE_TEXT", "reason": "Used", "code": KEY, "comment": "Used before",
                "screenshot": {"filename": "screenshot.png", "contentType": "image/png", "data": "eA=="},
            }
        ],
    }  # fmt: skip


def test_one_refused_complaint_never_fails_the_rest(remote, supplier):
    refused = done(status=400, message=f"{KEY} is known", complaintId=None)
    remote.answers(CALL, {"responses": [refused, done()]})
    first, second = supplier.complain(REFERENCE, [USED, replace(USED, ref="b")])
    assert (first.ok, second.ok) == (False, True)
    assert KEY not in str(first.error)


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": KeyForm.PROMISED}, {"reason": "Bored"}, {"screenshot": b""}, {"screenshot_type": "image/gif"},
        {"comment": "x" * 201}, {"region": "x" * 51},
    ],
)  # fmt: skip
def test_what_they_would_refuse_is_not_sent(remote, supplier, wrong):
    (result,) = supplier.complain(REFERENCE, [replace(USED, **wrong)])
    assert not result.ok
    assert str(result.error)
    assert remote.seen == []


def test_a_lost_answer_is_not_sent_again(remote, supplier):
    remote.answers(CALL, samples.error(502))
    with pytest.raises(Unavailable) as caught:
        supplier.complain(REFERENCE, [USED])
    assert caught.value.maybe_done
    assert len(remote.seen) == 1


def test_a_second_complaint_waits_while_one_is_under_way(remote, line):
    at = line()
    at.limiter.full = 2
    remote.answers(CALL, {"responses": [done()]})
    at.connector.complain(REFERENCE, [USED])
    assert len(at.clock.slept) == 2
    assert len(remote.seen) == 1


def test_an_account_that_may_not_complain_is_told_so(remote, supplier):
    remote.answers(CALL, samples.error(403, message="not enabled"))
    with pytest.raises(PermissionMissing) as caught:
        supplier.complain(REFERENCE, [USED])
    assert "enable" in caught.value.fix


@pytest.mark.parametrize("odd", [{}, {"responses": []}, {"responses": [7]}, {"responses": None}])
def test_an_answer_of_another_shape_is_named(remote, supplier, odd):
    remote.answers(CALL, odd)
    with pytest.raises(UnexpectedPayload):
        supplier.complain(REFERENCE, [USED])


def test_what_was_complained_about_is_listed_without_the_keys(remote, supplier):
    rows = {"complaints": [{"complaintId": 7, "codeValue": KEY, "reason": "Used"}]}
    remote.answers("GET /v3/complaints", rows)
    remote.answers(f"GET /v3/complaints/order/{REFERENCE}", {"complaints": []})
    assert KEY not in str(supplier.complaints())
    assert supplier.complaints(REFERENCE) == []
    assert KEY not in repr(USED)

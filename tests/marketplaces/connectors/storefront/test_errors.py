"""What a shop's answers mean, sorted by what happens next."""

import pytest

from marketplaces.connectors.storefront.errors import classify
from marketplaces.framework.errors import LoginExpired, PermissionMissing, RateLimited, Rejected, Unavailable
from marketplaces.framework.transport import Answer


def answer(status, body=None, **headers):
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status=status, headers=named, body=b"", json=body)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected), (401, LoginExpired), (403, PermissionMissing), (404, Unavailable), (405, Unavailable),
        (408, Unavailable), (409, Rejected), (410, Unavailable), (413, Rejected), (418, Rejected), (422, Rejected),
        (429, RateLimited), (500, Unavailable), (502, Unavailable), (503, Unavailable),
    ],
)  # fmt: skip
def test_each_status_is_sorted(status, kind):
    assert type(classify(answer(status))) is kind
    for body in ({"detail": "said so"}, {"message": "said so"}, {"error": "said so"}, {"title": "said so"}):
        assert classify(answer(status, body)).said == "said so"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_2xx_is_done_whatever_stands_in_it(status):
    assert classify(answer(status)) is None
    assert classify(answer(status, {"error": "ignored"})) is None


def test_a_page_and_a_redirect_are_not_done():
    assert isinstance(classify(answer(200, content_type="text/html; charset=utf-8")), Unavailable)
    assert classify(answer(302)) is None  # the transport says it


@pytest.mark.parametrize("body", [None, [], "text", {"error": {"code": 1}}, {"detail": ""}])
def test_a_body_of_any_shape_is_survived(body):
    assert classify(answer(422, body)).said == ""

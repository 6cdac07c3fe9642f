"""Files that lie at other addresses than the marketplace's, and bodies that are no JSON."""

import pytest

from marketplaces.framework.errors import Rejected
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.transport import Call
from tests.marketplaces.framework.transport.loopback import SECRET, Loopback, says


@pytest.fixture
def elsewhere():
    server = Loopback([says(b"id\tprice\n", content_type="text/csv", Date="Thu, 01 Jan 2015 00:00:00 GMT")])
    yield server
    server.close()


def test_a_file_elsewhere_is_read_without_the_shops_keys(line, elsewhere):
    at = line(says("{}"))
    url = f"{elsewhere.url}/feeds/all.csv?token=sesame-open-1"
    assert at.send(method="GET", url=url, authorised=False, expects="bytes").body == b"id\tprice\n"
    (asked,) = elsewhere.requests
    assert asked.startswith("GET /feeds/all.csv?token=sesame-open-1 ")
    assert SECRET not in asked
    assert "Api-Key" not in asked
    assert at.server.requests == []
    assert "sesame" not in at.recorder.calls[0].path


def test_it_teaches_neither_the_marketplaces_clock_nor_its_limits(line, elsewhere):
    at = line(says("{}"), limits=(Limit(group="*", rate=1, scope=LimitScope.ACCOUNT),))
    at.send(method="GET", url=f"{elsewhere.url}/a", authorised=False, expects="bytes")
    assert at.transport.remote_now() is None
    assert at.limiter.reserved == []


def test_the_shops_keys_cannot_be_meant_for_another_address():
    with pytest.raises(ValueError, match="keys"):
        Call(operation="pull_products", method="GET", path="", url="https://elsewhere.example/feed.csv")


@pytest.mark.parametrize("url", ["ftp://files.example/feed.csv", "http://shop.example/feed.csv", "https:///feed.csv"])
def test_an_address_elsewhere_is_guarded_like_the_marketplaces_own(line, url):
    at = line(says("{}"), allow_private=False)
    with pytest.raises(Rejected) as caught:
        at.send(method="GET", url=url, authorised=False)
    assert "address of the file" in caught.value.fix


def test_a_private_address_elsewhere_is_not_called(line, elsewhere):
    at = line(says("{}"), allow_private=False)
    with pytest.raises(Rejected):
        at.send(method="GET", url=elsewhere.url.replace("http://", "https://"), authorised=False)
    assert elsewhere.requests == []


def test_bytes_are_sent_as_they_are(line):
    at = line(says("{}"))
    at.send(body=b"id\tprice\n1\t2\n", headers={"Content-Type": "text/tab-separated-values"})
    (asked,) = at.server.requests
    assert asked.endswith("\r\n\r\nid\tprice\n1\t2\n")
    assert "Content-Type: text/tab-separated-values" in asked


def test_a_call_has_one_body():
    with pytest.raises(ValueError, match="one body"):
        Call(operation="push_stock", method="POST", path="/", json={}, body=b"x")

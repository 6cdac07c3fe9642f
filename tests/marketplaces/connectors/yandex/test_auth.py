"""The key goes as it is, in its own header."""

from marketplaces.connectors.yandex.auth import authorise
from marketplaces.framework.transport import Outgoing

from .conftest import API_KEY


def test_the_key_stands_alone_in_its_header() -> None:
    out = Outgoing(method="GET", path="/v2/campaigns", params=[], headers={})
    authorise(out, {"api_key": API_KEY})
    assert out.headers == {"Api-Key": API_KEY}

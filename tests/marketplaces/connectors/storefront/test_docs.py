"""What the page for a shop's own developers says is what the door lets in."""

import re
from pathlib import Path

from marketplaces.connectors.storefront import auth

PAGE = Path(__file__).parents[4] / "docs" / "marketplaces" / "storefront.md"


def test_its_example_signs_as_we_check() -> None:
    text = PAGE.read_text()
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    made: dict[str, object] = {}
    exec(code, made)
    told = re.search(r"secret `(\S+)`, the timestamp `(\d+)`, `(\w+)`, the target `(\S+)` and the body\s+`(\S+)`", text)
    assert told
    secret, timestamp, method, target, body = told.groups()
    found = made["signature"](secret, timestamp, method, target, body.encode())
    assert f"it is `{found}`" in text
    wanted = auth.call_signature(secret, timestamp=timestamp, method=method, target=target, body=body.encode())
    assert found == wanted

"""Characters that JSON may carry and no database text may: taken out once, where answers come in."""

import re
from typing import Any

#: How either of the two can stand in a JSON text; anything else needs no second look.
SUSPICIOUS = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


def cleaned(value: Any) -> Any:
    """The same value: NUL characters are dropped, halves of a surrogate pair become “?”."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {cleaned(name): cleaned(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [cleaned(inside) for inside in value]
    return value

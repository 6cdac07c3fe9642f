"""The secrets that a shop's calls are judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The connection's secrets. Two of a kind while one is being changed."""

    key_id: str
    secrets: tuple[str, ...]
    hook_secrets: tuple[str, ...] = ()
    shop_domain: str = ""
    currencies: tuple[str, ...] = ()

    @classmethod
    def of(cls, sets: Sequence[Mapping[str, str]], *, currency: str = "") -> "Keys":
        """From the connection's credentials, those before a change behind them, and its currency."""
        now = sets[0]
        return cls(
            key_id=now.get("key_id", ""),
            secrets=tuple(each["secret"] for each in sets if each.get("secret")),
            hook_secrets=tuple(each["hook_secret"] for each in sets if each.get("hook_secret")),
            shop_domain=now.get("shop_domain", "").lower(),
            currencies=tuple(filter(None, (now.get("currencies") or currency).split(","))),
        )

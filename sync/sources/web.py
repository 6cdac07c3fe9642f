"""A feed at a web address: asked for only as far as it changed, behind the address guard, bounded in size and time."""

import hashlib
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from core.net import AddressRefused, check_address
from inventory.services.feed.table import LARGEST_FILE
from marketplaces.framework.transport.wire import BodyTooLarge, DeadlinePassed, bounded, lower_names
from sync.models import ImportSource
from sync.sources.found import Found, SourceError

CONNECT, TOTAL = 10.0, 120.0
MOST_REDIRECTS = 3
USER_AGENT = "Orion/0.1 feeds"


def look(source: ImportSource) -> Found | None:
    """The feed when it is another than the one taken last, else None. Raises SourceError."""
    answer = _fetched(source)
    if answer.status_code == 304:
        return None
    if answer.status_code in (401, 403):
        raise SourceError(_("The address lets nobody in without the right name and password. Correct them."))
    if answer.status_code != 200:
        raise SourceError(_("The address answered with HTTP %(status)d.") % {"status": answer.status_code})
    told, print_ = lower_names(answer.headers), hashlib.sha256(answer.content).hexdigest()
    if print_ == source.seen.get("print"):
        return None
    seen = {"print": print_, "etag": told.get("etag", "")[:200], "changed": told.get("last-modified", "")[:60]}
    name = unquote(urlsplit(source.url).path.rpartition("/")[2])
    return Found(name or _("feed"), answer.content, seen)


def _fetched(source: ImportSource) -> requests.Response:
    """Redirects are followed by hand: each address is judged like the first, and only the first host gets the keys."""
    allow_private, url = settings.IMPORT_PRIVATE_ADDRESSES, source.url
    first = urlsplit(url)
    session = bounded(None, total=TOTAL, allow_private=allow_private, largest=LARGEST_FILE)
    try:
        for _turn in range(MOST_REDIRECTS + 1):
            check_address(url, allow_private)
            keys = (source.username, source.password) if urlsplit(url)[:2] == first[:2] and source.username else None
            answer = session.get(
                url, headers=_headers(source), auth=keys, timeout=(CONNECT, TOTAL), allow_redirects=False
            )
            if not answer.is_redirect:
                return answer
            url = urljoin(url, answer.headers["location"])
    except AddressRefused as refused:
        raise SourceError(str(refused)) from None
    except (requests.RequestException, ValueError) as failed:
        raise SourceError(_sentence(failed)) from None
    finally:
        session.close()
    raise SourceError(_("The address leads on and on to other ones. Enter the final address."))


def _headers(source: ImportSource) -> dict[str, str]:
    told = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    known: dict[str, Any] = source.seen
    if known.get("etag"):
        told["If-None-Match"] = known["etag"]
    if known.get("changed"):
        told["If-Modified-Since"] = known["changed"]
    return told


def _sentence(failed: Exception) -> str:
    if isinstance(failed, DeadlinePassed | requests.ReadTimeout):
        return _("It took longer than %(seconds)d seconds to answer.") % {"seconds": TOTAL}
    if isinstance(failed, requests.exceptions.SSLError):
        return _("Its certificate is not trusted.")
    if isinstance(failed, BodyTooLarge):
        return _("The feed is larger than 100 MB. Split it.")
    if isinstance(failed, AddressRefused):
        return str(failed)
    return _("Nobody answered at this address.")

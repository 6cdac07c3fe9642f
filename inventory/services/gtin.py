"""The number of an article that all shops share: only one whose check digit is right is kept."""

import re

from django.utils.translation import gettext as _
from stdnum import ean
from stdnum.exceptions import ValidationError

from core.errors import DomainError


def checked_gtin(text: str) -> str:
    """As written without spaces and dashes, leading zeros included; empty for none. Raises DomainError."""
    plain = re.sub(r"[\s\-]", "", text)
    if not plain:
        return ""
    try:
        ean.validate(plain)
    except ValidationError:
        sentence = _("%(gtin)s is no GTIN: its check digit is wrong. Enter the 8, 12, 13 or 14 digits of the barcode.")
        raise DomainError(sentence % {"gtin": text.strip()}, field="gtin") from None
    return plain

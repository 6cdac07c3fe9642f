"""Keys that come as pictures: decoded strictly, and kept only if they are one."""

import base64
import binascii
import re

from marketplaces.framework.errors import UnexpectedPayload

#: How the two forms begin that are documented.
MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png", "png"), (b"\xff\xd8\xff", "image/jpeg", "jpg"))
LONGEST_NAME = 100


def decoded(written: str) -> tuple[bytes, str]:
    """The picture and what it is. Raises UnexpectedPayload, which never holds what was written: that is the key."""
    try:
        image = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        raise UnexpectedPayload("code", f"{len(written)} letters that are no base64") from None
    for begins, media_type, _ in MAGIC:
        if image.startswith(begins):
            return image, media_type
    raise UnexpectedPayload("code", f"{len(image)} bytes that are neither PNG nor JPEG")


def file_name(written: str, media_type: str) -> str:
    """The last part of the name only: whoever wrote it must not choose a folder of ours."""
    last = re.split(r"[/\\]", written)[-1]
    name = re.sub(r"[^\w.() -]", "", last).strip(". ")[:LONGEST_NAME]
    return name or f"key.{next((ending for _, kind, ending in MAGIC if kind == media_type), 'png')}"

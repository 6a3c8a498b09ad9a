"""What Word and PowerPoint files share: their properties, and bytes that do not depend on when they were made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST_PROPERTY = 255  # python-docx and python-pptx refuse longer ones
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def set_properties(properties: Any, front: Mapping[str, Any], created: datetime) -> None:
    """Fill in the core properties of a document from the front page (`as_data(context)["front"]`)."""
    properties.title = f"{front['title']} – {front['programme']}"[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = front["programme"][:LONGEST_PROPERTY]
    properties.subject, properties.language = front["status"][:LONGEST_PROPERTY], "sv-SE"
    properties.created = properties.modified = created.astimezone(UTC)
    properties.revision = 1


def with_fixed_times(archive: bytes, created: datetime) -> bytes:
    """Return the same archive with every member dated `created`, so that equal contents are equal bytes.

    The workbook inside a chart is such an archive too, and says in its properties when it was made.
    """
    stamp = created.replace(second=0).timetuple()[:6]
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            content = source.read(name)
            if name.endswith(".xlsx"):
                content = with_fixed_times(content, created)
            elif name == "docProps/core.xml":
                moment = f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
                content = _MOMENTS.sub(rb"\g<1>" + moment + rb"\g<3>", content)
            target.writestr(member, content)
    return result.getvalue()

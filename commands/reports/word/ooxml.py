"""What Word and PowerPoint files share: archives of parts whose bytes must not depend on when they were made."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


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

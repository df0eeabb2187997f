"""Archives that strangers send, checked before anything opens them: how much would come out, and of what.

Names in an archive are looked up and never become paths. `zipfile` gives out no more of a member than its directory
declares, so what is declared is what is capped.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from sources.base import TooLarge, Unparsable

MOST_MEMBERS = 5_000
MOST_BYTES = 60_000_000
# A parser makes a tree of it, which takes ten times as much memory. A novel has 6 MB.
MOST_XML = 16_000_000
# The other methods give out without bounds what a few kilobytes hold, before anybody can count.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_zip(data: bytes) -> None:
    """Raises TooLarge, Unparsable for what is locked or packed otherwise, zipfile.BadZipFile for what is broken."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise TooLarge(MOST_MEMBERS, len(members), "files")
    if (declared := sum(member.file_size for member in members)) > MOST_BYTES:
        raise TooLarge(MOST_BYTES, declared)
    parsed = (member.file_size for member in members if not member.filename.lower().endswith((".jpeg", ".jpg", ".png")))
    if (largest := max(parsed, default=0)) > MOST_XML:
        raise TooLarge(MOST_XML, largest)
    if any(member.compress_type not in METHODS or member.flag_bits & 1 for member in members):
        raise Unparsable

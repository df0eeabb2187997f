"""Files as other programs write them, made by hand: PDF, Word, mail."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

Placed = tuple[float, float, float, str]
"""x, y from below, size, text."""


def make_pdf(pages: Sequence[Sequence[Placed]], info: str = "", *, draws: str = "") -> bytes:
    """A PDF with one font, a text layer of placed lines, and an information dictionary."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        content = draws + "\n".join(_show(*line) for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    return _number([*objects, f"<< {info} >>"])


def _show(x: float, y: float, size: float, text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET"


def _number(objects: Sequence[str]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for i, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{i} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n{trailer}".encode()


def set_lines(lines: Sequence[str], *, top: float = 700, size: float = 10) -> list[Placed]:
    """Lines one below the other; an empty one is a gap."""
    return [(72, top - 12 * i, size, line) for i, line in enumerate(lines) if line]


def make_word(body: str, *, core: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A Word file around the XML of its body, packed as Word does."""
    from docx import Document  # noqa: PLC0415 - slow to import

    template = io.BytesIO()
    Document().save(template)
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    )
    parts = {"word/document.xml": xml.encode(), **(extra or {})}
    if core:
        parts["docProps/core.xml"] = core.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    marked = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{marked}<w:r>{run}<w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def make_mail(text: str | None, html: str | None = None, **fields: str) -> bytes:
    """A mail with a head and one or two forms of its text."""
    message = EmailMessage()
    head = {
        "From": "Jane Roe <jane@example.org>",
        "Subject": "Town is empty",
        "Date": "Tue, 05 Apr 2022 08:00:00 +0200",
    }
    for name, value in (head | {name.replace("_", "-"): value for name, value in fields.items()}).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(html, subtype="html")
    return message.as_bytes()

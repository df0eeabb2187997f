"""What the demo's site has to show: copies of the first sources, and the demo desk's bulletins of published figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files

import seeds
from sources.base import Reading

DESK = "Verbatim demo desk"
TITLE = "OHCHR: {killed} civilians killed, {injured} injured by {until}"
TOLD = (
    "From 24 February to {until} 2022, {number} civilians were {fate} in Ukraine, according to the UN human rights "
    "office (OHCHR)."
)
EAST = "OHCHR counts {east} of these casualties in the regions of Donetsk and Luhansk."
HIGHER = (
    "The actual figures are considerably higher, OHCHR believes, because information from some places of intense "
    "fighting comes late."
)
CORRECTED = (
    "Correction: the number of injured was wrong in the first version of this bulletin; digits had changed places."
)
RELAYED = "Relayed by the Verbatim demo desk from OHCHR’s published figures"


@dataclass(frozen=True, slots=True)
class Page:
    """An article; what a page does not state is None, as with the first sources."""

    name: str
    title: str | None
    publisher: str | None
    published: datetime | None
    paragraphs: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where it stands on the site."""
        return f"/{self.name}"

    @property
    def text(self) -> str:
        """The same as somebody would send it."""
        return "\n\n".join((self.title or "", *self.paragraphs)).strip()

    def html(self) -> str:
        """The page as a browser and the bot get it."""
        stated = {
            "og:title": self.title,
            "og:site_name": self.publisher,
            "article:published_time": self.published.isoformat() if self.published else None,
        }
        meta = "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in stated.items() if text)
        title = f"<title>{escape(self.title)}</title>" if self.title else ""
        heading = f"<h1>{escape(self.title)}</h1>" if self.title else ""
        body = "\n".join(f"<p>{escape(each, quote=False)}</p>" for each in self.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{title}{meta}</head>\n'
            f"<body><article>{heading}\n{body}\n</article></body></html>\n"
        )


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin as it comes out, and `corrected`, which is the same where it has no slip; `origin` of its figures."""

    page: Page
    corrected: Page
    origin: str


def copies() -> dict[str, Page]:
    """The first sources as pages, by the names of their files."""
    return {page.name: page for page in map(_copy, seeds.load())}


def bulletins() -> tuple[Bulletin, ...]:
    """The desk's bulletins, in the order of their days."""
    told = json.loads(files("bot.demo").joinpath("texts", "figures.json").read_text("utf-8"))
    return tuple(_bulletin(each, first=not number) for number, each in enumerate(told))


def _copy(reading: Reading) -> Page:
    document = reading.document
    paragraphs = tuple(line for line in document.text.splitlines() if line.strip() and line != document.title)
    name = str(reading.name).removesuffix(".txt")
    return Page(name, document.title, document.publisher, document.published, paragraphs)


def _bulletin(told: Mapping[str, str], *, first: bool) -> Bulletin:
    more = (HIGHER,) if first else ()
    right = _page(told, more)
    if "slip" not in told:
        return Bulletin(right, right, told["origin"])
    return Bulletin(_page({**told, "injured": told["slip"]}, more), _page(told, (*more, CORRECTED)), told["origin"])


def _page(told: Mapping[str, str], more: tuple[str, ...]) -> Page:
    name = f"figures-to-{told['until'].replace(' ', '-').lower()}"
    sentences = (TOLD.format(number=told[fate], fate=fate, until=told["until"]) for fate in ("killed", "injured"))
    paragraphs = (*sentences, EAST.format_map(told), *more, RELAYED)
    return Page(name, TITLE.format_map(told), DESK, datetime.fromisoformat(told["out"]), paragraphs)

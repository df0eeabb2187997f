"""The guide's pictures: written with UPDATE_PICTURES=1, else held against what the page shows now.

Two renderings of one page differ in every glyph's edges, so both are looked at from afar: made grey and small, where a
missing message or one that moved is still a large patch of another brightness.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from playwright.async_api import expect

from tests.bot.browser.chromium import REQUIRED
from tests.bot.browser.visitor import Visitor

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
UPDATE = "UPDATE_PICTURES=1 .venv/bin/python -m pytest tests/bot/browser/test_pictures.py"
OTHER_FONTS = f"PICTURES NOT COMPARED: other fonts here; apt-get install -y fonts-dejavu-core, or make yours: {UPDATE}"
LARGEST = 250_000
"""Bytes of a picture in the guide."""
COARSE = 10
"""Pixels across that are one when seen from afar."""
PATCH = 4
"""Of those, how many across make a patch."""
MOST_OVERALL, MOST_IN_A_PATCH = 3.0, 24.0
"""Steps of brightness, of 256, by which two pictures of the same may differ."""
MEASURE = """() => {
  const line = document.createElement('span');
  line.textContent = 'Sphinx of black quartz, judge my vow 1,480 “—”';
  line.className = 'unseen-measure';
  document.body.append(line);
  line.style.position = 'absolute';
  const width = [400, 700].map(w => (line.style.fontWeight = w, line.getBoundingClientRect().width.toFixed(1)));
  line.remove();
  return width.join(' ');
}"""
"""How wide a line is in the fonts of this machine."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far two pictures are apart in brightness: on the whole, and where they differ most."""

    overall: float
    worst: float

    @property
    def grave(self) -> bool:
        return self.overall > MOST_OVERALL or self.worst > MOST_IN_A_PATCH


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Of two pictures; of different sizes they are as far apart as can be."""
    if one.size != other.size:
        return Difference(255, 255)
    apart = np.abs(_afar(one) - _afar(other))
    rows, columns = (size // PATCH * PATCH for size in apart.shape)
    patches = apart[:rows, :columns].reshape(rows // PATCH, PATCH, columns // PATCH, PATCH).mean((1, 3))
    return Difference(float(apart.mean()), float(patches.max()))


def _afar(picture: Image.Image) -> np.ndarray:
    size = max(1, picture.width // COARSE), max(1, picture.height // COARSE)
    return np.asarray(picture.convert("L").resize(size, Image.Resampling.BOX), dtype=float)


async def taken(visitor: Visitor) -> Image.Image:
    """What the window shows, once nothing moves in it and nobody types."""
    await expect(visitor.page.get_by_role("status", name="Typing")).to_be_empty()
    await visitor.page.mouse.move(0, 0)
    await visitor.holds_still()
    return Image.open(io.BytesIO(await visitor.page.screenshot(animations="disabled"))).convert("RGB")


async def check(visitor: Visitor, name: str, aside: Path) -> None:
    """The window looks like the guide's picture of that name; what it looks like instead is put aside."""
    shown, fonts = await taken(visitor), await visitor.page.evaluate(MEASURE)
    kept = PICTURES / f"{name}.png"
    if os.environ.get("UPDATE_PICTURES"):
        _write(kept, shown, fonts)
    assert kept.exists(), f"no picture {kept.name}: {UPDATE}, and look at it"
    with Image.open(kept) as picture:
        if picture.info.get("fonts") != fonts:
            (pytest.fail if REQUIRED else pytest.skip)(OTHER_FONTS)
        found = difference(picture.convert("RGB"), shown)
    shown.save(aside / kept.name)
    assert not found.grave, f"{found}: compare {kept} with {aside / kept.name}; if it is better now: {UPDATE}"


def _write(path: Path, shown: Image.Image, fonts: str) -> None:
    path.parent.mkdir(exist_ok=True)
    about = PngImagePlugin.PngInfo()
    about.add_text("fonts", fonts)
    colours = shown.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colours.save(path, optimize=True, pnginfo=about)

"""The first sources load with what their pages state, and nothing more."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

from seeds import load


def test_the_four_seeds_load_in_order() -> None:
    """Each is a reading whose raw text is the page as it was copied."""
    readings = load()
    assert [reading.document.publisher for reading in readings] == ["Fox News", None, None, "U.S. Department of State"]
    assert "CLICK HERE" in readings[0].raw
    assert "CLICK HERE" not in readings[0].document.text


def test_what_no_page_states_is_unknown() -> None:
    """No seed states its address or its day, and the transcript has no headline."""
    readings = load()
    assert {(r.document.url, r.document.published, r.document.byline) for r in readings} == {(None, None, None)}
    assert readings[3].document.title is None
    assert all(r.document.title == r.document.headings[0].of(r.document.text) for r in readings[:3])


def test_the_index_says_what_the_pages_say() -> None:
    """Title and publisher of the index are words of the raw page; every text file is listed once."""
    folder = files("seeds")
    entries = json.loads(folder.joinpath("index.json").read_text("utf-8"))
    for entry in entries:
        raw = folder.joinpath(entry["file"]).read_text("utf-8").casefold()
        assert all(entry[key] is None or entry[key].casefold() in raw for key in ("title", "publisher"))
    listed = sorted(entry["file"] for entry in entries)
    assert listed == sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt"))


def test_keys_are_distinct_and_stable() -> None:
    """Loading twice gives the same documents, so that a second start stores nothing new."""
    keys = [reading.document.key for reading in load()]
    assert len(set(keys)) == 4
    assert keys == [reading.document.key for reading in load()]


def test_loading_stays_light() -> None:
    """Neither trafilatura nor the language model is imported for the seeds: the bot starts small."""
    heavy = "{'trafilatura', 'lxml', 'py3langid', 'torch', 'transformers', 'charset_normalizer'}"
    code = f"import sys, seeds, sources, summarizer.language; seeds.load(); print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert found.stdout.strip() == "set()"

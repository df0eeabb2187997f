"""Exported data: nothing of another chat, and files that are JSON however they are put together."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time

from bot.views.annotations import export_text, settings_data, source_data
from storage.types import Chat, Preferences, Rule, Source, Subscription, Taste
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.bot.asking import ARTICLE

NOW = datetime(2026, 3, 1, tzinfo=UTC)
GROUP, PERSON = -100777, 5_000_000_123


def digest(*, home: int | None) -> Subscription:
    rule = Rule((time(8),), (1,), "Europe/Kyiv")
    return Subscription(3, GROUP, None, PERSON, rule, Taste(("grain",)), silent=False, created=NOW, due=NOW, home=home)


def test_a_digest_from_elsewhere_tells_nothing_of_where_it_is_from() -> None:
    """The number of the private chat in which somebody set it up is that person's."""
    about = settings_data(Chat(GROUP, "supergroup", "G"), Preferences(), (), (digest(home=PERSON),), ())
    assert str(PERSON) not in json.dumps(about)
    assert about["digests"][0]["set_up_in"] == "another chat"
    own = settings_data(Chat(GROUP, "supergroup", "G"), Preferences(), (), (digest(home=None),), ())
    assert own["digests"][0]["set_up_in"] == GROUP
    assert str(PERSON) not in json.dumps(own)


def test_every_file_is_whole_by_itself() -> None:
    """With no source, one, or several, and whichever part of how many."""
    page = Document.make(ARTICLE, title="A “title”\n")
    source = Source(1, GROUP, "paste", 'a "name"', page.key, NOW)
    packed = json.dumps(source_data(source, page, analyse(page, None)), ensure_ascii=False)
    about = settings_data(Chat(GROUP, "supergroup", "G"), Preferences(), (), (), ())
    for number in (0, 1, 3):
        read = json.loads(export_text(NOW, 2, about, [packed] * number, last=False))
        assert (len(read["sources"]), read["part"], read["last"]) == (number, 2, False)

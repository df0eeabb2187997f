"""Where sources word a statement differently: what is said of each of them, and which words are marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.views import quotes
from bot.views.rich import MAX_ENTITIES, Rich, uncited
from bot.views.terminal import terminal
from summarizer.types import Document, Kind, Span, Statement, Testimony
from tests.storage.factory import cut, report, understood

SAID = "We kept our word and nobody was hurt on the old bridge today"


def quoting(words: str, paper: str, *, kind: Kind = "direct") -> Statement:
    """A statement in a document of its own, by default in quotation marks."""
    text = f"“{words},” said Mayor Ana Peña." if kind == "direct" else f"Mayor Ana Peña said {words}."
    document = Document.make(text, publisher=paper)
    (whole,) = (Span(0, len(text)),)
    content = (cut(text, words),)
    named, cue = (cut(text, "Mayor Ana Peña"),), (cut(text, "said"),)
    return Statement(document, kind, content, named, cue, understood(report()).statements[0].speaker, whole)


def block(*witnesses: Statement, leading: str = SAID, lists: bool = True) -> Rich:
    """The block of a statement that others have as well."""
    statement = quoting(leading, "First")
    item = Testimony(statement, statement.speaker, witnesses)
    documents = tuple(dict.fromkeys(each.document for each in (statement, *witnesses)))
    return (quotes.entry if lists else quotes.testimony)(documents, (item,))


def told(rich: Rich) -> str:
    """What stands below the leading words."""
    return rich.text.partition(f"“{SAID}”\n")[2]


def marked(rich: Rich) -> list[str]:
    """The words that are marked as another source's own."""
    return [rich.text[mark.start : mark.end] for mark in rich.marks if mark.kind == "italic"]


def test_the_same_words_need_no_further_word() -> None:
    """Two sources that agree are two marks; case and punctuation make no difference."""
    rich = block(quoting(SAID, "Second"))
    assert rich.text == f"Ana Peña, Mayor [1] [2]\n“{SAID}”"


def test_a_changed_word_is_marked_and_the_missing_one_named() -> None:
    """The other source's whole wording follows, to the letter, and its own word stands out."""
    rich = block(quoting(SAID.replace("old", "new"), "Second"))
    assert rich.text.startswith("Ana Peña, Mayor [1], in other words [2]\n")
    assert told(rich) == f"[2] words it, without “old”:\n“{SAID.replace('old', 'new')}”"
    assert marked(rich) == ["new"]
    assert uncited(rich) == ()


def test_a_terminal_shows_the_changed_words_too() -> None:
    """Between underscores, behind the bar of a quotation."""
    shown = terminal([block(quoting(SAID.replace("old", "new and narrow"), "Second"))], width=200)
    assert "  │ “We kept our word and nobody was hurt on the _new and narrow_ bridge today”" in shown


def test_a_part_is_told_in_lists_and_only_marked_in_briefings() -> None:
    """Whichever is shorter: what the other source quotes, or what it leaves out."""
    short, long = (quoting(words, "Second") for words in ("nobody was hurt", SAID.removesuffix(" today")))
    assert told(block(short)) == "[2] quotes “nobody was hurt”"
    assert told(block(quoting(SAID.removeprefix("We kept our word and "), "Second"))) == (
        "[2] leaves out “We kept our word and”"
    )
    assert told(block(short, lists=False)) == ""
    assert "[1], in part [2]" in block(short, lists=False).text
    assert "[1] [2]" in block(long).text, "a word or two at the ends is no difference"


def test_two_parts_of_one_source_can_be_the_whole() -> None:
    """A quotation that another source interrupts is not said to be cut."""
    whole = quoting(SAID, "Second")
    half = SAID.index(" on the")
    start = whole.content[0].start
    parts = (Span(start, start + half), Span(start + half + 1, whole.content[0].end))
    rich = block(*(replace(whole, content=(part,)) for part in parts))
    assert "[1] [2]" in rich.text
    assert told(rich) == ""


@pytest.mark.parametrize("kind", ["indirect", "mixed"])
def test_reported_words_stand_without_quotation_marks(kind: Kind) -> None:
    """A source that reports what another quotes is shown as the sentence that it wrote."""
    rich = block(quoting("nobody was harmed on the old bridge", "Second", kind=kind))
    assert told(rich) == "[2] reports it:\nMayor Ana Peña said nobody was harmed on the old bridge."
    assert marked(rich) == ["harmed"]


def test_what_a_quoting_source_reports_besides_is_not_another_wording() -> None:
    """It has the words: that it also reports them adds nothing."""
    whole = quoting(SAID, "Second")
    rich = block(whole, replace(whole, kind="mixed", content=(Span(1, 10),)))
    assert (told(rich), "[1] [2]" in rich.text) == ("", True)


def test_a_sentence_written_anew_is_not_littered_with_marks() -> None:
    """With more changed places than one can take in, the words stand for themselves."""
    words = SAID.split()
    words[::2] = [f"other{n}" for n in range(len(words[::2]))]
    many = " ".join(words * 4)
    assert marked(block(quoting(many, "Second"), leading=" ".join([SAID] * 4))) == []


def test_many_long_wordings_leave_room_for_the_message() -> None:
    """Forty sources with a word of their own each: what is shown fits, and all forty are named."""
    others = [quoting(" ".join([SAID] * 4) + f" {word}", f"Paper {word}") for word in map(str, range(40))]
    rich = block(*others, leading=" ".join([SAID] * 4) + " sunny")
    assert rich.units < 2000
    assert rich.entities < MAX_ENTITIES / 2
    assert "in other words [2] [3]" in rich.text
    assert "[41]" in rich.text.splitlines()[0]

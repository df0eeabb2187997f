"""Turns of a transcript and the units they fall into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split_sentences
from summarizer.statements.transcripts import find_turns, is_question, question_before, units_of
from summarizer.types import Span


def units(text: str) -> list[str]:
    sentences = split_sentences(text)
    return [text[unit[0].start : unit[-1].end] for turn in find_turns(text) for unit in units_of(text, turn, sentences)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("SECRETARY LEE:  We go.\n\nQUESTION:  Where do you go?", ["SECRETARY LEE", "QUESTION"]),
        ("Q. Where was it?\n\nA. It was there.\n\nQ. When?", ["Q", "A", "Q"]),
        ("MODERATOR: Welcome.\n\nMR. O’NEIL: Glad to come.", ["MODERATOR", "MR. O’NEIL"]),
        ("TAPPER: Who is it?\n\nFALLIN: He is.\n\nTAPPER: Is he?\n\nFALLIN: Yes, he is.", ["TAPPER", "FALLIN"] * 2),
        ("Ann Lee: Who is it?\n\nTom Berg: He is.\n\nAnn Lee: Is he?\n\nTom Berg: He is.", ["Ann Lee", "Tom Berg"] * 2),
    ],
)
def test_labels_open_turns(text: str, labels: list[str]) -> None:
    """Generic labels, titles in capitals and alternating names before a colon are speakers."""
    assert [turn.label.of(text) for turn in find_turns(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "WARNING: IMAGE: Dead bodies.\n\nWARNING: IMAGE: More.\n\nRELATED: A story.\n\nRELATED: Another.",
        "RUSSIA-UKRAINE: LIVE UPDATES\n\nTroops left the town.",
        "A. Smith came first.\n\nB. Jones came second.",
        "The Lessons of 1989: Freedom and Our Future",
    ],
)
def test_captions_and_headlines_are_no_turns(text: str) -> None:
    """A word before a colon is a speaker only where speakers take turns."""
    assert find_turns(text) == ()


def test_footer_is_not_spoken() -> None:
    """A paragraph goes on with the turn if it ends like a sentence, and if turns have several paragraphs at all."""
    text = "MR. LEE: First.\n\nSecond one.\n\nQUESTION: Third?\n\nU.S. Department of State"
    assert [len(turn.paragraphs) for turn in find_turns(text)] == [2, 1]
    single = "MR. LEE: It is first.\n\nQUESTION: Third?\n\nFollow us on the web."
    assert [len(turn.paragraphs) for turn in find_turns(single)] == [1, 1]


def test_leaning_sentences_stay_with_the_one_before() -> None:
    """A unit ends before a sentence that can stand alone; a short or leaning one stays."""
    text = (
        "MR. LEE:  Good morning, everyone.  We saw what had happened in the town.  It was planned before.  No doubt.  "
        "Information from many sources says that it goes on.  Thank you.\n\nQUESTION:  Mr. Lee —"
    )
    assert units(text) == [
        "We saw what had happened in the town.  It was planned before.  No doubt.",
        "Information from many sources says that it goes on.",
    ]


def test_units_are_of_a_size_to_quote() -> None:
    """Even where every sentence leans, a unit ends after six."""
    text = (
        "MR. LEE: We begin at the very start of it. " + "And it goes on from there to more. " * 8 + "\n\nQUESTION: Why?"
    )
    assert max(unit.count(". ") for unit in units(text)) < 6


def test_vocative_is_left_out_of_a_question() -> None:
    """ "Mr. Secretary," is no part of what is asked."""
    text = "QUESTION:  Mr. Secretary, when does it end?\n\nSECRETARY LEE:  Nobody can know that today."
    assert units(text)[0] == "when does it end?"


def test_a_moderator_asks_only_with_a_question_mark() -> None:
    """All that QUESTION says is a question; a moderator's welcome is none."""
    text = (
        "MODERATOR: We begin here with the minister herself. Where does all of the money come from?\n\n"
        "MR. LEE: Is that fair to ask?"
    )
    sentences = split_sentences(text)
    asked = [is_question(text, t, unit) for t in find_turns(text) for unit in units_of(text, t, sentences)]
    assert asked == [False, True, False]


INTERVIEW = (
    "Q. Where was the old bridge?\n\nA. By the river.\n\nIt stood for years.\n\nMODERATOR: And why?\n\nA. It fell."
)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("By the river.", "Where was the old bridge?"),
        ("It stood for years.", None),
        ("It fell.", "And why?"),
        ("Where was the old bridge?", None),
        ("And why?", None),
    ],
)
def test_an_answer_knows_its_question(words: str, question: str | None) -> None:
    """The turn right before, if it asks by its label or its question mark; later paragraphs and questions have none."""
    turns = find_turns(INTERVIEW)
    start = INTERVIEW.index(words)
    found = question_before(INTERVIEW, turns, Span(start, start + len(words)))
    assert (found and found.of(INTERVIEW)) == question


@given(
    st.lists(st.sampled_from(["Q. Why?", "A. So.", "MR. LEE: We go.", "QUESTION: Is it?", "More of it.", "Q.", "A."]))
)
def test_a_question_stands_before_its_answer(paragraphs: list[str]) -> None:
    """Whatever the turns, a question is a stretch before the unit, and no turn is lost in looking for it."""
    text = "\n\n".join(paragraphs)
    turns = find_turns(text)
    for unit in (paragraph for turn in turns for paragraph in turn.paragraphs):
        found = question_before(text, turns, unit)
        assert found is None or found.end <= unit.start


def test_names_in_mixed_case_take_turns() -> None:
    """A surname alone, a name with an office once and without it later: each is a label of its own turn."""
    text = (
        "Interviewer: Is it short?\n\nAchebe: It was long.\n\nInterviewer: What is gone?\n\n"
        "Achebe: The adjectives.\n\nChief engineer Amar Sethi: Let me add one thing.\n\n"
        "One thing is clear: nobody asked.\n\nAmar Sethi: I did."
    )
    assert [turn.label.of(text) for turn in find_turns(text)] == [
        *("Interviewer", "Achebe") * 2,
        *("Chief engineer Amar Sethi", "Amar Sethi"),
    ]

"""Who a source mention is, in its document and across documents."""

import time

import pytest

from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.statements.names import dissect
from summarizer.statements.speakers import unite
from summarizer.types import Document, Speaker, Statement


def found(text: str) -> tuple[Statement, ...]:
    return find_statements(Document.make(text), split_sentences(text))


def speakers(text: str) -> list[str]:
    return [statement.speaker.name for statement in found(text) if statement.speaker]


@pytest.mark.parametrize(
    ("mention", "name", "role"),
    [
        ("NATO Secretary-General Jens Stoltenberg", "Jens Stoltenberg", "NATO Secretary-General"),
        ("US Secretary of State Antony Blinken", "Antony Blinken", "US Secretary of State"),
        ("Canada’s foreign affairs minister, Melanie Joly", "Melanie Joly", "Canada’s foreign affairs minister"),
        ("Antony Blinken, the US secretary of state", "Antony Blinken", "US secretary of state"),
        ("longtime Democratic pollster Pat Caddell", "Pat Caddell", "longtime Democratic pollster"),
        ("Rep. Elijah E. Cummings (D-Md.)", "Elijah E. Cummings", "Rep."),
        ("UN High Commissioner for Refugees Filippo Grandi", "Filippo Grandi", "UN High Commissioner for Refugees"),
        ("Mayor Bill de Blasio", "Bill de Blasio", "Mayor"),
        ("A senior U.S. defense official", "senior U.S. defense official", None),
        ("the president of the European Commission", "president of the European Commission", None),
        ("the Kremlin", "Kremlin", None),
        ("Ukraine’s deputy prime minister", "Ukraine’s deputy prime minister", None),
    ],
)
def test_mention_is_taken_apart(mention: str, name: str, role: str | None) -> None:
    """Office and name are told apart, articles fall off, a phrase without a name stays whole."""
    anatomy = dissect(mention)
    assert (anatomy.name, anatomy.role) == (name, role)


def test_surname_and_pronoun_become_the_full_name() -> None:
    """A surname is the one person of that name; "he" is who spoke last."""
    text = 'Mayor Jens Berg said it was late. "We wait," Berg said.\n\n"We wait long," he added.'
    assert speakers(text) == ["Jens Berg"] * 3


def test_two_people_of_one_surname_stay_apart() -> None:
    """A surname that two people share is left as it stands."""
    text = 'President Bill Clinton spoke. Senator Hillary Clinton spoke. "No more of it," Clinton said.'
    assert speakers(text) == ["Clinton"]


def test_pronoun_of_the_other_gender_stays() -> None:
    """ "She" is not Mr. Smith, and nobody else has spoken: the mention stands."""
    text = 'Mr. Tom Smith said taxes will fall. "They will rise," she said.'
    assert speakers(text) == ["Tom Smith", "she"]


def test_common_noun_is_who_was_called_so() -> None:
    """ "The official" is the official named before, "the mayor" the only one who holds the office."""
    text = 'A senior U.S. official said it ended. "It ended well," the official added.'
    assert speakers(text) == ["senior U.S. official"] * 2
    assert speakers('Mayor Bill de Blasio came. "We do not see a link," the mayor said.') == ["Bill de Blasio"]


def test_relative_clause_speaks_for_its_noun() -> None:
    """The source is the word "who", its speaker the name in front of it."""
    text = "The road was shut by Ann Lee, who said that it was not safe."
    (statement,) = found(text)
    assert (statement.source[0].of(text), statement.speaker) == ("who", Speaker("Ann Lee"))


STATE = "SECRETARY BLINKEN:  We are leaving for Brussels today.\n\nQUESTION:  What will you ask of them there?"
PAPER = "US Secretary of State Antony Blinken said allies met. Mr. Cook said no."


def united(*texts: str) -> dict[str, str]:
    statements = [statement for text in texts for statement in found(text)]
    return {one.name: other.name for one, other in unite(statements).items()}


def test_label_joins_the_full_name_when_the_office_agrees() -> None:
    """SECRETARY BLINKEN is Antony Blinken of another document; QUESTION stays QUESTION."""
    names = united(STATE, PAPER)
    assert names["SECRETARY BLINKEN"] == "Antony Blinken"
    assert names["QUESTION"] == "QUESTION"


def test_label_stays_when_office_or_person_is_in_doubt() -> None:
    """Another office, or two people of the name: nothing is merged."""
    assert united(STATE, "Mayor Antony Blinken said allies met.")["SECRETARY BLINKEN"] == "SECRETARY BLINKEN"
    both = united(STATE, PAPER, "Interior Secretary Eva Blinken said no.")
    assert both["SECRETARY BLINKEN"] == "SECRETARY BLINKEN"


def test_bare_surname_joins_only_within_a_story() -> None:
    """Without an office, a surname joins a full name if the documents share names of people and places."""
    full = "In Kyiv, Bucha and Brussels people met NATO. Foreign Minister Eva Berg said it was late."
    assert united(full, "It was in Kyiv and Bucha, then in Brussels with NATO. Berg said no.")["Berg"] == "Eva Berg"
    assert united(full, "It was in Ohio. Berg said no.")["Berg"] == "Berg"


def test_same_name_is_one_speaker_with_a_role() -> None:
    """Spellings of one full name share one speaker, who has the fullest role told anywhere."""
    statements = [
        *found("Eva Berg said no."),
        *found("Foreign Minister Eva Berg said yes."),
        *found("Eva K. Berg said so."),
    ]
    assert set(unite(statements).values()) == {Speaker("Eva Berg", "Foreign Minister")}


def test_uniting_many_speakers_is_fast() -> None:
    """3,000 distinct speakers take some milliseconds (20 aimed at; the bound allows for a busy machine)."""
    given = [f"{a}{b}a" for a in "ABCDEFGHIJKLMNOPQRST" for b in "eiou" * 5]
    text = "Ann Lee said no."
    (one,) = found(text)
    names = [f"{first} {last}son" for first in given[:80] for last in given[:40]][:3000]
    many = [
        Statement(one.document, one.kind, one.content, one.source, one.cue, Speaker(name), one.context)
        for name in names
    ]
    unite(many)
    start = time.perf_counter()
    unite(many)
    assert time.perf_counter() - start < 0.2


def test_a_pronoun_after_somebody_unnamed_stays_a_pronoun() -> None:
    """ "Pell's lawyer did not say ..." stands between: "he" is not the person who was quoted before."""
    text = (
        '"It is for the courts to decide this," said Tom Shaw.\n\n'
        "Pell's lawyer did not say whether he had proof. \"We don't have any documents,\" he said."
    )
    document = Document.make(text)
    found = find_statements(document, split_sentences(text))
    assert [s.speaker and s.speaker.name for s in found if "documents" in s.text] == ["he"]

"""Who says what, found by rules."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import find_headings, split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Statement


def found(text: str) -> tuple[Statement, ...]:
    document = Document.make(text, headings=find_headings(text))
    return find_statements(document, split_sentences(text, document.headings))


def told(text: str) -> list[tuple[str, str, str]]:
    """Kind, source and content of every statement."""
    return [(s.kind, " ".join(x.of(text) for x in s.source), s.text) for s in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will not go," said Maria Lopez, a nurse.', ("direct", "Maria Lopez, a nurse", "We will not go")),
        ('"We will not go," Lopez told reporters.', ("direct", "Lopez", "We will not go")),
        ('Lopez said in a statement: "We will not go."', ("direct", "Lopez", "We will not go.")),
        ('"We will," she said, "never go."', ("direct", "she", "We will never go.")),
        ('Lopez: "We will not go."', ("direct", "Lopez", "We will not go.")),
        ('Lopez put it plainly: "We will not go."', ("direct", "Lopez", "We will not go.")),
        ('Lopez said the strike was "a failure" for all.', ("mixed", "Lopez", 'the strike was "a failure" for all')),
        ("Lopez said Tuesday that the strike was over.", ("indirect", "Lopez", "the strike was over")),
        ("The strike was over, union officials say.", ("indirect", "union officials", "The strike was over")),
        ("The strike, she said, was over.", ("indirect", "she", "The strike was over")),
        (
            "At least 12 people died, according to the ministry.",
            ("indirect", "the ministry", "At least 12 people died"),
        ),
        ("According to the ministry, 12 people died.", ("indirect", "the ministry", "12 people died")),
        ("Residents accuse soldiers of theft.", ("indirect", "Residents", "soldiers of theft")),
        ("The minister, Ann Lee, has rejected the claims.", ("indirect", "The minister, Ann Lee", "the claims")),
    ],
)
def test_patterns_of_news_english(text: str, expected: tuple[str, str, str]) -> None:
    """Each common pattern gives one statement with its kind, its source and its content."""
    assert told(text) == [expected]


def test_one_subject_carries_several_cues() -> None:
    """A coordinated verb and a participle take the subject of the sentence."""
    text = "Lee said the road was closed, and warned that the bridge could fall, adding that nobody was hurt."
    assert [(source, content) for _, source, content in told(text)] == [
        ("Lee", "the road was closed"),
        ("Lee", "the bridge could fall"),
        ("Lee", "nobody was hurt"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "peace plan" collapsed in May.',
        'Marcia "Cia" Price opened the "big tent" rally.',
        'The film "The Long Way Home" was shown.',
        "Police did not say how many people died.",
        "He was told that the road was closed.",
        "The company's claims that it is safe are false.",
        "Her home state reports its results in the United States on Tuesday.",
        "A dog lies next to a house in Bucha on Sunday. (Reuters/Stringer)",
        "Russians have left the area, US official says",
        "PRESIDENT SAYS WAR IS OVER.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    """Scare quotes, nicknames, titles, denials of speech, nouns, captions and headlines are no statements."""
    assert found(text) == ()


def test_quotation_goes_on_after_its_cue() -> None:
    """A sentence of nothing but quotation belongs to who spoke before it in the paragraph."""
    text = '"It is bad," Collins said. "It hurts people. We know it."'
    assert [s.text for s in found(text)] == ["It is bad It hurts people. We know it."]


@pytest.mark.parametrize(
    "text",
    ["“It began here.\n\n“It ends here,” said Maria Lopez.", "Maria Lopez said: “It began here.\n\n“It ends here.”"],
)
def test_quotation_over_paragraphs_keeps_its_speaker(text: str) -> None:
    """Whether the cue stands at its end or at its start, both paragraphs are one statement."""
    (statement,) = found(text)
    assert [piece.of(text).rstrip(".") for piece in statement.content] == ["It began here", "It ends here"]
    assert statement.speaker is not None
    assert statement.speaker.name == "Maria Lopez"
    assert statement.context.of(text).startswith(text[:5])


def test_quotation_without_a_cue_has_no_speaker() -> None:
    """A whole sentence in marks that nobody is said to say is a statement of nobody, not of the last speaker."""
    text = "Lee spoke on Monday.\n\n“All of this will have to end soon.”"
    (statement,) = found(text)
    assert (statement.source, statement.speaker, statement.kind) == ((), None, "direct")


def test_context_is_the_whole_sentence() -> None:
    """The context holds content, cue and source and ends where sentences end."""
    text = "It rained. Lee said the road was closed. Nobody came."
    (statement,) = found(text)
    assert statement.context.of(text) == "Lee said the road was closed."


def test_transcript_is_made_of_units() -> None:
    """Each unit of a turn is a direct statement of its label, without a cue; questions are marked."""
    text = "QUESTION:  Mr. Secretary, is it over?\n\nSECRETARY LEE:  The war goes on there.  It is far from over."
    question, answer = found(text)
    assert (question.text, question.question, question.cue) == ("is it over?", True, ())
    assert (answer.text, answer.question, answer.kind) == (
        "The war goes on there.  It is far from over.",
        False,
        "direct",
    )
    assert answer.speaker is not None
    assert answer.speaker.name == "SECRETARY LEE"


@given(
    st.lists(
        st.sampled_from(["Lee", "said", "that", '"', "“", "”", "he", ",", ".", "\n", "the", "according to", "who", ":"])
    )
)
def test_statements_hold_whatever_the_words(words: list[str]) -> None:
    """Statements are in order, their spans lie inside the text, and a speaker's name stands in the document."""
    text = " ".join(words)
    statements = found(text)
    assert [s.content[0].start for s in statements] == sorted(s.content[0].start for s in statements)
    for statement in statements:
        assert statement.content
        assert all(statement.context.covers(span) for span in statement.cue)
        assert statement.speaker is None or statement.speaker.name in text


@pytest.mark.parametrize("piece", ["'a ", '"a ', "“", "(a. ", "Lee said ", "Q: a\n\n", "A.", "Mr. A "])
def test_odd_text_takes_no_odd_time(piece: str) -> None:
    """50,000 characters of one pattern are read in seconds: no rule looks through the whole text at every mark."""
    text = piece * (50_000 // len(piece))
    sentences = split_sentences(text)
    start = time.process_time()
    find_statements(Document.make(text), sentences)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("sentence", "source", "content"),
    [
        ("The mayor, Bob Smith, said five people died.", "The mayor, Bob Smith", "five people died"),
        ("The group's leader, Ali Khan, said talks failed.", "The group's leader, Ali Khan", "talks failed"),
        ("The mayor, who won in May, said five people died.", "The mayor", "five people died"),
        ("Five people died, said the mayor.", "the mayor", "Five people died"),
    ],
)
def test_a_subject_with_its_apposition_is_the_source(sentence: str, source: str, content: str) -> None:
    """What follows the verb is the content, however short, where the subject with its apposition stands before it."""
    document = Document.make(sentence)
    (found,) = find_statements(document, split_sentences(sentence))
    assert " ".join(span.of(sentence) for span in found.source) == source
    assert found.text == content

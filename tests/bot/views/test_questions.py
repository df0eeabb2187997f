"""What a transcript's speaker answers is shown with the question."""

from __future__ import annotations

import pytest

from bot.views import quotes
from bot.views.rich import uncited
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Testimony

QUESTION = "Will the old bridge be open again before winter?"
ANSWER = "It will be open in the second week of November."
LATER = "Nobody has to pay for the ferry until then."


def shown(question: str, wanted: str) -> str:
    """The block of the statement with these words, in a transcript that puts the question."""
    document = Document.make(f"QUESTION: {question}\n\nMAYOR OKORO: {ANSWER}\n\n{LATER}\n\nMODERATOR: Bye.")
    (statement,) = [s for s in find_statements(document, split_sentences(document.text)) if s.text == wanted]
    rich = quotes.entry((document,), (Testimony(statement, statement.speaker),))
    assert uncited(rich) == ()
    return rich.text


@pytest.mark.parametrize(
    ("question", "wanted", "block"),
    [
        (QUESTION, ANSWER, f"MAYOR OKORO [1]\nasked “{QUESTION}”\n“{ANSWER}”"),
        (QUESTION, LATER, f"MAYOR OKORO [1]\n“{LATER}”"),
        (QUESTION.replace("old", "very " * 60 + "old"), ANSWER, f"MAYOR OKORO [1]\n“{ANSWER}”"),
        (QUESTION, QUESTION, f"QUESTION asks [1]\n“{QUESTION}”"),
    ],
)
def test_an_answer_stands_under_its_question(question: str, wanted: str, block: str) -> None:
    """A short question stands above the answer's first paragraph; a long one, and a question itself, has none."""
    assert shown(question, wanted) == block

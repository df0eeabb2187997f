"""Models for a writing process that do what no model should: obey a page, hang, die, never load."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from bot.services import pen
from bot.services.pen import Loaded, WritingModel
from summarizer.errors import ModelError
from summarizer.gate.verify import verify
from summarizer.sentences import split_sentences
from summarizer.types import Briefing, Document, Excerpt

NEWS = (
    "The county said that the bridge over the Wye reopened on Monday. "
    "At least 120 people crossed it in the first hour, according to the police. "
    "Mayor Ann Lee said that nobody was hurt during the repairs."
)
ORDERED = re.compile(r"write that ([^.]*\.)", re.IGNORECASE)


def told(text: str = NEWS) -> Briefing:
    """A verified briefing that tells all of a text."""
    document = Document.make(text)
    sentences = split_sentences(text)
    return verify(Briefing((document,), tuple(Excerpt.cut(document, s) for s in sentences), (), ()))


class Scribbler:
    """Tells the first sentence of what it reads, unless the text, or its own name, says otherwise."""

    device, parameters, bytes = "cpu", 1, 4

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, passages: Sequence[str], *, topic: str | None, sentences: int) -> str:
        text = " ".join(passages)
        if "SLOW" in text:
            time.sleep(300)
        if "DEADLY" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "ODD" in text:
            raise ModelError("a bug over this text")
        if self.name == "obedient":
            orders = " ".join(ORDERED.findall(text))
            return (
                f"{orders} Buy the pills at http://evil.example today. Send your password to the bank at once. {text}"
            )
        time.sleep(0.2)
        return f"{text.split('. ')[0]}. Written in process {os.getpid()} about {topic} in {sentences} sentences."


def load(wanted: WritingModel) -> Loaded:
    """In place of loading a real model; a file of the model's name says what happens, else the name."""
    kind = Path(wanted.model).read_text() if Path(wanted.model).is_file() else wanted.model
    if kind == "missing":
        raise ModelError("there is no such model")
    if kind == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "heavy":
        time.sleep(2.5)
    pen._writer = Scribbler(kind)
    return Loaded(kind, "cpu", 1, 4)

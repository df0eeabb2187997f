"""Every error as a sentence for a person: what is wrong and what to do next. The only place where that is written."""

from __future__ import annotations

from bot.views import texts
from bot.views.rich import Rich, chrome, plain
from sources.base import (
    EmptySource,
    LinkAlone,
    MissingFile,
    Retold,
    TooLarge,
    Undecodable,
    Unfetched,
    UnsupportedSource,
)
from storage.session import StorageBusyError
from summarizer.errors import (
    AnalysisError,
    GateError,
    ModelError,
    PaintError,
    SettingsError,
    StorageError,
    VerbatimError,
)

KINDS = {
    "image": "a picture",
    "pdf": "a PDF",
    "word": "a Word file",
    "spreadsheet": "a spreadsheet",
    "slides": "a slide deck",
    "ebook": "an e-book",
    "audio": "a sound file",
    "video": "a video",
    "archive": "an archive",
    "feed": "a news feed",
    "binary": "a file without text",
}
PASTE = "Paste its text here, or send it as .txt, .md or .html."


def explain(error: Exception) -> Rich:  # noqa: C901, PLR0911, PLR0912 - one sentence an error, one place for all of them
    """One or two sentences; never a stack trace, a path of ours, or another person's text."""
    match error:
        case EmptySource():
            return plain("There is no text in it to read. " + PASTE)
        case TooLarge():
            sizes = f"I take up to {_size(error.limit, error.unit)}, this has {_size(error.size, error.unit)}."
            return plain("That is too large: ") + chrome(sizes + " Send the part that matters.")
        case UnsupportedSource():
            return plain(f"This is {KINDS.get(error.kind, 'a file')}, and I can't read text from it yet. " + PASTE)
        case LinkAlone():
            return plain("I can't open links yet. Paste the text of the page here, or send it as a file.")
        case Undecodable():
            return plain("I can't tell how the letters in this file are encoded. Save it as UTF-8 and send it again.")
        case Retold():
            return texts.OWN_TEXT
        case MissingFile():
            return plain("There is no file that I can read at ") + chrome(f"{error.path}. Check the name.")
        case AnalysisError():
            return plain("I kept this text but could not make sense of it this time. I will try again when I restart.")
        case PaintError():
            return plain("I can't draw this chart just now. All its values stand in the list.")
        case GateError():
            return plain(
                "I had a briefing ready, but a piece of it did not match its source to the letter, so I don't show it."
                " The operator has been told in the log."
            )
        case Unfetched():
            return plain("I could not get this file from Telegram just now. Please send it again.")
        case StorageBusyError():
            return plain("My store is busy and did not answer in time. Please try again in a minute.")
        case StorageError():
            return plain("I can't use my store for this. The reason is in the operator's log; please try again later.")
        case _:
            return plain("Something went wrong on my side, and it is in the operator's log. Please try again.")


def explain_to_operator(error: VerbatimError) -> str:
    """The same for the person at the terminal, who may see paths and details."""
    match error:
        case SettingsError():
            return f"A setting is wrong. {error.detail}. See .env.example."
        case StorageError():
            return f"The database can't be used: {error.detail}. Check DATABASE_URL."
        case ModelError():
            return f"The model can't be used: {error.detail}."
        case GateError():
            return "Refused by the gate, a stored text and what was read in it differ: " + "; ".join(error.pieces)
        case AnalysisError():
            return f"A text could not be understood: {error.detail}."
        case _:
            return explain(error).text


def _size(size: int, unit: str) -> str:
    if unit != "bytes":
        return f"{size:,} {unit}"
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"

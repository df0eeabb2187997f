"""Every error as a sentence for a person: what is wrong and what to do next. The only place where that is written."""

from __future__ import annotations

import re

from bot.views import texts
from bot.views.rich import Rich, chrome, plain
from sources.base import (
    EmptySource,
    FetchFailed,
    IsFeed,
    LinkAlone,
    MissingFile,
    NoArticle,
    NoFeed,
    Retold,
    TooLarge,
    TooManyFeeds,
    Undecodable,
    Unfetched,
    Unparsable,
    UnsupportedSource,
)
from storage.session import StorageBusyError
from summarizer.errors import (
    AnalysisError,
    GateError,
    ModelError,
    PaintError,
    SettingsError,
    SourceError,
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
PASTE = "Paste its text here, or send it as .txt, .md, .html, .pdf or .docx."
SAVE = "Save its text to a file and add that."
PAGE = "Open it in your browser and paste its text here, or send it as a file."
LACKS: dict[str, str] = {
    "paywall": "This article can't be read without paying. If you have access, paste its text here.",
    "login": "This page asks for an account before it shows its text. " + PAGE,
    "consent": "This page asks for consent before it shows its text, and I can't give that for you. " + PAGE,
    "video": "This page shows a video and has no text to read. If there is a transcript, paste it here.",
    "empty": "I found no article on this page. Send a link to one article, or paste its text here.",
    "error page": "The site answers that there is nothing at this address. Check the link, or paste the text here.",
    "scanned": "This PDF holds pictures of pages and no text. Run it through text recognition, or paste its text here.",
    "encrypted": "This file is locked by a password. Save it without one and send it again.",
}
"""Why a page or a file holds no article, and what to do next."""
FAILURES: dict[str, str] = {
    "not a link": "This is no web address that I can open. Check the link, or paste the text of the page here.",
    "private": "This address is not on the public internet, and I don't open such addresses. Paste the text here.",
    "unknown host": "There is no site of that name, or it can't be found just now. Check the link and send it again.",
    "unreachable": "The site does not answer just now. Send the link again later, or paste the text here.",
    "timeout": "The site takes too long to answer. Send the link again later, or paste the text here.",
    "too large": "What is behind this link is larger than I take in. Paste the part that matters.",
    "redirects": "This link leads from one address to the next and to no page. Send the address of the page itself.",
    "broken": "What the site sent is cut off or garbled. Send the link again later, or paste the text here.",
    "robots": "The site asks programs not to read this page, and I keep to that. " + PAGE,
    "refused": "The site does not let me read this page. " + PAGE,
    "missing": "The site has no page at this address. Check the link.",
    "gone": "The site says that this page has been taken down. If you have its text, paste it here.",
    "busy": "The site is overloaded and asks to come back later. Send the link again in a while.",
    "server error": "The site has a fault just now. Send the link again later, or paste the text here.",
    "status": "The site did not give me this page. " + PAGE,
}
"""Why a link could not be fetched, and what to do next."""
REASONS: dict[str, str] = {
    "paywall": "behind a paywall",
    "login": "behind a login",
    "consent": "behind a question for consent",
    "video": "a video without text",
    "empty": "no article on the page",
    "error page": "nothing at that address",
    "scanned": "a scanned PDF without text",
    "encrypted": "locked by a password",
    "not a link": "no web address that I can open",
    "private": "not on the public internet",
    "unknown host": "no site of that name",
    "unreachable": "the site does not answer",
    "timeout": "the site takes too long to answer",
    "too large": "too large",
    "redirects": "leads to no page",
    "broken": "cut off or garbled by the site",
    "robots": "the site asks programs to stay away",
    "refused": "the site does not let me in",
    "missing": "page not found",
    "gone": "taken down",
    "busy": "the site is overloaded",
    "server error": "a fault of the site",
    "status": "the site gave no page",
}
"""The same in a few words, to stand in a list."""


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
        case NoArticle():
            return plain(LACKS[error.why])
        case LinkAlone():
            return plain("This holds nothing but a link. Send me the link itself, and I will read the page behind it.")
        case IsFeed():
            return _feeds(error)
        case NoFeed():
            return plain("There is no feed at this address. Send the address of the feed, or of the site's front page.")
        case TooManyFeeds():
            limit = f"This chat follows {error.limit} feeds already, which is the most."
            return chrome(f"{limit} Remove one first: /sources shows them.")
        case FetchFailed():
            return _fetching(error)
        case Unparsable():
            return plain("I could not read this: it may be damaged, or take longer than I give to one page. " + PASTE)
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


def _feeds(error: IsFeed) -> Rich:
    if not error.feeds:
        return plain(
            "This is the front page of a site and no article, and it names no feed. Send a link to one article."
        )
    what = "This is a feed or the front page of a site, and no article. "
    return plain(what + "To follow it, send /add and its address: I then read what it brings.")


def _fetching(error: FetchFailed) -> Rich:
    """A site's own wish for when to come back is said; its number is ours to tell."""
    said = plain(FAILURES[error.why])
    if error.why == "busy" and error.retry_after:
        minutes = max(1, round(error.retry_after.total_seconds() / 60))
        return said + chrome(f" It asks for {minutes:,} minute{'' if minutes == 1 else 's'}.")
    return said + chrome(f" (It answered {error.status}.)") if error.why == "status" and error.status else said


def reason(error: SourceError) -> Rich:  # noqa: C901, PLR0911 - one phrase an error, one place for all of them
    """Why something was not taken in, in a few words that stand in a list."""
    match error:
        case NoArticle() | FetchFailed():
            return plain(REASONS[error.why])
        case EmptySource():
            return plain("no text in it")
        case TooLarge():
            return chrome(f"larger than {_size(error.limit, error.unit)}")
        case UnsupportedSource():
            return plain(f"{KINDS.get(error.kind, 'a file')}, which I can't read")
        case IsFeed():
            return plain("a feed or a front page: send it alone to follow it")
        case NoFeed():
            return plain("no feed there")
        case TooManyFeeds():
            return chrome(f"more than the {error.limit} feeds that one chat may follow")
        case Unparsable():
            return plain("damaged, or too long to read")
        case Undecodable():
            return plain("in letters that I can't decode")
        case Retold():
            return plain("what I have told before, and no source")
        case Unfetched():
            return plain("not to be had from Telegram just now")
        case _:
            return plain("could not be read")


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
            return _at_terminal(error)


def _at_terminal(error: VerbatimError) -> str:
    """Where nothing can be pasted or sent, a text is saved and added; a feed is chosen by its address."""
    if isinstance(error, IsFeed) and error.feeds:
        feeds = ", ".join(error.feeds)
        return f"This is the front page of a site, and no article. Follow a feed of it (verbatim add ADDRESS): {feeds}"
    said = explain(error).text
    kept = [each for each in re.split(r"(?<=[.?]) ", said) if "paste" not in each.lower()]
    ending = () if " ".join(kept) == said else (SAVE,)
    return re.sub(r"\b([Ss])end( me)?\b", lambda send: "Add" if send[1] == "S" else "add", " ".join((*kept, *ending)))


def _size(size: int, unit: str) -> str:
    if unit != "bytes":
        return f"{size:,} {unit}"
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"

"""Every error as a sentence for a person: what is wrong and what to do next. The only place where that is written."""

from __future__ import annotations

import re

from bot.views import texts
from bot.views.language import counted, later, said, say, tr, trn
from bot.views.rich import Rich, join
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
from storage.session import Lack, StorageBusyError, StorageFullError
from summarizer.errors import (
    AnalysisError,
    DutyTakenError,
    GateError,
    ModelError,
    MovingError,
    PaintError,
    SettingsError,
    SourceError,
    StorageError,
    VerbatimError,
)

KINDS = {
    "image": later("a picture"),
    "pdf": later("a PDF"),
    "word": later("a Word file"),
    "spreadsheet": later("a spreadsheet"),
    "slides": later("a slide deck"),
    "ebook": later("an e-book"),
    "audio": later("a sound file"),
    "video": later("a video"),
    "archive": later("an archive"),
    "feed": later("a news feed"),
    "binary": later("a file without text"),
}
A_FILE = later("a file")
PASTE = later("Paste its text here, or send it as .txt, .md, .html, .pdf or .docx.")
SAVE = "Save its text to a file and add that."
PAGE = later("Open it in your browser and paste its text here, or send it as a file.")
LACKS: dict[str, tuple[str, ...]] = {
    "paywall": (later("This article can't be read without paying. If you have access, paste its text here."),),
    "login": (later("This page asks for an account before it shows its text."), PAGE),
    "consent": (later("This page asks for consent before it shows its text, and I can't give that for you."), PAGE),
    "video": (later("This page shows a video and has no text to read. If there is a transcript, paste it here."),),
    "empty": (later("I found no article on this page. Send a link to one article, or paste its text here."),),
    "error page": (
        later("The site answers that there is nothing at this address. Check the link, or paste the text here."),
    ),
    "scanned": (
        later("This PDF holds pictures of pages and no text. Run it through text recognition, or paste its text here."),
    ),
    "encrypted": (later("This file is locked by a password. Save it without one and send it again."),),
}
"""Why a page or a file holds no article, and what to do next."""
FAILURES: dict[str, tuple[str, ...]] = {
    "not a link": (
        later("This is no web address that I can open. Check the link, or paste the text of the page here."),
    ),
    "private": (
        later("This address is not on the public internet, and I don't open such addresses. Paste the text here."),
    ),
    "unknown host": (
        later("There is no site of that name, or it can't be found just now. Check the link and send it again."),
    ),
    "unreachable": (later("The site does not answer just now. Send the link again later, or paste the text here."),),
    "timeout": (later("The site takes too long to answer. Send the link again later, or paste the text here."),),
    "too large": (later("What is behind this link is larger than I take in. Paste the part that matters."),),
    "redirects": (
        later("This link leads from one address to the next and to no page. Send the address of the page itself."),
    ),
    "broken": (later("What the site sent is cut off or garbled. Send the link again later, or paste the text here."),),
    "robots": (later("The site asks programs not to read this page, and I keep to that."), PAGE),
    "refused": (later("The site does not let me read this page."), PAGE),
    "missing": (later("The site has no page at this address. Check the link."),),
    "gone": (later("The site says that this page has been taken down. If you have its text, paste it here."),),
    "busy": (later("The site is overloaded and asks to come back later. Send the link again in a while."),),
    "server error": (later("The site has a fault just now. Send the link again later, or paste the text here."),),
    "status": (later("The site did not give me this page."), PAGE),
}
"""Why a link could not be fetched, and what to do next."""
REASONS: dict[str, str] = {
    "paywall": later("behind a paywall"),
    "login": later("behind a login"),
    "consent": later("behind a question for consent"),
    "video": later("a video without text"),
    "empty": later("no article on the page"),
    "error page": later("nothing at that address"),
    "scanned": later("a scanned PDF without text"),
    "encrypted": later("locked by a password"),
    "not a link": later("no web address that I can open"),
    "private": later("not on the public internet"),
    "unknown host": later("no site of that name"),
    "unreachable": later("the site does not answer"),
    "timeout": later("the site takes too long to answer"),
    "too large": later("too large"),
    "redirects": later("leads to no page"),
    "broken": later("cut off or garbled by the site"),
    "robots": later("the site asks programs to stay away"),
    "refused": later("the site does not let me in"),
    "missing": later("page not found"),
    "gone": later("taken down"),
    "busy": later("the site is overloaded"),
    "server error": later("a fault of the site"),
    "status": later("the site gave no page"),
}
"""The same in a few words, to stand in a list."""

LACKING: dict[Lack, str] = {
    "full": later("I cannot store anything just now: the disk is full."),
    "read-only": later("I cannot store anything just now: my store can only be read."),
    "failing": later("I cannot store anything just now: the disk has a fault."),
}
UNTAKEN = later("Nothing of what you sent was taken in; send it again later.")

FREEING: dict[Lack, str] = {
    "full": "Make room on its disk; it goes on by itself.",
    "read-only": "Is it a standby, or are its disk or file read-only? It goes on by itself once it may be written.",
    "failing": "Look at its disk (dmesg, smartctl) before anything else.",
}


def explain(error: Exception) -> Rich:  # noqa: C901, PLR0911, PLR0912 - one sentence an error, one place for all of them
    """One or two sentences; never a stack trace, a path of ours, or another person's text."""
    match error:
        case EmptySource():
            return join(" ", (say("There is no text in it to read."), say(PASTE)))
        case TooLarge():
            return say(
                "That is too large: I take up to {limit}, this has {size}. Send the part that matters.",
                limit=_size(error.limit, error.unit),
                size=_size(error.size, error.unit),
            )
        case UnsupportedSource():
            return say("This is {kind}, and I can't read text from it yet.", kind=_kind(error)) + " " + say(PASTE)
        case NoArticle():
            return join(" ", map(say, LACKS[error.why]))
        case LinkAlone():
            return say("This holds nothing but a link. Send me the link itself, and I will read the page behind it.")
        case IsFeed():
            return _feeds(error)
        case NoFeed():
            return say("There is no feed at this address. Send the address of the feed, or of the site's front page.")
        case TooManyFeeds():
            return said(
                "This chat follows {n} feed already, which is the most. Remove one first: /sources shows them.",
                "This chat follows {n} feeds already, which is the most. Remove one first: /sources shows them.",
                error.limit,
            )
        case FetchFailed():
            return _fetching(error)
        case Unparsable():
            return (
                say("I could not read this: it may be damaged, or take longer than I give to one page.")
                + " "
                + say(PASTE)
            )
        case Undecodable():
            return say(
                "I can't tell how the letters in this file are encoded. Save it as {encoding} and send it again.",
                encoding="UTF-8",
            )
        case Retold():
            return say(texts.OWN_TEXT)
        case MissingFile():
            return say("There is no file that I can read at {path}. Check the name.", path=str(error.path))
        case AnalysisError():
            return say("I kept this text but could not make sense of it this time. I will try again when I restart.")
        case PaintError():
            return say("I can't draw this chart just now. All its values stand in the list.")
        case GateError():
            return say(
                "I had a briefing ready, but a piece of it did not match its source to the letter, so I don't show it."
                " The operator has been told in the log."
            )
        case Unfetched():
            return say("I could not get this file from Telegram just now. Please send it again.")
        case StorageFullError():
            return join(" ", (say(LACKING[error.lack]), say(UNTAKEN)))
        case StorageBusyError():
            return say("My store is busy and did not answer in time. Please try again in a minute.")
        case StorageError():
            return say("I can't use my store for this. The reason is in the operator's log; please try again later.")
        case _:
            return say("Something went wrong on my side, and it is in the operator's log. Please try again.")


def _feeds(error: IsFeed) -> Rich:
    if not error.feeds:
        return say("This is the front page of a site and no article, and it names no feed. Send a link to one article.")
    return say(
        "This is a feed or the front page of a site, and no article. To follow it, send /add and its address: I then"
        " read what it brings."
    )


def _fetching(error: FetchFailed) -> Rich:
    """A site's own wish for when to come back is said; its number is ours to tell."""
    told = join(" ", map(say, FAILURES[error.why]))
    if error.why == "busy" and error.retry_after:
        minutes = max(1, round(error.retry_after.total_seconds() / 60))
        return told + " " + said("It asks for {n} minute.", "It asks for {n} minutes.", minutes)
    if error.why == "status" and error.status:
        return told + " " + say("(It answered {status}.)", status=str(error.status))
    return told


def reason(error: SourceError) -> Rich:  # noqa: C901, PLR0911 - one phrase an error, one place for all of them
    """Why something was not taken in, in a few words that stand in a list."""
    match error:
        case NoArticle() | FetchFailed():
            return say(REASONS[error.why])
        case EmptySource():
            return say("no text in it")
        case TooLarge():
            return say("larger than {limit}", limit=_size(error.limit, error.unit))
        case UnsupportedSource():
            return say("{kind}, which I can't read", kind=_kind(error))
        case IsFeed():
            return say("a feed or a front page: send it alone to follow it")
        case NoFeed():
            return say("no feed there")
        case TooManyFeeds():
            return said(
                "more than the {n} feed that one chat may follow",
                "more than the {n} feeds that one chat may follow",
                error.limit,
            )
        case Unparsable():
            return say("damaged, or too long to read")
        case Undecodable():
            return say("in letters that I can't decode")
        case Retold():
            return say("what I have told before, and no source")
        case Unfetched():
            return say("not to be had from Telegram just now")
        case _:
            return say("could not be read")


def explain_to_operator(error: VerbatimError) -> str:  # noqa: PLR0911 - as in `explain`
    """The same for the person at the terminal, who may see paths and details."""
    match error:
        case SettingsError():
            return f"A setting is wrong. {error.detail}. See .env.example."
        case StorageError():
            return _stored(error)
        case DutyTakenError():
            return error.detail
        case ModelError():
            return f"The model can't be used: {error.detail}."
        case GateError():
            return "Refused by the gate, a stored text and what was read in it differ: " + "; ".join(error.pieces)
        case AnalysisError():
            return f"A text could not be understood: {error.detail}."
        case _:
            return _at_terminal(error)


def _stored(error: StorageError) -> str:
    if isinstance(error, StorageFullError):
        return f"The database takes nothing that is written: {error.detail}. {FREEING[error.lack]}"
    if isinstance(error, MovingError):
        return error.detail
    return f"The database can't be used: {error.detail}. Check DATABASE_URL."


def _at_terminal(error: VerbatimError) -> str:
    """Where nothing can be pasted or sent, a text is saved and added; a feed is chosen by its address."""
    if isinstance(error, IsFeed) and error.feeds:
        feeds = ", ".join(error.feeds)
        return f"This is the front page of a site, and no article. Follow a feed of it (verbatim add ADDRESS): {feeds}"
    told = explain(error).text
    kept = [each for each in re.split(r"(?<=[.?]) ", told) if "paste" not in each.lower()]
    ending = () if " ".join(kept) == told else (SAVE,)
    return re.sub(r"\b([Ss])end( me)?\b", lambda send: "Add" if send[1] == "S" else "add", " ".join((*kept, *ending)))


def _kind(error: UnsupportedSource) -> str:
    return tr(KINDS.get(error.kind, A_FILE))


def _size(size: int, unit: str) -> str:
    match unit:
        case "characters":
            return trn("{n} character", "{n} characters", size)
        case "tags":
            return trn("{n} tag", "{n} tags", size)
        case "attributes":
            return trn("{n} attribute", "{n} attributes", size)
        case "lines":
            return trn("{n} line", "{n} lines", size)
        case _ if size >= 1_000_000:
            return tr("{number} MB", number=counted(round(size / 1_000_000)))
        case _:
            return tr("{number} kB", number=counted(max(1, size // 1000)))

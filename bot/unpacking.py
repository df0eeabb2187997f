"""What a message of Telegram's holds: texts, links and files, with where a forward comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from telegram import Message, MessageOriginChannel, MessageOriginChat, MessageOriginHiddenUser, MessageOriginUser

from bot.gathering import Parcel
from bot.requests import SHORT, is_file, is_ours, kind_of, linked_text, text_of
from bot.services.keeping import DIRECT, Way
from bot.services.sent import Sent
from sources.base import Origin
from sources.web.links import LINK, WORD, addresses_in, links_in, only_links
from storage.types import ArrivalKind

LONG_CAPTION = 200
"""Characters: below a file, a caption as long as this is a text of its own, as channels write them."""
BESIDE_LINKS = 250
"""Characters beside links that are a word about them, or a headline as apps share it, and no text of their own."""
TALK = 150
"""Words beside links from which on they are a text, whatever it looks like."""
PARAGRAPHS, SENTENCE = 3, 8
"""So many paragraphs of so many words make an article, which is read itself; in less somebody speaks of the links."""


def unpack(message: Message, *, under: int | None = None) -> Parcel:
    """What a message gives to take in: links, a file, a text that is long enough.

    `under` is the id of the command that answers the message, and that it is kept by.
    """
    number = under or message.message_id
    if is_ours(message):
        return Parcel(number, (Sent("text", fault="own"),))
    about = _about(message)
    file = _file(message, about)
    pieces = (*_texts(message, about, least=LONG_CAPTION if file else SHORT), *((file,) if file else ()))
    if not pieces:
        pieces = (replace(about, fault=kind_of(message) if is_file(message) else "short"),)
    if under:
        pieces = tuple(replace(piece, message=message.message_id) for piece in pieces)
    return Parcel(number, pieces, text_of(message))


def way_of(message: Message) -> tuple[Origin, Way]:
    """What Telegram states of a message that was forwarded, and how it is recognised again."""
    about = _about(message)
    piece = _file(message, about) or about
    return about.origin, Way("forward", about.forwarded, piece.forward) if about.forwarded else DIRECT


def links_of(text: str) -> tuple[str, ...]:
    """The links of a text that is hardly more than links: a list of them, or one with its headline."""
    links = links_in(text)
    if not links or only_links(text):
        return links
    return links if len(text) - sum(map(len, links)) < BESIDE_LINKS else ()


def spoken_of(text: str) -> tuple[str, ...]:
    """The links of a message that speaks of them; none where the words are an article of their own."""
    words = [len(WORD.findall(line)) for line in LINK.sub(" ", text).splitlines()]
    is_article = sum(words) >= TALK or sum(count >= SENTENCE for count in words) >= PARAGRAPHS
    return () if is_article else links_in(text)


def _texts(message: Message, about: Sent, *, least: int) -> tuple[Sent, ...]:
    text, linked = text_of(message), linked_text(message)
    links = links_of(linked) or addresses_in(linked)
    spoken = () if links or about.forwarded else spoken_of(linked)
    if links or spoken:
        shared = replace(about, kind="link", forward=None, beside=bool(spoken))
        return tuple(replace(shared, url=link) for link in links or spoken)
    return (replace(about, text=text),) if len(text) >= least else ()


def _file(message: Message, about: Sent) -> Sent | None:
    document = message.document
    if document is None or message.animation:
        return None
    name = document.file_name
    kind: ArrivalKind = "opml" if PurePath(name or "").suffix.lower() == ".opml" else "file"
    forward = f"{about.forward}/file" if about.forward else None  # the post's caption is a text of its own
    return replace(
        about, kind=kind, file=document.file_id, name=name, mime=document.mime_type, size=document.file_size,
        forward=forward,
    )  # fmt: skip


def _about(message: Message) -> Sent:
    """A piece with what all pieces of the message share; Telegram states where a forward comes from."""
    origin = message.forward_origin
    about = Sent("text", album=message.media_group_id)
    match origin:
        case MessageOriginChannel(chat=channel, message_id=number):
            url = f"https://t.me/{channel.username}/{number}" if channel.username else None
            stated = Origin(publisher=channel.title, byline=origin.author_signature, url=url, published=origin.date)
            key = f"{channel.id}/{number}"
            return replace(about, origin=stated, forwarded=f"forwarded from {channel.title}", forward=key)
        case MessageOriginChat(sender_chat=group):
            stated = Origin(publisher=group.title, byline=origin.author_signature, published=origin.date)
            return replace(about, origin=stated, forwarded=f"forwarded from {group.title}")
        case MessageOriginUser(sender_user=user):
            name = user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            pass
        case _:
            return about
    stated = Origin(byline=name, published=origin.date if origin else None)
    return replace(about, origin=stated, forwarded=f"forwarded from {name}")

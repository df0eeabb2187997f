"""Choosing the chat that gets a digest: by a key that lists chats, by its name or a link, by one of its posts.

card -> Where -> a key is pressed | @name | a forwarded post -> may they, may we? -> the digest goes there from now on
"""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram import (
    ChatAdministratorRights,
    KeyboardButton,
    KeyboardButtonRequestChat,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import TelegramError

from bot import sender
from bot.commands.channels import Target, checked, forwarded, named, note
from bot.commands.scheduling import Desk, Screen, answer
from bot.requests import Ask
from bot.services.edits import read_time
from bot.services.subscribing import Question
from bot.services.when import When
from bot.views import channels as views
from bot.views import misread, texts
from bot.views import subscriptions as cards
from bot.views.dialling import NEW
from bot.views.language import say, tr
from storage.types import Subscription

log = logging.getLogger(__name__)

CHANNEL, GROUP = 0, 1
MOST: Final = 2**30
"""Digests beyond this number do not fit into a key: Telegram hands back 32 bits of what was asked."""
NEEDED: Final = (
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
"""Rights that Telegram wants to be named, also where they are not asked for."""


async def pick(desk: Desk, digest: int) -> None:
    """Offers keys that list the channels and groups of a person; what they choose says for which digest it is."""
    number = digest if digest < MOST else NEW
    posting = _rights(can_manage_chat=True, can_post_messages=True)
    managing = _rights(can_manage_chat=True)
    channel = KeyboardButtonRequestChat(
        2 * number + CHANNEL, True, user_administrator_rights=posting, bot_administrator_rights=posting  # noqa: FBT003 - a channel
    )  # fmt: skip
    group = KeyboardButtonRequestChat(
        2 * number + GROUP, False, user_administrator_rights=managing, bot_is_member=True  # noqa: FBT003 - no channel
    )  # fmt: skip
    keys = [
        [KeyboardButton(tr(views.CHOOSE_CHANNEL), request_chat=channel)],
        [KeyboardButton(tr(views.CHOOSE_GROUP), request_chat=group)],
        [KeyboardButton(tr(cards.CANCEL))],
    ]
    markup = ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    sent = await desk.message.reply_text(tr(views.CHOOSING), reply_markup=markup)
    await desk.subscriptions.ask(desk.chat, Question(views.FIELD, digest, sent.message_id))


def _rights(**asked_for: bool) -> ChatAdministratorRights:
    rights: dict[str, Any] = dict.fromkeys(NEEDED, False) | asked_for
    return ChatAdministratorRights(**rights)


async def shared(ask: Ask) -> None:
    """A key was pressed and a chat chosen; also long after it was offered."""
    if ask.message.chat_shared is None or not ask.private:
        return
    given = ask.message.chat_shared
    await take(ask, Desk.of(ask), given.request_id // 2, given.chat_id)


async def passed_on(ask: Ask, desk: Desk) -> bool:
    """Whether a forwarded post names the chat that was asked for; at any other time it is a source."""
    chat = forwarded(ask.message)
    if chat is None or not desk.private:
        return False
    question = await desk.subscriptions.asked(desk.chat)
    if question is None or question.field != views.FIELD:
        return False
    await take(ask, desk, question.digest, chat)
    return True


async def typed(ask: Ask, desk: Desk, number: int) -> None:
    """Words where a chat was asked for."""
    text = (ask.message.text or "").strip()
    if text in {cards.CANCEL, tr(cards.CANCEL)}:
        await _put_away(ask, desk, Screen(say(cards.CANCELLED)))
    elif (ref := named(text)) is not None:
        await take(ask, desk, number, ref)
    else:
        digest = await desk.subscriptions.get(desk.chat, number) if number else None
        screen = Screen(misread.how(views.FIELD), views.checking_rows(digest, None), views.FIELD, number)
        await answer(ask, desk, screen)


async def take(ask: Ask, desk: Desk, number: int, ref: int | str) -> None:
    """The chosen chat gets the digest of this number, or a new one."""
    digest = await desk.subscriptions.get(desk.chat, number) if number else None
    if number and (digest is None or not desk.keeps(digest)):
        await _put_away(ask, desk, Screen(say(cards.GONE)))
        return
    target = await asked_of(desk, ref)
    if target is None:
        await _put_away(ask, desk, Screen(say(texts.UNSURE_ADMIN)))
    elif target.lack or target.chat is None:
        refused = Screen(target.refusal, views.checking_rows(digest, target.chat), views.FIELD, number)
        await answer(ask, desk, refused)
    else:
        screen = await sent_to(desk, digest, target)
        if desk.private:
            await _remove_keys(ask.message, target)
        await answer(ask, desk, screen)


async def asked_of(desk: Desk, ref: int | str) -> Target | None:
    """Whether digests may go there, by whoever is at this desk; None where Telegram does not say."""
    try:
        return await checked(desk.message.get_bot(), ref, desk.user.id if desk.user else None)
    except TelegramError as error:
        log.warning("telegram.target_unknown error=%s", type(error).__name__)
        return None


async def refusal(desk: Desk, digest: Subscription) -> str | None:
    """Why whoever is at this desk may not change a digest that goes elsewhere, None where they may."""
    if digest.home is None:
        return None
    target = await asked_of(desk, digest.chat)
    if target is None:
        return tr(texts.UNSURE_ADMIN)
    return None if target.lack in {None, "may not post"} else tr(views.NO_STRANGERS)


async def sent_to(desk: Desk, digest: Subscription | None, target: Target) -> Screen:
    """What is shown once it goes to a chat that was checked; a new one is asked when."""
    chat = target.chat or 0
    if digest is None:
        return Screen(*views.beginning(chat, target.title))
    await note(desk.context, target)
    added = await desk.subscriptions.send_to(desk.chat, digest.id, chat, desk.user.id if desk.user else None)
    if added is None:
        return Screen(say(cards.GONE))
    if added.subscription is None:
        return await desk.card(digest, say(views.FULL))
    elsewhere = added.known and added.subscription.id != digest.id
    return await desk.card(added.subscription, say(views.SAME) if elsewhere else views.chosen(target.title))


async def begin(desk: Desk, chat: str, clock: str) -> Screen:
    """A new digest that goes elsewhere, at the time that was pressed; may they still?"""
    at = read_time(clock)
    if at is None or not _is_number(chat):
        return await desk.overview()
    target = await asked_of(desk, int(chat))
    if target is None:
        return Screen(say(texts.UNSURE_ADMIN))
    if target.lack or target.chat is None:
        return Screen(target.refusal, views.checking_rows(None, target.chat))
    await note(desk.context, target)
    return await desk.make(When(times=(at,)), target.chat)


async def check(desk: Desk, digest: Subscription | None, chat: str) -> Screen:
    """The chat that was chosen before, asked about anew."""
    target = await asked_of(desk, int(chat)) if _is_number(chat) else None
    if target is None:
        return Screen(say(texts.UNSURE_ADMIN), views.checking_rows(digest, None))
    if target.lack or target.chat is None:
        return Screen(target.refusal, views.checking_rows(digest, target.chat))
    return await sent_to(desk, digest, target)


def _is_number(text: str) -> bool:
    """Whether a button's part is a chat's number."""
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 18


async def _put_away(ask: Ask, desk: Desk, screen: Screen) -> None:
    """Says it, and waits no more; the keys go."""
    if not desk.private:
        await ask.answer(screen.rich, screen.rows)
        return
    await desk.subscriptions.answered(desk.chat)
    await ask.message.reply_text(
        screen.rich.text, entities=sender.entities(screen.rich), reply_markup=ReplyKeyboardRemove()
    )


async def _remove_keys(message: Message, target: Target) -> None:
    rich = views.chosen(target.title)
    await message.reply_text(rich.text, entities=sender.entities(rich), reply_markup=ReplyKeyboardRemove())

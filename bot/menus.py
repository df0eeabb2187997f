"""What Telegram shows of the bot: menus of commands by kind of chat, role and language, and its description.

    a start -> the lists of all chats -> each operator's own, taken from who is one no longer
    an operator writes who had none, since nobody can be reached who never pressed Start -> theirs

The button beside the text field opens the menu by itself, once there is one: it need not be set.
Telegram takes the narrowest list that fits: a language before none, an operator's chat before private chats before all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Iterator
from dataclasses import dataclass, field

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.commands import COMMANDS
from bot.commands.base import Audience
from bot.context import Context
from bot.views import helping
from bot.views.language import LANGUAGES, SOURCE, speaking
from storage import menus as marks
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

GROUP: frozenset[Audience] = frozenset({"everybody"})
ADMINS: frozenset[Audience] = GROUP | {"admins"}
PRIVATE: frozenset[Audience] = ADMINS | {"private"}
OPERATORS: frozenset[Audience] = PRIVATE | {"operators"}


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands for a scope in a language; without one for whoever speaks none of ours."""

    scope: BotCommandScope
    language: str | None
    commands: tuple[BotCommand, ...]


SCOPES: tuple[tuple[BotCommandScope, frozenset[Audience]], ...] = (
    (BotCommandScopeDefault(), GROUP),
    (BotCommandScopeAllPrivateChats(), PRIVATE),
    (BotCommandScopeAllGroupChats(), GROUP),
    (BotCommandScopeAllChatAdministrators(), ADMINS),
)


def menus() -> Iterator[Menu]:
    """The lists of all chats."""
    for scope, audiences in SCOPES:
        yield from menu(scope, audiences)


def menu(scope: BotCommandScope, audiences: frozenset[Audience]) -> Iterator[Menu]:
    """The list of a scope in every language."""
    for language in LANGUAGES:
        with speaking(language):
            shown = helping.names((each.name, each.help) for each in COMMANDS if each.audience in audiences)
            yield Menu(scope, _code(language), tuple(BotCommand(name, line) for name, line in shown))


@dataclass(frozen=True, slots=True)
class Menus:
    """What is set while a bot runs; `_given` are the operators who have their menu since it started."""

    context: Context
    _given: set[int] = field(default_factory=set, compare=False)

    async def announce(self, bot: Bot) -> None:
        """Tells Telegram at a start; what cannot be told now is told at the next one. Raises StorageError."""
        failed = [error for error in await _all_tried((*_set(bot, menus()), *_about(bot))) if error]
        if failed:
            log.warning("commands.not_announced number=%d error=%s", len(failed), failed[0])
        operators = self.context.settings.operator_ids
        async with self.context.database.session(readonly=True) as session:
            former = await marks.marked(session) - operators
        for person in sorted(former):
            await self._take(bot, person)
        for person in sorted(operators):
            await self._give(bot, person)

    async def heard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A handler: an operator writes to the bot, perhaps for the first time."""
        chat = update.effective_chat
        if chat is None or chat.id not in self.context.settings.operator_ids - self._given:
            return
        try:
            await self._give(chat.get_bot(), chat.id)
        except StorageError as error:  # the next message asks again
            log.warning("menu.not_noted detail=%s", error.detail)

    async def _give(self, bot: Bot, person: int) -> None:
        failed = await _all_tried(_set(bot, menu(BotCommandScopeChat(person), OPERATORS)))
        if error := next(filter(None, failed), None):  # most often nobody is there yet: see `heard`
            log.info("menu.not_set error=%s", error)
            return
        async with self.context.database.session() as session:
            await marks.mark(session, person, self.context.now())
        self._given.add(person)

    async def _take(self, bot: Bot, person: int) -> None:
        scope = BotCommandScopeChat(person)
        failed = await _all_tried(bot.delete_my_commands(scope, _code(language)) for language in LANGUAGES)
        error = next(filter(None, failed), None)
        if error and not isinstance(error, BadRequest | Forbidden):  # those say that nobody is there any more
            log.info("menu.not_taken error=%s", error)
            return
        async with self.context.database.session() as session:
            await marks.unmark(session, person)


def _set(bot: Bot, lists: Iterable[Menu]) -> Iterator[Awaitable[object]]:
    return (bot.set_my_commands(each.commands, each.scope, each.language) for each in lists)


def _code(language: str) -> str | None:
    """As Telegram names it; None for whoever speaks none of ours."""
    return None if language == SOURCE else language


def _about(bot: Bot) -> Iterator[Awaitable[object]]:
    for language in LANGUAGES:
        with speaking(language):
            yield bot.set_my_description(helping.description(), _code(language))
            yield bot.set_my_short_description(helping.short_description(), _code(language))


async def _all_tried(requests: Iterable[Awaitable[object]]) -> list[TelegramError | None]:
    return await asyncio.gather(*map(_tried, requests))


async def _tried(request: Awaitable[object]) -> TelegramError | None:
    try:
        await request
    except TelegramError as error:
        return error
    return None

"""What a person wants of the bot: a message with its words, or a press of a button."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message

from bot import sender
from bot.context import Context
from bot.views.buttons import Rows
from bot.views.rich import Rich, parts

ADMINS = frozenset({"creator", "administrator"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a person: where it was made, the words after the command, and the way to answer."""

    context: Context
    message: Message
    words: str = ""

    @classmethod
    def of(cls, message: Message, context: Context) -> Ask:
        """The request in a message; the words are what follows the command."""
        return cls(context, message, _after_command(message.text or message.caption or ""))

    @property
    def chat(self) -> int:
        return self.message.chat_id

    @property
    def private(self) -> bool:
        return self.message.chat.type == Chat.PRIVATE

    def names_us(self, command: str) -> bool:
        """Whether `/command@name` names this bot."""
        return command.lower().endswith(f"@{self.message.get_bot().username.lower()}")

    async def answer(self, rich: Rich, rows: Rows = ()) -> None:
        """One message that is known to fit."""
        await sender.reply(self.message, rich, rows)

    async def answer_blocks(self, blocks: tuple[Rich, ...], rows: Rows = ()) -> None:
        """As many messages as the blocks need, the buttons below the last."""
        *first, last = parts(blocks)
        for part in first:
            await sender.reply(self.message, part, quiet=True)
        await sender.reply(self.message, last, rows)

    async def may_change(self) -> bool:
        """In a private chat its person, in a group its admins; asked of Telegram every time.

        A message that a group or its anonymous admin sent as the chat itself counts as an admin's.
        """
        message = self.message
        if self.private or (message.sender_chat and message.sender_chat.id == message.chat_id):
            return True
        if message.from_user is None:
            return False
        member = await message.chat.get_member(message.from_user.id)
        return member.status in ADMINS


def _after_command(text: str) -> str:
    """The text without a leading `/command@bot`, outer white space left out."""
    if not text.startswith("/"):
        return text.strip()
    return text.split(maxsplit=1)[1].strip() if len(text.split(maxsplit=1)) > 1 else ""


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button below a message of ours."""

    context: Context
    query: CallbackQuery
    message: Message

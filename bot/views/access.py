"""What is said to who is not let in, or asks too often, and of invites."""

from __future__ import annotations

from bot.views.clocks import dated, hour
from bot.views.language import said, say, tr, trn
from bot.views.rich import Rich, chrome, join
from storage.types import Invite

LINK = "https://t.me/{bot}?start=i_{token}"


def shut(number: int, *, private: bool) -> Rich:
    """The one sentence for a chat that is not let in, with the number by which an operator can let it in."""
    if private:
        return say(
            "This bot is not open to everybody. Whoever runs it can let you in: your number is {number}.",
            number=str(number),
        )
    return say(
        "This bot is not open to everybody. Whoever runs it can let this chat in: its number is {number}.",
        number=str(number),
    )


def shut_note() -> str:
    """The same on a press, where nothing can be copied from."""
    return tr("This bot is not open to everybody, and this chat is not let in.")


def shut_button() -> str:
    """The same above the results of an inline query; pressing it leads to the bot."""
    return tr("Not open to everybody: ask to be let in")


def crowded(wait: int) -> Rich:
    """Too much was asked in a minute; `wait` is in seconds."""
    return said(
        "That was a lot for one minute. Please wait {n} second, then ask again.",
        "That was a lot for one minute. Please wait {n} seconds, then ask again.",
        wait,
    )


def crowded_button(wait: int) -> str:
    """The same above the results of an inline query."""
    return trn("That was a lot: please wait {n} second", "That was a lot: please wait {n} seconds", wait)


def entered() -> Rich:
    """An invite was good."""
    return say("Welcome: this chat is let in. /help says what I do.")


def already() -> Rich:
    """An invite was not needed."""
    return say("This chat is let in already. Nothing of the invitation was used up. /help says what I do.")


def refused() -> Rich:
    """An invite is used up, over, or none of ours: in the same words, so that nobody learns by guessing."""
    return say("This invitation does not work, or no longer does. Ask whoever gave it to you for a new one.")


def enter_admins() -> Rich:
    """A member would let a group in."""
    return say("In a group only its admins use an invitation.")


def invited(invite: Invite, bot: str) -> Rich:
    """A new invite with its link; `bot` is the bot's name."""
    until = tr("{date}, {time} UTC", date=dated(invite.until, year=True), time=hour(invite.until))
    heading = said(
        "An invitation for {n} chat, until {until}:",
        "An invitation for {n} chats, until {until}:",
        invite.uses,
        until=until,
    )
    how = say("Whoever opens the link and presses Start is let in. Give it only to those whom you mean.")
    return join("\n", (heading, chrome(LINK.format(bot=bot, token=invite.token)), how))


def how_to_invite(most_uses: int, most_days: int) -> Rich:
    """How an invite is asked for."""
    return say(
        "Send {example}: how many chats the link lets in (at most {uses}), and for how many days it holds (at most"
        " {days}). Alone it is for one chat and a week.",
        example="/invite 5 7",
        uses=str(most_uses),
        days=str(most_days),
    )


def needless(mode: str) -> Rich:
    """Invites are of no use under these settings."""
    if mode == "open":
        return say("This bot is open to everybody (ACCESS=open): nobody needs an invitation.")
    return say(
        "Invitations do not count with ACCESS=listed. Add the chat's number to ALLOWED_CHATS, or set ACCESS=invited."
    )

"""How a person asks in a journey, what they may send, and all that comes back."""

from __future__ import annotations

from typing import Any

from bot.playground import Message, Person

ARTICLE = (
    "Bridge over the Wye reopens\n\n"
    "The bridge over the Wye reopened on Monday after repairs that cost $3.2 million, the county said.\n\n"
    "“We kept our word, and nobody was hurt,” said Mayor Ann Lee. “It is safe now.”\n\n"
    "At least 120 people crossed it in the first hour, according to the police.\n"
)


def whole(messages: tuple[Message, ...]) -> str:
    return "\n\n".join(message.text for message in messages)


async def ask(person: Person, text: str, **where: Any) -> tuple[Message, ...]:
    """Types a text and waits for the answer: a bot that computes looks quiet."""
    return await person.say(text, until=1, **where)

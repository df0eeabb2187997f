"""Who and what is there when the page is opened: two people, two groups, a channel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.people import Person
from bot.playground.playground import Playground
from bot.playground.things import Chat


@dataclass(frozen=True, slots=True)
class Cast:
    """Ann made the groups and the channel; Ben is a member of them. The bot is not in the book club."""

    ann: Person
    ben: Person
    newsroom: Chat
    book_club: Chat
    morning_desk: Chat


def settle(playground: Playground) -> Cast:
    """Puts the people and the chats in."""
    ann, ben = playground.user(1001, "Ann", username="ann"), playground.user(1002, "Ben", username="ben")
    members, topics = {ann.id: "creator", ben.id: "member"}, {2: "Front page", 3: "Figures"}
    return Cast(
        ann,
        ben,
        newsroom=playground.group(-1001000000001, "Newsroom", members=members, topics=topics),
        book_club=playground.group(-1001000000002, "Book club", members=members, bot="left"),
        morning_desk=playground.channel(-1001000000003, "Morning desk", username="morning_desk", members=members),
    )

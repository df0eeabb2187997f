"""Following and muting in a chat: what matches is shown, what is muted stays out of briefings and is said so."""

from __future__ import annotations

from tests.bot.asking import ask, whole
from tests.bot.conftest import Running

GROUP = -1001000000456


async def test_what_is_muted_is_left_out_and_said(bot: Running) -> None:
    """A briefing without a topic leaves it out; asked for by name it is told all the same; unmuting brings it back."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    before = whole(await ask(ann, "/brief"))
    assert "1,480" in before
    kept = await ask(ann, "/mute civilians")
    assert "Muted: “civilians”." in kept[-1].text
    assert "civilians" in kept[-1].text.split("match now")[1]  # what matched is shown
    after = whole(await ask(ann, "/brief"))
    assert "Left out, since muted: “civilians” (" in after
    assert "1,480" not in after
    assert "1,480" not in whole(await ask(ann, "/figures"))
    assert "1,480" in whole(await ask(ann, "/figures civilians"))
    assert "1,480" in whole(await ask(bob, "/brief"))  # each chat its own
    listed = await ask(ann, "/mute")
    gone = await ann.press(listed[-1], "Unmute “civilians”", until=1)
    assert "not muted any more" in whole(gone.messages)
    assert "1,480" in whole(await ask(ann, "/brief"))


async def test_what_is_followed_goes_first_and_is_said(bot: Running) -> None:
    """A speaker, a publisher and words; the briefing says how much of it is of them."""
    ann = bot.telegram.user(7, "Ann")
    kept = await ask(ann, "/follow by:Stoltenberg")
    assert "Following what “Stoltenberg” says." in kept[-1].text
    assert "Stoltenberg" in whole(await ask(ann, "/brief full")).split("You follow: ")[1].splitlines()[0]
    turned = await ann.press(kept[-1], "Mute it instead", until=1)
    assert "Muted: what “Stoltenberg” says." in whole(turned.messages)
    assert "I have no story with this number here: #999" in whole(await ask(ann, "/follow #999"))
    assert "not this: “since:monday”" in whole(await ask(ann, "/mute since:monday"))


async def test_in_a_group_admins_change_and_everybody_looks(bot: Running) -> None:
    """By command and by button."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    group = bot.telegram.group(GROUP, "News", members={7: "creator", 8: "member"})
    assert "only its admins" in whole(await ask(bob, "/mute grain", chat=group))
    kept = await ask(ann, "/mute grain", chat=group)
    press = await bob.press(kept[-1], "Unmute “grain”")
    assert press.answer
    assert "only its admins" in press.answer.text
    assert "“grain”" in whole(await ask(bob, "/mute", chat=group))
    assert "Nothing is followed or muted" in whole(await ask(bob, "/mute"))

"""What people do with stories: they list them, read one and what is new in it, and take a wrong source out."""

from __future__ import annotations

from bot.playground import Message
from tests.bot.asking import ask, whole
from tests.bot.conftest import Running

FIRE = (
    "The Larkspur flour mill in Dunmore burned down on Monday. The blaze at the Larkspur mill killed {} workers, police"
    " said.\n\nFlames took hold of the Larkspur mill's dust extractor shortly before dawn, and Dunmore's fire chief"
    " Ruth Abara called it the worst blaze that the valley has seen."
)
LATER = "\n\n“Nobody had inspected the dust extractor for two years,” said fire chief Ruth Abara."


async def two_fires(bot: Running) -> Message:
    """Ann's two papers on a fire, and the message in which their story is told."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, FIRE.format("400"))
    await ask(ann, FIRE.format("410") + LATER)
    return (await ask(ann, "/story 2"))[-1]


async def test_stories_are_listed_and_opened(bot: Running) -> None:
    """Number, title, how many sources and when the newest came; a button tells the story."""
    ann = bot.telegram.user(7, "Ann")
    (listed,) = await ask(ann, "/stories")
    assert listed.text.startswith("Stories\n\n#1 ")
    assert "4 sources, the newest taken in on " in listed.text
    (label,) = listed.labels
    told = whole((await ann.press(listed, label, until=1)).messages)
    assert told.startswith("#1 ")
    assert all(f"\n[{place}] taken in " in told for place in (1, 2, 3, 4))


async def test_a_story_tells_its_course_and_what_is_new(bot: Running) -> None:
    """Each source with what it brought; then what the last one has that the first has not, figures with both values."""
    told = (await two_fires(bot)).text
    course, news = told.split("New in ")
    assert "[1] taken in " in course
    assert news.startswith("[2], taken in on ")
    assert "publisher not stated" in course
    assert "1 new statement, 1 figure changed: 400 → 410" in news
    assert "• 400 — police [1] → 410 — police [2]" in news
    assert "“Nobody had inspected the dust extractor for two years”" in news


async def test_a_story_leads_on_to_its_lists(bot: Running) -> None:
    """Briefing, statements, figures and a comparison of this story alone."""
    ann, message = bot.telegram.user(7, "Ann"), await two_fires(bot)
    told = ("Briefing", "Statements", "Figures", "Compare")
    assert message.labels == (*told, "Not of this story", "Share", "Evidence", "Why")
    for label in message.labels[:4]:
        answer = whole((await ann.press(message, label, until=1)).messages)
        assert "Larkspur" in answer, label
        assert "Blinken" not in answer, label


async def test_a_wrong_source_is_taken_out_and_put_back(bot: Running) -> None:
    """Picked, confirmed, done: the new number is told, leads to the source alone, and the way back is a button."""
    ann, message = bot.telegram.user(7, "Ann"), await two_fires(bot)
    (asked,) = (await ann.press(message, "Not of this story", until=1)).messages
    assert asked.text.startswith("Which source is not of story #2?\n[1] ")
    (label,) = (label for label in asked.labels if label.startswith("[2] "))
    confirm = (await ann.press(asked, label, until=1)).message
    assert confirm
    assert confirm.labels == ("Take it out", "Leave it")
    done = (await ann.press(confirm, "Take it out", until=1)).message
    assert done
    assert "is now story #4, no longer of #2." in done.text
    assert "1 source" in (await ask(ann, "/story 4"))[0].text
    assert "New in" not in whole(await ask(ann, "/story 2"))
    back = (await ann.press(done, "Put it back", until=1)).message
    assert back
    assert back.text.endswith("is of story #2 again.")
    assert whole(await ask(ann, "/story 4")) == whole(await ask(ann, "/story 2"))


async def test_a_source_can_be_left_where_it_is(bot: Running) -> None:
    """The way out changes nothing."""
    ann, message = bot.telegram.user(7, "Ann"), await two_fires(bot)
    (asked,) = (await ann.press(message, "Not of this story", until=1)).messages
    left = (await ann.press(asked, "Leave it", until=1)).message
    assert left
    assert (left.text, left.labels) == ("All is left as it was.", ())
    assert "2 sources" in whole(await ask(ann, "/story 2"))


async def test_split_by_numbers_asks_before_it_does(bot: Running) -> None:
    """The places may have moved since they were shown: what is meant is named first."""
    ann, _ = bot.telegram.user(7, "Ann"), await two_fires(bot)
    (confirm,) = await ask(ann, "/split 2 2")
    assert confirm.text.startswith("Take The Larkspur flour mill")
    assert "2 sources" in whole(await ask(ann, "/story 2"))
    done = (await ann.press(confirm, "Take it out", until=1)).message
    assert done
    assert "story #4" in done.text
    again = await ann.send_data(confirm, confirm.button("Take it out").data or "", until=1)
    assert again.message
    assert again.message.text.startswith("That source is not of this story any more.")


async def test_an_answered_question_is_left_as_it_is(bot: Running) -> None:
    """A late "Leave it" says that it comes late; in a second message that asks the same it says what was done."""
    ann, _ = bot.telegram.user(7, "Ann"), await two_fires(bot)
    (first,), (second,) = await ask(ann, "/split 2 2"), await ask(ann, "/split 2 2")
    done = (await ann.press(first, "Take it out", until=1)).message
    assert done
    late = await ann.send_data(done, first.button("Leave it").data or "")
    assert late.answer
    assert late.answer.text.startswith("This was answered before")
    left = (await ann.press(second, "Leave it", until=1)).message
    assert left
    assert left.text.startswith("That source is not of this story any more.")


async def test_what_came_after_a_moment_is_told(bot: Running) -> None:
    """In UTC; a moment that nobody can read gets the forms that can be."""
    ann, _ = bot.telegram.user(7, "Ann"), await two_fires(bot)
    told = whole(await ask(ann, "/story 2 since 2 hours"))
    assert "; 2 taken in since " in told
    assert "New in [1] [2]" in told
    (asked,) = await ask(ann, "/story 2 since Fools' day")
    assert "All times are UTC." in asked.text


async def test_a_text_in_another_language_says_so(bot: Running) -> None:
    """Nothing is told of it, and it is in no story of others."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, "Nach der Explosion in der Fabrik in Harsted ist die Zahl der Toten auf neun gestiegen, hieß es.")
    assert "It seems to be in German. I read English only so far" in whole(await ask(ann, "/story"))


async def test_a_chats_split_is_nobody_elses(bot: Running) -> None:
    """A public story that one chat splits stays whole for all others."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    before = whole(await ask(bob, "/story 1"))
    (confirm,) = await ask(ann, "/split 1 1")
    await ann.press(confirm, "Take it out", until=1)
    assert "3 sources" in whole(await ask(ann, "/stories"))
    assert whole(await ask(bob, "/story 1")) == before


async def test_in_a_group_only_admins_split(bot: Running) -> None:
    """Checked at the command and again at every press, whoever the message was meant for."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    group = bot.telegram.group(-1001, "Newsroom", members={7: "administrator", 8: "member"})
    (refused,) = await ask(bob, "/split 1 1", chat=group)
    assert refused.text == "In a group only its admins take a source out of a story."
    (confirm,) = await ask(ann, "/split 1 1", chat=group)
    for label in ("Take it out", "Leave it"):
        press = await bob.press(confirm, label)
        assert press.answer
        assert press.answer.text == refused.text
        assert press.messages == ()
    assert "4 sources" in whole(await ask(bob, "/stories", chat=group))
    await ann.press(confirm, "Take it out", until=1)
    assert "3 sources" in whole(await ask(bob, "/stories", chat=group))


async def test_what_is_no_story_is_said_plainly(bot: Running) -> None:
    """An unknown number, a word, a place beyond the sources, another chat's story, a button of another chat."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    message = await two_fires(bot)
    assert (await ask(bob, "/story 2"))[0].text == "I have no story 2 here."
    assert (await ask(ann, "/story bridge"))[0].text.startswith("Name a story by its number")
    assert (await ask(ann, "/split 2"))[0].text.startswith("Name the story, then the place")
    assert (await ask(ann, "/split 2 9"))[0].text == "#2 has 2 sources; there is no 9."
    (theirs,) = await ask(bob, "/stories")
    press = await bob.send_data(theirs, message.button("Not of this story").data or "")
    assert press.answer
    assert press.answer.text.startswith("I no longer have this list.")


async def test_an_empty_store_has_no_stories(empty_bot: Running) -> None:
    """It says what to send."""
    ann = empty_bot.telegram.user(7, "Ann")
    for command in ("/stories", "/story"):
        assert whole(await ask(ann, command)).startswith("There are no sources here yet."), command

"""What people do with figures: two papers that count differently, side by side, proved and drawn."""

from __future__ import annotations

from tests.bot.asking import ask, whole
from tests.bot.conftest import Running

FIRE = (
    "The Larkspur flour mill in Dunmore burned down on Monday. The blaze at the Larkspur mill killed {} workers, {}"
    " said.\n\nFlames took hold of the Larkspur mill's dust extractor shortly before dawn, and Dunmore's fire chief"
    " Ruth Abara called it the worst blaze that the valley has seen."
)


async def test_two_papers_that_count_differently_stand_under_one_question(bot: Running) -> None:
    """Each answer has its line with who gives it; Evidence shows both sentences, Chart sends a picture of both."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, FIRE.format("six", "police"))
    await ask(ann, FIRE.format("nine", "the hospital of Dunmore"))
    (listed,) = await ask(ann, "/figures Larkspur")
    lines = listed.text.splitlines()
    assert [line for line in lines if line.startswith("• six — police [")]
    assert [line for line in lines if line.startswith("• nine — the hospital of Dunmore [")]
    proof = await ann.press(listed, "Evidence", until=1)
    assert "killed six workers, police said." in whole(proof.messages)
    assert "killed nine workers, the hospital of Dunmore said." in whole(proof.messages)
    (label,) = (label for label in listed.labels if label.startswith("Chart: workers"))
    (picture,) = (await ann.press(listed, label, until=1)).messages
    assert picture.photo
    assert picture.photo.data.startswith(b"\x89PNG")
    assert "six — police" in picture.text
    assert "nine — the hospital of Dunmore" in picture.text


async def test_compare_sets_sources_side_by_side(bot: Running) -> None:
    """What differs comes first, then what is shared and what only one has; another story is a button away."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, FIRE.format("six", "police"))
    assert (await ask(ann, "/compare Larkspur"))[0].text.startswith("Only one of my sources tells of that")
    await ask(ann, FIRE.format("nine", "the hospital of Dunmore"))
    *_, message = await ask(ann, "/compare")
    assert message.text.startswith("2 sources side by side")
    assert "Where sources differ\nworkers · killed · answers differ\n" in message.text
    (label,) = (label for label in message.labels if label.startswith("#1 "))
    press = await ann.press(message, label, until=1)
    assert press.messages[0].text.startswith("4 sources side by side\n#1 Atrocities in Bucha")
    bob = bot.telegram.user(8, "Bob")
    assert "Larkspur" not in whole(await ask(bob, "/compare"))
    assert (await ask(bob, "/compare Larkspur"))[0].text.startswith("I found no source")


async def test_a_picture_that_cannot_be_sent_is_told_in_words(bot: Running) -> None:
    """A group may allow no pictures: the caption says everything that is to be seen."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, FIRE.format("six", "police"))
    await ask(ann, FIRE.format("nine", "the hospital of Dunmore"))
    (listed,) = await ask(ann, "/figures Larkspur")
    (label,) = (label for label in listed.labels if label.startswith("Chart: "))
    bot.telegram.fault("error", method="sendPhoto")
    (answer,) = (await ann.press(listed, label, until=1)).messages
    assert answer.photo is None
    assert "nine — the hospital of Dunmore" in answer.text


async def test_the_chart_of_what_is_gone_says_so(bot: Running) -> None:
    """A button of a question that has no two answers any more is answered in words."""
    ann = bot.telegram.user(7, "Ann")
    (listed,) = await ask(ann, "/figures")
    data = listed.button("Evidence").data or ""
    (answer,) = (await ann.send_data(listed, data.replace("proof:", "chart:") + ":i:00000000", until=1)).messages
    assert answer.text.startswith("There is nothing to draw here any more.")

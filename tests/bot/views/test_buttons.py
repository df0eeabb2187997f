"""What buttons carry: it comes back as it was sent, fits Telegram's 64 bytes, and nothing odd breaks it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.views.buttons import Button, Choice, Person, filtering, mark_of, ordering, read, short, telling, turning
from summarizer.types import Story
from tests.storage.factory import report

LISTING = "AbCdEfGh-_12"
NAMES = st.text(min_size=1, max_size=300)
STORIES = st.integers(0, 999_999_999)
CHOICES = st.builds(Choice, st.integers(0, 9_999), st.booleans(), st.one_of(st.just(""), NAMES.map(mark_of)), STORIES)


def labels(rows: tuple[tuple[Button, ...], ...]) -> list[list[str]]:
    return [[button.label for button in row] for row in rows]


@given(CHOICES, st.lists(st.builds(Person, NAMES, st.integers(1, 60)), max_size=4))
def test_every_button_comes_back_as_it_was_sent(choice: Choice, people: list[Person]) -> None:
    """Whatever the page, the order and the name: at most 64 bytes, and read as what was meant."""
    turned = turning("quotes", LISTING, choice, 10_000)
    rows = (*turned, *ordering("quotes", LISTING, choice), *filtering("quotes", LISTING, choice, people))
    for button in (button for row in rows for button in row):
        pressed = read(button.data)
        assert len(button.data.encode()) <= 64
        assert (pressed.action, pressed.kind, pressed.listing) == ("page", "quotes", LISTING)
    (other,) = ordering("quotes", LISTING, choice)[0]
    assert read(other.data).choice == Choice(0, not choice.newest, choice.by, choice.story)
    assert read(turned[0][-1].data).choice in {replace(choice, page=choice.page + n) for n in (-1, 1)}


@given(st.text(max_size=64))
def test_nothing_that_a_hand_can_send_breaks_it(data: str) -> None:
    """Any text reads as some button; its page is a number from 0."""
    assert read(data).choice.page >= 0


def test_buttons_of_older_messages_still_read() -> None:
    """Without order and speaker they mean the most important of everybody."""
    assert read(f"page:quotes:{LISTING}:3").choice == Choice(3)
    assert read(f"open:figures:{LISTING}").choice == Choice()


def test_who_is_shown_alone_can_be_left_or_changed() -> None:
    """The way back to everybody comes first, and whoever is shown has no button."""
    people = [Person("Ann Lee", 7), Person("Bo Li", 2)]
    assert labels(filtering("quotes", LISTING, Choice(), people)) == [["Ann Lee · 7", "Bo Li · 2"]]
    alone = filtering("quotes", LISTING, Choice(4, newest=True, by=mark_of("Ann Lee")), people)
    assert labels(alone) == [["Everybody", "Bo Li · 2"]]
    assert [read(button.data).choice for button in alone[0]] == [
        Choice(0, newest=True),
        Choice(0, newest=True, by=mark_of("Bo Li")),
    ]


def test_a_story_can_be_chosen_and_left() -> None:
    """Each with its number and as much of its title as a button shows; the order stays, the speaker does not."""
    stories = [Story(number, "A flood and what came after it, told at length", (report(),)) for number in (1, 12)]
    (first,), (second,) = telling("quotes", LISTING, Choice(3, newest=True, by=mark_of("Ann Lee")), stories)
    assert second.label == "#12 A flood and what came after it, told at len…"
    assert read(first.data).choice == Choice(0, newest=True, story=1)
    ((back,),) = telling("quotes", LISTING, Choice(2, story=12, by=mark_of("Ann Lee")), ())
    assert (back.label, read(back.data).choice) == ("All stories", Choice())


def test_a_long_name_is_shortened_on_its_button() -> None:
    """It shows that it goes on."""
    assert short("senior U.S. defense official for the region") == "senior U.S. defense offic…"
    assert short("Ann Lee") == "Ann Lee"

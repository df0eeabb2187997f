"""The language of a text, and when it is better left open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language import LANGUAGES, UNKNOWN, detect

TEXTS = {
    "en": "The mayor told reporters on Monday that the town was empty and that the troops had left.",
    "uk": "Мер розповів журналістам у понеділок, що місто порожнє і що війська пішли.",
    "ru": "Мэр рассказал журналистам в понедельник, что город пуст и что войска ушли.",
    "de": "Der Bürgermeister sagte am Montag vor Journalisten, die Stadt sei leer und die Truppen seien abgezogen.",
    "fr": "Le maire a déclaré lundi aux journalistes que la ville était vide et que les troupes étaient parties.",
    "es": "El alcalde dijo el lunes a los periodistas que la ciudad estaba vacía y que las tropas se habían ido.",
    "zh": "市长周一对记者表示，该市已空无一人，部队已经撤离。",
    "ar": "قال رئيس البلدية للصحفيين يوم الاثنين إن المدينة خالية وإن القوات غادرت.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_languages_of_the_press_are_told(code: str, text: str) -> None:
    """A sentence is enough, in capitals and in title case too."""
    assert detect(text) == code
    assert detect(text.upper()) == code
    assert detect(text.title()) == code


@pytest.mark.parametrize(
    "text", ["", "Hello.", "30 000 + 12 = ?", "Ukraine: live", "https://example.org/the/town/is/empty"]
)
def test_too_little_text_is_left_open(text: str) -> None:
    """Fewer than twenty letters, or only an address, tell nothing."""
    assert detect(text) == UNKNOWN


def test_headlines_in_capitals_are_english() -> None:
    """The capitals of a headline do not make it another language."""
    assert detect("NATO EXPECTING 'MAJOR OFFENSIVE' FROM PUTIN IN EASTERN UKRAINE") == "en"
    assert detect("Town Is Empty After Troops Leave, Mayor Says") == "en"


def test_a_short_chinese_headline_is_enough() -> None:
    """A character that is a word weighs more than a letter."""
    assert detect("市长表示部队已经撤离") == "zh"


def test_a_few_foreign_words_do_not_turn_a_text() -> None:
    """Names, links and hashtags leave an English text English."""
    text = "Володимир Зеленський told reporters on Monday that the town was empty. #Буча https://example.org/буча"
    assert detect(text) == "en"


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_one_of_the_known_codes(text: str) -> None:
    """Nothing that can be typed raises; the answer is a code that we listed, or none."""
    assert detect(text) in {*LANGUAGES, UNKNOWN} - {"yue"}


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    """What follows the sample is not read."""
    assert detect(TEXTS["en"] * 100 + TEXTS["ru"] * 100_000) == "en"

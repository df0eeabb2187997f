"""The language of a text, and when it is better left open."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language import SAME_AS, UNKNOWN, detect

TEXTS = {
    "en": "The mayor told reporters on Monday that the town was empty and that the troops had left.",
    "uk": "Мер розповів журналістам у понеділок, що місто порожнє і що війська пішли.",
    "ru": "Мэр рассказал журналистам в понедельник, что город пуст и что войска ушли.",
    "de": "Der Bürgermeister sagte am Montag vor Journalisten, die Stadt sei leer und die Truppen seien abgezogen.",
    "fr": "Le maire a déclaré lundi aux journalistes que la ville était vide et que les troupes étaient parties.",
    "es": "El alcalde dijo el lunes a los periodistas que la ciudad estaba vacía y que las tropas se habían ido.",
    "it": "Il sindaco ha detto lunedì ai giornalisti che la città era vuota e che le truppe erano partite.",
    "pt": "O prefeito disse na segunda-feira aos jornalistas que a cidade estava vazia e que as tropas tinham saído.",
    "nl": "De burgemeester zei maandag tegen journalisten dat de stad leeg was en dat de troepen vertrokken waren.",
    "sv": "Borgmästaren sade på måndagen till journalister att staden var tom och att trupperna hade lämnat den.",
    "pl": "Burmistrz powiedział dziennikarzom w poniedziałek, że miasto jest puste i że wojska odeszły.",
    "cs": "Starosta v pondělí novinářům řekl, že město je prázdné a že vojska odešla.",
    "ro": "Primarul le-a spus luni jurnaliștilor că orașul era gol și că trupele plecaseră.",
    "hu": "A polgármester hétfőn azt mondta az újságíróknak, hogy a város üres, és a csapatok elmentek.",
    "fi": "Pormestari kertoi toimittajille maanantaina, että kaupunki oli tyhjä ja että joukot olivat lähteneet.",
    "tr": "Belediye başkanı pazartesi günü gazetecilere kentin boş olduğunu ve birliklerin ayrıldığını söyledi.",
    "sw": "Meya aliwaambia waandishi wa habari Jumatatu kuwa mji ulikuwa mtupu na kwamba wanajeshi waliondoka.",
    "ha": "Magajin gari ya shaida wa manema labarai a ranar Litinin cewa garin babu kowa kuma sojojin sun tafi.",
    "el": "Ο δήμαρχος είπε τη Δευτέρα στους δημοσιογράφους ότι η πόλη ήταν άδεια και ότι τα στρατεύματα είχαν φύγει.",
    "he": "ראש העיר אמר לעיתונאים ביום שני שהעיר ריקה ושהכוחות עזבו.",
    "hi": "महापौर ने सोमवार को पत्रकारों से कहा कि शहर खाली है और सैनिक जा चुके हैं।",
    "zh": "市长周一对记者表示，该市已空无一人，部队已经撤离。",
    "ja": "市長は月曜日、記者団に対し、街には誰もおらず、部隊は撤退したと述べた。",
    "ko": "시장은 월요일 기자들에게 도시가 비어 있고 군대가 떠났다고 말했다.",
    "ar": "قال رئيس البلدية للصحفيين يوم الاثنين إن المدينة خالية وإن القوات غادرت.",
}
HEADLINES = {
    "de": "Regierung will Steuern senken",
    "fr": "Le gouvernement veut réduire les impôts",
    "nl": "De regering wil de belastingen verlagen",
    "da": "Regeringen vil sænke skatten",
    "af": "Die regering wil belasting verlaag",
    "id": "Pemerintah ingin menurunkan pajak",
    "tl": "Nais ng gobyerno na ibaba ang buwis",
    "cy": "Mae'r llywodraeth am dorri trethi",
    "ga": "Tá an rialtas ag iarraidh cánacha a ísliú",
    "sq": "Qeveria dëshiron të ulë taksat",
    "zu": "Uhulumeni ufuna ukwehlisa intela",
    "yo": "Ìjọba fẹ́ dín owó orí kù",
    "eo": "La registaro volas malaltigi la impostojn",
    "la": "Gubernatio tributa minuere vult hodie",
}
PIDGIN = (
    "Di govnor don tell tori pipo for Monday say di town dey empty and say all di soldiers don comot from there. E "
    "say pipo wey run comot fit go back dia house now, but make dem shine dia eye as tins still dey for ground wey "
    "fit wound pesin. Di govament no gree talk how many pipo die for inside di katakata."
)


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_languages_of_the_press_are_told(code: str, text: str) -> None:
    """A sentence is enough, in capitals and in title case too."""
    assert detect(text) == code
    assert detect(text.upper()) == code
    assert detect(text.title()) == code


@pytest.mark.parametrize("text", HEADLINES.values(), ids=HEADLINES.keys())
def test_no_other_language_is_english(text: str) -> None:
    """Not even a headline, in capitals, in title case or typed without its accents."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert "en" not in {detect(each) for each in (text, text.upper(), text.title(), bare)}


def test_pidgin_is_told_from_english_where_there_is_enough_of_it() -> None:
    """A paragraph of it is not read; a short line that only looks like it is English."""
    assert detect(PIDGIN) == "pcm"
    assert detect("Super PACs Flood the Airwaves") in {"en", UNKNOWN}


def test_a_text_is_what_most_of_it_is() -> None:
    """An English notice above an article makes it no English article, and the other way round."""
    assert detect(f"{TEXTS['en']}\n\n{TEXTS['de'] * 5}") == "de"
    assert detect(f"{TEXTS['de']}\n\n{TEXTS['en'] * 5}") == "en"
    assert detect(TEXTS["en"] * 30 + TEXTS["de"] * 300) == "de"


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
def test_any_text_gets_a_code(text: str) -> None:
    """Nothing that can be typed raises; the answer is a code that readers know, or none."""
    assert re.fullmatch("[a-z]{2,3}", detect(text))
    assert detect(text) not in SAME_AS


def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    """Eight million characters: three pieces of it are looked at."""
    text = TEXTS["en"] * 100 + TEXTS["ru"] * 100_000
    began = time.monotonic()
    assert detect(text) == "ru"
    assert time.monotonic() - began < 1

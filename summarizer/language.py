"""Which language a text is written in.

py3langid costs 75 MB resident once its model is loaded, so it is loaded at the first question, not at import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from operator import itemgetter
from typing import Protocol

UNKNOWN = "und"
"""ISO 639's code for a language that could not be determined."""

READ = "en"
ENOUGH_LETTERS = 20
PLENTY_OF_LETTERS = 200
PIECES, PIECE = 3, 2000
LEAST_CONFIDENCE = 0.2
SURE = 0.9

# The model knows 140 languages, among them creoles and dead ones that it takes short English for (1 headline in
# 150 for Nigerian Pidgin, no text of 200 letters). These are the ones with a daily press: short English is
# looked for among them only.
PRESS = frozenset(
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn "
    "ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk tl tr "
    "tt ug uk ur uz vi yue zh".split()
)

# Codes of the model that readers know by another name.
SAME_AS = {"yue": "zh", "wuu": "zh", "nn": "no", "arz": "ar", "ary": "ar", "sdh": "ku", "uzs": "uz", "zxx": UNKNOWN}

NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[@#/]\w+")
LATIN = r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]"
LATIN_LETTER = re.compile(LATIN)
LATIN_WORD = re.compile(rf"{LATIN}+")
OTHER_WORD = re.compile(rf"(?:(?!{LATIN})[^\W\d_])+")
LETTER = re.compile(r"[^\W\d_]")
# In these scripts a character is a syllable or a word.
DENSE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


class Identifier(Protocol):
    """What is asked of the model."""

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Every language with its probability, the likeliest first."""
        ...


def detect(text: str) -> str:
    """ISO 639-1 code of the language of `text` (639-3 where it has none), "und" where there is no clear answer.

    So there is none where fewer than 20 letters stand. Of a long text the beginning, the middle and the end are looked
    at, 6,000 characters in all; addresses, mentions and hashtags are not. A character of a syllabic or ideographic
    script counts as three letters.
    """
    # To the model, headlines in capitals or in title case are another language.
    sample = keep_main_script(NOT_WORDS.sub(" ", _sample(text)).lower())
    letters = _count_letters(sample)
    if letters < ENOUGH_LETTERS:
        return UNKNOWN
    language = _likeliest(dict(_load().rank(sample)), english_first=letters < PLENTY_OF_LETTERS)
    return SAME_AS.get(language, language)


def _likeliest(chances: Mapping[str, float], *, english_first: bool) -> str:
    """The model's answer where it is sure of it; else, or where it may take English for a creole, that of the press."""
    language, chance = max(chances.items(), key=itemgetter(1))
    among_press = {code: chances[code] for code in PRESS}
    nearest, share = max(among_press.items(), key=itemgetter(1))
    if chance >= SURE and not (english_first and nearest == READ):
        return language
    return nearest if share >= LEAST_CONFIDENCE * sum(among_press.values()) else UNKNOWN


def _sample(text: str) -> str:
    if len(text) <= PIECES * PIECE:
        return text
    starts = (0, (len(text) - PIECE) // 2, len(text) - PIECE)
    return "\n".join(text[start : start + PIECE] for start in starts)


def keep_main_script(text: str) -> str:
    """Leaves out the words of the other script: one name in Cyrillic outweighs a whole sentence of English."""
    latin = len(LATIN_LETTER.findall(text))
    return OTHER_WORD.sub(" ", text) if 2 * latin >= _count_letters(text) else LATIN_WORD.sub(" ", text)


def _count_letters(text: str) -> int:
    return len(LETTER.findall(text)) + 2 * len(DENSE.findall(text))


@cache
def _load() -> Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - see the module's docstring

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier: Identifier = model
    return identifier

"""What a number is measured in: currencies, percent and measures, by the words and signs that news writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.figures.numbers import either
from summarizer.types import FigureType

CURRENCY_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "RM": "MYR", "Rs.": "INR", "Rs": "INR", "CHF": "CHF", "$": "USD",
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₴": "UAH", "₺": "TRY", "₦": "NGN", "₪": "ILS",
}  # fmt: skip
CURRENCY_CODES = (
    "USD EUR GBP JPY CNY HKD AUD CAD NZD CHF INR RUB UAH KRW BRL MXN ZAR SEK NOK DKK PLN TRY ILS AED SAR SGD TWD THB "
    "IDR MYR PHP NGN EGP CZK HUF RMB"
).split()
CURRENCY_WORDS = {
    "HKD": "hong kong dollar", "AUD": "australian dollar", "CAD": "canadian dollar", "NZD": "new zealand dollar",
    "SGD": "singapore dollar", "TWD": "taiwan dollar", "USD": "us dollar|u.s. dollar|american dollar|dollar|buck",
    "EUR": "euro", "GBP": "british pound|pound sterling|pounds sterling|quid", "JPY": "japanese yen|yen",
    "CNY": "chinese yuan|yuan|renminbi", "INR": "indian rupee|rupee",
    "RUB": "russian ruble|russian rouble|ruble|rouble",
    "UAH": "hryvnia|hryvnias", "KRW": "south korean won|korean won", "MXN": "mexican peso|peso", "CHF": "swiss franc",
    "SEK": "swedish krona|swedish kronor", "NOK": "norwegian krone|norwegian kroner",
    "DKK": "danish krone|danish kroner",
    "BRL": "brazilian real|brazilian reais", "ZAR": "south african rand|rand", "TRY": "turkish lira|lira",
    "ILS": "shekel", "PLN": "zloty|zlotys", "NGN": "naira", "THB": "baht", "IDR": "rupiah", "MYR": "ringgit",
    "PKR": "pakistani rupee", "SAR": "saudi riyal|riyal", "IRR": "iranian rial|rial", "AED": "dirham",
    "cent": "cent", "pence": "pence|penny", "bitcoin": "bitcoin",
}  # fmt: skip
MEASURES: dict[FigureType, dict[str, str]] = {
    "percent": {
        "percentage point": "percentage point|percent point|per cent point|pp|ppt",
        "percent": "percent|per cent|percentage|pct|pc",
        "basis point": "basis point|bps",
    },
    "duration": {
        "second": "second|sec", "minute": "minute|min", "hour": "hour|hr", "day": "day", "night": "night",
        "week": "week",
        "fortnight": "fortnight", "month": "month", "year": "year|yr", "decade": "decade",
        "century": "century|centuries",
        "millisecond": "millisecond|ms",
    },
    "distance": {
        "mile": "mile|mi", "kilometer": "kilometer|kilometre|km", "meter": "meter|metre", "foot": "foot|feet|ft",
        "centimeter": "centimeter|centimetre|cm", "millimeter": "millimeter|millimetre|mm", "inch": "inch|inches",
        "yard": "yard|yd", "nautical mile": "nautical mile", "light-year": "light-year|light year",
    },
    "other": {
        "mile per hour": "miles per hour|mile per hour|miles an hour|mile an hour|mph",
        "kilometer per hour": "kilometers per hour|kilometres per hour|kilometers an hour|kph|kmh|km/h",
        "square mile": "square mile|sq mi", "square kilometer": "square kilometer|square kilometre|sq km|km²|km2",
        "square foot": "square foot|square feet|sq ft", "square meter": "square meter|square metre|sq m|m²",
        "cubic meter": "cubic meter|cubic metre|m³", "cubic foot": "cubic foot|cubic feet",
        "acre": "acre", "hectare": "hectare", "ton": "ton", "tonne": "metric ton|tonne|metric tonne",
        "kilogram": "kilogram|kilogramme|kilo|kg", "gram": "gram|gramme", "milligram": "milligram|mg",
        "pound": "pound|lb", "ounce": "ounce|oz", "gallon": "gallon", "liter": "liter|litre",
        "milliliter": "milliliter|millilitre|ml",
        "barrel": "barrel|bbl", "bushel": "bushel", "pint": "pint",
        "degree Celsius": "degree celsius|degrees celsius|°c|ºc|degrees c|degree c|celsius",
        "degree Fahrenheit": "degree fahrenheit|degrees fahrenheit|°f|ºf|degrees f|degree f|fahrenheit",
        "degree": "degree|°|º",
        "kilowatt-hour": "kilowatt-hour|kilowatt hour|kwh", "megawatt": "megawatt|mw", "gigawatt": "gigawatt|gw",
        "kilowatt": "kilowatt|kw", "watt": "watt", "volt": "volt", "hertz": "hertz|hz", "gigahertz": "gigahertz|ghz",
        "megahertz": "megahertz|mhz",
        "kiloton": "kiloton", "megaton": "megaton", "calorie": "calorie", "decibel": "decibel|db", "knot": "knot",
        "terabyte": "terabyte|tb", "gigabyte": "gigabyte|gb", "megabyte": "megabyte|mb", "kilobyte": "kilobyte|kb",
        "horsepower": "horsepower|hp", "micron": "micron|micrometer|micrometre",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its canonical name (an ISO code for money, a singular word else) and the type of figure it makes."""

    name: str
    type: FigureType


def _words() -> dict[str, Unit]:
    known = {}
    for kind, units in MEASURES.items():
        for name, words in units.items():
            known.update({word: Unit(name, kind) for word in words.split("|")})
    for code, words in CURRENCY_WORDS.items():
        known.update({word: Unit(code, "money") for word in words.split("|")})
    known.update({code.lower(): Unit("CNY" if code == "RMB" else code, "money") for code in CURRENCY_CODES})
    return known


WORDS = _words()
_SIGN = re.compile(rf"(?<![A-Za-z])(?:{either(CURRENCY_SIGNS)}|(?:{either(CURRENCY_CODES)})(?= ?\d))\s?")
SIGN_BEFORE = re.compile(rf"{_SIGN.pattern}$")
"""A currency that ends just before a number; a letter before the sign would make it another sign."""
_SPELLED = [word for word in WORDS if word.upper() not in CURRENCY_CODES]
_UNIT = re.compile(
    rf"\s?(?P<percent>[%٪])(?P<point>[- ]points?\b)?"
    rf"|[-‐‑– \u00a0]?(?P<word>(?i:{either(_SPELLED)})|{either(CURRENCY_CODES)})"
    rf"(?P<plural>s?)(?![^\W_])(?!-olds?\b)"
)
_PER = re.compile(
    r"(?: per | an? |/)(?:barrel|ton|tonne|gallon|litre|liter|share|ounce|pound|kilogram|kilo|second)\b", re.I
)
_AGE = re.compile(r"[- ]?(?P<unit>year|month|week|day)s?(?:[- ]old(?:s\b)?|[- ]of[- ]age)\b", re.I)
STERLING_FROM = 10**6
"""From here on, "pounds" are money: nobody weighs a million of anything in pounds in the news."""


def sign_before(text: str, position: int) -> tuple[int, Unit] | None:
    """The currency sign or code that ends at the position: its start and its unit."""
    window = max(0, position - 6)
    match = SIGN_BEFORE.search(text[window:position])
    if match is None:
        return None
    sign = match.group().strip()
    return window + match.start(), Unit(CURRENCY_SIGNS.get(sign, sign), "money")


def unit_after(text: str, position: int, value: float) -> tuple[int, Unit] | None:
    """The unit that starts at the position: its end and itself; an age counts as one ("-year-old")."""
    if age := _AGE.match(text, position):
        return age.end(), Unit(age["unit"].lower(), "age")
    match = _UNIT.match(text, position)
    if match is None:
        return None
    if match["percent"]:
        return match.end(), Unit("percentage point" if match["point"] else "percent", "percent")
    unit = WORDS[match["word"].lower()]
    if unit.name == "pound" and value >= STERLING_FROM:
        unit = Unit("GBP", "money")
    return match.end(), unit


def rate_after(text: str, position: int) -> int:
    """Where the "per barrel" that starts at the position ends; the position itself when there is none."""
    match = _PER.match(text, position)
    return match.end() if match else position

"""What a number is measured in: currencies, percent and measures, by the words and signs that news writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.figures.quantities.numbers import either
from summarizer.types import FigureType

CURRENCY_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "U.S. $": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD",
    "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "Mex$": "MXN", "RM": "MYR", "Rs.": "INR", "Rs": "INR",
    "CHF": "CHF", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₴": "UAH",
    "₺": "TRY", "₦": "NGN", "₪": "ILS", "₡": "CRC", "₾": "GEL", "₭": "LAK", "₫": "VND", "₱": "PHP", "฿": "THB",
    "₸": "KZT", "₮": "MNT", "₲": "PYG", "₵": "GHS", "₼": "AZN", "֏": "AMD", "₿": "bitcoin", "元": "CNY", "円": "JPY",
    "원": "KRW", "ரூ": "LKR",
}  # fmt: skip
_SPACED_SIGNS = {"c": "CAD", "hk": "HKD", "us": "USD", "u.s": "USD", "u.s.": "USD", "nz": "NZD"}
"""Stand in small letters before a sign with blanks around it, in tokenised text ("hk $ 10"): "us $20" is a pronoun."""
CURRENCY_CODES = (
    "USD EUR GBP JPY CNY HKD AUD CAD NZD CHF INR RUB UAH KRW BRL MXN ZAR SEK NOK DKK PLN TRY ILS AED SAR SGD TWD THB "
    "IDR MYR PHP NGN EGP CZK HUF RON VND PKR KZT ARS CLP COP PEN RMB BTC"
).split()
_SMALL_CODES = "usd eur gbp rmb cny jpy inr aud hkd nzd btc".split()
"""Codes that are recognised in small letters: none of them is a word."""
CURRENCY_WORDS = {
    "HKD": "hong kong dollar", "AUD": "australian dollar", "CAD": "canadian dollar", "NZD": "new zealand dollar",
    "SGD": "singapore dollar", "TWD": "taiwan dollar", "USD": "us dollar|u.s. dollar|american dollar|dollar|buck",
    "EUR": "euro", "GBP": "british pound|pound sterling|pounds sterling|quid", "JPY": "japanese yen|yen",
    "CNY": "chinese yuan|yuan|renminbi|kuai", "INR": "indian rupee|rupee",
    "RUB": "russian ruble|russian rouble|ruble|rouble",
    "UAH": "hryvnia|hryvnias", "KRW": "south korean won|korean won", "MXN": "mexican peso|peso", "CHF": "swiss franc",
    "SEK": "swedish krona|swedish kronor", "NOK": "norwegian krone|norwegian kroner",
    "DKK": "danish krone|danish kroner",
    "BRL": "brazilian real|brazilian reais", "ZAR": "south african rand|rand", "TRY": "turkish lira|lira",
    "ILS": "shekel", "PLN": "zloty|zlotys", "NGN": "naira", "THB": "baht", "IDR": "rupiah", "MYR": "ringgit",
    "PKR": "pakistani rupee", "SAR": "saudi riyal|riyal", "IRR": "iranian rial|rial", "AED": "dirham",
    "FIM": "finnish markka|markka", "ESP": "spanish peseta|peseta", "NLG": "dutch guilder|guilder",
    "ITL": "italian lira",
    "DEM": "deutsche mark|deutschemark|german mark|west german mark", "FRF": "french franc", "BEF": "belgian franc",
    "IQD": "iraqi dinar", "KWD": "kuwaiti dinar", "SYP": "syrian pound", "EGP": "egyptian pound",
    "VND": "vietnamese dong",
    "ARS": "argentine peso", "CLP": "chilean peso", "COP": "colombian peso", "PHP": "philippine peso",
    "HUF": "hungarian forint|forint", "CZK": "czech koruna|czech crown", "RON": "romanian leu", "KZT": "tenge",
    "GEL": "georgian lari", "ETB": "ethiopian birr", "KES": "kenyan shilling", "GHS": "cedi", "BDT": "taka",
    "franc": "franc", "krona": "krona|kronor", "krone": "krone|kroner", "shilling": "shilling", "dinar": "dinar",
    "cent": "cent", "pence": "pence|penny", "dime": "dime", "bitcoin": "bitcoin", "satoshi": "satoshi",
}  # fmt: skip


def _scale_words(words: str) -> str:
    """A scale of temperature as it is written: "degrees C", "deg. celsius", "°F"; its letter never stands alone."""
    alone = [word for word in words.split("|") if len(word) > 1]
    leads = ("degree ", "degrees ", "deg ", "deg. ", "°", "° ", "º", "º ")
    return "|".join((*alone, *(lead + word for lead in leads for word in words.split("|"))))


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
        "decimeter": "decimeter|decimetre|dm", "nanometer": "nanometer|nanometre|nm",
        "picometer": "picometer|picometre", "furlong": "furlong",
        "centimeter": "centimeter|centimetre|cm", "millimeter": "millimeter|millimetre|mm", "inch": "inch|inches",
        "yard": "yard|yd", "nautical mile": "nautical mile", "light-year": "light-year|light year",
    },
    "other": {
        "mile per hour": "miles per hour|mile per hour|miles an hour|mile an hour|mph",
        "kilometer per hour": "kilometers per hour|kilometres per hour|kilometers an hour|kilometres an hour|kph|kmh|"
        "kmph|km/hr|km/h",
        "meter per second": "meters per second|metres per second|meters a second|metres a second|m/s",
        "foot per second": "feet per second|feet a second",
        "square mile": "square mile|sq mi",
        "square kilometer": "square kilometer|square kilometre|sq km|km²|km2|km^2|km squared",
        "square foot": "square foot|square feet|sq ft", "square meter": "square meter|square metre|sq m|m²|m2",
        "square inch": "square inch|square inches|sq in", "square yard": "square yard|sq yd",
        "cubic meter": "cubic meter|cubic metre|m³|m3", "cubic foot": "cubic foot|cubic feet|cu ft",
        "cubic kilometer": "cubic kilometer|cubic kilometre|km³|km3|km^3|km cubed", "cubic yard": "cubic yard",
        "cubic centimeter": "cubic centimeter|cubic centimetre|cm³|cm3|cc",
        "acre": "acre", "hectare": "hectare", "ton": "ton", "tonne": "metric ton|tonne|metric tonne",
        "kilogram": "kilogram|kilogramme|kilo|kg", "gram": "gram|gramme", "milligram": "milligram|milligramme|mg",
        "microgram": "microgram|microgramme|mcg|μg|µg", "stone": "stone", "carat": "carat|karat",
        "pound": "pound|lb", "ounce": "ounce|oz|troy ounce", "gallon": "gallon", "liter": "liter|litre",
        "milliliter": "milliliter|millilitre|ml",
        "barrel": "barrel|bbl", "bushel": "bushel", "pint": "pint", "quart": "quart",
        "centiliter": "centiliter|centilitre|cl", "deciliter": "deciliter|decilitre|dl", "cup": "cup",
        "tablespoon": "tablespoon|tbsp", "teaspoon": "teaspoon|tsp",
        "degree Celsius": _scale_words("c|celsius|celcius|centigrade"),
        "degree Fahrenheit": _scale_words("f|fahrenheit|farenheit"),
        "degree": "degree|deg|deg.|°|º", "kelvin": "kelvin", "radian": "radian|rad",
        "kilowatt-hour": "kilowatt-hour|kilowatt hour|kwh", "megawatt-hour": "megawatt-hour|megawatt hour|mwh",
        "gigawatt-hour": "gigawatt-hour|gigawatt hour|gwh", "terawatt-hour": "terawatt-hour|terawatt hour|twh",
        "watt-hour": "watt-hour|watt hour", "joule": "joule", "electronvolt": "electronvolt|electron volt",
        "megawatt": "megawatt|mw", "gigawatt": "gigawatt|gw",
        "kilowatt": "kilowatt|kw", "watt": "watt", "volt": "volt", "hertz": "hertz|hz", "gigahertz": "gigahertz|ghz",
        "kilohertz": "kilohertz|khz",
        "megahertz": "megahertz|mhz",
        "kiloton": "kiloton", "megaton": "megaton", "calorie": "calorie", "decibel": "decibel|db", "knot": "knot",
        "exabyte": "exabyte", "petabyte": "petabyte|pb", "byte": "byte", "bit": "bit", "megapixel": "megapixel",
        "megabit per second": "megabits per second|megabit per second|mbps", "kibibyte": "kibibyte",
        "gigabit per second": "gigabits per second|gigabit per second|gbps",
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
    renamed = {"RMB": "CNY", "BTC": "bitcoin"}
    known.update({code.lower(): Unit(renamed.get(code, code), "money") for code in CURRENCY_CODES})
    return known


WORDS = _words()
_AFTER_SIGNS = {sign: code for sign, code in CURRENCY_SIGNS.items() if not sign[0].isascii() or sign == "$"}
_SYMBOLS = {
    "m": Unit("meter", "distance"), "t": Unit("tonne", "other"), "g": Unit("gram", "other"),
    "l": Unit("liter", "other"), "L": Unit("liter", "other"), "W": Unit("watt", "other"), "V": Unit("volt", "other"),
    "eV": Unit("electronvolt", "other"), "TeV": Unit("teraelectronvolt", "other"), "Wh": Unit("watt-hour", "other"),
    "st": Unit("stone", "other"), "s": Unit("second", "duration"), "p": Unit("pence", "money"),
    "C": Unit("degree Celsius", "other"), "F": Unit("degree Fahrenheit", "other"), "¢": Unit("cent", "money"),
    "in": Unit("inch", "distance"),
}  # fmt: skip
"""Measures whose signs are also other things: read as they are written, and only where nothing else can be meant."""
SIGN_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?:(?P<code>(?i:{either(CURRENCY_CODES)}))\$|(?P<sign>{either(CURRENCY_SIGNS)}"
    rf"|(?<!\d )(?<!\d){either((*CURRENCY_CODES, *_SMALL_CODES))}))\s?"
    rf"|(?<![A-Za-z.])(?P<spaced>{either(_SPACED_SIGNS)}) \$ )$"
)
"""A currency that ends just before a number; a letter before the sign would make it another sign."""
_SPELLED = [word for word in WORDS if word.upper() not in CURRENCY_CODES]
_NEXT_WORD = re.compile(r"[-‐‑– \u00a0]?(?P<word>[^\W\d_]+)")
_FIRST_WORDS = frozenset(
    first + plural
    for word in (*WORDS, *_SYMBOLS, *_AFTER_SIGNS)
    for first in re.findall(r"^[^\W\d_]+", word.lower())
    for plural in ("", "s")
)
"""What a unit can begin with: most numbers are followed by something else, and need no longer look."""
_IN_BRACKETS = "kg km cm mm mg ml mph lb ft".split()
_DIMENSION = r"(?:thick|wide|tall|long|deep|high|by|x|in diameter|screen|display|pipe)\b"
_UNIT = re.compile(
    rf"\s?(?P<percent>[%٪])(?P<point>[- ]points?\b)?"
    rf"|[-‐‑– \u00a0]?(?P<word>(?i:{either(_SPELLED)})|{either((*CURRENCY_CODES, *_SMALL_CODES))})"
    rf"(?P<plural>s?)(?![^\W_])(?!-olds?\b)"
    rf"|\s?(?P<after>{either(_AFTER_SIGNS)})(?!\s?\d)"
    rf"|(?P<symbol>(?<=\d)(?:(?<=[02-9])|(?<=11)|(?<=\.1))st|(?<=\.\d)s|(?<=\.\d\d)s|(?<=\d)[CFp¢]"
    rf"|[ \u00a0]?(?:[tgLlWV]|T?eV|Wh)|[ \u00a0]m)(?![-.'’]?[^\W_])"
    rf"|(?P<inch>[ ]?in)(?=[ -]{_DIMENSION}|$)"
)
_NAMES = frozenset({"Cup", "Stone", "Bit", "Won", "Rand", "Taka", "Crown"})
_HEAVIEST = 60
_MADE_OF_STONE = re.compile(r" [a-z]+s\b")
_WARMTH = re.compile(
    r"temperatur|degree|weather|thermomet|heatwave|heat wave|\b(?:hot|cold|warm|heat|°)|freez|cool|fever", re.I
)
_LONGEST_FIGURE = 14
"""A text as short as this is a figure's own words, read again: nothing else is there to speak of warmth."""
_RESOLUTIONS = (240, 360, 480, 720, 1080, 1440, 2160)
_BRACKETED = re.compile(rf" ?[(\[{{<](?P<word>(?i:{either(_IN_BRACKETS)}))[)\]}}>]")
_PER = re.compile(
    r"(?: per | an? |/)(?:barrel|ton|tonne|gallon|litre|liter|share|ounce|pound|kilogram|kilo|kg|second|hour)\b", re.I
)
_AGE = re.compile(r"[- ]?(?:(?P<unit>year|month|week|day)s?(?:[- ]old(?:s\b)?|[- ]of[- ]age)|y/?o)\b", re.I)
STERLING_FROM = 10**6
"""From here on, "pounds" are money: nobody weighs a million of anything in pounds in the news."""


def sign_before(text: str, position: int) -> tuple[int, Unit] | None:
    """The currency sign or code that ends at the position: its start and its unit."""
    window = max(0, position - 7)
    match = SIGN_BEFORE.search(text[window:position])
    if match is None:
        return None
    if match["spaced"]:
        return window + match.start(), Unit(_SPACED_SIGNS[match["spaced"]], "money")
    sign = match["sign"] or match["code"].upper()
    return window + match.start(), Unit(CURRENCY_SIGNS.get(sign) or WORDS[sign.lower()].name, "money")


def unit_after(text: str, position: int, value: float) -> tuple[int, Unit] | None:
    """The unit that starts at the position: its end and itself; an age counts as one ("-year-old")."""
    if age := _AGE.match(text, position):
        return age.end(), Unit((age["unit"] or "year").lower(), "age")
    following = _NEXT_WORD.match(text, position)
    if following and following["word"].lower() not in _FIRST_WORDS:
        return None
    match = _UNIT.match(text, position)
    if match is None:
        return _bracketed(text, position)
    if match["word"] is None:
        return _sign_after(text, match, value)
    if match["word"] in _NAMES or (match["word"] == "stone" and not _weighs(text, match, value)):
        return None
    unit = WORDS[match["word"].lower()]
    if unit.name == "pound" and value >= STERLING_FROM:
        unit = Unit("GBP", "money")
    return match.end(), unit


def _sign_after(text: str, match: re.Match[str], value: float) -> tuple[int, Unit] | None:
    if match["percent"]:
        return match.end(), Unit("percentage point" if match["point"] else "percent", "percent")
    if match["after"]:
        return match.end(), Unit(_AFTER_SIGNS[match["after"]], "money")
    return _symbol(text, match, value)


def _weighs(text: str, match: re.Match[str], value: float) -> bool:
    """Whether "stone" is a weight: of a body, and not what the next word is made of."""
    return value <= _HEAVIEST and not _MADE_OF_STONE.match(text, match.end())


def _symbol(text: str, match: re.Match[str], value: float) -> tuple[int, Unit] | None:
    """A measure by its sign, where the sign means one: "40C" is warm only where the text speaks of warmth."""
    sign = (match["symbol"] or match["inch"]).strip()
    is_alone = len(text) <= _LONGEST_FIGURE
    if sign in "CF" and not is_alone and not _WARMTH.search(text, max(0, match.start() - 80), match.end() + 40):
        return None
    if sign == "p" and value in _RESOLUTIONS:
        return None
    return match.end(), _SYMBOLS[sign]


def _bracketed(text: str, position: int) -> tuple[int, Unit] | None:
    """The unit in brackets of its own: "20 (kg)"."""
    match = _BRACKETED.match(text, position)
    return (match.end(), WORDS[match["word"].lower()]) if match else None


def rate_after(text: str, position: int) -> int:
    """Where the "per barrel" that starts at the position ends; the position itself when there is none."""
    match = _PER.match(text, position)
    return match.end() if match else position

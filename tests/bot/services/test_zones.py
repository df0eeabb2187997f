"""Time zones by what people write: names new and old, offsets, cities, countries, slips of the hand, locations."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.zones import Place, Zones, at, canonical, exactly, find
from bot.services.zones.distil import Row, _others
from bot.services.zones.folding import fold
from bot.services.zones.spoken import is_cyrillic
from bot.views.clocks import place
from bot.views.language import speaking

OF_LARGER = {"Antarctica/Davis", "Africa/Ceuta", "Pacific/Kanton", "Pacific/Norfolk", "Pacific/Chatham"}
"""Whose names in Ukrainian are those of far larger places, or of the same place on another zone's land."""
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
NEW = sorted({str(canonical(name)) for name in ZONES})


def lines() -> list[str]:
    """The table as it ships, unpacked."""
    import lzma  # noqa: PLC0415 - for this look alone

    return lzma.decompress((resources.files("bot.services.zones") / "places.txt.xz").read_bytes()).decode().splitlines()


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Uzhgorod", "Europe/Kyiv"),
        ("america/new york", "America/New_York"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("Africa/Asmera", "Africa/Asmara"),
        ("Zulu", "UTC"),
    ],
)
def test_a_name_in_any_case_and_of_any_time_is_the_zone_of_today(words: str, zone: str) -> None:
    """Old names become today's, and no country's zone becomes that of another."""
    assert canonical(words) == zone
    assert find(words).zone == zone


def test_every_name_of_a_zone_finds_a_zone_with_the_same_clock() -> None:
    """Whatever IANA ever called a zone, today's name of it is one that this machine knows, and names itself."""
    for name in ZONES:
        today = canonical(name.upper())
        assert today is not None, name
        assert canonical(today) == today
        ZoneInfo(today)


@pytest.mark.parametrize(
    "words", ["", "  ", "Factory", "Europe/Nowhere", "../etc/passwd", "/usr/share", "\0", "x" * 500]
)
def test_what_is_no_zone_is_none(words: str) -> None:
    """No name of a file is taken for a zone, however it is written."""
    assert canonical(words) is None
    assert find(words).zone is None
    assert exactly(words) is None


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("UTC+0", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("GMT-3", "Etc/GMT+3"),
        ("utc +02:00", "Etc/GMT-2"),
        ("UTC−5", "Etc/GMT+5"),
        ("+0300", "Etc/GMT-3"),
        ("UTC+14", "Etc/GMT-14"),
        ("Etc/GMT-2", "Etc/GMT-2"),
    ],
)
def test_an_offset_is_a_zone_that_says_it_follows_no_summer_time(words: str, zone: str) -> None:
    """East of Greenwich is plus for people, and minus in the names of POSIX."""
    assert find(words) == Zones(zone, fixed=True)


def test_offsets_that_no_zone_has_all_year_are_not_rounded() -> None:
    """Half an hour is offered as a place that has it; what no place has is nothing."""
    assert find("UTC+5:30").zone is None
    assert [place.zone for place in find("UTC+5:30").near] == ["Asia/Kolkata", "Asia/Colombo"]
    assert find("UTC+15") == find("UTC-13") == find("UTC+2:17") == Zones()


@pytest.mark.parametrize("word", ["CET", "EET", "WET", "cest", "EEST"])
def test_an_abbreviation_with_one_meaning_is_a_zone_that_follows_summer_time(word: str) -> None:
    """Central European Time is more than Brussels, and has summers."""
    zones = find(word)
    assert zones.zone in {"CET", "EET", "WET"}
    assert not zones.fixed


@pytest.mark.parametrize(
    ("word", "zones"),
    [
        ("EST", {"America/New_York", "America/Panama", "Australia/Sydney"}),
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("CST", {"America/Chicago", "Asia/Shanghai", "America/Havana", "America/Costa_Rica"}),
        ("bst", {"Europe/London", "Asia/Dhaka"}),
    ],
)
def test_an_abbreviation_with_several_meanings_is_offered_for_choosing(word: str, zones: set[str]) -> None:
    """None of them is taken."""
    found = find(word)
    assert found.zone is None
    assert {place.zone for place in found.places} == zones
    assert all(place.country for place in found.places)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Kyiv", Place("Kyiv", "Ukraine", "Europe/Kyiv")),
        ("Київ", Place("Kyiv", "Ukraine", "Europe/Kyiv")),
        ("kiev", Place("Kyiv", "Ukraine", "Europe/Kyiv")),
        ("Lviv", Place("Lviv", "Ukraine", "Europe/Kyiv")),
        ("ЛЬВІВ", Place("Lviv", "Ukraine", "Europe/Kyiv")),
        ("Кам'янець-Подільський", Place("Kamyanets-Podilskyi", "Ukraine", "Europe/Kyiv")),
        ("sao paulo", Place("São Paulo", "Brazil", "America/Sao_Paulo")),
        ("Munich", Place("Munich", "Germany", "Europe/Berlin")),
        ("Мюнхен", Place("Munich", "Germany", "Europe/Berlin")),
        ("vaduz", Place("Vaduz", "Liechtenstein", "Europe/Vaduz")),
        ("NYC", Place("New York City", "New York, United States", "America/New_York")),
        ("Ukraine", Place("Ukraine", "", "Europe/Kyiv")),
        ("Україна", Place("Ukraine", "", "Europe/Kyiv")),
        ("UA", Place("Ukraine", "", "Europe/Kyiv")),
        ("UK", Place("United Kingdom", "", "Europe/London")),
        ("California", Place("California", "United States", "America/Los_Angeles")),
    ],
)
def test_a_city_or_a_country_of_one_zone_is_that_zone(words: str, place: Place) -> None:
    """In English and in Ukrainian, with and without accents, and says which place was understood."""
    found = find(words)
    assert found.zone == place.zone
    assert found.places[0] == place


def test_a_code_in_small_letters_is_a_word_and_no_country() -> None:
    """Austria, Italy and Tonga are not meant by "at", "it" and "to"."""
    assert exactly("at") == exactly("it") == exactly("to") is None


@pytest.mark.parametrize(
    "name", ["Portland", "Birmingham", "Kingston", "Springfield", "Georgia", "Vancouver", "Портленд"]
)
def test_a_name_of_several_places_is_offered_with_countries_the_largest_first(name: str) -> None:
    """Nobody is given the time of another Portland."""
    found = find(name)
    assert found.zone is None
    assert len({place.zone for place in found.places}) > 1
    assert len(set(found.places)) == len(found.places) <= 8


def test_the_most_populous_is_offered_first() -> None:
    """Portland in Oregon before Portland in Maine, Birmingham in England before Birmingham in Alabama."""
    assert [place.country for place in find("Portland").places] == ["Oregon, United States", "Maine, United States"]
    assert [place.country for place in find("Birmingham").places] == ["United Kingdom", "Alabama, United States"]
    assert find("Kingston").places[0].country == "Jamaica"


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Portland, Oregon", "America/Los_Angeles"),
        ("portland maine", "America/New_York"),
        ("Portland ME", "America/New_York"),
        ("Portland, OR, USA", "America/Los_Angeles"),
        ("Birmingham, UK", "Europe/London"),
        ("London, Canada", "America/Toronto"),
        ("Georgia, USA", "America/New_York"),
        ("Kyiv, Ukraine", "Europe/Kyiv"),
        ("Київ, Україна", "Europe/Kyiv"),
    ],
)
def test_a_country_or_a_state_behind_a_name_decides(words: str, zone: str) -> None:
    """With a comma and without."""
    assert find(words).zone == zone


def test_a_city_in_the_wrong_country_is_not_found() -> None:
    """Kyiv does not lie in Canada."""
    assert find("Kyiv, Canada").zone is None


def test_a_place_that_all_think_of_is_taken_and_the_others_are_named() -> None:
    """London is in England unless somebody says otherwise; that there is another is told."""
    found = find("London")
    assert found.zone == "Europe/London"
    assert [place.country for place in found.places] == ["United Kingdom", "Canada"]


@pytest.mark.parametrize("country", ["USA", "Russia", "Canada", "Australia", "Brazil", "Texas"])
def test_a_country_of_several_zones_is_offered_by_their_cities(country: str) -> None:
    """Even a capital with most of the people is not taken for the country."""
    found = find(country)
    assert found.zone is None
    assert len({place.zone for place in found.places}) == len(found.places) > 1


@pytest.mark.parametrize(
    ("slip", "zone"),
    [
        ("Europe/Kiyv", "Europe/Kyiv"),
        ("Europe/Kyv", "Europe/Kyiv"),
        ("Kyyiv", "Europe/Kyiv"),
        ("Kiyv", "Europe/Kyiv"),
        ("Lodnon", "Europe/London"),
        ("Berln", "Europe/Berlin"),
        ("New Yrok", "America/New_York"),
        ("Warzaw", "Europe/Warsaw"),
        ("Europe/Lviv", "Europe/Kyiv"),
        ("Ukraine/Kyiv", "Europe/Kyiv"),
        ("Amerika/New_York", "America/New_York"),
        ("Киїів", "Europe/Kyiv"),
        ("Chigaco", "America/Chicago"),
        ("Gdnask", "Europe/Warsaw"),
    ],
)
def test_a_slip_is_asked_about_and_not_corrected(slip: str, zone: str) -> None:
    """Did you mean: the most likely first; nothing is taken."""
    found = find(slip)
    assert found.zone is None
    assert found.near[0].zone == zone
    assert not found.places


@pytest.mark.parametrize("words", ["blah", "please", "xyzzy", "qqqqqq", "grain", "hour", "prices", "war"])
def test_words_that_are_like_no_place_bring_no_offers(words: str) -> None:
    """A wild guess helps nobody."""
    assert find(words) == Zones()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120) | st.text("kyivloдn ,/+-:0123456789", max_size=40))
def test_any_words_are_answered_with_zones_that_are_there(words: str) -> None:
    """No text raises, and every zone that is offered is one."""
    found = find(words)
    offered = [place.zone for place in (*found.places, *found.near)] + ([found.zone] if found.zone else [])
    assert all(canonical(zone) == zone for zone in offered)
    assert found.zone is None or not found.near


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (50.45, 30.52, "Europe/Kyiv"),
        (49.84, 24.03, "Europe/Kyiv"),
        (40.71, -74.0, "America/New_York"),
        (-33.87, 151.2, "Australia/Sydney"),
        (0, -30, "Etc/GMT+2"),
    ],
)
def test_a_location_has_the_zone_of_its_place_at_sea_that_of_its_longitude(
    latitude: float, longitude: float, zone: str
) -> None:
    """Latitude comes first, as people and Telegram write it."""
    assert at(latitude, longitude) == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_point_that_is_none_has_no_zone(latitude: float, longitude: float) -> None:
    """Not even that of Greenwich."""
    assert at(latitude, longitude) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_earth_has_a_zone_that_is_one(latitude: float, longitude: float) -> None:
    """Also at the poles and on the date line."""
    zone = at(latitude, longitude)
    assert zone is not None
    assert canonical(zone) == zone


def test_the_table_is_small_and_holds_only_zones_of_today_and_folded_names() -> None:
    """A zone that is renamed shows here, as does a table made with other rules of folding."""
    packed = (resources.files("bot.services.zones") / "places.txt.xz").read_bytes()
    assert len(packed) <= 400_000
    table = lines()
    assert len(table) > 12_000
    for line in table:
        name, where, zone, thousands, keys = line.split("|")
        assert canonical(zone) == zone or (line.startswith("=") and not zone)
        assert where.isascii()
        assert int(thousands) >= 0
        assert name
        assert all(fold(key) == key for key in keys.strip(",").split(","))


def test_cities_stand_in_the_order_of_their_size() -> None:
    """That order is what choices are offered in."""
    sizes = [int(line.split("|")[3]) for line in lines() if not line.startswith("=")]
    assert sizes == sorted(sizes, reverse=True)


def test_every_zone_of_a_country_has_a_place_by_which_it_is_found() -> None:
    """Whoever lives where a zone is called after a village finds it by the village."""
    held = {line.split("|")[2] for line in lines()}
    assert {zone for zone in NEW if "/" in zone and not zone.startswith("Etc/")} <= held


def test_the_table_keeps_names_that_people_write_and_not_codes_of_airports() -> None:
    """Nor the letter-by-letter spellings of other scripts; smaller cities keep only their Cyrillic names."""
    names = ["KBP", "Kiev", "kyiva", "Київ", "Kijów", "東京", "NYC", "ЛЬВІВ"]
    assert set(_others(names, 3_000_000)) == {"kiev", fold("київ"), "kijow", "nyc", fold("львів")}
    assert set(_others(names, 60_000)) == {fold("київ"), "nyc", fold("львів")}
    assert str(Row("Kyiv", "UA", "Europe/Kyiv", 2_952_301, {"kiev"})) == "Kyiv|UA|Europe/Kyiv|2952|,kyiv,kiev,"


def test_nothing_is_read_before_somebody_asks() -> None:
    """Start-up pays neither for the cities nor for the polygons nor for CLDR."""
    code = (
        "import sys; from bot.services import zones; from bot.services.zones import table;"
        "assert not {'tzfpy', 'babel'} & set(sys.modules), 'loaded';"
        "assert table._whole.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and code


def test_a_zone_is_known_by_the_name_of_its_city_in_ukrainian() -> None:
    """Which is how it is shown there: what somebody reads they may type."""
    with speaking("uk"):
        shown = {zone: place(zone) for zone in NEW}
    cities = {zone: name for zone, name in shown.items() if is_cyrillic(name)}
    assert len(cities) > 400
    found = {zone: known.zone for zone, name in cities.items() if (known := exactly(name))}
    assert {zone for zone in cities if found.get(zone) != zone} == OF_LARGER


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Київ", "Europe/Kyiv"),
        ("Києвом", "Europe/Kyiv"),
        ("києвом", "Europe/Kyiv"),
        ("Львові", "Europe/Kyiv"),
        ("Одеса", "Europe/Kyiv"),
        ("Одесою", "Europe/Kyiv"),
        ("Варшаві", "Europe/Warsaw"),
        ("Празі", "Europe/Prague"),
        ("Берліном", "Europe/Berlin"),
        ("Віднем", "Europe/Vienna"),
        ("Парижем", "Europe/Paris"),
        ("Лондона", "Europe/London"),
        ("Нью-Йорком", "America/New_York"),
        ("Україна", "Europe/Kyiv"),
    ],
)
def test_a_place_is_found_in_the_cases_of_ukrainian(words: str, zone: str) -> None:
    """As it is said behind a preposition."""
    assert find(words).zone == zone


@pytest.mark.parametrize("words", ["зерна", "уряду", "новини", "лікарні", "про війну", "погода"])
def test_other_words_of_ukrainian_are_no_places(words: str) -> None:
    """A topic that is typed is not taken for the case of a village's name."""
    assert exactly(words) is None

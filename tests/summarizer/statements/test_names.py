"""What a source mention is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.statements.names import dissect


@pytest.mark.parametrize(
    ("mention", "name", "role"),
    [
        ("NATO Secretary-General Jens Stoltenberg", "Jens Stoltenberg", "NATO Secretary-General"),
        ("US Secretary of State Antony Blinken", "Antony Blinken", "US Secretary of State"),
        ("Canada’s foreign affairs minister, Melanie Joly", "Melanie Joly", "Canada’s foreign affairs minister"),
        ("Antony Blinken, the US secretary of state", "Antony Blinken", "US secretary of state"),
        ("longtime Democratic pollster Pat Caddell", "Pat Caddell", "longtime Democratic pollster"),
        ("Rep. Elijah E. Cummings (D-Md.)", "Elijah E. Cummings", "Rep."),
        ("UN High Commissioner for Refugees Filippo Grandi", "Filippo Grandi", "UN High Commissioner for Refugees"),
        ("Mayor Bill de Blasio", "Bill de Blasio", "Mayor"),
        ("Dana Whitfield, Mayor", "Dana Whitfield", "Mayor"),
        ("The maker, Urbitec,", "Urbitec", "maker"),
        ("A former driver, Paul Keene", "Paul Keene", "former driver"),
        ("Robby Mook, Clinton's campaign manager,", "Robby Mook", "Clinton's campaign manager"),
        ("Eva Berg, 54, a nurse in Ohio", "Eva Berg", "nurse in Ohio"),
        ("Jay Jacobs, a Clinton supporter who leads the party", "Jay Jacobs", "Clinton supporter"),
        ("House Leader Kevin McCarthy, R-Calif.,", "Kevin McCarthy", "House Leader"),
        ("Robert Gordon of Northwestern University", "Robert Gordon", "Northwestern University"),
        ("Senator Bernie Sanders of Vermont", "Bernie Sanders", "Senator"),
        ("CNN's Jake Tapper", "Jake Tapper", "CNN"),
        ("the Rev. Al Sharpton", "Al Sharpton", "Rev."),
        ("Mr. Trump's", "Trump", None),
        ("his colleague David French", "David French", None),
        ("Donald Trump Jr.", "Donald Trump Jr.", None),
        ("Mr. King", "King", None),
        ("the party chairwoman, Representative Ann Lee of Ohio,", "Ann Lee", "party chairwoman"),
        ("Ann Lee, the former governor challenged by Berg", "Ann Lee", "former governor"),
        ("Charlie King, a Democrat", "Charlie King", "Democrat"),
        ("Hunt, speaking on television,", "Hunt", None),
    ],
)
def test_a_name_and_its_office_are_told_apart(mention: str, name: str, role: str | None) -> None:
    """Titles, appositions and affiliations are roles as they stand; honorifics, ages and parties are none."""
    anatomy = dissect(mention)
    assert (anatomy.sort, anatomy.name, anatomy.role) == ("named", name, role)


@pytest.mark.parametrize(
    ("mention", "sort", "name"),
    [
        ("A senior U.S. defense official", "common", "senior U.S. defense official"),
        ("a senior defense official who asked not to be named", "common", "senior defense official"),
        ("a senior official, speaking on condition of anonymity,", "common", "senior official"),
        ("the president of the European Commission", "common", "president of the European Commission"),
        ("“the official", "common", "official"),
        ("one of the president's aides,", "common", "one of the president's aides"),
        ("A communications aide for Mr. Lee", "common", "communications aide for Mr. Lee"),
        ("a spokesman for Mayor Bill de Blasio", "common", "spokesman for Mayor Bill de Blasio"),
        ("half of the voters in a poll released Monday", "common", "half of the voters in a poll released Monday"),
        ("some Republicans", "group", "some Republicans"),
        ("Clinton and her aides", "group", "Clinton and her aides"),
        ("Ms. Ann Lee, Mrs. Rao and others", "group", "Ms. Ann Lee, Mrs. Rao and others"),
        ("Cruz, Rubio and Chairman Tom Berg", "group", "Cruz, Rubio and Chairman Tom Berg"),
        ("the King", "common", "King"),
        ("Ann Lee, head of the firm, and other scientists", "group", "Ann Lee, head of the firm, and other scientists"),
        ("the senator, his aides and his donors", "group", "senator, his aides and his donors"),
        ("an anti-Trump PAC", "common", "anti-Trump PAC"),
        ("who", "pronoun", "who"),
        ("...", "common", ""),
    ],
)
def test_what_is_no_name_stays_whole(mention: str, sort: str, name: str) -> None:
    """Without its article, the marks around it and the reason for anonymity, and nothing cut in the middle."""
    anatomy = dissect(mention)
    assert (anatomy.sort, anatomy.name, anatomy.role) == (sort, name, None)


@pytest.mark.parametrize(
    ("mention", "gender"),
    [("Mr. Lee", "m"), ("his wife", "f"), ("her", "f"), ("Max Berg, a spokesman", "m"), ("Max Berg", None)],
)
def test_gender_is_what_the_words_tell(mention: str, gender: str | None) -> None:
    """Honorifics, kinship and offices tell it; a possessor's pronoun does not."""
    assert dissect(mention).gender == gender


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("Mr. Lee , the of who — (x) “ Sen. and a, Ann".split())).map(" ".join)
)
def test_any_mention_can_be_taken_apart(mention: str) -> None:
    """Nothing is raised, and no name or role is left dangling at a comma, an article or an "of"."""
    anatomy = dissect(mention)
    assert anatomy.role != ""
    for part in filter(None, (anatomy.role, anatomy.name)):
        assert " " not in part or part.split()[-1].lower() not in {"the", "a", "of", ",", "who"}

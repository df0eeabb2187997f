"""Who a source mention is, in its document."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.statements.speakers import resolve
from summarizer.types import Document, Span, Speaker, Statement


def found(text: str) -> tuple[Statement, ...]:
    return find_statements(Document.make(text), split_sentences(text))


def speakers(text: str) -> list[str]:
    return [statement.speaker.name for statement in found(text) if statement.speaker]


def named(marked: str) -> list[Speaker | None]:
    """The speakers of the mentions that stand in [brackets], in order of the text."""
    text, mentions, taken = "", [], 0
    for match in re.finditer(r"\[([^\]]+)\]", marked):
        text += marked[taken : match.start()]
        mentions.append(Span(len(text), len(text) + len(match[1])))
        text, taken = text + match[1], match.end()
    return list(resolve(text + marked[taken:], mentions))


def last(marked: str) -> str | None:
    """The name of the last mention in brackets."""
    speaker = named(marked)[-1]
    return speaker.name if speaker else None


def test_surname_and_pronoun_become_the_full_name() -> None:
    """A surname is the one person of that name; "he" is who spoke last."""
    text = 'Mayor Jens Berg said it was late. "We wait," Berg said.\n\n"We wait long," he added.'
    assert speakers(text) == ["Jens Berg"] * 3


def test_two_people_of_one_surname_stay_apart() -> None:
    """A surname that two people share is left as it stands."""
    text = 'President Bill Clinton spoke. Senator Hillary Clinton spoke. "No more of it," Clinton said.'
    assert speakers(text) == ["Clinton"]


@pytest.mark.parametrize(
    "text",
    [
        "Mark Pell’s lawyer left. [Pell] said no.",
        "[Pell] said no. It was the third trial of Mark Pell, 54, in Ohio.",
        "Jury Hears The Case Of Mark Pell\n\n[Pell] said no. The jury heard Pell for an hour.",
        "[Pell] said no.\n\nMark Pell outside the court (AP/Ann Lee)",
        "[Mr. Pell] said no. Mark Pell left.",
    ],
)
def test_the_full_name_may_stand_anywhere(text: str) -> None:
    """Before or after, as a possessive, in a headline or in a caption."""
    assert last(text) == "Mark Pell"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hillary Clinton spoke first. Mr. Bill Clinton spoke too. [Mrs. Clinton] said no.", "Hillary Clinton"),
        ("Donald Trump left. Donald Trump Jr. left. [Trump] said no.", "Trump"),
        ("Bob Kerrey left. [Kerry] said no.", "Kerry"),
        ("The White House denied it. [The House] said no.", "House"),
        ("It was the Coalition Against Hunger. [Hunger] said no.", "Hunger"),
        ("[The younger Mr. Trump] said no. Donald Trump left.", "younger Mr. Trump"),
    ],
)
def test_a_surname_is_one_person_or_stays(text: str, name: str) -> None:
    """An honorific tells two of a name apart; namesakes and bodies that sound alike are nobody's full name."""
    assert last(text) == name


def test_a_family_name_stays_with_whom_the_text_calls_so() -> None:
    """Who was introduced first and is called by the surname keeps it, except near the other."""
    start = "Donald Trump spoke in Ohio. Trump said it was late. " + "Many people came to hear it all. " * 30
    other = "His daughter Ivanka Trump came too. "
    assert last(start + other + "[Trump] said no.") == "Trump"
    assert last(start + other + "The night was long and cold in Ohio. " * 30 + "[Trump] said no.") == "Donald Trump"


def test_pronoun_of_the_other_gender_stays() -> None:
    """ "She" is not Mr. Smith, and nobody else has spoken: nobody is named as the speaker."""
    text = 'Mr. Tom Smith said taxes will fall. "They will rise," she said.'
    assert [s.speaker and s.speaker.name for s in found(text)] == ["Tom Smith", None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Lee met Tom Berg. [She] said no.", "Ann Lee"),
        ("Tom Berg met Max Lund on Monday. [He] said no.", "Tom Berg"),
        ("Tom Berg spoke. Reporters then asked about Max Lund. [He] said no.", None),
        ("[Tom Berg] said no. “Max Lund left,” [he] said.", "Tom Berg"),
        ("Tom Berg left. A lawyer for the town did not agree. [He] said no.", None),
        ("While Tom Berg was away, Max Lund ran it all, and [he] said no.", "Max Lund"),
        ("Tom Berg ran it. The Berg plan failed. Later [he] said no.", "Tom Berg"),
        ("As for Tom Berg, [he] said no.", "Tom Berg"),
        ("Tom Berg left.\n\nA tank in Kyiv. (AP/Max Lund)\n\n“We wait,” [he] said.", "Tom Berg"),
        ("Tom Berg asked Eva Lund to stay. “I was told that [he] said no,” she said.", None),
    ],
)
def test_a_pronoun_is_the_subject_before_it(text: str, name: str | None) -> None:
    """The nearest sentence decides, its subject before others; two who would do, or a quotation's own "he", nobody."""
    assert last(text) == name


def test_a_pronoun_after_somebody_unnamed_is_nobody() -> None:
    """ "Pell's lawyer did not say ..." stands between: "he" is not the person who was quoted before."""
    text = (
        '"It is for the courts to decide this," said Tom Shaw.\n\n'
        "Pell's lawyer did not say whether he had proof. \"We don't have any documents,\" he said."
    )
    assert [s.speaker and s.speaker.name for s in found(text) if "documents" in s.text] == [None]


def test_common_noun_is_who_was_called_so() -> None:
    """ "The official" is the official named before, "the mayor" the only one who holds the office."""
    text = 'A senior U.S. official said it ended. "It ended well," the official added.'
    assert speakers(text) == ["senior U.S. official"] * 2
    assert speakers('Mayor Bill de Blasio came. "We do not see a link," the mayor said.') == ["Bill de Blasio"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Foreign Ministry called. [The ministry] said no.", "Foreign Ministry"),
        ("The Ministry of Defence called. [The ministry] said no.", "Ministry of Defence"),
        ("The Foreign Ministry and the Defence Ministry called. [The ministry] said no.", "ministry"),
        ("The UN refugee agency called. [The agency] said no.", "UN refugee agency"),
        ("Ignoring advocacy groups is easy. [The group] said no.", "group"),
        ("Tom Berg left. Berg’s campaign called. [His campaign] said no.", "Berg’s campaign"),
        ("Ned Price, a spokesman, came. [The spokesman] said no.", "Ned Price"),
        ("Sen. Ann Lee came. Sen. Max Lund came. [The senator] said no.", "senator"),
        ("Ann Lee, a candidate, came. [The candidate] said no.", "candidate"),
        ("A Texas Republican left. [A Texas Republican] said no.", "Texas Republican"),
        ("Jeb Bush left early. [A defiant Bush] said no.", "Jeb Bush"),
        ("Ann Lee left. [Critics like Lee] said no.", "Critics like Lee"),
        ("HE HAS BEEN CALLED OUT BY DOCTORS AGAIN. [The doctor] said no.", "doctor"),
    ],
)
def test_the_one_named_before_is_meant(text: str, name: str) -> None:
    """A ministry, agency or office is the only one of the kind named before; two of them are nobody."""
    assert last(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was shut by Ann Lee, [who] said no.", "Ann Lee"),
        ("It was shut by Ann Lee, the mayor of Springfield, [who] said no.", "Ann Lee"),
        ("It was shut by a desperate man [who] said no.", "desperate man"),
        ("It was shut by six in 10 voters [who] said no.", None),
        ("It was told by Al Berger, a doctor from Englewood, New Jersey, [who] said no.", "Al Berger"),
        ("It was in papers from October [that] said no.", None),
        ("It was found by the Pew Research Center, [which] said no.", "Pew Research Center"),
    ],
)
def test_relative_pronoun_is_the_noun_before_it(text: str, name: str | None) -> None:
    """A name with or without its apposition, or a plain noun phrase; anything less sure is nobody."""
    assert last(text) == name


def test_relative_clause_speaks_for_its_noun() -> None:
    """The source is the word "who", its speaker the name in front of it."""
    text = "The road was shut by Ann Lee, who said that it was not safe."
    (statement,) = found(text)
    assert (statement.source[0].of(text), statement.speaker) == ("who", Speaker("Ann Lee"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Robby Mook, Clinton's campaign manager, came. [Mook] said no.", "Clinton's campaign manager"),
        ("Campaign manager Robby Mook came. [Mook] said no.", "Campaign manager"),
        ("[Mook] said no. It was former Ohio governor Robby Mook.", "former Ohio governor"),
        ("Robby Mook, who came late, left. [Mook] said no.", None),
        ("Robby Mook, aides and those in the hall stood. [Mook] said no.", None),
        ("Robby Mook, his friend, came. [Mook] said no.", None),
    ],
)
def test_the_role_is_kept_from_wherever_it_is_told(text: str, role: str | None) -> None:
    """An office before the name or an apposition behind it, anywhere; what tells no office is no role."""
    assert named(text)[-1] == Speaker("Robby Mook", role)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Donald Trump Jr. spoke. [Trump] said no.", Speaker("Trump")),
        ("Donald Trump, Jr., spoke. [Mr. Trump] said no.", Speaker("Trump")),
        ("King Charles Lee III spoke. [Lee] said no.", Speaker("Lee")),
        ("Robert Kennedy Jr. spoke. [Kennedy, the late senator,] said no.", Speaker("Kennedy", "late senator")),
        ("[Kennedy, the late senator,] said no. [Robert Kennedy Jr.] said so.", Speaker("Robert Kennedy Jr.")),
        ("Mr. Robert Kennedy Jr. spoke. [A defiant Kennedy] said no.", Speaker("defiant Kennedy")),
    ],
)
def test_a_bare_surname_is_never_a_junior(text: str, told: Speaker) -> None:
    """A son with a "Jr." gets neither what "Trump" says nor the role of the other man of his surname."""
    assert named(text)[-1] == told


def test_a_label_with_a_surname_is_never_a_junior() -> None:
    """A transcript's TRUMP stays as it stands where only a Donald Trump Jr. is named."""
    assert last("Donald Trump Jr. left the room.\n\n[MR. TRUMP]: We go.") == "MR. TRUMP"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Angela Merkel met the president. “I trust him,” [the president] said of his aide. [She] left.", None),
        ("“I love it,” [the president] said of Angela Merkel. [She] said that she was glad.", None),
        ("“I trust him,” [the president] said of his aide. [She] said nothing more.", "president"),
        ("Tom Berg met the president. “I trust him,” [the president] said. [She] said no more.", "president"),
        ("Eva Lund left. It rained. It was cold. It was late. [The president] said so. [She] left.", "president"),
        ("“I trust him,” [the spokeswoman] said of Angela Merkel. [She] said no more.", "spokeswoman"),
    ],
)
def test_a_pronoun_is_no_office_where_somebody_of_its_gender_is_named(text: str, name: str | None) -> None:
    """A president of unknown gender may stand in the way of a named woman, but is not "she" in her place."""
    assert last(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[A U.N. official] said no. [A Russian official] said so. [The official] said it again.", "official"),
        ("[The Florida senator] said no. [The Texas senator] said so. [The senator] left.", "senator"),
        ("[A U.N. official] said no. [The U.N. official] said so. [The official] left.", "U.N. official"),
        ("[A U.N. official] said no. [A Russian official] left. [The U.N. official] said it.", "U.N. official"),
        ("[US official] spoke. [A senior U.S. official] left. [The official] said no.", "senior U.S. official"),
        ("[A U.N. official] spoke. [A U.S. official] spoke. [The official] spoke. [The official] left.", "official"),
    ],
)
def test_the_official_is_nobody_in_particular_where_two_are_called_so(text: str, name: str) -> None:
    """Two of them in reach leave it in doubt who is meant, and the mention stays as it stands."""
    assert last(text) == name


@pytest.mark.parametrize(
    "mention",
    [
        "No official",
        "Nobody",
        "no one",
        "none of them",
        "Neither senator",
        "She",
        "they",
        "I",
        "we",
        "It",
        "you",
        "This",
    ],
)
def test_who_is_nobody_is_no_speaker(mention: str) -> None:
    """A negation names nobody who spoke, and a pronoun without its noun tells no name."""
    assert last(f"It was late. [{mention}] said that the war was over.") is None


@pytest.mark.parametrize("mention", ["No 10", "Nolan Berg", "Others", "Norway"])
def test_words_like_negations_are_speakers(mention: str) -> None:
    """A house with a number, a name and "others" speak."""
    assert last(f"It was late. [{mention}] said that the war was over.") == mention


def test_who_behind_a_negation_is_no_speaker() -> None:
    """ "No official who said so" makes neither that "who" nor a later "the official" somebody."""
    told = named("There was no official [who] said it. [No official] said so. [The official] said no.")
    assert told == [None, None, Speaker("official")]


def test_one_person_is_one_speaker_in_a_document() -> None:
    """Both orders of name and office give equal speakers, and so does the surname."""
    text = "[Mayor Dana Whitfield] said no. [Dana Whitfield, Mayor,] said so. [Whitfield] and [Ms. Whitfield] said it."
    assert set(named(text)) == {Speaker("Dana Whitfield", "Mayor")}


def test_a_reporter_inside_a_report_speaks_for_himself() -> None:
    """The president said that the rebel leader had said so: two mentions, two speakers."""
    text = "[President Ana Ruiz] said [the rebel leader] had said that [he] agreed."
    assert [s and s.name for s in named(text)][:2] == ["Ana Ruiz", "rebel leader"]


def test_a_label_is_the_person_named_in_the_text() -> None:
    """MR. PRICE is Ned Price where the text names him so, FULL and short labels are one, unknown labels stay."""
    text = "Spokesman Ned Price spoke.\n\n[MR. PRICE]: We go.\n\n[QUESTION]: Where?\n\n[MR. LUND]: Here."
    assert [s and s.name for s in named(text)] == ["Ned Price", "QUESTION", "MR. LUND"]
    text = "[SECRETARY OF STATE ANTONY BLINKEN]: We go.\n\n[BLINKEN]: We left."
    assert len({s and s.name for s in named(text)}) == 1


@pytest.mark.parametrize(
    ("intro", "name"),
    [
        ("An interview with Dana Whitfield, mayor of Springfield", "Dana Whitfield"),
        ("Ann Lee asks Tom Berg, once mayor, why. A conversation with Dana Whitfield.", "Dana Whitfield"),
        ("Dana Whitfield spoke to Ann Lee on Monday.", None),
        ("By Ann Lee\n\nDana Whitfield runs the town.", "Dana Whitfield"),
        ("Dana Whitfield and Tom Berg run the town.", None),
        ("A talk about the town.", None),
    ],
)
def test_an_answer_is_the_interviewees(intro: str, name: str | None) -> None:
    """ "A." is the one person whom the introduction presents; never a speaker called "A" or "Q"."""
    text = f"{intro}\n\n[Q]. Where was it?\n\n[A]. It was by the river.\n\n[Q]. When was it?\n\n[A]. It was in May."
    question, answer, *_ = named(text)
    assert question is None
    assert (answer and answer.name) == name


WORDS = (
    "Ann Lee Tom Berg Mr. Mrs. Sen. President the The a official mayor said , . and who he She it his campaign — “ ” "
    "\n\n : Q A QUESTION of in Foreign Ministry ministry poll’s Jr. (D-Ohio) senior WHITFIELD O’Neil de"
).split(" ")


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Span | None, ...]]:
    """A text of news-like or of any words, and places in it as mentions."""
    words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), min_size=1, max_size=40))
    text = " ".join(words)
    pairs = st.tuples(st.integers(0, max(0, len(text) - 1)), st.integers(1, 30))
    places = draw(st.lists(st.none() | pairs, max_size=8)) if text else []
    return text, tuple(p and Span(p[0], min(len(text), p[0] + p[1])) for p in places)


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", re.sub(r"['’]s?\b", " ", text)).casefold())


@given(marked_texts())
def test_every_mention_has_one_answer_made_of_the_texts_words(case: tuple[str, tuple[Span | None, ...]]) -> None:
    """Any text: nothing is raised, one entry a mention, and names and roles are words of the text."""
    text, mentions = case
    answers = resolve(text, mentions)
    assert len(answers) == len(mentions)
    assert all(answer is None for answer, mention in zip(answers, mentions, strict=True) if mention is None)
    words = set(plain(text)) | set(re.findall(r"\w+", text.casefold()))
    told = [part for answer in answers if answer for part in (answer.name, answer.role or "")]
    cut = {w for m in mentions if m for w in re.findall(r"\w+", m.of(text).casefold())}
    assert {word for part in told for word in plain(part)} <= words | cut


NEWS = st.lists(
    st.sampled_from(
        [
            "Mayor Dana Whitfield said no.",
            "Whitfield said it was late.",
            "“We wait,” he said.",
            "Tom Berg, an aide, left.",
            "Berg said so.",
            "She said so.",
            "The mayor said no.",
            "The Foreign Ministry said no.",
            "The ministry said so.",
            "Eva Berg, who said no, left.",
        ]
    ),
    min_size=1,
    max_size=8,
)


@given(NEWS)
def test_a_name_stands_in_the_document_word_by_word(sentences: list[str]) -> None:
    """Whatever the order of the sentences, a speaker's name and role are contiguous pieces of the text."""
    text = "\n\n".join(sentences)
    for statement in found(text):
        if statement.speaker:
            assert statement.speaker.name in text
            assert (statement.speaker.role or "") in text


@pytest.mark.parametrize(
    "piece",
    ["the ministry said he left. ", "Mr. Lee said she was the senator. ", "Ann Lee, who said no, left. ", "A. B. C. "],
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    """2,000 mentions are resolved in seconds, whatever is repeated (a busy machine allowed for)."""
    text = piece * 2000
    mentions = [Span(n * len(piece), n * len(piece) + len(piece.split(" said", maxsplit=1)[0])) for n in range(2000)]
    start = time.process_time()
    assert len(resolve(text, mentions)) == 2000
    assert time.process_time() - start < 8


def invented(n: int) -> str:
    """A name of its own for each number."""
    return "B" + "".join("abcdefghij"[int(digit)] for digit in f"{n:05}")


MANY = {
    "owners": "Tom {} left. [His campaign] said no. ",
    "kinds": "The {} Ministry called. [The ministry] said no. ",
    "bodies": "The {} Ministry called. [The {} ministry] said no. ",
    "offices": "Ann {}, the {} mayor, came. [The {} mayor] said no. ",
    "cousins": "Mr. {} Lee left. [Mr. Lee] said no. ",
    "officials": "[A {} official] said no. [The {} official] left. ",
    "women": "[The {} official] said no. Ann {} left. [She] said so. ",
}


@pytest.mark.parametrize("kind", MANY)
def test_many_different_people_take_time_in_proportion(kind: str) -> None:
    """200,000 characters in which everybody is somebody else are read in seconds, not in minutes."""
    size = 200_000 // len(MANY[kind].replace("{}", invented(0)))
    marked = "".join(MANY[kind].replace("{}", invented(n)) for n in range(size))
    start = time.process_time()
    assert len(named(marked)) >= size
    assert time.process_time() - start < 15


def test_a_nickname_makes_another_of_that_surname() -> None:
    """Somebody named with a nickname inside and somebody named without are two: a bare surname is neither's."""
    text = 'Ellis "The Wall" Brandt saved two. Brandt laughed. His brother Owen Brandt said so.'
    places = [text.index("Brandt laughed"), text.index("Owen Brandt")]
    spans = [Span(places[0], places[0] + 6), Span(places[1], places[1] + 11)]
    assert [speaker and speaker.name for speaker in resolve(text, spans)] == ["Brandt", "Owen Brandt"]

"""Whether a noun names people: known nouns of persons, their endings, and those who do what a verb says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from summarizer.figures.grammar.verbs import verb_form

_HUMAN: Final = frozenset(
    """people person being civilian man men woman women child children boy girl kid baby infant teen teenager adult
    human citizen resident inhabitant immigrant migrant refugee asylum-seeker native foreigner american ukrainian
    russian democrat republican voter delegate superdelegate candidate mayor governor senator lawmaker congressman
    congressmen congresswoman congresswomen politician minister president leader official officer soldier troop
    force marine sailor airman airmen fighter militant insurgent rebel gunman gunmen terrorist hostage prisoner
    inmate detainee suspect victim survivor casualty casualties fatality fatalities injured wounded dead killed
    missing patient doctor nurse teacher student pupil professor scientist researcher expert analyst lawyer attorney
    judge juror worker employee employer staff staffer executive manager director partner member supporter follower
    fan viewer listener reader subscriber user customer consumer shopper passenger tourist visitor guest spectator
    attendee goer demonstrator protester protestor activist striker participant player athlete actor singer artist
    writer author journalist reporter editor photographer farmer driver pilot firefighter policeman policemen police
    cop agent investor shareholder donor funder bundler fundraiser billionaire millionaire taxpayer earner homeowner
    owner parent mother father son daughter brother sister sibling friend relative wife wives husband family-member
    descendant christian muslim jew catholic individual respondent volunteer advocate commissioner contractor
    stranger neighbor neighbour crowd population personnel commando operator veteran gentleman gentlemen lady ladies
    others them us whom youth senior graduate applicant nominee appointee ally allies rival opponent critic chief
    diplomat ambassador lobbyist waiter bartender carer caregiver pensioner retiree recruit conscript lesbian gay
    bride groom widow orphan twin triplet newborn toddler youngster teenage minor adolescent elder celebrity
    celebrities star host hero heroes saint monk nun priest bishop cardinal imam rabbi pastor cleric clergy peer
    colleague boss clerk cashier secretary secretaries assistant aide adviser advisor deputy deputies attendant
    servant accountant consultant technician mechanic plumber carpenter engineer architect surgeon dentist vet
    paramedic medic midwife midwives therapist coach referee goalkeeper defender midfielder captain boxer jockey
    golfer swimmer cyclist criminal thief thieves culprit convict felon offender gangster mobster hacker pirate
    bandit thug sniper assassin mercenary mercenaries jihadist jihadi warrior guerrilla gunner colonel sergeant
    lieutenant corporal cadet policewoman policewomen detective sheriff marshal guard bodyguard informant witness
    witnesses hiker camper climber skier surfer diver fisherman fishermen miner logger hunter shepherd villager
    islander southerner northerner easterner westerner londoner new-yorker newcomer outsider insider freshman
    freshmen sophomore undergraduate scholar academic economist historian philosopher poet novelist musician
    composer dancer comedian designer developer programmer entrepreneur tycoon mogul trader broker banker creditor
    tenant landlord renter lodger king queen prince princess monarch lord baron knight servicemember serviceman
    servicemen servicewoman family-members spouse boyfriend girlfriend grandchild grandchildren grandson
    granddaughter grandparent grandmother grandfather aunt uncle cousin nephew niece stepson stepdaughter
    half-brother half-sister defendant plaintiff claimant combatant contestant occupant entrant debutant vagrant
    peasant councillor councilor counselor chancellor prosecutor legislator perpetrator narrator translator educator
    instructor administrator negotiator competitor conductor creator successor predecessor aggressor benefactor
    pedestrian motorist commuter bystander onlooker reveler reveller mourner worshiper worshipper devotee pilgrim
    believer atheist evangelical mormon sunni shiite kurd arab turk slav serb croat dane finn swede greek czech
    slovak scot briton spaniard frenchman frenchmen englishman dutchman irishman""".split()
)
_ENDING: Final = re.compile(
    r"(?:goer|worker|maker|holder|[a-z]{2}ist|owner|dweller|seeker|fighter|keeper|leader|officer|man|men|woman|women|people|"
    r"person|voter|ers-in|crat|[nt]eer|ician|arian|grader|old)s?$"
)
_NO_PERSON: Final = re.compile(
    r"(?:wrist|waist|heist|exist|assist|insist|consist|resist|talisman|specimen|regimen|abdomen|veneer|barbarian|"
    r"[a-z]?twist|blacklist|checklist|shortlist|playlist|household|threshold|scaffold|blindfold|manifold|stronghold|cold|gold)s?"
)
_EE: Final = frozenset(
    """employee evacuee adoptee absentee abductee addressee amputee appointee attendee deportee detainee devotee
    divorcee escapee honoree inductee internee interviewee invitee nominee parolee refugee retiree returnee trainee
    trustee""".split()
)
# What does a thing's work: made like the names of those who act, but no people.
_THINGS: Final = frozenset(
    """server container cover counter trailer burner charger carrier launcher liner cutter printer freezer boiler
    marker poster planter locker blocker letter shutter slipper filler bumper washer cleaner tracker router scanner
    mixer blender speaker-system fastener stapler folder drawer sticker cooler heater opener closer header feeder
    timer dimmer cruiser destroyer helicopter freighter tanker bomber propeller silencer suppressor reminder
    remainder order number offer manufacturer exporter importer publisher broadcaster supplier provider insurer
    producer lender streamer saver border shelter matter former other winter quarter tester pointer setter getter
    twitter jumper hammer hanger dresser sleeper cooker toaster trigger booster primer thriller tear-jerker
    page-turner banner corner dinner bitter butter flyer ruler cracker loader excavator holder shaker stopper
    clipper sprinkler stroller receiver transmitter transfer flower shower tower power lever river fever layer
    prayer beer deer water lower upper rather hurdle finger anger danger ranger-vehicle charter chapter master
    recorder player-piano starter cylinder screwdriver merger driver-license passer feature mother-lode voucher
    discover recover deliver""".split()
)


@lru_cache(maxsize=8192)
def is_human(noun: str) -> bool:
    """Whether the noun, singular or plural, names people: "mayors", "runner", "evacuees", "Libyans"."""
    low = noun.lower().rsplit("-", 1)[-1]
    singular = low[:-3] + "y" if low.endswith("ies") else low.removesuffix("s")
    if low in _HUMAN or singular in _HUMAN:
        return True
    ends = singular in _EE or (_ENDING.search(low) and not _NO_PERSON.fullmatch(low))
    return bool(ends) or _acts(singular) or _is_demonym(noun)


def _acts(singular: str) -> bool:
    """One who does what a verb says: "runner", "accuser", "smuggler"."""
    if not singular.endswith("er") or singular in _THINGS or len(singular) < 5:
        return False
    stem = singular[:-2]
    bases = (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem)
    return any(verb_form(base) == "base" for base in bases)


def _is_demonym(noun: str) -> bool:
    return noun[:1].isupper() and bool(re.search(r"(?:ans|ese|ish|is|ians)$", noun))

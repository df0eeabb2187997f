"""Countries and the people and things that are called after them, so that "Russian" is known to stand for Russia."""

from __future__ import annotations

import re
from typing import Final

_CALLED: Final = """
afghanistan:afghan afghans|albania:albanian albanians|algeria:algerian|argentina:argentine argentinian
|armenia:armenian|australia:australian australians|austria:austrian austrians|azerbaijan:azerbaijani|bahrain:bahraini
|bangladesh:bangladeshi|belarus:belarusian belarusians|belgium:belgian belgians|bolivia:bolivian|bosnia:bosnian
|brazil:brazilian brazilians|britain:british briton britons uk|bulgaria:bulgarian|cambodia:cambodian
|cameroon:cameroonian|canada:canadian canadians|chile:chilean|china:chinese|colombia:colombian
|croatia:croatian|cuba:cuban cubans|cyprus:cypriot|denmark:danish dane danes|ecuador:ecuadorian
|egypt:egyptian egyptians|england:english
|estonia:estonian|ethiopia:ethiopian|europe:european europeans|finland:finnish finn finns
|france:french frenchman frenchmen|georgia:georgian|germany:german germans|ghana:ghanaian|greece:greek greeks
|haiti:haitian|hungary:hungarian hungarians|iceland:icelandic|india:indian indians|indonesia:indonesian
|iran:iranian iranians|iraq:iraqi iraqis|ireland:irish|israel:israeli israelis|italy:italian italians|japan:japanese
|jordan:jordanian|kazakhstan:kazakh|kenya:kenyan|kosovo:kosovar|kuwait:kuwaiti|latvia:latvian|lebanon:lebanese
|libya:libyan|lithuania:lithuanian|malaysia:malaysian|mali:malian|mexico:mexican mexicans|moldova:moldovan
|mongolia:mongolian|morocco:moroccan|myanmar:burmese|nepal:nepalese nepali|netherlands:dutch|nigeria:nigerian nigerians
|norway:norwegian norwegians|pakistan:pakistani pakistanis|palestine:palestinian palestinians|panama:panamanian
|peru:peruvian|philippines:filipino philippine filipinos|poland:polish pole poles|portugal:portuguese|qatar:qatari
|romania:romanian|russia:russian russians|rwanda:rwandan|scotland:scottish scot scots|senegal:senegalese
|serbia:serbian serb serbs|singapore:singaporean|slovakia:slovak slovakian|slovenia:slovenian|somalia:somali
|spain:spanish spaniard spaniards|sudan:sudanese|sweden:swedish swede swedes|switzerland:swiss|syria:syrian syrians
|taiwan:taiwanese|tajikistan:tajik|tanzania:tanzanian|thailand:thai|tunisia:tunisian|turkey:turkish turk turks
|uganda:ugandan|ukraine:ukrainian ukrainians|uruguay:uruguayan|usa:american americans america|uzbekistan:uzbek
|venezuela:venezuelan|vietnam:vietnamese|wales:welsh|yemen:yemeni yemenis|zambia:zambian|zimbabwe:zimbabwean
"""
COUNTRY_OF: Final = {
    called: country.strip()
    for country, _, others in (entry.partition(":") for entry in _CALLED.split("|"))
    for called in others.split()
}
COUNTRIES: Final = frozenset(COUNTRY_OF.values())
_LONG: Final = (
    (
        re.compile(r"\bthe United States(?: of America)?\b|\bUnited States(?: of America)?\b|\bU\.S\.A?\.?|\bUSA?\b"),
        "Usa",
    ),
    (re.compile(r"\b(?:the )?United Kingdom\b|\bU\.K\.|\bGreat Britain\b"), "Britain"),
    (re.compile(r"\b(?:the )?United Nations\b|\bU\.N\.?|\bUN\b"), "Uno"),
    (re.compile(r"\b(?:the )?European Union\b|\bE\.U\.?|\bEU\b"), "Euro-union"),
)


def shortened(text: str) -> str:
    """The text with states and unions of states under one name each."""
    for pattern, name in _LONG:
        text = pattern.sub(name, text)
    return text

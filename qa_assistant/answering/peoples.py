"""Countries and what their people and things are called, where the one does not begin like the other."""

from __future__ import annotations

_PEOPLES = """
afghanistan afghan; argentina argentine argentinian; belgium belgian; bangladesh bangladeshi; barbados barbadian;
britain british briton uk; brittany breton; burma myanmar burmese; catalonia catalan; cornwall cornish;
croatia croat croatian; cyprus cypriot; czechia czech; denmark danish dane; england english; finland finnish finn;
flanders flemish; france french; gabon gabonese; galicia galician; germany german; greece greek; greenland greenlandic;
holland netherlands dutch; hungary hungarian; iceland icelandic icelander; ireland irish; israel israeli;
kazakhstan kazakh; kosovo kosovar; kyrgyzstan kyrgyz; laos lao laotian; lebanon lebanese; lesotho basotho;
madagascar malagasy; malawi malawian; monaco monegasque; naples neapolitan; norway norwegian; pakistan pakistani;
paraguay paraguayan; peru peruvian; philippines philippine filipino filipina; poland polish pole;
portugal portuguese; quebec quebecois; scandinavia scandinavian; scotland scottish scot; serbia serb serbian;
slovakia slovak; slovenia slovene slovenian; spain spanish spaniard; eswatini swaziland swazi; sweden swedish swede;
switzerland swiss; tajikistan tajik; thailand thai; tibet tibetan; turkmenistan turkmen; turkey turkiye turkish turk;
ukraine ukrainian; emirates emirati; us usa america american; uruguay uruguayan; uzbekistan uzbek; venice venetian;
wales welsh; zanzibar zanzibari; congo congolese; senegal senegalese; togo togolese; benin beninese; sudan sudanese;
malta maltese; china chinese; japan japanese; nepal nepali nepalese; taiwan taiwanese; vietnam vietnamese;
europe european; vienna viennese; milan milanese; mozambique mozambican; ecuador ecuadorian ecuadorean
"""
_GROUP_OF = {
    name: f"people:{group.split()[0]}" for group in " ".join(_PEOPLES.split()).split("; ") for name in group.split()
}


def people_of(name: str) -> str | None:
    """Return the key that a country shares with the words for its people and things: `france` with `french`.

    `name` is in lower case and without accents; a plural or possessive ending makes no difference.
    """
    forms = (name, name.removesuffix("'s"), name.removesuffix("s"))
    return next((_GROUP_OF[form] for form in forms if form in _GROUP_OF), None)

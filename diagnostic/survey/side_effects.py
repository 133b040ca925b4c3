"""Whether a comment may report a side effect or a product complaint, in English and German.

Rather too often than too rarely: a comment that is flagged in vain costs a consultant one click. But what everybody
writes about working together is not flagged, or nobody would look at the flags.
"""

import re


def _any_of(phrases: str) -> re.Pattern[str]:
    """Whole words, phrases divided by commas; ``*`` stands for more letters and ``…`` for a few words."""
    each = "|".join(phrase.strip() for phrase in phrases.split(","))
    return re.compile(rf"\b(?:{each.replace('*', '[^ ]*').replace('…', '.{0,40}')})(?!\w)", re.IGNORECASE)


_EVERYDAY = _any_of("""
    death by, to death, death of (the|our|this|a|any|every), died (down|out|off|in committee),
    (plan|project|idea|initiative|proposal|topic|discussion|campaign|enthusiasm|momentum)s? (\\w+ )?died,
    allergic to (criticism|change|feedback|risk|bad news|meetings|numbers|being told),
    allergisch (gegen|auf) (kritik|veränderung|änderung|feedback|risik|schlechte|transparenz|zahlen)*,
    rash (decision|move|promise|commitment)s?, bleeding (edge|money|people|talent),
    (gibt|gab|geben|gegeben|gaben) den ausschlag, den ausschlag (gibt|gab|geben|gegeben|gaben), ausschlaggeb*
""")
"""Phrases that sound like a report and are none; they are passed over."""

_REPORT = _any_of("""
    side[ -]?effect*, adverse (drug |medical )?(event|reaction|effect|experience)s?, s?aes?, adrs?, susars?, uaw,
    (skin|injection|infusion|drug|hypersensitivity)( site)? reactions?, allerg*, anaphyla*, overdos*,
    reactions? to (\\w+ ){1,2}(drug|medicine|medication|tablet|pill|injection|infusion|vaccine|treatment|dose)s?,
    hospitali[sz](e|ed|ing|ation), (taken|admitted|rushed|sent) to (the )?hospital, ended up in (the )?hospital,
    pregnan*, miscarr*, birth defect*, died, deaths?, lack of (efficacy|effect), off[ -]label, medication error*,
    wrong dos*, (product|quality) complaint*, product recall*, batch (no|number|nr|recall)*, batch #?[a-z]?[a-z]?\\d*,
    (faulty|defective|contaminated|bad|wrong|recalled) batch*,
    (tablet|capsule|pill|vial|syringe|ampoule|blister)s?…(broke|crumbl|contaminat|discolo|leak|crack|mould|missing)*,

    *nebenwirkung*, unerwünschte* (arzneimittel|wirkung|ereignis|reaktion)*, *unverträglichkeit*, *überempfindlich*,
    allergische* reaktion*, *hautreaktion*, reaktion* auf \\w+ (medikament|präparat|mittel|arzneimittel|impf)*,
    reaktion* auf die (tablette|spritze|impfung|infusion|einnahme|behandlung)*, *überdos*, ins krankenhaus,
    im krankenhaus behandelt, eingeliefert, *schwanger*, *fehlgeburt*, *missbildung*, verst[ao]rb*, todesf[aä]ll*,
    *reklamation*, medikationsfehler*, falsche* dosis, (mangelnde|fehlende) wirksamkeit, wirkungsverlust*,
    chargen*, charge (nr|nummer|\\d)*, (der|die|eine[rn]?|diese[rn]?|jede[rn]?|letzte[rn]?|fehlerhafte[rn]?) charge,
    (tablette|kapsel|ampulle|spritze|blister|packung)*…(zerbr|verunreinigt|verfärbt|undicht|beschädigt|schimm)*
""")
"""Words that stand in reports and seldom anywhere else."""

_MEDICINE = _any_of("""
    patients?, tablets?, capsules?, pills?, dos(e|es|ing|age), medic(ine|ines|ation), drugs?, inject*, infus*, vaccin*,
    prescri*, (after|since|while) (taking|starting), took (it|them|one|two), \\d+ ?mg,
    patient(en|in|innen), *tablette*, *kapsel*, dosis, *medikament*, *arzneimittel*, *präparat*, *spritze*,
    *injektion*, *infusion*, *impf*, *einnahme, *eingenommen, verschrieb*
""")
_HARM = _any_of("""
    rash(es)?, nause*, vomit*, dizz*, faint(ed|ing)?, seizures?, convuls*, bleed(s|ing)?, bled, swell*, swollen,
    headaches?, palpitation*, unconscious, collapsed, itch*, jaundice, breathless*, chest pain*, felt (sick|ill|unwell),
    had a (stroke|heart attack), (severe|bad|strange|local) reactions?, stopped working, (did not|didn.t) (work|help),
    *ausschlag, *übelkeit, übel, erbr[aeo]ch*, übergeben, schwindel*, schwindlig, ohnm[aä]cht*, *krampf*,
    *blutung*, blutete*, *schwellung*, *geschwollen*, *kopfschmerz*, herzrasen, bewusstlos*, juckreiz, gelbsucht,
    atemnot, (schlaganfall|herzinfarkt) (bekommen|erlitten|gehabt), gestorben, starb*, tot, unverträglich*,
    (nicht|schlecht) vertragen, vertrug*
""")
"""Harm that is everyday speech by itself ("forecasting is a headache") and a report beside a medicine or a patient."""


def may_report_side_effect(text: str) -> bool:
    """Whether a comment has to be looked at before anybody else reads it."""
    left = _EVERYDAY.sub("·", " ".join(text.split()))
    return _REPORT.search(left) is not None or (_MEDICINE.search(left) is not None and _HARM.search(left) is not None)

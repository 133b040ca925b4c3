"""A language added as data alone: a content folder with a small French instrument, and all that goes with it.

The instrument and the words for side effects are French. The words of the frame and of the briefing are the English
ones between ‹ ›, so that what a page says without them came from another language.
"""

import re
import shutil
from pathlib import Path

from babel import Locale

from diagnostic.content import content_folder

STRUCTURE = """
version = "1.0"
scales = [{ id = "trust" }]
sections = [{ id = "all" }]

[[items]]
id = "trust.candour"
type = "rating"
scale = "trust"
section = "all"
asked = ["we", "they"]

[[items]]
id = "trust.stick"
type = "rating"
scale = "trust"
section = "all"
asked = ["alliance"]

[[items]]
id = "remark"
type = "text"
section = "all"
"""

INSTRUMENT = """
language = "Français"
title = "Petit point sur l’alliance"
introduction = "À propos de {us} et de {them}."

[labels]
agreement = ["Pas du tout d’accord", "Plutôt pas", "Ni l’un ni l’autre", "Plutôt d’accord", "Tout à fait d’accord"]

[scales]
trust.title = "Confiance"

[sections]
all.title = "Nous et {them}"

[items.trust.candour]
we = "Nous annonçons tôt les mauvaises nouvelles à {them}."
they = "{them} nous annonce tôt les mauvaises nouvelles."
statement = "{company} annonce tôt les mauvaises nouvelles à {partner}."

[items.trust.stick]
alliance = "Les décisions tiennent."

[items.remark]
text = "Que faudrait-il changer ?"
short = "Remarques"
"""

SIDE_EFFECTS = r"""
report = ['effets? (secondaires?|indésirables?)', 'allergi*', 'surdos*', 'hospitalis*', 'décédée?s?', 'enceintes?',
    'réclamations? (produit|qualité)', 'lots? (\d|défectueu|contamin)*']
harm = ['éruptions?', 'nausées?', 'vertiges?', 'vomi*', 'malaises?', 'mort', 'morte']
medicine = ['patiente?s?', 'comprimés?', 'gélules?', 'doses?', 'médicaments?', 'injections?', 'traitements?']
everyday = ["allergiques? (à|aux) (la |l')?(critique|changement|réunion)s?"]
common = ['à', 'après', 'au', 'aux', 'avec', 'ce', 'cette', 'comme', 'dans', 'de', 'des', 'du', 'elle', 'en', 'est',
    'et', 'eu', 'faut', 'ils', 'il', 'je', 'la', 'le', 'les', 'leur', 'leurs', 'mais', 'mieux', 'moins', 'ne', 'nos',
    'notre', 'nous', 'on', 'ont', 'ou', 'par', 'pas', 'plus', 'pour', 'qu', 'que', 'qui', 'sans', 'se', 'son', 'sont',
    'sur', 'trop', 'un', 'une', 'vous']
must_hold = ['effet secondaire grave', 'Un patient a eu des vertiges.', 'Elle a fait une réaction allergique.']
must_pass = ['Moins de réunions et plus de confiance.', 'Ils sont allergiques à la critique.',
    'On ne sait pas qui décide.']
"""

_TEXT = re.compile(r'^(?P<key>[\w.]+ = )"(?!"")(?P<text>.*)"$', re.MULTILINE)
_LONG = re.compile(r'^(?P<key>[\w.]+ = )"""\n(?P<text>.*?)\n"""$', re.MULTILINE | re.DOTALL)


def marked(text: str) -> str:
    """The texts of a language file, each between ‹ ›."""
    return _LONG.sub('\\g<key>"""\n‹\\g<text>›\n"""', _TEXT.sub('\\g<key>"‹\\g<text>›"', text))


def with_forms(words: str, locale: str) -> str:
    """The words of a briefing, what is said of many said again in each form that a language has beside."""
    forms = {Locale.parse(locale).plural_form(number) for number in range(200)} - {"one", "other"}
    for form in sorted(forms):
        words = re.sub(r"^((?:[\w.]+\.)?)other( = .*)$", rf"\g<0>\n\g<1>{form}\g<2>", words, flags=re.MULTILINE)
    return words


def add_language(folder: Path, language: str, locale: str, name: str, *, side_effects: str | None) -> Path:
    """A content folder of its own, with a language more and an instrument that speaks it alone."""
    shutil.copytree(content_folder() / "reports", folder / "reports")
    questionnaires = folder / "questionnaires"
    for part in ("frame", "side_effects"):
        shutil.copytree(content_folder() / "questionnaires" / part, questionnaires / part)
    small = questionnaires / "petit"
    small.mkdir()
    (small / "questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
    (small / f"{language}.toml").write_text(INSTRUMENT.replace("Français", name), encoding="utf-8")
    frame = marked((questionnaires / "frame" / "en.toml").read_text(encoding="utf-8"))
    frame = frame.replace("‹English›", name).replace("‹en_GB›", locale)
    (questionnaires / "frame" / f"{language}.toml").write_text(frame, encoding="utf-8")
    words = marked((folder / "reports" / "words" / "en.toml").read_text(encoding="utf-8"))
    words = with_forms(words.replace('"‹.›"', '","').replace("‹en_GB›", locale), locale)
    (folder / "reports" / "words" / f"{language}.toml").write_text(words, encoding="utf-8")
    if side_effects is not None:
        (questionnaires / "side_effects" / f"{language}.toml").write_text(side_effects, encoding="utf-8")
    return folder

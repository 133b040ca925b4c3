"""A language added as data alone: a content folder with a small Dutch instrument, and all that goes with it.

The instrument and the words for side effects are Dutch. The words of the frame and of the briefing are the English
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
language = "Nederlands"
title = "Kort over de alliantie"
introduction = "Over {us} en {them}."

[labels]
agreement = ["Helemaal oneens", "Oneens", "Niet oneens, niet eens", "Eens", "Helemaal eens"]

[scales]
trust.title = "Vertrouwen"

[sections]
all.title = "Wij en {them}"

[items.trust.candour]
we = "Wij vertellen {them} slecht nieuws vroeg."
they = "{them} vertelt ons slecht nieuws vroeg."
statement = "{company} vertelt {partner} slecht nieuws vroeg."

[items.trust.stick]
alliance = "Besluiten houden stand."

[items.remark]
text = "Wat moet er veranderen?"
short = "Opmerkingen"
"""

SIDE_EFFECTS = r"""
report = ['*bijwerking*', 'allergische reactie*', 'overdos*', 'opgenomen in het ziekenhuis', 'overleden', 'zwanger*',
    '(product|kwaliteits)klacht*', 'partijnummer*']
harm = ['uitslag', 'misselijk*', 'duizelig*', 'braken', 'flauwgevallen', 'dood']
medicine = ['patiënt(en)?', 'tablet(ten)?', 'capsules?', 'dosis', 'medicijn*', 'injecties?', 'behandeling*']
everyday = ["allergisch voor (kritiek|verandering|vergaderingen)"]
common = ['aan', 'als', 'bij', 'dan', 'dat', 'de', 'deze', 'die', 'dit', 'door', 'een', 'en', 'er', 'geen', 'goed',
    'heeft', 'het', 'hun', 'ik', 'is', 'je', 'maar', 'meer', 'met', 'minder', 'moet', 'naar', 'niet', 'nog', 'of',
    'om', 'onze', 'ook', 'op', 'over', 'te', 'tot', 'uit', 'van', 'veel', 'voor', 'waar', 'was', 'wat', 'we', 'werd',
    'wie', 'wij', 'ze', 'zich', 'zij', 'zijn', 'zonder']
must_hold = ['ernstige bijwerking', 'Een patiënt werd duizelig.', 'Ze had een allergische reactie.']
must_pass = ['Minder vergaderingen en meer vertrouwen.', 'Ze zijn allergisch voor kritiek.',
    'Wie beslist, weet je niet.']
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
    small = questionnaires / "kort"
    small.mkdir()
    (small / "questionnaire.toml").write_text(STRUCTURE, encoding="utf-8")
    (small / f"{language}.toml").write_text(INSTRUMENT.replace("Nederlands", name), encoding="utf-8")
    frame = marked((questionnaires / "frame" / "en.toml").read_text(encoding="utf-8"))
    frame = frame.replace("‹English›", name).replace("‹en_GB›", locale)
    (questionnaires / "frame" / f"{language}.toml").write_text(frame, encoding="utf-8")
    words = marked((folder / "reports" / "words" / "en.toml").read_text(encoding="utf-8"))
    words = with_forms(words.replace('"‹.›"', '","').replace("‹en_GB›", locale), locale)
    (folder / "reports" / "words" / f"{language}.toml").write_text(words, encoding="utf-8")
    if side_effects is not None:
        (questionnaires / "side_effects" / f"{language}.toml").write_text(side_effects, encoding="utf-8")
    return folder

"""An instrument as they are in use: capitals, 0 to 10, how often, one company asked alone, one answer of several.

No label of it is one of agreement.
"""

import tempfile
from pathlib import Path

from diagnostic.questionnaire import Questionnaire, load

STRUCTURE = """
version = "1.0"
scales = [{ id = "LOYALTY" }, { id = "CONTACT" }]
sections = [{ id = "RATED" }, { id = "PICKED" }]

[[items]]
id = "LOYAL_1"
type = "rating"
scale = "LOYALTY"
section = "RATED"
asked = ["we", "they", "they_of_us"]
points = 11
lowest = 0
labels = "likelihood"

[[items]]
id = "LOYAL_2"
type = "rating"
scale = "LOYALTY"
section = "RATED"
asked = ["we", "they"]
points = 11
lowest = 0
labels = "likelihood"

[[items]]
id = "LOYAL_3"
type = "rating"
scale = "LOYALTY"
section = "RATED"
asked = ["alliance"]
points = 11
lowest = 0
labels = "likelihood"

[[items]]
id = "OFTEN_1"
type = "rating"
scale = "CONTACT"
section = "RATED"
asked = ["we", "they"]
labels = "frequency"

[[items]]
id = "OFTEN_2"
type = "rating"
scale = "CONTACT"
section = "RATED"
asked = ["alliance"]
labels = "frequency"

[[items]]
id = "OFTEN_3"
type = "rating"
scale = "CONTACT"
section = "RATED"
asked = ["alliance"]
labels = "frequency"
reversed = true

[[items]]
id = "THEM_1"
type = "rating"
scale = "CONTACT"
section = "RATED"
asked = ["they"]
labels = "frequency"

[[items]]
id = "US_1"
type = "rating"
section = "RATED"
asked = ["we"]
points = 11
lowest = 0
labels = "likelihood"

[[items]]
id = "CHANNEL"
type = "choice"
section = "PICKED"
options = ["phone", "mail", "visit"]
at_most = 1
other = true

[[items]]
id = "REMARK"
type = "text"
section = "PICKED"
"""

ENGLISH = """
language = "English"
title = "Working together"
introduction = "About {us} and {them}."

[labels]
likelihood = ["Not at all likely", "Extremely likely"]
[labels.frequency]
1 = "Never"
2 = "Rarely"
3 = "Sometimes"
4 = "Often"
5 = "Always"
high = "often or always"
low = "rarely or never"

[scales]
LOYALTY.title = "Loyalty"
CONTACT.title = "Contact"

[sections]
RATED.title = "How it is"
PICKED.title = "How we talk"
PICKED.introduction = "Please name nobody."

[items.LOYAL_1]
we = "How likely is it that we support {them} next year?"
they = "How likely is it that {them} supports us next year?"
they_of_us = "How likely would {them} call it that we support them next year?"
statement = "{company} will support {partner} next year."

[items.LOYAL_2]
we = "How likely is it that we stay with {brand}?"
they = "How likely is it that {them} stays with {brand}?"
statement = "{company} will stay with {brand}."

[items.LOYAL_3]
alliance = "How likely is it that the partnership outlives this product?"

[items.OFTEN_1]
we = "How often do we call back the same day?"
they = "How often does {them} call back the same day?"
statement = "{company} calls {partner} back the same day."

[items.OFTEN_2]
alliance = "How often do meetings end with a decision?"

[items.OFTEN_3]
alliance = "How often are decisions taken twice?"

[items.THEM_1]
they = "How often does {them} keep an appointment with you?"
statement = "{company} keeps appointments."

[items.US_1]
we = "How likely is it that we find enough people for our part?"
statement = "{company} will find enough people for its part."

[items.CHANNEL]
text = "How do you mostly reach {them}?"
short = "Channel"
options.phone = "By phone"
options.mail = "By mail"
options.visit = "In person"
options.other = "Another way"

[items.REMARK]
text = "Anything else?"
short = "Remarks"
"""

GERMAN = """
language = "Deutsch"
title = "Zusammenarbeit"
introduction = "Über {us} und {them}."

[labels]
likelihood = ["Überhaupt nicht wahrscheinlich", "Äußerst wahrscheinlich"]
[labels.frequency]
1 = "Nie"
2 = "Selten"
3 = "Manchmal"
4 = "Oft"
5 = "Immer"
high = "oft oder immer"
low = "selten oder nie"

[scales]
LOYALTY.title = "Treue"
CONTACT.title = "Kontakt"

[sections]
RATED.title = "Wie es ist"
PICKED.title = "Wie wir reden"
PICKED.introduction = "Bitte nennen Sie niemanden."

[items.LOYAL_1]
we = "Wie wahrscheinlich ist es, dass wir {them} nächstes Jahr unterstützen?"
they = "Wie wahrscheinlich ist es, dass {them} uns nächstes Jahr unterstützt?"
they_of_us = "Für wie wahrscheinlich hielte {them} es, dass wir sie nächstes Jahr unterstützen?"
statement = "{company} wird {partner} nächstes Jahr unterstützen."

[items.LOYAL_2]
we = "Wie wahrscheinlich ist es, dass wir bei {brand} bleiben?"
they = "Wie wahrscheinlich ist es, dass {them} bei {brand} bleibt?"
statement = "{company} wird bei {brand} bleiben."

[items.LOYAL_3]
alliance = "Wie wahrscheinlich ist es, dass die Partnerschaft dieses Produkt überlebt?"

[items.OFTEN_1]
we = "Wie oft rufen wir am selben Tag zurück?"
they = "Wie oft ruft {them} am selben Tag zurück?"
statement = "{company} ruft {partner} am selben Tag zurück."

[items.OFTEN_2]
alliance = "Wie oft enden Besprechungen mit einer Entscheidung?"

[items.OFTEN_3]
alliance = "Wie oft wird zweimal entschieden?"

[items.THEM_1]
they = "Wie oft hält {them} einen Termin mit Ihnen ein?"
statement = "{company} hält Termine ein."

[items.US_1]
we = "Wie wahrscheinlich ist es, dass wir genug Leute für unseren Teil finden?"
statement = "{company} wird genug Leute für seinen Teil finden."

[items.CHANNEL]
text = "Wie erreichen Sie {them} meistens?"
short = "Weg"
options.phone = "Telefonisch"
options.mail = "Per E-Mail"
options.visit = "Persönlich"
options.other = "Auf anderem Weg"

[items.REMARK]
text = "Noch etwas?"
short = "Anmerkungen"
"""


def usual() -> Questionnaire:
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "usual"
        own.mkdir()
        for name, text in (("questionnaire", STRUCTURE), ("en", ENGLISH), ("de", GERMAN)):
            (own / f"{name}.toml").write_text(text, encoding="utf-8")
        return load(own)

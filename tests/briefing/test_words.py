"""The wordings of `reports/words`: each is read somewhere, and every language has them all."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from msgspec.structs import replace

from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.translation import TABLE
from tests.briefing.conftest import typical_report

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "reports" / "words"
SOURCES = [
    *(ROOT / "diagnostic" / "briefing").rglob("*.py"),
    *(ROOT / "reports").rglob("*.html"),
    *(ROOT / "reports").rglob("*.typ"),
]


def _flat(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def _words(language: str) -> dict[str, str]:
    found = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    return dict(_flat({key: one for key, one in found.items() if key != TABLE}))


def _placeholders(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name is not None}


def _read() -> Iterator[re.Pattern[str]]:
    """What is read, by the pieces of keys in quotes: anything where a piece is filled in or goes on."""
    for source in SOURCES:
        for piece in re.findall(r'["\']([a-z_]+(?:\.[a-z_{}]+)*\.?)', source.read_text(encoding="utf-8")):
            filled = re.sub(r"\\\{[^}]*\\?\}?", ".+", re.escape(piece)) + (".+" if piece.endswith(".") else "")
            yield re.compile(rf"{filled}(\.(one|other))?")


def test_every_wording_is_read() -> None:
    read = list(_read())
    keys = [key.removeprefix("imported.") for key in _words("en")]
    assert [key for key in keys if not any(pattern.fullmatch(key) for pattern in read)] == []


def test_what_is_said_of_imported_answers_stands_instead_of_something() -> None:
    words = _words("en")
    assert [key for key in words if key.startswith("imported.") and key.removeprefix("imported.") not in words] == []


@pytest.mark.parametrize("language", sorted({path.stem for path in WORDS.glob("*.toml")} - {"en"}))
def test_every_language_has_the_same_wordings_with_the_same_placeholders(language: str) -> None:
    english, words = _words("en"), _words(language)
    if "one" not in {Locale.parse(words["locale"]).plural_form(number) for number in range(100)}:
        # As in Japanese, where one thing is counted like many.
        english = {key: wording for key, wording in english.items() if not key.endswith(".one")}
    assert sorted(words) == sorted(english)
    assert {key: _placeholders(wording) for key, wording in words.items()} == {
        key: _placeholders(wording) for key, wording in english.items()
    }


def test_german_is_set_as_german_is() -> None:
    """Its quotation marks in pairs, none of the English ones, and a no-break space before every per cent sign."""
    for key, wording in _words("de").items():
        assert not set(wording) & set("”‘’\"'"), key
        assert wording.count("„") == wording.count("“"), key
        # But a sign joined to other words stands without one: 95-%-Intervall.
        assert not re.search("(?<![-\u00a0])%", wording), key


def test_french_is_set_as_french_is() -> None:
    """Guillemets in pairs, and before each sign that French sets apart the space that no line breaks."""
    for key, wording in _words("fr").items():
        assert not set(wording) & set("“”„‘'\""), key
        assert wording.count("«\u00a0") == wording.count("«") == wording.count("»") == wording.count("\u00a0»"), key
        assert not re.search("(?<![\u00a0.])[:%]", wording), key
        assert not re.search("(?<!\u202f)[;!?]", wording), key


def test_french_has_no_word_before_a_companys_name_that_would_be_elided() -> None:
    """“de Helix” would have to be “d’Helix”: so no name stands after such a word."""
    name = "a|b|by|company|higher|lower|other|partner|rater|target"
    elided = re.compile(rf"(?i)\b(de|\w*que|le|la|ne|se|je)\s\{{({name})\}}")
    assert [key for key, wording in _words("fr").items() if elided.search(wording)] == []


def in_french() -> Wording:
    typical = typical_report()
    return Wording(replace(typical, texts={"fr": typical.texts["en"]}), "fr")


def test_parts_that_are_joined_are_set_as_french_is() -> None:
    french = in_french()
    things = french.strung(["1 affirmation sur 9", "2 attentes sur 4"], "semicolon")
    told = french.say("pdf.withheld", things=things)
    assert told.endswith("ont répondu\u00a0: 1 affirmation sur 9\u202f; 2 attentes sur 4.")
    typical = typical_report()
    asked = Wording(replace(typical, texts={"fr": typical.texts["en"] | {"scale:trust": "Confiance"}}), "fr")
    assert asked.text("scale:trust@a") == "Confiance\u00a0: Novara"
    assert french.say("quoted", text="Lundi: tous") == "«\u00a0Lundi: tous\u00a0»", "what people wrote is theirs"


def test_parts_that_are_joined_are_set_in_full_width_in_japanese() -> None:
    typical = typical_report()
    japanese = Wording(replace(typical, texts={"ja": typical.texts["en"] | {"scale:trust": "信頼"}}), "ja")
    assert japanese.text("scale:trust@a") == "信頼：Novara"
    assert japanese.strung(["担当3問", "選択4件"], "semicolon") == "担当3問；選択4件"


def test_a_note_about_a_statement_stands_outside_the_marks_of_its_language() -> None:
    statement = f"Leur gain est notre perte ({_words('fr')['reversed']})"
    told = in_french().say("headline.scale_gap", scale=statement, higher="A", high="4,0", lower="B", low="2,0")
    assert "«\u00a0Leur gain est notre perte\u00a0» (être d’accord est défavorable) différemment" in told


def test_less_than_two_is_one_in_french() -> None:
    """Its plural begins with two: https://cldr.unicode.org, rules of fr."""
    french = in_french()
    assert [french.points(size) for size in (0.4, 1.0, 1.9, 2.0)] == [
        "0,4 point",
        "1,0 point",
        "1,9 point",
        "2,0 points",
    ]


NOUNS = {"en": r"(?:more |of the |other |further )*([a-z]+s|people)\b", "de": r"(?:weitere[nr]? |der )*([A-ZÄÖÜ]\w+)"}
"""What follows a number where it counts something: in German every noun has a capital."""
VERBS = {"en": re.compile("answers|does|expects|is|less|minus|names|rates|says|was"), "de": re.compile("(?!)")}
NAMES = re.compile("[ab]|by|company|finding|group|higher|lower|other|partner|rater|scale|since|subject|target")
NEVER_ONE = {
    "agree": "what follows is “yes”, and no noun",
    "answers": "a least number of answers",
    "carried": "the same, of changes",
    "change": "a change of so many points, with a decimal",
    "comment_k": "a limit, at least 2",
    "high": "an average, with a decimal",
    "joint": "a limit, 8",
    "k": "a limit, at least 2",
    "least": "points with a decimal",
    "margin": "the same",
    "mean_b": "an average, with a decimal",
    "n": "answers to one statement: never fewer than k are shown",
    "n_a": "those whose changes are told: a limit, too",
    "of_a": "people invited: never fewer than those who answered",
    "points": "points with a decimal, or of a scale",
    "scale_margin": "the same",
    "shown": "statements, of which not all stand in a list",
    "size": "the same",
    "sizes": "a limit",
}
"""Numbers that stand before a noun and are never one."""
ELSEWHERE = re.compile(r"deck\.|moved\.|messages\.|workbook\.|coverage\.alt")
"""Where more than one is sure, or the count comes from elsewhere in the sentence."""


@pytest.mark.parametrize("language", sorted(NOUNS))
def test_whatever_is_counted_has_a_form_for_one(language: str) -> None:
    """“1 months” is told of nobody: a number with a noun is told by `Wording.count`, which needs both forms."""
    alone = []
    for key, wording in _words(language).items():
        if key.endswith((".one", ".other", ".few", ".many")) or ELSEWHERE.match(key):
            continue
        for name, noun in re.findall(r"\{([a-z_]+)\} " + NOUNS[language], wording):
            if not (VERBS[language].fullmatch(noun) or NAMES.fullmatch(name) or name in NEVER_ONE):
                alone.append((key, name, noun))
    assert alone == []
    words = _words(language)
    assert [key for key in words if key.endswith(".one") and f"{key.removesuffix('one')}other" not in words] == []


def test_japanese_is_set_without_blanks_and_in_signs_of_full_width() -> None:
    """No blank stands between two of its words, and no half-width sign beside one."""
    letter = "[ぁ-ヿ一-鿿]"
    for key, wording in _words("ja").items():
        assert not set(wording) & set("“”‘’()!?;"), key
        assert wording.count("「") == wording.count("」"), key
        assert not re.search(f"{letter} +{letter}|{letter}[,:]|[。、：」] ", wording), key


def test_parts_are_joined_in_japanese_without_blanks() -> None:
    typical = typical_report()
    japanese = Wording(replace(typical, texts={"ja": typical.texts["en"]}), "ja")
    assert japanese.listed(["信頼", "役割", "協力"]) == "信頼、役割、協力"
    assert japanese.listed(["4", "5"], "or") == "4または5"
    assert japanese.quoted("信頼") + japanese.aside("Novara") == "「信頼」（Novara）"
    assert japanese.strung(["信頼、役割", "協力"], "semicolon") == "信頼、役割；協力"
    lost = f"両社の得{japanese.aside(_words('ja')['reversed'])}"
    told = japanese.say("headline.scale_gap", scale=lost, higher="A", high="4.0", lower="B", low="2.0")
    assert told.startswith("両社は「両社の得」（逆転項目")

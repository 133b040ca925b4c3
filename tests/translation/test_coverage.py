"""How much a language says."""

from pathlib import Path

from diagnostic.translation.coverage import coverage
from diagnostic.translation.parts import parts_of, texts_of
from tests.translation.workplace import GERMAN, content, translation


def test_german_says_all_there_is() -> None:
    (german,) = coverage(parts_of(None), ["de"]).values()
    assert [(one.part.name, text.key) for one in german for text in one.lacking] == []
    assert translation("coverage", "--require", "de").exit_code == 0


def test_what_is_missing_and_what_reads_as_in_english_is_counted_and_named(tmp_path: Path) -> None:
    own = content(tmp_path)
    text = GERMAN.replace('title = "Tempo"  # kurz', 'title = "Speed"').replace(
        'we = "Wir antworten {them} sofort."', ""
    )
    (own / "questionnaires/speed/de.toml").write_text(text, encoding="utf-8")
    done = translation("coverage", own, "--require", "de", "--only", "speed")
    # Language, title, introduction, three labels, a scale, a section, three wordings of the statement: 11, of which one
    # is gone and one is the English word.
    assert done.output.splitlines() == [
        "German (de)          texts  translated  as in English",
        "Questionnaire speed     11          10              1",
        "Questionnaire speed, missing: items.speed.answer.we",
        "Questionnaire speed, as in English: title",
        "1 of 11 texts are missing.",
        "",
    ]
    assert done.exit_code == 1


def test_a_language_that_is_not_there_lacks_everything(tmp_path: Path) -> None:
    done = translation("coverage", content(tmp_path), "--require", "fr", "--only", "speed")
    assert done.exit_code == 1
    assert "11 of 11 texts are missing." in done.output
    assert translation("coverage", "--require", "qq").exit_code == 1


def test_every_table_of_english_words_says_in_a_comment_where_they_appear() -> None:
    commented = [part for part in parts_of(None) if part.name in ("frame", "words")]
    silent = [
        text.key for part in commented for text in texts_of(part, "de") if "." in text.key and text.where == part.title
    ]
    assert silent == []

"""What languages are called by, and which of those that are there serves whoever wishes for one."""

import pytest

from diagnostic.questionnaire.language_codes import code_of, is_code, named, nearest, own_name


@pytest.mark.parametrize("code", ["pt", "gsw", "pt-BR", "zh-Hant", "es-419"])
def test_a_code_is_a_language_with_a_country_or_a_script_at_most(code: str) -> None:
    assert is_code(code)
    assert code_of(code.lower().replace("-", "_")) == code, "however it is written"


@pytest.mark.parametrize("text", ["PT", "pt_BR", "pt-br", "zh-Hant-TW", "german", "p", "", "pt-", "../pt"])
def test_nothing_else_is_a_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("wished", "there", "served"),
    [
        ("pt-BR", ["pt", "pt-BR"], "pt-BR"),
        ("fr-CA", ["en", "fr"], "fr"),
        ("pt", ["en", "pt-BR"], "pt-BR"),
        ("pt-PT", ["en", "pt-BR"], "pt-BR"),
        ("pt-AO", ["pt-BR", "pt-PT"], None),  # either may be the wrong one
        ("de-informal", ["de"], "de"),
        # RFC 4647 would look up zh for both; a reader of one script does not read the other.
        ("zh-TW", ["zh", "zh-Hant"], "zh-Hant"),
        ("zh-HK", ["zh", "zh-Hant", "zh-TW"], "zh-Hant"),
        ("zh-CN", ["zh", "zh-Hant"], "zh"),
        ("zh-CN", ["zh-Hant"], None),
        ("sr-Latn", ["sr"], None),
        ("de", ["en", "fr"], None),
        ("*", ["en"], None),
        ("", ["en"], None),
        ("x" * 100_000, ["en"], None),
    ],
)
def test_the_nearest_language_serves(wished: str, there: list[str], served: str | None) -> None:
    assert nearest(wished, there) == served


def test_languages_are_named_in_words() -> None:
    assert [named(code) for code in ("de", "pt-BR", "zh-Hant", "qqq")] == [
        "German", "Portuguese (Brazil)", "Chinese (Traditional)", "qqq",
    ]  # fmt: skip
    assert named("pt-BR", "de") == "Portugiesisch (Brasilien)"
    assert [own_name(code) for code in ("de", "pt-BR", "de-JP", "qqq")] == [
        "Deutsch", "Português (Brasil)", "Deutsch", "qqq",
    ]  # fmt: skip

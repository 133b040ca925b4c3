"""Comments in Japanese, which has no blanks between words: what is held, what passes, and what they are about."""

import pytest

from diagnostic.questionnaire.library import Library
from diagnostic.survey.likeness import likeness
from diagnostic.text import words_of

REPORTS = [
    "医師から副作用の話を聞きましたが、誰に連絡すればよいか分かりませんでした。",
    "有害事象の連絡が先方で止まっています。",
    "ＡＥの報告ルートが決まっていません。",
    "患者さんに発疹が出ました。",
    "10mg錠を飲んだ後にめまいがしたそうです。",
    "二回目の投与の後、意識を失った方がいます。",
    "注射の翌日に入院したと聞きました。",
    "妊婦にサンプルが渡っていました。",
    "治験の患者が亡くなり、新聞で知りました。",
    "私の患者には効きませんでした。",
    "ロット4711は変なにおいがします。",
    "サンプルの錠剤が二つ割れていました。",
    "製品への苦情が先方の受信箱に十日も残っていました。",
    "先方は批判アレルギーですが、先週は患者がアレルギー症状を起こしました。",
    "定例会議は良い。\nただし副作用\nの話は出ない。",
]

EVERYDAY = [
    "誰が決めるのかが分かりません。",
    "先方は批判アレルギーです。",
    "売上予測は頭痛の種です。",
    "患者さん第一という点では両社とも同じです。",
    "入院患者を多く診る病院の担当が決まっていません。",
    "新薬の薬価交渉は誰の仕事か不明確です。",
    "患者向け資料の確認に時間がかかりすぎる。",
    "融通の効かない進め方で、かゆいところに手が届かない。",
    "企画の議論が死んだまま、処方データの共有も遅い。",
    "患者数の予測がいつも合わない。",
    "MSLとMRの役割分担が曖昧。",
    "もっと早く教えてほしい",
    "コミュニケーション",
    "信頼関係",
    "特になし",
]

NOT_KNOWN = [
    "情報不足",
    "关于定价的决定太慢了。",
    "對方的業務人員不清楚誰負責。",
    "患者吃了药以后头晕。",
    "ผู้ป่วยเวียนหัวหลังกินยา",
]
"""Chinese characters that may be Japanese or Chinese; Chinese, simplified and traditional; Thai."""

OFFERED = ("en", "ja")


@pytest.mark.parametrize("comment", REPORTS)
def test_what_may_be_a_report_is_held(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) == "report"


@pytest.mark.parametrize("comment", EVERYDAY)
def test_what_everybody_writes_passes_and_is_known_to_be_japanese(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) is None
    assert library.side_effects.language_of(comment) == "ja"


@pytest.mark.parametrize("comment", NOT_KNOWN)
def test_what_may_be_in_another_language_is_held(library: Library, comment: str) -> None:
    assert library.side_effects.why_held(comment, OFFERED) == "language"


def test_an_english_word_ends_where_japanese_begins(library: Library) -> None:
    assert library.side_effects.why_held("先週overdoseの話を聞いた。", OFFERED) == "report"
    assert library.side_effects.why_held("SAEsは先方へ。", OFFERED) == "report"
    assert library.side_effects.why_held("PRAESの会議は長い。", OFFERED) is None


def test_who_has_nothing_to_say_is_told_from_who_has(library: Library) -> None:
    assert library.side_effects.says_nothing("特にありません。")
    assert not library.side_effects.says_nothing("特に会議が長いです。")


def test_each_letter_of_a_script_without_blanks_is_a_word() -> None:
    assert words_of("MRの役割、2026年") == ["mr", "の", "役", "割", "年"]


def test_subjects_are_found_inside_a_sentence(library: Library) -> None:
    assert library.subjects.of("薬価と値引きの話が進まない") == {"pricing"}
    assert {"roles", "field"} <= library.subjects.of("MRの役割が不明確")
    assert library.subjects.of("特になし") == frozenset()


def test_comments_about_the_same_are_more_alike_than_others(library: Library) -> None:
    first = "値引きの承認に時間がかかりすぎる"
    others = ["値引きの承認はいつも三週間待ち", "両社の研修を合同にしてほしい"]
    same, different = likeness([first], others, library.subjects)[0]
    assert same > different

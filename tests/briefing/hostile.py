"""Texts that mean harm, or that nobody thought of, in every place of a Report that holds a text from people."""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

import msgspec

from diagnostic.analysis import BySide, Comment, Correction, Cut, CutStatement, Group, Report, Theme
from diagnostic.questionnaire.words import Side
from tests.briefing.conftest import found, typical_report

CORPUS = {
    # What a format might take for its own language.
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "html attribute": "\"'><b onmouseover=alert(1) style=x>bold</b> &lt;i&gt; &amp; &#60;",
    "html comment": "<!-- gone --> ]]> <![CDATA[x]]> </style></title></script></svg>",
    "svg": "<svg onload=alert(1)><foreignObject/><a href='javascript:alert(1)'>x</a></svg>",
    "xml": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><x>&e;</x>",
    "rich text of a workbook": "<r><t>let in</t></r>",
    "escape of a workbook": "_x0041_ and _x000D_",
    "jinja": "{{7*7}} {% for x in y %} {# gone #} {0} {a} {company}",
    "python": "%s %(name)s {0.__class__} \\n \\x41 \\u0041",
    "typst code": '#import "@preview/x:1.0.0": * #read("brand.toml") #{1 + 1} #panic()',
    "typst markup": "= Heading *b* _i_ `c` $x^2$ <label> @ref ~ --- // gone /* gone */ \\ \\u{41} https://e.example",
    "markdown": "[text](javascript:alert(1)) ![x](http://e.example/x.png) **b** # h",
    "vega": "datum.x + 1; signal('x') \\'; format(datum, '.2f')",
    "json": '"}], "x": [{"y": null, \\" \\u0022 </script>',
    # What a spreadsheet reckons.
    "command": "=cmd|' /C calc'!A0",
    "hyperlink": '=HYPERLINK("http://e.example","click")',
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(1)",
    "array formula": "{=1+1}",
    "tab first": "\t=1+1",
    "return first": "\r=1+1",
    "line first": "\n=1+1",
    "wide equals": "＝1+1",
    "dash of a list": "- meet more often\n- write less",
    "apostrophe": "'=1+1",
    "separators": '";=1+1,"',
    "link": "https://e.example/?a=1&b=2 mailto:x@e.example file:///etc/passwd \\\\e.example\\share",
    # What changes the text around it.
    "controls": "a\x00b\x01c\x07d\x08e\x0bf\x0cg\x1bh[31mi\x7fj\x85k\x9bl",
    "bidirectional": "left \u202eright\u202c \u2066isolated\u2069 \u200fmark\u200e \u061cmark",
    "zero width": "zero\u200bwidth\u200cand\u200djoined\u2060and\ufeffmarked",
    "line ends": "one\ntwo\r\nthree\rfour\u2028five\u2029six",
    "not a character": "a\ufffeb\uffffc\U0001fffed",
    "private use": "\ue000\uf8ff\U000f0000",
    "soft hyphen": "Arznei\u00admittel\u00a0no\u202fbreak",
    # Long ones.
    "long word": "Donaudampfschiff" * 25,
    "long text": "A sentence of a few plain words. " * 90,
    "many lines": "line\n" * 40,
    # Every script.
    "arabic": "التحالف لا يعمل كما اتفقنا عليه",
    "hebrew": "השותפים אינם רואים אותו דבר",
    "devanagari": "साझेदार एक जैसा नहीं देखते",
    "bengali": "অংশীদারেরা একমত নয়",
    "tamil": "கூட்டாளிகள் ஒத்துக்கொள்ளவில்லை",
    "thai": "พันธมิตรเห็นไม่ตรงกัน",
    "chinese": "双方看法不同，需要更多沟通。",
    "japanese": "両社の見方は異なります。ﾊﾝｶｸ",
    "korean": "두 회사는 다르게 봅니다",
    "georgian": "პარტნიორები სხვაგვარად ხედავენ",
    "armenian": "Գործընկերները տարբեր կերպ են տեսնում",
    "amharic": "አጋሮቹ በተለየ መንገድ ያያሉ",
    "khmer": "ដៃគូមើលឃើញខុសគ្នា",
    "greek": "Οι εταίροι διαφωνούν",
    "cyrillic": "Партнёры видят по-разному, їхній ґанок",
    "vietnamese": "Hai bên nhìn nhận khác nhau",
    "turkish": "İki taraf farklı görüyor, ışık",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇩🇪 1️⃣ ☠︎",
    "stacked marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "decomposed": "Zu\u0308rich, cafe\u0301, \u1112\u1161\u11ab",
    "mathematical": "𝓗𝓮𝓵𝓲𝔁 ﬁ ㎎ ½ ℌ",
}
HARMLESS = {name: f"Plain words of no harm, number {number}" for number, name in enumerate(CORPUS)}

NAME, LABEL = 120, 60
"""How long the name of a company or alliance may be, and that of an attribute or group."""


class Texts:
    """Hands out the texts of a corpus in turn, from one of them on."""

    def __init__(self, corpus: dict[str, str], first: int) -> None:
        texts = list(corpus.values())
        self._next = cycle(texts[first:] + texts[:first])

    def one(self, longest: int) -> str:
        return next(self._next)[:longest]


def hostile_report(corpus: dict[str, str] = CORPUS, first: int = 0) -> Report:
    """The typical Report with a text of the corpus wherever one from people stands, and all of them as comments."""
    give = Texts(corpus, first)
    # Two names that differ, also where nothing is left of the texts but blanks.
    a, b = f"{give.one(NAME - 2)} A", f"{give.one(NAME - 2)} B"
    attribute = f"{give.one(LABEL - 2)} F"
    report = typical_report(a, b)
    texts = {key: give.one(300) for key in report.texts["en"]} | {"title": give.one(NAME)}
    return msgspec.structs.replace(
        report,
        alliance=msgspec.structs.replace(report.alliance, name=give.one(NAME)),
        correction=Correction(corrected=report.wave.closed or dt.date(2026, 11, 20), because=give.one(500)),
        comments=tuple(_comments(corpus)),
        themes=tuple(_themes(corpus)),
        cuts=(_cut(report, attribute, give),),
        findings=(*report.findings, found("fault_line", attribute, 1, None)),
        texts={"en": texts},
    )


def _comments(corpus: dict[str, str]) -> Iterator[Comment]:
    # Five a question, which is as many as a briefing quotes.
    for number, text in enumerate(corpus.values()):
        question = f"open_{number // 5}" if number >= 5 else "would_help"
        side: Side | None = ("a", "b", None)[number % 3]
        yield Comment(question=question, side=side, text=text, translation=text, released=number % 2 == 0)


def _themes(corpus: dict[str, str]) -> Iterator[Theme]:
    for text in corpus.values():
        yield Theme(name=text[:80], text=text, n=2, sides=BySide(a=1, b=1), released=True)


def _cut(report: Report, attribute: str, give: Texts) -> Cut:
    groups: BySide[tuple[str, ...]]
    groups = BySide(*((f"{give.one(LABEL - 2)} 1", f"{give.one(LABEL - 2)} 2") for _ in range(2)))
    counted = BySide.of(
        lambda side: tuple(Group(group=name, counts=(0, 1, 2, 3, 2), mean=3.75) for name in groups[side])
    )
    shares = CutStatement(id=report.statements[0].id, groups=counted, between_sides=0.1, between_groups=0.3)
    return Cut(attribute=attribute, groups=groups, statements=(shares,), between_sides=0.1, between_groups=0.3, p=0.01)

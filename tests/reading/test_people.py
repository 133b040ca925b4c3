"""A roster: what each column seems to be, whom each row invites, and that no row gets lost."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from diagnostic.reading import Seen, SeenRow, SeenSheet, see_text
from diagnostic.reading.columns import Role
from diagnostic.reading.companies import RosterOf
from diagnostic.reading.people import RosterMapping, RosterReading, people, suggested

OF = RosterOf(
    companies={"a": ("Bergwald Pharma GmbH", "Bergwald"), "b": ("Lunaris Therapeutics Inc.", "Lunaris")},
    domains={"a": ("bergwald.example",), "b": ("lunaris.example",)},
    languages=("en", "de"),
    attribute="function",
)


def read(text: str, **said: object) -> RosterReading:
    seen = see_text("list", text)
    mapping = suggested(seen, OF)
    return people(seen, replace(mapping, **said), OF)


def columns(text: str) -> tuple[Role, ...]:
    return suggested(see_text("list", text), OF).columns


def test_headings_of_many_kinds_are_understood() -> None:
    german = "Nachname;Vorname;E-Mail-Adresse;Gesellschaft;Sprache;Standort\nOst;Ada;ada@bergwald.example;a;de;Köln\n"
    assert columns(german) == ("last_name", "first_name", "email", "company", "language", "")
    english = "First Name\tSurname\tE-mail Address\tLegal Entity\tFunction\tLine manager\n"
    assert columns(english) == ("first_name", "last_name", "email", "company", "attribute", "")


def test_a_column_of_addresses_needs_no_heading_that_is_known() -> None:
    text = "Kontakt,Wer\nada@bergwald.example,Ada\nben@lunaris.example,Ben\n"
    assert columns(text) == ("email", "")
    assert len(read(text).lines) == 2


def test_a_second_column_of_addresses_is_not_taken_for_the_first() -> None:
    text = "Manager,Mail\nboss@bergwald.example,ada@bergwald.example\n"
    assert [line.email for line in read(text).lines] == ["ada@bergwald.example"]


def test_titles_above_the_headings_are_left_out_and_said() -> None:
    reading = read("Verteiler;Stand 12.11.\n\nemail;company\nada@bergwald.example;Bergwald\n")
    assert [line.row for line in reading.lines] == [4]
    assert [str(fault) for fault in reading.left_out] == ["row 1: stands above the headings: “Verteiler Stand 12.11.”"]


def test_a_company_is_known_by_a_part_of_its_name_and_asked_for_where_it_is_not() -> None:
    names = ("Bergwald", "BERGWALD PHARMA", "Bergwald Pharma AG", "Lunaris Therapeutic", "lunaris", "Acme")
    text = "email,company\n" + "".join(f"p{n}@x.example,{name}\n" for n, name in enumerate(names))
    reading = read(text)
    assert [line.side for line in reading.lines] == ["a", "a", "a", "b", "b"]
    assert [(each.text, each.meant) for each in reading.companies] == [
        ("BERGWALD PHARMA", "a"),
        ("Bergwald Pharma AG", "a"),
        ("Lunaris Therapeutic", "b"),
        ("Acme", None),
    ]
    assert [question.what for question in reading.questions] == ["Which company is “Acme”?"]
    assert read(text, companies={"acme": "b"}).settled


def test_without_a_column_the_address_says_the_company() -> None:
    reading = read("Ada Ost <ada@mail.bergwald.example>; 'West, Ben' <ben@lunaris.example>; eva@agency.example")
    assert [(line.side, line.name) for line in reading.lines] == [("a", "Ada Ost"), ("b", "Ben West")]
    assert [str(fault) for faults in reading.faulty.values() for fault in faults] == [
        "row 3: agency.example is a mail domain of neither company; write Bergwald Pharma GmbH or"
        " Lunaris Therapeutics Inc."
    ]
    settled = read("ada@bergwald.example; eva@agency.example", corrected={2: {"company": "b"}})
    assert [line.side for line in settled.lines] == ["a", "b"]


def test_a_language_is_known_by_its_code_and_by_its_names() -> None:
    given_as = ("German", "Deutsch", "DE", "de-AT", "de_DE", "Englisch", "", "Klingon")
    text = "email,company,language\n" + "".join(f"p{n}@x.example,a,{name}\n" for n, name in enumerate(given_as))
    assert [line.language for line in read(text).lines] == ["de"] * 5 + ["en"] * 3
    assert [each.text for each in read(text).languages] == ["Klingon"]


def test_somebody_who_stands_there_twice_is_invited_once_and_asked_about_where_details_differ() -> None:
    rows = ("Ada@bergwald.example,a,Ada Ost,Sales", "ada@bergwald.example,a,Ost Ada,Sales")
    reading = read("email,company,name,function\n" + "\n".join(rows))
    assert [(line.row, line.name) for line in reading.lines] == [(2, "Ada Ost")]
    assert [str(fault) for fault in reading.left_out] == ["row 3: ada@bergwald.example stands in row 2 too"]
    other = read("email,company,name,function\n" + "\n".join((*rows, "ada@bergwald.example,b,Ada,Sales")))
    assert list(other.faulty) == [4]


def test_a_text_that_was_cut_in_two_is_a_fault_of_its_row() -> None:
    rows = "ada@bergwald.example,a,Ada\nben@lunaris.example,b,West, Ben\neva@lunaris.example,b,Eva\n"
    assert list(read("email,company,name\n" + rows).faulty) == [3]


texts = st.text(st.sampled_from("abé@.,;<> \t12"), max_size=12)
cells = st.sampled_from(["", "ada@bergwald.example", "ben@lunaris.example", "Lunaris", "a", "Acme", "email"]) | texts
tables = st.lists(st.tuples(st.lists(cells, max_size=5), st.booleans()), max_size=12)


@given(tables, st.integers(0, 12), st.booleans(), st.sets(st.integers(1, 12)))
def test_every_row_is_taken_or_at_fault_or_left_out_with_a_reason(
    rows: list[tuple[list[str], bool]], heading: int, hidden: bool, left_out: set[int]
) -> None:
    numbered = [(n, tuple(row), hid) for n, (row, hid) in enumerate(rows, start=1) if any(row)]
    sheet = SeenSheet("", tuple(SeenRow(*row) for row in numbered), unread={99: "is too long"})
    seen = Seen("list", (sheet,))
    mapping = RosterMapping(
        heading=heading,
        columns=suggested(seen, OF, heading=heading).columns,
        hidden=hidden,
        company_from="column" if hidden else "domain",
        left_out=frozenset(left_out),
    )
    reading = people(seen, mapping, OF)
    told = [line.row for line in reading.lines] + list(reading.faulty)
    told += [int(fault.where.removeprefix("row ")) for fault in reading.left_out]
    assert sorted(told) == [*(n for n, *_ in numbered if n != heading), 99]

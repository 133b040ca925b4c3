"""Files of tools that collect answers, as they are known: which rows are headings, what is no answer, who counts."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from diagnostic.reading.seen import SeenRow, SeenSheet
from diagnostic.text import alike

_FEWEST_ROWS, _LOOKED_AT = 7, 50
NOT_FINISHED = ("false", "falsch", "0", "no", "nein")


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How a tool writes answers."""

    tool: str
    heading: int = 0
    """The place, among the rows that are not blank, of the one that names the columns."""
    more: tuple[int, ...] = ()
    """The places of the others that belong to the heading."""
    details: frozenset[str] = frozenset()
    """Columns about the sending and not of it, by `alike`."""
    not_counted: Mapping[str, tuple[str, ...]] = {}
    """By heading, by `alike`, texts of rows that do not count."""


def recognised(sheet: SeenSheet) -> Shape | None:
    """The tool whose files look so, or a heading of two rows; None where it is nothing that is known."""
    rows = sheet.rows[:3]
    names = [frozenset(alike(cell) for cell in row.cells) for row in rows]
    names += [frozenset()] * (3 - len(names))
    known = next((shape for looks_so, shape in _KNOWN if looks_so(rows, names)), None)
    return known or (Shape(tool="", more=(1,)) if _has_two_headings(sheet) else None)


def _has_two_headings(sheet: SeenSheet) -> bool:
    """Whether titles stand above some columns, and below them, in every column, what stands nowhere else in it."""
    if len(sheet.rows) < _FEWEST_ROWS:
        return False
    titles, names, *below = sheet.rows
    places = [place for place in range(sheet.width) if titles.cell(place) or names.cell(place)]
    titled = sum(bool(titles.cell(place)) for place in places)
    if not 2 < titled < len(places) or not all(names.cell(place) for place in places):
        return False
    return all(names.cell(place) != row.cell(place) for row in below[:_LOOKED_AT] for place in places)


_Looks = Callable[[Sequence[SeenRow], Sequence[frozenset[str]]], bool]


def _words(text: str) -> frozenset[str]:
    return frozenset(alike(word) for word in text.split(","))


_QUALTRICS = _words(
    "StartDate, EndDate, Status, IPAddress, Progress, Duration (in seconds), Finished, RecordedDate, ResponseId,"
    " ResponseID, ResponseSet, Name, ExternalDataReference, EmailAddress, RecipientLastName, RecipientFirstName,"
    " RecipientEmail, ExternalReference, LocationLatitude, LocationLongitude, LocationAccuracy, DistributionChannel,"
    " UserLanguage, Q_RecaptchaScore, Q_RelevantIDDuplicate, Q_RelevantIDFraudScore, Q_BallotBoxStuffing, Random ID"
)
_QUALTRICS_NOT_COUNTED = {
    "status": ("survey preview", "umfragevorschau", "survey test", "spam", "1", "2", "8", "9", "12"),
    "finished": NOT_FINISHED,
}
_UNIPARK = _words(
    "lfdn, external_lfdn, tester, dispcode, lastpage, quality, duration, rts, browser, referer, device_type, quota,"
    " quota_assignment, quota_rejected_id, page_history, hflip, vflip, output_mode, javascript, flash, session_id,"
    " language, cleaned, ats, datetime, date_of_last_access, date_of_first_mail, userid, invitation"
)
_UNIPARK_BROKEN_OFF = ("11", "12", "13", "15", "16", "20", "21", "22", "23", "33", "34", "35", "36", "37", "39", "41")
_LIMESURVEY = _words(
    "id, submitdate, lastpage, startlanguage, seed, token, startdate, datestamp, ipaddr, refurl, interviewtime,"
    " Response ID, Date submitted, Last page, Start language, Seed, Access code, Date started, Date last action,"
    " IP address, Referrer URL, Total time, Antwort ID, Datum Abgeschickt, Letzte Seite, Start-Sprache,"
    " Zufallsstartwert, Zugangscode, Zugangsschlüssel, Datum gestartet, Datum letzte Aktivität, IP-Adresse,"
    " Weiterleitungs-URL, Gesamtzeit"
)
_SURVEYMONKEY = _words(
    "Respondent ID, RespondentID, Collector ID, CollectorID, StartDate, EndDate, Date Created, Date Modified,"
    " Start Date, End Date, IP Address, Email Address,"
    " First Name, Last Name, Custom Data 1, Befragten-ID, Collector-ID, Startdatum, Enddatum, IP-Adresse,"
    " E-Mail-Adresse, Vorname, Nachname, Benutzerdefinierte Daten 1"
)
_MICROSOFT = _words(
    "ID, Start time, Completion time, Email, Name, Last modified time, Startzeit, Fertigstellungszeit, E-Mail,"
    " Uhrzeit der letzten Änderung, Language, Sprache"
)
_GOOGLE = _words("Timestamp, Zeitstempel, Email Address, Username, E-Mail-Adresse, Nutzername, Score, Punktzahl")


_ALCHEMER = _words(
    "Response ID, Time Started, Date Submitted, Status, Contact ID, Legacy Comments, Comments, Language, Referer,"
    " SessionID, User Agent, Tags, IP Address, Longitude, Latitude, Country, City, State/Region, Postal"
)


def _of_surveymonkey(names: frozenset[str]) -> bool:
    ids = {"collector id", "collector-id", "collectorid", "respondent id", "respondentid", "befragten-id"}
    return bool(ids & names)


_LIMESURVEY_NOT_COUNTED = dict.fromkeys(
    ("submitdate", "date submitted", "datum abgeschickt"), ("", "{question_not_shown}")
)
_KNOWN: tuple[tuple[_Looks, Shape], ...] = (
    (
        lambda rows, _: len(rows) == 3 and any(cell.startswith('{"ImportId"') for cell in rows[2].cells),
        Shape(tool="Qualtrics", more=(1, 2), details=_QUALTRICS, not_counted=_QUALTRICS_NOT_COUNTED),
    ),
    (
        lambda _, names: {"responseid", "status"} <= names[1] and {"v1", "v2"} <= names[0],
        Shape(tool="Qualtrics", more=(1,), details=_QUALTRICS, not_counted=_QUALTRICS_NOT_COUNTED),
    ),
    (
        lambda _, names: {"responseid", "finished"} <= names[0] and bool({"response id", "finished"} & names[1]),
        Shape(tool="Qualtrics", more=(1,), details=_QUALTRICS, not_counted=_QUALTRICS_NOT_COUNTED),
    ),
    (
        lambda _, names: {"responseid", "finished", "status"} <= names[0],
        Shape(tool="Qualtrics", details=_QUALTRICS, not_counted=_QUALTRICS_NOT_COUNTED),
    ),
    (
        lambda _, names: {"lfdn", "dispcode"} <= names[0],
        Shape(
            tool="Unipark",
            details=_UNIPARK,
            not_counted={"dispcode": _UNIPARK_BROKEN_OFF, "tester": ("1",)},
        ),
    ),
    (
        lambda _, names: {"id", "submitdate"} <= names[1],
        Shape(tool="LimeSurvey", heading=1, more=(0,), details=_LIMESURVEY, not_counted=_LIMESURVEY_NOT_COUNTED),
    ),
    (
        lambda _, names: {"time started", "date submitted", "status"} <= names[0],
        Shape(tool="Alchemer", details=_ALCHEMER, not_counted={"status": ("partial", "disqualified", "deleted")}),
    ),
    (
        lambda _, names: bool({"submitdate", "date submitted", "datum abgeschickt"} & names[0]),
        Shape(tool="LimeSurvey", details=_LIMESURVEY, not_counted=_LIMESURVEY_NOT_COUNTED),
    ),
    (
        lambda rows, names: _of_surveymonkey(names[0]) and any(not row.cell(0) for row in rows[1:2]),
        Shape(tool="SurveyMonkey", more=(1,), details=_SURVEYMONKEY),
    ),
    (
        # Without grids the second row is empty, and so is not there.
        lambda _, names: _of_surveymonkey(names[0]),
        Shape(tool="SurveyMonkey", details=_SURVEYMONKEY),
    ),
    (
        lambda _, names: bool(
            {"start time", "completion time"} <= names[0] or {"startzeit", "fertigstellungszeit"} <= names[0]
        ),
        Shape(tool="Microsoft Forms", details=_MICROSOFT),
    ),
    (
        lambda rows, _: bool(rows) and alike(rows[0].cells[0]) in {"timestamp", "zeitstempel"},
        Shape(tool="Google Forms", details=_GOOGLE),
    ),
)
"""What a tool's first rows look like, and its shape; the first that fits counts."""

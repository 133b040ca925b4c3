"""Where answers come from, as every page and sheet says it: simulated, or collected elsewhere."""

from diagnostic.analysis.report import Report
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording


def mark(report: Report, wording: Wording) -> str:
    """In some words, for the margin of a page; '' of answers that people gave here."""
    if report.simulated:
        return wording.say("head.simulated")
    return "" if report.imported is None else wording.say("head.imported")


def because(report: Report) -> tuple[str, dict[str, str]] | None:
    """The sentence that says more of it, by its key, and what fills it in; None of answers that people gave here."""
    if report.simulated:
        return "head.simulated_why", {}
    if report.imported is None:
        return None
    tool = clean(report.imported)
    return ("head.imported_from", {"tool": tool}) if tool else ("head.imported_why", {})

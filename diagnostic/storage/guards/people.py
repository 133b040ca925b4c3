"""What the database refuses of companies, rosters and invitations."""

from diagnostic.storage.guards.guard import OPEN_WAVE, UNDER_WAY, Guard, changed, of_wave

PEOPLE = (
    Guard(
        "roster_not_extended",
        "participant",
        "INSERT",
        OPEN_WAVE.format(row="NEW"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "roster_not_shortened",
        "participant",
        "DELETE",
        OPEN_WAVE.format(row="OLD"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "roster_frozen",
        "participant",
        "UPDATE",
        f"({OPEN_WAVE.format(row='OLD')} OR {OPEN_WAVE.format(row='NEW')}) AND "
        + changed("alliance_id", "side", "attribute"),
        "the roster is fixed while a wave is open",
    ),
    Guard(
        "do_not_contact_for_good",
        "participant",
        "UPDATE",
        "OLD.do_not_contact AND (NOT NEW.do_not_contact OR " + changed("email", "alliance_id") + ")",
        "who asked not to be written to is not written to again",
    ),
    Guard(
        "address_corrected_after_refusal",
        "participant",
        "UPDATE",
        # Whether somebody has answered makes no difference: it would tell who has.
        changed("email")
        + " AND EXISTS (SELECT 1 FROM invitation i JOIN wave w ON w.id = i.wave_id WHERE i.participant_id = OLD.id"
        f" AND {UNDER_WAY} AND NOT EXISTS (SELECT 1 FROM message m WHERE m.invitation_id = i.id"
        " AND m.kind = 'invitation' AND m.state = 'refused'))",
        "an address can be corrected in an open wave only while its first mail was refused or came back",
    ),
    Guard(
        "invitation_not_added",
        "invitation",
        "INSERT",
        "EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state <> 'draft')",
        "nobody can be invited to a wave after its launch",
    ),
    Guard(
        "invitation_not_removed",
        "invitation",
        "DELETE",
        of_wave("OLD", UNDER_WAY),
        "no invitation to an open wave can be taken back",
    ),
    Guard(
        "invitation_spent_once",
        "invitation",
        "UPDATE",
        "(OLD.answered AND NOT NEW.answered) OR NEW.generation < OLD.generation"
        " OR (NEW.generation = OLD.generation AND "
        + changed("token_hash")
        + ") OR "
        + changed("wave_id", "participant_id", "nonce"),
        "a spent invitation stays spent, a link that was ended stays ended, and their owner stays the same",
    ),
    Guard(
        "companies_frozen",
        "alliance",
        "UPDATE",
        f"EXISTS (SELECT 1 FROM wave w WHERE w.alliance_id = OLD.id AND {UNDER_WAY}) AND "
        + changed(
            "company_a",
            "company_b",
            "domains_a",
            "domains_b",
            "controller",
            "contact",
            "timezone",
            "brand",
            "consultant_id",
        ),
        "the companies, their mail domains, the controller and who asks are fixed while a wave is open",
    ),
)

"""What the database refuses of ballots, and of what the close makes of them."""

from diagnostic.storage.guards.guard import UNDER_WAY, Guard, changed, of_wave

ANSWERS = (
    Guard(
        "ballot_while_open",
        "ballot",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM wave w WHERE w.id = NEW.wave_id AND w.state = 'open')",
        "only an open wave takes ballots",
    ),
    Guard(
        "ballot_never_changed",
        "ballot",
        "UPDATE",
        changed("id", "wave_id", "side", "sealed"),
        "a ballot cannot be changed",
    ),
    Guard(
        "ballot_not_removed",
        "ballot",
        "DELETE",
        of_wave("OLD", UNDER_WAY),
        "no ballot of an open wave can be taken out",
    ),
    Guard(
        "response_never_changed",
        "response",
        "UPDATE",
        changed("id", "wave_id", "side", '"group"', '"values"'),
        "an answer cannot be changed",
    ),
    Guard(
        "comment_never_changed",
        "comment",
        "UPDATE",
        changed("id", "wave_id", "side", "question", "text"),
        "a comment cannot be changed",
    ),
    Guard(
        "response_at_the_close_only",
        "response",
        "INSERT",
        "NOT " + of_wave("NEW", UNDER_WAY),
        "answers come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "comment_at_the_close_only",
        "comment",
        "INSERT",
        "NOT " + of_wave("NEW", UNDER_WAY),
        "comments come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "receipt_at_the_close_only",
        "receipt",
        "INSERT",
        "NOT " + of_wave("NEW", UNDER_WAY),
        "receipts come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "receipt_never_changed",
        "receipt",
        "UPDATE",
        changed("id", "wave_id", "code"),
        "a receipt cannot be changed",
    ),
    Guard(
        "carried_at_the_close_only",
        "carried",
        "INSERT",
        "NOT " + of_wave("NEW", UNDER_WAY),
        "changes come from the ballots of an open wave, as it is closed",
    ),
    Guard(
        "carried_never_changed",
        "carried",
        "UPDATE",
        changed("id", "wave_id", "side", "target", "changes", "fits", "perceived"),
        "what was carried cannot be changed",
    ),
)

"""What the database refuses of the keys that companies hold, and of the mixing."""

from diagnostic.storage.guards.guard import UNDER_WAY, Guard, changed, of_holder, of_wave


def _done(row: str, and_so: str = "TRUE") -> str:
    step = f"s.wave_id = {row}.wave_id AND s.holder = {row}.holder AND {and_so}"
    return f"EXISTS (SELECT 1 FROM mix_step s WHERE {step})"


KEY_HOLDERS = (
    Guard(
        "company_key_not_added",
        "company_key",
        "INSERT",
        of_wave("NEW", "w.state <> 'draft'"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "company_key_not_removed",
        "company_key",
        "DELETE",
        of_wave("OLD", UNDER_WAY),
        "a key that ballots are sealed to stays",
    ),
    Guard(
        "company_key_frozen",
        "company_key",
        "UPDATE",
        of_wave("OLD", "w.state <> 'draft'")
        + " AND ("
        + changed("id", "wave_id", "side", "public_key", "rehearsed_at")
        + " OR (NEW.wrapped_key IS NOT NULL AND "
        + changed("wrapped_key")
        + "))",
        "the keys of both companies to a launched wave cannot be changed",
    ),
    Guard(
        "company_key_kept",
        "company_key",
        "UPDATE",
        of_wave("OLD", UNDER_WAY) + " AND NEW.wrapped_key IS NULL AND OLD.wrapped_key IS NOT NULL",
        "the key of a company is kept until the wave has ended",
    ),
    Guard(
        "key_holder_not_added",
        "key_holder",
        "INSERT",
        of_holder("NEW", "w.state <> 'draft'"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "key_holder_not_removed",
        "key_holder",
        "DELETE",
        of_holder("OLD", UNDER_WAY),
        "who holds a key stays until the wave has ended",
    ),
    Guard(
        "key_holder_frozen",
        "key_holder",
        "UPDATE",
        of_holder("OLD", "w.state <> 'draft'")
        + " AND "
        + changed("id", "key_id", "email", "language", "nonce", "token_hash"),
        "who holds a key is settled before the launch",
    ),
    Guard(
        "mix_step_while_mixing",
        "mix_step",
        "INSERT",
        "NOT " + of_wave("NEW", "w.state = 'mixing'"),
        "key-holders do their part after the last day and before the wave is opened",
    ),
    Guard(
        "mix_step_never_changed",
        "mix_step",
        "UPDATE",
        changed(
            "id",
            "wave_id",
            "holder",
            "upload",
            "taken",
            "given",
            "taken_digest",
            "given_digest",
            "done_at",
        ),
        "what a key-holder did cannot be changed",
    ),
    Guard(
        "mix_step_not_removed",
        "mix_step",
        "DELETE",
        of_wave("OLD", UNDER_WAY),
        "what a key-holder did cannot be undone",
    ),
    Guard(
        "mixed_ballot_while_mixing",
        "mixed_ballot",
        "INSERT",
        "NOT " + of_wave("NEW", "w.state = 'mixing'") + " OR " + _done("NEW"),
        "ballots come from a key-holder who has not done their part yet",
    ),
    Guard(
        "mixed_ballot_never_changed",
        "mixed_ballot",
        "UPDATE",
        changed("id", "wave_id", "holder", "upload", "side", "sealed"),
        "a ballot cannot be changed",
    ),
    Guard(
        "mixed_ballot_not_removed",
        "mixed_ballot",
        "DELETE",
        of_wave("OLD", UNDER_WAY) + " AND " + _done("OLD", "s.upload = OLD.upload"),
        "no ballot that a key-holder passed on can be taken out",
    ),
)

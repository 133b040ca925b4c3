"""What the database refuses of waves and their Reports: what was promised at the launch stays as it is."""

from diagnostic.storage.guards.guard import A_YEAR_AFTER_LAUNCH, Guard, changed

WAVES = (
    Guard(
        "wave_plan_frozen",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND "
        + changed(
            "alliance_id",
            "kind",
            "questionnaire",
            "languages",
            "k",
            "comment_k",
            "statement_margin",
            "scale_margin",
            "inference",
            "pulses",
            "targets",
            "asked_again",
            "imported",
            "attribute",
            "retention_days",
            "few_changed",
            "public_key",
            "launched_at",
            "invitation_texts",
            "opens_on",
            "opens_at",
            "announced",
            "held_up",
        ),
        "the plan of a launched wave cannot be changed",
    ),
    Guard(
        "wave_extended_only",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND NEW.closes_on < OLD.closes_on",
        "the closing date of a launched wave can be extended, never shortened",
    ),
    Guard(
        "wave_in_range",
        "wave",
        "UPDATE",
        # None of these can be taken back once a wave is launched. What was stored before this guard stays.
        "NEW.state = 'open' AND ((OLD.state = 'draft' AND (NEW.k NOT BETWEEN 4 AND 1000"
        " OR NEW.comment_k NOT BETWEEN 4 AND 1000 OR NEW.retention_days NOT BETWEEN 1 AND 365))"
        " OR ((OLD.state = 'draft' OR NEW.closes_on > OLD.closes_on)"
        f" AND NEW.closes_on > {A_YEAR_AFTER_LAUNCH['postgres']}))",
        "a wave ends within a year of its launch, and its thresholds and its retention lie within their ranges",
    ),
    Guard(
        "wave_state_forward",
        "wave",
        "UPDATE",
        "(OLD.state = 'open' AND NEW.state = 'draft')"
        " OR (OLD.state = 'mixing' AND NEW.state NOT IN ('mixing', 'closed', 'destroyed'))"
        " OR (OLD.state IN ('closed', 'destroyed') AND NEW.state <> OLD.state)",
        "a launched wave cannot go back, and a closed one cannot be opened again",
    ),
    Guard(
        "wave_ended_once",
        "wave",
        "UPDATE",
        "OLD.closed_at IS NOT NULL AND " + changed("closed_at"),
        "the days after which answers are deleted count from the end of the wave, which stays as it was",
    ),
    Guard(
        "wave_key_destroyed_only",
        "wave",
        "UPDATE",
        "OLD.state <> 'draft' AND NEW.wrapped_private_key IS NOT NULL AND " + changed("wrapped_private_key"),
        "the key of a launched wave can be destroyed, not replaced",
    ),
    Guard(
        "wave_not_deleted",
        "wave",
        "DELETE",
        "OLD.state IN ('open', 'mixing')",
        "an open wave cannot be deleted",
    ),
    Guard(
        "wave_launched_with_keys",
        "wave",
        "UPDATE",
        "OLD.state = 'draft' AND NEW.state <> 'draft' AND EXISTS"
        " (SELECT 1 FROM company_key k WHERE k.wave_id = OLD.id AND k.rehearsed_at IS NULL)",
        "a wave with key-holders is launched once both keys were made and tried out",
    ),
    Guard(
        "wave_mixed_before_opened",
        "wave",
        "UPDATE",
        "OLD.state <> 'closed' AND NEW.state = 'closed' AND"
        " (SELECT COUNT(*) FROM mix_step s WHERE s.wave_id = OLD.id)"
        " < (SELECT COUNT(*) FROM company_key k WHERE k.wave_id = OLD.id)",
        "a wave with key-holders is opened once both have done their part",
    ),
    Guard(
        "report_frozen",
        "report",
        "UPDATE",
        changed("id", "body", "wave_id", "number"),
        "a Report cannot be changed",
    ),
    Guard(
        "report_kept",
        "report",
        "DELETE",
        # With its wave it goes.
        "EXISTS (SELECT 1 FROM wave w WHERE w.id = OLD.wave_id)",
        "a Report cannot be deleted, nor a correction undone",
    ),
)

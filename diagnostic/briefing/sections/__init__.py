"""What a briefing says, section by section: from the Report to sentences, tables and pictures."""

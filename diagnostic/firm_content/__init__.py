"""What a firm has of its own, as what makes a briefing reads it: its folder, its logo, the rules it adds."""

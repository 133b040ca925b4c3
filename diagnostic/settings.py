"""Settings, declared once, read in one place, passed down."""

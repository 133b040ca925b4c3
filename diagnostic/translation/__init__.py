"""What a language consists of, counted; out to a spreadsheet for those who translate it, and in again."""

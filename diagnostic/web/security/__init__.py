"""What keeps pages and accounts safe: headers, sessions, limits on attempts, password resets."""

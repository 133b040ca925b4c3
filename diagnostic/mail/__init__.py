"""Mail: what is written, the outbox it waits in, and the server it goes to."""

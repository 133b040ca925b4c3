"""Messages: at most three things that page one says, chosen by `reports/messages.toml` once for all forms."""

from diagnostic.briefing.messages.chosen import Message, Rider, messages
from diagnostic.briefing.messages.counted import Counted, People
from diagnostic.briefing.messages.point import Point
from diagnostic.briefing.messages.rules import MessageRule, MessageRules

__all__ = ["Counted", "Message", "MessageRule", "MessageRules", "People", "Point", "Rider", "messages"]

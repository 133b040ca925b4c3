"""What a wave will be able to tell, said before it is launched."""

from diagnostic.planning.change import smallest_changes
from diagnostic.planning.groups import Groups, groups
from diagnostic.planning.model import Outlook, chance_to_find, outlook
from diagnostic.planning.scales import ScaleOutlook, scale_outlook
from diagnostic.planning.words import change_sentence, fates, scale_sentences, sentences

__all__ = [
    "Groups",
    "Outlook",
    "ScaleOutlook",
    "chance_to_find",
    "change_sentence",
    "fates",
    "groups",
    "outlook",
    "scale_outlook",
    "scale_sentences",
    "sentences",
    "smallest_changes",
]

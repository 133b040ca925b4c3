"""What a wave will be able to tell, said before it is launched."""

from diagnostic.planning.model import Groups, Outlook, chance_to_find, groups, outlook
from diagnostic.planning.words import fates, sentences

__all__ = ["Groups", "Outlook", "chance_to_find", "fates", "groups", "outlook", "sentences"]

"""What a wave will be able to tell, said before it is launched."""

from diagnostic.planning.groups import Groups, groups
from diagnostic.planning.model import Outlook, chance_to_find, outlook
from diagnostic.planning.words import fates, sentences

__all__ = ["Groups", "Outlook", "chance_to_find", "fates", "groups", "outlook", "sentences"]

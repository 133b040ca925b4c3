"""The studio: questionnaires of one's own, made and changed in the browser."""

from diagnostic.web.consultant.studio.items import Items
from diagnostic.web.consultant.studio.looks import Looks
from diagnostic.web.consultant.studio.outline import Outline, owned_instrument
from diagnostic.web.consultant.studio.shelf import Shelf
from diagnostic.web.consultant.studio.tables import Tables

STUDIO = (Shelf, Outline, Items, Tables, Looks)
__all__ = ["STUDIO", "owned_instrument"]

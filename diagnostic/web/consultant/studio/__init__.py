"""The studio: questionnaires of one's own, made and changed in the browser."""

from diagnostic.web.consultant.studio.items import Items
from diagnostic.web.consultant.studio.looks import Looks
from diagnostic.web.consultant.studio.outline import Outline
from diagnostic.web.consultant.studio.shelf import Shelf
from diagnostic.web.consultant.studio.tables import Tables
from diagnostic.web.consultant.studio.workbench import owned_instrument, workbench

STUDIO = (Shelf, Outline, Items, Tables, Looks)
__all__ = ["STUDIO", "owned_instrument", "workbench"]

"""One questionnaire of one's own on the desk: whose it is, who works on it, and what it is held against."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.reading.instruments.supplied import SuppliedWords
from diagnostic.storage.models import Consultant, Instrument, InstrumentVersion
from diagnostic.survey.instruments import Change, change, may_edit, newest
from diagnostic.web.consultant.studio.saying import Names, example_names


class Workbench(msgspec.Struct, frozen=True):
    """What every page about one questionnaire works with."""

    instrument: Instrument
    consultant: Consultant
    product: Library
    """The product's own questionnaires, and the words around all of them."""
    supplied: SuppliedWords

    @property
    def address(self) -> str:
        """The page of the whole questionnaire."""
        return f"/questionnaires/{self.instrument.id}"

    async def newest(self) -> InstrumentVersion:
        return await newest(self.instrument)

    async def change(self, changed: Callable[[Questionnaire], Questionnaire]) -> Change:
        return await change(self.instrument, self.consultant, changed, self.product)

    async def names(self) -> Names:
        """Companies and brand for examples."""
        return await example_names(self.consultant)


async def owned_instrument(consultant: NamedDependency[Consultant], instrument_id: FromPath[UUID]) -> Instrument:
    """A questionnaire of the consultant's or their firm's; for another's there is nothing here."""
    instrument = await Instrument.get_or_none(may_edit(consultant), id=instrument_id)
    if instrument is None:
        raise NotFoundException
    return instrument


def workbench(
    instrument: NamedDependency[Instrument],
    consultant: NamedDependency[Consultant],
    product: NamedDependency[Library],
    supplied: NamedDependency[SuppliedWords],
) -> Workbench:
    """What a page about one questionnaire asks for as ``bench``."""
    return Workbench(instrument, consultant, product, supplied)

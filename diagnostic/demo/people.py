"""Who works at the two invented companies."""

import csv
import io
from collections.abc import Iterator

COMPANIES = ("Novara", "Helix")
DOMAINS = ("novara.example", "helix.example")
BRAND = "Orvelane"
FUNCTIONS = {"Field force": 8, "Marketing": 6, "Medical": 6, "Market access": 5}
"""How many of each company work in which function."""

NOVARA = """
    Amara Bellweather, Tobias Lindqvist, Priya Raman, Callum Fairbairn, Ines Castelo, Marek Dvorak, Yuki Tanabe,
    Rosalind Peake, Hamid Farrokh, Greta Solheim, Owen Tregarth, Lucia Moretti, Desmond Achebe, Nora Vance,
    Pavel Orlik, Siobhan Keane, Rafael Quintero, Mei Lin Zhao, Anton Bergstrom, Clara Whitlock, Jonas Eklund,
    Fatima Haddad, Edwin Marsh, Helena Novotna, Gareth Pryce
"""
HELIX = """
    Katrin Ahlers, Stefan Brandl, Miriam Vogt, Lukas Oberhuber, Anneliese Kranz, Piet Verhoeven, Dorothea Lenz,
    Matthias Rieger, Sabine Thalmann, Florian Stadler, Joke de Wit, Ulrich Hagen, Beate Sommer, Emre Yildiz,
    Carolin Fuchs, Henrik Paulsen, Vera Schwarzbach, Niklas Trost, Agata Zielinska, Bernd Kessler, Louise Carpentier,
    Rainer Falk, Theresa Wimmer, Milan Petrovic, Gudrun Espe
"""


def roster() -> bytes:
    """The roster as a consultant would upload it, a CSV file."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["email", "company", "name", "function", "language"])
    for company, domain, names in zip(COMPANIES, DOMAINS, (NOVARA, HELIX), strict=True):
        people = [" ".join(name.split()) for name in names.split(",")]
        for position, (name, function) in enumerate(zip(people, _functions(), strict=True)):
            # Three in four at Helix prefer German, one in five at Novara.
            german = position % 4 != 0 if company == "Helix" else position % 5 == 0
            address = f"{name.lower().replace(' ', '.')}@{domain}"
            writer.writerow([address, company, name, function, "de" if german else "en"])
    return table.getvalue().encode()


def _functions() -> Iterator[str]:
    for function, count in FUNCTIONS.items():
        yield from [function] * count

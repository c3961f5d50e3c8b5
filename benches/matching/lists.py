"""The files of `passerelle match`, as its help describes them: two lists of people in, links out."""

import csv
import unicodedata
from datetime import date, datetime

SUGGESTED = 5
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
OF_THE_DIRECTORY = ["ent_id", "categorie", "civilite", "nom", "nom_famille", "prenom", "autres_prenoms",
                    "date_naissance", "uai", "classes", "matieres", "enfants"]
OF_THE_EXPORT = ["pronote_id", "uai", "categorie", "civilite", "nom", "prenom", "date_naissance", "classe",
                 "matieres", "enfants"]


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_links(path, exported, linked, suggested):
    """One row for each identity that is linked, up to five where a person must choose, and one for nobody.

    `linked` gives (account, score) by identity, `suggested` a list of them, best first.
    """
    def rows():
        for identity in exported:
            if identity in linked:
                account, score = linked[identity]
                yield identity, account, f"{score:.2f}", "auto"
            elif suggested.get(identity):
                for account, score in suggested[identity][:SUGGESTED]:
                    yield identity, account, f"{score:.2f}", "manual"
            else:
                yield identity, "", "", "none"

    write(path, ["pronote_id", "ent_id", "score", "decision"], rows())


def several(field):
    """The values of a field that may hold more than one."""
    return [value for value in field.split("|") if value]


def fold(text):
    """Without case, accents, hyphens and apostrophes; words with one blank between."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


def iso(text):
    """A day of either list as YYYY-MM-DD; None for an empty field and for a day that no calendar has."""
    try:
        day = datetime.strptime(text, "%d/%m/%Y").date() if "/" in text else date.fromisoformat(text)
        return day.isoformat()
    except ValueError:
        return None

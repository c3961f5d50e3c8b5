"""What most portals do: link two people of one school and one category whose names, and for pupils birth dates,
agree, when nobody else of either list has them."""

from collections import defaultdict

from lists import fold, iso, read, several, write_links

# An identity may lack its school: it is then looked for in all of them.
ANYWHERE = ""


def exact(text):
    return text.strip().lower()


def link(directory, export, out, how):
    """Links by names as `how` compares them: `exact` or `fold`."""
    accounts = defaultdict(list)
    for account in read(directory):
        who = person(account, how)
        if who is None:
            continue
        for school in [*several(account["uai"]), ANYWHERE]:
            accounts[school, who].append(account["ent_id"])
    identities, claims = {}, defaultdict(int)
    for identity in read(export):
        key = identity["uai"], person(identity, how)
        identities[identity["pronote_id"]] = key
        claims[key] += 1
    linked, suggested = {}, {}
    for identity, key in identities.items():
        found = [(account, 0.0) for account in accounts.get(key, [])]
        if len(found) == 1 and claims[key] == 1:
            linked[identity] = found[0]
        else:
            suggested[identity] = found
    write_links(out, identities, linked, suggested)


def person(row, how):
    """What must agree. Somebody without a name agrees with nobody, not even with others who have none."""
    last, first = how(row["nom"]), how(row["prenom"])
    born = iso(row["date_naissance"]) if row["categorie"] == "eleve" else None
    return (row["categorie"], last, first, born) if last and first else None


def compare(directory, export, out):
    link(directory, export, out, exact)


def compare_folded(directory, export, out):
    link(directory, export, out, fold)

"""Splink 5 on DuckDB: Fellegi-Sunter with frequencies of names, its parameters learnt by EM from the two lists.

It gets what a careful user would give it: names folded before, one model per category, the names of the children
as a field of their parents, and a comparison for every field that both lists fill. Who has an account for several
schools stands once in each of them. Its pairs become links one to one in each school, best first.
"""

import logging
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from lists import fold, iso, read, several, write_links

# Bits from which a pair is a link: one file of links for each.
THRESHOLDS = [2, 8]
# A pair below this is not even suggested.
WORTH_SHOWING = -10
# Fewer people than this on one side teach EM nothing: they are left to people.
ENOUGH = 20
SEED = 1
# Pairs drawn at random, from which the model learns how strangers agree.
DRAWN = 5e6
TEXT, TEXTS = pa.string(), pa.list_(pa.string())
COLUMNS = {"unique_id": TEXT, "school": TEXT, "title": TEXT, "last": TEXT, "birth_last": TEXT, "first": TEXT,
           "called": TEXT, "born": TEXT, "classes": TEXTS, "subjects": TEXTS, "children": TEXTS}
TITLES = {"m": "m", "monsieur": "m", "mr": "m", "mme": "f", "madame": "f", "mlle": "f", "mademoiselle": "f"}


def compare(directory, export, out):
    logging.getLogger("splink").setLevel(logging.ERROR)
    accounts, identities = people(directory, "ent_id", "classes"), people(export, "pronote_id", "classe")
    pairs = []
    for category in sorted(identities):
        pairs += scored(in_each_school(accounts.get(category, [])), identities[category])
    # Equal weights in the order of the identifiers, so that two runs agree.
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    exported = [row["unique_id"] for rows in identities.values() for row in rows]
    for bits in THRESHOLDS:
        linked = one_to_one(pairs, bits)
        place = Path(out)
        write_links(place.with_name(f"{place.stem}-{bits}{place.suffix}"), exported, linked, best(pairs))


def one_to_one(pairs, bits):
    """Takes the heaviest pair whose two people are free, then the next, down to `bits`."""
    linked, taken = {}, set()
    for weight, identity, place in pairs:
        if weight < bits:
            break
        if identity not in linked and place not in taken:
            linked[identity] = account_of(place), weight
            taken.add(place)
    return linked


def best(pairs):
    suggested = defaultdict(dict)
    for weight, identity, place in pairs:
        suggested[identity].setdefault(account_of(place), weight)
    return {identity: list(accounts.items()) for identity, accounts in suggested.items()}


def account_of(place):
    return place.rpartition("@")[0]


def people(path, key, classes):
    """The rows of one list by category, cleaned for comparison."""
    rows = list(read(path))
    names = {row[key]: f"{fold(row['nom'])}/{first_word(fold(row['prenom']))}" for row in rows if row["enfants"] == ""}
    by_category = defaultdict(list)
    for row in rows:
        first = fold(row["prenom"])
        person = {
            "unique_id": row[key],
            "school": row["uai"] or None,
            "title": TITLES.get(fold(row["civilite"])),
            "last": fold(row["nom"]) or None,
            "birth_last": fold(row.get("nom_famille", "")) or None,
            "first": first or None,
            "called": first_word(first) or None,
            "born": iso(row["date_naissance"]),
            "classes": [fold(each) for each in several(row[classes])] or None,
            "subjects": [fold(each) for each in several(row["matieres"])] or None,
            "children": [names[child] for child in several(row["enfants"]) if child in names] or None,
        }
        by_category[row["categorie"]].append(person)
    return by_category


def in_each_school(accounts):
    """An account stands once for each of its schools, under `identifier@school`."""
    return [account | {"unique_id": f"{account['unique_id']}@{school}", "school": school or None}
            for account in accounts for school in several(account["school"] or "") or [""]]


def first_word(text):
    return text.partition(" ")[0]


def scored(accounts, identities):
    """(weight, identity, account) for each pair that one of the blocks holds."""
    if min(len(accounts), len(identities)) < ENOUGH:
        return []
    filled = [name for name in COLUMNS if known(accounts, name) and known(identities, name)]
    database = DuckDBAPI()
    lists = [database.register(table(rows), dataset_display_name=name)
             for name, rows in [("accounts", accounts), ("identities", identities)]]
    linker = Linker(lists, settings(filled), log_level=logging.ERROR)
    train(linker, filled)
    pairs = linker.inference.predict(threshold_match_weight=WORTH_SHOWING).as_pyarrow_table()
    columns = [pairs.column(name).to_pylist() for name in ["match_weight", "unique_id_r", "unique_id_l"]]
    return list(zip(*columns))


def known(rows, name):
    """Whether enough people have it for a comparison to learn from."""
    return sum(row[name] is not None for row in rows) >= max(ENOUGH, len(rows) // 50)


def table(rows):
    schema = pa.schema(list(COLUMNS.items()))
    return pa.Table.from_pylist(rows, schema=schema)


def settings(filled):
    comparisons = {
        "last": last_name(),
        "first": first_name(),
        "school": cl.ExactMatch("school"),
        "title": cl.ExactMatch("title"),
        "born": born(),
        "classes": cl.ArrayIntersectAtSizes("classes", [1]),
        "subjects": cl.ArrayIntersectAtSizes("subjects", [1]),
        "children": cl.ArrayIntersectAtSizes("children", [2, 1]),
    }
    return SettingsCreator(
        link_type="link_only",
        comparisons=[comparison for field, comparison in comparisons.items() if field in filled],
        blocking_rules_to_generate_predictions=blocks(filled),
        max_iterations=25,
    )


def last_name():
    levels = [
        cll.NullLevel("last"),
        cll.ExactMatchLevel("last", term_frequency_adjustments=True),
        cll.CustomLevel('"birth_last_l" = "last_r"', label_for_charts="Birth name"),
        cll.CustomLevel('"last_l" = "first_r" and "first_l" = "last_r"', label_for_charts="Names exchanged"),
        cll.JaroWinklerLevel("last", 0.92),
        cll.CustomLevel(
            'len(list_intersect(string_split("last_l", \' \'), string_split("last_r", \' \'))) > 0',
            label_for_charts="A word in common",
        ),
        cll.JaroWinklerLevel("last", 0.8),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name="last", comparison_levels=levels)


def first_name():
    levels = [
        cll.NullLevel("first"),
        cll.ExactMatchLevel("first", term_frequency_adjustments=True),
        cll.ExactMatchLevel("called", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("first", 0.92),
        cll.JaroWinklerLevel("first", 0.8),
        cll.ElseLevel(),
    ]
    return cl.CustomComparison(output_column_name="first", comparison_levels=levels)


def born():
    return cl.DateOfBirthComparison("born", input_is_string=True, datetime_thresholds=[1, 1],
                                    datetime_metrics=["month", "year"])


def blocks(filled):
    """Which pairs are compared at all: within a school by one field, elsewhere by more."""
    here = ["school"] if "school" in filled else []
    rules = [block_on(*here, "last"), block_on(*here, "first")]
    rules += [block_on(*here, "substr(last, 1, 3)", "substr(first, 1, 2)")]
    if "birth_last" in filled:
        rules.append(" and ".join(['l."birth_last" = r."last"'] + ['l."school" = r."school"'] * len(here)))
    if "born" in filled:
        rules += [block_on(*here, "born")]
    if here:
        rules.append(block_on("last", "first"))
    return rules


def train(linker, filled):
    sure = [block_on(*[name for name in ["school", "last", "first", "born"] if name in filled])]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=DRAWN, seed=SEED)
    here = ["school"] if "school" in filled else []
    for field in ["last", "first", *(["born"] if "born" in filled else [])]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*here, field), estimate_without_term_frequencies=True)
    if here:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on("last", "first"), estimate_without_term_frequencies=True)

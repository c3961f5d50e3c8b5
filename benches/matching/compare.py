"""Links two lists of people as others do, beside `passerelle match` and with its files.

    compare.py exact|folded|splink --directory ent.csv --export pronote.csv --out links.csv
    compare.py febrl FOLDER

Splink writes links-2.csv and links-8.csv: pairs from 2 and from 8 bits. `cargo xtask figures matching [FOLDER]` runs
all of them and counts what is right; by hand, in an environment of its own:

    python3 -m venv target/matching-venv
    target/matching-venv/bin/pip install -r benches/matching/requirements.txt
"""

import argparse


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ["exact", "folded", "splink"]:
        command = commands.add_parser(name)
        for option in ["--directory", "--export", "--out"]:
            command.add_argument(option, required=True)
    commands.add_parser("febrl").add_argument("folder")
    asked = parser.parse_args()
    if asked.command == "febrl":
        import febrl
        return febrl.convert(asked.folder)
    if asked.command == "splink":
        # Imported only here: the others must not pay for it.
        from by_splink import compare
    elif asked.command == "folded":
        from by_name import compare_folded as compare
    else:
        from by_name import compare
    compare(asked.directory, asked.export, asked.out)


main()

"""The first school of the demonstration, run by those who have an account there: console, supervisor, spaces."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from pages import Visitor


@dataclass
class Pupil:
    last_name: str
    first_name: str
    pronote_id: str


class School:
    def __init__(self, demo):
        self._demo = demo
        self._supervisor = Visitor()
        self._spr = self._sign_in(self._supervisor, demo.console + "/spr/", "supervisor")
        self.spaces = demo.pronote
        self.pupils_space = demo.pronote + "eleve.html"

    def _sign_in(self, visitor, address, role):
        account = self._demo.account(role, "pronote")
        typed = {"Login": account.login, "Mot de passe": account.password}
        return visitor.press(visitor.open(address), "Se connecter", typed)

    def delegate(self, cas, dialect):
        """Stops the publication, types the address of the CAS server and its protocol, and publishes."""
        visitor = Visitor()
        page = self._sign_in(visitor, self._demo.console + "/", "console")
        page = visitor.follow(page, "Déléguer l'authentification")
        page = visitor.press(page, "Arrêter la publication")
        typed = {"Définir une délégation CAS": True, "URL du serveur CAS": cas}
        page = visitor.press(page, "Valider", typed)
        page.must_say("La délégation est enregistrée.")
        page = visitor.follow(page, "Paramètres d'identification des utilisateurs")
        typed = {"Protocole de validation": dialect, "Code de rapprochement * :": "PRONOTECAS"}
        page = visitor.press(page, "Valider", typed)
        page.must_say("Les paramètres d'identification sont enregistrés.")
        page = visitor.press(page, "Publier la base")
        page.must_say("Base publiée")

    def pupils_without_cas_identifier(self):
        """From the supervisor's export, in clear."""
        page = self._supervisor.follow(self._spr, "Exporter les identifiants PRONOTE")
        typed = {
            "Uniquement les utilisateurs sans identifiants CAS": True,
            "Les données exportées peuvent être déchiffrées par :": "Quiconque a le fichier (écrit en clair)",
        }
        page = self._supervisor.press(page, "Valider", typed)
        exported = self._supervisor.follow(page, "Télécharger IdPN_To_KOSMOS.xml")
        pupils = ET.fromstring(exported.content).iter("{urn:passerelle:identifiants-pronote:hypothese}Eleve")
        return [Pupil(pupil.get("Nom"), pupil.get("Prenom"), pupil.get("IDPN")) for pupil in pupils]

    def cas_identifier(self, pupil):
        """What the supervisor's list shows under "Identifiant CAS"."""
        page = self._supervisor.follow(self._spr, "Elèves")
        typed = {"Rechercher un nom, un prénom ou une classe": pupil.last_name}
        return self._supervisor.press(page, "Rechercher", typed).cell(pupil.pronote_id, "Identifiant CAS")

    def enters_directly(self):
        """Whether somebody enters by PRONOTE's own login and password."""
        visitor = Visitor()
        account = self._demo.account("teacher-direct", "pronote")
        typed = {"Identifiant": account.login, "Mot de passe": account.password}
        page = visitor.press(visitor.open(self.spaces + "professeur.html?login=true"), "Se connecter", typed)
        return page.status == 200 and page.says("Espace Professeurs")

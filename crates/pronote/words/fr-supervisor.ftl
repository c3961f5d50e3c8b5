# Pages du superviseur (SPR).
spr-modification = Superviseur (SPR) en modification
spr-consultation = Superviseur (SPR) en consultation
spr-open = Ouvrir la base
spr-open-modification = en modification
spr-open-consultation = en consultation
spr-only-reads = Vous êtes en consultation
spr-only-reads-help = Rien n'a été modifié. Une seule personne à la fois ouvre la base en modification. Sur votre page d'accueil, le bouton « Passer en modification » la demande ou la prend.
seat-taken = { $name } a la base ouverte en modification depuis le { $since }.
seat-free-at = Si rien n'y est fait d'ici là, vous pourrez prendre la main à partir du { $at } ; avant, votre demande lui est transmise.
seat-free = Personne n'a la base ouverte en modification.
seat-reading = Vous êtes en consultation : vous voyez tout, et ne pouvez rien modifier.
seat-take = Passer en modification
seat-leave = Passer en consultation
seat-wanted = { $name } demande à passer en modification. Terminez ce que vous avez commencé, puis passez en consultation.
spr-done-granted = Vous êtes en modification.
spr-done-passed = Votre demande est transmise. Réessayez dans quelques minutes.
spr-done-stepped-back = Vous êtes en consultation.
spr-done-erased = L'identifiant CAS est supprimé : il sera appris de nouveau à la prochaine connexion depuis l'ENT.
spr-done-typed = L'identifiant CAS est enregistré.
spr-done-transferred = L'identifiant CAS est transféré.
spr-done-csv = Les identifiants CAS sont enregistrés.
spr-done-undone = La dernière modification des identifiants CAS est annulée.
spr-done-undone-partly = La dernière modification est annulée, sauf pour les personnes dont l'identifiant CAS a changé depuis : le leur est resté tel quel.
spr-done-rights = Les droits sont enregistrés.
spr-done-removed = La personne est retirée de la base.
spr-done-settings = Le paramètre est enregistré.
spr-done-year = La base est passée à la nouvelle année. Suivez maintenant la liste ci-dessous.
spr-done-version = La version est enregistrée. Suivez maintenant la liste ci-dessous.
undo-last = Annuler cette modification
undo-too-late = Cette modification ne peut plus être annulée
undo-too-late-help = Seule la dernière modification des identifiants CAS peut l'être. Rien n'a été changé.

menu-title = Menu
menu-search = Rechercher une commande, même par son ancien nom
menu-nothing = Aucune commande ne correspond. Essayez un autre mot, par exemple « export » ou « doublons ».
spr-settings-menu = Paramètres
spr-settings-title = Affichages
spr-settings-path = Paramètres > PRÉFÉRENCES > Affichages
spr-settings-group = Gestion ENT / CAS
spr-settings-ent = Activer la gestion des identifiants ENT
spr-settings-ent-help = Les listes de personnes montrent alors les colonnes Identifiant PRONOTE et Identifiant CAS, et permettent de modifier ce dernier.

people-last-login = Dernière connexion
person-title = Fiche
person-open = Fiche de { $name }
person-children = Élèves
person-never = jamais venu
person-own-login = Identifiant de connexion directe
person-no-login = aucun
cas-id-help = Vide tant que la personne n'est pas venue par l'ENT. Vous pouvez le saisir vous-même, ou l'effacer pour qu'il soit appris de nouveau.
cas-id-shape = Un identifiant CAS tient sur une ligne et ne dépasse pas 255 caractères. Recopiez-le tel que l'ENT le donne.
cas-id-taken = Cet identifiant CAS est déjà celui de { $name }, dans la même catégorie. S'il s'agit de la même personne, transférez-le ; sinon, vérifiez la saisie.
transfer = transférer l'identifiant
transfer-to = transférer l'identifiant vers la fiche { $id }
transfer-first-erase = Pour le transférer ici, supprimez d'abord l'identifiant CAS de cette fiche.
transfer-taken = L'identifiant est déjà à quelqu'un d'autre
transfer-taken-help = Rien n'a été changé. Une autre fiche de la catégorie a reçu cet identifiant CAS : cherchez-le dans la liste.
transfer-nothing = L'identifiant n'a pas été transféré
transfer-nothing-help = Rien n'a été changé. La première fiche n'a plus d'identifiant CAS, ou la seconde en a déjà un : supprimez d'abord celui-ci.
rights-title = Droits du responsable
rights-legal = Responsable légal de l'élève
rights-consults = Autoriser la consultation sur Internet (notes, bulletins)
rights-consults-help = Sans ce droit, la personne n'est pas exportée vers l'ENT. À réserver aux responsables légaux, et non aux voisins ou grands-parents susceptibles de prendre en charge l'élève.
rights-submit = Enregistrer les droits
remove-link = Retirer cette personne de la base
remove-title = Retirer { $name } de la base ?
remove-help = La fiche, son identifiant PRONOTE et son identifiant CAS sont effacés. Cela ne s'annule pas.
remove-yes = Retirer de la base
remove-no = Garder la fiche

duplicates-title = Doublons
duplicates-help = Une personne qui a deux fiches n'entre que par celle qui a son identifiant CAS. Transférez-le à la bonne fiche, puis retirez l'autre de la base.
duplicates-none = Aucun doublon : personne n'a deux fois le même nom dans cette base, sauf avec des dates de naissance différentes.
duplicates-within = Deux fiches de la même catégorie : sans doute la même personne, ou des homonymes. Vérifiez avant de transférer.
duplicates-across = Deux catégories : un enseignant peut aussi être responsable d'un élève, et garder le même identifiant CAS dans les deux.
duplicates-category = Catégorie

bulk-title = Identifiants CAS par fichier
bulk-file = Fichier CSV
bulk-help = La première ligne nomme les colonnes : Identifiant CAS, et soit Identifiant PRONOTE, soit Nom, Prénom et Date de naissance. Séparateur ; ou , – encodage UTF-8 ou Windows-1252 (celui d'un tableur).
bulk-example = Par exemple :
bulk-submit = Lire le fichier
bulk-error-empty = Choisissez un fichier qui contient au moins une ligne.
bulk-error-not-text = Ce fichier n'est pas un texte. Dans votre tableur, enregistrez-le au format CSV.
bulk-error-no-cas-id = La première ligne ne nomme pas de colonne « Identifiant CAS ». Ajoutez-la, puis choisissez de nouveau le fichier.
bulk-error-no-person = La première ligne ne nomme ni « Identifiant PRONOTE », ni « Nom » et « Prénom » : on ne sait pas de qui il s'agit.
bulk-error-too-long = Ce fichier a trop de lignes pour une base. Vérifiez que c'est le bon.
bulk-see = Voir le détail
bulk-last-erased = Dernière modification : un identifiant CAS supprimé, le { $at }.
bulk-last-typed = Dernière modification : un identifiant CAS saisi, le { $at }.
bulk-last-transferred = Dernière modification : un identifiant CAS transféré, le { $at }.
bulk-last-csv = Dernière modification : un fichier d'identifiants CAS, lu le { $at }.
bulk-preview = Ce que le fichier va changer
bulk-applied = Identifiants CAS modifiés
bulk-nothing-yet = Rien n'est encore modifié.
bulk-apply = Appliquer
bulk-again = Choisir un autre fichier
bulk-others = Lignes laissées de côté
bulk-changes = Identifiants modifiés
bulk-line = Ligne
bulk-reason = Raison
bulk-given = Contenu de la ligne
bulk-person = Personne
bulk-before = Avant
bulk-after = Après
bulk-count-change = Identifiants à modifier
bulk-count-same = Déjà à jour
bulk-count-unknown = Personnes inconnues
bulk-count-ambiguous = Homonymes
bulk-count-taken = Identifiants déjà pris
bulk-count-twice = Lignes en double
bulk-count-unreadable = Lignes illisibles
bulk-line-change = Identifiant modifié
bulk-line-same = Déjà à jour
bulk-line-unknown = Aucune personne de ce nom ou de cet identifiant dans la base
bulk-line-ambiguous = Plusieurs personnes portent ce nom : ajoutez l'identifiant PRONOTE
bulk-line-taken = L'identifiant CAS est à quelqu'un d'autre (nommé après la flèche)
bulk-line-twice = Cette personne, ou cet identifiant, figure plus haut dans le fichier
bulk-line-unreadable = Identifiant ou date illisible, ou personne non indiquée
bulk-taken = Un identifiant a été pris entre-temps
bulk-taken-help = Rien n'a été changé. Quelqu'un d'autre de la même catégorie a reçu l'un de ces identifiants CAS depuis. Lisez de nouveau le fichier, ou cherchez l'identifiant dans les listes.

checks-title = Vérifier la base
checks-intro = Beaucoup de tuteurs ne sont pas reconnus à l'import dans l'ENT ? Ce sont des responsables que PRONOTE exporte et que l'annuaire de l'ENT ne connaît pas. Les causes habituelles :
checks-why-former-pupils = la base contient encore d'anciens élèves, et donc leurs responsables ;
checks-why-relatives = le droit de consulter les notes sur Internet est donné à des personnes susceptibles de prendre en charge l'élève (voisins, grands-parents…), et non aux tuteurs ;
checks-why-duplicates = des personnes ont deux fiches ;
checks-why-namesakes = des homonymes, que l'import ne relie jamais au hasard : ils se rapprochent à la main, dans l'ENT.
checks-pairs = { $count ->
    [0] Aucune fiche en double dans une même catégorie.
    [one] 1 paire de fiches qui se ressemblent dans une même catégorie.
   *[other] { $count } paires de fiches qui se ressemblent dans une même catégorie.
 }
checks-see-duplicates = Voir les doublons
checks-title-former-pupils = Anciens élèves
checks-cure-former-pupils = Ces élèves n'ont pas de classe. Ouvrez leur fiche pour les retirer de la base.
checks-title-without-pupil = Responsables sans élève
checks-cure-without-pupil = Aucun élève présent ne leur est rattaché. Retirez-les, ou retirez-leur la consultation, pour qu'ils ne soient plus exportés.
checks-title-relatives = Droit de consultation sans responsabilité légale
checks-cure-relatives = Ouvrez leur fiche et décochez « Autoriser la consultation sur Internet ».
checks-more = Les { $shown } premières personnes sont affichées ; les suivantes apparaîtront à mesure.

failures-widget = Interconnexion avec l'ENT
failures-title = Résolution des échecs d'interconnexion
failures-count = { $count ->
    [one] { $count } utilisateur rencontre des échecs d'identification sur l'ENT
   *[other] { $count } utilisateurs rencontrent des échecs d'identification sur l'ENT
 }
failures-help = Un échec disparaît dès que la personne entre, et au plus tard après trente jours.
failure-of = Compte { $id } de l'ENT
failure-at = Dernier échec
failure-sent-id = Identifiant PRONOTE envoyé par l'ENT
failure-look = Chercher dans la liste
failure-look-for = Chercher { $what } dans la liste

logins-title = Identifiants et mots de passe PRONOTE
logins-help = Ces identifiants servent à la connexion directe, sans l'ENT. La délégation de l'authentification n'y change rien. Le mot de passe est tiré au sort et n'apparaît qu'une fois, sur le courrier à imprimer.
logins-count = { $count ->
    [0] Personne n'a d'identifiant de connexion directe.
    [one] 1 personne a un identifiant de connexion directe.
   *[other] { $count } personnes ont un identifiant de connexion directe.
 }
logins-direct-closed = La connexion directe n'est pas autorisée en ce moment : ces identifiants ne serviront qu'une fois cochée l'option « Autoriser l'authentification directe par PRONOTE.net. » de la console.
logins-nobody = Il n'y a personne à qui en donner : la classe est vide, ou tout le monde a déjà un identifiant. Pour un mot de passe perdu, ouvrez la fiche de la personne.
logins-who = Pour qui
logins-pupils = Les élèves de la classe
logins-guardians = Leurs responsables
logins-issue = Donner un identifiant et imprimer le courrier
logins-reset = Tirer un nouveau mot de passe et imprimer le courrier
logins-person-help = Le mot de passe est tiré au sort et n'apparaît qu'une fois. S'il y en avait un, il ne vaut plus rien.
logins-one = Pour un professeur, un personnel, ou un mot de passe perdu : ouvrez la fiche de la personne depuis les listes.
letters-title = Courriers à imprimer
letters-once = Imprimez maintenant : ces mots de passe ne seront plus affichés. Chaque courrier tient sur une page.
letters-left = { $count ->
    [one] Il reste 1 personne : recommencez pour elle.
   *[other] Il reste { $count } personnes : recommencez pour elles.
 }
letter-hello = Voici comment vous connecter directement à PRONOTE ({ $school }), sans passer par l'ENT.
letter-address = Adresse
letter-keep = Gardez ce courrier à l'abri : qui le lit peut entrer à votre place. En cas de perte, demandez un nouveau mot de passe à l'établissement.

year-title = Rentrée
year-now = Année { $year },
point-done = fait
point-open = à faire
point-yours = à vérifier
point-delegation = Délégation CAS
point-delegation-help = Elle se définit une fois pour toutes dans la console d'hébergement, onglet « Déléguer l'authentification ».
point-delegation-yes = Elle est définie.
point-delegation-no = Elle n'est pas définie : l'export n'est pas proposé.
point-published = Publication
point-published-help = La base se publie dans la console d'hébergement : Administration de PRONOTE.net.
point-published-yes = La base est publiée.
point-published-no = La base n'est pas publiée : personne n'entre.
point-clean = Base à jour
point-clean-help = Sans anciens élèves, sans doublons, et le droit de consulter aux seuls responsables légaux : les rapprochements dans l'ENT seront bien moins nombreux.
point-clean-count = { $count ->
    [0] Rien à corriger.
    [one] 1 fiche à revoir.
   *[other] { $count } fiches à revoir.
 }
point-clean-go = Vérifier la base
point-export = Export complet des identifiants
point-export-help = À faire chaque année, même sans changer de version : export avec la case « Uniquement les utilisateurs sans identifiants CAS » décochée.
point-export-last = Dernier export complet : le { $at }, { $people } personnes. Il compte s'il a été fait pour cette année et cette version.
point-export-never = Aucun export complet n'a été fait.
point-export-go = Aller à l'export
point-import = Import dans l'ENT en mode « complet »
point-import-help = L'administrateur de l'ENT importe le fichier : Administration > Importer les identifiants Pronote. Un import « partiel » par erreur n'efface rien : refaites-le en mode « complet ».
point-block = Version dans la configuration du bloc Pronote de l'ENT
point-block-help = Seulement si la version de PRONOTE change : l'administrateur de l'ENT met la même version dans la configuration du bloc PRONOTE. En attendant, le bloc reste vide.
point-failures = Échecs d'interconnexion
point-failures-help = À regarder dans les jours qui suivent la rentrée.
point-failures-go = Voir les échecs
new-year = Nouvelle année
new-year-help = La base passe à l'année suivante. Les personnes gardent leur identifiant PRONOTE et leur identifiant CAS, l'adresse et la délégation ne changent pas : personne ne perd son lien avec l'ENT.
new-year-submit = Passer à l'année { $year }
new-version = Nouvelle version
new-version-help = Indiquez la version installée, puis faites changer celle du bloc dans l'ENT, exportez avec la case décochée, et faites importer en mode « complet ».
new-version-label = Version de PRONOTE
new-version-submit = Enregistrer la version
version-shape = Saisissez la version en chiffres, par exemple 2027 ou 2027.0.1.

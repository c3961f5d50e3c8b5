# Pages of the supervisor (SPR).
spr-modification = Supervisor (SPR), editing
spr-consultation = Supervisor (SPR), reading
spr-open = Open the base
spr-open-modification = to edit
spr-open-consultation = to read
spr-only-reads = You have the base open to read
spr-only-reads-help = Nothing was changed. One person at a time has the base open to edit. On your home page, the button “Edit” asks for it or takes it.
seat-taken = { $name } has had the base open to edit since { $since }.
seat-free-at = If nothing is done there until then, you can take over from { $at }; before, your wish is passed on.
seat-free = Nobody has the base open to edit.
seat-reading = You are reading: you see everything and can change nothing.
seat-take = Edit
seat-leave = Read only
seat-wanted = { $name } would like to edit. Finish what you have begun, then go over to reading.
spr-done-granted = You are editing.
spr-done-passed = Your wish has been passed on. Try again in a few minutes.
spr-done-stepped-back = You are reading.
spr-done-erased = The CAS identifier is erased: it will be learnt again at the next visit from the ENT.
spr-done-typed = The CAS identifier is saved.
spr-done-transferred = The CAS identifier is transferred.
spr-done-csv = The CAS identifiers are saved.
spr-done-undone = The last change of CAS identifiers is undone.
spr-done-undone-partly = The last change is undone, except for the people whose CAS identifier has changed since: theirs was left as it is.
spr-done-rights = The rights are saved.
spr-done-removed = The person is taken out of the base.
spr-done-settings = The setting is saved.
spr-done-year = The base has gone to the new year. Now follow the list below.
spr-done-version = The version is saved. Now follow the list below.
undo-last = Undo this change
undo-too-late = This change can no longer be undone
undo-too-late-help = Only the last change of CAS identifiers can. Nothing was changed.

menu-title = Menu
menu-search = Look for a command, by its former name too
menu-nothing = No command fits. Try another word, such as “export” or “doublons”.
spr-settings-menu = Settings
spr-settings-title = Display
spr-settings-path = Settings > PREFERENCES > Display
spr-settings-group = ENT / CAS
spr-settings-ent = Manage the identifiers of the ENT
spr-settings-ent-help = The lists of people then show the columns PRONOTE identifier and CAS identifier, and the latter can be changed.

people-last-login = Last visit
person-title = Record
person-open = Record of { $name }
person-children = Pupils
person-never = never came
person-own-login = Login for direct connections
person-no-login = none
cas-id-help = Empty until the person has come through the ENT. You may type it yourself, or empty it so that it is learnt again.
cas-id-shape = A CAS identifier stands on one line and has 255 characters at most. Copy it as the ENT gives it.
cas-id-taken = { $name }, of the same category, already has this CAS identifier. If they are the same person, transfer it; if not, check what you typed.
transfer = transfer the identifier
transfer-to = transfer the identifier to the record { $id }
transfer-first-erase = To transfer it here, first erase the CAS identifier of this record.
transfer-taken = The identifier is somebody else's already
transfer-taken-help = Nothing was changed. Another record of the category got this CAS identifier: look for it in the list.
transfer-nothing = The identifier was not transferred
transfer-nothing-help = Nothing was changed. The first record has no CAS identifier any more, or the second has one: erase that first.
rights-title = Rights of the guardian
rights-legal = Legal guardian of the pupil
rights-consults = May read on the Internet (marks, reports)
rights-consults-help = Without this right, the person is not exported to the ENT. For legal guardians, not for neighbours or grandparents who may fetch the pupil.
rights-submit = Save the rights
remove-link = Take this person out of the base
remove-title = Take { $name } out of the base?
remove-help = The record, its PRONOTE identifier and its CAS identifier are erased. This cannot be undone.
remove-yes = Take out of the base
remove-no = Keep the record

duplicates-title = Duplicates
duplicates-help = A person with two records enters only through the one that has their CAS identifier. Transfer it to the right record, then take the other out of the base.
duplicates-none = No duplicate: nobody has the same name twice in this base, except with different birth dates.
duplicates-within = Two records of one category: probably one person, or namesakes. Check before you transfer.
duplicates-across = Two categories: a teacher may be the guardian of a pupil too, and keep the same CAS identifier in both.
duplicates-category = Category

bulk-title = CAS identifiers from a file
bulk-file = CSV file
bulk-help = The first line names the columns: Identifiant CAS, and either Identifiant PRONOTE or Nom, Prénom and Date de naissance. Separator ; or , – encoding UTF-8 or Windows-1252 (that of a spreadsheet).
bulk-example = For example:
bulk-submit = Read the file
bulk-error-empty = Choose a file that has at least one line.
bulk-error-not-text = This file is not a text. Save it as CSV in your spreadsheet.
bulk-error-no-cas-id = The first line names no column “Identifiant CAS”. Add it, then choose the file again.
bulk-error-no-person = The first line names neither “Identifiant PRONOTE” nor “Nom” and “Prénom”: nobody knows who is meant.
bulk-error-too-long = This file has too many lines for a base. Check that it is the right one.
bulk-see = See the details
bulk-last-erased = Last change: a CAS identifier erased, on { $at }.
bulk-last-typed = Last change: a CAS identifier typed, on { $at }.
bulk-last-transferred = Last change: a CAS identifier transferred, on { $at }.
bulk-last-csv = Last change: a file of CAS identifiers, read on { $at }.
bulk-preview = What the file will change
bulk-applied = CAS identifiers changed
bulk-nothing-yet = Nothing is changed yet.
bulk-apply = Apply
bulk-again = Choose another file
bulk-others = Lines left out
bulk-changes = Identifiers changed
bulk-line = Line
bulk-reason = Reason
bulk-given = Content of the line
bulk-person = Person
bulk-before = Before
bulk-after = After
bulk-count-change = Identifiers to change
bulk-count-same = Up to date already
bulk-count-unknown = Unknown people
bulk-count-ambiguous = Namesakes
bulk-count-taken = Identifiers taken already
bulk-count-twice = Lines given twice
bulk-count-unreadable = Lines that cannot be read
bulk-line-change = Identifier changed
bulk-line-same = Up to date already
bulk-line-unknown = Nobody of this name or identifier in the base
bulk-line-ambiguous = Several people have this name: add the PRONOTE identifier
bulk-line-taken = The CAS identifier is somebody else's (named after the arrow)
bulk-line-twice = This person, or this identifier, stands further up in the file
bulk-line-unreadable = An identifier or date cannot be read, or nobody is named
bulk-taken = An identifier was taken meanwhile
bulk-taken-help = Nothing was changed. Somebody else of the category got one of these CAS identifiers since. Read the file again, or look for the identifier in the lists.

checks-title = Check the base
checks-intro = Are many guardians not recognised when the ENT imports? These are guardians whom PRONOTE exports and whom the directory of the ENT does not know. The usual causes:
checks-why-former-pupils = the base still holds former pupils, and so their guardians;
checks-why-relatives = the right to read marks on the Internet is given to people who may fetch the pupil (neighbours, grandparents…) and not to the guardians;
checks-why-duplicates = people have two records;
checks-why-namesakes = namesakes, whom the import never links by chance: they are matched by hand, in the ENT.
checks-pairs = { $count ->
    [0] No record twice in one category.
    [one] 1 pair of records alike in one category.
   *[other] { $count } pairs of records alike in one category.
 }
checks-see-duplicates = See the duplicates
checks-title-former-pupils = Former pupils
checks-cure-former-pupils = These pupils have no class. Open their record to take them out of the base.
checks-title-without-pupil = Guardians without pupil
checks-cure-without-pupil = No present pupil is theirs. Take them out, or take the right to read from them, so that they are no longer exported.
checks-title-relatives = Right to read without legal guardianship
checks-cure-relatives = Open their record and untick “May read on the Internet”.
checks-more = The first { $shown } people are shown; the next ones will appear as you go.

failures-widget = Interconnection with the ENT
failures-title = Solving failures of the interconnection
failures-count = { $count ->
    [one] 1 user meets failures of identification on the ENT
   *[other] { $count } users meet failures of identification on the ENT
 }
failures-help = A failure is gone as soon as the person enters, and after thirty days at the latest.
failure-of = Account { $id } of the ENT
failure-at = Last failure
failure-sent-id = PRONOTE identifier sent by the ENT
failure-look = Look in the list
failure-look-for = Look for { $what } in the list

logins-title = PRONOTE logins and passwords
logins-help = These logins are for direct connections, without the ENT. The delegation of authentication leaves them alone. The password is drawn and appears once only, on the letter to print.
logins-count = { $count ->
    [0] Nobody has a login for direct connections.
    [one] 1 person has a login for direct connections.
   *[other] { $count } people have a login for direct connections.
 }
logins-direct-closed = Direct connections are not allowed now: these logins will serve only once the console allows direct authentication by PRONOTE.net.
logins-nobody = Nobody to give one to: the class is empty, or everybody has a login. For a lost password, open the record of the person.
logins-who = For whom
logins-pupils = The pupils of the class
logins-guardians = Their guardians
logins-issue = Give a login and print the letter
logins-reset = Draw a new password and print the letter
logins-person-help = The password is drawn and appears once only. If there was one, it is worth nothing any more.
logins-one = For a teacher, for staff, or for a lost password: open the record of the person from the lists.
letters-title = Letters to print
letters-once = Print now: these passwords will not be shown again. Each letter is one page.
letters-left = { $count ->
    [one] 1 person is left: start again for them.
   *[other] { $count } people are left: start again for them.
 }
letter-hello = This is how you connect directly to PRONOTE ({ $school }), without the ENT.
letter-address = Address
letter-keep = Keep this letter safe: whoever reads it can enter in your place. If you lose it, ask the school for a new password.

year-title = New school year
year-now = Year { $year },
point-done = done
point-open = to do
point-yours = to be checked
point-delegation = CAS delegation
point-delegation-help = It is set once for all in the hosting console, tab “Déléguer l'authentification”.
point-delegation-yes = It is set.
point-delegation-no = It is not set: the export is not offered.
point-published = Publication
point-published-help = The base is published in the hosting console: Administration de PRONOTE.net.
point-published-yes = The base is published.
point-published-no = The base is not published: nobody enters.
point-clean = Base up to date
point-clean-help = Without former pupils, without duplicates, and with the right to read for legal guardians only, far fewer people are to be matched by hand in the ENT.
point-clean-count = { $count ->
    [0] Nothing to mend.
    [one] 1 record to look at.
   *[other] { $count } records to look at.
 }
point-clean-go = Check the base
point-export = Complete export of the identifiers
point-export-help = To be done each year, even with the same version: export with the box “Uniquement les utilisateurs sans identifiants CAS” off.
point-export-last = Last complete export: { $at }, { $people } people. It counts if it was made for this year and this version.
point-export-never = No complete export has been made.
point-export-go = Go to the export
point-import = Import into the ENT in mode “complet”
point-import-help = The administrator of the ENT imports the file: Administration > Importer les identifiants Pronote. A “partiel” import by mistake erases nothing: do it again in mode “complet”.
point-block = Version in the configuration of the ENT's Pronote block
point-block-help = Only if the version of PRONOTE changes: the administrator of the ENT sets the same version in the configuration of the PRONOTE block. Until then, the block stays empty.
point-failures = Failures of the interconnection
point-failures-help = To be looked at in the days that follow.
point-failures-go = See the failures
new-year = New year
new-year-help = The base goes to the next year. People keep their PRONOTE identifier and their CAS identifier, the address and the delegation stay: nobody loses the link to the ENT.
new-year-submit = Go to the year { $year }
new-version = New version
new-version-help = Give the installed version, then have that of the block changed in the ENT, export with the box off, and have it imported in mode “complet”.
new-version-label = Version of PRONOTE
new-version-submit = Save the version
version-shape = Type the version in figures, such as 2027 or 2027.0.1.

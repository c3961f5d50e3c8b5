-- How people are recognised under a delegation: the protocol of the validation, what is taken for the CAS identifier
-- (an attribute, or '' for the subject), and by what a first visit is recognised.
ALTER TABLE cas_delegation ADD COLUMN dialect TEXT NOT NULL DEFAULT 'saml11';
ALTER TABLE cas_delegation ADD COLUMN common_attribute TEXT NOT NULL DEFAULT '';
ALTER TABLE cas_delegation ADD COLUMN first_connection TEXT NOT NULL DEFAULT 'pronote-id';
ALTER TABLE cas_delegation ADD COLUMN last_name_attribute TEXT NOT NULL DEFAULT 'nom';
ALTER TABLE cas_delegation ADD COLUMN first_name_attribute TEXT NOT NULL DEFAULT 'prenom';
ALTER TABLE cas_delegation ADD COLUMN birth_date_attribute TEXT NOT NULL DEFAULT 'dateNaissance';
ALTER TABLE cas_delegation ADD COLUMN postal_code_attribute TEXT NOT NULL DEFAULT 'codePostal';
ALTER TABLE cas_delegation ADD COLUMN categories_attribute TEXT NOT NULL DEFAULT 'categories';
ALTER TABLE cas_delegation ADD COLUMN category_words TEXT NOT NULL
    DEFAULT 'pupil=National_1;guardian=National_2;teacher=National_3;staff=National_4';

-- Tells homonyms apart who were born on the same day.
ALTER TABLE person ADD COLUMN postal_code TEXT;

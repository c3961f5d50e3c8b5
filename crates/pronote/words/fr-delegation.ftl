# Délégation de l'authentification et identification des utilisateurs.

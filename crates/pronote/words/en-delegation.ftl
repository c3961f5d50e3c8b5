# Delegation of authentication and identification of users.

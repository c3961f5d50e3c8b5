# Hosting console: home, publication, security, account.

"""A file from elsewhere until it lies on the desk: opened, its passphrase asked, its sender's key compared."""

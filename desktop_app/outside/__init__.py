"""What lies outside the program: files, folders, other programs; the only place with code for one system alone."""

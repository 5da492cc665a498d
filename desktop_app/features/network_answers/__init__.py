"""How the people of the network game answer questions."""

"""Reading a filled-in template of orders, sheet by sheet; nothing in it is dropped in silence."""

"""Which leader is in charge of which units and fields, dated."""

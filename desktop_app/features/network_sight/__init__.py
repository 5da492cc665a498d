"""What the store of an office says, read without the protocol's help."""

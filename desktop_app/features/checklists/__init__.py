"""What is looked at in inspections of each type, as editable templates."""

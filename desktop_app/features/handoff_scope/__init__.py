"""What goes to another office: every row of ours beyond what it says it holds."""

"""The journal of the office: every change of every record, who made it and when, and whether the chain holds."""

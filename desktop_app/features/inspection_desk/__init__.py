"""One party's minutes at the desk: facts, checklist and findings typed together, signed, rechecked."""

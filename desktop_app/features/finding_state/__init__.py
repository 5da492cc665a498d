"""Where findings stand, told to SQL: the one rule of remediation, as columns and conditions of any list."""

"""People, offices, roles and the audit trail."""

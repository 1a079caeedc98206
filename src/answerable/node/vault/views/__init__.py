"""Pages of the vault, for the source custodian, and the few that intake uses."""

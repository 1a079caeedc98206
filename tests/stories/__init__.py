"""Stories over real nodes: processes, HTTP, kills and restarts."""

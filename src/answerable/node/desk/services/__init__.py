"""One function per deed, whoever calls it: permission, rule, rows and trail in one transaction."""

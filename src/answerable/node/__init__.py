"""The Django project: one running node with its pages, its records and its worker."""

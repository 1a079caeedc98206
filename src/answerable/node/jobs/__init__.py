"""The table of jobs and the worker that does them; knows no other app but the pages."""

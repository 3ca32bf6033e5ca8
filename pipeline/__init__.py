"""Dateline: feeds to classified, deduplicated news rows in Postgres. Never imports airflow."""

__version__ = "0.1.0"

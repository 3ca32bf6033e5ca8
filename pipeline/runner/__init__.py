"""`dateline run`: everything on one machine, started, watched and stopped. Airflow runs as programs, never imported."""

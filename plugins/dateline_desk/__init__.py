"""The News desk: a page of the latest articles, the ledger and the feeds inside the Airflow UI (see news_desk.py)."""

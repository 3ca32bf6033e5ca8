"""One function per Airflow task, in the order of an entry's way. The only conductor: stages never call each other.

The CLI and the DAGs call exactly these; each takes a Workplace and ids, reads the stage before, writes its own.
"""

from pipeline.steps.backfilling import discover_archive as discover_archive
from pipeline.steps.classifying import classify_articles as classify_articles
from pipeline.steps.deciding import deduplicate_articles as deduplicate_articles
from pipeline.steps.extracting import extract_articles as extract_articles
from pipeline.steps.fetching import fetch_pages as fetch_pages
from pipeline.steps.loading import load_batch as load_batch
from pipeline.steps.planning import plan_batches as plan_batches
from pipeline.steps.polling import claim_due_feeds as claim_due_feeds
from pipeline.steps.polling import claim_work as claim_work
from pipeline.steps.polling import poll_feeds as poll_feeds
from pipeline.steps.seeding import load_seeds as load_seeds
from pipeline.steps.upkeep import tidy_up as tidy_up
from pipeline.steps.workplace import Workplace as Workplace
from pipeline.steps.workplace import open_workplace as open_workplace

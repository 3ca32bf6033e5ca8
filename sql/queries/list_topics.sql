-- One row per topic and sub-topic. No parameters.
select
    topic,
    parent,
    implies
from news.topics
order by topic

-- One row per address of these that the ledger knows, whichever feed showed it. :urls
select distinct url
from ops.entries
where url = any(cast(:urls as text[]))

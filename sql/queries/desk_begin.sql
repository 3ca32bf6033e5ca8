-- One row. Makes the transaction read-only and bounds each statement: a page somebody waits for must not hold Postgres.
-- :timeout as Postgres writes it ('5s'). Holds until the transaction ends.
select
    set_config('transaction_read_only', 'on', true) as is_read_only,
    set_config('statement_timeout', :timeout, true) as statement_timeout

-- Lets crowded keys take their next turn. No item. :rows  JSON array of {first_key, turn}. Repeatable.
insert into news.crowded_keys (first_key, turn)
select
    given.first_key,
    given.turn
from jsonb_to_recordset(cast(:rows as jsonb)) as given (first_key bigint, turn integer)
on conflict (first_key) do update set turn = greatest(crowded_keys.turn, excluded.turn)

-- Keeps the planner of this transaction on indexes. No item.
-- It cannot know how rare a key is, and would read the whole registry.
set local enable_seqscan = off

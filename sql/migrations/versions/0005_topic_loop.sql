-- Labels win inside news.article_topics, models are kept, decided on and put back, history is reclassified, drift is seen.

alter table news.topics
add column implies text[] not null default '{}',
add column review_from_ratio double precision,
add column review_to_ratio double precision;
comment on column news.topics.implies is 'Topics that an article with this one has too, followed through chains.';
comment on column news.topics.review_from_ratio is 'From this probability on an article goes to review; null for sub-topics.';
comment on column news.topics.review_to_ratio is 'Below this probability an article goes to review; null for sub-topics.';

alter table news.classifier_models
add column origin text not null default 'shipped',
add column artefact_path text,
add column artefact_hash text,
add column based_on text,
add column trained_on jsonb not null default '{}',
add constraint classifier_models_origin_is_known check (origin in ('shipped', 'trained', 'seeds'));
comment on column news.classifier_models.origin is 'shipped: came with the program; trained: made here by train_topics; seeds: weights of based_on with lexicon or taxonomy edited since.';
comment on column news.classifier_models.artefact_path is 'File of the weights below the archive root; null: none are kept, as for a lexicon alone.';
comment on column news.classifier_models.artefact_hash is 'sha256 of that file: what does not match is not used.';
comment on column news.classifier_models.based_on is 'The model that this one was trained from or compared with.';
comment on column news.classifier_models.trained_on is 'What it was trained on: files with their sha256, counts by set and source, the labels and the last label_id.';
comment on column news.classifier_models.figures is 'Its measured quality: per topic and source precision, recall, F1, calibration error, counts, and intervals of the difference to based_on.';

create table news.model_decisions (
    decision_id bigint generated always as identity,
    model_version text not null,
    previous_version text,
    decision text not null,
    reason text not null,
    figures jsonb not null default '{}',
    decided_by text not null,
    decided_at timestamptz not null,
    constraint model_decisions_pkey primary key (decision_id),
    constraint model_decisions_model_exists foreign key (model_version) references news.classifier_models (model_version),
    constraint model_decisions_previous_exists foreign key (previous_version)
    references news.classifier_models (model_version),
    constraint model_decisions_decision_is_known check (
        decision in ('registered', 'promoted', 'held', 'rolled_back', 'fallback')
    )
);
create index model_decisions_of_model on news.model_decisions (model_version, decision_id);
comment on table news.model_decisions is 'One row per decision on a classifier, with its reason. The history of which one was in use.';
comment on column news.model_decisions.decision_id is 'Number of the decision, in order of time.';
comment on column news.model_decisions.model_version is 'The classifier decided on.';
comment on column news.model_decisions.previous_version is 'The one in use before, when this decision changed which is in use; else null.';
comment on column news.model_decisions.decision is 'registered: made known; promoted: put into use; held: not promoted; rolled_back: put back into use; fallback: its weights could not be used.';
comment on column news.model_decisions.reason is 'Why, in full.';
comment on column news.model_decisions.figures is 'What the decision rests on: per topic the difference of F1 with its interval.';
comment on column news.model_decisions.decided_by is 'Run or person.';
comment on column news.model_decisions.decided_at is 'When.';

alter table news.article_topics
alter column probability drop not null,
alter column model_version drop not null,
alter column classified_at drop not null,
add column is_model_assigned boolean,
add column is_model_unsure boolean,
add column decided_by text not null default 'model',
add column label_id bigint,
drop constraint article_topics_assigned_has_evidence;
update news.article_topics
set
    is_model_assigned = is_assigned,
    is_model_unsure = needs_review;
alter table news.article_topics
alter column is_model_assigned set not null,
alter column is_model_unsure set not null,
add constraint article_topics_assigned_has_evidence check (
    not is_model_assigned or jsonb_array_length(evidence) > 0
),
add constraint article_topics_model_says_how_sure check ((model_version is null) = (probability is null)),
add constraint article_topics_decided_by_is_known check (decided_by in ('model', 'label'));
comment on table news.article_topics is 'One row per article and topic judged by a model or a reader. A label in news.topic_labels wins at once and stays; the model''s own word stands beside it.';
comment on column news.article_topics.article_id is 'The article.';
comment on column news.article_topics.topic is 'The topic.';
comment on column news.article_topics.probability is 'The model''s calibrated probability, also where a label decided; null where no model judged.';
comment on column news.article_topics.is_assigned is 'True: the article has the topic, by label or else by model.';
comment on column news.article_topics.needs_review is 'True: too close to call and settled by no label, a reader should look.';
comment on column news.article_topics.evidence is 'Spans that decided the model: field, start, end, text, weight.';
comment on column news.article_topics.implied_by is 'The topic that, for the model, carries this one with it.';
comment on column news.article_topics.model_version is 'Classifier; null where only a label speaks.';
comment on column news.article_topics.classified_at is 'When that classifier judged.';
comment on column news.article_topics.is_model_assigned is 'Whether the model gives the topic; what was before: news.article_topic_history.';
comment on column news.article_topics.is_model_unsure is 'Whether the probability lies in the topic''s review band.';
comment on column news.article_topics.decided_by is 'label or model.';
comment on column news.article_topics.label_id is 'The label that decided: on this topic, or a yes to one that carries this one with it.';

create table news.article_topic_history (
    article_id uuid not null,
    topic text not null,
    model_version text not null,
    probability double precision,
    is_assigned boolean not null,
    is_unsure boolean not null,
    classified_at timestamptz,
    replaced_at timestamptz not null,
    constraint article_topic_history_pkey primary key (article_id, topic, model_version),
    constraint article_topic_history_key_exists foreign key (article_id) references news.article_keys (article_id),
    constraint article_topic_history_model_exists foreign key (model_version)
    references news.classifier_models (model_version)
);
comment on table news.article_topic_history is 'One row per article, topic and model whose word another model''s has replaced: what it said last.';
comment on column news.article_topic_history.article_id is 'The article.';
comment on column news.article_topic_history.topic is 'The topic.';
comment on column news.article_topic_history.model_version is 'The classifier that said so.';
comment on column news.article_topic_history.probability is 'Its probability.';
comment on column news.article_topic_history.is_assigned is 'Whether it gave the topic.';
comment on column news.article_topic_history.is_unsure is 'Whether it sent the article to review.';
comment on column news.article_topic_history.classified_at is 'When it said so.';
comment on column news.article_topic_history.replaced_at is 'When its word was replaced.';

alter table news.topic_labels add column body_hash text;
comment on table news.topic_labels is 'One row per label a reader gave. The latest of an article and topic wins over the model at once; saying again what stands adds no row.';
comment on column news.topic_labels.body_hash is 'Hash of the body that the reader saw; another one now means that the text changed since.';

-- A label decides rows of article_topics; taken away, they are settled anew.
alter table news.article_topics add constraint article_topics_label_exists foreign key (label_id)
references news.topic_labels (label_id) on delete set null;
create index article_topics_of_label on news.article_topics (label_id) where label_id is not null;

-- The effective word on a topic of an article: the reader's latest label, else a label on a topic that carries this one
-- with it, else the model's. A trigger keeps it, so that it holds whoever writes, in whatever order.
create function news.settle_article_topic() returns trigger
language plpgsql set search_path = pg_catalog, news as $$
declare
    decided record;
    is_ground_withdrawn boolean := false;
begin
    if tg_op = 'INSERT' then
        new.is_model_assigned := coalesce(new.is_model_assigned, new.is_assigned);
        new.is_model_unsure := coalesce(new.is_model_unsure, new.needs_review);
    else
        -- A writer that knows only the effective columns means the model's word.
        if new.is_assigned <> old.is_assigned and new.is_model_assigned = old.is_model_assigned then
            new.is_model_assigned := new.is_assigned;
        end if;
        if new.needs_review <> old.needs_review and new.is_model_unsure = old.is_model_unsure then
            new.is_model_unsure := new.needs_review;
        end if;
    end if;
    if not exists (select 1 from topic_labels as labels where labels.article_id = new.article_id) then
        new.is_assigned := new.is_model_assigned;
        new.needs_review := new.is_model_unsure;
        new.decided_by := 'model';
        new.label_id := null;
        return new;
    end if;
    with latest as (
        select distinct on (labels.topic)
            labels.topic,
            labels.label_id,
            labels.is_positive
        from topic_labels as labels
        where labels.article_id = new.article_id
        order by labels.topic, labels.labelled_at desc, labels.label_id desc
    )
    select
        latest.label_id,
        latest.is_positive
    into decided
    from latest
    left join topics on latest.topic = topics.topic
    where latest.topic = new.topic or (latest.is_positive and new.topic = any(topics.implies))
    order by (latest.topic = new.topic) desc, latest.label_id
    limit 1;
    if found then
        new.is_assigned := decided.is_positive;
        new.needs_review := false;
        new.decided_by := 'label';
        new.label_id := decided.label_id;
        return new;
    end if;
    -- The model gave it only because of a topic that a reader has taken away: nobody has judged it by itself.
    if new.implied_by is not null and new.is_model_assigned then
        select not labels.is_positive
        into is_ground_withdrawn
        from topic_labels as labels
        where labels.article_id = new.article_id and labels.topic = new.implied_by
        order by labels.labelled_at desc, labels.label_id desc
        limit 1;
    end if;
    new.is_assigned := new.is_model_assigned;
    new.needs_review := new.is_model_unsure or coalesce(is_ground_withdrawn, false);
    new.decided_by := 'model';
    new.label_id := null;
    return new;
end
$$;
comment on function news.settle_article_topic is 'Settles is_assigned, needs_review, decided_by and label_id of a row of news.article_topics: labels win over the model.';
create trigger article_topics_settle before insert or update on news.article_topics
for each row execute function news.settle_article_topic();

create function news.keep_article_topic() returns trigger
language plpgsql set search_path = pg_catalog, news as $$
begin
    if tg_op = 'UPDATE' then
        if old.model_version is not distinct from new.model_version then
            return null;
        end if;
    end if;
    insert into article_topic_history (
        article_id, topic, model_version, probability, is_assigned, is_unsure, classified_at, replaced_at
    )
    values (
        old.article_id, old.topic, old.model_version, old.probability, old.is_model_assigned, old.is_model_unsure,
        old.classified_at, now()
    )
    on conflict (article_id, topic, model_version) do update set
        probability = excluded.probability,
        is_assigned = excluded.is_assigned,
        is_unsure = excluded.is_unsure,
        classified_at = excluded.classified_at,
        replaced_at = excluded.replaced_at;
    return null;
end
$$;
comment on function news.keep_article_topic is 'Keeps the word of a model in news.article_topic_history when another model''s replaces it.';
create trigger article_topics_keep after update or delete on news.article_topics
for each row when (old.model_version is not null) execute function news.keep_article_topic();

create function news.stamp_topic_label() returns trigger
language plpgsql security definer set search_path = pg_catalog, news as $$
declare
    above text;
    before_it record;
begin
    select topics.parent into above from topics where topics.topic = new.topic;
    if above is not null then
        raise exception '% is a sub-topic; articles are given topics: label % instead', new.topic, above
            using errcode = 'check_violation';
    end if;
    if new.body_hash is null then
        select articles.body_hash
        into new.body_hash
        from article_keys as keys
        inner join articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
        where keys.article_id = new.article_id;
    end if;
    select
        labels.is_positive,
        labels.labelled_by,
        labels.reason,
        labels.body_hash
    into before_it
    from topic_labels as labels
    where labels.article_id = new.article_id and labels.topic = new.topic
    order by labels.labelled_at desc, labels.label_id desc
    limit 1;
    if found and (before_it.is_positive, before_it.labelled_by, before_it.reason)
        = (new.is_positive, new.labelled_by, new.reason)
        and before_it.body_hash is not distinct from new.body_hash then
        return null;
    end if;
    return new;
end
$$;
comment on function news.stamp_topic_label is 'Refuses labels on sub-topics, notes the version that was read, and passes over a label that says again what stands.';
create trigger topic_labels_stamp before insert on news.topic_labels
for each row execute function news.stamp_topic_label();

create function news.apply_topic_label() returns trigger
language plpgsql security definer set search_path = pg_catalog, news as $$
declare
    implied text[];
    said record := coalesce(new, old);
begin
    select topics.implies into implied from topics where topics.topic = said.topic;
    insert into article_topics (article_id, topic, is_assigned, needs_review)
    select
        said.article_id,
        given.topic,
        false,
        false
    from unnest(array[said.topic] || case when said.is_positive then implied else '{}' end) as given (topic)
    order by given.topic
    on conflict (article_id, topic) do nothing;
    update article_topics
    set topic = article_topics.topic
    where article_topics.article_id = said.article_id and article_topics.topic = any(array[said.topic] || implied);
    return null;
end
$$;
comment on function news.apply_topic_label is 'Has the rows of news.article_topics that a label touches settled again.';
create trigger topic_labels_apply after insert or update or delete on news.topic_labels
for each row execute function news.apply_topic_label();

-- The labels that are there already, settled as new ones are.
insert into news.article_topics (article_id, topic, is_assigned, needs_review)
select distinct
    labels.article_id,
    labels.topic,
    false,
    false
from news.topic_labels as labels
inner join news.topics on labels.topic = topics.topic
where topics.parent is null
on conflict (article_id, topic) do nothing;
update news.article_topics
set topic = article_topics.topic
where article_topics.article_id in (select labels.article_id from news.topic_labels as labels);

create table ops.reclassify_runs (
    run_id uuid not null,
    model_version text not null,
    since_at timestamptz,
    until_at timestamptz,
    source text,
    state text not null default 'comparing',
    article_count integer not null,
    created_by text not null,
    created_at timestamptz not null,
    compared_at timestamptz,
    applied_at timestamptz,
    constraint reclassify_runs_pkey primary key (run_id),
    constraint reclassify_runs_state_is_known check (state in ('comparing', 'compared', 'applied'))
);
comment on table ops.reclassify_runs is 'One row per comparison of a classifier with the topics that stand, over a span of history; applied when asked.';
comment on column ops.reclassify_runs.run_id is 'Id of the comparison.';
comment on column ops.reclassify_runs.model_version is 'The classifier that judged anew.';
comment on column ops.reclassify_runs.since_at is 'Articles dated from here on; null: from the first.';
comment on column ops.reclassify_runs.until_at is 'Articles dated before this; null: to the last.';
comment on column ops.reclassify_runs.source is 'Only this outlet; null: all.';
comment on column ops.reclassify_runs.state is 'comparing (also when it was interrupted), compared, applied.';
comment on column ops.reclassify_runs.article_count is 'Articles in the span.';
comment on column ops.reclassify_runs.created_by is 'Run or person that asked.';
comment on column ops.reclassify_runs.created_at is 'When it was asked for.';
comment on column ops.reclassify_runs.compared_at is 'When the last batch was compared.';
comment on column ops.reclassify_runs.applied_at is 'When the last batch was applied.';

create table ops.reclassify_batches (
    run_id uuid not null,
    batch_number integer not null,
    article_ids uuid[] not null,
    state text not null default 'open',
    changed_meanwhile_count integer,
    constraint reclassify_batches_pkey primary key (run_id, batch_number),
    constraint reclassify_batches_run_exists foreign key (run_id)
    references ops.reclassify_runs (run_id) on delete cascade,
    constraint reclassify_batches_state_is_known check (state in ('open', 'compared', 'applied'))
);
comment on table ops.reclassify_batches is 'One row per batch of a comparison: what is done and what is left.';
comment on column ops.reclassify_batches.run_id is 'The comparison.';
comment on column ops.reclassify_batches.batch_number is 'Place within it, from 0.';
comment on column ops.reclassify_batches.article_ids is 'Its articles.';
comment on column ops.reclassify_batches.state is 'open, compared, applied.';
comment on column ops.reclassify_batches.changed_meanwhile_count is 'Articles left as they are because a new version was loaded between comparison and application.';

create table ops.topic_changes (
    run_id uuid not null,
    batch_number integer not null,
    article_id uuid not null,
    topic text not null,
    old_version text,
    old_probability double precision,
    new_probability double precision,
    is_old_assigned boolean not null,
    is_new_assigned boolean not null,
    is_old_unsure boolean not null,
    is_new_unsure boolean not null,
    constraint topic_changes_pkey primary key (run_id, article_id, topic),
    constraint topic_changes_batch_exists foreign key (run_id, batch_number)
    references ops.reclassify_batches (run_id, batch_number) on delete cascade
);
-- compare_topics writes a batch anew
create index topic_changes_of_batch on ops.topic_changes (run_id, batch_number);
comment on table ops.topic_changes is 'One row per article and topic of a comparison, changed or not: the word that stands beside the new one.';
comment on column ops.topic_changes.run_id is 'The comparison.';
comment on column ops.topic_changes.batch_number is 'Its batch.';
comment on column ops.topic_changes.article_id is 'The article.';
comment on column ops.topic_changes.topic is 'The topic.';
comment on column ops.topic_changes.old_version is 'Classifier of the word that stood; null: none did.';
comment on column ops.topic_changes.old_probability is 'Its probability; null: it did not judge.';
comment on column ops.topic_changes.new_probability is 'The new classifier''s; null: it does not judge this language or topic.';
comment on column ops.topic_changes.is_old_assigned is 'Whether the topic stood, by the model.';
comment on column ops.topic_changes.is_new_assigned is 'Whether the new classifier gives it.';
comment on column ops.topic_changes.is_old_unsure is 'Whether it stood in review, by the model.';
comment on column ops.topic_changes.is_new_unsure is 'Whether the new classifier sends it to review.';

create or replace view mart.article_topics as
select
    given.article_id,
    given.topic,
    given.is_assigned,
    case
        when given.decided_by = 'model' then given.probability
        when given.is_assigned then cast(1 as double precision)
        else cast(0 as double precision)
    end as probability,
    given.evidence,
    given.decided_by,
    given.probability as model_probability,
    given.model_version,
    labels.labelled_by,
    labels.labelled_at,
    labels.reason as label_reason
from news.article_topics as given
left join news.topic_labels as labels on given.label_id = labels.label_id;
comment on view mart.article_topics is 'One row per article and topic: the latest label, else the model''s word.';
comment on column mart.article_topics.article_id is 'The article.';
comment on column mart.article_topics.topic is 'The topic.';
comment on column mart.article_topics.is_assigned is 'True: the article has the topic.';
comment on column mart.article_topics.probability is 'The model''s calibrated probability; 1 or 0 by a label.';
comment on column mart.article_topics.evidence is 'Spans that decided the model.';
comment on column mart.article_topics.decided_by is 'label or model.';
comment on column mart.article_topics.model_probability is 'What the model says, also where a label decided.';
comment on column mart.article_topics.model_version is 'Classifier.';
comment on column mart.article_topics.labelled_by is 'Who gave the label that decided.';
comment on column mart.article_topics.labelled_at is 'When.';
comment on column mart.article_topics.label_reason is 'Why.';

create or replace view mart.review_queue as
with waiting as (
    select
        topics.article_id,
        topics.topic,
        topics.probability,
        topics.is_model_unsure,
        topics.evidence,
        keys.dated_at,
        articles.title,
        articles.canonical_url,
        articles.source_id,
        articles.language,
        articles.body,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from news.article_topics as topics
    inner join news.article_keys as keys on topics.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
    where topics.needs_review and not articles.is_copy
),

labelled as (
    select distinct
        labels.article_id,
        labels.topic,
        articles.source_id,
        articles.copy_group,
        coalesce(stories.merged_into, articles.story_id) as story_id
    from news.topic_labels as labels
    inner join news.article_keys as keys on labels.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    inner join news.stories on articles.story_id = stories.story_id
),

by_source as (
    select
        topic,
        source_id,
        count(*) as label_count
    from labelled
    group by topic, source_id
),

by_story as (
    select
        topic,
        story_id,
        count(*) as label_count
    from labelled
    group by topic, story_id
),

ranked as (
    select
        waiting.*,
        case when waiting.is_model_unsure then 1 - 2 * abs(waiting.probability - 0.5) else 1 end as uncertainty,
        coalesce(by_source.label_count, 0) as source_label_count,
        coalesce(by_story.label_count, 0) as story_label_count,
        row_number() over (
            partition by waiting.topic, waiting.story_id
            order by abs(waiting.probability - 0.5), waiting.dated_at, waiting.article_id
        ) as story_place,
        row_number() over (
            partition by waiting.topic, waiting.source_id
            order by abs(waiting.probability - 0.5), waiting.dated_at desc, waiting.article_id
        ) as source_place
    from waiting
    left join by_source on waiting.topic = by_source.topic and waiting.source_id = by_source.source_id
    left join by_story on waiting.topic = by_story.topic and waiting.story_id = by_story.story_id
    where not exists (
        select 1 from labelled
        where labelled.copy_group = waiting.copy_group and labelled.topic = waiting.topic
    )
)

select
    ranked.article_id,
    ranked.topic,
    ranked.probability,
    ranked.dated_at,
    ranked.title,
    ranked.canonical_url,
    sources.name as source,
    ranked.language,
    ranked.uncertainty
    / (ranked.story_place * (1 + ranked.story_label_count))
    / sqrt(ranked.source_place + ranked.source_label_count) as usefulness,
    ranked.evidence,
    left(ranked.body, 300) as lead,
    ranked.source_label_count
from ranked
inner join news.sources on ranked.source_id = sources.source_id
order by usefulness desc, ranked.dated_at desc, ranked.article_id asc, ranked.topic asc;
comment on view mart.review_queue is 'One row per article and topic too close to call and settled by no label, most useful first. Copies are left out: a label on one text says all.';
comment on column mart.review_queue.article_id is 'The article.';
comment on column mart.review_queue.topic is 'The topic.';
comment on column mart.review_queue.probability is 'The model''s probability.';
comment on column mart.review_queue.dated_at is 'Published, else first seen.';
comment on column mart.review_queue.title is 'Headline.';
comment on column mart.review_queue.canonical_url is 'Canonical address.';
comment on column mart.review_queue.source is 'The outlet''s name.';
comment on column mart.review_queue.language is 'Language of the body.';
comment on column mart.review_queue.usefulness is '0..1: uncertainty (1 at a probability of one half) / place within its story and 1 + labels on that story / root of place within its outlet + labels of that outlet. So the closest call of an unlabelled story and outlet comes first.';
comment on column mart.review_queue.evidence is 'Spans that speak for the topic.';
comment on column mart.review_queue.lead is 'First 300 characters of the body.';
comment on column mart.review_queue.source_label_count is 'Articles of this outlet with a label on the topic.';

create view mart.topic_labels as
select
    labels.article_id,
    labels.topic,
    labels.is_positive,
    labels.labelled_by,
    labels.labelled_at,
    labels.reason,
    given.is_model_assigned,
    given.probability as model_probability,
    given.model_version,
    labels.body_hash is not null and labels.body_hash <> articles.body_hash as is_text_changed,
    articles.title,
    sources.name as source,
    articles.canonical_url
from (
    select distinct on (article_id, topic)
        article_id,
        topic,
        is_positive,
        labelled_by,
        labelled_at,
        reason,
        body_hash
    from news.topic_labels
    order by article_id asc, topic asc, labelled_at desc, label_id desc
) as labels
inner join news.article_keys as keys on labels.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join news.article_topics as given on labels.article_id = given.article_id and labels.topic = given.topic;
comment on view mart.topic_labels is 'One row per article and topic with a label: the latest, beside what the model says.';
comment on column mart.topic_labels.article_id is 'The article.';
comment on column mart.topic_labels.topic is 'The topic.';
comment on column mart.topic_labels.is_positive is 'True: the article has the topic.';
comment on column mart.topic_labels.labelled_by is 'Who.';
comment on column mart.topic_labels.labelled_at is 'When.';
comment on column mart.topic_labels.reason is 'Why.';
comment on column mart.topic_labels.is_model_assigned is 'What the model says; null where none judged.';
comment on column mart.topic_labels.model_probability is 'How sure it is.';
comment on column mart.topic_labels.model_version is 'Classifier.';
comment on column mart.topic_labels.is_text_changed is 'True: the text changed since the label was given. It still wins: look at it again.';
comment on column mart.topic_labels.title is 'Headline as it stands now.';
comment on column mart.topic_labels.source is 'The outlet''s name.';
comment on column mart.topic_labels.canonical_url is 'Canonical address.';

create view mart.topic_drift as
with judged as (
    select
        topics.topic,
        articles.source_id,
        (date_trunc('week', keys.dated_at at time zone 'UTC'))::date as week,
        topics.is_model_assigned,
        topics.is_model_unsure,
        topics.probability,
        topics.model_version,
        labels.is_positive
    from news.article_topics as topics
    inner join news.article_keys as keys on topics.article_id = keys.article_id
    inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
    left join news.topic_labels as labels on topics.label_id = labels.label_id and topics.topic = labels.topic
    where topics.model_version is not null
),

weekly as (
    select
        judged.topic,
        judged.source_id,
        judged.week,
        count(*) as article_count,
        count(*) filter (where judged.is_model_assigned) as assigned_count,
        count(*) filter (where judged.is_model_unsure) as unsure_count,
        avg(judged.probability) as mean_probability,
        count(judged.is_positive) as label_count,
        count(*) filter (where judged.is_positive = judged.is_model_assigned) as agreed_count,
        count(judged.is_positive) filter (where judged.is_model_assigned) as given_label_count,
        count(*) filter (where judged.is_positive and judged.is_model_assigned) as right_label_count,
        min(judged.model_version) as first_version,
        max(judged.model_version) as last_version
    from judged
    group by grouping sets ((judged.topic, judged.source_id, judged.week), (judged.topic, judged.week))
),

compared as (
    select
        weekly.*,
        sum(weekly.article_count) over before as before_count,
        sum(weekly.assigned_count) over before as before_assigned,
        sum(weekly.unsure_count) over before as before_unsure,
        min(weekly.first_version) over before as before_first_version,
        max(weekly.last_version) over before as before_last_version
    from weekly
    window before as (
        partition by weekly.topic, weekly.source_id
        order by weekly.week
        range between interval '28 days' preceding and interval '7 days' preceding
    )
),

pooled as (
    select
        compared.*,
        (compared.assigned_count + compared.before_assigned) / (compared.article_count + compared.before_count)
            as pooled_assigned,
        (compared.unsure_count + compared.before_unsure) / (compared.article_count + compared.before_count)
            as pooled_unsure,
        sqrt(1.0 / compared.article_count + 1.0 / compared.before_count) as spread
    from compared
),

scored as (
    select
        pooled.*,
        (1.0 * pooled.assigned_count / pooled.article_count - pooled.before_assigned / pooled.before_count)
        / nullif(sqrt(pooled.pooled_assigned * (1 - pooled.pooled_assigned)) * pooled.spread, 0) as assigned_z,
        (1.0 * pooled.unsure_count / pooled.article_count - pooled.before_unsure / pooled.before_count)
        / nullif(sqrt(pooled.pooled_unsure * (1 - pooled.pooled_unsure)) * pooled.spread, 0) as review_z,
        coalesce(
            pooled.first_version <> pooled.last_version
            or pooled.first_version <> pooled.before_first_version
            or pooled.last_version <> pooled.before_last_version, false
        ) as is_model_changed
    from pooled
)

select
    scored.topic,
    coalesce(sources.name, 'all sources') as source,
    scored.week,
    scored.article_count,
    round(1.0 * scored.assigned_count / scored.article_count, 4) as assigned_ratio,
    round(cast(scored.mean_probability as numeric), 4) as mean_probability,
    round(1.0 * scored.unsure_count / scored.article_count, 4) as review_ratio,
    scored.label_count,
    round(1.0 * scored.agreed_count / nullif(scored.label_count, 0), 4) as label_agreement_ratio,
    round(1.0 * scored.right_label_count / nullif(scored.given_label_count, 0), 4) as label_precision_ratio,
    coalesce(scored.before_count, 0) as before_article_count,
    round(scored.before_assigned / scored.before_count, 4) as before_assigned_ratio,
    round(cast(scored.assigned_z as numeric), 1) as assigned_z,
    round(cast(scored.review_z as numeric), 1) as review_z,
    scored.is_model_changed,
    case
        when scored.given_label_count >= 10 and scored.right_label_count < 0.8 * scored.given_label_count
            then 'labels disagree'
        when scored.article_count < 30 or coalesce(scored.before_count, 0) < 30 then 'too few'
        when abs(scored.assigned_z) >= 3 and scored.is_model_changed then 'model changed'
        when scored.assigned_z >= 3 then 'rising'
        when scored.assigned_z <= -3 then 'falling'
        when scored.review_z >= 3 then 'less sure'
        else 'steady'
    end as flag,
    scored.source_id
from scored
left join news.sources on scored.source_id = sources.source_id;
comment on view mart.topic_drift is 'One row per topic, outlet and week (and one for all outlets together): what the model gave, against the four weeks before.';
comment on column mart.topic_drift.topic is 'The topic.';
comment on column mart.topic_drift.source is 'The outlet''s name, or "all sources".';
comment on column mart.topic_drift.week is 'Monday of the week of dated_at, UTC.';
comment on column mart.topic_drift.article_count is 'Articles that a model judged.';
comment on column mart.topic_drift.assigned_ratio is 'Share to which the model gave the topic.';
comment on column mart.topic_drift.mean_probability is 'Mean of the model''s probabilities.';
comment on column mart.topic_drift.review_ratio is 'Share in the review band.';
comment on column mart.topic_drift.label_count is 'Articles with a label on the topic.';
comment on column mart.topic_drift.label_agreement_ratio is 'Share of the labelled where label and model agree.';
comment on column mart.topic_drift.label_precision_ratio is 'Share of the labelled that the model gave the topic and the label confirms.';
comment on column mart.topic_drift.before_article_count is 'Articles of the four weeks before.';
comment on column mart.topic_drift.before_assigned_ratio is 'Share given the topic in the four weeks before.';
comment on column mart.topic_drift.assigned_z is 'How far assigned_ratio is from that, in standard errors of a difference of two shares; 3 is rare by chance.';
comment on column mart.topic_drift.review_z is 'The same for review_ratio.';
comment on column mart.topic_drift.is_model_changed is 'True: more than one classifier judged these five weeks; reclassify, then compare.';
comment on column mart.topic_drift.flag is 'labels disagree (10 or more labels on given topics, under 80% confirm), too few (under 30 articles now or before), model changed, rising, falling (3 standard errors), less sure, steady.';
comment on column mart.topic_drift.source_id is 'The outlet; null for all together.';

create view mart.models as
select
    models.model_version,
    models.is_current,
    models.origin,
    models.registered_at,
    models.based_on,
    latest.decision,
    latest.reason,
    latest.decided_by,
    latest.decided_at,
    models.figures,
    models.trained_on
from news.classifier_models as models
left join lateral (
    select
        decisions.decision,
        decisions.reason,
        decisions.decided_by,
        decisions.decided_at
    from news.model_decisions as decisions
    where decisions.model_version = models.model_version
    order by decisions.decision_id desc
    limit 1
) as latest on true
order by models.registered_at desc, models.model_version asc;
comment on view mart.models is 'One row per classifier, newest first, with the latest decision on it.';
comment on column mart.models.model_version is 'Version.';
comment on column mart.models.is_current is 'True for the one in use.';
comment on column mart.models.origin is 'shipped, trained or seeds.';
comment on column mart.models.registered_at is 'When it became known here.';
comment on column mart.models.based_on is 'The model it was trained from or compared with.';
comment on column mart.models.decision is 'registered, promoted, held, rolled_back or fallback.';
comment on column mart.models.reason is 'Why.';
comment on column mart.models.decided_by is 'Run or person.';
comment on column mart.models.decided_at is 'When.';
comment on column mart.models.figures is 'Its measured quality, per topic and source.';
comment on column mart.models.trained_on is 'What it was trained on.';

create view mart.topic_changes as
select
    changes.run_id,
    changes.article_id,
    changes.topic,
    case
        when changes.is_new_assigned and not changes.is_old_assigned then 'gained'
        when changes.is_old_assigned and not changes.is_new_assigned then 'lost'
        when changes.is_new_unsure and not changes.is_old_unsure then 'to review'
        when changes.is_old_unsure and not changes.is_new_unsure then 'out of review'
        else 'moved'
    end as change,
    changes.old_probability,
    changes.new_probability,
    changes.old_version,
    runs.model_version as new_version,
    labels.is_positive as label,
    articles.title,
    sources.name as source,
    articles.dated_at,
    articles.canonical_url
from ops.topic_changes as changes
inner join ops.reclassify_runs as runs on changes.run_id = runs.run_id
inner join news.article_keys as keys on changes.article_id = keys.article_id
inner join news.articles on keys.article_id = articles.article_id and keys.dated_at = articles.dated_at
inner join news.sources on articles.source_id = sources.source_id
left join mart.topic_labels as labels on changes.article_id = labels.article_id and changes.topic = labels.topic
where
    changes.is_new_assigned <> changes.is_old_assigned
    or changes.is_new_unsure <> changes.is_old_unsure
    or abs(changes.new_probability - changes.old_probability) >= 0.1;
comment on view mart.topic_changes is 'One row per article and topic that a reclassification changes: gained, lost, to or out of review, or moved by 0.1 or more.';
comment on column mart.topic_changes.run_id is 'The comparison.';
comment on column mart.topic_changes.article_id is 'The article.';
comment on column mart.topic_changes.topic is 'The topic.';
comment on column mart.topic_changes.change is 'gained, lost, to review, out of review, moved.';
comment on column mart.topic_changes.old_probability is 'As it stood.';
comment on column mart.topic_changes.new_probability is 'By the new classifier.';
comment on column mart.topic_changes.old_version is 'Classifier of what stood.';
comment on column mart.topic_changes.new_version is 'The new classifier.';
comment on column mart.topic_changes.label is 'What a reader said, which wins over both; null: nobody did.';
comment on column mart.topic_changes.title is 'Headline.';
comment on column mart.topic_changes.source is 'The outlet''s name.';
comment on column mart.topic_changes.dated_at is 'Published, else first seen.';
comment on column mart.topic_changes.canonical_url is 'Canonical address.';

create view mart.topic_differences as
with settled as (
    select
        article_id,
        topic,
        label_id
    from news.article_topics
    where decided_by = 'label'
),

counted as (
    select
        changes.run_id,
        changes.topic,
        count(*) as article_count,
        count(*) filter (where changes.is_old_assigned) as old_assigned_count,
        count(*) filter (where changes.is_new_assigned) as new_assigned_count,
        count(*) filter (where changes.is_new_assigned and not changes.is_old_assigned) as gained_count,
        count(*) filter (where changes.is_old_assigned and not changes.is_new_assigned) as lost_count,
        count(*) filter (where changes.is_old_unsure) as old_review_count,
        count(*) filter (where changes.is_new_unsure) as new_review_count,
        avg(abs(changes.new_probability - changes.old_probability)) as mean_move,
        max(abs(changes.new_probability - changes.old_probability)) as largest_move,
        count(labels.is_positive) as label_count,
        count(*) filter (where labels.is_positive = changes.is_old_assigned) as old_agreed_count,
        count(*) filter (where labels.is_positive = changes.is_new_assigned) as new_agreed_count
    from ops.topic_changes as changes
    left join settled on changes.article_id = settled.article_id and changes.topic = settled.topic
    left join news.topic_labels as labels on settled.label_id = labels.label_id and settled.topic = labels.topic
    group by changes.run_id, changes.topic
)

select
    runs.run_id,
    runs.model_version,
    runs.state,
    runs.since_at,
    runs.until_at,
    runs.source,
    counted.topic,
    counted.article_count,
    counted.old_assigned_count,
    counted.new_assigned_count,
    counted.gained_count,
    counted.lost_count,
    counted.old_review_count,
    counted.new_review_count,
    round(cast(counted.mean_move as numeric), 4) as mean_move,
    round(cast(counted.largest_move as numeric), 4) as largest_move,
    counted.label_count,
    counted.old_agreed_count,
    counted.new_agreed_count,
    runs.created_at,
    runs.applied_at
from ops.reclassify_runs as runs
inner join counted on runs.run_id = counted.run_id
order by runs.created_at desc, runs.run_id asc, counted.topic asc;
comment on view mart.topic_differences is 'One row per reclassification and topic: what changes between the topics that stand and a classifier''s, over a span of history.';
comment on column mart.topic_differences.run_id is 'The comparison.';
comment on column mart.topic_differences.model_version is 'The new classifier.';
comment on column mart.topic_differences.state is 'comparing, compared (nothing is changed yet), applied.';
comment on column mart.topic_differences.since_at is 'Articles dated from here on.';
comment on column mart.topic_differences.until_at is 'Articles dated before this.';
comment on column mart.topic_differences.source is 'Only this outlet; null: all.';
comment on column mart.topic_differences.topic is 'The topic.';
comment on column mart.topic_differences.article_count is 'Articles compared.';
comment on column mart.topic_differences.old_assigned_count is 'With the topic as it stood, by the model.';
comment on column mart.topic_differences.new_assigned_count is 'With the topic by the new classifier.';
comment on column mart.topic_differences.gained_count is 'Gain the topic.';
comment on column mart.topic_differences.lost_count is 'Lose the topic.';
comment on column mart.topic_differences.old_review_count is 'Stood in the review band.';
comment on column mart.topic_differences.new_review_count is 'Are in the review band of the new classifier.';
comment on column mart.topic_differences.mean_move is 'Mean change of the probability, either way.';
comment on column mart.topic_differences.largest_move is 'Largest change.';
comment on column mart.topic_differences.label_count is 'Articles with a label on the topic; labels stay whatever is applied.';
comment on column mart.topic_differences.old_agreed_count is 'Labels that the old word agrees with.';
comment on column mart.topic_differences.new_agreed_count is 'Labels that the new classifier agrees with.';
comment on column mart.topic_differences.created_at is 'When the comparison was asked for.';
comment on column mart.topic_differences.applied_at is 'When it was applied.';

grant select, insert, update, delete on
news.model_decisions, news.article_topic_history, ops.reclassify_runs, ops.reclassify_batches, ops.topic_changes
to dateline_writer;
grant usage on all sequences in schema ops, news to dateline_writer;
grant select on all tables in schema mart to dateline_writer;
grant select on news.model_decisions, news.article_topic_history to dateline_analyst;
grant select on all tables in schema mart to dateline_analyst;

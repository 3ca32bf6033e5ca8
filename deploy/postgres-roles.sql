-- The databases of a deployment and who may do what in them. Run with psql as the superuser, at every start:
-- what is there stays, passwords become those of the environment.
--   dateline_owner    owns the schema; only migrations sign in with it
--   dateline_writer   what the pipeline writes with
--   dateline_analyst  what people read with
--   airflow           Airflow's own metadata
--   celery            results of Celery's tasks: all that a worker sees of Airflow's bookkeeping
\set ON_ERROR_STOP on
\set QUIET on
\getenv owner_password OWNER_PASSWORD
\getenv writer_password WRITER_PASSWORD
\getenv analyst_password ANALYST_PASSWORD
\getenv airflow_password AIRFLOW_PASSWORD
\getenv celery_password CELERY_PASSWORD

-- Statements with passwords stay out of the server's log, whatever its settings.
set log_statement = 'none';
set log_min_error_statement = 'panic';

select format('create role %I', wanted.role)
from (
    values ('dateline_owner'), ('dateline_writer'), ('dateline_analyst'), ('airflow'), ('celery')
) as wanted (role)
where not exists (select from pg_roles where pg_roles.rolname = wanted.role)
\gexec

alter role dateline_owner with login createrole password :'owner_password';
alter role dateline_writer with login password :'writer_password';
alter role dateline_analyst with login password :'analyst_password';
alter role airflow with login password :'airflow_password';
alter role celery with login password :'celery_password';

-- The migrations set the analyst's statement timeout and comment on both roles.
grant dateline_writer, dateline_analyst to dateline_owner with admin true, inherit false, set false;

select format('create database %I owner %I encoding ''UTF8'' template template0', wanted.name, wanted.owner)
from (
    values ('dateline', 'dateline_owner'), ('airflow', 'airflow'), ('celery', 'celery')
) as wanted (name, owner)
where not exists (select from pg_database where pg_database.datname = wanted.name)
\gexec

-- Without this, every role may connect to every database and make temporary tables there.
revoke all on database dateline, airflow, celery from public;
grant connect, temporary on database dateline to dateline_writer;
grant connect on database dateline to dateline_analyst;

#!/bin/sh
# Run by the job temporal-schema of docker-compose.yml, in Temporal's admin tools, at every start: each command does nothing
# where its work is done. temporal-sql-tool reads where Postgres is from SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and
# SQL_PASSWORD.
set -eu

prepare() {
  export SQL_DATABASE="$1"
  temporal-sql-tool create-database
  temporal-sql-tool setup-schema -v 0.0
  temporal-sql-tool update-schema --schema-name "postgresql/v12/$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
echo 'The schema of Temporal is up to date.'

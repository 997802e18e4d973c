//! PostgreSQL: databases of one test each.

use lictor_testkit::Postgres;

#[test]
fn each_test_has_an_empty_database() {
    let postgres = Postgres::shared();
    let (one, other) = (postgres.database(), postgres.database());
    assert_ne!(one, other);
    assert_eq!(postgres.psql(&one, "SELECT 1, 'ä'"), "1|ä");
    postgres.psql(&one, "CREATE TABLE account (id integer)");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!((postgres.psql(&one, tables).as_str(), postgres.psql(&other, tables).as_str()), ("1", "0"));
}

#[test]
fn the_socket_leads_to_the_same_server() {
    let postgres = Postgres::shared();
    let socket =
        format!("host={} port={} user=lictor dbname=postgres", postgres.socket().display(), postgres.port());
    assert_eq!(postgres.psql(&socket, "SHOW listen_addresses"), "127.0.0.1");
}

#[test]
fn a_durable_server_flushes() {
    let settings = "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings \
                    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')";
    let of = |postgres: &Postgres| postgres.psql(&postgres.database(), settings);
    assert_eq!(of(Postgres::shared()), "off off off");
    assert_eq!(of(&Postgres::start_durable()), "on on on");
}

#[test]
#[should_panic = "relation \"nothing\" does not exist"]
fn sql_that_fails_says_why() {
    let postgres = Postgres::shared();
    postgres.psql(&postgres.database(), "SELECT * FROM nothing");
}

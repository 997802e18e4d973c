//! TRU-03, KEY-04: a token is proven by the pools that it draws on.

use lictor_license::License;
use lictor_types::limits::TOKEN_DEPTH_MAX;
use lictor_types::{Answer, Grant, KeyType, PoolId, Seats, Status};
use lictor_wire::{Event, Query, QueryAnswer, ServerMessage};

use super::proving::Showcase;
use super::script::*;
use crate::mint::{Mint, settings};
use crate::session::{Outcome, Output};

const SUITE: u32 = 1;
const A: u32 = 2;
const B: u32 = 3;

/// What a server shows of several pools.
struct Stock(Vec<Showcase>);

impl Stock {
    fn answer(&self, query: &Query) -> QueryAnswer {
        let of = |pool: &PoolId| self.0.iter().find(|shown| shown.members.pool == *pool);
        let having = |digest| self.0.iter().find(|shown| shown.members.members.contains(digest));
        let shown = if let Query::License { digest, .. } = query {
            having(digest)
        } else if let Query::Members { pool } = query {
            of(pool)
        } else {
            panic!("{query:?}")
        };
        shown.map_or(QueryAnswer::Failed(Status::FeatureNotFound), |shown| shown.answer(query))
    }
}

fn demo() -> Mint {
    Mint::new("DEMO", 1)
}

fn pool(number: u32, license: License, seats: Seats, dependencies: &[u32]) -> Showcase {
    let key_type = license.key_type();
    let mut shown = Showcase::of(vec![license], 0);
    shown.members.pool = PoolId(number);
    shown.members.key_type = key_type;
    shown.members.seats = seats;
    shown.members.dependencies = dependencies.iter().map(|pool| PoolId(*pool)).collect();
    shown
}

fn plain(number: u32, feature: &str, text: &str, seats: Seats) -> Showcase {
    pool(number, demo().sign(feature, &format!("S{number}"), &settings(text)), seats, &[])
}

/// A token license: `needs` are features with their counts.
fn token(feature: &str, serial: &str, needs: &[(&str, u32)]) -> License {
    let need = |(feature, count): &(&str, u32)| {
        format!("<SETTING TOKEN_DEPENDENCY=\"FEATURE={feature} VERSION=1.0 COUNT={count}\"/>")
    };
    let needs: String = needs.iter().map(need).collect();
    demo().sign(feature, serial, &format!("{}{needs}", settings("KEYTYPE=TOKEN")))
}

fn suite(seats: Seats, dependencies: &[u32]) -> Showcase {
    pool(SUITE, token("suite", "T", &[("a", 2), ("b", 5)]), seats, dependencies)
}

fn a(seats: u32) -> Showcase {
    plain(A, "a", &format!("COUNT={seats}"), Seats::Limited(seats))
}

fn b(seats: u32) -> Showcase {
    plain(B, "b", &format!("COUNT={seats}"), Seats::Limited(seats))
}

/// Asks for a token, which is granted; gives the outcome and whether the seat went back.
fn outcome(script: &mut Script, request: u64, seats: Seats, stock: &Stock) -> (Status, bool) {
    script.ask("suite", 1);
    script.hear();
    script.answer(request, Answer::Granted(Grant { seats, ..grant(4, 1) }));
    let (_, others) = script.serve(|query| stock.answer(query));
    let outputs = script.outputs();
    let [Output::Done(_, outcome)] = outputs.as_slice() else { panic!("{outputs:?}") };
    let status = if let Outcome::Failed(failure) = outcome { failure.status } else { Status::Granted };
    (status, others.contains(&requests(request, &[(request + 1, Asked::Checkin(4, 1))])))
}

/// TRU-03, KEY-04: what a token's server shows must give exactly the tokens it claims: the least over
/// the dependencies of what each one's pools are enough for.
#[test]
fn tru_03_key_04_a_token_is_what_its_dependencies_give() {
    let three = Seats::Limited(3);
    let genuine = Status::ServerNotGenuine;
    let more_a = || plain(4, "a", "COUNT=3 KEYTYPE=ADDITIVE", three);
    let with = |mut shown: Showcase, change: &dyn Fn(&mut Showcase)| {
        change(&mut shown);
        shown
    };
    for (case, seats, expected, stock) in [
        ("least", three, Status::Granted, vec![suite(three, &[A, B]), a(20), b(15)]),
        (
            "each pool rounds by itself",
            three,
            Status::Granted,
            vec![suite(three, &[A, 4, B]), a(5), more_a(), b(99)],
        ),
        (
            "one side unlimited",
            three,
            Status::Granted,
            vec![suite(three, &[A, B]), plain(A, "a", "COUNT=UNLIMITED", Seats::Unlimited), b(15)],
        ),
        (
            "all unlimited",
            Seats::Unlimited,
            Status::Granted,
            vec![
                suite(Seats::Unlimited, &[A, B]),
                plain(A, "a", "COUNT=UNLIMITED", Seats::Unlimited),
                plain(B, "b", "COUNT=UNLIMITED", Seats::Unlimited),
            ],
        ),
        ("claims more", Seats::Limited(4), genuine, vec![suite(Seats::Limited(4), &[A, B]), a(20), b(15)]),
        ("claims no limit", Seats::Unlimited, genuine, vec![suite(Seats::Unlimited, &[A, B]), a(20), b(15)]),
        ("a dependency without pools", three, genuine, vec![suite(three, &[A]), a(20)]),
        ("a dependency not shown", three, genuine, vec![suite(three, &[A, B]), a(20)]),
        ("a pool named twice", three, Status::Granted, vec![suite(three, &[A, A, B]), a(20), b(15)]),
        ("a pool counted twice", three, genuine, vec![suite(three, &[A, A, B]), a(3), b(15)]),
        (
            "two exclusives",
            three,
            genuine,
            vec![suite(three, &[A, 4, B]), a(4), plain(4, "a", "COUNT=2", Seats::Limited(2)), b(15)],
        ),
        (
            "a pool of another feature",
            three,
            genuine,
            vec![suite(three, &[A, 4, B]), a(20), plain(4, "c", "COUNT=2", Seats::Limited(2)), b(15)],
        ),
        (
            "a dependency that lies",
            three,
            genuine,
            vec![suite(three, &[A, B]), with(a(2), &|s| s.members.seats = Seats::Limited(20)), b(15)],
        ),
        (
            "dependencies of a pool that is no token",
            three,
            genuine,
            vec![suite(three, &[A, B]), with(a(20), &|s| s.members.dependencies = vec![PoolId(B)]), b(15)],
        ),
        ("itself", three, genuine, vec![suite(three, &[SUITE, B]), b(15)]),
    ] {
        let mut script = Script::standing(Some(demo().keyring()));
        let granted = expected == Status::Granted;
        assert_eq!(outcome(&mut script, 1, seats, &Stock(stock)), (expected, !granted), "{case}");
    }
}

/// KEY-04: tokens of tokens are proven as deep as they may be, and no deeper; a circle is refused.
#[test]
fn key_04_tokens_of_tokens() {
    let chain = |tokens: usize| {
        let name = |n: usize| if n == 0 { "suite".to_owned() } else { format!("t{n}") };
        let mut stock: Vec<Showcase> = (0..tokens)
            .map(|n| {
                let license = token(&name(n), &format!("T{n}"), &[(&name(n + 1), 1)]);
                pool(n as u32 + 1, license, Seats::Limited(7), &[n as u32 + 2])
            })
            .collect();
        stock.push(plain(tokens as u32 + 1, &name(tokens), "COUNT=7", Seats::Limited(7)));
        Stock(stock)
    };
    let circle = || {
        let other = token("other", "O", &[("suite", 1)]);
        let suite = token("suite", "T", &[("other", 1)]);
        Stock(vec![pool(1, suite, Seats::Limited(7), &[2]), pool(2, other, Seats::Limited(7), &[1])])
    };
    for (stock, expected) in [
        (chain(2), Status::Granted),
        (chain(TOKEN_DEPTH_MAX), Status::Granted),
        (chain(TOKEN_DEPTH_MAX + 1), Status::ServerNotGenuine),
        (circle(), Status::ServerNotGenuine),
    ] {
        let mut script = Script::standing(Some(demo().keyring()));
        assert_eq!(outcome(&mut script, 1, Seats::Limited(7), &stock).0, expected);
    }
}

/// TRU-03: when a dependency changes, so does what the token gives, though its own licenses are the
/// same: both are asked for again. A grant that no proof bears is refused all the same.
#[test]
fn tru_03_a_token_follows_its_dependencies() {
    let stock = |n: u32| {
        let seats = Seats::Limited(n);
        Stock(vec![suite(seats, &[A, B]), a(2 * n), b(99)])
    };
    let changed = ServerMessage::Event(Event::PoolChanged { pool: PoolId(A), pool_rev: 8 });
    for told in [true, false] {
        let mut script = Script::standing(Some(demo().keyring()));
        assert_eq!(outcome(&mut script, 1, Seats::Limited(3), &stock(3)).0, Status::Granted);
        if told {
            script.say(&changed);
        }
        assert_eq!(outcome(&mut script, 2, Seats::Limited(4), &stock(4)).0, Status::Granted);
        let lie = (Status::ServerNotGenuine, true);
        assert_eq!(outcome(&mut script, 3, Seats::Limited(5), &stock(4)), lie);
    }
}

/// TRU-03: a pool that is proven for a token is proven for itself.
#[test]
fn tru_03_dependencies_are_proven_pools() {
    let stock = Stock(vec![suite(Seats::Limited(3), &[A, B]), a(20), b(15)]);
    let mut script = Script::standing(Some(demo().keyring()));
    assert_eq!(outcome(&mut script, 1, Seats::Limited(3), &stock).0, Status::Granted);
    script.ask("a", 1);
    script.hear();
    let granted = Grant { pool: PoolId(A), seats: Seats::Limited(20), ..grant(5, 1) };
    script.answer(2, Answer::Granted(granted));
    assert!(matches!(script.outputs().as_slice(), [Output::Done(_, Outcome::Granted(_))]));
    assert_eq!(script.hear(), []);
    assert_eq!(KeyType::Exclusive, stock.0[1].members.key_type);
}

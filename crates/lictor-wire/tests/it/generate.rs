//! Arbitrary messages within the limits.

use lictor_types::{
    Answer, BorrowId, Borrowed, Checkout, CivilDate, Denial, Digest, FeatureId, FeatureName, FeatureRef,
    Grant, HostId, HostIdType, Identity, KeyType, LeaseId, Operation, PoolAnswer, PoolId, PublicKey, Relief,
    ReliefKind, RequestId, RuleKind, RuleRef, Seats, Serial, SessionId, Status, VendorName, Version, When,
    limits,
};
use lictor_wire::{
    Bound, ClientMessage, DenialRow, Event, FeatureRow, Held, Hello, Holder, IdentityProof, LeaseRow,
    LostLease, Members, Open, Opened, Query, QueryAnswer, Requests, Resume, Resumed, ServerMessage,
    SessionRow, SessionSecret, WaiterRow, Welcome, ZoneDay,
};
use proptest::array::{uniform16, uniform32};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: [&str; 4] = ["f1", "A.b-c_9", "x", "Solver"];
const TOKENS: [&str; 3] = ["t", "spring school 2026", "Ærø/1"];

fn text() -> impl Strategy<Value = String> {
    ".{0,40}"
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_.-]{1,64}"
}

fn vendor() -> impl Strategy<Value = VendorName> {
    "[A-Z][A-Z0-9_]{0,31}".prop_map(|text| VendorName::parse(&text).unwrap())
}

fn seats() -> impl Strategy<Value = Seats> {
    prop_oneof![Just(Seats::Unlimited), (0..=limits::SEATS_MAX).prop_map(Seats::Limited)]
}

fn version() -> impl Strategy<Value = Version> {
    (0..=Version::PART_MAX, 0..=Version::PART_MAX).prop_map(|(a, b)| Version::new(a, b).unwrap())
}

fn date() -> impl Strategy<Value = CivilDate> {
    (0..=CivilDate::MAX.day_number()).prop_map(|day| CivilDate::from_day_number(day).unwrap())
}

fn status() -> impl Strategy<Value = Status> {
    select(&Status::ALL[..])
}

fn key_type() -> impl Strategy<Value = KeyType> {
    select(&KeyType::ALL[..])
}

fn lease() -> impl Strategy<Value = LeaseId> {
    any::<u64>().prop_map(LeaseId::from_u64)
}

fn borrow() -> impl Strategy<Value = BorrowId> {
    any::<u64>().prop_map(BorrowId::from_u64)
}

fn session() -> impl Strategy<Value = SessionId> {
    any::<u64>().prop_map(SessionId::from_u64)
}

fn pool() -> impl Strategy<Value = PoolId> {
    any::<u32>().prop_map(PoolId)
}

fn request() -> impl Strategy<Value = RequestId> {
    (1..=u64::MAX).prop_map(RequestId)
}

fn acked() -> impl Strategy<Value = RequestId> {
    any::<u64>().prop_map(RequestId)
}

fn secret() -> impl Strategy<Value = SessionSecret> {
    uniform16(any::<u8>()).prop_map(SessionSecret)
}

fn digest() -> impl Strategy<Value = Digest> {
    uniform32(any::<u8>()).prop_map(Digest)
}

fn public_key() -> impl Strategy<Value = PublicKey> {
    uniform32(any::<u8>()).prop_filter_map("small order", |bytes| PublicKey::new(bytes).ok())
}

fn held() -> impl Strategy<Value = Held> {
    (lease(), any::<u32>()).prop_map(|(lease, count)| Held { lease, count })
}

fn lost() -> impl Strategy<Value = LostLease> {
    (lease(), any::<u32>(), status()).prop_map(|(lease, count, status)| LostLease { lease, count, status })
}

fn host_id() -> impl Strategy<Value = HostId> {
    let free = (select(vec![HostIdType::Hostname, HostIdType::Custom, HostIdType::AzureId]), ".{1,60}")
        .prop_map(|(kind, value)| HostId::new(kind, &value).unwrap());
    prop_oneof![
        free,
        Just(HostId::new(HostIdType::Ethernet, "00:1b:44:11:3a:b7").unwrap()),
        Just(HostId::new(HostIdType::IpAddress, "2001:db8::1").unwrap()),
    ]
}

pub(crate) fn client_message() -> impl Strategy<Value = ClientMessage<'static>> {
    prop_oneof![
        (any::<u16>(), any::<u16>(), uniform32(any::<u8>()), text()).prop_map(
            |(revision_min, revision_max, nonce, software)| {
                ClientMessage::Hello(Hello { revision_min, revision_max, nonce, software })
            }
        ),
        open().prop_map(ClientMessage::Open),
        (session(), secret(), acked(), vec(request(), 0..5), vec(held(), 0..20)).prop_map(
            |(session, secret, acked, cancel, held)| {
                ClientMessage::Resume(Resume { session, secret, acked, cancel, held })
            }
        ),
        requests().prop_map(ClientMessage::Requests),
        acked().prop_map(|acked| ClientMessage::Heartbeat { acked }),
        (any::<u32>(), query()).prop_map(|(number, query)| ClientMessage::Query { number, query }),
        Just(ClientMessage::Goodbye),
    ]
}

fn open() -> impl Strategy<Value = Open> {
    let identity =
        (text(), text(), any::<u32>(), text(), text()).prop_map(|(user, host, pid, project, custom)| {
            Identity { user, host, pid, project, custom, address: String::new() }
        });
    (of(vendor()), identity, text(), any::<i16>(), vec(host_id(), 0..=limits::HOST_IDS_MAX)).prop_map(
        |(vendor, identity, platform, utc_offset_minutes, host_ids)| Open {
            vendor,
            identity,
            platform,
            utc_offset_minutes,
            host_ids,
        },
    )
}

fn feature_ref() -> impl Strategy<Value = FeatureRef<'static>> {
    prop_oneof![
        any::<u32>().prop_map(|id| FeatureRef::Id(FeatureId(id))),
        select(&NAMES[..]).prop_map(FeatureRef::Name)
    ]
}

fn checkout() -> impl Strategy<Value = Checkout<'static>> {
    (feature_ref(), of(version()), any::<bool>(), 1..=u32::MAX, of(select(&TOKENS[..]))).prop_map(
        |(feature, version, exact, count, reservation)| Checkout {
            feature,
            version,
            exact,
            count,
            reservation,
        },
    )
}

fn operation() -> impl Strategy<Value = Operation<'static>> {
    prop_oneof![
        checkout().prop_map(Operation::Checkout),
        vec(checkout(), 1..=limits::ATOMIC_FEATURES_MAX).prop_map(Operation::CheckoutAll),
        (lease(), any::<u32>()).prop_map(|(lease, count)| Operation::Checkin { lease, count }),
        (feature_ref(), any::<u32>())
            .prop_map(|(feature, count)| Operation::CheckinFeature { feature, count }),
        request().prop_map(|request| Operation::Cancel { request }),
        (vec(checkout(), 1..=limits::ATOMIC_FEATURES_MAX), any::<u32>())
            .prop_map(|(checkouts, wait_ms)| Operation::Wait { checkouts, wait_ms }),
        (checkout(), any::<u16>()).prop_map(|(checkout, hours)| Operation::Borrow { checkout, hours }),
        borrow().prop_map(|borrow| Operation::Refresh { borrow }),
        borrow().prop_map(|borrow| Operation::Return { borrow }),
    ]
}

fn requests() -> impl Strategy<Value = Requests<'static>> {
    let steps = vec((1..1000_u64, operation()), 1..=limits::OPERATIONS_PER_FRAME_MAX);
    (acked(), 0..u64::MAX / 2, steps).prop_map(|(acked, first, steps)| {
        let ids = steps.iter().scan(first, |id, (step, _)| {
            *id += step;
            Some(RequestId(*id))
        });
        let operations = ids.zip(steps.iter().map(|(_, operation)| operation.clone())).collect();
        Requests { acked, operations }
    })
}

fn query() -> impl Strategy<Value = Query> {
    prop_oneof![
        name().prop_map(|feature| Query::Bind { feature }),
        name().prop_map(|feature| Query::Feature { feature }),
        any::<u64>().prop_map(|cursor| Query::Features { cursor }),
        any::<u64>().prop_map(|cursor| Query::Leases { cursor }),
        any::<u64>().prop_map(|cursor| Query::Sessions { cursor }),
        pool().prop_map(|pool| Query::Members { pool }),
        (digest(), any::<u32>()).prop_map(|(digest, offset)| Query::License { digest, offset }),
        Just(Query::Server),
        any::<u64>().prop_map(|cursor| Query::Waiters { cursor }),
        borrow().prop_map(|borrow| Query::Certificate { borrow }),
    ]
}

fn grant() -> impl Strategy<Value = Grant> {
    let numbers = (any::<u32>(), any::<u32>(), any::<u32>(), any::<u64>(), any::<bool>());
    (lease(), pool(), seats(), date(), numbers).prop_map(
        |(lease, pool, seats, day, (pool_rev, count, held, used, soft_limit))| Grant {
            lease,
            pool,
            pool_rev,
            count,
            held,
            seats,
            used,
            soft_limit,
            day,
        },
    )
}

fn borrowed() -> impl Strategy<Value = Borrowed> {
    (grant(), borrow(), any::<u16>(), any::<u64>(), any::<u64>()).prop_map(
        |(grant, borrow, hours, from_ms, until_ms)| Borrowed { grant, borrow, hours, from_ms, until_ms },
    )
}

fn rule() -> impl Strategy<Value = RuleRef> {
    (any::<u32>(), any::<u32>(), select(&RuleKind::ALL[..])).prop_map(|(number, line, kind)| RuleRef {
        number,
        line,
        kind,
    })
}

fn relief() -> impl Strategy<Value = Relief> {
    let at = prop_oneof![
        any::<u64>().prop_map(When::Instant),
        (any::<u16>(), date()).prop_map(|(zone, date)| When::Day { zone, date })
    ];
    (select(&ReliefKind::ALL[..]), at).prop_map(|(what, at)| Relief { what, at })
}

fn pool_answer() -> impl Strategy<Value = PoolAnswer> {
    (pool(), key_type(), status(), seats(), any::<u64>(), any::<u64>()).prop_map(
        |(pool, key_type, status, seats, used, reserved)| PoolAnswer {
            pool,
            key_type,
            status,
            seats,
            used,
            reserved,
        },
    )
}

fn denial() -> impl Strategy<Value = Denial> {
    let numbers = (any::<u32>(), any::<u64>(), any::<u64>(), any::<u32>(), any::<u32>());
    (status(), seats(), of(rule()), of(relief()), vec(pool_answer(), 0..=limits::DENIAL_POOLS_MAX), numbers)
        .prop_map(
            |(status, seats, rule, relief, pools, (requested, used, reserved, waiting, pools_total))| {
                Denial { status, requested, seats, used, reserved, rule, waiting, relief, pools_total, pools }
            },
        )
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        grant().prop_map(Answer::Granted),
        vec(grant(), 1..=limits::ATOMIC_FEATURES_MAX).prop_map(Answer::GrantedAll),
        denial().prop_map(Answer::Denied),
        vec(denial(), 1..=limits::ATOMIC_FEATURES_MAX).prop_map(Answer::DeniedAll),
        (any::<u32>(), any::<u32>()).prop_map(|(released, held)| Answer::CheckedIn { released, held }),
        any::<u32>().prop_map(|freed| Answer::Cancelled { freed }),
        status().prop_map(Answer::Refused),
        borrowed().prop_map(Answer::Borrowed),
        any::<u32>().prop_map(|freed| Answer::Returned { freed }),
    ]
}

pub(crate) fn server_message() -> impl Strategy<Value = ServerMessage> {
    prop_oneof![
        welcome().prop_map(ServerMessage::Welcome),
        (session(), secret(), any::<u32>(), any::<u32>(), any::<u32>()).prop_map(
            |(session, secret, lease_ms, heartbeat_ms, resume_window_ms)| {
                ServerMessage::Opened(Opened { session, secret, lease_ms, heartbeat_ms, resume_window_ms })
            }
        ),
        resumed().prop_map(ServerMessage::Resumed),
        vec((request(), answer()), 1..8).prop_map(ServerMessage::Answers),
        Just(ServerMessage::Alive),
        (any::<u32>(), any::<bool>(), vec(any::<u8>(), 1..100))
            .prop_map(|(number, more, bytes)| ServerMessage::QueryPart { number, more, bytes }),
        lost().prop_map(|lost| ServerMessage::Event(Event::Lost(lost))),
        (pool(), any::<u32>())
            .prop_map(|(pool, pool_rev)| ServerMessage::Event(Event::PoolChanged { pool, pool_rev })),
        Just(ServerMessage::Event(Event::Stopping)),
        (request(), any::<u32>())
            .prop_map(|(request, position)| ServerMessage::Event(Event::Position { request, position })),
        (status(), text(), of(text())).prop_map(|(status, text, hint)| ServerMessage::Goodbye {
            status,
            text,
            hint
        }),
    ]
}

fn welcome() -> impl Strategy<Value = Welcome> {
    let signature = (uniform32(any::<u8>()), uniform32(any::<u8>()));
    let proof = (public_key(), signature).prop_map(|(key, (first, second))| IdentityProof {
        key,
        signature: [first, second].concat().try_into().unwrap(),
    });
    (any::<u16>(), text(), any::<u64>(), of(proof), vec(text(), 0..=limits::CLUSTER_MEMBERS_MAX)).prop_map(
        |(revision, software, wall_ms, proof, members)| Welcome {
            revision,
            software,
            wall_ms,
            proof,
            members,
        },
    )
}

fn resumed() -> impl Strategy<Value = Resumed> {
    let lists =
        (vec(held(), 0..20), vec(lost(), 0..20), vec(held(), 0..20), vec((request(), answer()), 0..5));
    (any::<u32>(), any::<u32>(), any::<u32>(), lists).prop_map(
        |(lease_ms, heartbeat_ms, resume_window_ms, (kept, lost, surplus, answers))| Resumed {
            lease_ms,
            heartbeat_ms,
            resume_window_ms,
            kept,
            lost,
            surplus,
            answers,
        },
    )
}

pub(crate) fn query_answer() -> impl Strategy<Value = QueryAnswer> {
    prop_oneof![
        (any::<u32>(), vendor(), vec((pool(), key_type(), any::<u32>()), 0..9)).prop_map(
            |(feature, vendor, pools)| {
                QueryAnswer::Bound(Bound { feature: FeatureId(feature), vendor, pools })
            }
        ),
        (vec(feature_row(), 0..5), of(any::<u64>()))
            .prop_map(|(rows, next)| QueryAnswer::Features { rows, next }),
        (vec(lease_row(), 0..9), of(any::<u64>()))
            .prop_map(|(rows, next)| QueryAnswer::Leases { rows, next }),
        (vec(session_row(), 0..9), of(any::<u64>()))
            .prop_map(|(rows, next)| QueryAnswer::Sessions { rows, next }),
        members().prop_map(QueryAnswer::Members),
        (digest(), any::<u32>(), any::<u32>(), vec(any::<u8>(), 0..200)).prop_map(
            |(digest, offset, total, text)| { QueryAnswer::License { digest, offset, total, text } }
        ),
        (text(), vec(vendor(), 0..5), any::<u64>(), public_key(), any::<u64>()).prop_map(
            |(software, vendors, uptime_seconds, key, wall_ms)| {
                QueryAnswer::Server { software, vendors, uptime_seconds, key, wall_ms }
            }
        ),
        (vec(waiter_row(), 0..9), of(any::<u64>()))
            .prop_map(|(rows, next)| QueryAnswer::Waiters { rows, next }),
        vec(any::<u8>(), 0..200).prop_map(|bytes| QueryAnswer::Certificate { bytes }),
        status().prop_map(QueryAnswer::Failed),
    ]
}

fn members() -> impl Strategy<Value = Members> {
    let zone = (text(), date()).prop_map(|(zone, day)| ZoneDay { zone, day });
    let lists = (vec(digest(), 0..9), vec(pool(), 0..9));
    (pool(), any::<u32>(), key_type(), version(), seats(), any::<u64>(), zone, lists).prop_map(
        |(pool, pool_rev, key_type, version, seats, wall_ms, zone, (members, dependencies))| Members {
            pool,
            pool_rev,
            key_type,
            version,
            seats,
            wall_ms,
            zone,
            members,
            dependencies,
        },
    )
}

fn feature_row() -> impl Strategy<Value = FeatureRow> {
    let names = (name(), vendor(), of(text()), of("[A-Za-z0-9_.:-]{1,64}"));
    let dates = (of(version()), of(date()), of(date()));
    let hours = (of(any::<u32>()), of(any::<u32>()), of(any::<u32>()), of(any::<u32>()), of(any::<u32>()));
    let uses = (any::<u64>(), any::<u64>(), any::<u64>(), of(seats()), of(seats()));
    let lists = (vec(text(), 0..4), vec((text(), text()), 0..5));
    (pool(), names, key_type(), seats(), uses, dates, hours, lists).prop_map(
        |(pool, names, key_type, seats, uses, dates, hours, (share, texts))| FeatureRow {
            pool,
            feature: FeatureName::parse(&names.0).unwrap(),
            vendor: names.1,
            version: dates.0,
            key_type,
            seats,
            used: uses.0,
            reserved: uses.1,
            denied: uses.2,
            soft_limit: hours.0,
            start: dates.1,
            end: dates.2,
            share,
            borrow_hours: hours.1,
            grace_hours: hours.2,
            hold_seconds: hours.3,
            min_checkout_seconds: hours.4,
            user_based: uses.3,
            host_based: uses.4,
            licensee: names.2,
            serial: names.3.map(|serial| Serial::parse(&serial).unwrap()),
            texts,
        },
    )
}

fn lease_row() -> impl Strategy<Value = LeaseRow> {
    let holder = prop_oneof![
        session().prop_map(Holder::Session),
        (text(), text(), text()).prop_map(|(user, host, custom)| Holder::Person { user, host, custom }),
    ];
    let ends = (of(any::<u64>()), of(any::<u64>()));
    (lease(), pool(), holder, any::<u32>(), text(), any::<u64>(), ends).prop_map(
        |(lease, pool, holder, count, project, since_ms, (borrowed_until_ms, held_until_ms))| LeaseRow {
            lease,
            pool,
            holder,
            count,
            project,
            since_ms,
            borrowed_until_ms,
            held_until_ms,
        },
    )
}

fn denial_row() -> impl Strategy<Value = DenialRow> {
    (name(), status(), any::<u32>(), any::<u64>()).prop_map(|(feature, status, requested, at_ms)| DenialRow {
        feature,
        status,
        requested,
        at_ms,
    })
}

fn waiter_row() -> impl Strategy<Value = WaiterRow> {
    let feature =
        (name(), any::<u32>()).prop_map(|(name, count)| (FeatureName::parse(&name).unwrap(), count));
    let features = vec(feature, 1..=limits::ATOMIC_FEATURES_MAX);
    (session(), request(), features, any::<u32>(), any::<u64>(), any::<u64>()).prop_map(
        |(session, request, features, position, since_ms, until_ms)| WaiterRow {
            session,
            request,
            features,
            position,
            since_ms,
            until_ms,
        },
    )
}

fn session_row() -> impl Strategy<Value = SessionRow> {
    let who = (text(), text(), text(), any::<u32>(), text(), text());
    (session(), of(vendor()), who, any::<u64>(), any::<bool>(), of(denial_row())).prop_map(
        |(session, vendor, (user, host, address, pid, project, custom), since_ms, attached, denied)| {
            SessionRow {
                session,
                vendor,
                user,
                host,
                address,
                pid,
                project,
                custom,
                since_ms,
                attached,
                denied,
            }
        },
    )
}

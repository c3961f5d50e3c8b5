//! What a store of tickets must do, wherever it keeps them. Each store runs the same suite.

use std::sync::Arc;

use cas_protocol::ticket::ServiceTicket;
use db::Sql;
use testkit::Scratch;
use tokio::sync::Barrier;

use super::*;

const LIFE: Duration = Duration::from_secs(10);

struct Fixture {
    store: Arc<TicketStore>,
    db: Db,
    _scratch: Scratch,
}

async fn each_store(capacity: usize) -> [(Tickets, Fixture); 2] {
    let (memory, database) =
        tokio::join!(fixture(Tickets::Memory, capacity), fixture(Tickets::Database, capacity));
    [(Tickets::Memory, memory), (Tickets::Database, database)]
}

async fn fixture(place: Tickets, capacity: usize) -> Fixture {
    let scratch = Scratch::new();
    let db = Db::open(&scratch.database("tickets"), crate::SCHEMA).await.unwrap();
    let store = Arc::new(TicketStore::with_room(place, &db, LIFE, capacity));
    Fixture { store, db, _scratch: scratch }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

fn granted() -> Granted {
    Granted {
        account: "a".parse().unwrap(),
        session: "s".parse().unwrap(),
        service: "v".parse().unwrap(),
        address: ServiceAddress::parse("https://p.example/pronote/?page=É&b=1").unwrap(),
        authenticated_at: at(-5),
        from_new_login: true,
        proxies: Vec::new(),
    }
}

fn ticket(n: u8) -> ValidationTicket {
    ValidationTicket::Service(ServiceTicket::from_random([n; 32]))
}

#[tokio::test]
async fn what_was_put_is_what_is_taken() {
    for (place, f) in each_store(10).await {
        let proxies = vec!["https://b.example/pgt?a=1".to_owned(), "https://a.example/pgt".to_owned()];
        let other = Granted { from_new_login: false, account: "b".parse().unwrap(), proxies, ..granted() };
        f.store.put(ticket(1), granted(), at(0)).await.unwrap();
        f.store.put(ticket(2), other.clone(), at(0)).await.unwrap();
        assert_eq!(f.store.take(&ticket(2), at(1)).await.unwrap(), Some(other), "{place:?}");
        assert_eq!(f.store.take(&ticket(1), at(1)).await.unwrap(), Some(granted()), "{place:?}");
        assert_eq!(f.store.take(&ticket(3), at(1)).await.unwrap(), None, "{place:?}");
    }
}

#[tokio::test]
async fn a_ticket_lives_its_time_and_no_longer() {
    for (age, lives) in [(0, true), (9, true), (10, false), (60, false), (-9, true), (-10, false)] {
        for (place, f) in each_store(10).await {
            f.store.put(ticket(1), granted(), at(0)).await.unwrap();
            assert_eq!(
                f.store.take(&ticket(1), at(age)).await.unwrap().is_some(),
                lives,
                "{place:?} {age} s"
            );
            let again = f.store.take(&ticket(1), at(0)).await.unwrap();
            assert_eq!(again, None, "{place:?}: taken once, even when too old");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_twenty_takers_wins() {
    for (place, f) in each_store(100).await {
        for round in 0..20 {
            f.store.put(ticket(round), granted(), at(0)).await.unwrap();
            let start = Arc::new(Barrier::new(20));
            let takers: Vec<_> = (0..20)
                .map(|_| {
                    let (store, start) = (Arc::clone(&f.store), Arc::clone(&start));
                    tokio::spawn(async move {
                        start.wait().await;
                        store.take(&ticket(round), at(1)).await.unwrap().is_some()
                    })
                })
                .collect();
            let mut winners = 0;
            for taker in takers {
                winners += usize::from(taker.await.unwrap());
            }
            assert_eq!(winners, 1, "{place:?} round {round}");
        }
    }
}

#[tokio::test]
async fn a_full_store_refuses_and_keeps_what_it_has() {
    for (place, f) in each_store(5).await {
        for n in 0..5 {
            f.store.put(ticket(n), granted(), at(0)).await.unwrap();
        }
        for n in 5..8 {
            let refused = f.store.put(ticket(n), granted(), at(1)).await;
            assert!(matches!(refused, Err(NotKept::Full)), "{place:?}: {refused:?}");
            assert_eq!(f.store.take(&ticket(n), at(1)).await.unwrap(), None, "{place:?}");
        }
        // One that is taken makes room for one.
        assert!(f.store.take(&ticket(0), at(2)).await.unwrap().is_some(), "{place:?}");
        f.store.put(ticket(8), granted(), at(2)).await.unwrap();
        assert!(f.store.put(ticket(9), granted(), at(2)).await.is_err(), "{place:?}");
        for n in [1, 2, 3, 4, 8] {
            assert!(f.store.take(&ticket(n), at(3)).await.unwrap().is_some(), "{place:?}: {n} was kept");
        }
    }
}

#[tokio::test]
async fn old_tickets_make_room() {
    for (place, f) in each_store(25).await {
        for n in 0..100 {
            let kept = f.store.put(ticket(n), granted(), at(i64::from(n))).await;
            assert!(kept.is_ok(), "{place:?}: {n}: {kept:?}");
        }
        // All of them, at one moment: what was full is empty a life later.
        for n in 100..200 {
            let _ = f.store.put(ticket(n), granted(), at(200)).await;
        }
        assert!(f.store.put(ticket(200), granted(), at(201)).await.is_err(), "{place:?}");
        f.store.put(ticket(200), granted(), at(211)).await.unwrap();
    }
}

#[tokio::test]
async fn the_database_holds_no_ticket_in_clear_and_serves_every_node() {
    db::row! { struct Digest { digest: String => text } }
    const DIGESTS: Sql = Sql::new("SELECT digest FROM service_ticket");
    let f = fixture(Tickets::Database, 10).await;
    let other = TicketStore::with_room(Tickets::Database, &f.db, LIFE, 10);
    f.store.put(ticket(1), granted(), at(0)).await.unwrap();
    let digests: Vec<Digest> = f.db.all(DIGESTS, []).await.unwrap();
    assert_eq!(digests.len(), 1);
    assert!(digests[0].digest.len() == 64 && !digests[0].digest.contains(ticket(1).as_str()));
    assert_eq!(other.take(&ticket(1), at(1)).await.unwrap(), Some(granted()));
    assert_eq!(f.store.take(&ticket(1), at(1)).await.unwrap(), None);
}

/// The whole suite is played on PostgreSQL too.
pub(crate) const ON_POSTGRES: &[fn()] = &[
    what_was_put_is_what_is_taken,
    a_ticket_lives_its_time_and_no_longer,
    one_of_twenty_takers_wins,
    a_full_store_refuses_and_keeps_what_it_has,
    old_tickets_make_room,
    the_database_holds_no_ticket_in_clear_and_serves_every_node,
];

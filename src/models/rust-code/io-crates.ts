/** Which crates do I/O: one list for all who ask. Of std each asker says itself what counts: an address of std::net is data to one of them. */

const IO =
  /^(?:(?:tokio|async_std|smol)::(?:fs|net|process)|async_nats|nats|reqwest|ureq|hyper|axum|tonic|warp|actix_web|sqlx|diesel|rusqlite|redis|mongodb|neo4rs|kube|aws_\w+|rdkafka|lapin|git2|gix|quinn|tungstenite|tokio_tungstenite|object_store|postgres|tokio_postgres|surrealdb|sled|rocksdb|notify)(?:::|$)/;

/** Whether a path leads into a crate that talks to a disk, a peer or a database, or into such a part of an async runtime. */
export const isOfIoCrate = (path: string): boolean => IO.test(path);

namespace StoreForensics.Ingest.Partitions;

/// <summary>Which device of which thin pool a part is: one that an engine made, and that nothing but the pool lists.</summary>
/// <param name="Pool">The pool, as it stands on the disk: <c>lvm docker/thinpool</c>. Not escaped.</param>
/// <param name="Transaction">The pool's transaction.</param>
/// <param name="Device">The device's number.</param>
internal sealed record ThinPlace(string Pool, ulong Transaction, ulong Device);

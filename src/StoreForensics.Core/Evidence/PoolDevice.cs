namespace StoreForensics.Evidence;

/// <summary>A device of a thin pool that nothing but the pool lists, because an engine made it, and whose file system is part of a source.</summary>
/// <param name="Pool">The pool, as it stands in the evidence: <c>lvm docker/thinpool</c>. Not escaped.</param>
/// <param name="Transaction">The pool's transaction.</param>
/// <param name="Device">The device's number.</param>
/// <param name="Directory">What its files are below, from the source's root.</param>
public sealed record PoolDevice(string Pool, ulong Transaction, ulong Device, string Directory);

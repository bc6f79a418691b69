namespace StoreForensics.Formats.Raft;

/// <summary>One record of a write-ahead log.</summary>
/// <param name="Type">See <see cref="WalReader"/>.</param>
/// <param name="Data">Its content; empty for none.</param>
/// <param name="Offset">Of its frame in the file.</param>
internal sealed record WalRecord(WalRecordType Type, byte[] Data, long Offset);

/// <summary>Kinds of records (etcd v3.5 server/wal/wal.go).</summary>
internal enum WalRecordType
{
    Metadata = 1,
    Entry = 2,
    State = 3,
    Crc = 4,
    Snapshot = 5,
}

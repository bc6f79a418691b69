using StoreForensics.Formats.Protobuf;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Formats.Raft;

/// <summary>A file of <c>snap/</c>: the whole state after an entry (etcd v3.5 server/etcdserver/api/snap; raft v3 raftpb/raft.proto).</summary>
/// <param name="Index">The last entry that is in it.</param>
/// <param name="Data">The state.</param>
internal sealed record RaftSnapshot(ulong Index, byte[] Data)
{
    /// <summary>Null for damage, a wrong checksum also.</summary>
    public static RaftSnapshot? Parse(ReadOnlySpan<byte> file)
    {
        var outer = new ProtobufFields(file);
        uint crc = 0;
        ReadOnlySpan<byte> inner = default;
        while (outer.Read())
        {
            if (outer.Number == 1)
                crc = (uint)outer.Value;
            else if (outer.Number == 2)
                inner = outer.Bytes;
        }
        if (outer.IsDamaged || inner.IsEmpty || ~Crc32C.Append(~0u, inner) != crc)
            return null;
        var fields = new ProtobufFields(inner);
        (ulong index, byte[] data) = (0, []);
        while (fields.Read())
        {
            if (fields.Number == 1)
                data = fields.Bytes.ToArray();
            else if (fields.Number == 2)
                index = IndexOf(fields.Bytes);
        }
        return fields.IsDamaged ? null : new RaftSnapshot(index, data);
    }

    private static ulong IndexOf(ReadOnlySpan<byte> metadata)
    {
        var fields = new ProtobufFields(metadata);
        while (fields.Read())
        {
            if (fields.Number == 2)
                return fields.Value;
        }
        return 0;
    }
}

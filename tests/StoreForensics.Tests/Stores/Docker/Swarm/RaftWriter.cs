using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Tests.Stores.Docker.Swarm;

/// <summary>Writes a write-ahead log and snapshots as etcd does, the records not encrypted.</summary>
internal sealed class RaftWriter
{
    private readonly List<byte> _log = [];
    private uint _crc;
    private ulong _index;

    public RaftWriter()
    {
        Record(4, []);
        Record(1, [1, 2, 3]);
    }

    /// <summary>An entry with one action: 1 create, 2 update, 3 remove.</summary>
    public RaftWriter Act(ulong action, int target, MessageWriter value, ulong? index = null) =>
        Entry(new MessageWriter().Number(1, 7).Message(2, new MessageWriter().Number(1, action).Message(target, value)).ToArray(), index);

    public RaftWriter Entry(byte[] request, ulong? index = null)
    {
        _index = index ?? _index + 1;
        byte[] data = new MessageWriter().Bytes(2, request).ToArray();
        return Record(2, new MessageWriter().Number(1, 0).Number(2, 1).Number(3, _index).Bytes(4, data).ToArray());
    }

    public RaftWriter Raw(byte[] sealedRecord) =>
        Record(2, new MessageWriter().Number(2, 1).Number(3, ++_index).Bytes(4, sealedRecord).ToArray());

    public RaftWriter Record(ulong type, byte[] data)
    {
        if (type != 4)
            _crc = ~Crc32C.Append(~_crc, data);
        byte[] record = new MessageWriter().Number(1, type).Number(2, _crc).Bytes(3, data).ToArray();
        int padding = (8 - (record.Length % 8)) % 8;
        long frame = record.Length + (padding == 0 ? 0 : (long)(0x80 | padding) << 56);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(head, frame);
        _log.AddRange(head);
        _log.AddRange(record);
        _log.AddRange(new byte[padding]);
        return this;
    }

    /// <summary>With the zeros of a file that was made longer than it is used.</summary>
    public byte[] ToArray() => [.. _log, .. new byte[4096]];

    /// <summary>All entries so far are agreed on.</summary>
    public RaftWriter Commit() => Record(3, new MessageWriter().Number(1, 1).Number(2, 1).Number(3, _index).ToArray());

    public static byte[] Snapshot(ulong index, MessageWriter state)
    {
        byte[] sealedState = new MessageWriter().Bytes(2, new MessageWriter().Message(3, state).ToArray()).ToArray();
        byte[] inner = new MessageWriter().Bytes(1, sealedState).Message(2, new MessageWriter().Number(2, index)).ToArray();
        return new MessageWriter().Number(1, ~Crc32C.Append(~0u, inner)).Bytes(2, inner).ToArray();
    }
}

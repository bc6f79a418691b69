using System.Buffers.Binary;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Formats.Raft;

/// <summary>
/// Reads a write-ahead log of etcd (v3.5 server/wal/{encoder,decoder,record}.go): frames of a little-endian length, whose highest byte tells the padding to
/// eight bytes, and a record, each with a CRC-32C that goes on from the one before. The file is made longer than it is used: zeros end it.
/// </summary>
internal static class WalReader
{
    // A manager's whole state is less than this; a longer record is no record.
    private const int MaxRecordBytes = 64 << 20;

    /// <summary>The records up to the end, or to the first that cannot be: then <paramref name="damaged"/> is told, with the offset.</summary>
    public static IEnumerable<WalRecord> Read(Stream file, Action<string, long> damaged)
    {
        long offset = 0;
        uint crc = 0;
        byte[] head = new byte[sizeof(long)];
        while (true)
        {
            int read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            long frame = BinaryPrimitives.ReadInt64LittleEndian(head);
            if (read < head.Length || frame == 0)
                yield break;
            long length = frame & 0x00FF_FFFF_FFFF_FFFF;
            int padding = frame < 0 ? (int)((frame >>> 56) & 7) : 0;
            if (length > MaxRecordBytes)
            {
                damaged($"a record of {length} bytes cannot be", offset);
                yield break;
            }
            byte[] bytes = new byte[length + padding];
            if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                damaged("the log ends within a record", offset);
                yield break;
            }
            if (Parse(bytes.AsSpan(0, (int)length), offset) is not var (record, recorded))
            {
                damaged("a record is damaged", offset);
                yield break;
            }
            // A record of this kind begins each file with the checksum of the one before.
            crc = record.Type == WalRecordType.Crc ? recorded : ~Crc32C.Append(~crc, record.Data);
            if (crc != recorded)
            {
                damaged("the checksum of a record does not match: it was torn or altered", offset);
                yield break;
            }
            yield return record;
            offset += head.Length + bytes.Length;
        }
    }

    private static (WalRecord, uint)? Parse(ReadOnlySpan<byte> message, long offset)
    {
        var fields = new ProtobufFields(message);
        (WalRecordType type, uint crc, byte[] data) = (0, 0, []);
        while (fields.Read())
        {
            switch (fields.Number)
            {
                case 1: type = (WalRecordType)fields.Value; break;
                case 2: crc = (uint)fields.Value; break;
                case 3: data = fields.Bytes.ToArray(); break;
            }
        }
        return fields.IsDamaged || !Enum.IsDefined(type) ? null : (new WalRecord(type, data, offset), crc);
    }
}

using System.Buffers.Binary;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.Checkpoints.Criu;

/// <summary>
/// An image of CRIU: a magic number, since 1.6 behind a common one, then records, each a length of four bytes and a protobuf message (criu
/// include/image.h, include/magic.h, lib/pycriu/images).
/// </summary>
internal static class CriuImage
{
    private const uint Common = 0x54564319, Service = 0x55105940;
    private const int MaxRecords = 1_000_000;

    /// <summary>The records; empty for a file that is not there, and none after what is damaged, which is a problem.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Records(EvidenceFiles files, int directory, string name)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        if (files.File(directory, System.Text.Encoding.UTF8.GetBytes(name)) is not int node || files.ReadAll(node) is not { } bytes || bytes.Length < 8)
            return records;
        int at = BinaryPrimitives.ReadUInt32LittleEndian(bytes) is Common or Service ? 8 : 4;
        while (at + 4 <= bytes.Length && records.Count < MaxRecords)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 4)
            {
                files.Problems.Damage("SF-CHECKPOINT-0001", files.Origin(node, at), "a record of the checkpoint runs past the end of its file; what follows is not read");
                break;
            }
            records.Add(bytes.AsMemory(at + 4, (int)length));
            at += 4 + (int)length;
        }
        return records;
    }
}

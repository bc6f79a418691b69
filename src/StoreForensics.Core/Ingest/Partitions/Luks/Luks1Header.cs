using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Luks;

/// <summary>Reads a header of version 1.</summary>
internal static class Luks1Header
{
    /// <exception cref="EvidenceFormatException">It is cut, or says what cannot be.</exception>
    public static LuksHeader Parse(ReadOnlySpan<byte> head)
    {
        if (head.Length < LuksLayout.Head1Bytes)
            throw LuksProblems.Bad("the header ends early");
        string cipher = $"{Text(head, LuksLayout.CipherNameAt)}-{Text(head, LuksLayout.CipherModeAt)}", hash = Text(head, LuksLayout.HashAt);
        uint keyBytes = Word(head, LuksLayout.KeyBytesAt);
        if (keyBytes is 0 or > LuksLayout.MaxKeyBytes)
            throw LuksProblems.Bad($"a volume key of {keyBytes} bytes");
        var slots = new List<LuksSlot>();
        for (int i = 0; i < LuksLayout.Slots; i++)
        {
            ReadOnlySpan<byte> slot = head.Slice(LuksLayout.SlotsAt + (i * LuksLayout.SlotBytes), LuksLayout.SlotBytes);
            if (Word(slot, 0) == LuksLayout.SlotInUse && Word(slot, 44) is > 0 and <= LuksLayout.MaxStripes and var stripes)
                slots.Add(new LuksSlot(i, new LuksDerivation("pbkdf2", hash, Word(slot, 4), 0, 0, slot.Slice(8, LuksLayout.SaltBytes).ToArray()), (int)keyBytes,
                    (long)Word(slot, 40) * LuksLayout.SectorBytes, cipher, (int)keyBytes, (int)stripes, hash));
        }
        return new LuksHeader
        {
            Version = 1,
            Uuid = Text(head, LuksLayout.UuidAt, LuksLayout.UuidBytes),
            Slots = slots,
            Segments = [new LuksSegment("0", (long)Word(head, LuksLayout.PayloadAt) * LuksLayout.SectorBytes, null, cipher, LuksLayout.SectorBytes, 0)],
            Digests =
            [
                new LuksDigest([.. slots.Select(s => s.Number)], ["0"], hash, Word(head, LuksLayout.DigestIterationsAt),
                    head.Slice(LuksLayout.DigestSaltAt, LuksLayout.SaltBytes).ToArray(), head.Slice(LuksLayout.DigestAt, LuksLayout.DigestBytes).ToArray()),
            ],
        };
    }

    /// <summary>Up to its first zero.</summary>
    internal static string Text(ReadOnlySpan<byte> head, int at, int most = LuksLayout.TextBytes)
    {
        ReadOnlySpan<byte> text = head.Slice(at, most);
        return Encoding.UTF8.GetString(text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text);
    }

    private static uint Word(ReadOnlySpan<byte> head, int at) => BinaryPrimitives.ReadUInt32BigEndian(head[at..]);
}

using System.Buffers.Binary;
using StoreForensics.Formats.Bolt;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Fuzz.Mutations;

/// <summary>
/// Makes checksums right again, so that what was changed is believed and not refused at the door. Which ones there are is not asked of the format: where in
/// the seed the checksum of a block stands at one of the usual places, the changed block gets its own there.
/// </summary>
internal static class Checksums
{
    // Of XFS, ext4, VHDX and GPT; 65536: the region table of VHDX.
    private static readonly int[] s_blocks = [512, 1024, 4096, 16384, 65536];
    private static readonly int[] s_places = [0, 4, 12, 16, 56, 64, 100, 216, 224, 312, 0x3FC];

    private delegate uint Sum(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after);

    // The field itself counts as zeros, as nothing, or ends what is summed.
    private static readonly Sum[] s_sums =
    [
        static (before, after) => ~Crc32C.Append(Crc32C.Append(Crc32C.Append(~0u, before), [0, 0, 0, 0]), after),
        static (_, after) => ~Crc32C.Append(~0u, after),
        static (before, _) => Crc32C.Append(~0u, before),
    ];

    public static void Mend(Input input)
    {
        int[] changed = [.. input.Changes.Select(c => c.At / 512 * 512).Distinct().Order()];
        if (changed.Length == 0 || changed.Length > 64)
            return;
        var kept = input.Changes.ToDictionaryOfFirst();
        foreach (int at in changed)
            Blocks(input, at, kept);
        Tar(input, changed);
        Gpt(input);
        Bolt(input);
    }

    private static Dictionary<int, byte> ToDictionaryOfFirst(this IReadOnlyList<(int At, byte Was)> changes)
    {
        var first = new Dictionary<int, byte>();
        foreach ((int at, byte was) in changes)
            first.TryAdd(at, was);
        return first;
    }

    private static void Blocks(Input input, int at, Dictionary<int, byte> kept)
    {
        foreach (int size in s_blocks)
        {
            int start = at / size * size;
            if (start + size > input.Bytes.Length)
                continue;
            byte[] was = input.Bytes[start..(start + size)];
            foreach ((int place, byte old) in kept.Where(c => c.Key >= start && c.Key < start + size))
                was[place - start] = old;
            if (Found(was) is var (field, sum))
                Put(input, start + field, sum(input.Bytes.AsSpan(start, field), input.Bytes.AsSpan(start + field + 4, size - field - 4)));
        }
    }

    private static (int Field, Sum Sum)? Found(byte[] block)
    {
        foreach (int place in s_places)
        {
            if (place + 4 > block.Length || BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(place)) is not (var stored and not 0))
                continue;
            foreach (Sum sum in s_sums)
            {
                if (sum(block.AsSpan(0, place), block.AsSpan(place + 4)) == stored)
                    return (place, sum);
            }
        }
        // A tree block of btrfs: 32 bytes for the checksum, of which four are used.
        return block.Length >= 4096 && ~Crc32C.Append(~0u, block.AsSpan(32)) == BinaryPrimitives.ReadUInt32LittleEndian(block)
            ? (0, static (_, after) => ~Crc32C.Append(~0u, after[28..])) : null;
    }

    private static void Tar(Input input, int[] changed)
    {
        foreach (int at in changed.Where(a => a + 512 <= input.Bytes.Length && input.Bytes.AsSpan(a + 257, 5).SequenceEqual("ustar"u8)))
        {
            byte[] header = input.Bytes[at..(at + 512)];
            TarMembers.Sum(header);
            for (int i = 148; i < 156; i++)
                input.Set(at + i, header[i]);
        }
    }

    private static void Gpt(Input input)
    {
        foreach (int sector in (int[])[512, 4096])
        {
            if (input.Bytes.Length < sector * 6 || !input.Bytes.AsSpan(sector).StartsWith("EFI PART"u8))
                continue;
            int bytes = (int)Math.Min(16384, input.Bytes.Length - (2L * sector));
            Put(input, sector + 88, Crc32.Of(input.Bytes.AsSpan(2 * sector, bytes)));
            Put(input, sector + 16, 0);
            Put(input, sector + 16, Crc32.Of(input.Bytes.AsSpan(sector, 92)));
        }
    }

    private static void Bolt(Input input)
    {
        for (int page = 0; page + 80 <= Math.Min(input.Bytes.Length, 128 * 1024); page += 512)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(input.Bytes.AsSpan(page + 16)) != 0xED0CDAED)
                continue;
            ulong sum = BoltLayout.Checksum(input.Bytes.AsSpan(page + 16, 56));
            Put(input, page + 72, (uint)sum);
            Put(input, page + 76, (uint)(sum >> 32));
        }
    }

    private static void Put(Input input, int at, uint value)
    {
        for (int i = 0; i < 4; i++)
            input.Set(at + i, (byte)(value >> (8 * i)));
    }
}

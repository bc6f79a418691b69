using System.Buffers.Binary;

namespace StoreForensics.Fuzz.Mutations;

/// <summary>Changes bytes where they stand: bits, bytes, numbers of each size and order, runs copied from elsewhere, the end cut off.</summary>
internal static class ByteMutation
{
    private static readonly ulong[] s_numbers =
        [0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, long.MaxValue, ulong.MaxValue - 7,
            ulong.MaxValue];

    /// <summary>One to a few changes; the checksums that held are made to hold again, save for one in eight.</summary>
    public static Input Of(Seed seed, Random random)
    {
        var input = new Input(seed);
        if (seed.Bytes.Length == 0)
            return input;
        for (int i = 1 << random.Next(5); i > 0; i--)
            One(input, seed.Place(random), random);
        if (random.Next(8) != 0)
            Checksums.Mend(input);
        if (random.Next(12) == 0)
            input.Cut(random.Next(seed.Bytes.Length));
        return input;
    }

    private static void One(Input input, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                input.Set(at, (byte)(input.Bytes[at] ^ (1 << random.Next(8))));
                break;
            case 1:
                input.Set(at, (byte)random.Next(256));
                break;
            case 2:
                Number(input, at, s_numbers[random.Next(s_numbers.Length)], random);
                break;
            case 3:
                // Off by little, which lengths and pointers do not forgive.
                input.Set(at, (byte)(input.Bytes[at] + random.Next(-4, 5)));
                break;
            case 4:
                Copy(input, input.Seed.Place(random), at, random.Next(1, 64));
                break;
            default:
                for (int i = random.Next(1, 32); i > 0 && at < input.Bytes.Length; i--)
                    input.Set(at++, (byte)(random.Next(2) * 255));
                break;
        }
    }

    private static void Number(Input input, int at, ulong value, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        int size = 1 << random.Next(4);
        at -= at % size;
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(number, value << (64 - (8 * size)));
        for (int i = 0; i < size && at + i < input.Bytes.Length; i++)
            input.Set(at + i, number[i]);
    }

    private static void Copy(Input input, int from, int to, int count)
    {
        for (int i = 0; i < count && from + i < input.Bytes.Length && to + i < input.Bytes.Length; i++)
            input.Set(to + i, input.Bytes[from + i]);
    }
}

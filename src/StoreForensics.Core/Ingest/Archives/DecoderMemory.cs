using System.Globalization;

namespace StoreForensics.Ingest.Archives;

/// <summary>How much memory an archive may want for its own decoding: a few bytes of a header
/// can ask for gigabytes, which decoders take before they look at any data.</summary>
internal static class DecoderMemory
{
    /// <summary>7-Zip's strongest level wants half of it.</summary>
    public const ulong MaxBytes = 512UL << 20;

    /// <exception cref="InvalidDataException">It is too much.</exception>
    public static void Check(ulong bytes)
    {
        if (bytes > MaxBytes)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"it asks for {(bytes + (1 << 20) - 1) >> 20} MiB of memory to be unpacked, and {MaxBytes >> 20} MiB is the most; if that is no damage, unpack it and give what is inside"));
    }

    /// <summary>The dictionary that the property byte of LZMA2 stands for (The .xz File Format 1.2.1, section 5.3.1).</summary>
    public static ulong OfLzma2(byte property) => (property & 0x3F) switch
    {
        > 40 => ulong.MaxValue >> 1,
        40 => uint.MaxValue,
        int bits => (2UL | ((uint)bits & 1)) << ((bits / 2) + 11),
    };
}

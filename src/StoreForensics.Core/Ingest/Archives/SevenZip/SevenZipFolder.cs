using System.Buffers.Binary;

namespace StoreForensics.Ingest.Archives.SevenZip;

/// <summary>A folder of a 7z: packed streams and the coders that unpack them together (7zFormat.txt, "Folder").</summary>
/// <param name="Outputs">Streams that its coders give, each of a recorded size.</param>
/// <param name="Inputs">Packed streams that it takes.</param>
/// <param name="Method">The method of its only coder, its bytes as one number; null when it has several.</param>
/// <param name="Properties">Of its only coder.</param>
internal sealed record SevenZipFolder(int Outputs, int Inputs, ulong? Method, byte[] Properties)
{
    public const ulong Copy = 0;
    public const ulong Lzma = 0x030101;
    public const ulong Lzma2 = 0x21;
    public const ulong Ppmd = 0x030401;
    public const ulong Aes = 0x06F10701;

    private const int MaxCoders = 32;
    private const int MaxStreams = 32;

    /// <exception cref="InvalidDataException">It is none, or wants more memory than is given.</exception>
    public static SevenZipFolder Read(ref SevenZipBytes bytes)
    {
        int coders = bytes.Count();
        if (coders is 0 or > MaxCoders)
            throw new InvalidDataException($"its header has a folder of {coders} coders");
        int inputs = 0, outputs = 0;
        ulong method = 0, memory = 0;
        byte[] properties = [];
        for (int i = 0; i < coders; i++)
        {
            byte flags = bytes.Byte();
            method = 0;
            foreach (byte b in bytes.Take((ulong)(flags & 0xF)))
                method = (method << 8) | b;
            bool isComplex = (flags & 0x10) != 0;
            inputs += isComplex ? bytes.Count() : 1;
            outputs += isComplex ? bytes.Count() : 1;
            properties = (flags & 0x20) != 0 ? bytes.Take(bytes.Number()).ToArray() : [];
            memory += MemoryOf(method, properties);
            if ((flags & 0x80) != 0 || inputs > MaxStreams || outputs > MaxStreams)
                throw new InvalidDataException("its header has a folder of an unknown form");
        }
        DecoderMemory.Check(memory);
        int bonds = outputs - 1, packed = inputs - bonds;
        if (outputs == 0 || packed <= 0)
            throw new InvalidDataException("its header has a folder that takes or gives nothing");
        for (int i = 0; i < 2 * bonds; i++)
            bytes.Number();
        for (int i = 0; packed > 1 && i < packed; i++)
            bytes.Number();
        return new SevenZipFolder(outputs, packed, coders == 1 ? method : null, properties);
    }

    private static ulong MemoryOf(ulong method, ReadOnlySpan<byte> properties) => method switch
    {
        Lzma when properties.Length >= 5 => BinaryPrimitives.ReadUInt32LittleEndian(properties[1..]),
        // The package fills the whole model at once, and has it twice while a member is looked into.
        Ppmd when properties.Length >= 5 => 2UL * BinaryPrimitives.ReadUInt32LittleEndian(properties[1..]),
        Lzma2 when properties.Length >= 1 => DecoderMemory.OfLzma2(properties[0]),
        _ => 0,
    };
}

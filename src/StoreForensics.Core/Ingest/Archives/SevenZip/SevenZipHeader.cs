using System.Buffers.Binary;
using SharpCompress.Compressors.LZMA;

namespace StoreForensics.Ingest.Archives.SevenZip;

/// <summary>
/// Looks through a 7z's headers before a package does, which believes every number in them: sizes, counts and the memory that coders ask for must be such as
/// the file's bytes allow (7zFormat.txt of the LZMA SDK 25.00). What is inside is not read.
/// </summary>
internal static class SevenZipHeader
{
    private const int SignatureBytes = 32;

    /// <summary>Names of a hundred thousand members take less.</summary>
    private const long MaxHeaderBytes = 64 << 20;

    /// <summary>A packed header may hold a packed header.</summary>
    private const int MaxPacked = 4;

    private const byte End = 0;
    private const byte Header = 1;
    private const byte ArchiveProperties = 2;
    private const byte AdditionalStreams = 3;
    private const byte MainStreams = 4;
    private const byte Files = 5;
    private const byte Pack = 6;
    private const byte Unpack = 7;
    private const byte SubStreams = 8;
    private const byte Size = 9;
    private const byte Digests = 0xA;
    private const byte Folder = 0xB;
    private const byte UnpackSizes = 0xC;
    private const byte Streams = 0xD;
    private const byte PackedHeader = 0x17;

    /// <param name="archive">From its signature on; seekable.</param>
    /// <exception cref="InvalidDataException">The headers are damaged, or ask for more memory than is given.</exception>
    public static void Check(Stream archive)
    {
        byte[] start = new byte[SignatureBytes];
        archive.Position = 0;
        if (archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
            throw new InvalidDataException("it ends within its first header");
        byte[] header = Read(archive, BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(12)), BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(20)));
        for (int packed = 0; header is [PackedHeader, ..]; packed++)
        {
            if (packed == MaxPacked)
                throw new InvalidDataException("its header is packed again and again");
            header = Unpacked(archive, header);
        }
        if (header.Length > 0)
            CheckHeader(header);
    }

    private static byte[] Read(Stream archive, ulong offset, ulong size)
    {
        if (size > MaxHeaderBytes)
            throw new InvalidDataException($"its header is of {size} bytes, and {MaxHeaderBytes} are read");
        if (offset > (ulong)archive.Length || SignatureBytes + offset + size > (ulong)archive.Length)
            throw new InvalidDataException($"its header lies past the file's end: at byte {SignatureBytes + offset} of {archive.Length}");
        byte[] bytes = new byte[size];
        archive.Position = SignatureBytes + (long)offset;
        archive.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Unpacked(Stream archive, ReadOnlySpan<byte> header)
    {
        var bytes = new SevenZipBytes(header[1..]);
        SevenZipStreams streams = ReadStreams(ref bytes);
        if (streams.Folders is not [{ } folder] || streams.PackSizes.Count == 0)
            throw new InvalidDataException("its header is packed in a way that is not read");
        ulong size = streams.UnpackSizes[0];
        if (size > MaxHeaderBytes)
            throw new InvalidDataException($"its header is of {size} bytes, and {MaxHeaderBytes} are read");
        byte[] packed = Read(archive, streams.PackOffset, streams.PackSizes[0]);
        return folder.Method switch
        {
            SevenZipFolder.Copy => packed,
            SevenZipFolder.Lzma or SevenZipFolder.Lzma2 => Decode(folder, packed, (long)size),
            _ => throw new InvalidDataException("its header is encrypted, or packed in a way that is not read"),
        };
    }

    private static byte[] Decode(SevenZipFolder folder, byte[] packed, long size)
    {
        byte[] plain = new byte[size];
        using LzmaStream stream = LzmaStream.Create(folder.Properties, new MemoryStream(packed), packed.Length, size, leaveOpen: false);
        int length = stream.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
        return plain[..length];
    }

    private static void CheckHeader(ReadOnlySpan<byte> header)
    {
        var bytes = new SevenZipBytes(header);
        if (bytes.Byte() != Header)
            throw new InvalidDataException("its header is none");
        byte what = bytes.Byte();
        if (what == ArchiveProperties)
        {
            while (bytes.Byte() != End)
                bytes.Take(bytes.Number());
            what = bytes.Byte();
        }
        foreach (byte streams in (ReadOnlySpan<byte>)[AdditionalStreams, MainStreams])
        {
            if (what != streams)
                continue;
            ReadStreams(ref bytes);
            what = bytes.Byte();
        }
        if (what == Files)
            bytes.Count();
    }

    private static SevenZipStreams ReadStreams(ref SevenZipBytes bytes)
    {
        var streams = new SevenZipStreams();
        for (byte what = bytes.Byte(); what != End; what = bytes.Byte())
        {
            if (what == Pack)
                ReadPack(ref bytes, streams);
            else if (what == Unpack)
                ReadUnpack(ref bytes, streams);
            else if (what == SubStreams)
                ReadSubStreams(ref bytes, streams);
            else
                throw new InvalidDataException($"its header has an unknown part {what}");
        }
        return streams;
    }

    private static void ReadPack(ref SevenZipBytes bytes, SevenZipStreams streams)
    {
        streams.PackOffset = bytes.Number();
        int count = bytes.Count();
        for (byte what = bytes.Byte(); what != End; what = bytes.Byte())
        {
            if (what == Size)
                streams.PackSizes = Numbers(ref bytes, count);
            else if (what == Digests)
                bytes.SkipDigests(count);
            else
                throw new InvalidDataException($"its header has an unknown part {what}");
        }
    }

    private static void ReadUnpack(ref SevenZipBytes bytes, SevenZipStreams streams)
    {
        if (bytes.Byte() != Folder)
            throw new InvalidDataException("its header lacks its folders");
        int count = bytes.Count();
        if (bytes.Byte() != 0)
            throw new InvalidDataException("its header has its folders elsewhere");
        for (int i = 0; i < count; i++)
            streams.Folders.Add(SevenZipFolder.Read(ref bytes));
        if (bytes.Byte() != UnpackSizes)
            throw new InvalidDataException("its header lacks the sizes of its folders");
        streams.UnpackSizes = Numbers(ref bytes, streams.Folders.Sum(f => f.Outputs));
        for (byte what = bytes.Byte(); what != End; what = bytes.Byte())
        {
            if (what != Digests)
                throw new InvalidDataException($"its header has an unknown part {what}");
            streams.HasDigest = bytes.SkipDigests(count);
        }
    }

    private static void ReadSubStreams(ref SevenZipBytes bytes, SevenZipStreams streams)
    {
        int[] counts = [.. Enumerable.Repeat(1, streams.Folders.Count)];
        byte what = bytes.Byte();
        if (what == Streams)
        {
            for (int i = 0; i < counts.Length; i++)
                counts[i] = bytes.Count();
            what = bytes.Byte();
        }
        if (what == Size)
        {
            foreach (int count in counts)
                Numbers(ref bytes, Math.Max(0, count - 1));
            what = bytes.Byte();
        }
        if (what == Digests)
        {
            bytes.SkipDigests(counts.Select((count, i) => count == 1 && i < streams.HasDigest.Length && streams.HasDigest[i] ? 0 : count).Sum());
            what = bytes.Byte();
        }
        if (what != End)
            throw new InvalidDataException($"its header has an unknown part {what}");
    }

    private static List<ulong> Numbers(ref SevenZipBytes bytes, int count)
    {
        var numbers = new List<ulong>();
        for (int i = 0; i < count; i++)
            numbers.Add(bytes.Number());
        return numbers;
    }
}

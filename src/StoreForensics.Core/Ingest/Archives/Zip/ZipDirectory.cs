using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>The directory at the end of a zip (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16), zip64 included; what stands before the zip is left
/// aside.</summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22, LocatorBytes = 20, End64Bytes = 56, MostComment = 65535;
    private const uint EndSignature = 0x06054b50, LocatorSignature = 0x07064b50, End64Signature = 0x06064b50;

    /// <summary>The members in the order of the directory, one after the other.</summary>
    /// <param name="file">The zip; not disposed.</param>
    /// <param name="before">Bytes that stand before the zip, by which all its offsets are too small.</param>
    /// <exception cref="EvidenceFormatException">There is no directory, or it breaks off here.</exception>
    public static IEnumerable<ZipMember> Read(Stream file, out long before)
    {
        (long at, long length, long count) = Find(file, out before);
        return Members(file, at, length, count);
    }

    private static IEnumerable<ZipMember> Members(Stream file, long at, long length, long count)
    {
        file.Position = at;
        using var buffered = new BufferedStream(new SubStream(new Unowned(file), at, length), 1 << 16);
        byte[] header = new byte[ZipMember.HeaderBytes];
        for (long i = 0; i < count; i++)
        {
            int read = buffered.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read < header.Length || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipMember.Signature)
                throw ZipProblems.Bad(ZipProblems.Directory, $"the zip's directory breaks off after {i} of {count} entries", at);
            byte[] rest = new byte[BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30))
                + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32))];
            if (buffered.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
                throw ZipProblems.Bad(ZipProblems.Directory, $"the zip's directory breaks off after {i} of {count} entries", at);
            yield return ZipMember.Parse(header, rest);
        }
    }

    private static (long At, long Length, long Count) Find(Stream file, out long before)
    {
        int tail = (int)Math.Min(file.Length, EndBytes + MostComment);
        byte[] bytes = new byte[tail];
        file.Position = file.Length - tail;
        file.ReadExactly(bytes);
        for (int i = tail - EndBytes; i >= 0; i--)
        {
            ReadOnlySpan<byte> end = bytes.AsSpan(i);
            if (U32(end, 0) != EndSignature || EndBytes + U16(end, 20) > end.Length)
                continue;
            long endAt = file.Length - tail + i;
            (long at, long length, long count, long boundary) = End64(file, endAt) ?? (U32(end, 16), U32(end, 12), U16(end, 10), endAt);
            before = boundary - length - at;
            if (length < 0 || at < 0 || before < 0 || count < 0 || count > length / ZipMember.HeaderBytes)
                throw ZipProblems.Bad(ZipProblems.Directory, "the end of the zip names a directory that cannot be", endAt);
            return (at + before, length, count);
        }
        throw ZipProblems.Bad(ZipProblems.Directory, "the zip has no directory at its end: it was cut");
    }

    private static (long At, long Length, long Count, long Boundary)? End64(Stream file, long endAt)
    {
        if (endAt < LocatorBytes + End64Bytes)
            return null;
        byte[] bytes = new byte[LocatorBytes];
        file.Position = endAt - LocatorBytes;
        file.ReadExactly(bytes);
        if (U32(bytes, 0) != LocatorSignature)
            return null;
        // Where it should be, and where it is without an extensible part if something stands before the zip.
        foreach (long at in (long[])[BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)), endAt - LocatorBytes - End64Bytes])
        {
            byte[] end = new byte[End64Bytes];
            if (at < 0 || at > endAt - LocatorBytes - End64Bytes)
                continue;
            file.Position = at;
            file.ReadExactly(end);
            if (U32(end, 0) == End64Signature)
                return (Long(end, 48), Long(end, 40), Long(end, 32), at);
        }
        return null;
    }

    private static ushort U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);

    private static long Long(byte[] b, int at) => BinaryPrimitives.ReadInt64LittleEndian(b.AsSpan(at));

    // The window's file stays open for its owner.
    private sealed class Unowned(Stream inner) : SeekableStream(inner.Length)
    {
        protected override int ReadAt(long offset, Span<byte> buffer)
        {
            inner.Position = offset;
            return inner.Read(buffer);
        }

        public override DataRun NextData(long from) => inner.NextData(from);
    }
}

using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>A section's descriptor.</summary>
/// <param name="Type"><c>header</c>, <c>volume</c>, <c>table</c> …</param>
/// <param name="At">Its place in the segment file.</param>
/// <param name="Next">Place of the next; its own for the last.</param>
/// <param name="Size">Bytes of descriptor and data.</param>
internal readonly record struct EwfSection(string Type, long At, long Next, long Size)
{
    /// <summary>Where its data begins.</summary>
    public long DataAt => At + EwfLayout.SectionBytes;

    /// <summary>Where it ends. Some writers leave the size of the last one 0.</summary>
    public long End => Math.Max(Next, At + Math.Max(Size, EwfLayout.SectionBytes));

    public long DataBytes => End - DataAt;

    /// <exception cref="EvidenceFormatException">Its checksum does not match, or a number cannot be.</exception>
    public static EwfSection Parse(ReadOnlySpan<byte> bytes, long at, long fileLength)
    {
        bytes = bytes[..EwfLayout.SectionBytes];
        if (Adler32.Of(bytes[..EwfLayout.SectionChecksumAt]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[EwfLayout.SectionChecksumAt..]))
            throw new EvidenceFormatException(DiskProblems.BadChecksum, "the checksum of a section's descriptor does not match", at);
        ulong next = BinaryPrimitives.ReadUInt64LittleEndian(bytes[EwfLayout.SectionNextAt..]),
            size = BinaryPrimitives.ReadUInt64LittleEndian(bytes[EwfLayout.SectionSizeAt..]);
        ReadOnlySpan<byte> type = bytes[..EwfLayout.SectionTypeBytes];
        int end = type.IndexOf((byte)0);
        string name = Encoding.Latin1.GetString(end < 0 ? type : type[..end]);
        // The file may be cut within a section, whose descriptor is right all the same.
        if (next > long.MaxValue / 2 || (long)next < at || size > long.MaxValue / 2)
            throw new EvidenceFormatException(DiskProblems.BadHeader, $"a section of {size} bytes whose next is at byte {next}", at);
        return new EwfSection(name, at, (long)next, (long)size);
    }
}

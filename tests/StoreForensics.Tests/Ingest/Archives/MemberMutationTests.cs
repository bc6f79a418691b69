using System.Buffers.Binary;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;
using SharpCompress.Writers.Zip;
using StoreForensics.Ingest.Archives.SevenZip;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.Archives;

/// <summary>A zip or 7z whose headers claim what is not so, their sums made right again so
/// that they are believed: a plain sentence, and no more memory than the bound.</summary>
[NonParallelizable] // what is allocated meanwhile is counted
internal sealed class MemberMutationTests
{
    private const long MaxAllocatedBytes = 600L << 20;

    private static readonly byte[] s_lzma = [0x23, 3, 1, 1, 5];
    private static readonly CompressionType[] s_zipped = [CompressionType.Deflate, CompressionType.LZMA, CompressionType.PPMd];

    [Test]
    public void A_whole_7z_is_read([Values(CompressionType.LZMA, CompressionType.LZMA2)] CompressionType method, [Values] bool packsHeader)
    {
        byte[] bytes = SevenZip(method, packsHeader);

        Assert.That(() => SevenZipHeader.Check(new MemoryStream(bytes)), Throws.Nothing);
        Assert.That(ArchiveMutationTests.Read(bytes, piped: false), Is.GreaterThan(50));
    }

    [Test]
    public void A_dictionary_of_gigabytes_is_refused([Values(0xFFFF_FFFFu, 0x7FFF_FFFFu, 0x2000_0001u)] uint asked)
    {
        byte[] bytes = SevenZip(CompressionType.LZMA, packsHeader: false);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.AsSpan().LastIndexOf(s_lzma) + s_lzma.Length + 1), asked);

        AssertRefused(Believed(bytes));
    }

    [Test]
    public void A_PPMd_model_of_gigabytes_is_refused([Values(0xFFFF_FFFFu, 0x1000_0001u)] uint asked)
    {
        byte[] bytes = SevenZip(CompressionType.LZMA, packsHeader: false);
        int coder = bytes.AsSpan().LastIndexOf(s_lzma);
        new byte[] { 0x23, 3, 4, 1, 5, 6 }.CopyTo(bytes, coder);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(coder + 6), asked);

        AssertRefused(Believed(bytes));
    }

    [Test]
    public void A_dictionary_of_gigabytes_in_a_zip_is_refused()
    {
        byte[] bytes = Zip(CompressionType.LZMA);
        int data = 30 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(data + 5), 0xFFFF_FFFF);

        AssertRefused(bytes);
    }

    /// <summary>Each byte of the header in turn.</summary>
    [Test]
    public void Believed_headers_of_a_7z([Values(CompressionType.LZMA, CompressionType.LZMA2)] CompressionType method)
    {
        byte[] whole = SevenZip(method, packsHeader: false);
        int header = 32 + (int)BinaryPrimitives.ReadUInt64LittleEndian(whole.AsSpan(12));
        var random = new Random(20_261_201);
        for (int at = header; at < whole.Length; at++)
        {
            foreach (byte value in (byte[])[0xFF, (byte)random.Next(256), (byte)(whole[at] ^ (1 << random.Next(8)))])
            {
                byte[] bytes = [.. whole];
                bytes[at] = value;
                ArchiveMutationTests.Survive(Believed(bytes), piped: false, $"byte {at - header} of the header is {value}", MaxAllocatedBytes);
            }
        }
    }

    [Test]
    public void First_header_of_a_7z([Values] bool packsHeader)
    {
        byte[] whole = SevenZip(CompressionType.LZMA, packsHeader);
        for (int at = 6; at < 32; at++)
        {
            foreach (byte value in (byte[])[0, 0x7F, 0xFF])
            {
                byte[] bytes = [.. whole];
                bytes[at] = value;
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Crc32.Of(bytes.AsSpan(12, 20)));
                ArchiveMutationTests.Survive(bytes, piped: false, $"byte {at} is {value}", MaxAllocatedBytes);
            }
        }
    }

    /// <summary>The member's own header with what its method needs, and the directory at the end.</summary>
    [Test]
    public void Headers_of_a_zip([ValueSource(nameof(s_zipped))] CompressionType method)
    {
        byte[] whole = Zip(method);
        var random = new Random(20_261_202);
        foreach (int at in Enumerable.Range(4, 60).Concat(Enumerable.Range(whole.Length - 80, 80)))
        {
            foreach (byte value in (byte[])[0xFF, (byte)random.Next(256)])
            {
                byte[] bytes = [.. whole];
                bytes[at] = value;
                ArchiveMutationTests.Survive(bytes, piped: false, $"byte {at} is {value}", MaxAllocatedBytes);
            }
        }
    }

    private static void AssertRefused(byte[] bytes)
    {
        long before = GC.GetTotalAllocatedBytes();
        Assert.That(() => ArchiveMutationTests.Read(bytes, piped: false), Throws.TypeOf<EvidenceOpenException>().With.Message.Contains("MiB of memory"));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(64L << 20));
    }

    private static byte[] SevenZip(CompressionType method, bool packsHeader)
    {
        var packed = new MemoryStream();
        using (var writer = new SevenZipWriter(packed, new SevenZipWriterOptions(method) { CompressHeader = packsHeader, LeaveStreamOpen = true }))
            writer.Write("e.tar", ArchiveMutationTests.CommittedTar(), null);
        return packed.ToArray();
    }

    private static byte[] Zip(CompressionType method)
    {
        var packed = new MemoryStream();
        using (var writer = new ZipWriter(packed, new ZipWriterOptions(method) { LeaveStreamOpen = true }))
            writer.Write("e.tar", ArchiveMutationTests.CommittedTar(), new ZipWriterEntryOptions());
        return packed.ToArray();
    }

    // The header's checksum and that of the first header, which holds it.
    private static byte[] Believed(byte[] bytes)
    {
        int header = 32 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Crc32.Of(bytes.AsSpan(header)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Crc32.Of(bytes.AsSpan(12, 20)));
        return bytes;
    }
}

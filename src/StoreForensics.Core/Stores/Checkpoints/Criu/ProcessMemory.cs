using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Checkpoints.Criu;

/// <summary>
/// Memory of processes: which pages of a process lie where in <c>pages-N.img</c> (criu images/pagemap.proto, mm.proto). Only what a command line needs is read.
/// </summary>
internal sealed class ProcessMemory(EvidenceFiles files, int images)
{
    private const ulong PageBytes = 4096;
    private const int MostArgumentBytes = 128 << 10;
    private const ulong Parent = 1, Lazy = 2, Present = 4;

    /// <summary>The arguments as they stood in the process's memory; null when they cannot be had.</summary>
    public IReadOnlyList<string>? Arguments(long pid)
    {
        if (Range(pid) is not var (start, end) || end <= start || end - start > MostArgumentBytes || Read(pid, start, (int)(end - start)) is not { } bytes)
            return null;
        return Encoding.UTF8.GetString(bytes).TrimEnd('\0').Split('\0');
    }

    // mm_entry: 8 and 9 are the bounds of the arguments.
    private (ulong Start, ulong End)? Range(long pid)
    {
        ulong start = 0, end = 0;
        foreach (ReadOnlyMemory<byte> record in CriuImage.Records(files, images, FormattableString.Invariant($"mm-{pid}.img")).Take(1))
        {
            for (var fields = new ProtobufFields(record.Span); fields.Read();)
            {
                start = fields.Number == 8 ? fields.Value : start;
                end = fields.Number == 9 ? fields.Value : end;
            }
        }
        return start == 0 ? null : (start, end);
    }

    private byte[]? Read(long pid, ulong from, int count)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> map = CriuImage.Records(files, images, FormattableString.Invariant($"pagemap-{pid}.img"));
        if (map.Count == 0)
            return null;
        ulong pages = 0, offset = 0;
        for (var head = new ProtobufFields(map[0].Span); head.Read();)
            pages = head.Number == 1 ? head.Value : pages;
        byte[] bytes = new byte[count];
        bool isComplete = false;
        foreach (ReadOnlyMemory<byte> record in map.Skip(1))
        {
            (ulong address, ulong length, bool isHere) = Entry(record.Span);
            ulong size = length * PageBytes;
            if (isHere && from >= address && from + (ulong)count <= address + size)
            {
                isComplete = ReadFile(FormattableString.Invariant($"pages-{pages}.img"), (long)(offset + from - address), bytes);
                break;
            }
            offset += isHere ? size : 0;
        }
        return isComplete ? bytes : null;
    }

    // pagemap_entry: address, pages (four bytes in old images, eight in new ones), in the parent's images, flags.
    private static (ulong Address, ulong Pages, bool IsHere) Entry(ReadOnlySpan<byte> record)
    {
        ulong address = 0, few = 0, many = 0, isInParent = 0, flags = Present;
        for (var fields = new ProtobufFields(record); fields.Read();)
        {
            switch (fields.Number)
            {
                case 1:
                    address = fields.Value;
                    break;
                case 2:
                    few = fields.Value;
                    break;
                case 3:
                    isInParent = fields.Value;
                    break;
                case 4:
                    flags = fields.Value;
                    break;
                case 5:
                    many = fields.Value;
                    break;
            }
        }
        ulong pages = many != 0 ? many : few;
        return (address, pages > 1UL << 40 ? 0 : pages, isInParent == 0 && (flags & Present) != 0 && (flags & (Parent | Lazy)) == 0);
    }

    private bool ReadFile(string name, long offset, byte[] bytes)
    {
        if (files.File(images, Encoding.UTF8.GetBytes(name)) is not int node || offset + bytes.Length > files.Tree[node].Size)
            return false;
        try
        {
            using StoredFile pages = files.Open(node);
            if (pages.CanSeek)
                pages.Position = offset;
            else
                Skip(pages, offset);
            return pages.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private static void Skip(StoredFile stream, long count)
    {
        byte[] buffer = new byte[64 << 10];
        for (int read = 1; count > 0 && read > 0; count -= read)
            read = stream.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, count)));
    }
}

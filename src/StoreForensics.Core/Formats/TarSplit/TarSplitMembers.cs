using System.Buffers;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>Joins each file of a tar-split with the headers that stand before it: the original list of a layer's files, independent of its directory.</summary>
internal sealed class TarSplitMembers(ProblemLog problems, Origin origin)
{
    /// <summary>Headers before one file that are kept; see <see cref="TarSplitReader.MaxLineBytes"/>.</summary>
    private const int MaxHeaderBytes = TarSplitReader.MaxLineBytes;

    private readonly TarSplitHeaders _headers = new(problems, origin);
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _isTooLong;

    /// <summary>Streams the members in the tar's order; one name may come twice in forged ones, as the writer refuses such layers.</summary>
    public static IEnumerable<TarSplitMember> Read(TarRecordReader source)
    {
        var members = new TarSplitMembers(source.Problems, source.Origin);
        foreach (TarSplitEntry entry in source.Read())
        {
            if (members.Take(entry) is { } member)
                yield return member;
        }
    }

    /// <summary>Takes the next entry: a file comes back with its headers; null for a segment, which is set aside for the file after it.</summary>
    public TarSplitMember? Take(TarSplitEntry entry)
    {
        if (!entry.IsFile)
        {
            _isTooLong |= entry.Segment.Length > MaxHeaderBytes - _bytes.WrittenCount;
            if (!_isTooLong)
                _bytes.Write(entry.Segment.Span);
            return null;
        }
        TarSplitMember member = _headers.Read(entry, _isTooLong ? default : _bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
        _isTooLong = false;
        return member;
    }
}

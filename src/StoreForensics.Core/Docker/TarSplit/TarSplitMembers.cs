using System.Buffers;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.TarSplit;

/// <summary>The original list of a layer's files, independent of its directory.</summary>
internal static class TarSplitMembers
{
    /// <summary>Headers before one file that are kept; see <see cref="TarSplitReader.MaxLineBytes"/>.</summary>
    private const int MaxHeaderBytes = TarSplitReader.MaxLineBytes;

    /// <summary>Streams the members in the tar's order; one name may come twice in forged ones, as the writer refuses such layers.</summary>
    public static IEnumerable<TarSplitMember> Read(TarSplitReader source)
    {
        var headers = new TarSplitHeaders(source.Problems, source.Origin);
        var bytes = new ArrayBufferWriter<byte>();
        bool isTooLong = false;
        foreach (TarSplitEntry entry in source.Read())
        {
            if (entry.IsFile)
            {
                yield return headers.Read(entry, isTooLong ? default : bytes.WrittenSpan);
                bytes.ResetWrittenCount();
                isTooLong = false;
            }
            else if (entry.Segment.Length > MaxHeaderBytes - bytes.WrittenCount)
            {
                isTooLong = true;
            }
            else
            {
                bytes.Write(entry.Segment.Span);
            }
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace StoreForensics.Reports.Text;

/// <summary>
/// Tells apart rows that mactime would take for one: it merges rows of one second, inode and name. Two equal log lines of one second are two events,
/// so the later gets <c> #2</c>. Rows must come in the order of their time.
/// </summary>
internal sealed class SameSecondNames
{
    /// <summary>Hostile evidence can put millions of rows into one second; past this many, every further one is numbered unseen.</summary>
    private const int Limit = 1 << 20;

    private readonly HashSet<UInt128> _seen = [];
    private long _second = long.MinValue;
    private long _count;

    /// <summary>Appends to the name what makes it the only one of its second.</summary>
    public void MakeDistinct(long second, ArrayBufferWriter<byte> name)
    {
        if (second != _second)
        {
            _seen.Clear();
            (_second, _count) = (second, 0);
        }
        _count++;
        if (_seen.Count >= Limit)
        {
            AppendNumber(name, _count);
            return;
        }
        int bare = name.WrittenCount;
        for (long number = 2; !_seen.Add(Digest(name.WrittenSpan)); number++)
        {
            byte[] kept = name.WrittenSpan[..bare].ToArray();
            name.ResetWrittenCount();
            name.Write(kept);
            AppendNumber(name, number);
        }
    }

    private static void AppendNumber(ArrayBufferWriter<byte> name, long number) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $" #{number}"), name);

    // A cryptographic digest, cut: evidence cannot make two names collide, and no seed makes two runs differ.
    private static UInt128 Digest(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }
}
